"""When a work was published, posted, accepted; and when its record was last seen.

`{"date-parts": [[2024, 2]]}` is a month, `[[null]]` no date at all.  `created` and `deposited` are about the record.
"""

from __future__ import annotations

from typing import Any, Final

from kg import dates as partial_dates
from kg.mappers import foreign
from kg.model import Dates

_ISSUED: Final = ("issued", "published")
_PUBLISHED: Final = ("published-print", "published-online", "published-other", "posted")
# How publishers call, in what they assert about an article, the days of its making.
_SUBMITTED: Final = frozenset({"received", "date_received", "recevied", "submitted"})
_ACCEPTED: Final = frozenset({"accepted", "date_accepted"})
_ONLINE: Final = frozenset({"first_online", "published_online", "date_epub"})


def dates(data: dict[str, Any], remarks: list[str]) -> Dates:
    """Return the dates of a work; the date of issue is the one that is stated, else the earliest of its publication."""
    printed, *others = known = [date(data.get(field)) for field in _PUBLISHED]
    stated = (date(data.get(field)) for field in _ISSUED)
    issue = foreign.mapping(data.get("journal-issue"))
    asserted = _asserted(data)
    issued = (
        next((day for day in stated if day), None)
        or min((day for day in known if day), default=None)
        or min((day for field in _PUBLISHED[:2] if (day := date(issue.get(field)))), default=None)
    )
    if issued is None:
        remarks.append("no-date")
    return Dates(
        issued=issued,
        print=printed,
        online=others[0] or asserted.get("online"),
        submitted=date(data.get("submitted")) or asserted.get("submitted"),
        accepted=date(data.get("accepted")) or date(data.get("approved")) or asserted.get("accepted"),
        posted=others[2],
    )


def date(stated: Any) -> str | None:
    """Return the date of `{"date-parts": [[2024, 2, 26]]}`, of the list alone, or of a text."""
    if stated is None:
        return None
    if isinstance(stated, str):
        return partial_dates.parsed(stated)
    held = foreign.mapping(stated)
    numbers = held.get("date-parts") if held else stated
    while isinstance(numbers, list) and numbers and isinstance(numbers[0], list):
        numbers = numbers[0]
    if not isinstance(numbers, list):
        return None
    year, month, day = ([foreign.integer(number) for number in numbers[:3]] + [None, None, None])[:3]
    return partial_dates.partial(year, month, day)


def seen(data: dict[str, Any]) -> str | None:
    """Return the day on which Crossref last wrote the record, and counted citations."""
    return date(data.get("indexed")) or _day(modified(data))


def modified(data: dict[str, Any]) -> str | None:
    """Return when the record was last written, as it says; old records say the day only."""
    for field in ("indexed", "deposited"):
        held = foreign.mapping(data.get(field))
        if (moment := foreign.string(held.get("date-time")) or date(held)) is not None:
            return moment
    return None


def _day(moment: str | None) -> str | None:
    return partial_dates.parsed(moment) if moment else None


def _asserted(data: dict[str, Any]) -> dict[str, str]:
    """Return the days that a publisher asserts in words: `{"name": "received", "value": "11 October 2022"}`."""
    found: dict[str, str] = {}
    for assertion in foreign.mappings(data.get("assertion")):
        name = str(assertion.get("name")).lower()
        for event, names in (("submitted", _SUBMITTED), ("accepted", _ACCEPTED), ("online", _ONLINE)):
            if name in names and (day := _day(foreign.string(assertion.get("value")))) is not None:
                found.setdefault(event, day)
    return found
