"""Article → triples: one graph in the terms of schema.org, BIBO and FaBiO at once.

Knows RDF and no source.  Every node has an IRI, parts of an article as fragments of its own (`#author-1`), so
graphs merge, differ and reload without surprises.  Which term says what, and why: docs/vocabulary.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.triples import access, agents, article, containers, counts, identifiers, provenance, references, relations
from kg.triples.about import About
from kg.triples.provenance import source_triples
from kg.triples.schemes import scheme_triples
from kg.triples.things import SHARED, thing_iri, thing_triples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.iris import Iris
    from kg.model import Work
    from kg.terms import Triple
    from kg.things import Periodicals

__all__ = ["SHARED", "scheme_triples", "source_triples", "thing_iri", "thing_triples", "triples"]

_PARTS = (
    article.types,
    article.names,
    identifiers.identifiers,
    agents.agents,
    containers.containers,
    article.dates,
    article.pages,
    article.words,
    references.subjects,
    access.access,
    article.links,
    counts.counts,
    references.funding,
    references.references,
    relations.relations,
    provenance.records,
    provenance.retired,
)


def triples(work: Work, iris: Iris, periodicals: Periodicals) -> Iterator[Triple]:
    """Yield all triples of a work, of its parts and of its records, none twice.

    Of shared things only the links to them: each is described once for all (`thing_triples`).  Raises
    `TermError` where a value is one that no literal can hold.
    """
    about = About(work, iris, periodicals)
    yield from dict.fromkeys([triple for part in _PARTS for triple in part(about)])
