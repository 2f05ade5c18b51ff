"""What articles state about shared things, gathered over all parts and merged thing by thing.

A journal is named by each of its articles and emitted once; this is where the statements wait for each other, on
disk, since there may be more of them than memory holds.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg.things import Thing, merged

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

_encode = msgspec.msgpack.Encoder(order="deterministic").encode
_decode = msgspec.msgpack.Decoder(Thing).decode
_unpack = msgspec.msgpack.Decoder(list[tuple[str, bytes, int]]).decode


def pack(stated: Counter[Thing]) -> bytes:
    """Return the statements of one part as bytes that `Facts.add` takes."""
    return _encode([(f"{thing.kind}\t{thing.key}", _encode(thing), count) for thing, count in stated.items()])


class Facts:
    """A database of statements, being filled."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, packed: bytes) -> None:
        self._connection.executemany(
            "INSERT INTO fact VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
            _unpack(packed),
        )

    def cuts(self, size: int) -> list[str]:
        """Return the things that cut all of them into runs of `size`: the first of each run but the first."""
        rows = self._connection.execute("SELECT DISTINCT thing FROM fact ORDER BY thing")
        return [thing for place, (thing,) in enumerate(rows) if place % size == 0 and place]


@contextmanager
def create(file: Path) -> Iterator[Facts]:
    """Open a new database of statements; readable by other processes when the block ends."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -64000;")
        connection.executescript((Path(__file__).parent / "facts.sql").read_text())
        connection.execute("BEGIN")
        facts = Facts(connection)
        yield facts
        connection.execute("COMMIT")


def merged_things(file: Path, first: str, last: str | None) -> Iterator[Thing]:
    """Yield each thing from `first` up to, not including, `last`, merged from what was stated about it."""
    query = "SELECT thing, fact, count FROM fact WHERE thing >= ? AND (? IS NULL OR thing < ?) ORDER BY thing, fact"
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        rows = connection.execute(query, (first, last, last))
        for _, group in groupby(rows, key=lambda row: row[0]):
            yield merged([(_decode(fact), count) for _, fact, count in group])
