"""Authors, groups among them, and who paid for the work."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import msgspec

from kg import identifiers
from kg.mappers import foreign, markup, parts
from kg.model import Agent, Grant, Identifier, Organization

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEMES: Final = {"GRID": "grid", "ISNI": "isni"}
_EMAIL: Final = re.compile(r"[.;,]?\s*(?:Electronic address:|e-?mail:)?\s*\S+@\S+\.\w+\.?\s*$", re.IGNORECASE)


def agents(held: Any, citation: Any, remarks: list[str], *, is_book: bool) -> tuple[tuple[Agent, ...], bool]:
    """Return who has a role, and whether these are all; a book's authors are those of its chapter if that has any."""
    lists = [*held.findall("AuthorList")]
    found: list[Agent] = []
    for listed in lists:
        role = "editor" if listed.get("Type") == "editors" else "author"
        found += [agent for author in listed.findall("Author") if (agent := _agent(author, role, remarks))]
    if is_book and not any(agent.role == "author" for agent in found):
        for listed in citation.findall("Book/AuthorList"):
            role = "editor" if listed.get("Type") == "editors" else "author"
            found += [agent for author in listed.findall("Author") if (agent := _agent(author, role, remarks))]
    counted = Counter(agent.orcid for agent in dict.fromkeys(found) if agent.orcid)
    repeated = {orcid for orcid, count in counted.items() if count > 1}
    if repeated:
        remarks.append("orcid-of-two-people")
        found = [msgspec.structs.replace(agent, orcid=None) if agent.orcid in repeated else agent for agent in found]
    return tuple(found), all(listed.get("CompleteYN") != "N" for listed in lists)


def grants(held: Any) -> tuple[Grant, ...]:
    """Return the grants, by number and agency."""
    found = []
    for grant in held.findall("GrantList/Grant"):
        award, agency = markup.first(grant, "GrantID"), markup.first(grant, "Agency")
        if award or agency:
            found.append(Grant(funder=Organization(name=agency) if agency else None, award=award))
    return tuple(dict.fromkeys(found))


def _agent(author: Any, role: str, remarks: list[str]) -> Agent | None:
    if author.get("ValidYN") == "N":
        remarks.append("author-not-valid")  # a misspelling that was corrected, and stands for search alone
        return None
    group = markup.first(author, "CollectiveName")
    family, given = markup.first(author, "LastName"), markup.first(author, "ForeName", "FirstName", "Initials")
    suffix = markup.first(author, "Suffix")
    name = parts.printed_name(given, family, suffix) or group
    if name is None:
        remarks.append("author-without-name")
        return None
    is_parted = bool(given and family)
    affiliations = (*author.findall("AffiliationInfo"), *([author] if author.find("Affiliation") is not None else []))
    return Agent(
        name=name,
        given=given if is_parted else None,
        family=family if is_parted else None,
        suffix=suffix if is_parted else None,
        orcid=_orcid(author, remarks) if family else None,
        is_group=family is None,
        role=role,
        is_corresponding=None,
        affiliations=tuple(dict.fromkeys(_affiliations(affiliations))),
    )


def _orcid(author: Any, remarks: list[str]) -> str | None:
    for number in author.findall("Identifier"):
        if number.get("Source") == "ORCID":
            orcid = foreign.identified(identifiers.orcid, (number.text or "").strip())
            if orcid is not None:
                return orcid
            remarks.append("orcid-not-valid")
    return None


def _affiliations(places: tuple[Any, ...]) -> Iterator[Organization]:
    for place in places:
        stated = markup.first(place, "Affiliation")
        name = _EMAIL.sub("", stated).rstrip(" ;,") or None if stated else None
        ror, others = None, []
        for number in place.findall("Identifier"):
            source, value = number.get("Source"), (number.text or "").strip()
            if source == "ROR":
                ror = ror or foreign.identified(identifiers.ror, value)
            elif source in _SCHEMES and value:
                others.append(Identifier(_SCHEMES[source], re.sub(r"^https?://\S*/|\s", "", value)))
        if name or ror or others:
            yield Organization(name=name, ror=ror, identifiers=tuple(others))
