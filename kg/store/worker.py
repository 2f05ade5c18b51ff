"""A process that answers queries of one store, one after another, until it is killed or has had its number.

It is forked from one that has this code already (`kg.store.forking`), holds the store read-only, has a deep stack,
little memory and no network.  Whatever a query does to it, the pool sees the end of the socket and starts another.
"""

from __future__ import annotations

import io
import os
import signal
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import EndpointError, KgError, QueryError
from kg.store import isolation
from kg.store.evaluating import Found, evaluated, write
from kg.store.frames import CHUNK, DATA, ENCODER, END, FAULT, HEAD, JOBS, LAST, READY, Fault, Job, Limits, frame

if TYPE_CHECKING:
    import socket

_STACK = 512 << 20  # bytes; the parser and the planner of Oxigraph recurse, and pages never used cost nothing
_GRACE = 1.0  # seconds after the deadline at which the kernel ends a process that the pool forgot
_GROWN = 256 << 20  # bytes of memory with which a process is rather replaced
_RECEIVED = 16 << 10
_LONG = 0.05  # seconds; a shorter query leaves nothing behind
_FORMS = {"SELECT": ox.QuerySolutions, "ASK": ox.QueryBoolean, "CONSTRUCT": ox.QueryTriples}


def answer(folder: str, connection: socket.socket, limits: Limits) -> None:
    """Answer queries that come over a socket, in a thread whose stack is deep enough for them."""
    threading.stack_size(_STACK)
    answering = threading.Thread(target=_answer, args=(folder, connection, limits))
    answering.start()
    answering.join()


def _answer(folder: str, connection: socket.socket, limits: Limits) -> None:
    try:
        store = ox.Store.read_only(folder)
    except OSError as error:
        connection.sendall(_fault(EndpointError(f"no store that can be opened ({error}); build the site again")))
        return
    isolation.limit(limits.memory)
    isolation.cut_off()
    connection.sendall(frame(READY))
    for number in range(1, limits.queries + 1):
        if (job := _job(connection)) is None:
            return
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + _GRACE)
        began = time.monotonic()
        out = _Out(connection, limits.answer)
        try:
            write(_found(store, job), job.media_type, out)  # type: ignore[arg-type]  # all that is asked of it is write
            is_large = out.has_sent or time.monotonic() - began > _LONG
            is_last = number == limits.queries or (is_large and _has_grown())
            last = frame(LAST if is_last else END, out.rest())
        except BrokenPipeError:
            return
        except KgError as error:
            is_last, last = False, _fault(error)
        signal.setitimer(signal.ITIMER_REAL, 0)
        connection.sendall(last)
        if is_last:
            return


def _job(connection: socket.socket) -> Job | None:
    """Return what is to be done next, or None where the pool has gone."""
    received = connection.recv(_RECEIVED)
    if len(received) < HEAD.size:
        return None
    left = HEAD.size + HEAD.unpack_from(received)[1] - len(received)
    return JOBS.decode((received + _exactly(connection, left) if left else received)[HEAD.size :])


def _exactly(connection: socket.socket, size: int) -> bytes:
    found = bytearray()
    while len(found) < size:
        found += connection.recv(size - len(found)) or b" " * size  # the pool has gone: what is decoded does not matter
    return bytes(found)


def _found(store: ox.Store, job: Job) -> Found:
    for name in (*(job.default_graphs or ()), *(job.named_graphs or ()), *job.graphs):
        if not store.contains_named_graph(_node(name)):
            raise QueryError(f"there is no graph <{name}> here, and none is fetched", kind="graph")
    found = evaluated(
        store, job.text, base=job.base or None, default_graphs=job.default_graphs, named_graphs=job.named_graphs
    )
    if not isinstance(found, _FORMS.get(job.form, ox.QueryTriples)):
        raise QueryError(f"this reads as {job.form}, and is something else: put a space after each keyword", line=1)
    return found


def _node(name: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(name)
    except ValueError as error:
        raise QueryError(f"the name of a graph is an absolute IRI, and {name!r} is none", kind="graph") from error


class _Out(io.RawIOBase):
    """What Oxigraph writes into: nothing is sent before there is a chunk, so that an early error is one."""

    def __init__(self, connection: socket.socket, most: int) -> None:
        super().__init__()
        self._connection = connection
        self._held = bytearray()
        self._left = most
        self.has_sent = False

    def write(self, data: bytes) -> int:  # type: ignore[override]  # Oxigraph writes bytes only
        self._left -= len(data)
        if self._left < 0:
            raise EndpointError("the answer is larger than one may be", kind="size")
        self._held += data
        while len(self._held) >= CHUNK:
            self.has_sent = True
            self._connection.sendall(frame(DATA, bytes(self._held[:CHUNK])))
            del self._held[:CHUNK]
        return len(data)

    def rest(self) -> bytes:
        return bytes(self._held)


def _fault(error: KgError) -> bytes:
    kind = error.kind if isinstance(error, QueryError | EndpointError) else "failed"
    line, column = (error.line, error.column) if isinstance(error, QueryError) else (0, 0)
    return frame(FAULT, ENCODER.encode(Fault(kind, str(error), line, column)))


def _has_grown() -> bool:
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[1])
    except OSError:
        return False
    return pages * os.sysconf("SC_PAGE_SIZE") > _GROWN
