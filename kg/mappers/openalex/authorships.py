"""Authorships → agents: the name as printed, with what OpenAlex knows of the person behind it.

OpenAlex finds out who an author is by machine, and is now and then one place off: "Vivien Foster" is printed, and
the entry is linked to Caridad Araujo.  A link to somebody whose name shares no word with the printed one is not
followed, since an ORCID iD at the wrong person is worse than none.
https://docs.openalex.org/api-entities/works/work-object/authorship-object
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from kg import identifiers
from kg.mappers import foreign
from kg.mappers.byline import byline, inverted, is_collective, unmarked
from kg.model import Agent, Identifier, Organization

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLAIN = re.compile(r"[^\W\d_]+(?:[\s.'’-]+[^\W\d_]+)*\.?")
_LIFE = re.compile(r"[,\s]+\d{4}\s?[-–]\s?(?:\d{4})?$")  # how libraries tell namesakes apart: "Hacker, P. M. S. 1939-"
_SEVERAL = re.compile(r";|,.*,|\s(?:and|&)\s")
_WORD = re.compile(r"[^\W\d_]{2,}")


def agents(data: dict[str, Any], remarks: list[str]) -> tuple[Agent, ...]:
    """Return the authors of a work, in their order."""
    corresponding = frozenset(str(number) for number in foreign.items(data.get("corresponding_author_ids")) if number)
    authorships = list(foreign.mappings(data.get("authorships")))
    linked = {foreign.string(authorship.get("raw_author_name")) for authorship in authorships if _link(authorship)}
    found: list[Agent] = []
    for authorship in authorships:
        printed = foreign.string(authorship.get("raw_author_name"))
        if printed and printed in linked and not _link(authorship):
            remarks.append("author-listed-again")  # once for a person, once more for nobody
        else:
            found += _agents(authorship, corresponding, remarks)
    return tuple(found)


def is_complete(data: dict[str, Any]) -> bool:
    """Tell whether all authors are there: of a long list the first hundred, the last of them "middle"."""
    listed = list(foreign.mappings(data.get("authorships")))
    counted = foreign.integer(data.get("authors_count"))
    if data.get("is_authors_truncated") is True or (counted is not None and counted > len(listed)):
        return False
    return not listed or listed[-1].get("author_position") != "middle"


def _link(authorship: dict[str, Any]) -> str | None:
    return foreign.identified(identifiers.openalex, foreign.mapping(authorship.get("author")).get("id"))


def _agents(authorship: dict[str, Any], corresponding: frozenset[str], remarks: list[str]) -> list[Agent]:
    author = foreign.mapping(authorship.get("author"))
    known = foreign.string(author.get("display_name"))
    printed = foreign.string(authorship.get("raw_author_name")) or known
    if printed is None:
        remarks.append("author-without-name")
        return []
    named = _named(printed)
    affiliations = tuple(_affiliations(authorship))
    if len(named) > 1:
        remarks.append("authors-in-one-name")
        return [replace(agent, affiliations=affiliations) for agent in named]
    orcid, number = foreign.identified(identifiers.orcid, authorship.get("raw_orcid")), None
    if known is None or known == printed or _may_be_one(printed, known):
        orcid = orcid or foreign.identified(identifiers.orcid, author.get("orcid"))
        number = foreign.identified(identifiers.openalex, author.get("id"))
    else:
        remarks.append("author-link-refused")
    is_corresponding = foreign.boolean(authorship.get("is_corresponding"))
    if is_corresponding is None and str(author.get("id")) in corresponding:
        is_corresponding = True
    return [
        replace(
            named[0],
            orcid=orcid,
            is_corresponding=is_corresponding,
            affiliations=affiliations,
            identifiers=(Identifier("openalex", number),) if number else (),
        )
    ]


def _named(printed: str) -> list[Agent]:
    """Return whom a printed name names: one, also as `"Family, Given"`, or several where a publisher sent a list."""
    if is_collective(printed):
        return [Agent(name=printed, is_group=True)]
    if _PLAIN.fullmatch(printed) and " and " not in printed:
        return [Agent(name=printed)]
    name = unmarked(_LIFE.sub("", printed))
    if name != printed or _SEVERAL.search(name):
        several = byline(name).agents
        if len(several) > 1:
            return list(several)
    return [inverted(name) or Agent(name=name)]


def _may_be_one(printed: str, known: str) -> bool:
    """Tell whether two names share a word, or stand in scripts that cannot be compared."""
    words, others = _words(printed), _words(known)
    return not (words and others and words.isdisjoint(others) and all(word.isascii() for word in words | others))


def _words(name: str) -> set[str]:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return set(_WORD.findall("".join([letter for letter in decomposed if not unicodedata.combining(letter)])))


def _affiliations(authorship: dict[str, Any]) -> Iterator[Organization]:
    """Yield the institutions that OpenAlex found, then what is printed where it says anything else."""
    names = {""}
    for institution in foreign.mappings(authorship.get("institutions")):
        name, number = (
            foreign.string(institution.get("display_name")),
            foreign.identified(identifiers.openalex, institution.get("id")),
        )
        country = foreign.string(institution.get("country_code"))
        organization = Organization(
            name=name,
            ror=foreign.identified(identifiers.ror, institution.get("ror")),
            country=country.upper() if country else None,
            identifiers=(Identifier("openalex", number),) if number else (),
        )
        if organization != Organization(country=organization.country):
            names.add(_letters(name or ""))
            yield organization
    raw = authorship.get("raw_affiliation_strings") or authorship.get("raw_affiliation_string")
    for printed in foreign.strings(raw):
        if _letters(printed) not in names:
            yield Organization(name=printed)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()
