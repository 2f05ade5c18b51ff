"""Ask a site on disk or an endpoint, in a process of its own that is killed at the deadline.

A process, because nothing else stops a query: Oxigraph cannot be interrupted from Python, deep nesting overflows its
stack, and an endpoint may send a byte now and then for ever.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

import msgspec

from kg.errors import EndpointError, KgError, QueryError
from kg.store.endpoint import Target  # noqa: TC001 - msgspec reads the annotation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.store.prologue import Text

MEMORY = 4 << 30  # bytes of address space that a query of a site may use
_CHUNK = 1 << 16


class Task(msgspec.Struct, frozen=True):
    """What the child process is to do: ask the store in a folder, or an endpoint."""

    query: str
    added: int
    media_types: tuple[str, ...]
    timeout: float
    folder: str = ""
    target: Target | None = None
    memory: int = MEMORY


class Head(msgspec.Struct, frozen=True):
    """The first line of what the child sends; the body follows."""

    media_type: str
    cut: str = ""


class Answer(msgspec.Struct, frozen=True):
    """An answer as it comes; `cut` says why it is not all, or nothing.

    Iterating it raises `QueryError` or `EndpointError` where it breaks off.
    """

    media_type: str
    cut: str
    body: Iterator[bytes]


@contextmanager
def asking(query: Text, task: Task) -> Iterator[Answer]:
    """Yield the answer to a query; the child that makes it is gone when the block ends.

    Raises `QueryError` where the query is wrong, with its place, and `EndpointError` where there is no answer in time.
    """
    child = subprocess.Popen(
        [sys.executable, "-m", "kg.store.asked"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    late = threading.Event()

    def end() -> None:
        late.set()
        child.kill()

    clock = threading.Timer(task.timeout, end)
    clock.start()
    with child:
        try:
            yield _answer(child, query, task, late)
        finally:
            clock.cancel()
            child.kill()


def _answer(child: subprocess.Popen[bytes], query: Text, task: Task, late: threading.Event) -> Answer:
    given, taken = _pipe(child.stdin), _pipe(child.stdout)
    try:
        given.write(msgspec.json.encode(task))
        given.close()
    except BrokenPipeError:
        pass  # it ended before it read all: why, it says below
    line = taken.readline()
    if not line.endswith(b"\n"):
        raise _failure(child, query, task, late=late.is_set())
    head = msgspec.json.decode(line, type=Head)

    def body() -> Iterator[bytes]:
        while chunk := taken.read1(_CHUNK):  # type: ignore[attr-defined]  # a buffered reader, which IO does not tell
            yield chunk
        if child.wait() != 0:
            raise _failure(child, query, task, late=late.is_set())

    return Answer(head.media_type, head.cut, body())


def _failure(child: subprocess.Popen[bytes], query: Text, task: Task, *, late: bool) -> KgError:
    code = child.wait()
    said = _pipe(child.stderr).read().decode("utf-8", "replace").strip()
    if late:
        return EndpointError(f"no whole answer within {task.timeout:g} seconds; ask for less, or give more (--timeout)")
    if code == QueryError.exit_code:
        try:
            failed = msgspec.json.decode(said, type=Failed)
        except msgspec.DecodeError:
            return QueryError(said)
        return QueryError(f"{query.place(failed.line, failed.column)}: {failed.message}")
    if code == EndpointError.exit_code:
        return EndpointError(said)
    return EndpointError(
        f"the query needs more than {task.memory >> 20} MiB of memory, or is nested too deep; ask for less"
    )


class Failed(msgspec.Struct, frozen=True):
    """What is wrong with a query, and where in the text that was sent."""

    line: int
    column: int
    message: str


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:  # never: all three were asked for
        raise AssertionError
    return stream
