"""Titles, abstract and keywords, all in lists or marked up as in JATS, and in no language that is stated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.mappers import foreign
from kg.model import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEADING: Final = re.compile(
    r"(?:abstract|summary|resumen|resumo|résumé|sommaire|riassunto|zusammenfassung|kurzfassung|abstrak|аннотация"
    r"|реферат|摘要|要旨|초록)[.:：]?",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(r"^abstract\s*(?:[.:：]|\s[-–—])\s+(?=\S)", re.IGNORECASE)  # "Abstract algebra is" is none
_WITHDRAWN: Final = re.compile(
    r"\W*(?:article\s+)?(?:retracted|withdrawn)\b(?:\s+article)?\s*[\]):：.—–-]", re.IGNORECASE
)
_FOOTNOTE: Final = re.compile(
    r"(?<=[a-z]{3})\s*<sup>\s*[\d*†‡§,]+\s*</sup>\s*$"
)  # no exponent: it stands behind a word
_LOST: Final = "\ufffd"  # where a publisher's conversion lost a character


class Titles(NamedTuple):
    """How a work is called."""

    titles: tuple[Text, ...]
    subtitles: tuple[Text, ...]
    short_titles: tuple[str, ...]
    other_titles: tuple[Text, ...]


def titles(data: dict[str, Any], remarks: list[str]) -> Titles:
    """Return one title, with all other names that it goes by; each once, whatever its case.

    A second title is a translation, an original title the one before translation; it stands in for a missing one.
    """
    stated = foreign.strings([_without_footnote(title, remarks) for title in foreign.items(data.get("title"))])
    originals = foreign.strings(data.get("original-title"))
    names = stated or originals
    if not names:
        remarks.append("no-title")
    elif not stated:
        remarks.append("title-from-original")
    elif _WITHDRAWN.match(names[0]):
        remarks.append("title-says-retracted")
    if any(_LOST in name for name in names):
        remarks.append("characters-lost")
    known = {name.casefold() for name in names[:1]}
    return Titles(
        titles=tuple(Text(name) for name in names[:1]),
        other_titles=tuple(Text(name) for name in _new((*names[1:], *originals), known)),
        subtitles=tuple(Text(name) for name in _new(foreign.strings(data.get("subtitle")), known)),
        short_titles=tuple(_new(foreign.strings(data.get("short-title")), known)),
    )


def abstract(data: dict[str, Any]) -> str | None:
    """Return the abstract without the heading that says it is one; data and figures have a description instead."""
    for field in ("abstract", "description"):
        stated = foreign.block(data.get(field)) or ""
        first, _, rest = stated.partition("\n\n")
        text = _LABEL.sub("", rest if _HEADING.fullmatch(first) else stated, count=1)
        if any(character.isalnum() for character in text):
            return text
    return None


def keywords(data: dict[str, Any]) -> tuple[Text, ...]:
    """Return the subjects of the journal, and the group of a preprint server that a work belongs to."""
    stated = (*foreign.strings(data.get("subject")), *foreign.strings(data.get("group-title")))
    return tuple(Text(word) for word in dict.fromkeys(stated))


def _without_footnote(title: Any, remarks: list[str]) -> Any:
    if not isinstance(title, str) or "</sup>" not in title or not _FOOTNOTE.search(title):
        return title
    remarks.append("footnote-left-out-of-title")
    return _FOOTNOTE.sub("", title)


def _new(names: Iterable[str], known: set[str]) -> list[str]:
    """Return the names that are not known yet, which they are from then on."""
    new = []
    for name in names:
        if name.casefold() not in known:
            known.add(name.casefold())
            new.append(name)
    return new
