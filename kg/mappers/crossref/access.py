"""Licences, landing pages and files.  Crossref says under which terms, and hardly ever whether a work is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.mappers import foreign, parts
from kg.mappers.crossref.occasions import date
from kg.model import Licence, Location

if TYPE_CHECKING:
    from collections.abc import Iterator

# Files for programs that compare or mine text; many of their addresses answer nobody else.
_NOT_FOR_READERS: Final = frozenset({"text-mining", "similarity-checking"})
_RESOLVERS: Final = ("https://doi.org/", "http://doi.org/", "http://dx.doi.org/", "https://dx.doi.org/")


def licences(data: dict[str, Any], remarks: list[str]) -> tuple[Licence, ...]:
    """Return each licence with the version that it covers (`vor`, `am`, `tdm`, ...) and the day from which it holds."""
    found = []
    for entry in foreign.mappings(data.get("license")):
        stated = foreign.string(entry.get("URL"))
        url = parts.licence_url(stated)
        if url is None:
            remarks.append("licence-without-url")
        if stated is not None:
            version = foreign.string(entry.get("content-version"))
            code = stated if url is None else None
            found.append(Licence(url=url, code=code, version=version, start=date(entry.get("start"))))
    return tuple(dict.fromkeys(found))


def is_open(data: dict[str, Any], seen: str | None) -> bool | None:
    """Return True where the publisher says that reading is free, from a day that had come; else nobody says."""
    if any(
        assertion.get("name") == "free" and "all" in str(assertion.get("value")).lower()
        for assertion in foreign.mappings(data.get("assertion"))
    ):
        return True
    free = foreign.mapping(data.get("free-to-read"))
    start = date(free.get("start-date"))
    has_begun = start is None or (seen is not None and start <= seen)
    return True if free and has_begun and not free.get("end-date") else None


def urls(data: dict[str, Any]) -> tuple[str, ...]:
    """Return the landing pages; the address that resolves the DOI is known from the DOI."""
    return tuple(dict.fromkeys(url for url in _urls(data) if not url.lower().startswith(_RESOLVERS)))


def _urls(data: dict[str, Any]) -> Iterator[str]:
    resource = foreign.mapping(data.get("resource"))
    for place in (resource.get("primary"), *foreign.items(resource.get("secondary")), data):
        if (url := foreign.link(foreign.mapping(place).get("URL"))) is not None:
            yield url


def locations(data: dict[str, Any]) -> tuple[Location, ...]:
    """Return the files that a reader can open, each address once."""
    found: dict[str, Location] = {}
    for entry in foreign.mappings(data.get("link")):
        url = foreign.link(entry.get("URL"))
        if url is None or str(entry.get("intended-application")) in _NOT_FOR_READERS:
            continue
        media_type = foreign.string(entry.get("content-type"))
        if media_type == "unspecified":
            media_type = None
        version = foreign.string(entry.get("content-version"))
        is_pdf = media_type == "application/pdf"
        found.setdefault(url, Location(url=url, is_pdf=is_pdf, media_type=media_type, version=version))
    return tuple(found.values())
