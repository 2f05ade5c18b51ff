"""Which of our formats answers an Accept header (RFC 9110, section 12.5.1), and which coding an Accept-Encoding.

Ours, because the libraries at hand fall short of what clients really send: one needs the removed `cgi`
module, one splits a quoted profile at its comma, one lets `*/*` win over `text/turtle;q=0`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kg.formats import FORMATS, Format

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ELEMENT = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*+"?)++')  # a comma inside quotes separates nothing
_RANGE = re.compile(r"\s*([!#$%&'*+.^`|~\w-]+)/([!#$%&'*+.^`|~\w-]+)\s*(?:;|$)", re.ASCII)
_PARAMETER = re.compile(r'"(?:[^"\\]|\\.)*+"?')  # a quality inside quotes says nothing
_QUALITY = re.compile(r";\s*q\s*=\s*(\d*\.?\d+|\d+\.)", re.IGNORECASE)  # also ".5", which clients send
_CODING = re.compile(r"\s*(gzip|x-gzip|identity|\*)\s*(?:;|$)", re.IGNORECASE)

_EXACT = 2
_LONGEST_REMEMBERED = 1_000  # longer headers are nobody's habit, and must not fill the memory


class _Range(NamedTuple):
    type: str
    subtype: str
    quality: float

    @property
    def exactness(self) -> int:
        return (self.type != "*") + (self.subtype != "*")

    def covers(self, media_type: str) -> bool:
        type_, _, subtype = media_type.partition("/")
        return self.type in {"*", type_} and self.subtype in {"*", subtype}


def choose(accept: str | None, formats: tuple[Format, ...] = FORMATS) -> Format | None:
    """Return the format to send, or None where the client accepts none of them (406).

    Quality decides, then how exactly the client named the type, then our own order: who lists seven RDF types
    at one quality gets the first of ours.  No header, an empty one and one without any sense mean "anything".
    """
    wished = accept or ""
    return _remembered(wished, formats) if len(wished) < _LONGEST_REMEMBERED else _chosen(wished, formats)


def takes_gzip(accept_encoding: str) -> bool:
    """Tell whether the client takes gzip (RFC 9110, section 12.5.3) and wants nothing else more."""
    return (_takes_gzip if len(accept_encoding) < _LONGEST_REMEMBERED else _takes_gzip.__wrapped__)(accept_encoding)


@lru_cache(256)
def _takes_gzip(accept_encoding: str) -> bool:
    wishes = {
        coding[1].lower().removeprefix("x-"): _quality(element)
        for element in accept_encoding.split(",")
        if (coding := _CODING.match(element))
    }
    wish = wishes.get("gzip", wishes.get("*", 0))
    return wish > 0 and wish >= wishes.get("identity", 0)


def _chosen(accept: str, formats: tuple[Format, ...]) -> Format | None:
    ranges = list(_ranges(accept))
    if not ranges:
        return formats[0]
    ranked = (
        (quality, exactness, -place, format_)
        for place, format_ in enumerate(formats)
        for quality, exactness in _wishes(ranges, format_)
    )
    quality, _, _, best = max(ranked, key=lambda wish: wish[:3])
    return best if quality > 0 else None


_remembered = lru_cache(1024)(_chosen)  # clients say the same few things over and over


def _ranges(accept: str) -> Iterator[_Range]:
    for element in _ELEMENT.findall(accept):
        if media_range := _RANGE.match(element):
            yield _Range(media_range[1].lower(), media_range[2].lower(), _quality(element))


def _quality(element: str) -> float:
    stated = _QUALITY.search(_PARAMETER.sub("", element))
    return min(float(stated[1]), 1) if stated else 1


def _wishes(ranges: Sequence[_Range], format_: Format) -> Iterator[tuple[float, int]]:
    """Yield the wishes for a format: for the type we send, and for another name where the client says that name."""
    sent, *others = format_.media_types
    wish = _wish(ranges, sent)
    yield wish
    if wish == (0, _EXACT):  # what we send is refused by its name: no other name makes it welcome
        return
    yield from (wish for wish in (_wish(ranges, other) for other in others) if wish[1] == _EXACT)


def _wish(ranges: Sequence[_Range], media_type: str) -> tuple[float, int]:
    """Return quality and exactness of the most exact range for a type: `text/turtle;q=0, */*` wants no Turtle."""
    covering = [range_ for range_ in ranges if range_.covers(media_type)]
    if not covering:
        return 0, 0
    exactness = max(range_.exactness for range_ in covering)
    return max(range_.quality for range_ in covering if range_.exactness == exactness), exactness
