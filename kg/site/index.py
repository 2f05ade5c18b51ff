"""The search index of a generation: paged lists, members, full text (SQLite FTS5, https://sqlite.org/fts5.html).

Derived from the same articles and things as the graph, in the same run; paths are those of the URIs below the base.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

import msgspec

from kg.errors import SiteError
from kg.site.connections import Connections

if TYPE_CHECKING:
    from pathlib import Path

# Scripts that write no spaces: each character becomes a word, and a search for several of them a phrase.
_UNSPACED = re.compile("([\u2e80-\u2fdf\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff])")
_WORD = re.compile(r"[^\W_]+")
_LONGEST_QUERY = 32  # words; nobody types more, and each costs a look-up


class WorkRow(msgspec.Struct, frozen=True, array_like=True, tag_field="row", tag="work"):
    """A work in lists: its path, its title, when, by whom, in what.

    `members` are the paths of the things it belongs to, `aliases` the paths that its other identifiers would have.
    """

    path: str
    title: str
    date: str
    names: str
    venue: str
    type: str
    all_names: str = ""
    members: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


class ThingRow(msgspec.Struct, frozen=True, array_like=True, tag_field="row", tag="thing"):
    """A thing in lists: what it is, its path, its name, and how many works belong to it."""

    kind: str
    path: str
    label: str
    works: int = 0
    other_names: str = ""
    aliases: tuple[str, ...] = ()


Row = TypeVar("Row", WorkRow, ThingRow)


class Gone(msgspec.Struct, frozen=True):
    """A URI, by its path, behind which something stood until a day."""

    path: str
    label: str
    since: str
    reason: str


class Page(msgspec.Struct, Generic[Row], frozen=True):
    """A page of a list: its rows, how many the whole list has, and the place of the first (from 0)."""

    rows: list[Row]
    total: int
    start: int


class Lists(Protocol):
    """The lists of a published graph; paths are those of its URIs below the base."""

    def works(self, start: int, size: int) -> Page[WorkRow]:
        """Return a page of all works, the newest first."""

    def members(self, thing: str, start: int, size: int) -> Page[WorkRow]:
        """Return a page of the works that belong to the thing with this path, the newest first."""

    def things(self, kind: str, start: int, size: int) -> Page[ThingRow]:
        """Return a page of the things of a kind, by name."""

    def parts(self, path: str, start: int, size: int) -> Page[ThingRow]:
        """Return a page of the things whose path continues this one: the volumes and issues of a periodical."""

    def search(self, text: str, start: int, size: int) -> Page[WorkRow]:
        """Return a page of the works that these words find."""

    def search_things(self, text: str, size: int) -> Page[ThingRow]:
        """Return the things that these words find."""

    def label(self, path: str) -> str | None:
        """Return the name of the work or thing with this path."""

    def alias(self, path: str) -> str | None:
        """Return the path of the work or thing that this path names by another identifier, or None."""

    def gone(self, path: str) -> Gone | None:
        """Return what once stood at this path and is here no more, or None."""

    def counts(self) -> dict[str, int]:
        """Return how many works there are, and how many things of each kind."""

    def paths(self, after: str, limit: int) -> list[str]:
        """Return the paths of works that come after this one, in order: what a sitemap lists."""


class Index:
    """An index, read-only; safe to use from several threads, each of which gets its own connection."""

    def __init__(self, file: Path) -> None:
        if not file.is_file():
            raise SiteError(f"{file}: no search index; build the site again")
        self._connections = Connections(file)
        self._totals: dict[str, int] = {}

    def works(self, start: int, size: int) -> Page[WorkRow]:
        """Return a page of all works, the newest first."""
        return self._works("all", "FROM work ORDER BY date DESC, path", (), start, size)

    def members(self, thing: str, start: int, size: int) -> Page[WorkRow]:
        """Return a page of the works that belong to the thing with this path, the newest first."""
        query = "FROM member JOIN work ON work.id = member.work WHERE member.thing = ? ORDER BY member.date DESC, path"
        return self._works(None, query, (thing,), start, size)

    def things(self, kind: str, start: int, size: int) -> Page[ThingRow]:
        """Return a page of the things of a kind, by name."""
        query = "FROM thing WHERE kind = ? ORDER BY label COLLATE NOCASE, path"
        return self._things(kind, query, (kind,), start, size)

    def parts(self, path: str, start: int, size: int) -> Page[ThingRow]:
        """Return a page of the things whose path continues this one: the volumes and issues of a periodical."""
        query = "FROM thing WHERE path > ? AND path < ? ORDER BY length(path), path"
        return self._things(None, query, (path + "/", path + "0"), start, size)  # "0" is the character after "/"

    def search(self, text: str, start: int, size: int) -> Page[WorkRow]:
        """Return a page of the works whose title, names and venue hold all these words, the best first."""
        if not (match := _match(text)):
            return Page([], 0, start)
        query = "FROM work_text JOIN work ON work.id = work_text.rowid WHERE work_text MATCH ?"
        return self._works(None, f"{query} ORDER BY bm25(work_text, 4.0, 2.0, 1.0), work.path", (match,), start, size)

    def search_things(self, text: str, size: int) -> Page[ThingRow]:
        """Return the things whose names hold all these words, the best first."""
        if not (match := _match(text)):
            return Page([], 0, 0)
        query = "FROM thing_text JOIN thing ON thing.id = thing_text.rowid WHERE thing_text MATCH ?"
        return self._things(None, f"{query} ORDER BY bm25(thing_text), works DESC, thing.path", (match,), 0, size)

    def label(self, path: str) -> str | None:
        """Return the name of the work or thing with this path."""
        for query in ("SELECT label FROM thing WHERE path = ?", "SELECT title FROM work WHERE path = ?"):
            if row := self._connections.mine().execute(query, (path,)).fetchone():
                return str(row[0])
        return None

    def alias(self, path: str) -> str | None:
        """Return the path of the work or thing that this path names by another identifier, or None."""
        query = (
            "SELECT target FROM alias WHERE path = :path AND NOT EXISTS (SELECT 1 FROM work WHERE path = :path)"
            " AND NOT EXISTS (SELECT 1 FROM thing WHERE path = :path) ORDER BY target LIMIT 1"
        )
        row = self._connections.mine().execute(query, {"path": path}).fetchone()
        return str(row[0]) if row else None

    def gone(self, path: str) -> Gone | None:
        """Return what once stood at this path and is here no more, or None."""
        row = self._connections.mine().execute("SELECT * FROM gone WHERE path = ?", (path,)).fetchone()
        return Gone(*row) if row else None

    def counts(self) -> dict[str, int]:
        """Return how many works there are, and how many things of each kind."""
        counted = dict(self._connections.mine().execute("SELECT kind, count(*) FROM thing GROUP BY kind"))
        return {"article": self._connections.mine().execute("SELECT count(*) FROM work").fetchone()[0], **counted}

    def paths(self, after: str, limit: int) -> list[str]:
        """Return the paths of works that come after this one, in order: what a sitemap lists."""
        query = "SELECT path FROM work WHERE path > ? ORDER BY path LIMIT ?"
        return [path for (path,) in self._connections.mine().execute(query, (after, limit))]

    def _works(self, key: str | None, query: str, values: tuple[str, ...], start: int, size: int) -> Page[WorkRow]:
        columns = "SELECT work.path, work.title, work.date, work.names, work.venue, work.type"
        rows = self._connections.mine().execute(f"{columns} {query} LIMIT ? OFFSET ?", (*values, size, start))
        return Page([WorkRow(*row) for row in rows], self._total(key, query, values), start)

    def _things(self, key: str | None, query: str, values: tuple[str, ...], start: int, size: int) -> Page[ThingRow]:
        columns = "SELECT thing.kind, thing.path, thing.label, thing.works"
        rows = self._connections.mine().execute(f"{columns} {query} LIMIT ? OFFSET ?", (*values, size, start))
        return Page([ThingRow(*row) for row in rows], self._total(key, query, values), start)

    def _total(self, key: str | None, query: str, values: tuple[str, ...]) -> int:
        if key in self._totals:
            return self._totals[key]
        counting = query.partition(" ORDER BY ")[0]
        total: int = self._connections.mine().execute(f"SELECT count(*) {counting}", values).fetchone()[0]
        if key is not None:
            self._totals[key] = total  # an index never changes
        return total


def spaced(text: str) -> str:
    """Return text as it is indexed and searched for."""
    return _UNSPACED.sub(r" \1 ", text)


def _match(text: str) -> str:
    """Return the FTS5 query for what a person typed: all words, each as the beginning of one, and no syntax."""
    words = text.split()[:_LONGEST_QUERY]
    phrases = (" ".join(_WORD.findall(spaced(word))) for word in words)
    return " ".join(f'"{phrase}"*' for phrase in phrases if phrase)
