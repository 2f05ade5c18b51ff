"""Several records of one work → one article, and the key that says they are one.

Sources differ in what they know and in how well they know it: a single value comes from the first source, by
priority, that has it, sets are united.  Nothing depends on the order in which records come.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from kg.iris import hashed
from kg.model import Agent, Article, Container, Dates, Organization

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from kg.model import Count, Grant, Location, RecordKey, Reference, Relation, Subject, Text

_Item = TypeVar("_Item")
_Struct = TypeVar("_Struct", bound=msgspec.Struct)

DEFAULT_PRIORITY: Final = ("crossref", "openalex", "agg")
_KEY_SCHEMES: Final = ("pmid", "pmcid", "arxiv", "openalex", "s2")

# How the fields of `Article` are merged; what stands in neither table has a rule of its own in `merged`.
FIRST: Final = (
    "type titles subtitles abstracts volume article_number edition publisher language is_open oa_status event modified"
).split()
UNITED: Final = (
    "short_titles other_titles identifiers licences urls locations images counts keywords subjects grants references"
    " relations remarks"
).split()


def work_key(article: Article, record: RecordKey) -> str:
    """Return the key of the work that a record describes: its best identifier, as its URI spells it.

    DOI before PMID, PMCID, arXiv, OpenAlex and Semantic Scholar; a work without any is known by its record.
    """
    if (doi := article.identifier("doi")) is not None:
        return doi
    for scheme in _KEY_SCHEMES:
        if (value := article.identifier(scheme)) is not None:
            return f"{scheme}:{value}"
    return hashed("work", record.source, record.key)


def merged(versions: Sequence[tuple[RecordKey, Article]], priority: Sequence[str] = DEFAULT_PRIORITY) -> Article:
    """Return the one article that records of a work describe, whatever their order.

    Sources rank by `priority`, those not named there after it and by name.  Raises `ValueError` where there is
    no record.
    """
    ranked = _ranked(versions, priority)
    if len(ranked) == 1:
        return ranked[0]
    first: dict[str, Any] = {field: _first(getattr(article, field) for article in ranked) for field in FIRST}
    united: dict[str, Any] = {
        field: _united(
            (item for article in ranked for item in getattr(article, field)), _SAME.get(field), _FILL.get(field)
        )
        for field in UNITED
    }
    printed = next((article for article in ranked if article.agents), ranked[0])
    paged = next((article for article in ranked if article.pages or article.page_start), ranked[0])
    return Article(
        **first,
        **united,
        agents=_agents(ranked),
        agents_complete=printed.agents_complete,
        containers=_containers(ranked),
        issue=_first(article.issue for article in ranked if article.volume in (None, first["volume"])),
        pages=paged.pages,
        page_start=paged.page_start,
        page_end=paged.page_end,
        dates=Dates(
            **{name: _first(getattr(article.dates, name) for article in ranked) for name in Dates.__struct_fields__}
        ),
        is_retracted=any(article.is_retracted for article in ranked),
    )


def _ranked(versions: Sequence[tuple[RecordKey, Article]], priority: Sequence[str]) -> list[Article]:
    """Each article once, the one whose values win first; of one record's versions, the latest."""
    if not versions:
        raise ValueError("no record to make an article of")
    if len(versions) == 1:
        return [versions[0][1]]
    rank = {source: place for place, source in enumerate(priority)}
    packed = {(record, msgspec.msgpack.encode(article)): article for record, article in versions}
    latest_first = sorted(packed, key=lambda known: (packed[known].modified or "", known[1]), reverse=True)
    ordered = sorted(latest_first, key=lambda known: (rank.get(known[0].source, len(rank)), known[0]))
    return list({encoded: packed[record, encoded] for record, encoded in ordered}.values())


def _first(values: Iterable[_Item]) -> _Item | None:
    """Return the first value that says something; `()` and None say nothing."""
    last = None
    for value in values:
        if value is not None and value != ():
            return value
        last = value
    return last


def _united(
    items: Iterable[_Item],
    same: Callable[[_Item], Hashable] | None = None,
    fill: Callable[[_Item, _Item], _Item] | None = None,
) -> tuple[_Item, ...]:
    """Return each item once; of those that are the same, the first, with what it lacks filled in from the next."""
    known: dict[Hashable, _Item] = {}
    for item in items:
        identity = same(item) if same else item
        if identity not in known:
            known[identity] = item
        elif fill:
            known[identity] = fill(known[identity], item)
    return tuple(known.values())


