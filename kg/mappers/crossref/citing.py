"""References: a DOI where one is known, else the entry as printed, else its parts put together in that way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from kg import identifiers
from kg.mappers import foreign
from kg.model import Identifier, Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

# A name that needs no cleaning but for its case; lists of references are most of what there is to read.
_PLAIN_DOI: Final = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[!-%'-~]+", re.ASCII)
_TITLES: Final = ("article-title", "volume-title", "series-title")


def references(data: dict[str, Any], own: str, remarks: list[str]) -> tuple[Reference, ...]:
    """Return what a work cites, each once and never itself; entries that say nothing are left out under a remark."""
    return tuple(dict.fromkeys(_references(data.get("reference"), own, remarks)))


def _references(listed: Any, own: str, remarks: list[str]) -> Iterator[Reference]:
    for entry in foreign.mappings(listed):
        doi = _doi(entry.get("DOI"))
        if doi == own:
            remarks.append("reference-to-itself")
        elif doi is not None:
            yield Reference(identifier=Identifier("doi", doi))
        elif text := foreign.string(entry.get("unstructured")) or _text(entry):
            yield Reference(text=text)
        else:
            remarks.append("reference-without-text")


def _doi(stated: Any) -> str | None:
    if isinstance(stated, str) and _PLAIN_DOI.fullmatch(stated):
        return stated.lower()
    return foreign.identified(identifiers.doi, stated)


def _text(entry: dict[str, Any]) -> str | None:
    """Return an entry as one would print it: `Turing (1950). Computing Machinery. Mind, 59(236), 433`."""
    said = {name: foreign.string(value) for name, value in entry.items() if name not in {"key", "doi-asserted-by"}}
    author, year, volume, issue = (said.get(name) for name in ("author", "year", "volume", "issue"))
    number = (volume or "") + (f"({issue})" if issue else "")
    edition = said.get("edition")
    who = " ".join(part for part in (author, f"({year})" if year else None) if part)
    where = ", ".join(part for part in (said.get("journal-title"), number, said.get("first-page")) if part)
    titles = [said.get(name) for name in _TITLES]
    sentences = [who, *titles, f"edition {edition}" if edition else None, where]
    said_at_all = any((author, *titles, said.get("journal-title")))
    return ". ".join(sentence.rstrip(". ") for sentence in sentences if sentence) if said_at_all else None
