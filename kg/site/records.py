"""The records behind each work of a generation: what an explanation is made from.

Places of files are left out: they are nobody's business on the web.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Protocol

import msgspec
import zstandard

from kg.errors import SiteError
from kg.model import Article, RecordKey  # noqa: TC001 - msgspec reads the annotations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_SCHEMA = "CREATE TABLE IF NOT EXISTS work (path TEXT PRIMARY KEY, records BLOB NOT NULL) WITHOUT ROWID"


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """A record with the article that it was mapped to."""

    record: RecordKey
    article: Article


class _Version(Protocol):
    @property
    def record(self) -> RecordKey: ...
    @property
    def article(self) -> Article: ...


class Behind(msgspec.Struct, frozen=True, array_like=True):
    """All that is behind a work: its records, and identifiers that they state and are not believed, with the reason."""

    records: tuple[Kept, ...] = ()
    refused: dict[str, str] = {}


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Behind).decode
_compress = zstandard.ZstdCompressor(level=1).compress


def pack(versions: Iterable[_Version], refused: dict[str, str] | None = None) -> bytes:
    """Return the records of a work as they are kept."""
    kept = tuple(Kept(version.record, version.article) for version in versions)
    return _compress(_encode(Behind(kept, refused or {})))


class RecordsWriter:
    """The records of works, being written; works that are written again are replaced."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, kept: Iterable[tuple[str, bytes]]) -> None:
        """Write (path of the work, packed records)."""
        self._connection.executemany("INSERT OR REPLACE INTO work VALUES (?, ?)", kept)

    def remove(self, paths: Iterable[str]) -> None:
        self._connection.executemany("DELETE FROM work WHERE path = ?", ((path,) for path in paths))


@contextmanager
def writing(file: Path) -> Iterator[RecordsWriter]:
    """Open a file of records, new or a copy of another, for writing; complete when the block ends without an error."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        connection.execute(_SCHEMA)
        connection.execute("BEGIN")
        yield RecordsWriter(connection)
        connection.execute("COMMIT")


class Recorded(Protocol):
    """What knows the records behind works."""

    def of(self, path: str) -> Behind:
        """Return what is behind the work with this path; nothing where there is no such work."""


class Records:
    """The records of a generation, read-only."""

    def __init__(self, file: Path) -> None:
        if not file.is_file():
            raise SiteError(f"{file}: no records of works; build the site again")
        self._uri = f"{file.absolute().as_uri()}?mode=ro&immutable=1"

    def of(self, path: str) -> Behind:
        """Return what is behind the work with this path; nothing where there is no such work."""
        with closing(sqlite3.connect(self._uri, uri=True)) as connection:
            row = connection.execute("SELECT records FROM work WHERE path = ?", (path,)).fetchone()
        return _decode(zstandard.ZstdDecompressor().decompress(row[0])) if row else Behind()
