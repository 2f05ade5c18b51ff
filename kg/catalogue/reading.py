"""What a catalogue tells: works, records, rejects, and what they come to."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import msgspec
import zstandard

from kg.catalogue.entries import Described, Stored, Version
from kg.identity import Claim, Conflict, name_of
from kg.model import Article, Origin, RecordKey, Reject

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_HERE = Path(__file__).parent
_BELIEVED = (
    "name JOIN record ON record.id = name.record WHERE NOT EXISTS"
    " (SELECT 1 FROM conflict WHERE conflict.name = name.name AND conflict.work = record.work)"
)
_decode_article = msgspec.msgpack.Decoder(Article).decode
_decode_findings = msgspec.msgpack.Decoder(list[tuple[str, str]]).decode
_decode_claim = msgspec.msgpack.Decoder(Claim).decode


class Catalogue:
    """An open catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._unpack = zstandard.ZstdDecompressor().decompress

    def works(self, first: str = "", last: str | None = None) -> Iterator[Described]:
        """Yield the works from `first` up to, not including, `last`, each with its records' latest versions.

        Of two versions of a record the one the source modified last is taken; where it does not say, the greater
        digest, so that the order of input decides nothing.
        """
        rows = self._connection.execute(_sql("works"), {"first": first, "last": last})
        for work, versions in groupby(rows, key=lambda row: row[0]):
            latest, own = [], set()
            for _, source, key, would_be, packed in versions:
                own.add(would_be)
                if packed is not None:
                    latest.append(Version(RecordKey(source, key), _decode_article(packed)))
            yield Described(work, tuple(latest), self._retired(own - {work}))

    def cuts(self, size: int) -> list[str]:
        """Return the keys that cut the works into runs of about `size`: the first of each run but the first.

        Whether a run begins with a work depends on its key alone, so a work that comes or goes changes the runs
        around it and no others.
        """
        works = self._connection.execute("SELECT DISTINCT work FROM record ORDER BY work")
        return [work for place, (work,) in enumerate(works) if crc32(work.encode()) % size == 0 and place]

    def linking(self) -> dict[str, str]:
        """Return ISSN → ISSN-L as records state it; where they differ, the lowest."""
        query = "SELECT issn, min(linking) FROM venue WHERE linking IS NOT NULL GROUP BY issn"
        return dict(self._connection.execute(query))

    def work_with(self, name: str) -> str | None:
        """Return the key of the work that has this name (`doi:10.1111/lamp.12329`), or None.

        Where several claim it, it is of the one whose key it is, and of none if it is no key.
        """
        works = self.works_with(name)
        if len(works) > 1:
            return next((work for work in works if name_of(work) == name), None)
        return works[0] if works else None

    def works_with(self, name: str) -> list[str]:
        """Return the keys of all works that claim a name and are believed."""
        query = f"SELECT DISTINCT work FROM {_BELIEVED} AND name.name = ? ORDER BY work"  # noqa: S608 - no values
        return [work for (work,) in self._connection.execute(query, (name,))]

    def doi_aliases(self) -> dict[str, str]:
        """Return each DOI that a work has beside its key, with that key."""
        query = (
            f"SELECT name.name, record.work FROM {_BELIEVED} AND name.name GLOB 'doi:*'"  # noqa: S608 - no values
            " AND name.name <> 'doi:' || record.work ORDER BY name.name, record.work DESC"
        )
        keys = {name[4:]: work for name, work in self._connection.execute(query)}
        held = "SELECT 1 FROM record WHERE work = ?"
        return {doi: work for doi, work in keys.items() if not self._connection.execute(held, (doi,)).fetchone()}

    def refused(self) -> dict[str, dict[str, str]]:
        """Return the identifiers that were not believed of a work, each with the reason, by the key of the work."""
        refused: dict[str, dict[str, str]] = {}
        for conflict in self.conflicts():
            refused.setdefault(conflict.work, {})[conflict.name] = conflict.reason
        return refused

    def conflicts(self) -> list[Conflict]:
        """Return the identifiers that were not believed, by identifier and work."""
        rows = self._connection.execute("SELECT name, work, reason FROM conflict ORDER BY name, work")
        return [Conflict(*row) for row in rows]

    def counts(self) -> dict[str, int]:
        """Return how many records, works, rejects and sources there are."""
        tables = {
            "records": "SELECT count(*) FROM record WHERE latest",
            "versions": "SELECT count(*) FROM record",
            "works": "SELECT count(DISTINCT work) FROM record",
            "rejects": "SELECT count(*) FROM reject",
            "quarantined": "SELECT count(*) FROM quarantine",
        }
        return {name: self._connection.execute(query).fetchone()[0] for name, query in tables.items()}

    def sources(self) -> dict[str, int]:
        """Return the records of each source."""
        query = "SELECT source, count(*) FROM record WHERE latest GROUP BY source ORDER BY source"
        return dict(self._connection.execute(query))

    def records(self, source: str | None = None) -> Iterator[tuple[RecordKey, str]]:
        """Yield the records, of one source or of all, each with the key of its work."""
        query = "SELECT source, key, work FROM record WHERE latest AND (? IS NULL OR source = ?) ORDER BY source, key"
        for name, key, work in self._connection.execute(query, (source, source)):
            yield RecordKey(name, key), work

    def work_of(self, record: RecordKey) -> str | None:
        """Return the key of the work that a record describes, or None where there is no such record."""
        query = "SELECT work FROM record WHERE source = ? AND key = ? AND latest"
        row = self._connection.execute(query, (record.source, record.key)).fetchone()
        return row[0] if row else None

    def records_of(self, work: str) -> list[RecordKey]:
        """Return the records of a work."""
        query = "SELECT source, key FROM record WHERE latest AND work = ? ORDER BY source, key"
        return [RecordKey(*row) for row in self._connection.execute(query, (work,))]

    def stored(self, record: RecordKey) -> list[Stored]:
        """Return the versions of a record, the latest first."""
        query = (
            "SELECT file, line, offset, digest, modified, latest FROM record WHERE source = ? AND key = ?"
            " ORDER BY modified DESC, digest DESC"
        )
        return [
            Stored(
                record=record,
                origin=Origin(file=file, line=line, offset=offset),
                digest=digest,
                modified=modified,
                is_latest=bool(latest),
            )
            for file, line, offset, digest, modified, latest in self._connection.execute(
                query, (record.source, record.key)
            )
        ]

    def claims(self) -> Iterator[tuple[Claim, str]]:
        """Yield what each record claims, with the key of the work it came to, by work."""
        query = "SELECT claim, work FROM record WHERE latest ORDER BY work, source, key"
        for packed, work in self._connection.execute(query):
            yield _decode_claim(packed), work

    def findings(self, kind: str) -> list[tuple[str, str, int]]:
        """Return (source, name, count) of the `remark`s of mappers or of the `unmapped` fields, most first."""
        query = "SELECT source, name, count FROM finding WHERE kind = ? ORDER BY count DESC, source, name"
        return self._connection.execute(query, (kind,)).fetchall()

    def remarked(self, pattern: str) -> Iterator[tuple[RecordKey, str, str]]:
        """Yield records with a remark of this form (`*-not-valid`), each with its work and the remark."""
        query = "SELECT source, key, work, findings FROM record WHERE latest ORDER BY source, key"
        if not self._connection.execute(
            "SELECT 1 FROM finding WHERE kind = 'remark' AND name GLOB ?", (pattern,)
        ).fetchone():
            return
        for source, key, work, packed in self._connection.execute(query):
            for kind, name in _decode_findings(packed):
                if kind == "remark" and fnmatchcase(name, pattern):
                    yield RecordKey(source, key), work, name

    def rejects(self, limit: int = -1) -> Iterator[Reject]:
        """Yield what was rejected, in the order of files and places."""
        query = "SELECT * FROM reject ORDER BY file, line, offset, id LIMIT ?"
        for _, file, line, offset, source, key, field, reason, raw in self._connection.execute(query, (limit,)):
            origin = Origin(file=file, line=line, offset=offset)
            yield Reject(origin=origin, reason=reason, field=field, source=source, key=key, raw=self._unpack(raw))

    def quarantine(self) -> list[tuple[str, bytes]]:
        """Return the works that the gate kept from being published, each with its findings, packed, by key."""
        return self._connection.execute("SELECT work, findings FROM quarantine ORDER BY work").fetchall()

    def raw(self, record: RecordKey) -> bytes | None:
        """Return the bytes of a record as they came, of its latest version."""
        query = "SELECT raw FROM record WHERE source = ? AND key = ? AND latest"
        row = self._connection.execute(query, (record.source, record.key)).fetchone()
        return self._unpack(row[0]) if row else None

    def gone(self) -> list[tuple[str, str, str, str]]:
        """Return (path, label, day, reason) of each URI that answered once and does no more, by path."""
        return self._connection.execute("SELECT path, label, since, reason FROM gone ORDER BY path").fetchall()

    def _retired(self, own: set[str]) -> tuple[str, ...]:
        """Return those keys that no work has now."""
        query = "SELECT 1 FROM record WHERE work = ? LIMIT 1"
        return tuple(key for key in sorted(own) if not self._connection.execute(query, (key,)).fetchone())


@cache
def _sql(name: str) -> str:
    return (_HERE / f"{name}.sql").read_text()
