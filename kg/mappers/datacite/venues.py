"""What a work appeared in: its container, and the one that `relatedItems` describes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg import identifiers
from kg.mappers import foreign, parts
from kg.model import Container, Issn, Organization, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

_KINDS: Final = {
    "Journal": "periodical",
    "Series": "series",
    "Book Series": "series",
    "BookSeries": "series",
    "DataRepository": "repository",
    "Book": "book",
    "ConferenceProceeding": "proceedings",
}
_ITEMS: Final = {**_KINDS, "Collection": "repository"}
_OF_TYPE: Final = {"journal-article": "periodical", "proceedings-article": "proceedings", "book-chapter": "book"}


class Venue(NamedTuple):
    """Where in its container a work stands."""

    volume: str | None
    issue: str | None
    pages: parts.Pages


def venue(data: dict[str, Any]) -> Venue:
    """Return volume, issue and pages: as the container says them, else as the item does that the work is in."""
    for held in (foreign.mapping(data.get("container")), *_published_in(data)):
        volume = parts.numbering(foreign.string(held.get("volume")))
        issue = parts.numbering(foreign.string(held.get("issue")))
        first, last = foreign.string(held.get("firstPage")), foreign.string(held.get("lastPage"))
        pages = parts.pages(f"{first}\u2013{last}" if first and last and first != last else first)
        if volume or issue or pages.pages:
            return Venue(volume, issue, pages)
    return Venue(None, None, parts.Pages())


def containers(data: dict[str, Any], place: Venue, type_: str) -> tuple[Container, ...]:
    """Return the containers, each once."""
    return tuple(dict.fromkeys(_containers(data, place, type_)))


def _containers(data: dict[str, Any], place: Venue, type_: str) -> Iterator[Container]:
    held = foreign.mapping(data.get("container"))
    stated = foreign.string(held.get("type"))
    kind = _KINDS.get(stated or "") or _OF_TYPE.get(type_) or ("periodical" if place.volume else "series")
    if kind == "series" and type_ == "journal-article":
        kind = "periodical"
    title, issns = foreign.string(held.get("title")), tuple(_issns(held.get("identifier")))
    if not issns and (title or kind == "periodical"):
        issns = tuple(_related_issns(data))
    if title or issns:
        yield Container(kind=kind, titles=(Text(title),) if title else (), issns=issns)
    for item in _published_in(data):
        item_kind = _ITEMS.get(str(item.get("relatedItemType")), "periodical")
        titles = (foreign.string(named.get("title")) for named in foreign.mappings(item.get("titles")))
        name = next((named for named in titles if named), None)
        if name and name != title:
            publisher = foreign.string(item.get("publisher"))
            number = foreign.mapping(item.get("relatedItemIdentifier"))
            yield Container(
                kind=item_kind,
                titles=(Text(name),),
                issns=tuple(_issns(number.get("relatedItemIdentifier"))) if item_kind == "periodical" else (),
                publisher=Organization(name=publisher) if publisher else None,
            )


def _published_in(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for item in foreign.mappings(data.get("relatedItems")):
        if item.get("relationType") in {"IsPublishedIn", "IsPartOf"}:
            yield item


def _related_issns(data: dict[str, Any]) -> Iterator[Issn]:
    """Yield the ISSNs of what a work is part of; they stand among its relations."""
    known = dict.fromkeys(
        issn
        for related in foreign.mappings(data.get("relatedIdentifiers"))
        if related.get("relationType") in {"IsPartOf", "IsPublishedIn"}
        and str(related.get("relatedIdentifierType")) in {"ISSN", "EISSN", "LISSN"}
        for issn in _issns(related.get("relatedIdentifier"))
    )
    yield from known


def _issns(stated: Any) -> Iterator[Issn]:
    if (value := foreign.identified(identifiers.issn, stated)) is not None:
        yield Issn(value)
