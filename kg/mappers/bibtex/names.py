"""Lists of names: `Last, First and {The Group} and others`, in BibTeX's three forms and biblatex's extended one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from kg import identifiers
from kg.mappers import byline, latex, parts
from kg.model import Agent

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROLES: Final = {
    "author": "author",
    "editor": "editor",
    "editora": "editor",
    "editorb": "editor",
    "translator": "translator",
}
_GROUP: Final = re.compile(r"\{(?:[^{}]|\{[^{}]*\})*\}")
_EXTENDED: Final = re.compile(
    r"\b(family|given|prefix|suffix|orcid)\s*=\s*(\{[^{}]*\}|\"[^\"]*\"|[^,]+)", re.IGNORECASE
)
_OTHERS: Final = frozenset({"others", "et al", "et al.", "et. al."})
_LONGEST: Final = 20_000  # characters of a list of names that is read in parts


def agents(data: dict[str, Any], remarks: list[str]) -> tuple[tuple[Agent, ...], bool]:
    """Return all who have a role, and whether these are all: `and others` stands for more."""
    found: list[Agent] = []
    is_complete = True
    for field, role in _ROLES.items():
        for name in _listed(str(data.get(field) or "")):
            if name.strip().lower() in _OTHERS:
                is_complete = False
            elif (agent := _agent(name.strip(), role)) is not None:
                found.append(agent)
            else:
                remarks.append("author-without-name")
    return tuple(found), is_complete


def _listed(stated: str) -> list[str]:
    joined = " ".join(stated.split())
    if not joined:
        return []
    return [name for name in split_multiple_persons_names(joined) if name.strip(" {},")]


def _agent(name: str, role: str) -> Agent | None:
    if _GROUP.fullmatch(name):
        printed = latex.text(name)
        # Braces around a name keep it together; around that of a person they are somebody's habit.
        return Agent(name=printed, is_group=True, role=role) if printed else None
    extended = {found[1].lower(): found[2].strip('{}" ') for found in _EXTENDED.finditer(name)}
    if "family" in extended:
        family = " ".join(part for part in (extended.get("prefix"), extended["family"]) if part)
        return _person(extended.get("given"), family, extended.get("suffix"), role, extended.get("orcid"))
    split = _split(name)
    if split is None:
        printed = latex.text(name)
        return Agent(name=printed, role=role, is_group=byline.is_collective(printed)) if printed else None
    return _person(*split, role)


def _split(name: str) -> tuple[str | None, str, str | None] | None:
    """Return given name, family name with what stands before it, and suffix; None for one word, or for no name."""
    try:
        read = parse_single_name_into_parts(name[:_LONGEST], strict=False)
    except (InvalidNameError, IndexError):
        return None
    first, before, last, suffix = (" ".join(words) for words in (read.first, read.von, read.last, read.jr))
    family = " ".join(part for part in (before, last) if part)
    return (first or None, family, suffix or None) if family and first else None


def _person(given: str | None, family: str, suffix: str | None, role: str, orcid: str | None = None) -> Agent | None:
    first, last, after = latex.text(given), latex.text(family), latex.text(suffix)
    printed = parts.printed_name(first, last, after)
    if printed is None:
        return None
    is_parted = bool(first and last)
    return Agent(
        name=printed,
        given=first if is_parted else None,
        family=last if is_parted else None,
        suffix=after if is_parted else None,
        orcid=identifiers.orcid(orcid) if orcid else None,
        is_group=not is_parted and byline.is_collective(printed),
        role=role,
    )


def _words(listed: list[str]) -> Iterator[str]:
    return (word for word in listed if word)
