"""What goes between the pool and its processes: frames of a kind, a length and so many bytes, over a socket pair.

→  a job: the query and its dataset
←  READY   the store is open
   DATA    bytes of the answer, more follow
   END     the last bytes of the answer
   LAST    likewise, and the process ends
   FAULT   why there is no answer, or no more of it
"""

from __future__ import annotations

import struct

import msgspec

from kg.errors import EndpointError, KgError, QueryError

READY, DATA, END, LAST, FAULT = b"RDELX"
HEAD = struct.Struct("!BI")
CHUNK = 64 << 10  # bytes that a process gathers before it sends any


class Job(msgspec.Struct, frozen=True, array_like=True):
    """What a process is to do: the query, how it is answered, and how many seconds it may live."""

    text: str
    form: str
    media_type: str
    base: str
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    graphs: tuple[str, ...]


class Limits(msgspec.Struct, frozen=True):
    """What a process may use: seconds and bytes of memory, bytes of one answer, queries before it is replaced."""

    seconds: float
    memory: int
    answer: int
    queries: int


class Fault(msgspec.Struct, frozen=True, array_like=True):
    """Why there is no answer: the kind of a `QueryError`, where it has a line, or of an `EndpointError`."""

    kind: str
    message: str
    line: int = 0
    column: int = 0

    def error(self) -> KgError:
        """Return it as the error that it was."""
        if self.line or self.kind in QUERY_KINDS:
            return QueryError(self.message, kind=self.kind, line=self.line, column=self.column)
        return EndpointError(self.message, kind=self.kind)


QUERY_KINDS = frozenset(("syntax", "graph"))  # what only the process that holds the store can find wrong


def frame(kind: int, payload: bytes = b"") -> bytes:
    """Return a frame."""
    return HEAD.pack(kind, len(payload)) + payload


JOBS = msgspec.msgpack.Decoder(Job)
FAULTS = msgspec.msgpack.Decoder(Fault)
ENCODER = msgspec.msgpack.Encoder()
