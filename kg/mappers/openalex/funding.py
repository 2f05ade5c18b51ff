"""Who paid for a work: `grants` until 2025, `awards` and `funders` since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg import identifiers
from kg.mappers import foreign
from kg.model import Grant, Identifier, Organization

if TYPE_CHECKING:
    from collections.abc import Iterator


def grants(data: dict[str, Any]) -> tuple[Grant, ...]:
    """Return each award, and each funder of whom no award is known."""
    funders = {str(entry.get("id")): entry for entry in foreign.mappings(data.get("funders"))}
    named = [*_named(data, funders)]
    paying = {grant.funder for grant in named}
    unnamed = (Grant(funder=funder) for entry in funders.values() if (funder := _funder(entry)) not in paying)
    return tuple(dict.fromkeys(grant for grant in (*named, *unnamed) if grant != Grant()))


def _named(data: dict[str, Any], funders: dict[str, dict[str, Any]]) -> Iterator[Grant]:
    for award in foreign.mappings(data.get("awards")):
        known = {"id": award.get("funder_id"), "display_name": award.get("funder_display_name")}
        yield Grant(
            funder=_funder(funders.get(str(award.get("funder_id"))) or known),
            award=foreign.string(award.get("funder_award_id")),
            title=foreign.string(award.get("display_name")),
        )
    for grant in foreign.mappings(data.get("grants")):
        known = {"id": grant.get("funder"), "display_name": grant.get("funder_display_name")}
        yield Grant(
            funder=_funder(funders.get(str(grant.get("funder"))) or known),
            award=foreign.string(grant.get("award_id")),
        )


def _funder(entry: dict[str, Any]) -> Organization | None:
    number = foreign.identified(identifiers.openalex, entry.get("id"))
    funder = Organization(
        name=foreign.string(entry.get("display_name")),
        ror=foreign.identified(identifiers.ror, entry.get("ror")),
        identifiers=(Identifier("openalex", number),) if number else (),
    )
    return funder if funder != Organization() else None
