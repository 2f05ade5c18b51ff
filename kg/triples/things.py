"""The shared things, one function for each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from kg.iris import path
from kg.model import Identifier
from kg.terms import literal
from kg.things import Book, Concept, Issue, Organization, Periodical, Person, Volume
from kg.triples import values
from kg.triples.counts import metrics
from kg.triples.identifiers import of_thing
from kg.triples.schemes import SUBJECTS
from kg.vocab import BIBO, DATACITE, DCTERMS, FABIO, FOAF, FRBR, PRISM, RDF, SCHEMA, SKOS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.iris import Iris
    from kg.model import Text
    from kg.terms import Iri, Triple
    from kg.things import Thing

_PERIODICALS: Final = {
    "periodical": (SCHEMA.Periodical, BIBO.Journal, FABIO.Journal),
    "series": (SCHEMA.BookSeries, BIBO.Series, FABIO.Series),
    "repository": (SCHEMA.WebSite, BIBO.Website, FABIO.Repository),
}
_BOOKS: Final = {
    "book": (SCHEMA.Book, BIBO.Book, FABIO.Book),
    "proceedings": (SCHEMA.Book, BIBO.Proceedings, FABIO.AcademicProceedings),
}

SHARED: Final = frozenset(
    {
        *(class_ for classes in _PERIODICALS.values() for class_ in classes),
        *(SCHEMA.PublicationVolume, FABIO.JournalVolume, FABIO.PeriodicalVolume),
        *(SCHEMA.PublicationIssue, BIBO.Issue, FABIO.JournalIssue, FABIO.PeriodicalIssue),
        *(SCHEMA.Person, FOAF.Person, SCHEMA.Organization, FOAF.Organization),
        *(SCHEMA.DefinedTerm, SKOS.Concept, FABIO.SubjectTerm),
    }
)
"""Classes of what several records describe; books are not among them, since a work may be one."""


def thing_iri(thing: Thing, iris: Iris) -> Iri:
    """Return the URI of a shared thing."""
    if isinstance(thing, Volume):
        return iris.volume(thing.periodical, thing.number)
    if isinstance(thing, Issue):
        return iris.issue(thing.periodical, thing.volume, thing.year, thing.number)
    mint: Callable[[str], Iri] = getattr(iris, thing.kind)  # its URIs are called as the kind is
    return mint(thing.key)


def thing_triples(thing: Thing, iris: Iris) -> Iterator[Triple]:
    """Yield all triples about a shared thing, none twice."""
    yield from dict.fromkeys(_TRIPLES[type(thing)](thing, thing_iri(thing, iris), iris))


def _person(person: Person, node: Iri, _iris: Iris) -> Iterator[Triple]:
    yield node, RDF.type, SCHEMA.Person
    yield node, RDF.type, FOAF.Person
    yield from _called(node, person.names)
    if person.given:
        given = literal(person.given)
        yield node, SCHEMA.givenName, given
        yield node, FOAF.givenName, given
    if person.family:
        family = literal(person.family)
        yield node, SCHEMA.familyName, family
        yield node, FOAF.familyName, family
    if person.suffix:
        yield node, SCHEMA.honorificSuffix, literal(person.suffix)
    yield from of_thing(node, (_identifier(person.key), *person.identifiers), DATACITE.PersonalIdentifier)


def _organization(organization: Organization, node: Iri, iris: Iris) -> Iterator[Triple]:
    yield node, RDF.type, SCHEMA.Organization
    yield node, RDF.type, FOAF.Organization
    yield from _called(node, organization.names)
    if organization.country:
        yield node, iris.term("country"), literal(organization.country)
    known = () if organization.key.startswith("h:") else (_identifier(organization.key),)
    yield from of_thing(node, (*known, *organization.identifiers), DATACITE.OrganizationIdentifier)


def _periodical(periodical: Periodical, node: Iri, iris: Iris) -> Iterator[Triple]:
    for class_ in _PERIODICALS.get(periodical.type, _PERIODICALS["periodical"]):
        yield node, RDF.type, class_
    yield from _titled(node, periodical.titles, periodical.short_titles)
    yield from _described(node, periodical.description, periodical.publisher, periodical.urls, iris)
    yield from _issns(periodical, node)
    known = () if periodical.key.startswith(("h:", "issn:")) else (_identifier(periodical.key),)
    for identifier in (*known, *periodical.identifiers):
        yield node, DCTERMS.identifier, literal(f"{identifier.scheme}:{identifier.value}")
    for key in periodical.subjects:
        concept = iris.concept(key)
        yield node, SCHEMA.about, concept
        yield node, DCTERMS.subject, concept
    yield from metrics(node, periodical.key, periodical.metrics, iris)


def _issns(periodical: Periodical, node: Iri) -> Iterator[Triple]:
    """Yield ISSNs.  PRISM has room for one of each kind: the ISSN-L, and the electronic one where there is one only."""
    electronic = [issn.value for issn in periodical.issns if issn.medium == "electronic"]
    printed = [issn.value for issn in periodical.issns if issn.medium != "electronic"]
    linking = [periodical.issn_l] if periodical.issn_l else []
    for value in dict.fromkeys([*linking, *printed, *electronic]):
        yield node, SCHEMA.issn, literal(value)
    for value in printed:
        yield node, BIBO.issn, literal(value)
    for value in electronic:
        yield node, BIBO.eissn, literal(value)
        if len(electronic) == 1:
            yield node, PRISM.eIssn, literal(value)
    for value in linking:
        yield node, FABIO.hasIssnL, literal(value)
        yield node, PRISM.issn, literal(value)
    known = (("lissn", linking), ("issn", printed), ("eissn", electronic))
    yield from of_thing(node, [Identifier(scheme, value) for scheme, values_ in known for value in values_])


def _volume(volume: Volume, node: Iri, iris: Iris) -> Iterator[Triple]:
    number = literal(volume.number)
    yield node, RDF.type, SCHEMA.PublicationVolume
    yield node, RDF.type, FABIO.JournalVolume if volume.type == "periodical" else FABIO.PeriodicalVolume
    yield node, SCHEMA.volumeNumber, number
    yield node, PRISM.volume, number
    yield from _part_of(node, iris.periodical(volume.periodical))


def _issue(issue: Issue, node: Iri, iris: Iris) -> Iterator[Triple]:
    number = literal(issue.number)
    yield node, RDF.type, SCHEMA.PublicationIssue
    yield node, RDF.type, BIBO.Issue
    yield node, RDF.type, FABIO.JournalIssue if issue.type == "periodical" else FABIO.PeriodicalIssue
    yield node, SCHEMA.issueNumber, number
    yield node, BIBO.issue, number
    yield node, PRISM.issueIdentifier, number
    if issue.volume:
        yield from _part_of(node, iris.volume(issue.periodical, issue.volume))
    else:
        yield from _part_of(node, iris.periodical(issue.periodical))


def _book(book: Book, node: Iri, iris: Iris) -> Iterator[Triple]:
    for class_ in _BOOKS.get(book.type, _BOOKS["book"]):
        yield node, RDF.type, class_
    yield from _titled(node, book.titles, book.short_titles)
    yield from _described(node, book.description, book.publisher, book.urls, iris)
    for isbn in book.isbns:
        value = literal(isbn)
        yield node, SCHEMA.isbn, value
        yield node, BIBO.isbn13, value
    for isbn in book.isbns[:1]:
        yield node, PRISM.isbn, literal(isbn)
    for identifier in book.identifiers:
        yield node, DCTERMS.identifier, literal(f"{identifier.scheme}:{identifier.value}")
    if book.series:
        yield from _part_of(node, iris.periodical(book.series))


def _concept(concept: Concept, node: Iri, iris: Iris) -> Iterator[Triple]:
    yield node, RDF.type, SKOS.Concept
    yield node, RDF.type, SCHEMA.DefinedTerm
    yield node, RDF.type, FABIO.SubjectTerm
    yield node, SKOS.inScheme, iris.scheme(concept.scheme)
    for name in concept.names[:1]:
        label = literal(name)
        yield node, SKOS.prefLabel, label
        yield node, SCHEMA.name, label
    for name in concept.names[1:]:
        yield node, SKOS.altLabel, literal(name)
    if concept.code:
        code = literal(concept.code)
        yield node, SKOS.notation, code
        yield node, SCHEMA.termCode, code
        yield from _elsewhere(concept, node)


def _elsewhere(concept: Concept, node: Iri) -> Iterator[Triple]:
    """Yield the concept as its own scheme names it."""
    scheme = SUBJECTS.get(concept.scheme)
    if scheme and scheme.concepts and concept.code and (same := values.link(scheme.concepts + path(concept.code))):
        yield node, SCHEMA.sameAs, same
        if scheme.is_skos:
            yield node, SKOS.exactMatch, same


_TRIPLES = cast(
    "dict[type[Thing], Callable[[Any, Iri, Iris], Iterator[Triple]]]",  # each is called with its own kind
    {
        Person: _person,
        Organization: _organization,
        Periodical: _periodical,
        Volume: _volume,
        Issue: _issue,
        Book: _book,
        Concept: _concept,
    },
)


def _called(node: Iri, names: tuple[str, ...]) -> Iterator[Triple]:
    for name in names[:1]:
        term = literal(name)
        yield node, SCHEMA.name, term
        yield node, FOAF.name, term
    for name in names[1:]:
        yield node, SCHEMA.alternateName, literal(name)


def _titled(node: Iri, titles: tuple[Text, ...], short_titles: tuple[str, ...]) -> Iterator[Triple]:
    for title in titles[:1]:
        term = values.text(title)
        yield node, SCHEMA.name, term
        yield node, DCTERMS.title, term
    for title in titles[1:]:
        term = values.text(title)
        yield node, SCHEMA.alternateName, term
        yield node, DCTERMS.alternative, term
    for short in short_titles:
        term = literal(short)
        yield node, SCHEMA.alternateName, term
        yield node, FABIO.hasShortTitle, term


def _described(
    node: Iri, description: Text | None, publisher: str | None, urls: tuple[str, ...], iris: Iris
) -> Iterator[Triple]:
    if description:
        term = values.text(description)
        yield node, SCHEMA.description, term
        yield node, DCTERMS.description, term
    if publisher:
        organization = iris.organization(publisher)
        yield node, SCHEMA.publisher, organization
        yield node, DCTERMS.publisher, organization
    for url in urls:
        if (page := values.link(url)) is not None:
            yield node, SCHEMA.url, page
            yield node, FOAF.page, page


def _part_of(node: Iri, whole: Iri) -> Iterator[Triple]:
    yield node, SCHEMA.isPartOf, whole
    yield node, DCTERMS.isPartOf, whole
    yield node, FRBR.partOf, whole


def _identifier(key: str) -> Identifier:
    scheme, _, value = key.partition(":")
    return Identifier(scheme, value)
