"""Contributors in their order, with what their cross-references lead to."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import msgspec

from kg import identifiers
from kg.mappers import byline, foreign, markup, parts
from kg.model import Agent, Identifier, Organization

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROLES: Final = {
    "author": "author",
    "corresp": "author",
    "editor": "editor",
    "guest-editor": "editor",
    "academic-editor": "editor",
    "senior_editor": "editor",
    "reviewer": "reviewer",
    "translator": "translator",
    "contributor": "contributor",
    "collab": "author",
}
_CORRESPONDING: Final = "corresp"
_SCHEMES: Final = {"ror": "ror", "isni": "isni", "grid": "grid", "wikidata": "wikidata"}
_NO_NAME: Final = frozenset({"label", "sup", "email", "institution-id", "fn", "xref", "named-content"})
_MAIL: Final = re.compile(r"[.;,]?\s*(?:e-?mails?:?)?\s*\S+@\S+\.\w+\.?(?=\s|$)", re.IGNORECASE)
_SPACE: Final = re.compile(r"\s+([,;.)])|,(?=\s*,)")
_OTHERS: Final = frozenset({"et al", "and others", "others"})


def agents(meta: Any, root: Any, remarks: list[str]) -> tuple[tuple[Agent, ...], bool]:
    """Return all contributors, groups before their members, and whether these are all."""
    places = _places(root)
    groups = list(markup.all_(meta, "contrib-group"))
    found = [
        agent
        for group in groups
        for contrib in group.findall("contrib")
        for agent in _agents(contrib, group, places, remarks)
    ]
    counted = Counter(agent.orcid for agent in dict.fromkeys(found) if agent.orcid)
    repeated = {orcid for orcid, count in counted.items() if count > 1}
    if repeated:
        remarks.append("orcid-of-two-people")
        found = [msgspec.structs.replace(agent, orcid=None) if agent.orcid in repeated else agent for agent in found]
    is_complete = not any(True for group in groups for _ in group.iter("etal"))
    return tuple(agent for agent in found if agent.name.lower().strip(".") not in _OTHERS), is_complete


def _agents(contrib: Any, group: Any, places: dict[str, list[Organization]], remarks: list[str]) -> Iterator[Agent]:
    """Yield a contributor, and behind a group those who are named as its members."""
    stated = str(contrib.get("contrib-type") or group.get("content-type") or "author").lower()
    role = _ROLES.get(stated, "editor" if "editor" in stated else "contributor" if "author" not in stated else "author")
    name = _name(contrib)
    collab = contrib.find("collab")
    if name is None and collab is None:
        if contrib.find("anonymous") is None:
            remarks.append("author-without-name")
        return
    affiliations = tuple(dict.fromkeys(_affiliations(contrib, group, places)))
    if name is not None:
        printed, given, family, suffix = name
        yield Agent(
            name=printed,
            given=given,
            family=family,
            suffix=suffix,
            orcid=_orcid(contrib, remarks),
            role=role,
            is_corresponding=_is_corresponding(contrib),
            affiliations=affiliations,
        )
        return
    title = markup.line(collab, frozenset({"contrib-group", "xref", "fn", "aff", "label"}))
    if title:
        yield Agent(name=title, is_group=True, role=role, affiliations=affiliations)
    else:
        remarks.append("author-without-name")


def _name(contrib: Any) -> tuple[str, str | None, str | None, str | None] | None:
    """Return a name as printed, and its parts; of a name in several scripts the one in Latin letters, if any is."""
    held = contrib.find("name-alternatives")
    found = [*contrib.findall("name"), *contrib.findall("string-name")]
    if held is not None:
        found = [*held.findall("name"), *held.findall("string-name")]
        found.sort(key=lambda name: (name.get("name-style") == "eastern", name.tag != "name"))
    for name in found:
        family, given = markup.first(name, "surname"), markup.first(name, "given-names")
        suffix = markup.first(name, "suffix")
        if name.tag == "string-name" and not (family or given):
            printed = markup.line(name, frozenset({"xref", "fn", "label", "degrees", "prefix"}))
            inverted = byline.inverted(printed) if printed else None
            if inverted is not None:
                return inverted.name, inverted.given, inverted.family, inverted.suffix
            return (printed, None, None, None) if printed else None
        is_eastern = name.get("name-style") == "eastern" and family and given and not (family + given).isascii()
        printed = f"{family}{given}" if is_eastern else parts.printed_name(given, family, suffix)
        if printed:
            is_parted = bool(given and family)
            return printed, *((given, family, suffix) if is_parted else (None, None, None))
    return None


def _orcid(contrib: Any, remarks: list[str]) -> str | None:
    stated = [
        (number.text or "").strip()
        for number in contrib.findall("contrib-id")
        if str(number.get("contrib-id-type")).lower() == "orcid" or "orcid.org" in (number.text or "")
    ]
    links = [*contrib.iter("ext-link"), *contrib.iter("uri")]
    stated += [
        text for link in links for text in (markup.attribute(link, "href"), link.text) if text and "orcid.org" in text
    ]
    known = [foreign.identified(identifiers.orcid, text) for text in stated if text]
    if known and None in known:
        remarks.append("orcid-not-valid")
    return next((orcid for orcid in known if orcid), None)


def _is_corresponding(contrib: Any) -> bool | None:
    """Return True for whom a letter reaches; what is not marked may be so for want of marks."""
    marked = contrib.get("corresp") == "yes" or contrib.get("contrib-type") == _CORRESPONDING
    return True if marked or any(ref.get("ref-type") == _CORRESPONDING for ref in contrib.findall("xref")) else None


def _places(root: Any) -> dict[str, list[Organization]]:
    """Return the institutions behind each id; an institution may be said in several languages, of which one counts."""
    places: dict[str, list[Organization]] = {}
    for held in root.iter("aff"):
        wrapped = held.getparent()
        is_other = markup.local(wrapped) == "aff-alternatives" and wrapped.find("aff") is not held
        organization = None if is_other else _organization(held)
        name = wrapped.get("id") if markup.local(wrapped) == "aff-alternatives" else held.get("id")
        for number in (name, held.get("id")):
            if number and organization:
                places.setdefault(number, [organization])
    return places


def _affiliations(contrib: Any, group: Any, places: dict[str, list[Organization]]) -> Iterator[Organization]:
    """Yield where somebody is, by reference or in place; what stands behind a group of people is of each of them."""
    referred = [
        number
        for ref in contrib.findall("xref")
        if ref.get("ref-type") == "aff"
        for number in (ref.get("rid") or "").split()
    ]
    for number in referred:
        yield from places.get(number, ())
    within = [*contrib.findall("aff"), *contrib.findall("aff-alternatives/aff")]
    for held in within:
        if (organization := _organization(held)) is not None:
            yield organization
    if not referred and not within:
        for held in [*group.findall("aff"), *group.findall("aff-alternatives/aff")][:1]:
            if held.get("id") is None and (organization := _organization(held)) is not None:
                yield organization


def _organization(held: Any) -> Organization | None:
    ror, others = None, []
    for number in held.iter("institution-id"):
        kind = str(number.get("institution-id-type")).lower()
        value = (number.text or "").strip()
        if kind == "ror" or "ror.org" in value:
            ror = ror or foreign.identified(identifiers.ror, value)
        elif kind in _SCHEMES and value:
            others.append(Identifier(_SCHEMES[kind], re.sub(r"^https?://\S*/|\s", "", value)))
    original = next((name for name in held.iter("institution") if name.get("content-type") == "original"), held)
    line = markup.line(original, _NO_NAME)
    name = _SPACE.sub(r"\1", _MAIL.sub("", line)).strip(" ,;") if line else None
    country = held.find("country")
    code = markup.attribute(country, "country") if country is not None else None
    if not name and not ror and not others:
        return None
    return Organization(name=name or None, ror=ror, country=code, identifiers=tuple(dict.fromkeys(others)))
