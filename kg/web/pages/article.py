"""The view of an article: all that its page shows, read from its triples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kg.iris import kind_of
from kg.vocab import BIBO, BIBO_STATUS, DCTERMS, FABIO, PRISM, PROV, SCHEMA
from kg.web.pages.access import Access, Retraction, access, retraction
from kg.web.pages.authors import Role, is_complete, roles
from kg.web.pages.dates import Moment, moment
from kg.web.pages.figures import Figure, citations, observations
from kg.web.pages.graph import Words
from kg.web.pages.identifiers import Identifier, identifiers
from kg.web.pages.languages import language
from kg.web.pages.reading import Fact, Link, facts
from kg.web.pages.relations import Around, around
from kg.web.pages.rows import ranged

if TYPE_CHECKING:
    from kg.terms import Iri
    from kg.web.pages.reading import Reading


class Prose(msgspec.Struct, frozen=True):
    """Text of several paragraphs, with its language where that is stated."""

    paragraphs: tuple[str, ...]
    language: str | None = None


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where the article was published."""

    venues: tuple[Link, ...] = ()
    books: tuple[Link, ...] = ()
    volume: Link | None = None
    issue: Link | None = None
    pages: str = ""
    first_page: str = ""
    last_page: str = ""
    number: str = ""
    event: str = ""
    periodical: Iri | None = None


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """Funding: who paid, the number and the name of the award."""

    anchor: str
    funder: Link | None
    award: str | None
    title: str | None


class ArticleView(msgspec.Struct, frozen=True, kw_only=True):
    """All that the page of an article shows."""

    title: Words
    other_titles: tuple[Words, ...]
    subtitles: tuple[Words, ...]
    type: Link | None
    is_preprint: bool
    roles: tuple[Role, ...]
    is_complete: bool
    place: Place
    date: Moment | None
    abstracts: tuple[Prose, ...]
    identifiers: tuple[Identifier, ...]
    access: Access
    retraction: Retraction | None
    citations: tuple[Figure, ...]
    observations: tuple[Figure, ...]
    details: tuple[Fact, ...]
    subjects: tuple[Link, ...]
    keywords: tuple[Words, ...]
    grants: tuple[Grant, ...]
    around: Around
    pictures: tuple[Link, ...]
    records: tuple[Link, ...]

    @property
    def anchors(self) -> frozenset[str]:
        """The fragments of the article that have their place on the page."""
        people = [person for role in self.roles for person in role.people]
        return frozenset(
            [
                *(anchor for one in people for anchor in (one.anchor, one.role_anchor)),
                *(known.anchor for known in self.identifiers),
                *(figure.anchor for figure in self.citations + self.observations),
                *(grant.anchor for grant in self.grants),
                *(place.anchor for place in self.access.locations),
            ]
        )

    @property
    def authors(self) -> Role | None:
        """Those whom a citation names: the authors or, where there are none, whoever comes first."""
        return next(iter(self.roles), None)


def article(reading: Reading) -> ArticleView:
    """Return the view of an article."""
    graph, thing = reading.graph, reading.thing
    written_in = reading.text(SCHEMA.inLanguage, DCTERMS.language)
    titles = _ordered(reading, graph.words(thing, SCHEMA.name, DCTERMS.title), written_in)
    abstracts = graph.words(thing, SCHEMA.abstract, DCTERMS.abstract)
    other_works = around(reading)
    type_ = graph.iri(thing, DCTERMS.type)
    return ArticleView(
        title=titles[0],
        other_titles=(*titles[1:], *graph.words(thing, SCHEMA.alternateName, DCTERMS.alternative)),
        subtitles=tuple(graph.words(thing, SCHEMA.alternativeHeadline)),
        type=reading.link(type_) if type_ else None,
        is_preprint=graph.has(thing, BIBO.status, BIBO_STATUS.nonPeerReviewed),
        roles=roles(reading),
        is_complete=is_complete(reading),
        place=_place(reading),
        date=_date(reading),
        abstracts=tuple(_prose(words) for words in _in_language(abstracts, titles[0].language or written_in)),
        identifiers=identifiers(reading),
        access=access(reading),
        retraction=retraction(reading, other_works.notices),
        citations=citations(reading),
        observations=observations(reading),
        details=_details(reading),
        subjects=reading.links(SCHEMA.about, DCTERMS.subject),
        keywords=tuple(graph.words(thing, SCHEMA.keywords, PRISM.keyword)),
        grants=tuple(_grant(reading, part) for part in graph.iris(thing, SCHEMA.funding)),
        around=other_works,
        pictures=tuple(link for link in reading.links(SCHEMA.image) if link.href),
        records=tuple(_record(reading, record) for record in graph.iris(thing, PROV.wasDerivedFrom)),
    )


