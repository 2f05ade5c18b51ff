"""The article itself: what it is, how it is called, what it says, when it appeared, on which pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.terms import literal
from kg.triples import values
from kg.triples.types import TYPES, classes
from kg.vocab import BIBO, BIBO_STATUS, DCTERMS, FABIO, FOAF, PRISM, RDF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.terms import Triple
    from kg.triples.about import About

_PREPRINT = literal("Preprint")


def types(about: About) -> Iterator[Triple]:
    """Yield classes, and the type as a concept of our scheme, which tells apart what shares a class."""
    node, type_ = about.node, about.article.type
    for class_ in classes(type_).classes:
        yield node, RDF.type, class_
    yield node, DCTERMS.type, about.iris.scheme("type", type_ if type_ in TYPES else "other")
    if type_ == "preprint":
        yield node, BIBO.status, BIBO_STATUS.nonPeerReviewed
        yield node, SCHEMA.creativeWorkStatus, _PREPRINT


def names(about: About) -> Iterator[Triple]:
    """Yield titles, subtitles and other names.  FaBiO's subtitle and short title are strings without a language."""
    node, article = about.node, about.article
    for title in article.titles:
        term = values.text(title)
        yield node, SCHEMA.name, term
        yield node, SCHEMA.headline, term
        yield node, DCTERMS.title, term
    for subtitle in article.subtitles:
        yield node, SCHEMA.alternativeHeadline, values.text(subtitle)
        yield node, FABIO.hasSubtitle, literal(subtitle.text)
    for title in article.other_titles:
        term = values.text(title)
        yield node, SCHEMA.alternateName, term
        yield node, DCTERMS.alternative, term
    for short in article.short_titles:
        term = literal(short)
        yield node, SCHEMA.alternateName, term
        yield node, BIBO.shortTitle, term
        yield node, FABIO.hasShortTitle, term


def words(about: About) -> Iterator[Triple]:
    """Yield abstract, language and keywords."""
    node, article = about.node, about.article
    for abstract in article.abstracts:
        term = values.text(abstract)
        yield node, SCHEMA.abstract, term
        yield node, DCTERMS.abstract, term
    if article.language:
        term = literal(article.language)
        yield node, SCHEMA.inLanguage, term
        yield node, DCTERMS.language, term
    for keyword in article.keywords:
        term = values.text(keyword)
        yield node, SCHEMA.keywords, term
        yield node, PRISM.keyword, term


def dates(about: About) -> Iterator[Triple]:
    """Yield dates as precise as they are known.  PRISM has room for one: that of the print, where there is one."""
    node, known = about.node, about.article.dates
    issued = known.issued or known.print or known.online or known.posted
    if issued:
        term = values.date(issued)
        yield node, SCHEMA.datePublished, term
        yield node, DCTERMS.issued, term
        yield node, PRISM.publicationDate, values.date(known.print or issued)
        yield node, FABIO.hasPublicationYear, values.year(issued)
    for available in (known.online, known.posted):
        if available:
            yield node, DCTERMS.available, values.date(available)
    if known.submitted:
        yield node, DCTERMS.dateSubmitted, values.date(known.submitted)
    if known.accepted:
        yield node, DCTERMS.dateAccepted, values.date(known.accepted)
    if known.raw:
        yield node, about.iris.term("dateAsPrinted"), literal(known.raw)


def pages(about: About) -> Iterator[Triple]:
    """Yield pages or article number, and the edition; schema.org gives pages to articles and chapters only."""
    node, article = about.node, about.article
    in_schema = classes(article.type).has_pages
    if article.page_start:
        term = literal(article.page_start)
        if in_schema:
            yield node, SCHEMA.pageStart, term
        yield node, BIBO.pageStart, term
        yield node, PRISM.startingPage, term
    if article.page_end:
        term = literal(article.page_end)
        if in_schema:
            yield node, SCHEMA.pageEnd, term
        yield node, BIBO.pageEnd, term
        yield node, PRISM.endingPage, term
    if article.pages:
        term = literal(article.pages)
        if in_schema:
            yield node, SCHEMA.pagination, term
        yield node, BIBO.pages, term
        yield node, PRISM.pageRange, term
    if article.article_number:
        term = literal(article.article_number)
        if in_schema and not article.pages:
            yield node, SCHEMA.pagination, term
        yield node, BIBO.number, term
        yield node, FABIO.hasElectronicArticleIdentifier, term
    if article.edition:
        term = literal(article.edition)
        yield node, BIBO.edition, term
        yield node, PRISM.edition, term


def links(about: About) -> Iterator[Triple]:
    """Yield pages about the article and pictures of it."""
    node = about.node
    for url in about.article.urls:
        if (page := values.link(url)) is not None:
            yield node, SCHEMA.url, page
            yield node, FOAF.page, page
    for url in about.article.images:
        if (picture := values.link(url)) is not None:
            yield node, SCHEMA.image, picture
            yield node, FOAF.depiction, picture
