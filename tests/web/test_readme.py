"""The things that the README proposes work as they stand there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.web.conftest import Served

README = (Path(__file__).resolve().parents[2] / "README.md").read_text()
(BLOCK,) = (block for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) if "curl" in block)
COMMANDS = [line for line in BLOCK.replace("\\\n", "").splitlines() if line.startswith("curl")]
EXPECTED = [
    "schema:ScholarlyArticle",
    '"name":"A global protection gap: Migrant insecurity in Mexico"',
    'schema:name "Nature"',
    "a void:Dataset",
    "Nature,",
    "@prefix schema:",
]


@pytest.mark.parametrize(("command", "expected"), list(zip(COMMANDS, EXPECTED, strict=True)), ids=range(1, 7))
def test_a_newcomer_sees_what_was_promised(served: Served, command: str, expected: str) -> None:
    """Typed into a shell, only with the address of this server."""
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    done = subprocess.run(
        ["sh", "-c", command.replace("http://127.0.0.1:8000/", served.site.base)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert 0 == done.returncode
    assert expected in done.stdout.replace('": "', '":"')
