"""Identifiers: a node for each, and the direct properties that queries ask for first (`bibo:doi`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kg.iris import path, segment
from kg.terms import Iri, literal
from kg.vocab import BIBO, DATACITE, FABIO, LITERAL, PRISM, RDF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Identifier
    from kg.terms import Triple
    from kg.triples.about import About


class Scheme(NamedTuple):
    """An identifier scheme: SPAR's name for it, the direct properties of an article, the address behind a value."""

    datacite: Iri
    every: tuple[Iri, ...] = ()  # for each identifier of the scheme
    once: tuple[Iri, ...] = ()  # functional properties: for the first one only
    url: str | None = None


_ISSN_PORTAL: Final = "https://portal.issn.org/resource/ISSN/"
LOCAL: Final = Scheme(getattr(DATACITE, "local-resource-identifier-scheme"))
SCHEMES: Final = {
    "doi": Scheme(DATACITE.doi, (BIBO.doi,), (PRISM.doi,), "https://doi.org/"),
    "pmid": Scheme(DATACITE.pmid, (BIBO.pmid,), (FABIO.hasPubMedId,), "https://pubmed.ncbi.nlm.nih.gov/"),
    "pmcid": Scheme(DATACITE.pmcid, (), (FABIO.hasPubMedCentralId,), "https://pmc.ncbi.nlm.nih.gov/articles/"),
    "arxiv": Scheme(DATACITE.arxiv, (FABIO.hasArXivId,), (), "https://arxiv.org/abs/"),
    "openalex": Scheme(DATACITE.openalex, url="https://openalex.org/"),
    "s2": LOCAL._replace(url="https://www.semanticscholar.org/paper/"),
    "wikidata": Scheme(DATACITE.wikidata, url="http://www.wikidata.org/entity/"),
    "handle": Scheme(DATACITE.handle, (BIBO.handle, FABIO.hasHandle), (), "https://hdl.handle.net/"),
    "isbn": Scheme(DATACITE.isbn, (BIBO.isbn13,), (PRISM.isbn,)),
    "pii": Scheme(DATACITE.pii, (FABIO.hasPII,)),
    "ark": Scheme(DATACITE.ark),
    "bibcode": Scheme(DATACITE.bibcode),
    "orcid": Scheme(DATACITE.orcid, url="https://orcid.org/"),
    "ror": Scheme(DATACITE.ror, url="https://ror.org/"),
    "isni": Scheme(DATACITE.isni, url="https://isni.org/isni/"),
    "issn": Scheme(DATACITE.issn, url=_ISSN_PORTAL),
    "eissn": Scheme(DATACITE.eissn, url=_ISSN_PORTAL),
    "lissn": Scheme(DATACITE.lissn, url=_ISSN_PORTAL),
}


def identifiers(about: About) -> Iterator[Triple]:
    """Yield the identifiers of an article; the one in its URI is its primary one."""
    node, key = about.node, about.work.key
    for number, identifier in _numbered(about.article.identifiers):
        scheme = SCHEMES.get(identifier.scheme, LOCAL)
        value = literal(identifier.value)
        for direct in scheme.every if number > 1 else scheme.every + scheme.once:
            yield node, direct, value
        is_primary = key in {identifier.value, f"{identifier.scheme}:{identifier.value}"}
        class_ = DATACITE.PrimaryResourceIdentifier if is_primary else DATACITE.AlternateResourceIdentifier
        yield from _described(node, identifier, number, class_)


def of_thing(node: Iri, known: Iterable[Identifier], class_: Iri = DATACITE.Identifier) -> Iterator[Triple]:
    """Yield the identifiers of a shared thing."""
    for number, identifier in _numbered(known):
        yield from _described(node, identifier, number, class_)


def address(identifier: Identifier) -> Iri | None:
    """Return the address behind an identifier, where its scheme has one."""
    url = SCHEMES.get(identifier.scheme, LOCAL).url
    return Iri(b"<%b%b>" % (url.encode(), path(identifier.value).encode())) if url else None


def _described(node: Iri, identifier: Identifier, number: int, class_: Iri) -> Iterator[Triple]:
    """Yield the node of an identifier (`#doi`, `#isbn-2`), for schema.org and for SPAR DataCite at once."""
    name = segment(identifier.scheme) if number == 1 else f"{segment(identifier.scheme)}-{number}"
    part = Iri(b"%b#%b>" % (node[:-1], name.encode()))
    value = literal(identifier.value)
    yield node, SCHEMA.identifier, part
    yield node, DATACITE.hasIdentifier, part
    yield part, RDF.type, SCHEMA.PropertyValue
    yield part, RDF.type, class_
    yield part, SCHEMA.propertyID, literal(identifier.scheme)
    yield part, SCHEMA.value, value
    yield part, DATACITE.usesIdentifierScheme, SCHEMES.get(identifier.scheme, LOCAL).datacite
    yield part, LITERAL.hasLiteralValue, value
    if (same := address(identifier)) is not None:
        yield node, SCHEMA.sameAs, same
        yield part, SCHEMA.url, same


def _numbered(identifiers: Iterable[Identifier]) -> Iterator[tuple[int, Identifier]]:
    """Yield each identifier once, with its number among those of its scheme."""
    counts: dict[str, int] = {}
    for identifier in dict.fromkeys(identifiers):
        counts[identifier.scheme] = counts.get(identifier.scheme, 0) + 1
        yield counts[identifier.scheme], identifier
