"""Article → what it says about the things it shares with others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.model import Identifier
from kg.things import keys
from kg.things.kinds import Book, Concept, Issue, Organization, Periodical, Person, Thing, Volume

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg import model
    from kg.model import Agent, Article, Container, Subject
    from kg.things.keys import Periodicals

# OpenAlex tags a work with a concept from this score on; what it sends below are guesses, and ancestors of concepts.
LEAST_SCORE: Final = 0.3


def things(article: Article, periodicals: Periodicals) -> Iterator[Thing]:
    """Yield what an article says about each shared thing that its triples mention, some more than once."""
    for agent in article.agents:
        yield from _agent(agent)
        for affiliation in agent.affiliations:
            yield from _organization(affiliation, keys.organization(affiliation))
    for grant in article.grants:
        if grant.funder:
            yield from _organization(grant.funder, keys.organization(grant.funder))
    if article.publisher:
        yield from _organization(article.publisher, keys.publisher(article.publisher))
    for container in article.containers:
        yield from _container(container, article, periodicals)
    yield from places(article, periodicals)
    for subject in subjects(article):
        yield _concept(subject)


def subjects(article: Article) -> Iterator[Subject]:
    """Yield the subjects of an article, less those that their source itself holds for unlikely."""
    return (known for known in article.subjects if known.score is None or float(known.score) >= LEAST_SCORE)


def places(article: Article, periodicals: Periodicals) -> Iterator[Volume | Issue]:
    """Yield the volume and the issue that an article stands in: of its journal, else of its series, else of others."""
    serials = [held for held in article.containers if held.kind in keys.SERIALS]
    held = min(serials, key=lambda serial: keys.SERIALS.index(serial.kind), default=None)
    periodical = periodicals.key(held) if held else None
    if held is None or periodical is None:
        return
    volume, issue = _number(article.volume), _number(article.issue)
    if volume:
        key = keys.volume(periodical, volume)
        yield Volume(key=key, periodical=periodical, number=volume, type=held.kind)
    if issue:
        year = None if volume or not article.dates.issued else article.dates.issued[:4]
        key = keys.issue(periodical, volume, year, issue)
        yield Issue(key=key, periodical=periodical, number=issue, volume=volume, year=year, type=held.kind)


def _number(number: str | None) -> str | None:
    """Return the number of a volume or an issue, or None for dots, which every client takes out of a path."""
    return number if number and number.strip(".") else None


def _agent(agent: Agent) -> Iterator[Thing]:
    key = keys.agent(agent)
    if key is None:
        return
    identifiers = _others(agent.identifiers, key)
    if agent.is_group:
        yield Organization(key=key, names=(agent.name,), identifiers=identifiers)
    else:
        yield Person(
            key=key,
            names=(agent.name,),
            given=agent.given,
            family=agent.family,
            suffix=agent.suffix,
            identifiers=identifiers,
        )


def _organization(organization: model.Organization, key: str | None) -> Iterator[Organization]:
    if key is not None:
        yield Organization(
            key=key,
            names=(organization.name,) if organization.name else (),
            country=organization.country,
            identifiers=_others(organization.identifiers, key),
        )


def _container(container: Container, article: Article, periodicals: Periodicals) -> Iterator[Thing]:
    publisher = keys.publisher(container.publisher) if container.publisher else None
    if container.publisher:
        yield from _organization(container.publisher, publisher)
    urls = (container.url,) if container.url else ()
    if (key := periodicals.key(container)) is not None:
        yield Periodical(
            key=key,
            type=container.kind,
            titles=container.titles,
            short_titles=container.short_titles,
            issns=container.issns,
            issn_l=container.issn_l,
            identifiers=_source_key(container, key),
            description=container.description,
            publisher=publisher,
            urls=urls,
            metrics=container.metrics,
            subjects=tuple(keys.concept(subject) for subject in container.subjects),
        )
        for subject in container.subjects:
            yield _concept(subject)
    elif (key := keys.book(container)) is not None:
        yield Book(
            key=key,
            type=container.kind,
            titles=container.titles,
            short_titles=container.short_titles,
            isbns=container.isbns,
            identifiers=_source_key(container, key),
            description=container.description,
            publisher=publisher,
            series=_series(article, periodicals),
            urls=urls,
        )


def _series(article: Article, periodicals: Periodicals) -> str | None:
    held = (container for container in article.containers if container.kind in {"series", "periodical"})
    return next((key for container in held if (key := periodicals.key(container))), None)


def _concept(subject: Subject) -> Concept:
    return Concept(key=keys.concept(subject), scheme=subject.scheme, names=(subject.label,), code=subject.id)


def _source_key(container: Container, key: str) -> tuple[Identifier, ...]:
    scheme, _, value = (container.key or "").partition(":")
    return _others((Identifier(scheme, value),), key) if value else ()


def _others(identifiers: tuple[Identifier, ...], key: str) -> tuple[Identifier, ...]:
    return tuple(known for known in identifiers if f"{known.scheme}:{known.value}" != key)
