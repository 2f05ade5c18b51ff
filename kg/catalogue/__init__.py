"""The catalogue of a site: every record that was read, its article, its identifiers, and what was rejected.

One SQLite file, written by one process and read by many.  Graph, dumps and pages are derived from it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import zstandard

from kg.errors import SiteError
from kg.model import Article, Origin, RecordKey, Reject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

VERSION = "1"
_HERE = Path(__file__).parent
_ARTICLE = msgspec.msgpack.Decoder(Article)


class Entry(msgspec.Struct, frozen=True, array_like=True, tag="entry"):
    """A record on its way into the catalogue, with its article already packed."""

    origin: Origin
    source: str
    key: str
    digest: bytes
    modified: str
    raw: bytes
    article: bytes
    work: str
    identifiers: tuple[tuple[str, str], ...]
    linking: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    unmapped: tuple[str, ...]


class Version(msgspec.Struct, frozen=True):
    """One record of a work as the graph takes it: its name and its article."""

    record: RecordKey
    article: Article


@contextmanager
def create(file: Path) -> Iterator[Catalogue]:
    """Open a new catalogue for writing.  Not durable until the block ends without an error; then it is on disk."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        # The file is thrown away if the build does not reach its end: no journal is needed to undo half of it.
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -64000;")
        connection.executescript((_HERE / "schema.sql").read_text())
        connection.execute("INSERT INTO meta VALUES ('version', ?)", (VERSION,))
        connection.execute("BEGIN")
        yield Catalogue(connection)
        connection.execute("COMMIT")
        connection.execute("PRAGMA synchronous = FULL")
        connection.executescript("BEGIN; UPDATE meta SET value = value; COMMIT;")


