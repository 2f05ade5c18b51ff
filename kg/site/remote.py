"""The lists of a graph that is in somebody else's store, by SPARQL; the queries are files in `kg/site/queries`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

import orjson

from kg.serialise.reading import value
from kg.site.index import Gone, Page, ThingRow, WorkRow
from kg.terms import Iri
from kg.vocab import OWL, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.store.remote import Remote, RemoteStore, Row

KINDS: Final = ("person", "organization", "periodical", "book", "concept")
NUMBERED: Final = {"volume": "schema:volumeNumber", "issue": "schema:issueNumber"}
_HERE: Final = Path(__file__).parent / "queries"
_BYLINE: Final = 4  # names in a list before "et al."
_NUMBER: Final = re.compile(rb"#authorship-(\d+)>$")
_WORD: Final = re.compile(r"\w+")
_MOST_WORDS: Final = 8
_BELOW: Final = re.compile(r"/(volume|issue|year)/([^/]*)")


@cache
def _template(name: str) -> Template:
    return Template((_HERE / f"{name}.rq").read_text(encoding="utf-8"))


def query(name: str, **values: Any) -> str:
    """Return a query of `kg/site/queries` with its values, each written as SPARQL writes it."""
    return _template(name).substitute(values)


class RemoteIndex:
    """The lists of `kg.site.index.Index`, asked of an endpoint."""

    def __init__(self, remote: Remote, store: RemoteStore, base: str) -> None:
        self._remote = remote
        self._store = store
        self._base = base

    def works(self, start: int, size: int) -> Page[WorkRow]:
        return self._works("", start, size)

    def members(self, thing: str, start: int, size: int) -> Page[WorkRow]:
        return self._works(query("works_of", thing=self._iri(thing).decode()), start, size)

    def things(self, kind: str, start: int, size: int) -> Page[ThingRow]:
        return self._things(kind, "", start, size)

    def parts(self, path: str, start: int, size: int) -> Page[ThingRow]:
        within = quoted(f"{self._base}{path}/")
        rows = self._remote.rows(query("parts", start=within, limit=size, offset=start))
        paths = [self._path(row["part"]) for row in rows]
        total = len(paths) if not start and len(paths) < size else self._count("parts", start=within)
        numbers = self._numbers(paths)
        return Page([ThingRow(_kind(path), path, _called(path), numbers.get(path, 0)) for path in paths], total, start)

    def search(self, text: str, start: int, size: int) -> Page[WorkRow]:
        """Return a page of the works whose name has all these words, or that of its periodical or an author."""
        conditions = _conditions(text, "?called")
        if not conditions:
            return Page([], 0, start)
        return self._works(query("works_called", conditions=conditions), start, size)

    def search_things(self, text: str, size: int) -> Page[ThingRow]:
        conditions = _conditions(text, "?name")
        rows: list[ThingRow] = []
        for kind in ("person", "periodical", "organization") if conditions else ():
            rows += self._things(kind, f" && {conditions}", 0, size).rows
        return Page(rows[:size], len(rows), 0)

    def label(self, path: str) -> str | None:
        names = self._store.outgoing(self._iri(path), SCHEMA.name)
        if names:
            return value(min(object_ for _, _, object_ in names))
        return _called(path) if _BELOW.search(path) else None

    def alias(self, path: str) -> str | None:
        """Return where a path leads that a work had before, or that another identifier of it would give it."""
        thing = self._iri(path)
        triples = self._store.outgoing(thing)
        moved = [object_ for _, predicate, object_ in triples if predicate == OWL.sameAs]
        if moved or triples:
            return self._path(min(moved)) if moved else None
        kind, _, key = path.partition("/")
        scheme, _, identifier = key.partition(":")
        if kind == "periodical" and scheme == "issn":
            return self._named(f"?thing schema:issn {quoted(identifier)}")
        if kind == "article" and identifier and not key.startswith("10."):
            known = f"?id schema:propertyID {quoted(scheme)} ; schema:value {quoted(identifier)} ."
            return self._named(f"?thing schema:identifier ?id . {known}")
        return None

    def gone(self, path: str) -> Gone | None:  # noqa: ARG002 - the graph tells nothing of what is in it no more
        return None

    def counts(self) -> dict[str, int]:
        counted = {kind: self._count("things", **self._of_kind(kind, "")) for kind in KINDS}
        for kind, numbered in NUMBERED.items():
            values = {"start": quoted(f"{self._base}periodical/"), "within": quoted(f"/{kind}/")}
            counted[kind] = self._count("numbered", numbered=numbered, **values)
        return {"article": self._count("works", pattern=""), **counted}

    def paths(self, after: str, limit: int) -> list[str]:
        start = quoted(self._base + after if after else "")
        return [self._path(row["work"]) for row in self._remote.rows(query("works_after", after=start, limit=limit))]

    def _works(self, pattern: str, start: int, size: int) -> Page[WorkRow]:
        rows = self._remote.rows(query("works", pattern=pattern, limit=size, offset=start))
        dates = {Iri(row["work"]): text(row, "date") for row in rows}
        total = len(rows) if not start and len(rows) < size else self._count("works", pattern=pattern)
        return Page(self._work_rows(dates), total, start)

    def _work_rows(self, dates: dict[Iri, str]) -> list[WorkRow]:
        """Return works as lists show them; what is said of all of them is asked together."""
        if not dates:
            return []
        works = " ".join(work.decode() for work in dates)
        details: dict[Iri, Row] = {}
        for row in self._remote.rows(query("details", works=works)):
            details.setdefault(Iri(row["work"]), {}).update(row)
        names: dict[Iri, list[tuple[int, bool, str]]] = {}
        for row in self._remote.rows(query("names", works=works)):
            number = _NUMBER.search(row["role"])
            is_author = row["as"].endswith(b"/author>")
            names.setdefault(Iri(row["work"]), []).append(
                (int(number[1]) if number else 0, is_author, text(row, "name"))
            )
        self._store.learn(dates)
        return [self._work_row(work, date, details.get(work, {}), names.get(work, [])) for work, date in dates.items()]

    def _work_row(self, work: Iri, date: str, said: Row, names: list[tuple[int, bool, str]]) -> WorkRow:
        ordered = sorted(names)
        authors = [name for _, is_author, name in ordered if is_author] or [name for _, _, name in ordered]
        path = self._path(work)
        return WorkRow(
            path=path,
            title=text(said, "title") or path.partition("/")[2],
            date=date,
            names=", ".join(authors[:_BYLINE]) + (" et al." if len(authors) > _BYLINE else ""),
            venue=text(said, "venue"),
            type=said["type"][1:-1].decode().rpartition("/")[2] if "type" in said else "",
        )

    def _things(self, kind: str, conditions: str, start: int, size: int) -> Page[ThingRow]:
        values = self._of_kind(kind, conditions)
        rows = self._remote.rows(query("things", **values, limit=size, offset=start))
        labels = {self._path(row["thing"]): text(row, "label") for row in rows if "thing" in row}
        total = len(rows) if not start and len(rows) < size else self._count("things", **values)
        numbers = self._numbers(labels)
        return Page([ThingRow(kind, path, label, numbers.get(path, 0)) for path, label in labels.items()], total, start)

    def _of_kind(self, kind: str, conditions: str) -> dict[str, str]:
        called = "skos:prefLabel" if kind == "concept" else "schema:name"
        return {"called": called, "start": quoted(f"{self._base}{kind}/"), "conditions": conditions}

    def _numbers(self, paths: Iterable[str]) -> dict[str, int]:
        things = " ".join(self._iri(path).decode() for path in paths)
        if not things:
            return {}
        rows = self._remote.rows(query("numbers", things=things))
        return {self._path(row["thing"]): int(text(row, "count")) for row in rows if "thing" in row}

    def _count(self, name: str, **values: str) -> int:
        return self._remote.number(query(f"{name}_count", **values))

    def _named(self, pattern: str) -> str | None:
        rows = self._remote.rows(query("same_as", pattern=pattern))
        return (
            self._path(rows[0]["thing"]) if rows and rows[0]["thing"].startswith(b"<" + self._base.encode()) else None
        )

    def _iri(self, path: str) -> Iri:
        return Iri(b"<%b%b>" % (self._base.encode(), path.encode()))

    def _path(self, term: bytes) -> str:
        return term[1 + len(self._base) : -1].decode()


def text(row: Row, name: str) -> str:
    """Return what a term of a row says: an IRI without its brackets, the value of a literal, or nothing."""
    term = row.get(name)
    if term is None:
        return ""
    return term[1:-1].decode() if term.startswith(b"<") else value(term)


def quoted(text: str) -> str:
    """Return a string as SPARQL writes it: JSON's escapes are among SPARQL's."""
    return orjson.dumps(text).decode()


def _conditions(text: str, variable: str) -> str:
    words = _WORD.findall(text.lower())[:_MOST_WORDS]
    return " && ".join(f"CONTAINS(LCASE(STR({variable})), {quoted(word)})" for word in words)


def _kind(path: str) -> str:
    return path.rpartition("/")[0].rpartition("/")[2]


def _called(path: str) -> str:
    """Return what a volume or an issue is called: `Volume 1, Issue 1`."""
    return ", ".join(
        f"{kind.capitalize()} {unquote(number)}" for kind, number in _BELOW.findall(path) if kind != "year"
    )
