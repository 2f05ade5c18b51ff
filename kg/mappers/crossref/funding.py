"""Funders and the numbers of their awards; a funder is known by its DOI in the Funder Registry, or by its ROR id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg import identifiers
from kg.mappers import foreign
from kg.model import Grant, Identifier, Organization

if TYPE_CHECKING:
    from collections.abc import Iterator


def grants(data: dict[str, Any]) -> tuple[Grant, ...]:
    """Return each award with who paid it, and each funder of whom no award is known."""
    return tuple(dict.fromkeys(_grants(data)))


def _grants(data: dict[str, Any]) -> Iterator[Grant]:
    for entry in foreign.mappings(data.get("funder")):
        funder = _funder(entry)
        awards = [*foreign.strings(entry.get("award"))]
        for info in foreign.mappings(entry.get("award-info")):
            awards += foreign.strings(info.get("award-number"))
        if awards:
            yield from (Grant(funder=funder, award=award) for award in awards)
        elif funder:
            yield Grant(funder=funder)


def _funder(entry: dict[str, Any]) -> Organization | None:
    name = foreign.string(entry.get("name"))
    stated = [entry.get("DOI")]
    ror = None
    for known in foreign.mappings(entry.get("id")):
        if str(known.get("id-type")).upper() == "ROR":
            ror = ror or foreign.identified(identifiers.ror, known.get("id"))
        else:
            stated.append(known.get("id"))
    dois = dict.fromkeys(doi for text in stated if (doi := foreign.identified(identifiers.doi, text)))
    if name is None and ror is None and not dois:
        return None
    return Organization(name=name, ror=ror, identifiers=tuple(Identifier("doi", doi) for doi in dois))
