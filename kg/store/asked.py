"""The child process that answers one query: a task on standard input, a line about the answer and the answer out.

Ends with the exit code of what failed and says why on standard error: a sentence, or the place in the query as JSON.
"""

from __future__ import annotations

import http.client
import re
import resource
import sys
from typing import TYPE_CHECKING, BinaryIO

import msgspec
import pyoxigraph as ox

from kg.errors import EndpointError, KgError, QueryError
from kg.store import endpoint
from kg.store.asking import Failed, Head, Task
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from kg.store.endpoint import Target

_CHUNK = 1 << 16
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_EXPECTED = 200


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
    except _WrongError as error:
        sys.stderr.write(msgspec.json.encode(error.failed).decode())
        sys.exit(QueryError.exit_code)
    except KgError as error:
        sys.stderr.write(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:  # the reader has what it wanted
        sys.stderr.close()


class _WrongError(Exception):
    def __init__(self, failed: Failed) -> None:
        super().__init__(failed)
        self.failed = failed


def _query(task: Task, out: BinaryIO) -> None:
    try:
        store = ox.Store.read_only(task.folder)
    except OSError as error:
        raise EndpointError(f"{task.folder}: no store that can be opened ({error}); build the site again") from error
    found = _evaluated(store, task.query)
    media_type = task.media_types[0]
    out.write(msgspec.json.encode(Head(media_type)) + b"\n")
    try:
        if isinstance(found, ox.QueryTriples):
            _graph(found, media_type, out)
        else:
            found.serialize(out, format=ox.QueryResultsFormat.from_media_type(media_type))
    except (RuntimeError, ValueError, OSError) as error:
        raise EndpointError(f"the query failed: {error}") from error


def _evaluated(store: ox.Store, query: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    try:
        return store.query(query)
    except SyntaxError as error:
        if place := _PLACE.match(str(error)):
            raise _WrongError(Failed(int(place[1]), int(place[2]), _short(place[3]))) from error
        raise QueryError(str(error)) from error
    except (RuntimeError, ValueError, OSError) as error:
        raise EndpointError(f"the query failed: {error}") from error


def _graph(triples: ox.QueryTriples, media_type: str, out: BinaryIO) -> None:
    """Write a graph in order, so that Turtle groups what belongs together, with the prefixes that are of use in it."""
    ordered = sorted(triples, key=str)
    text = "\n".join(map(str, ordered))
    prefixes = {name: base for name, base in PREFIXES.items() if f"<{base}" in text}
    ox.serialize(ordered, out, format=ox.RdfFormat.from_media_type(media_type), prefixes=prefixes)


def _ask(task: Task, target: Target, out: BinaryIO) -> None:
    try:
        reply = endpoint.ask(target, task.query, task.media_types, task.timeout)
    except QueryError as error:  # it has a place in the query if our own parser finds fault with it too
        _evaluated(ox.Store(), task.query)
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


def _short(message: str) -> str:
    """Return what the parser expected without the classes of characters that no person reads."""
    if "Prefix not found" in message:
        return "a prefix that is not declared and that we do not know"
    words = " ".join(message.split())
    return words if len(words) <= _EXPECTED else words[:_EXPECTED] + " …"


if __name__ == "__main__":
    main()
