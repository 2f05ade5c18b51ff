"""Where a statement comes from: the records that an article was made of, and the sources they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.terms import literal
from kg.triples import values
from kg.vocab import C4O, DCTERMS, FOAF, PROV, RDF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.iris import Iris
    from kg.terms import Triple
    from kg.triples.about import About

# What the sources that we know are called, and where they are.
SOURCES: Final = {
    "agg": ("Article aggregator", None),
    "crossref": ("Crossref", "https://www.crossref.org/"),
    "openalex": ("OpenAlex", "https://openalex.org/"),
    "datacite": ("DataCite", "https://datacite.org/"),
    "s2": ("Semantic Scholar", "https://www.semanticscholar.org/"),
    "pubmed": ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/"),
}


def records(about: About) -> Iterator[Triple]:
    """Yield the records that an article was made of; four triples each."""
    iris = about.iris
    for record in about.work.records:
        node = iris.record(record.source, record.key)
        yield about.node, PROV.wasDerivedFrom, node
        yield node, RDF.type, PROV.Entity
        yield node, PROV.hadPrimarySource, iris.source(record.source)
        yield node, DCTERMS.identifier, literal(record.key)


def source_triples(name: str, iris: Iris) -> Iterator[Triple]:
    """Yield a source of records and of counts; one that we do not know is called by its name."""
    node = iris.source(name)
    title, homepage = SOURCES.get(name, (name, None))
    label = literal(title)
    yield node, RDF.type, PROV.Entity
    yield node, RDF.type, C4O.BibliographicInformationSource
    yield node, RDF.type, SCHEMA.DataCatalog
    yield node, SCHEMA.name, label
    yield node, DCTERMS.title, label
    if homepage and (page := values.link(homepage)):
        yield node, SCHEMA.url, page
        yield node, FOAF.homepage, page
