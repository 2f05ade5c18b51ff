"""Licences, and where an article can be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from kg import identifiers
from kg.mappers import foreign, markup, parts
from kg.model import Licence, Location

if TYPE_CHECKING:
    from collections.abc import Iterator

_IN_TEXT: Final = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(?:licen[sc]es|publicdomain)/[\w./+-]+", re.IGNORECASE
)
_OPEN: Final = frozenset({"open-access", "openaccess", "open access", "cc-by", "creative-commons"})


def licences(meta: Any) -> tuple[Licence, ...]:
    """Return licences by their URLs: of the element, of a reference, or in the words."""
    return tuple(dict.fromkeys(Licence(url=url) for url in _licences(meta)))


def is_open(meta: Any) -> bool | None:
    """Return True where the file says so; nothing else proves that it is closed."""
    stated = {str(held.get("license-type")).lower() for held in _held(meta)}
    is_free = any("creativecommons.org/" in (licence.url or "") for licence in licences(meta))
    return True if stated & _OPEN or is_free else None


def urls(meta: Any) -> tuple[str, ...]:
    """Return the pages of an article, those behind its DOI left out."""
    found = (markup.attribute(held, "href") for held in markup.all_(meta, "self-uri"))
    links = (link for stated in found if (link := foreign.link(stated)))
    return tuple(dict.fromkeys(link for link in links if not _is_pdf(link) and identifiers.doi(link) is None))


def locations(meta: Any) -> tuple[Location, ...]:
    """Return the files of an article that have an address; most have a name alone."""
    found = []
    for held in markup.all_(meta, "self-uri"):
        link = foreign.link(markup.attribute(held, "href"))
        if link and (_is_pdf(link) or held.get("content-type") in {"pdf", "application/pdf"}):
            found.append(Location(url=link, is_pdf=True))
    return tuple(dict.fromkeys(found))


def _licences(meta: Any) -> Iterator[str]:
    for held in _held(meta):
        stated = [markup.attribute(held, "href")]
        stated += [reference.text for reference in held.iter("{*}license_ref")]
        stated += [markup.attribute(link, "href") for link in held.iter("ext-link", "uri")]
        text = _IN_TEXT.search(" ".join(held.itertext()))
        stated.append(text[0].rstrip(".") if text else None)
        known = [url for text_ in stated if text_ and (url := parts.licence_url(text_.strip()))]
        chosen = [url for url in known if "creativecommons.org/" in url] or known[:1]
        yield from dict.fromkeys(chosen)
    for reference in meta.iterfind("permissions/{*}license_ref") if meta is not None else ():
        if (url := parts.licence_url((reference.text or "").strip())) is not None:
            yield url


def _held(meta: Any) -> list[Any]:
    return [*markup.all_(meta, "permissions/license"), *markup.all_(meta, "license")]


def _is_pdf(link: str) -> bool:
    return link.lower().split("?")[0].endswith(".pdf")
