"""Changing some records of a catalogue, and telling which works of the graph are other works now.

A work depends on more than its records: on identifiers that join them to others, on what the works that it cites are
called, on what is known of the ISSNs of its journal.  All that is found here; whoever writes the graph asks for
nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kg.catalogue.writing import Writer
from kg.identity import Claim, resolve
from kg.model import RecordKey, Reject

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from kg.catalogue.entries import Entry
    from kg.catalogue.reading import Catalogue


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What an update came to.

    `works` are the keys of works that were, are, or are other than before; `renamed` is name → (key of the work it
    led to before, key of the work it leads to now), None where it led or leads to none; `issns` are those that
    stand for another journal now.  `unchanged` counts records that were there as they are.
    """

    new: int
    changed: int
    removed: int
    unchanged: int
    works: frozenset[str]
    renamed: dict[str, tuple[str | None, str | None]]
    issns: frozenset[str]


class Updater(Writer):
    """A catalogue whose records change; `changes` brings records to works and says what that changed."""

    def __init__(self, connection: sqlite3.Connection, before: Catalogue) -> None:
        super().__init__(connection)
        self._before = before
        self._touched: set[RecordKey] = set()
        self._expected: dict[int, tuple[RecordKey, bytes, str]] = {}
        self._waiting: dict[RecordKey, list[int]] = {}
        self._names: set[str] = set()
        self._new = self._changed = self._removed = self._unchanged = 0

    def add(self, rows: Iterable[Entry | Reject]) -> None:
        """Write entries and rejects; what is there already changes nothing."""
        for row in rows:
            if isinstance(row, Reject):
                self._add_reject(row)
            else:
                self._add_entry(row)

    def forget_rejects(self, files: Iterable[str]) -> None:
        """Forget what was rejected of files that are read again."""
        self._connection.executemany("DELETE FROM reject WHERE file = ?", ((file,) for file in files))

    def remove(self, records: Iterable[RecordKey]) -> None:
        """Remove records, with all their versions."""
        for record in records:
            numbers = self._numbers(record.source, record.key)
            if numbers:
                self._note(record, numbers[0])
                self._forget(record)
                self._removed += 1

    def expect_again(self, records: Iterable[RecordKey]) -> None:
        """Take the next version of these records as another one, though its bytes be the same: it is mapped anew."""
        for record in records:
            query = "SELECT id, digest, modified FROM record WHERE source = ? AND key = ?"
            for number, digest, modified in self._connection.execute(query, (record.source, record.key)).fetchall():
                self._expected[number] = (record, digest, modified)
                self._waiting.setdefault(record, []).append(number)
                aside = bytes(8) + number.to_bytes(8, "big")  # before every other version
                self._connection.execute("UPDATE record SET digest = ?, modified = '' WHERE id = ?", (aside, number))

    def _is_as_it_was(self, record: RecordKey, added: int) -> bool:
        """Tell whether a record that was expected again was mapped to the same; then it stays as it stands."""
        same = (
            "SELECT old.id FROM record AS old, record AS new WHERE old.id = ? AND new.id = ? AND new.digest = ?"
            " AND old.article = new.article AND old.claim = new.claim AND old.findings = new.findings"
        )
        for number in self._waiting.get(record, ()):
            _, digest, _ = self._expected[number]
            if self._connection.execute(same, (number, added, digest)).fetchone():
                del self._waiting[record]
                self._forget_version(added)
                self._restore(number)
                return True
        return False

    def _restore(self, number: int) -> None:
        _, digest, modified = self._expected.pop(number)
        values = (digest, modified, number)
        self._connection.execute("UPDATE record SET digest = ?, modified = ? WHERE id = ?", values)

    def _settle_expected(self) -> None:
        """Drop what was mapped anew, and let stand what did not come again."""
        for number, (record, digest, _) in list(self._expected.items()):
            again = "SELECT 1 FROM record WHERE source = ? AND key = ? AND digest = ?"
            if self._connection.execute(again, (record.source, record.key, digest)).fetchone():
                del self._expected[number]
                self._note(record, number)
                self._forget_version(number)
            else:
                self._restore(number)

    def changes(self) -> Changes:
        """Bring every record to its work again and return what is other than before."""
        self._settle_expected()
        component = self._closure()
        works = self._resolve(component)
        renamed = {}
        for name in sorted(self._names):
            before, now = self._before.work_with(name), self.work_with(name)
            if before != now:
                renamed[name] = (before, now)
        issns = _differing(self._before.linking(), self.linking())
        return Changes(
            new=self._new,
            changed=self._changed,
            removed=self._removed,
            unchanged=self._unchanged,
            works=frozenset(works | self._works_in(issns)),
            renamed=renamed,
            issns=issns,
        )

    def _add_entry(self, entry: Entry) -> None:
        record = entry.record
        known = self._numbers(record.source, record.key)
        added = self._insert(entry)
        if added is None or self._is_as_it_was(record, added):
            self._unchanged += 1
            return
        self._connection.execute("DELETE FROM reject WHERE source = ? AND key = ?", (record.source, record.key))
        if not known:
            self._new += 1
            self._add_names(added, entry.claim.names, entry.venues)
        else:
            self._changed += 1
            self._note(record, known[0])
            if self._numbers(record.source, record.key)[0] == added:
                self._connection.execute("UPDATE record SET latest = 0 WHERE id = ?", (known[0],))
                self._drop_names(known[0])
                self._add_names(added, entry.claim.names, entry.venues)
            else:
                self._connection.execute("UPDATE record SET latest = 0 WHERE id = ?", (added,))
        self._note(record, added)

    def _note(self, record: RecordKey, number: int) -> None:
        """Remember that a record is touched, and all names that it has or had."""
        self._touched.add(record)
        query = "SELECT name FROM name WHERE record = ?"
        self._names |= {name for (name,) in self._connection.execute(query, (number,))}

    def _closure(self) -> set[int]:
        """Return the records that any chain of names leads to from those that were touched; they alone can change."""
        latest = "SELECT id FROM record WHERE source = ? AND key = ? AND latest"
        records = {
            number
            for record in self._touched
            for (number,) in self._connection.execute(latest, (record.source, record.key))
        }
        waiting = set(self._names)
        for number in records:
            waiting |= self._names_of(number)
        self._names |= waiting
        while waiting:
            name = waiting.pop()
            for (number,) in self._connection.execute("SELECT record FROM name WHERE name = ?", (name,)).fetchall():
                if number not in records:
                    records.add(number)
                    found = self._names_of(number) - self._names
                    waiting |= found
                    self._names |= found
        return records

    def _names_of(self, number: int) -> set[str]:
        return {name for (name,) in self._connection.execute("SELECT name FROM name WHERE record = ?", (number,))}

    def _resolve(self, component: set[int]) -> set[str]:
        """Bring the records of the closure to works; return the works that have changed, by their old and new keys."""
        doubted = {(conflict.name, conflict.work) for conflict in self.conflicts() if conflict.name in self._names}
        self._connection.executemany("DELETE FROM conflict WHERE name = ? AND work = ?", doubted)
        claims = self._claims(sorted(component))
        was = {claim.record: self._before.work_of(claim.record) for claim in claims}
        for claim in claims:  # from where a build begins, too
            self._connection.execute(
                "UPDATE record SET work = ? WHERE source = ? AND key = ?",
                (claim.own, claim.record.source, claim.record.key),
            )
        for claimed in _components(claims):
            self._settle_component(resolve(claimed))
        works = {work for record in self._touched if (work := self._before.work_of(record))}
        for claim in claims:  # whose URIs can change though their records do not
            works |= {work for work in (was[claim.record], self.work_of(claim.record)) if work}
        return works | self._once_called(works)

    def _once_called(self, keys: Iterable[str]) -> set[str]:
        """Return the works that could once have had these keys, and may say so only while no other work has them."""
        query = "SELECT DISTINCT work FROM record WHERE own = ? AND own <> work"
        return {work for key in keys for (work,) in self._connection.execute(query, (key,))}

    def _works_in(self, issns: Iterable[str]) -> set[str]:
        """Return the works in journals that have these ISSNs."""
        query = "SELECT DISTINCT work FROM venue JOIN record ON record.id = venue.record WHERE issn = ?"
        return {work for issn in issns for (work,) in self._connection.execute(query, (issn,))}


def _components(claims: list[Claim]) -> list[list[Claim]]:
    """Part claims into those that share names, directly or by others."""
    parts: list[tuple[set[str], list[Claim]]] = []
    for claim in claims:
        names, together = set(claim.names), [claim]
        apart = []
        for known, members in parts:
            if known & names:
                names, together = names | known, members + together
            else:
                apart.append((known, members))
        parts = [*apart, (names, together)]
    return [members for _, members in parts]


def _differing(before: dict[str, str], now: dict[str, str]) -> frozenset[str]:
    """Return the ISSNs that are linked otherwise, with all that links lead to or from them."""
    changed = {issn for issn in before.keys() | now.keys() if before.get(issn) != now.get(issn)}
    while True:
        more = {issn for links in (before, now) for issn, linking in links.items() if linking in changed} - changed
        if not more:
            return frozenset(changed)
        changed |= more