@contextmanager
def extended(file: Path) -> Iterator[Catalogue]:
    """Open a catalogue to add to it, in one transaction."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        yield Catalogue(connection)
        connection.execute("COMMIT")


@contextmanager
def opened(file: Path) -> Iterator[Catalogue]:
    """Open a catalogue for reading; raises `SiteError` where it is missing or of another version."""
    if not file.is_file():
        raise SiteError(f"{file}: no catalogue; build the site first (kg build SOURCES --site {file.parent})")
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)) as connection:
        try:
            row = connection.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()
        except sqlite3.DatabaseError as error:
            raise SiteError(f"{file}: not a catalogue ({error})") from error
        if row is None or row[0] != VERSION:
            raise SiteError(f"{file}: version {row and row[0]}, and this program reads {VERSION}; build the site again")
        yield Catalogue(connection)


class Catalogue:
    """An open catalogue; made by `create` and `opened`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._pack = zstandard.ZstdCompressor(level=3).compress
        self._unpack = zstandard.ZstdDecompressor().decompress

    def add(self, rows: Iterable[Entry | Reject]) -> None:
        """Write entries and rejects; the same record with the same bytes is one record, however often it comes."""
        for row in rows:
            if isinstance(row, Reject):
                self._add_reject(row)
            else:
                self._add_entry(row)

    def index(self) -> None:
        """Make the indexes that reading needs; after the last `add`, since it is faster so."""
        for statement in (_HERE / "indexes.sql").read_text().split(";"):
            self._connection.execute(statement)

    def works(self, first: str = "", last: str | None = None) -> Iterator[tuple[str, list[Version]]]:
        """Yield the works from `first` up to, not including, `last`, each with its records' latest versions.

        Of two versions of a record the one the source modified last is taken; where it does not say, the greater
        digest, so that the order of input decides nothing.
        """
        current: str | None = None
        versions: list[Version] = []
        seen: RecordKey | None = None
        rows = self._connection.execute((_HERE / "works.sql").read_text(), {"first": first, "last": last})
        for work, source, key, _, _, packed in rows:
            if work != current:
                if current is not None:
                    yield current, versions
                current, versions, seen = work, [], None
            record = RecordKey(source, key)
            if record != seen:
                versions.append(Version(record, _ARTICLE.decode(packed)))
                seen = record
        if current is not None:
            yield current, versions

    def cuts(self, size: int) -> list[str]:
        """Return the keys that cut the works into runs of `size`: the first of each run but the first."""
        works = self._connection.execute("SELECT DISTINCT work FROM record ORDER BY work")
        return [work for place, (work,) in enumerate(works) if place % size == 0 and place]

    def linking(self) -> dict[str, str]:
        """Return ISSN → ISSN-L as records state it; where they differ, the lowest."""
        return dict(self._connection.execute("SELECT issn, min(linking) FROM issn GROUP BY issn"))

    def work_with(self, scheme: str, value: str) -> str | None:
        """Return the key of the work that has this identifier; the first in order where several claim it."""
        query = "SELECT min(work) FROM identifier JOIN record ON record.id = record WHERE scheme = ? AND value = ?"
        row = self._connection.execute(query, (scheme, value)).fetchone()
        return row[0] if row else None

    def counts(self) -> dict[str, int]:
        """Return how many records, works, rejects and sources there are."""
        tables = {
            "records": "SELECT count(*) FROM (SELECT DISTINCT source, key FROM record)",
            "versions": "SELECT count(*) FROM record",
            "works": "SELECT count(DISTINCT work) FROM record",
            "rejects": "SELECT count(*) FROM reject",
        }
        return {name: self._connection.execute(query).fetchone()[0] for name, query in tables.items()}

    def sources(self) -> dict[str, int]:
        """Return the records of each source."""
        query = "SELECT source, count(*) FROM (SELECT DISTINCT source, key FROM record) GROUP BY source ORDER BY source"
        return dict(self._connection.execute(query))

    def findings(self, kind: str) -> list[tuple[str, str, int]]:
        """Return (source, name, count) of the `remark`s of mappers or of the `unmapped` fields, most first."""
        query = "SELECT source, name, count FROM finding WHERE kind = ? ORDER BY count DESC, source, name"
        return self._connection.execute(query, (kind,)).fetchall()

    def rejects(self, limit: int = -1) -> Iterator[Reject]:
        """Yield what was rejected, in the order of files and places."""
        query = "SELECT * FROM reject ORDER BY file, line, offset, id LIMIT ?"
        for _, file, line, offset, source, key, field, reason, raw in self._connection.execute(query, (limit,)):
            origin = Origin(file=file, line=line, offset=offset)
            yield Reject(origin=origin, reason=reason, field=field, source=source, key=key, raw=self._unpack(raw))

    def raw(self, record: RecordKey) -> bytes | None:
        """Return the bytes of a record as they came, of its latest version."""
        query = "SELECT raw FROM record WHERE source = ? AND key = ? ORDER BY modified DESC, digest DESC LIMIT 1"
        row = self._connection.execute(query, (record.source, record.key)).fetchone()
        return self._unpack(row[0]) if row else None

    def _add_entry(self, entry: Entry) -> None:
        added = self._connection.execute(
            "INSERT INTO record VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (
                entry.source,
                entry.key,
                entry.digest,
                entry.modified,
                entry.origin.file,
                entry.origin.line,
                entry.origin.offset,
                self._pack(entry.raw),
                entry.article,
                entry.work,
            ),
        )
        if not added.rowcount:
            return
        names = [(scheme, value, added.lastrowid) for scheme, value in entry.identifiers]
        self._connection.executemany("INSERT INTO identifier VALUES (?, ?, ?)", names)
        self._connection.executemany("INSERT OR IGNORE INTO issn VALUES (?, ?)", entry.linking)
        findings = [("remark", entry.source, name) for name in entry.remarks]
        findings += [("unmapped", entry.source, name) for name in entry.unmapped]
        self._connection.executemany(
            "INSERT INTO finding VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1", findings
        )

    def _add_reject(self, reject: Reject) -> None:
        origin = reject.origin
        place = (origin.file, origin.line, origin.offset)
        row = (*place, reject.source, reject.key, reject.field, reject.reason, self._pack(reject.raw))
        self._connection.execute("INSERT INTO reject VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)", row)
