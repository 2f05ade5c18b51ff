"""Filling a catalogue: rows as they come, then, once all are there, which of them are one work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import zstandard

from kg.catalogue.reading import Catalogue
from kg.identity import Claim, Components, resolve
from kg.model import Origin, Reject

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from kg.catalogue.entries import Entry
    from kg.identity import Resolution
    from kg.model import RecordKey

_FAILED = "the graph"  # the source of rejects that mapping did not see
_HERE = Path(__file__).parent
_pack = msgspec.msgpack.Encoder().encode
_decode_claim = msgspec.msgpack.Decoder(Claim).decode
_decode_findings = msgspec.msgpack.Decoder(list[tuple[str, str]]).decode


class Writer(Catalogue):
    """A catalogue being filled; `settle` when the last row is in."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._compress = zstandard.ZstdCompressor(level=3).compress

    def add(self, rows: Iterable[Entry | Reject]) -> None:
        """Write entries and rejects; the same record with the same bytes is one record, however often it comes."""
        for row in rows:
            if isinstance(row, Reject):
                self._add_reject(row)
            elif (added := self._insert(row)) is not None:
                self._add_names(added, row.claim.names, row.venues)

    def settle(self) -> None:
        """Make the indexes that reading needs, tell the latest version of each record, and bring records to works."""
        for statement in (_HERE / "indexes.sql").read_text().split(";"):
            self._connection.execute(statement)
        self._set_apart_old_versions()
        self._resolve_all()

    def set_gone(self, rows: Iterable[tuple[str, str, str, str]]) -> None:
        """Write down (path, label, day, reason) of URIs behind which nothing stands any more, in place of what was."""
        self._connection.execute("DELETE FROM gone")
        self._connection.executemany("INSERT INTO gone VALUES (?, ?, ?, ?)", rows)

    def set_failed(self, failed: Iterable[tuple[str, str]]) -> None:
        """Write down (what, reason) of what no valid triples could be made of, in place of what was."""
        self._connection.execute("DELETE FROM reject WHERE source = ?", (_FAILED,))
        for named, reason in failed:
            self._add_reject(Reject(origin=Origin(file=named), reason=reason, source=_FAILED))

    def set_quarantine(self, works: Iterable[tuple[str, bytes]]) -> None:
        """Write down (work, findings) of what the gate kept from being published, in place of what was."""
        self._connection.execute("DELETE FROM quarantine")
        self._connection.executemany("INSERT INTO quarantine VALUES (?, ?)", works)

    def _insert(self, entry: Entry) -> int | None:
        """Write an entry and return its number, or None where that version is there already."""
        record = entry.record
        added = self._connection.execute(
            "INSERT INTO record VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT DO NOTHING",
            (
                record.source,
                record.key,
                entry.digest,
                entry.modified,
                entry.origin.file,
                entry.origin.line,
                entry.origin.offset,
                self._compress(entry.raw),
                entry.article,
                _pack(entry.claim),
                _pack(entry.findings),
                entry.claim.own,
                entry.claim.own,
            ),
        )
        if not added.rowcount:
            return None
        self._count(record.source, entry.findings, 1)
        return added.lastrowid

    def _add_names(self, number: int, names: Sequence[str], venues: Iterable[tuple[str, str | None]]) -> None:
        self._connection.executemany("INSERT INTO name VALUES (?, ?)", [(name, number) for name in names])
        self._connection.executemany("INSERT INTO venue VALUES (?, ?, ?)", [(*venue, number) for venue in venues])

    def _drop_names(self, number: int) -> None:
        self._connection.execute("DELETE FROM name WHERE record = ?", (number,))
        self._connection.execute("DELETE FROM venue WHERE record = ?", (number,))

    def _count(self, source: str, findings: Iterable[tuple[str, str]], times: int) -> None:
        self._connection.executemany(
            "INSERT INTO finding VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
            [(kind, source, name, times) for kind, name in findings],
        )

    def _add_reject(self, reject: Reject) -> None:
        origin = reject.origin
        place = (origin.file, origin.line, origin.offset)
        row = (*place, reject.source, reject.key, reject.field, reject.reason, self._compress(reject.raw))
        self._connection.execute("INSERT INTO reject VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def _set_apart_old_versions(self) -> None:
        query = "SELECT source, key FROM record GROUP BY source, key HAVING count(*) > 1"
        for source, key in self._connection.execute(query).fetchall():
            for number in self._numbers(source, key)[1:]:
                self._connection.execute("UPDATE record SET latest = 0 WHERE id = ?", (number,))
                self._drop_names(number)

    def _numbers(self, source: str, key: str) -> list[int]:
        """Return the versions of a record by number, the latest first."""
        query = "SELECT id FROM record WHERE source = ? AND key = ? ORDER BY modified DESC, digest DESC"
        return [number for (number,) in self._connection.execute(query, (source, key))]

    def _resolve_all(self) -> None:
        (size,) = self._connection.execute("SELECT coalesce(max(id), 0) + 1 FROM record").fetchone()
        components = Components(size)
        components.join(self._connection.execute("SELECT name, record FROM name ORDER BY name, record"))
        for numbers in components.sets():
            self._settle_component(resolve(self._claims(numbers)))
        self._bring_old_versions()

    def _settle_component(self, resolution: Resolution) -> None:
        """Bring the records of a component to their works; all are at work `own` or where they were before."""
        moved = [
            (group.key, member.record.source, member.record.key, group.key)
            for group in resolution.groups
            for member in group.members
        ]
        self._connection.executemany("UPDATE record SET work = ? WHERE source = ? AND key = ? AND work <> ?", moved)
        self._connection.executemany(
            "INSERT OR REPLACE INTO conflict VALUES (?, ?, ?)",
            [(conflict.name, conflict.work, conflict.reason) for conflict in resolution.conflicts],
        )

    def _bring_old_versions(self) -> None:
        """Have old versions of a record stand with its latest one, also where no identifier joined it to others."""
        self._connection.execute(
            "UPDATE record SET work = (SELECT work FROM record AS other WHERE other.source = record.source"
            " AND other.key = record.key AND other.latest) WHERE NOT latest"
        )

    def _claims(self, numbers: Iterable[int]) -> list[Claim]:
        query = "SELECT claim FROM record WHERE id = ?"
        return [_decode_claim(self._connection.execute(query, (number,)).fetchone()[0]) for number in numbers]

    def _forget(self, record: RecordKey) -> None:
        """Remove a record with all its versions."""
        for number in self._numbers(record.source, record.key):
            self._forget_version(number)

    def _forget_version(self, number: int) -> None:
        query = "SELECT source, findings FROM record WHERE id = ?"
        source, packed = self._connection.execute(query, (number,)).fetchone()
        self._count(source, _decode_findings(packed), -1)
        self._drop_names(number)
        self._connection.execute("DELETE FROM record WHERE id = ?", (number,))
