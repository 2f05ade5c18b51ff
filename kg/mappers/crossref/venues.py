"""What a work appeared in: a journal under several names, a book and its series, a preprint server.

`container-title` is one list for all of these, in an order that has changed over the years; `ISSN` belongs to a
journal or a series, `ISBN` to a book.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg import identifiers
from kg.mappers import foreign, parts
from kg.model import Container, Issn, Organization, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

_KINDS: Final = {
    "journal-article": "periodical",
    "correction": "periodical",
    "journal-issue": "periodical",
    "journal-volume": "periodical",
    "proceedings-article": "proceedings",
    "book-chapter": "book",
    "reference-entry": "book",
    "book": "series",
    "edited-book": "series",
    "reference-book": "series",
    "proceedings": "series",
    "report": "series",
    "standard": "series",
    "thesis": "series",
    "dataset": "repository",
    "preprint": "repository",
}
_NO_PARTS: Final = frozenset({"journal", "book-series"})
# Words that speak for a series, much or little, and those that speak for one book of it.
_SERIES: Final = re.compile(
    r"\bseries\b|\blecture notes\b|^(?:communications|studies) in\b|\bconference proceedings$"
    r"|^contemporary mathematics$|\bcolloquia\b|\bmonograph(?:s|ien)\b|^UNITEXT\b|schriften\b|reihe\b",
    re.IGNORECASE,
)
_PERHAPS_SERIES: Final = re.compile(
    r"^(?:advances|topics|developments|progress|perspectives|contributions|proceedings|methods|transactions)"
    r" (?:in|on|to)\b"
    r"|\bstudies (?:in|of|on)\b|\bsymposia in\b|\blibrary\b|\bbeiträge\b|\bproceedings$|^(?:the )?handbook\b",
    re.IGNORECASE,
)
_ONE_BOOK: Final = re.compile(r"\b(?:(?:19|20)\d\d|\d+(?:st|nd|rd|th)|vol(?:ume|\.) ?\w+|[ivx]{2,4})\b", re.IGNORECASE)
_ID: Final = re.compile(r"https?://id\.crossref\.org/\w+/", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+")
_ABBREVIATED: Final = re.compile(r"\w\.\s.*\w\.(?:\s|$)")
_LONGEST_ACRONYM: Final = 10
_MEDIA: Final = frozenset({"print", "electronic"})


class _Stated(NamedTuple):
    """What a record says of the places of a work, before anybody knows which is which."""

    names: list[str]
    short_names: list[str]
    issns: tuple[Issn, ...]
    isbns: tuple[str, ...]
    publisher: Organization | None
    event: str


def containers(data: dict[str, Any], type_: str, remarks: list[str]) -> tuple[Container, ...]:
    """Return what a work appeared in, the narrowest first: the book, then its series."""
    if type_ in _NO_PARTS:
        return ()
    stated = _stated(data, type_, remarks)
    kind = _KINDS.get(type_)
    if kind is None:
        kind = "book" if stated.isbns or not stated.issns or len(stated.names) > 1 else "periodical"
    if kind in {"book", "proceedings"}:
        return tuple(_book_and_series(kind, stated, remarks))
    if not stated.names and not stated.short_names and not stated.issns:
        return ()
    return (_container(kind, stated.names, stated.short_names, stated),)


def issns(data: dict[str, Any], remarks: list[str]) -> tuple[Issn, ...]:
    """Return the ISSNs, with their medium where it is stated: their order says nothing."""
    typed = [(entry.get("value"), entry.get("type")) for entry in foreign.mappings(data.get("issn-type"))]
    stated = [(text, None) for text in foreign.strings(data.get("ISSN"))]
    found: dict[str, str | None] = {}
    for text, medium in (*stated, *typed):
        issn = _issn(str(text))
        if issn is None:
            remarks.append("issn-not-valid")
        else:
            found[issn] = str(medium) if str(medium) in _MEDIA else found.get(issn)
    return tuple(Issn(issn, medium) for issn, medium in found.items())


@lru_cache(1 << 12)  # a journal's ISSNs come again with each of its articles
def _issn(stated: str) -> str | None:
    return identifiers.issn(_ID.sub("", stated))


def isbns(data: dict[str, Any], remarks: list[str]) -> tuple[str, ...]:
    """Return the ISBNs, in 13 digits."""
    typed = (foreign.string(entry.get("value")) for entry in foreign.mappings(data.get("isbn-type")))
    found = []
    for stated in (*foreign.strings(data.get("ISBN")), *(text for text in typed if text)):
        isbn = identifiers.isbn(_ID.sub("", stated))
        if isbn is None:
            remarks.append("isbn-not-valid")
        else:
            found.append(isbn)
    return tuple(dict.fromkeys(found))


def _stated(data: dict[str, Any], type_: str, remarks: list[str]) -> _Stated:
    names = list(foreign.strings(data.get("container-title")))
    if type_ == "preprint" and not names:
        hosts = (foreign.string(host.get("name")) for host in foreign.mappings(data.get("institution")))
        names = [host for host in hosts if host][:1]
    publisher = foreign.string(data.get("publisher"))
    return _Stated(
        names=names,
        short_names=list(foreign.strings(data.get("short-container-title"))),
        issns=issns(data, remarks),
        isbns=isbns(data, remarks),
        publisher=Organization(name=publisher) if publisher else None,
        event=_folded(foreign.string(foreign.mapping(data.get("event")).get("name")) or ""),
    )


def _book_and_series(kind: str, stated: _Stated, remarks: list[str]) -> Iterator[Container]:
    """Yield the book and the series that it stands in; one name with an ISSN and no ISBN is that of a series."""
    names, short_names = list(stated.names), list(stated.short_names)
    series: list[str] = []
    if len(names) > 1:
        series = [names.pop(_place_of_series(stated, remarks))]
    elif stated.issns and not stated.isbns:
        series, names = names, []
    series_short = [short for short in short_names if any(_shortens(short, name) for name in series)]
    short_names = [short for short in short_names if short not in series_short]
    if names or stated.isbns:
        yield _container(kind, names, short_names, stated._replace(issns=()))
        short_names = []
    if series or stated.issns:
        yield _container("series", series, [*series_short, *short_names], stated._replace(isbns=()))


def _place_of_series(stated: _Stated, remarks: list[str]) -> int:
    """Return which of several names is that of the series: the first, by today's order, unless words say otherwise."""
    weights = [
        2 * bool(_SERIES.search(name))
        + bool(_PERHAPS_SERIES.search(name))
        - bool(_ONE_BOOK.search(name))
        - 2 * bool(stated.event and stated.event in _folded(name))
        for name in stated.names
    ]
    if weights.count(max(weights)) > 1:
        remarks.append("series-told-by-place")
    return weights.index(max(weights))


