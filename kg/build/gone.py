"""URIs that answered in one generation and name nothing in the next: they are said to be gone, not unknown.

410 Gone: https://www.rfc-editor.org/rfc/rfc9110#section-15.5.11
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from kg.site.index import Gone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

NOT_IN_SOURCES = "It is not among the records that this site is made from any more."
_NAMING = "SELECT path FROM work UNION ALL SELECT path FROM thing UNION ALL SELECT path FROM alias"
_NAMED_BEFORE = (
    "SELECT path, title FROM old.work UNION ALL SELECT path, label FROM old.thing UNION ALL"
    " SELECT alias.path, coalesce(work.title, thing.label, alias.path) FROM old.alias"
    " LEFT JOIN old.work ON work.path = alias.target LEFT JOIN old.thing ON thing.path = alias.target"
)


def vanished(before: Path, now: Path) -> list[tuple[str, str]]:
    """Return (path, label) of all that the index of a generation names and the next one does not."""
    with closing(sqlite3.connect(_uri(now), uri=True)) as connection:
        connection.execute("ATTACH ? AS old", (_uri(before),))
        query = f"SELECT path, min(title) FROM ({_NAMED_BEFORE}) WHERE path NOT IN ({_NAMING}) GROUP BY path"  # noqa: S608 - no values
        return connection.execute(query).fetchall()


def unnamed(now: Path, candidates: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield those of (path, label) that an index does not name."""
    queries = [f"SELECT 1 FROM {table} WHERE path = ?" for table in ("work", "thing", "alias")]  # noqa: S608 - no values
    with closing(sqlite3.connect(_uri(now), uri=True)) as connection:
        for path, label in candidates:
            if not any(connection.execute(query, (path,)).fetchone() for query in queries):
                yield path, label


def gone(
    now: Path, kept: Iterable[tuple[str, str, str, str]], new: Iterable[tuple[str, str]], reason: str
) -> list[Gone]:
    """Return all that is gone: what was and still names nothing, and what is from today on, with the reason."""
    known = {path: Gone(path, label, since, why) for path, label, since, why in kept}
    still = {path for path, _ in unnamed(now, ((path, row.label) for path, row in known.items()))}
    today = dt.datetime.now(dt.UTC).date().isoformat()
    fresh = {path: Gone(path, label, today, reason) for path, label in new if path not in still}
    return sorted((*(known[path] for path in still), *fresh.values()), key=lambda row: row.path)


def _uri(file: Path) -> str:
    return f"{file.absolute().as_uri()}?mode=ro"
