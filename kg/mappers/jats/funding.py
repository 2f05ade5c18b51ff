"""Who paid, as award groups or as the contracts of older files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from kg import identifiers
from kg.mappers import foreign, markup
from kg.model import Grant, Identifier, Organization

if TYPE_CHECKING:
    from collections.abc import Iterator

_FUNDER_DOI: Final = "10.13039/"


def grants(meta: Any) -> tuple[Grant, ...]:
    """Return each award with who gave it, and each funder of whom no award is known."""
    return tuple(dict.fromkeys(_grants(meta)))


def _grants(meta: Any) -> Iterator[Grant]:
    for group in markup.all_(meta, "funding-group/award-group"):
        sources = [funder for held in group.findall("funding-source") if (funder := _funder(held))]
        awards = markup.lines(group, "award-id")
        if not awards:
            yield from (Grant(funder=funder) for funder in sources)
        for award in awards:
            yield from (Grant(funder=funder, award=award) for funder in sources)
            if not sources:
                yield Grant(award=award)
    for held in markup.all_(meta, "funding-group/funding-source"):
        if (funder := _funder(held)) is not None:
            yield Grant(funder=funder)
    sponsors = markup.lines(meta, "contract-sponsor")
    for award in markup.lines(meta, "contract-num"):
        yield Grant(funder=Organization(name=sponsors[0]) if len(sponsors) == 1 else None, award=award)
    if not markup.lines(meta, "contract-num"):
        yield from (Grant(funder=Organization(name=name)) for name in sponsors)


def _funder(held: Any) -> Organization | None:
    stated = [(number.text or "").strip() for number in held.iter("institution-id")]
    stated += [
        link
        for link in (markup.attribute(held, "href"), *(number.text for number in held.iter("named-content")))
        if link
    ]
    name = markup.first(held, "institution-wrap/institution", "institution") or markup.line(
        held, frozenset({"institution-id", "named-content", "label"})
    )
    ror = next((ror for text in stated if (ror := foreign.identified(identifiers.ror, text))), None)
    dois = [doi for text in stated if (doi := _doi(text))]
    if name is None and ror is None and not dois:
        return None
    return Organization(name=name, ror=ror, identifiers=tuple(Identifier("doi", doi) for doi in dict.fromkeys(dois)))


def _doi(text: str) -> str | None:
    found = re.search(r"10\.13039/\d+", text)
    doi = identifiers.doi(found[0]) if found else None
    return doi if doi and doi.startswith(_FUNDER_DOI) else None
