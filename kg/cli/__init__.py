"""The command line: `kg up`, `build`, `serve`, `map`, `get`.

Exit codes: 0 done, 1 done with findings, 2 usage or configuration, 3 failed.  An error is one line that says what,
where and what to do; a traceback is a bug.
"""

from __future__ import annotations

import os
import sys

from kg.cli import sites  # noqa: F401 - its commands; the help has them in this order

# isort: split
from kg.cli import graphs  # noqa: F401
from kg.cli.application import application
from kg.errors import KgError

INTERRUPTED = 130


def main() -> None:
    """Run the command line and end the process with its exit code."""
    try:
        application(standalone_mode=True)
    except KgError as error:
        sys.stderr.write(f"kg: {error}\n")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.stderr.write("kg: interrupted; nothing was published\n")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # `kg map … | head`: the reader has what it wanted
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
