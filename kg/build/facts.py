"""What articles state about shared things, gathered over all parts and merged thing by thing.

A journal is named by each of its articles and emitted once; this is where the statements wait for each other, on
disk, since there may be more of them than memory holds.  They stay there, by the run of works that made them, so
that the next update takes back what the runs that it writes anew had stated.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing, contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import msgspec

from kg.things import Thing, merged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_encode = msgspec.msgpack.Encoder(order="deterministic").encode
_decode = msgspec.msgpack.Decoder(Thing).decode
_unpack = msgspec.msgpack.Decoder(list[tuple[str, bytes, int]]).decode


def pack(stated: Counter[Thing]) -> bytes:
    """Return the statements of one part as bytes that `Facts.add` takes."""
    return _encode([(f"{thing.kind}\t{thing.key}", _encode(thing), count) for thing, count in stated.items()])


NOTHING = pack(Counter())


class Facts:
    """The table of statements, being filled or changed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, run: str, packed: bytes) -> None:
        """Write what a new run states."""
        self._connection.executemany(
            "INSERT INTO fact VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
            ((thing, run, fact, count) for thing, fact, count in _unpack(packed)),
        )

    def replace(self, old: Mapping[str, bytes], new: Mapping[str, bytes]) -> set[str]:
        """Take back what runs had stated, write what runs state; return the things about which that is not the same."""
        difference: Counter[tuple[str, bytes]] = Counter()
        for run, packed in old.items():
            stated = _unpack(packed)
            self._connection.executemany(
                "DELETE FROM fact WHERE thing = ? AND run = ? AND fact = ?",
                ((thing, run, fact) for thing, fact, _ in stated),
            )
            difference.subtract({(thing, fact): count for thing, fact, count in stated})
        for run, packed in new.items():
            self.add(run, packed)
            difference.update({(thing, fact): count for thing, fact, count in _unpack(packed)})
        return {thing for (thing, _), count in difference.items() if count}

    def cuts(self, size: int) -> list[str]:
        """Return the things that cut all of them into runs of about `size`, as `Catalogue.cuts` does with works."""
        rows = self._connection.execute("SELECT DISTINCT thing FROM fact ORDER BY thing")
        return [thing for place, (thing,) in enumerate(rows) if crc32(thing.encode()) % size == 0 and place]


@contextmanager
def writing(file: Path) -> Iterator[Facts]:
    """Open a new file of statements, or a copy of another; readable by other processes when the block ends."""
    is_new = not file.exists()
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -64000;")
        if is_new:
            connection.executescript((Path(__file__).parent / "facts.sql").read_text())
        connection.execute("BEGIN")
        yield Facts(connection)
        connection.execute("COMMIT")


def merged_things(file: Path, first: str, last: str | None) -> Iterator[Thing]:
    """Yield each thing from `first` up to, not including, `last`, merged from what was stated about it."""
    query = (
        "SELECT thing, fact, sum(count) FROM fact WHERE thing >= ? AND (? IS NULL OR thing < ?)"
        " GROUP BY thing, fact ORDER BY thing, fact"
    )
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        rows = connection.execute(query, (first, last, last))
        for _, group in groupby(rows, key=lambda row: row[0]):
            yield merged([(_decode(fact), count) for _, fact, count in group])
