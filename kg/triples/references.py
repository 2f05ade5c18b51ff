"""What the article cites, is about and was paid by, and how it relates to other works."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.terms import Iri, literal
from kg.things import keys, stated
from kg.vocab import CITO, DCTERMS, FABIO, FOAF, RDF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.iris import Iris
    from kg.model import Grant, Identifier
    from kg.terms import Triple
    from kg.triples.about import About

# Identifiers that name a work in our URIs too, whether we hold the work or not.
_WORKS: Final = frozenset({"pmid", "pmcid", "arxiv", "openalex", "s2"})


def references(about: About) -> Iterator[Triple]:
    """Yield the reference list: works by our own URI for them, the others as they are printed."""
    node = about.node
    for reference in about.article.references:
        cited = work_iri(reference.identifier, about.iris) if reference.identifier else None
        if cited is None and reference.text:
            yield node, SCHEMA.citation, literal(reference.text)
        elif cited is not None and cited != node:
            yield node, CITO.cites, cited
            yield node, SCHEMA.citation, cited


def subjects(about: About) -> Iterator[Triple]:
    """Yield what the article is about, as concepts."""
    node = about.node
    for subject in stated.subjects(about.article):
        concept = about.iris.concept(keys.concept(subject))
        yield node, SCHEMA.about, concept
        yield node, DCTERMS.subject, concept
        yield node, FABIO.hasSubjectTerm, concept


def funding(about: About) -> Iterator[Triple]:
    """Yield grants; a funder without an identifier is a part of the article, since names of funders are not unique."""
    for number, grant in enumerate(about.article.grants, 1):
        yield from _grant(about, grant, number)


def work_iri(identifier: Identifier, iris: Iris) -> Iri | None:
    """Return our URI of a work that somebody else names, or None where its scheme names no works."""
    if identifier.scheme == "doi":
        return iris.article(identifier.value)
    if identifier.scheme in _WORKS:
        return iris.article(f"{identifier.scheme}:{identifier.value}")
    return None


def _grant(about: About, grant: Grant, number: int) -> Iterator[Triple]:
    node = about.part(f"grant-{number}")
    yield about.node, SCHEMA.funding, node
    yield node, RDF.type, SCHEMA.Grant
    if grant.award:
        yield node, SCHEMA.identifier, literal(grant.award)
    if grant.title:
        yield node, SCHEMA.name, literal(grant.title)
    if grant.funder is None:
        return
    key = keys.organization(grant.funder)
    if key is not None:
        funder = about.iris.organization(key)
    elif grant.funder.name:
        funder = about.part(f"funder-{number}")
        name = literal(grant.funder.name)
        yield funder, RDF.type, SCHEMA.Organization
        yield funder, RDF.type, FOAF.Organization
        yield funder, SCHEMA.name, name
        yield funder, FOAF.name, name
    else:
        return
    yield node, SCHEMA.funder, funder
    yield about.node, SCHEMA.funder, funder
