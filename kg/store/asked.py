"""The child process that answers one query: a task on standard input, a line about the answer and the answer out.

Ends with the exit code of what failed and says why on standard error: a sentence, or the place in the query as JSON.
"""

from __future__ import annotations

import http.client
import resource
import sys
from typing import TYPE_CHECKING, BinaryIO

import msgspec
import pyoxigraph as ox

from kg.errors import EndpointError, KgError, QueryError
from kg.store import endpoint
from kg.store.asking import Failed, Head, Task
from kg.store.evaluating import evaluated, write

if TYPE_CHECKING:
    from kg.store.endpoint import Target

_CHUNK = 1 << 16


def main() -> None:
    """Do the task that stands on standard input."""
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=Task)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (task.memory, task.memory))
    try:
        if task.target is not None:
            _ask(task, task.target, sys.stdout.buffer)
        else:
            _query(task, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except KgError as error:
        if isinstance(error, QueryError) and error.line:
            sys.stderr.write(msgspec.json.encode(Failed(error.line, error.column, str(error))).decode())
        else:
            sys.stderr.write(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:  # the reader has what it wanted
        sys.stderr.close()


def _query(task: Task, out: BinaryIO) -> None:
    try:
        store = ox.Store.read_only(task.folder)
    except OSError as error:
        raise EndpointError(f"{task.folder}: no store that can be opened ({error}); build the site again") from error
    found = evaluated(store, task.query)
    media_type = task.media_types[0]
    out.write(msgspec.json.encode(Head(media_type)) + b"\n")
    write(found, media_type, out)


def _ask(task: Task, target: Target, out: BinaryIO) -> None:
    try:
        reply = endpoint.ask(target, task.query, task.media_types, task.timeout)
    except QueryError as error:  # it has a place in the query if our own parser finds fault with it too
        evaluated(ox.Store(), task.query)
        raise QueryError(str(error)) from error
    out.write(msgspec.json.encode(Head(reply.media_type, reply.cut)) + b"\n")
    try:
        while chunk := reply.body.read1(_CHUNK):
            out.write(chunk)
            out.flush()
        if reply.body.length:  # what Content-Length said and did not come
            raise EndpointError(f"{target.url}: the answer broke off")
    except BrokenPipeError:
        raise
    except (OSError, http.client.HTTPException) as error:
        raise EndpointError(f"{target.url}: the answer broke off ({error})") from error


if __name__ == "__main__":
    main()
