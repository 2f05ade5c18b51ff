"""Where a statement comes from: the records that an article was made of, and the sources they belong to."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from kg import dates
from kg.terms import literal
from kg.triples import values
from kg.vocab import C4O, DCTERMS, FOAF, OWL, PROV, RDF, SCHEMA

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
    "europepmc": ("Europe PMC", "https://europepmc.org/"),
    "doaj": ("Directory of Open Access Journals", "https://doaj.org/"),
    "arxiv": ("arXiv", "https://arxiv.org/"),
    "jats": ("JATS XML", None),
    "csl": ("CSL-JSON", None),
    "bibtex": ("BibTeX", None),
    "ris": ("RIS", None),
}


def records(about: About) -> Iterator[Triple]:
    """Yield the records that an article was made of; five triples each at the most."""
    iris, work = about.iris, about.work
    for record, modified in zip_longest(work.records, work.modified[: len(work.records)]):
        node = iris.record(record.source, record.key)
        yield about.node, PROV.wasDerivedFrom, node
        yield node, RDF.type, PROV.Entity
        yield node, PROV.hadPrimarySource, iris.source(record.source)
        yield node, DCTERMS.identifier, literal(record.key)
        if modified and (day := dates.parsed(modified)):
            yield node, DCTERMS.modified, values.date(day)


def retired(about: About) -> Iterator[Triple]:
    """Yield the URIs that the article had before a better identifier was known; each redirects for ever."""
    for key in about.work.retired:
        old = about.iris.article(key)
        yield old, OWL.sameAs, about.node
        yield old, DCTERMS.isReplacedBy, about.node


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
