"""The triples of a document, asked one subject and property at a time.

A document is a set: what comes out of here is always in the same order, so that a page is the same bytes today and
after a restart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kg.serialise.order import natural
from kg.serialise.reading import is_iri, language, value
from kg.terms import Iri
from kg.vocab import DCTERMS, FOAF, RDF, RDFS, SCHEMA, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.terms import Term, Triple

_NAMES = (SCHEMA.name, SKOS.prefLabel, DCTERMS.title, FOAF.name, RDFS.label)


class Words(msgspec.Struct, frozen=True):
    """Text as a page shows it, with its language where the data state one."""

    text: str
    language: str | None = None


class Graph:
    """Triples, by subject and by property."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._said: dict[Iri, dict[Iri, list[Term]]] = {}
        for subject, predicate, object_ in triples:
            self._said.setdefault(subject, {}).setdefault(predicate, []).append(object_)

    def objects(self, subject: Iri, predicate: Iri) -> list[Term]:
        """Return all objects, 2 before 10."""
        found = self._said.get(subject, {}).get(predicate, [])
        return sorted(found, key=lambda term: (natural(term), term)) if len(found) > 1 else found

    def iris(self, subject: Iri, *predicates: Iri) -> list[Iri]:
        """Return the objects of these properties that are IRIs, each once."""
        if subject not in self._said:
            return []
        found = [object_ for predicate in predicates for object_ in self.objects(subject, predicate)]
        return [*dict.fromkeys([Iri(object_) for object_ in found if is_iri(object_)])]

    def words(self, subject: Iri, *predicates: Iri) -> list[Words]:
        """Return the objects of these properties that are literals, each once."""
        if subject not in self._said:
            return []
        found = [object_ for predicate in predicates for object_ in self.objects(subject, predicate)]
        return [*dict.fromkeys([Words(value(object_), language(object_)) for object_ in found if not is_iri(object_)])]

    def iri(self, subject: Iri, *predicates: Iri) -> Iri | None:
        """Return the first IRI of these properties."""
        return next(iter(self.iris(subject, *predicates)), None)

    def text(self, subject: Iri, *predicates: Iri) -> str | None:
        """Return the text of the first literal of these properties."""
        return next((words.text for words in self.words(subject, *predicates)), None)

    def texts(self, subject: Iri, *predicates: Iri) -> list[str]:
        """Return the texts of the literals of these properties."""
        return [words.text for words in self.words(subject, *predicates)]

    def name(self, subject: Iri) -> Words | None:
        """Return what a thing is called."""
        said = self._said.get(subject, {})
        return next((words for name in _NAMES if name in said for words in self.words(subject, name)), None)

    def types(self, subject: Iri) -> list[Iri]:
        """Return the classes of a thing."""
        return self.iris(subject, RDF.type)

    def has(self, subject: Iri, predicate: Iri, object_: Term) -> bool:
        """Tell whether this is stated."""
        return object_ in self._said.get(subject, {}).get(predicate, [])

    def about(self, subject: Iri) -> Iterator[Triple]:
        """Yield what is stated about a subject."""
        for predicate, objects in self._said.get(subject, {}).items():
            yield from ((subject, predicate, object_) for object_ in objects)

    def subjects(self) -> list[Iri]:
        """Return everything about which something is said, 2 before 10."""
        return sorted(self._said, key=lambda term: (natural(term), term))
