"""Our few lists of concepts (SKOS): types of works, ways of open access, licences that are named by a code.

A code is a concept and not a licence's URL, since `cc-by` does not say which version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kg.terms import literal
from kg.triples import values
from kg.triples.types import TYPES
from kg.vocab import DCTERMS, FOAF, RDF, SCHEMA, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.iris import Iris
    from kg.terms import Iri, Triple

OA_STATUS: Final = {
    "gold": "Gold: published in an open-access journal",
    "diamond": "Diamond: published in an open-access journal that takes no fees",
    "hybrid": "Hybrid: open, with a licence, in a subscription journal",
    "bronze": "Bronze: free to read at the publisher, without a licence",
    "green": "Green: free to read in a repository",
    "closed": "Closed: no free copy known",
}
LICENCES: Final = {
    "cc-by": "Creative Commons Attribution",
    "cc-by-sa": "Creative Commons Attribution-ShareAlike",
    "cc-by-nc": "Creative Commons Attribution-NonCommercial",
    "cc-by-nd": "Creative Commons Attribution-NoDerivatives",
    "cc-by-nc-sa": "Creative Commons Attribution-NonCommercial-ShareAlike",
    "cc-by-nc-nd": "Creative Commons Attribution-NonCommercial-NoDerivatives",
    "cc0": "Creative Commons Zero",
    "public-domain": "Public domain",
    "publisher-specific-oa": "Licence of the publisher, open access",
    "other-oa": "Other licence, open access",
    "implied-oa": "Open access implied",
}


class Subjects(NamedTuple):
    """A scheme of subjects that others keep: its name, its home, and what its own concepts are called there."""

    title: str
    home: str | None = None
    concepts: str | None = None
    is_skos: bool = False


SUBJECTS: Final = {
    "openalex": Subjects("OpenAlex topics and concepts", "https://docs.openalex.org/", "https://openalex.org/"),
    "mesh": Subjects(
        "Medical Subject Headings", "https://id.nlm.nih.gov/mesh/", "http://id.nlm.nih.gov/mesh/", is_skos=True
    ),
    "sdg": Subjects(
        "Sustainable Development Goals", "https://metadata.un.org/sdg/", "http://metadata.un.org/sdg/", is_skos=True
    ),
    "jcr": Subjects("Categories of the Journal Citation Reports"),
    "crossref": Subjects("Subjects that Crossref gives to journals"),
    "s2": Subjects("Fields of study of Semantic Scholar"),
}


def scheme_triples(iris: Iris) -> Iterator[Triple]:
    """Yield our concept schemes with all their concepts."""
    types = {name: type_.label[:1].upper() + type_.label[1:] for name, type_ in TYPES.items()}
    yield from _scheme(iris, "type", "Types of works", types)
    yield from _scheme(iris, "oa-status", "Ways of open access", OA_STATUS)
    yield from _scheme(iris, "licence", "Licences named without a version", LICENCES)
    for code in LICENCES:
        yield iris.scheme("licence", code), RDF.type, DCTERMS.LicenseDocument
    for name, subjects in SUBJECTS.items():
        yield from _named(iris.scheme(name), subjects.title)
        if subjects.home and (home := values.link(subjects.home)):
            yield iris.scheme(name), SCHEMA.url, home
            yield iris.scheme(name), FOAF.page, home


def _named(scheme: Iri, title: str) -> Iterator[Triple]:
    label = literal(title, "en")
    yield scheme, RDF.type, SKOS.ConceptScheme
    yield scheme, RDF.type, SCHEMA.DefinedTermSet
    yield scheme, SKOS.prefLabel, label
    yield scheme, DCTERMS.title, label
    yield scheme, SCHEMA.name, label


def _scheme(iris: Iris, name: str, title: str, concepts: dict[str, str]) -> Iterator[Triple]:
    scheme = iris.scheme(name)
    yield from _named(scheme, title)
    for code, words in concepts.items():
        concept, label = iris.scheme(name, code), literal(words, "en")
        yield concept, RDF.type, SKOS.Concept
        yield concept, RDF.type, SCHEMA.DefinedTerm
        yield concept, SKOS.inScheme, scheme
        yield concept, SKOS.topConceptOf, scheme
        yield concept, SKOS.notation, literal(code)
        yield concept, SKOS.prefLabel, label
        yield concept, SCHEMA.name, label
        yield concept, SCHEMA.termCode, literal(code)
        yield concept, SCHEMA.inDefinedTermSet, scheme
