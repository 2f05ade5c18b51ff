"""Authors, editors and others, in the order of the publication; institutions that stand behind a report or a thesis."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import msgspec

from kg import identifiers
from kg.mappers import byline, foreign, parts
from kg.model import Agent, Identifier, Organization

if TYPE_CHECKING:
    from collections.abc import Iterator

ROLES: Final = ("author", "editor", "chair", "translator", "reviewer", "contributor")
_NOBODY: Final = frozenset(
    [
        "",
        "na",
        "n.a.",
        "nil",
        "unknown",
        "anonymous",
        "anon",
        "anon.",
        "not available",
        "no author",
        "no authors listed",
    ]
)
_OTHERS: Final = frozenset({"et al", "et al.", "et. al.", "and others", "others"})
_SUFFIX: Final = re.compile(r"(?:jr|sr|jnr|snr|[ivx]{1,4}|[1-9](?:st|nd|rd|th))\.?", re.IGNORECASE)
_PUBLISHED_BY: Final = frozenset({"dissertation", "report", "report-component", "dataset", "standard", "peer-review"})


def agents(data: dict[str, Any], remarks: list[str]) -> tuple[tuple[Agent, ...], bool]:
    """Return all who have a role, and whether these are all of them ("et al." stands for more).

    An iD that a record gives to two people belongs to one at most, and nobody can tell to whom.
    """
    found: list[Agent] = []
    complete = True
    for role in ROLES:
        for entry in _ordered(data.get(role)):
            agent = _agent(entry, role, remarks)
            if agent is None:
                complete &= not _stands_for_others(entry)
            else:
                found.append(agent)
    repeated = _repeated(found)
    if repeated:
        remarks.append("orcid-of-two-people")
        found = [msgspec.structs.replace(agent, orcid=None) if agent.orcid in repeated else agent for agent in found]
    return (*found, *_institutions(data)), complete


def affiliation(entry: dict[str, Any]) -> Organization | None:
    """Return an institution by its name, its identifiers, or else its department's name; None where nothing says."""
    ror = None
    others = []
    for known in foreign.mappings(entry.get("id")):
        value, scheme = known.get("id"), str(known.get("id-type")).lower()
        if scheme == "ror":
            ror = ror or foreign.identified(identifiers.ror, value)
        elif (number := foreign.string(value)) is not None and scheme in {"isni", "wikidata"}:
            others.append(Identifier(scheme, re.sub(r"^https?://\S*/|\s", "", number)))
    name = foreign.string(entry.get("name"))
    if name is None and ror is None and not others:  # else a department would lend its name to the whole
        name = ", ".join(foreign.strings(entry.get("department"))) or None
    if name is None and ror is None and not others:
        return None
    return Organization(name=name, ror=ror, identifiers=tuple(dict.fromkeys(others)))


def _ordered(entries: Any) -> list[dict[str, Any]]:
    """Return the entries of a list, the one first that is marked so: repositories write it anywhere."""
    if not entries:
        return []
    listed = list(foreign.mappings(entries))
    marked = [place for place, entry in enumerate(listed) if entry.get("sequence") == "first"]
    if marked and marked[0] > 0:
        listed.insert(0, listed.pop(marked[0]))
    return listed


def _agent(entry: dict[str, Any], role: str, remarks: list[str]) -> Agent | None:
    given, family, group = _name(entry.get("given")), _name(entry.get("family")), _name(entry.get("name"))
    suffix = foreign.string(entry.get("suffix"))
    if suffix and not _SUFFIX.fullmatch(suffix):
        remarks.append("suffix-left-out")  # a degree, or what a program left there
        suffix = None
    name = parts.printed_name(given, family, suffix) or group
    if name is None or name.lower() in _NOBODY or name.lower() in _OTHERS:
        remarks.append("author-without-name")
        return None
    is_group = (given is None and family is None) or (given is None and byline.is_collective(name))
    if is_group and group is None:
        remarks.append("group-told-by-name")
    is_parted = given is not None and family is not None  # a family name alone is the whole name, as often as not
    affiliations = (affiliation(place) for place in foreign.mappings(entry.get("affiliation")))
    return Agent(
        name=name,
        given=given if is_parted else None,
        family=family if is_parted else None,
        suffix=suffix if is_parted else None,
        orcid=None if is_group else _orcid(entry.get("ORCID"), remarks),
        is_group=is_group,
        role=role,
        affiliations=tuple(dict.fromkeys(place for place in affiliations if place)),
    )


def _name(value: Any) -> str | None:
    name = foreign.string(value)
    return name if name and name != "&NA;" and any(character.isalnum() for character in name) else None


def _stands_for_others(entry: dict[str, Any]) -> bool:
    return any(str(entry.get(field)).strip().lower() in _OTHERS for field in ("name", "family", "given"))


def _orcid(stated: Any, remarks: list[str]) -> str | None:
    orcid = foreign.identified(identifiers.orcid, stated)
    if orcid is None and stated:
        remarks.append("orcid-not-valid")
    return orcid


def _repeated(found: list[Agent]) -> frozenset[str]:
    named = {(agent.orcid, agent.name.casefold()) for agent in found if agent.orcid}
    held = Counter(orcid for orcid, _ in named)
    return frozenset(orcid for orcid, names in held.items() if orcid and names > 1)


def _institutions(data: dict[str, Any]) -> Iterator[Agent]:
    """Yield the institutions that stand behind a report, a thesis or a standard, unless they publish it themselves."""
    if str(data.get("type")) not in _PUBLISHED_BY:
        return
    publisher = (foreign.string(data.get("publisher")) or "").casefold()
    named: dict[str, Agent] = {}
    for field in ("institution", "standards-body"):
        for entry in foreign.mappings(data.get(field)):
            body = affiliation(entry)
            name = (body.name if body else None) or ""
            if body is None or name.lower() in _NOBODY or name.casefold().removeprefix("the ") in publisher:
                continue
            known = (Identifier("ror", body.ror), *body.identifiers) if body.ror else body.identifiers
            named.setdefault(name, Agent(name=name, is_group=True, role="institution", identifiers=known))
    yield from named.values()