def _filled(item: _Struct, other: _Struct) -> _Struct:
    """Return an item with the fields that it leaves empty as another has them."""
    missing = {
        field: value
        for field, default in zip(item.__struct_fields__, msgspec.structs.fields(item), strict=True)
        if getattr(item, field) == default.default and (value := getattr(other, field)) != default.default
    }
    return msgspec.structs.replace(item, **missing) if missing else item


def _later(count: Count, other: Count) -> Count:
    return other if (other.date or "") > (count.date or "") else count


def _count(count: Count) -> Hashable:
    return count.name, count.source, count.year


def _text(text: Text) -> Hashable:
    return text.text.casefold()


def _subject(subject: Subject) -> Hashable:
    return subject.scheme, subject.id or subject.label.casefold()


def _location(location: Location) -> Hashable:
    return location.url


def _grant(grant: Grant) -> Hashable:
    funder = grant.funder and (grant.funder.ror or grant.funder.identifiers or (grant.funder.name or "").casefold())
    return grant.award, funder


def _reference(reference: Reference) -> Hashable:
    return reference.identifier or reference.text


def _relation(relation: Relation) -> Hashable:
    return relation.name, relation.identifier, relation.url


_SAME: Final[dict[str, Callable[[Any], Hashable]]] = {
    "other_titles": _text,
    "locations": _location,
    "counts": _count,
    "keywords": _text,
    "subjects": _subject,
    "grants": _grant,
    "references": _reference,
    "relations": _relation,
}
_FILL: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "locations": _filled,
    "counts": _later,
    "subjects": _filled,
    "grants": _filled,
    "relations": _filled,
}


def _agents(ranked: Sequence[Article]) -> tuple[Agent, ...]:
    """Return the agents of the first source that has any; others add what they know of the same name and place."""
    lists = [article.agents for article in ranked if article.agents]
    if not lists:
        return ()
    first, *others = lists
    taken = {agent.orcid for agent in first if agent.orcid}
    return tuple(_completed(agent, place, others, taken) for place, agent in enumerate(first))


def _completed(agent: Agent, place: int, others: Sequence[tuple[Agent, ...]], taken: set[str]) -> Agent:
    for other in others:
        known = other[place] if place < len(other) else None
        if known is None or known.name != agent.name or known.role != agent.role or known.is_group != agent.is_group:
            continue
        if known.orcid and (agent.orcid or known.orcid in taken):
            known = msgspec.structs.replace(known, orcid=None)  # an iD belongs to one author, and ours is there
        affiliations = _united((*agent.affiliations, *known.affiliations), _institution, _filled)
        identifiers = _united((*agent.identifiers, *known.identifiers))
        agent = msgspec.structs.replace(_filled(agent, known), affiliations=affiliations, identifiers=identifiers)
    return agent


def _institution(organization: Organization) -> Hashable:
    return (organization.name or "").casefold() or organization.ror or organization.identifiers


def _containers(ranked: Sequence[Article]) -> tuple[Container, ...]:
    """Return the containers of the first source that has any, with what others know of them, e.g. an ISSN."""
    lists = [article.containers for article in ranked if article.containers]
    if not lists:
        return ()
    first, *others = lists
    return tuple(_widened(container, [held for other in others for held in other]) for container in first)


def _widened(container: Container, others: Iterable[Container]) -> Container:
    for other in others:
        if _is_same(container, other):
            container = _joined(container, other)
    return container


def _is_same(container: Container, other: Container) -> bool:
    """Whether two containers may be one: a shared number, a shared name, or nothing that speaks against it."""
    if container.kind != other.kind:
        return False
    numbers, other_numbers = set(_numbers(container)), set(_numbers(other))
    names, other_names = set(_names(container)), set(_names(other))
    return bool(numbers & other_numbers or names & other_names) or not (numbers and other_numbers)


def _numbers(container: Container) -> Iterator[str]:
    yield from (issn.value for issn in container.issns)
    yield from container.isbns
    if container.issn_l:
        yield container.issn_l


def _names(container: Container) -> Iterator[str]:
    for name in (*(title.text for title in container.titles), *container.short_titles):
        yield "".join(character for character in unicodedata.normalize("NFKC", name).casefold() if character.isalnum())


def _joined(container: Container, other: Container) -> Container:
    return msgspec.structs.replace(
        _filled(container, other),
        titles=_united((*container.titles, *other.titles), _text),
        short_titles=_united((*container.short_titles, *other.short_titles)),
        issns=_united((*container.issns, *other.issns), lambda issn: issn.value, _filled),
        isbns=_united((*container.isbns, *other.isbns)),
        metrics=_united((*container.metrics, *other.metrics)),
        subjects=_united((*container.subjects, *other.subjects), _subject, _filled),
    )
