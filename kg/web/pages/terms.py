"""Our own vocabulary as a page: each term with what it means and how it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kg.serialise.reading import value
from kg.terms import Namespace
from kg.vocab import DCTERMS, RDFS
from kg.web.pages.graph import Words
from kg.web.pages.reading import Fact, Link, facts

if TYPE_CHECKING:
    from kg.serialise import Names
    from kg.terms import Iri
    from kg.web.pages.reading import Reading

# What ontologies say of terms, and our graph does not.
_RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#", "domain range subClassOf subPropertyOf seeAlso")
_KINDS = {
    "http://www.w3.org/2002/07/owl#ObjectProperty": "Property",
    "http://www.w3.org/2002/07/owl#DatatypeProperty": "Property",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#Property": "Property",
    "http://www.w3.org/2002/07/owl#Class": "Class",
    "http://www.w3.org/2000/01/rdf-schema#Class": "Class",
    "https://schema.org/StatisticalVariable": "Variable",
}


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A term: its name, what kind of term it is, what it means, and how it relates to terms elsewhere."""

    anchor: str
    name: str
    kind: str
    label: str
    comment: Words | None
    facts: tuple[Fact, ...]


class TermsView(msgspec.Struct, frozen=True, kw_only=True):
    """The page of the vocabulary."""

    title: Words
    description: Words | None
    namespace: str
    terms: tuple[Term, ...]


def terms(reading: Reading, names: Names) -> TermsView:
    """Return the view of our vocabulary."""
    graph, thing = reading.graph, reading.thing
    described = graph.words(thing, DCTERMS.description, RDFS.comment)
    subjects = [subject for subject in graph.subjects() if reading.anchor(subject)]
    found = [_term(reading, subject, names) for subject in subjects]
    return TermsView(
        title=graph.name(thing) or Words(reading.document.label),
        description=described[0] if described else None,
        namespace=f"{value(thing)}#",
        terms=tuple(sorted(found, key=lambda term: (term.kind, term.name.casefold()))),
    )


def _term(reading: Reading, subject: Iri, names: Names) -> Term:
    graph = reading.graph
    kinds = (_KINDS.get(value(type_)) for type_ in graph.types(subject))
    comments = graph.words(subject, RDFS.comment)

    def shown(*predicates: Iri) -> list[Link]:
        iris = graph.iris(subject, *predicates)
        return [Link(names.short(iri).decode().strip("<>"), reading.places.link(iri)) for iri in iris]

    return Term(
        anchor=reading.anchor(subject),
        name=names.short(subject).decode().strip("<>"),
        kind=next((kind for kind in kinds if kind), "Term"),
        label=graph.text(subject, RDFS.label) or "",
        comment=comments[0] if comments else None,
        facts=facts(
            ("Of", shown(_RDFS.domain)),
            ("Value", shown(_RDFS.range)),
            ("Kind of", shown(_RDFS.subClassOf, _RDFS.subPropertyOf)),
            ("See also", shown(_RDFS.seeAlso)),
        ),
    )