def _container(kind: str, names: list[str], short_names: list[str], stated: _Stated) -> Container:
    """Return one container of many names: abbreviations are told from titles, what stands twice is taken once."""
    whole = [name for name in names if not any(_shortens(name, other) for other in names)] or names[:1]
    short = [name for name in (*names, *short_names) if name not in whole]
    if not whole and not stated.issns and not stated.isbns:
        whole, short = short[:1], short[1:]
    is_book = kind in {"book", "proceedings"}
    return Container(
        kind=kind,
        titles=tuple(Text(name) for name in whole),
        short_titles=tuple(dict.fromkeys(name for name in short if _folded(name) not in set(map(_folded, whole)))),
        issns=() if is_book else stated.issns,
        isbns=stated.isbns if is_book else (),
        publisher=stated.publisher,
    )


def _shortens(name: str, other: str) -> bool:
    """Tell whether a name is another one's short form: an abbreviation, an acronym, or the same without its spaces."""
    if name == other:
        return False
    if _folded(name) == _folded(other):
        return (name.count(" "), other) < (other.count(" "), name)
    letters = sum(character.isupper() for character in name)
    is_acronym = " " not in name and 2 <= letters and len(name) <= min(_LONGEST_ACRONYM, len(other) // 2)
    is_abbreviated = len(name) < len(other) and _ABBREVIATED.search(name) and not _ABBREVIATED.search(other)
    return is_acronym or bool(is_abbreviated) or parts.abbreviates(name, other)


def _folded(name: str) -> str:
    return "".join(_WORD.findall(name.casefold()))
