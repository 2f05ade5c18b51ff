"""The home page, the lists and the search, read from the index of a generation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote, urlencode

import msgspec

from kg.formats import FORMATS, HTML
from kg.terms import Iri
from kg.vocab import SCHEMA
from kg.web.pages.head import HeadLink
from kg.web.pages.reading import Link
from kg.web.pages.rows import KINDS, Pager, Thing, Work, pager, things, works
from kg.web.spelling import spelled

if TYPE_CHECKING:
    from kg.site.generation import Generation
    from kg.site.index import WorkRow
    from kg.web.pages.places import Places

_NEWEST = 8
_LOOKED_THROUGH = 40  # of the newest articles, for the journals and people of the home page
_FOUND_THINGS = 10
_LONGEST_SHOWN = 200  # characters of what was searched for
_EASY = re.compile(r"[a-z0-9./-]{1,40}")
_IDENTIFIED = ("article/", "person/orcid:", "periodical/issn:", "organization/ror:")


class List(NamedTuple):
    """A list of all things of a kind: its place below the base, its title, what it says of itself."""

    path: str
    title: str
    description: str


LISTS: Final = {
    "article": List("articles", "Articles", "All articles, the newest first."),
    "periodical": List("journals", "Journals", "All journals, series and repositories, by name."),
    "person": List("people", "People", "All people with an ORCID iD, by name."),
    "organization": List("organizations", "Organizations", "All institutions, publishers and funders, by name."),
}
_KINDS = {known.path: kind for kind, known in LISTS.items()}


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """One page of a list of works or of things."""

    title: str
    description: str
    url: str
    pager: Pager
    links: tuple[HeadLink, ...]
    works: tuple[Work, ...] = ()
    things: tuple[Thing, ...] = ()

    @property
    def numbered(self) -> str:
        """The title, with the number of the page after the first."""
        return f"{self.title} (page {self.pager.page})" if self.pager.page > 1 else self.title


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """One page of what a search found: `text` is what was typed, `exact` what has it for an identifier."""

    text: str
    shown: str
    exact: Link | None
    things: tuple[Thing, ...]
    more_things: int
    works: tuple[Work, ...]
    pager: Pager


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """What the home page shows."""

    counts: tuple[tuple[str, int, str], ...]
    newest: tuple[Work, ...]
    journals: tuple[Link, ...]
    people: tuple[Link, ...]
    tries: tuple[tuple[str, str], ...]


class Lists:
    """The lists of one generation."""

    def __init__(self, generation: Generation, places: Places, size: int) -> None:
        self._generation = generation
        self._index = generation.index
        self._places = places
        self._size = size

    def listing(self, kind: str, page: int) -> Listing | None:
        """Return a page of a list, by its name or by the kind of its things; None where it is not so long."""
        kind = _KINDS.get(kind, kind)
        known, start = LISTS[kind], (page - 1) * self._size
        articles = self._index.works(start, self._size) if kind == "article" else None
        others = self._index.things(kind, start, self._size) if articles is None else None
        total = articles.total if articles else others.total if others else 0
        pages = self._pages(total)
        if not 1 <= page <= pages:
            return None
        way = pager(page, pages, total, lambda number: self._url(known.path, number))
        host = self._places.base.removesuffix(self._places.prefix)
        return Listing(
            title=known.title,
            description=known.description,
            url=host + self._url(known.path, page),
            pager=way,
            links=tuple(
                HeadLink(rel, host + url) for rel, url in (("prev", way.previous), ("next", way.following)) if url
            ),
            works=works(articles.rows, self._places) if articles else (),
            things=things(others.rows, self._places) if others else (),
        )

    def search(self, text: str, page: int) -> Search:
        """Return a page of what a search finds; the people and journals stand on the first."""
        text = text.strip()
        start = (max(page, 1) - 1) * self._size
        rows = self._index.search(text, start, self._size)
        found = self._index.search_things(text, _FOUND_THINGS)
        return Search(
            text=text,
            exact=self._identified(text),
            shown=text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…",
            things=things(found.rows, self._places) if page <= 1 else (),
            more_things=max(found.total - len(found.rows), 0),
            works=works(rows.rows, self._places),
            pager=pager(page, self._pages(rows.total), rows.total, lambda number: self._url("search", number, q=text)),
        )

    def _identified(self, text: str) -> Link | None:
        """Return the thing that has this DOI, ORCID iD, ISSN or ROR id, however it is written."""
        if not any(map(str.isdigit, text)) or len(text) > _LONGEST_SHOWN:
            return None
        for kind in _IDENTIFIED:
            if path := spelled(self._generation, kind + quote(text, safe="")):
                return Link(self._index.label(path) or text, self._places.below(path))
        return None

    def home(self) -> Home:
        """Return what the home page shows."""
        counts = self._index.counts()
        newest = self._index.works(0, _LOOKED_THROUGH).rows
        return Home(
            counts=tuple(
                (KINDS[kind][count != 1], count, self._places.below(LISTS[kind].path) if kind in LISTS else "")
                for kind in KINDS
                if (count := counts.get(kind, 0))
            ),
            newest=works(newest[:_NEWEST], self._places),
            journals=self._of(newest, SCHEMA.isPartOf, "periodical"),
            people=self._of(newest, SCHEMA.author, "person"),
            tries=tuple(self._tries(_easiest(newest))) if newest else (),
        )

    def _of(self, rows: list[WorkRow], predicate: Iri, kind: str) -> tuple[Link, ...]:
        """Return the first things of a kind that these articles lead to."""
        found: dict[str, str] = {}
        for row in rows:
            article = Iri(f"<{self._places.base}{row.path}>".encode())
            for _, _, object_ in sorted(self._generation.store.outgoing(article, predicate)):
                path = self._places.path(Iri(object_)) or ""
                if path.startswith(f"{kind}/") and path.count("/") == 1 and path not in found:
                    found[path] = self._index.label(path) or ""
        named = [Link(label, self._places.below(path)) for path, label in found.items() if label]
        return tuple(named[:_NEWEST])

    def _tries(self, path: str) -> list[tuple[str, str]]:
        """Return five things to try at a prompt, with an article of the data."""
        base = self._places.base
        article = f"{base}{path}"
        asked = [format_ for format_ in FORMATS if format_ is not HTML][:2]
        return [
            *(
                (f"An article as {format_.name}", f"curl -L -H 'Accept: {format_.media_types[0]}' {_quoted(article)}")
                for format_ in asked
            ),
            ("What links it has, without its body", f"curl -LI {_quoted(article)}"),
            ("What the whole dataset is", f"curl -L -H 'Accept: text/turtle' {_quoted(f'{base}.well-known/void')}"),
            ("The whole graph, its first lines", f"curl {_quoted(f'{base}dumps/kg.ttl.gz')} | gunzip | head -40"),
        ]

    def _pages(self, total: int) -> int:
        return max(1, -(-total // self._size))

    def _url(self, path: str, page: int, **query: str) -> str:
        wanted = query | ({"page": str(page)} if page > 1 else {})
        return self._places.below(path) + (f"?{urlencode(wanted, quote_via=quote)}" if wanted else "")


def _easiest(rows: list[WorkRow]) -> str:
    """Return the first path that is easy to type, else the first."""
    return next((row.path for row in rows if _EASY.fullmatch(row.path)), rows[0].path)


def _quoted(url: str) -> str:
    """Return a URL as one word for a shell: ours hold no quotes but `'`, which an IRI may."""
    return "'" + url.replace("'", "'\\''") + "'"
