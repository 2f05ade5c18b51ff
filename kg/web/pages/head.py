"""What stands in the head of a page for programs: Highwire tags, links by FAIR Signposting, schema.org.

Highwire's `citation_*` are what Google Scholar and Zotero read (https://scholar.google.com/intl/en/scholar/inclusion.html);
the links say in the page what its Link header says (https://signposting.org/FAIR/).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from markupsafe import Markup

from kg.formats import FORMATS, HTML, JSON_LD
from kg.serialise import schema_org
from kg.serialise.reading import value
from kg.vocab import RDF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.terms import Iri, Triple
    from kg.web.documents import Document
    from kg.web.pages.article import ArticleView
    from kg.web.pages.reading import Reading

_DATA = (JSON_LD, *(format_ for format_ in FORMATS if format_.is_rdf and format_ is not JSON_LD))
_DESCRIPTION = 300  # characters that a search engine shows of a description, at most
_MOST_NESTED = 200  # authors of an article in its JSON-LD
_MOST_AUTHORS = 10  # of the links; all authors are in the tags
_ABOUT_PAGE = "https://schema.org/AboutPage"
_SCHEMA = "https://schema.org/"


class HeadLink(msgspec.Struct, frozen=True):
    """A link of the page to another resource."""

    rel: str
    href: str
    type: str = ""


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The head of a page: its title and description, its own URL, its links, its tags, its JSON-LD."""

    title: str
    description: str = ""
    canonical: str = ""
    links: tuple[HeadLink, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    json_ld: Markup = Markup()
    is_indexed: bool = True


def shortened(text: str) -> str:
    """Return the beginning of a text, cut between words, for a search engine to show."""
    flat = " ".join(text.split())
    if len(flat) <= _DESCRIPTION:
        return flat
    cut = flat.rfind(" ", 0, _DESCRIPTION)
    return flat[: cut if cut > 0 else _DESCRIPTION].rstrip(" ,;:") + "…"


def article_json_ld(reading: Reading, view: ArticleView) -> Markup:
    """Return the schema.org view of an article, with as many of its authors as a search engine takes in."""
    left_out = {person.node for role in view.roles for person in role.people[_MOST_NESTED:]}
    triples = reading.document.triples
    return json_ld((triple for triple in triples if left_out.isdisjoint((triple[0], triple[2]))), reading.thing)


def json_ld(triples: Iterable[Triple], about: Iri) -> Markup:
    """Return the schema.org view of triples; its `<`, `>` and `&` are escaped, so it can end no element."""
    return Markup(schema_org(triples, about).decode())  # noqa: S704 - `schema_org` promises just this


def article_tags(reading: Reading, view: ArticleView) -> tuple[tuple[str, str], ...]:
    """Return the Highwire tags of an article, less those without a value."""
    return tuple((f"citation_{name}", said) for name, said in _tags(reading, view) if said)


def _tags(reading: Reading, view: ArticleView) -> Iterator[tuple[str, str]]:
    place = view.place
    known = {identifier.scheme: identifier.value for identifier in reversed(view.identifiers)}
    yield "title", view.title.text
    for person in (person for role in view.roles if role.is_of_authors for person in role.people):
        yield "author", person.inverted
        if person.orcid_url:
            yield "author_orcid", person.orcid_url
    yield "publication_date", view.date.machine.replace("-", "/") if view.date else ""
    yield "journal_title", place.venues[0].text if place.venues and not place.books else ""
    yield "inbook_title", place.books[0].text if place.books else ""
    yield "conference_title", place.event
    yield "volume", place.volume.text if place.volume else ""
    yield "issue", place.issue.text if place.issue else ""
    yield "firstpage", place.first_page
    yield "lastpage", place.last_page
    if place.periodical:
        yield from _of_periodical(reading, place.periodical)
    for scheme in ("doi", "pmid", "isbn"):
        yield scheme, known.get(scheme, "")
    yield "arxiv_id", known.get("arxiv", "")
    yield "publisher", next((link.text for link in reading.links(SCHEMA.publisher)), "")
    yield "language", reading.text(SCHEMA.inLanguage) or ""
    for keyword in view.keywords:
        yield "keywords", keyword.text
    for abstract in view.abstracts[:1]:
        yield "abstract", "\n\n".join(abstract.paragraphs)
    yield "abstract_html_url", reading.document.urls["html"]
    yield "pdf_url", view.access.pdf or ""


def _of_periodical(reading: Reading, periodical: Iri) -> Iterator[tuple[str, str]]:
    for _, _, issn in sorted(reading.generation.store.outgoing(periodical, SCHEMA.issn)):
        yield "issn", value(issn)


def thing_links(reading: Reading, licence: str | None, pdf: str | None = None) -> tuple[HeadLink, ...]:
    """Return the links of the page about a thing: its data, what it is about, its neighbours."""
    document, base = reading.document, reading.places.base
    uri = base + document.path
    links = [HeadLink("describedby", document.urls[data.extension], data.media_types[0]) for data in _DATA]
    links += [HeadLink("alternate", document.urls[data.extension], data.media_types[0]) for data in _DATA]
    links += [HeadLink("describes", uri), HeadLink("type", _ABOUT_PAGE)]
    links += [HeadLink("type", type_) for type_ in _schema_types(reading)[:1]]
    links += [HeadLink("license", licence)] if licence and reading.places.url(licence) else []
    links += [HeadLink("collection", f"{base}dataset")] if document.path != "dataset" else []
    if document.kind == "article":
        links += [HeadLink("cite-as", uri), *(HeadLink("author", url) for url in _orcids(reading))]
        links += [HeadLink("item", pdf, "application/pdf")] if pdf else []
    return (*links, *pages_links(document))


def pages_links(document: Document) -> list[HeadLink]:
    """Return the links to the neighbours of a page of several."""
    url = document.urls[HTML.extension].partition("?")[0]
    around = {"prev": document.page - 1, "next": document.page + 1}
    return [
        HeadLink(rel, f"{url}?page={number}" if number > 1 else url)
        for rel, number in around.items()
        if 1 <= number <= document.pages
    ]


def _schema_types(reading: Reading) -> list[str]:
    types = map(value, reading.graph.iris(reading.thing, RDF.type))
    return sorted(type_ for type_ in types if type_.startswith(_SCHEMA))


def _orcids(reading: Reading) -> list[str]:
    """Return the ORCID iDs of authors: their identifiers everywhere, not only here."""
    people = (reading.places.path(author) or "" for author in reading.graph.iris(reading.thing, SCHEMA.author))
    known = sorted(path.removeprefix("person/orcid:") for path in people if path.startswith("person/orcid:"))
    return [f"https://orcid.org/{orcid}" for orcid in known[:_MOST_AUTHORS]]
