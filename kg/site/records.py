"""The records behind each work of a generation, from which explanations are made, and what its documents are made of.

The store has the triples too; here they lie together, and a document needs one look and not one for each fragment.
Turtle is asked for most: of that a work's own part is written when the site is built.
Places of files are left out: they are nobody's business on the web.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from functools import lru_cache
from threading import local
from typing import TYPE_CHECKING, Protocol

import msgspec
import zstandard
from msgspec.structs import astuple

from kg.errors import SiteError
from kg.model import Article, RecordKey  # noqa: TC001 - msgspec reads the annotations
from kg.serialise import turtle
from kg.serialise.order import natural, plain
from kg.serialise.turtle import Blocks
from kg.site.connections import Connections
from kg.site.pointed import MOST_NAMES, naming, pointed
from kg.vocab import OWL, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kg.serialise import Names
    from kg.terms import Iri, Triple

# Rows are read from their beginning: what is asked for most stands first.
_COLUMNS = "path TEXT PRIMARY KEY, turtle BLOB NOT NULL, triples BLOB NOT NULL, records BLOB NOT NULL"
_SCHEMA = f"CREATE TABLE IF NOT EXISTS kept ({_COLUMNS}) WITHOUT ROWID"
_LEADS_HERE = frozenset((SCHEMA.observationAbout, OWL.sameAs))  # from what nothing leads to
_PAGE = 1_024  # bytes; a row takes several, and the last is half empty
_REMEMBERED = 1 << 14  # works whose size is: a request asks for it more than once


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """A record with the article that it was mapped to."""

    record: RecordKey
    article: Article


class Row(msgspec.Struct, frozen=True, array_like=True):
    """What is kept of a work: its path, and its Turtle, its triples and the records behind it, packed.

    Of a shared thing there is the Turtle that names it in documents of works.
    """

    path: str
    turtle: bytes
    triples: bytes = b""
    records: bytes = b""


class Written(msgspec.Struct, frozen=True, array_like=True):
    """The Turtle of a work: its own blocks, and the paths of what its document names beside it, in order."""

    own: Blocks
    pointed: tuple[str, ...]


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
_decode_turtle = msgspec.msgpack.Decoder(Written).decode
_decode_blocks = msgspec.msgpack.Decoder(Blocks).decode
_decode_triples: Callable[[bytes], list[Triple]] = msgspec.msgpack.Decoder(list[tuple[bytes, bytes, bytes]]).decode  # type: ignore[assignment]  # terms are bytes
_compress = zstandard.ZstdCompressor(level=1).compress


class _Unpacking(local):
    """Decompression for one thread; to begin anew for each row costs four times as much."""

    def __init__(self) -> None:
        self.decompress = zstandard.ZstdDecompressor().decompress


_unpacking = _Unpacking()


def pack(versions: Iterable[_Version], refused: dict[str, str] | None = None) -> bytes:
    """Return the records of a work as they are kept."""
    kept = tuple(Kept(version.record, version.article) for version in versions)
    return _compress(_encode(Behind(kept, refused or {})))


def row(path: str, names: Names, thing: Iri, triples: Iterable[Triple], behind: bytes) -> Row:
    """Return what is kept of the work `thing`, with the records behind it as `pack` returns them."""
    own = _own(thing, triples)
    return Row(path, _compress(_turtle(path, names, thing, own)), _compress(_encode(own)), behind)


def thing_row(path: str, names: Names, thing: Iri, triples: Iterable[Triple]) -> Row:
    """Return what is kept of a shared thing."""
    return Row(path, _encode(turtle.blocks(naming(thing, path, triples), names, None)))


def _turtle(path: str, names: Names, thing: Iri, triples: list[Triple]) -> bytes:
    """Return the Turtle of a work; nothing where its document names only some of what it points to."""
    base = thing[1 : -1 - len(path.encode())]
    found = pointed(base.decode(), thing, triples)
    if len(found) > MOST_NAMES:
        return b""
    in_order = sorted(found, key=lambda each: natural(b"%b%b>" % (base, each.encode())))
    return _encode(Written(turtle.blocks(triples, names, thing), tuple(in_order)))


def _own(thing: Iri, triples: Iterable[Triple]) -> list[Triple]:
    """Return the triples of a work, of its fragments, of figures about it and of URIs that it had before."""
    parts = thing[:-1] + b"#"
    by_subject: dict[bytes, list[Triple]] = {}
    waiting: list[bytes] = []
    for subject, predicate, object_ in triples:
        by_subject.setdefault(subject, []).append((subject, predicate, plain(object_)))
        if object_ == thing and predicate in _LEADS_HERE:
            waiting.append(subject)
    waiting.append(thing)
    found: list[Triple] = []
    seen = {*waiting}
    while waiting:
        for triple in by_subject.get(waiting.pop(), ()):
            found.append(triple)
            if triple[2].startswith(parts) and triple[2] not in seen:
                seen.add(triple[2])
                waiting.append(triple[2])
    return found


class RecordsWriter:
    """What is kept of works and things, being written; those that are written again are replaced."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, rows: Iterable[Row]) -> None:
        self._connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", map(astuple, rows))

    def remove(self, paths: Iterable[str]) -> None:
        self._connection.executemany("DELETE FROM kept WHERE path = ?", ((path,) for path in paths))


@contextmanager
def writing(file: Path) -> Iterator[RecordsWriter]:
    """Open a file of records, new or a copy of another, for writing; complete when the block ends without an error."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.executescript(f"PRAGMA page_size = {_PAGE}; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        connection.execute(_SCHEMA)
        connection.execute("BEGIN")
        yield RecordsWriter(connection)
        connection.execute("COMMIT")


class Recorded(Protocol):
    """What knows the records behind works."""

    def of(self, path: str) -> Behind:
        """Return what is behind the work with this path; nothing where there is no such work."""

    def triples(self, path: str) -> list[Triple] | None:
        """Return the triples of the work with this path, its parts and what leads to it, if they are kept here."""

    def turtle(self, path: str) -> Written | None:
        """Return the Turtle of the work with this path, where it is kept here."""

    def named(self, path: str) -> Blocks | None:
        """Return the Turtle that names the thing with this path, where it is kept here."""

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
        return _decode(_unpacking.decompress(packed)) if packed else Behind()

    def triples(self, path: str) -> list[Triple] | None:
        packed = self._column("triples", path)
        return _decode_triples(_unpacking.decompress(packed)) if packed else None

    def turtle(self, path: str) -> Written | None:
        packed = self._column("turtle", path) if self.size(path) else None  # that of a shared thing is another
        return _decode_turtle(written) if packed and (written := _unpacking.decompress(packed)) else None

    def named(self, path: str) -> Blocks | None:
        kept = self._column("turtle", path)
        return _decode_blocks(kept) if kept else None

    def size(self, path: str) -> int:
        return self._sizes(path)

    def _size(self, path: str) -> int:
        query = "SELECT length(triples) FROM kept WHERE path = ?"
        row = self._connections.mine().execute(query, (path,)).fetchone()
        return int(row[0]) if row else 0

    def _column(self, name: str, path: str) -> bytes | None:
        query = f"SELECT {name} FROM kept WHERE path = ?"  # noqa: S608 - the name is ours
        row = self._connections.mine().execute(query, (path,)).fetchone()
        return row[0] if row else None