def _ordered(reading: Reading, titles: list[Words], written_in: str | None) -> list[Words]:
    """Return the titles: first the one that lists show, else that in the language of the article."""
    shown = reading.generation.index.label(reading.document.path)
    titles = _in_language(titles, written_in)
    return sorted(titles, key=lambda title: title.text != shown) or [Words(reading.document.label)]


def _in_language(texts: list[Words], code: str | None) -> list[Words]:
    return sorted(texts, key=lambda words: words.language != code)


def _prose(words: Words) -> Prose:
    return Prose(tuple(part for part in words.text.split("\n\n") if part.strip()), words.language)


def _date(reading: Reading) -> Moment | None:
    stated = reading.moment(reading.thing, SCHEMA.datePublished) or reading.moment(reading.thing, DCTERMS.issued)
    printed = reading.text(reading.own("dateAsPrinted"))
    return stated or (moment(printed) if printed else None)


def _place(reading: Reading) -> Place:
    graph, thing = reading.graph, reading.thing
    wholes = graph.iris(thing, SCHEMA.isPartOf, DCTERMS.isPartOf)
    kinds = {whole: _kind(reading, whole) for whole in wholes}
    periodicals = [whole for whole in wholes if kinds[whole] == "periodical"]
    issue = next((whole for whole in wholes if kinds[whole] == "issue"), None)
    volume = reading.text(PRISM.volume, BIBO.volume)
    number = reading.text(PRISM.issueIdentifier)
    event = graph.iri(thing, BIBO.presentedAt)
    name = graph.name(event) if event else None
    return Place(
        venues=tuple(reading.link(whole) for whole in periodicals),
        books=tuple(reading.link(whole) for whole in wholes if kinds[whole] == "book"),
        volume=Link(volume, _volume(reading, wholes, issue)) if volume else None,
        issue=Link(number, reading.places.link(issue) if issue else None) if number else None,
        pages=ranged(reading.text(PRISM.pageRange, BIBO.pages) or ""),
        first_page=reading.text(PRISM.startingPage, BIBO.pageStart) or "",
        last_page=reading.text(PRISM.endingPage, BIBO.pageEnd) or "",
        number=reading.text(BIBO.number, FABIO.hasElectronicArticleIdentifier) or "",
        event=name.text if name else "",
        periodical=periodicals[0] if periodicals else None,
    )


def _kind(reading: Reading, whole: Iri) -> str:
    path = reading.places.path(whole)
    return kind_of(path) if path else ""


def _volume(reading: Reading, wholes: list[Iri], issue: Iri | None) -> str | None:
    """Return where the volume is: what the article is part of, else what its issue stands in."""
    direct = next((whole for whole in wholes if _kind(reading, whole) == "volume"), None)
    if direct is not None:
        return reading.places.link(direct)
    path = reading.places.path(issue) or "" if issue else ""
    within = path.rpartition("/issue/")[0]
    return reading.places.below(within) if "/volume/" in within else None


def _details(reading: Reading) -> tuple[Fact, ...]:
    dates = (
        ("Published online", DCTERMS.available),
        ("Submitted", DCTERMS.dateSubmitted),
        ("Accepted", DCTERMS.dateAccepted),
    )
    graph, thing = reading.graph, reading.thing
    return facts(
        ("Publisher", reading.links(SCHEMA.publisher, DCTERMS.publisher)),
        ("Language", [Link(language(code)) for code in graph.texts(thing, SCHEMA.inLanguage, DCTERMS.language)]),
        *((label, [Link(moment(text).text) for text in graph.texts(thing, date)]) for label, date in dates),
        ("Date as printed", reading.texts(reading.own("dateAsPrinted"))),
        ("Edition", reading.texts(BIBO.edition, PRISM.edition)),
        ("Presented at", [Link(event.text) for event in map(graph.name, graph.iris(thing, BIBO.presentedAt)) if event]),
        ("Web page", [_address(link) for link in reading.links(SCHEMA.url)]),
    )


def _address(link: Link) -> Link:
    """Return a link by its address without what every address begins with."""
    return Link(link.text.partition("://")[2].removeprefix("www.").rstrip("/") or link.text, link.href)


def _grant(reading: Reading, part: Iri) -> Grant:
    graph = reading.graph
    funder = graph.iri(part, SCHEMA.funder)
    link = None
    if funder is not None:
        name = graph.name(funder)
        link = Link(name.text if name else "", None) if reading.anchor(funder) else reading.link(funder)
    return Grant(
        anchor=reading.anchor(part),
        funder=link,
        award=graph.text(part, SCHEMA.identifier),
        title=graph.text(part, SCHEMA.name),
    )


def _record(reading: Reading, record: Iri) -> Link:
    """Return the link to a record: its key, and the source that has it."""
    name, _, key = reading.link(record).text.partition("/")
    source = reading.link(reading.generation.iris.source(name))
    return Link(key, reading.places.link(record), note=source.text)
