"""Creators and contributors, who published a work and who paid for it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import msgspec

from kg import identifiers
from kg.mappers import byline, foreign, parts
from kg.model import Agent, Grant, Identifier, Organization

if TYPE_CHECKING:
    from collections.abc import Iterator

# Who of the contributors has a part in what is written; hosts, sponsors and rights holders have none.
_ROLES: Final = {
    "Editor": "editor",
    "Translator": "translator",
    "ContactPerson": None,  # somebody of the others, as a rule
    "HostingInstitution": None,
    "Distributor": None,
    "Funder": None,
    "Sponsor": None,
    "RightsHolder": None,
    "RegistrationAgency": None,
    "RegistrationAuthority": None,
    "RelatedPerson": None,
}
_NOBODY: Final = re.compile(
    r"[\s:(\[]*(?:unav|unkn|none|tba|tbd|null|anonymous|unknown|s\.?\s?n\.?|:\w{2,5}\))[\s)\]]*", re.IGNORECASE
)
_FUNDER_DOI: Final = "10.13039/"


def agents(data: dict[str, Any], remarks: list[str]) -> tuple[Agent, ...]:
    """Return creators, then contributors; an iD that stands with two names is nobody's."""
    found = list(_agents(data, remarks))
    names = {(agent.orcid, agent.name.casefold()) for agent in found if agent.orcid}
    held = Counter(orcid for orcid, _ in names)
    if any(count > 1 for count in held.values()):
        remarks.append("orcid-of-two-people")
        repeated = {orcid for orcid, count in held.items() if count > 1}
        found = [msgspec.structs.replace(agent, orcid=None) if agent.orcid in repeated else agent for agent in found]
    return tuple(dict.fromkeys(found))


def publisher(data: dict[str, Any]) -> Organization | None:
    """Return the publisher, from a text or an object; what stands for none is none."""
    stated = data.get("publisher")
    name = foreign.string(foreign.mapping(stated).get("name") if isinstance(stated, dict) else stated)
    number = foreign.mapping(stated).get("publisherIdentifier")
    ror = foreign.identified(identifiers.ror, number)
    if name is not None and _NOBODY.fullmatch(name):
        name = None
    return Organization(name=name, ror=ror) if name or ror else None


def grants(data: dict[str, Any]) -> tuple[Grant, ...]:
    """Return who paid, with the number and title of the award."""
    return tuple(dict.fromkeys(_grants(data)))


def _agents(data: dict[str, Any], remarks: list[str]) -> Iterator[Agent]:
    for entry in foreign.mappings(data.get("creators")):
        yield from _agent(entry, "author", remarks)
    for entry in foreign.mappings(data.get("contributors")):
        role = _ROLES.get(str(entry.get("contributorType")), "contributor")
        if role is not None:
            yield from _agent(entry, role, remarks)


def _agent(entry: dict[str, Any], role: str, remarks: list[str]) -> Iterator[Agent]:
    given = foreign.string(entry.get("givenName") or entry.get("given"))
    family = foreign.string(entry.get("familyName") or entry.get("family"))
    stated = foreign.string(entry.get("name"))
    if (stated is None and not family) or _NOBODY.fullmatch(stated or family or ""):
        remarks.append("author-without-name")
        return
    orcid, known = _identifiers(entry, remarks)
    is_group = _is_group(entry, stated or "", family, orcid)
    inverted = None if is_group or family or stated is None else byline.inverted(stated)
    if inverted is not None:
        given, family = inverted.given, inverted.family
    is_parted = given is not None and family is not None and not is_group
    name = parts.printed_name(given, family) if is_parted else (stated or family)
    yield Agent(
        name=name or "",
        given=given if is_parted else None,
        family=family if is_parted else None,
        orcid=None if is_group else orcid,
        is_group=is_group,
        role=role,
        affiliations=tuple(dict.fromkeys(_affiliations(entry))),
        identifiers=known,
    )


def _is_group(entry: dict[str, Any], name: str, family: str | None, orcid: str | None) -> bool:
    """Tell organisations by what is stated; where nothing is, or what is stated cannot be, by the words of the name."""
    if orcid or family:
        return False
    stated = entry.get("nameType")
    if stated == "Personal":
        return byline.is_collective(name) and "," not in name
    if stated == "Organizational":
        return byline.inverted(name) is None or byline.is_collective(name)
    return byline.is_collective(name)


def _identifiers(entry: dict[str, Any], remarks: list[str]) -> tuple[str | None, tuple[Identifier, ...]]:
    orcid, others = None, []
    for known in foreign.mappings(entry.get("nameIdentifiers")):
        value = known.get("nameIdentifier")
        scheme = f"{known.get('nameIdentifierScheme')} {known.get('schemeUri')} {value}".lower()
        if "orcid" in scheme:
            orcid = orcid or foreign.identified(identifiers.orcid, value)
            if value and foreign.identified(identifiers.orcid, value) is None:
                remarks.append("orcid-not-valid")
        elif "ror.org" in scheme and (ror := foreign.identified(identifiers.ror, value)):
            others.append(Identifier("ror", ror))
        elif "isni" in scheme and (number := re.sub(r"^https?://\S*/|\s", "", str(value))):
            others.append(Identifier("isni", number))
    return orcid, tuple(dict.fromkeys(others))


def _affiliations(entry: dict[str, Any]) -> Iterator[Organization]:
    for held in foreign.items(entry.get("affiliation")):
        if isinstance(held, dict):
            name = foreign.string(held.get("name"))
            ror = foreign.identified(identifiers.ror, held.get("affiliationIdentifier"))
        else:
            name, ror = foreign.string(held), None
        if name or ror:
            yield Organization(name=name, ror=ror)


def _grants(data: dict[str, Any]) -> Iterator[Grant]:
    for entry in foreign.mappings(data.get("fundingReferences")):
        name, stated = foreign.string(entry.get("funderName")), entry.get("funderIdentifier")
        doi = foreign.identified(identifiers.doi, stated)
        ror = foreign.identified(identifiers.ror, stated)
        known = (Identifier("doi", doi),) if doi and doi.startswith(_FUNDER_DOI) else ()
        funder = Organization(name=name, ror=ror, identifiers=known) if name or ror or known else None
        award, title = foreign.string(entry.get("awardNumber")), foreign.string(entry.get("awardTitle"))
        if funder or award or title:
            yield Grant(funder=funder, award=award, title=title)
