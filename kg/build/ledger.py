"""What a generation was put together from: its parts in their order, and what each of them came to.

An update reads it to know which parts it can take over as they are, and where in the dumps they stand.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import zstandard

from kg.build.dumps import Segment  # noqa: TC001 - msgspec reads the annotations

if TYPE_CHECKING:
    from collections.abc import Iterator

_encode = msgspec.msgpack.Encoder().encode


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """A part in its place: `nt_at` and `ttl_at` are where its segments begin in the two dumps."""

    kind: str
    first: str
    triples: int
    works: int
    digest: bytes
    ntriples: Segment
    turtle: Segment
    nt_at: int
    ttl_at: int
    classes: dict[bytes, int]
    properties: dict[bytes, int]
    failed: tuple[tuple[str, str], ...] = ()
    quarantined: tuple[tuple[str, bytes], ...] = ()


_decode = msgspec.msgpack.Decoder(Placed).decode


class Ledger:
    """The parts of a generation."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._compress = zstandard.ZstdCompressor(level=1).compress
        self._decompress = zstandard.ZstdDecompressor().decompress

    def place(self, number: int, placed: Placed, rows: bytes, facts: bytes) -> None:
        """Write down a part; `rows` are those of the index, `facts` its statements, both packed."""
        values = (number, placed.kind, placed.first, _encode(placed), self._compress(rows), self._compress(facts))
        self._connection.execute("INSERT INTO part VALUES (?, ?, ?, ?, ?, ?)", values)

    def parts(self) -> list[Placed]:
        """Return all parts in their order."""
        return [_decode(part) for (part,) in self._connection.execute("SELECT part FROM part ORDER BY place")]

    def rows(self, placed: Placed) -> bytes:
        """Return the rows of a part, packed."""
        return self._held("rows", placed)

    def facts(self, placed: Placed) -> bytes:
        """Return the statements of a part, packed."""
        return self._held("facts", placed)

    def _held(self, column: str, placed: Placed) -> bytes:
        query = f"SELECT {column} FROM part WHERE kind = ? AND first = ?"  # noqa: S608 - a name of ours
        (held,) = self._connection.execute(query, (placed.kind, placed.first)).fetchone()
        return self._decompress(held)


@contextmanager
def writing(file: Path) -> Iterator[Ledger]:
    """Open a new ledger for writing; complete when the block ends without an error."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        connection.executescript((Path(__file__).parent / "ledger.sql").read_text())
        connection.execute("BEGIN")
        yield Ledger(connection)
        connection.execute("COMMIT")


@contextmanager
def reading(file: Path) -> Iterator[Ledger]:
    """Open the ledger of a published generation."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        yield Ledger(connection)
