"""The records behind each work of a generation, from which explanations are made, and its triples, for its document.

The store has the triples too; here they lie together, and a document needs one look and not one for each fragment.
Places of files are left out: they are nobody's business on the web.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import msgspec
import zstandard

from kg.errors import SiteError
from kg.model import Article, RecordKey  # noqa: TC001 - msgspec reads the annotations
from kg.site.connections import Connections
from kg.vocab import XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kg.terms import Iri, Triple

_COLUMNS = "path TEXT PRIMARY KEY, records BLOB NOT NULL, triples BLOB NOT NULL"
_SCHEMA = f"CREATE TABLE IF NOT EXISTS work ({_COLUMNS}) WITHOUT ROWID"
_REMEMBERED = 1 << 14  # works whose size is: a request asks for it more than once
_STRING = b'"^^' + XSD.string


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
_decode_triples: Callable[[bytes], list[Triple]] = msgspec.msgpack.Decoder(list[tuple[bytes, bytes, bytes]]).decode  # type: ignore[assignment]  # terms are bytes
_compress = zstandard.ZstdCompressor(level=1).compress


def pack(versions: Iterable[_Version], refused: dict[str, str] | None = None) -> bytes:
    """Return the records of a work as they are kept."""
    kept = tuple(Kept(version.record, version.article) for version in versions)
    return _compress(_encode(Behind(kept, refused or {})))


def pack_triples(thing: Iri, triples: Iterable[Triple]) -> bytes:
    """Return the triples of a work and of its fragments, as the store gives them back, as they are kept."""
    parts = thing[:-1] + b"#"
    by_subject: dict[bytes, list[tuple[bytes, bytes, bytes]]] = {}
    for subject, predicate, object_ in triples:
        if subject == thing or subject.startswith(parts):
            spelled = object_[: 1 - len(_STRING)] if object_.endswith(_STRING) else object_
            by_subject.setdefault(subject, []).append((subject, predicate, spelled))
    found: list[tuple[bytes, bytes, bytes]] = []
    waiting, seen = [bytes(thing)], {bytes(thing)}
    while waiting:
        for triple in by_subject.get(waiting.pop(), ()):
            found.append(triple)
            if triple[2].startswith(parts) and triple[2] not in seen:
                seen.add(triple[2])
                waiting.append(triple[2])
    return _compress(_encode(found))


class RecordsWriter:
    """The records of works, being written; works that are written again are replaced."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, kept: Iterable[tuple[str, bytes, bytes]]) -> None:
        """Write (path of the work, packed records, packed triples)."""
        self._connection.executemany("INSERT OR REPLACE INTO work VALUES (?, ?, ?)", kept)

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

    def triples(self, path: str) -> list[Triple] | None:
        """Return the triples of the work with this path and of its fragments, where they are kept here."""

    def size(self, path: str) -> int:
        """Return how many bytes they are, packed; 0 where they are not kept here."""


class Records:
    """The records of a generation, read-only; safe to use from several threads."""

    def __init__(self, file: Path) -> None:
        if not file.is_file():
            raise SiteError(f"{file}: no records of works; build the site again")
        self._connections = Connections(file)
        self._sizes = lru_cache(_REMEMBERED)(self._size)

    def of(self, path: str) -> Behind:
        packed = self._column("records", path)
        return _decode(packed) if packed else Behind()

    def triples(self, path: str) -> list[Triple] | None:
        packed = self._column("triples", path)
        return _decode_triples(packed) if packed else None

    def size(self, path: str) -> int:
        return self._sizes(path)

    def _size(self, path: str) -> int:
        query = "SELECT length(triples) FROM work WHERE path = ?"
        row = self._connections.mine().execute(query, (path,)).fetchone()
        return int(row[0]) if row else 0

    def _column(self, name: str, path: str) -> bytes | None:
        query = f"SELECT {name} FROM work WHERE path = ?"  # noqa: S608 - the name is ours
        row = self._connections.mine().execute(query, (path,)).fetchone()
        return zstandard.decompress(row[0]) if row else None
