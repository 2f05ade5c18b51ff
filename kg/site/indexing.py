"""Writing the search index: a new one row by row, or a copy of another with some rows replaced."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.site.index import Gone, ThingRow, WorkRow, spaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HERE = Path(__file__).parent
_UNSAFE = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"


@contextmanager
def create(file: Path) -> Iterator[IndexWriter]:
    """Open a new index for writing; complete, with its own indexes, when the block ends without an error."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.executescript(_UNSAFE)
        connection.executescript((_HERE / "index.sql").read_text())
        connection.execute("BEGIN")
        yield IndexWriter(connection)
        connection.execute("COMMIT")
        connection.executescript((_HERE / "index_end.sql").read_text())


@contextmanager
def changing(file: Path) -> Iterator[IndexWriter]:
    """Open a copy of an index for changes."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.executescript(_UNSAFE)
        connection.execute("BEGIN")
        yield IndexWriter(connection)
        connection.execute("COMMIT")


class IndexWriter:
    """An index being made."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._works = self._greatest("work")
        self._things = self._greatest("thing")

    def add(self, rows: Iterable[WorkRow | ThingRow]) -> None:
        works = [row for row in rows if isinstance(row, WorkRow)]
        things = [row for row in rows if isinstance(row, ThingRow)]
        self._add_works(works)
        self._add_things(things)

    def replace(self, old: Iterable[WorkRow | ThingRow], new: Iterable[WorkRow | ThingRow]) -> None:
        """Remove rows and add others; what stands in both stays."""
        was, is_now = dict.fromkeys(old), dict.fromkeys(new)
        removed = [row for row in was if row not in is_now]
        added = [row for row in is_now if row not in was]
        for row in removed:
            if isinstance(row, WorkRow):
                self._remove_work(row)
            else:
                self._remove_thing(row)
        self.add(added)
        touched = {row.path for row in added if isinstance(row, ThingRow)}
        touched |= {thing for row in (*removed, *added) if isinstance(row, WorkRow) for thing in row.members}
        self._connection.executemany(
            "UPDATE thing SET works = (SELECT count(*) FROM member WHERE member.thing = thing.path) WHERE path = ?",
            [(path,) for path in sorted(touched)],
        )

    def set_gone(self, rows: Iterable[Gone]) -> None:
        """Write what is gone, in place of what was."""
        self._connection.execute("DELETE FROM gone")
        self._connection.executemany(
            "INSERT INTO gone VALUES (?, ?, ?, ?)", [(row.path, row.label, row.since, row.reason) for row in rows]
        )

    def _greatest(self, table: str) -> int:
        query = f"SELECT coalesce(max(id), 0) FROM {table}"  # noqa: S608 - a name of ours
        (greatest,) = self._connection.execute(query).fetchone()
        return int(greatest)

    def _add_works(self, rows: list[WorkRow]) -> None:
        numbered = list(enumerate(rows, self._works + 1))
        self._works += len(rows)
        write = self._connection.executemany
        write(
            "INSERT INTO work VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(number, row.path, row.title, row.date, row.names, row.venue, row.type) for number, row in numbered],
        )
        write(
            "INSERT OR IGNORE INTO member VALUES (?, ?, ?)",
            [(thing, row.date, number) for number, row in numbered for thing in row.members],
        )
        self._add_aliases(rows)
        write(
            "INSERT INTO work_text (rowid, title, names, venue) VALUES (?, ?, ?, ?)",
            [(number, *_work_words(row)) for number, row in numbered],
        )

    def _add_things(self, rows: list[ThingRow]) -> None:
        numbered = list(enumerate(rows, self._things + 1))
        self._things += len(rows)
        write = self._connection.executemany
        write(
            "INSERT INTO thing VALUES (?, ?, ?, ?, 0)",
            [(number, row.kind, row.path, row.label) for number, row in numbered],
        )
        self._add_aliases(rows)
        write(
            "INSERT INTO thing_text (rowid, label) VALUES (?, ?)",
            [(number, _thing_words(row)) for number, row in numbered],
        )

    def _add_aliases(self, rows: Iterable[WorkRow | ThingRow]) -> None:
        self._connection.executemany(
            "INSERT OR IGNORE INTO alias VALUES (?, ?)", [(alias, row.path) for row in rows for alias in row.aliases]
        )

    def _remove_aliases(self, row: WorkRow | ThingRow) -> None:
        self._connection.executemany(
            "DELETE FROM alias WHERE path = ? AND target = ?", [(alias, row.path) for alias in row.aliases]
        )

    def _remove_work(self, row: WorkRow) -> None:
        """Remove a work; a contentless FTS5 table wants to be told what it had indexed."""
        run = self._connection.execute
        (number,) = run("SELECT id FROM work WHERE path = ?", (row.path,)).fetchone()
        run(
            "INSERT INTO work_text (work_text, rowid, title, names, venue) VALUES ('delete', ?, ?, ?, ?)",
            (number, *_work_words(row)),
        )
        for thing in row.members:
            run("DELETE FROM member WHERE thing = ? AND date = ? AND work = ?", (thing, row.date, number))
        self._remove_aliases(row)
        run("DELETE FROM work WHERE id = ?", (number,))

    def _remove_thing(self, row: ThingRow) -> None:
        run = self._connection.execute
        (number,) = run("SELECT id FROM thing WHERE path = ?", (row.path,)).fetchone()
        run("INSERT INTO thing_text (thing_text, rowid, label) VALUES ('delete', ?, ?)", (number, _thing_words(row)))
        self._remove_aliases(row)
        run("DELETE FROM thing WHERE id = ?", (number,))


def _work_words(row: WorkRow) -> tuple[str, str, str]:
    return spaced(row.title), spaced(row.all_names), spaced(row.venue)


def _thing_words(row: ThingRow) -> str:
    return spaced(f"{row.label} {row.other_names}")
