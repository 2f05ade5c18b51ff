"""What a page about one thing is read from: its document, and the names of what it points to.

Names come from the document itself, which has those of the shared things it mentions.  Other works are named by the
index, and so many look-ups a page may cost and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import msgspec

from kg.serialise.reading import value
from kg.vocab import SCHEMA
from kg.web.pages.dates import Moment, moment
from kg.web.pages.graph import Graph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.site.generation import Generation
    from kg.terms import Iri, Triple
    from kg.web.documents import Document
    from kg.web.pages.places import Places

_MOST_LOOKUPS = 1_000
_UNLISTED = ("source/", "scheme/")


class Link(msgspec.Struct, frozen=True):
    """Text that leads somewhere, or nowhere (`href` is None); `note` stands behind it, `is_held` if we describe it."""

    text: str
    href: str | None = None
    language: str | None = None
    note: str = ""
    is_held: bool = True


class Fact(msgspec.Struct, frozen=True):
    """A line of the catalogue card: what it is about, and its values.  `anchor` is the fragment it answers to."""

    label: str
    values: tuple[Link, ...]
    anchor: str = ""


class Reading:
    """A document being made into a page."""

    def __init__(self, generation: Generation, places: Places, document: Document) -> None:
        self.generation = generation
        self.places = places
        self.document = document
        self.stated = Graph(document.triples)
        self.graph = self.stated
        self.thing = document.iri
        self.own = generation.iris.term
        self._parts = document.iri[:-1] + b"#"
        self._lookups = _MOST_LOOKUPS
        self._links: dict[Iri, Link] = {}

    def extend(self, triples: Iterable[Triple]) -> None:
        """Take in triples that stand elsewhere in the graph and belong on the page; `stated` stays as it is."""
        self.graph = Graph([*self.document.triples, *triples])
        self._links.clear()

    def link(self, iri: Iri, note: str = "") -> Link:
        """Return the link to a thing, by its name."""
        if iri not in self._links:
            self._links[iri] = self._named(iri)
        link = self._links[iri]
        return msgspec.structs.replace(link, note=note) if note else link

    def links(self, *predicates: Iri) -> tuple[Link, ...]:
        """Return the links to what the thing has as objects of these properties."""
        return tuple(self.link(iri) for iri in self.graph.iris(self.thing, *predicates))

    def texts(self, *predicates: Iri) -> tuple[Link, ...]:
        """Return the literals of these properties, which lead nowhere."""
        return tuple(Link(words.text, None, words.language) for words in self.graph.words(self.thing, *predicates))

    def text(self, *predicates: Iri) -> str | None:
        """Return the text of the first literal of these properties of the thing."""
        return self.graph.text(self.thing, *predicates)

    def moment(self, subject: Iri, predicate: Iri) -> Moment | None:
        """Return a date of a subject, as precise as it is stated."""
        date = self.graph.text(subject, predicate)
        return moment(date) if date else None

    def anchor(self, iri: Iri) -> str:
        """Return the fragment of a part of the thing (`author-1`), empty where it is none."""
        if not iri.startswith(self._parts):
            return ""
        name = iri[len(self._parts) : -1].decode()
        return unquote(name) if "%" in name else name

    def _named(self, iri: Iri) -> Link:
        href = self.places.link(iri)
        if (known := self.graph.name(iri)) is not None:
            return Link(known.text, href, known.language)
        path = self.places.path(iri)
        if path is None:
            return Link(value(iri), href)
        label, canonical = self._looked_up(iri, path)
        if label is None:
            return Link(unquote(path.partition("/")[2] or path), href, is_held=False)
        return Link(label, self.places.below(canonical))

    def _looked_up(self, iri: Iri, path: str) -> tuple[str | None, str]:
        """Return name and path: of a work or thing from the index, of a source or concept from the store.

        A work may be mentioned by any of its identifiers, and has one path.
        """
        if self._lookups == 0 or "#" in path:
            return None, path
        self._lookups -= 1
        if path.startswith(_UNLISTED):
            names = (value(name) for _, _, name in self.generation.store.outgoing(iri, SCHEMA.name))
            return next(names, None), path
        index = self.generation.index
        label = index.label(path)
        if label is None and (canonical := index.alias(path)):
            return index.label(canonical), canonical
        return label, path


def facts(*rows: tuple[str, Iterable[Link]]) -> tuple[Fact, ...]:
    """Return the facts of a table, less those without a value."""
    known = ((label, tuple(dict.fromkeys(values))) for label, values in rows)
    return tuple(Fact(label, values) for label, values in known if values)
