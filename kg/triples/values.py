"""Values as terms: text, dates, numbers, links; each in the one form that every store gives back unchanged."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from kg import identifiers
from kg.errors import TermError
from kg.iris import path
from kg.terms import Iri, iri, literal, typed
from kg.vocab import XSD

if TYPE_CHECKING:
    from kg.model import Text
    from kg.terms import Literal

_DATE_TYPES: Final = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
_DIGITS = 18  # what a store keeps of a decimal, before and after its point

_CLEAN = re.compile(r"https?://[a-z0-9.-]*[a-z0-9](?::\d+)?(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?\.?", re.ASCII)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_TO_ENCODE = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9._~:/?#@!$&'()*+,;=%-]")
_SCHEMES: Final = frozenset({"http", "https", "ftp"})


def text(words: Text) -> Literal:
    """Return a literal with its language where that is known."""
    return literal(words.text, words.language)


@lru_cache(1 << 12)
def date(partial: str) -> Literal:
    """Return a partial date as `xsd:gYear`, `xsd:gYearMonth` or `xsd:date`, by its precision."""
    return typed(partial, _DATE_TYPES[len(partial)])


@lru_cache(1 << 12)
def year(partial: str) -> Literal:
    """Return the year of a partial date."""
    return typed(partial[:4], XSD.gYear)


@lru_cache(1 << 12)
def integer(value: int) -> Literal:
    """Return a whole number as `xsd:integer`, counts too: of `xsd:nonNegativeInteger` stores keep the value only."""
    return typed(str(value), XSD.integer)


def boolean(value: bool) -> Literal:  # noqa: FBT001 - it is the value, not a switch
    """Return a truth value."""
    return _TRUE if value else _FALSE


_TRUE = typed("true", XSD.boolean)
_FALSE = typed("false", XSD.boolean)


def figure(value: str) -> Literal:
    """Return a figure as `xsd:decimal` in its shortest form (`0.8000` is `0.8`), a whole one as `xsd:integer`.

    What is no number, and what no store can compute with, stays a string.
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        return literal(value)
    if not number.is_finite() or number.adjusted() >= _DIGITS or -int(number.as_tuple().exponent) > _DIGITS:
        return literal(value)
    shortest = f"{number:f}"
    if "." in shortest:
        shortest = shortest.rstrip("0").rstrip(".")
    return typed("0" if not number else shortest, XSD.decimal if "." in shortest else XSD.integer)


def link(url: str) -> Iri | None:
    """Return the term for a link that came from outside, or None where it is none that a reader may follow.

    http, https, ftp and `doi:` only; spaces, brackets and the like are percent-encoded, scheme and host in lower
    case.  A link without a host, or with a password in it, is none.
    """
    if _CLEAN.fullmatch(url):
        return Iri(b"<%b>" % url.encode())
    stripped = url.strip()
    if stripped[:4].lower() == "doi:":
        doi = identifiers.doi(stripped)
        return doi_link(doi) if doi else None
    try:
        return iri(_repaired(stripped))
    except (ValueError, TermError):
        return None


def doi_link(doi: str) -> Iri:
    """Return the link that resolves a DOI."""
    return Iri(b"<https://doi.org/%b>" % path(doi).encode())


def _repaired(url: str) -> str:
    """Return a link with all encoded that an IRI cannot hold; raises `ValueError` where none is to be made of it."""
    split = urlsplit(url)
    host = split.hostname or ""
    if not host.isascii():
        host = host.encode("idna").decode()
    if split.scheme not in _SCHEMES or not _HOST.fullmatch(host) or "@" in split.netloc or _CONTROLS.search(url):
        raise ValueError(url)
    authority = f"{split.scheme}://{host}" + (f":{split.port}" if split.port else "")
    query = f"?{_encoded(split.query)}" if split.query else ""
    # A second "#" would begin a second fragment.
    fragment = "#" + _encoded(split.fragment).replace("#", "%23") if split.fragment else ""
    return authority + (_encoded(split.path) or "/" * bool(query + fragment)) + query + fragment


def _encoded(text_: str) -> str:
    return _TO_ENCODE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), text_)
