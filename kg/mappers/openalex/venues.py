"""Locations → where the work appeared, and where it can be read.

`primary_location` says what a work is part of; the copies in `locations` are places to read it and no containers.
Records from before 2023 have a `host_venue` instead, whose ids begin with V; the same numbers begin with S today.
https://docs.openalex.org/api-entities/works/work-object/location-object
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kg import identifiers
from kg.mappers import foreign
from kg.model import Container, Identifier, Issn, Licence, Location, Organization, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

_KINDS = {
    "journal": "periodical",
    "conference": "series",
    "book series": "series",
    "repository": "repository",
    "ebook platform": "repository",
    "metadata": "repository",
    "other": "repository",
}
# What Crossref calls a part, and what it is part of: the name that the publisher gave is that of the whole.
_WHOLES = {"proceedings-article": "proceedings", "book-chapter": "book", "journal-article": "periodical"}
_CONFERENCE = re.compile(r"\b(?:conference|symposium|workshop|congress|annual meeting)\b", re.IGNORECASE)
_NUMBER = re.compile(r"[PQ]\d+")  # where a publisher's name is due, its number at Wikidata or at OpenAlex


def primary(data: dict[str, Any]) -> dict[str, Any]:
    """Return the location that says what a work appeared in, in today's shape; empty where there is none.

    Without a source there, a journal among the copies speaks for it where the work has a volume.
    """
    location = foreign.mapping(data.get("primary_location")) or _of_host_venue(foreign.mapping(data.get("host_venue")))
    if not location.get("source") and foreign.mapping(data.get("biblio")).get("volume"):
        for copy in foreign.mappings(data.get("locations")):
            if foreign.mapping(copy.get("source")).get("type") == "journal":
                return copy
    return location


def containers(location: dict[str, Any], type_: str | None) -> Iterator[Container]:
    """Yield the journal, series or repository of a location, and the book or proceedings that stand in it."""
    source = foreign.mapping(location.get("source"))
    name = foreign.string(source.get("display_name"))
    whole = foreign.string(location.get("raw_source_name"))
    kind = _kind_of_whole(whole or "", foreign.string(location.get("raw_type")), type_)
    if whole and kind and (kind != "periodical" or not source) and not _is_name_of(whole, name):
        yield Container(kind=kind, titles=(Text(whole),))
    number, issns = foreign.identified(identifiers.openalex, source.get("id")), tuple(_issns(source))
    if name or number or issns:
        yield Container(
            kind=_KINDS.get(str(source.get("type")), "periodical"),
            titles=(Text(name),) if name else (),
            issns=issns,
            issn_l=foreign.identified(identifiers.issn, source.get("issn_l")),
            key=f"openalex:{number}" if number else None,
            publisher=publisher(source),
        )


def _kind_of_whole(name: str, raw_type: str | None, type_: str | None) -> str | None:
    """Return what a name is the name of, None where it is a web address, or where only a repository knows what."""
    if "://" in name:
        return None
    if raw_type is None and _CONFERENCE.search(name):
        return "proceedings"
    return _WHOLES.get(raw_type or type_ or "")


def publisher(source: dict[str, Any]) -> Organization | None:
    """Return who stands behind a source, or None."""
    name = foreign.string(source.get("host_organization_name") or source.get("publisher"))
    number = foreign.identified(identifiers.openalex, source.get("host_organization") or source.get("publisher_id"))
    if name and _NUMBER.fullmatch(name):
        name = None
    if name is None and number is None:
        return None
    return Organization(name=name, identifiers=(Identifier("openalex", number),) if number else ())


def locations(data: dict[str, Any]) -> tuple[Location, ...]:
    """Return every page and every PDF of a work, each once."""
    venues = [data.get("host_venue"), *foreign.items(data.get("alternate_host_venues"))]
    listed = [
        data.get("primary_location"),
        *foreign.items(data.get("locations")),
        data.get("best_oa_location"),
        *(_of_host_venue(venue) for venue in venues if isinstance(venue, dict)),
    ]
    found: dict[str, Location] = {}
    for location in listed:
        for place in _places(foreign.mapping(location)):
            found.setdefault(place.url, place)
    open_url = foreign.link(foreign.mapping(data.get("open_access")).get("oa_url"))
    if open_url:
        found.setdefault(open_url, Location(url=open_url, is_open=True))
    return tuple(found.values())


def licences(data: dict[str, Any], location: dict[str, Any]) -> tuple[Licence, ...]:
    """Return the licences of the work where it appeared and where it is best read."""
    named = (_licence(place) for place in (location, foreign.mapping(data.get("best_oa_location"))))
    return tuple(dict.fromkeys(licence for licence in named if licence))


def _places(location: dict[str, Any]) -> Iterator[Location]:
    host = foreign.string(foreign.mapping(location.get("source")).get("display_name"))
    for field, is_pdf in (("landing_page_url", False), ("pdf_url", True)):
        url = foreign.link(location.get(field))
        if url:
            yield Location(
                url=url,
                is_pdf=is_pdf,
                media_type="application/pdf" if is_pdf else None,
                is_open=foreign.boolean(location.get("is_oa")),
                version=foreign.string(location.get("version")),
                licence=_licence(location),
                host=host,
            )


def _licence(location: dict[str, Any]) -> Licence | None:
    code = foreign.string(location.get("license"))
    return Licence(code=code, version=foreign.string(location.get("version"))) if code else None


def _of_host_venue(venue: dict[str, Any]) -> dict[str, Any]:
    """Return a venue in the shape that locations have today."""
    if not venue:
        return {}
    number = foreign.identified(identifiers.openalex, venue.get("id"))
    is_repository = venue.get("type") == "repository" and not venue.get("issn_l")
    source = {**venue, "id": number and "S" + number[1:], "type": "repository" if is_repository else "journal"}
    return {
        "source": source if number or venue.get("display_name") else None,
        "landing_page_url": venue.get("url"),
        "license": venue.get("license"),
        "version": venue.get("version"),
        "is_oa": venue.get("is_oa"),
    }


def _issns(source: dict[str, Any]) -> Iterator[Issn]:
    known = (
        foreign.identified(identifiers.issn, value)
        for value in (source.get("issn_l"), *foreign.items(source.get("issn")))
    )
    return (Issn(value) for value in dict.fromkeys(known) if value)


def _is_name_of(whole: str, name: str | None) -> bool:
    return name is not None and whole.casefold() == name.casefold()
