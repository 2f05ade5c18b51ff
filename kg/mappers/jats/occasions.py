"""Dates of publication, in any of the ways that they have been marked, and the history before them."""

from __future__ import annotations

import re
from typing import Any, Final

from kg import dates
from kg.mappers import markup
from kg.model import Dates

_PRINT: Final = frozenset({"ppub", "print", "epub-ppub", "cover", "issue-pub"})
_ONLINE: Final = frozenset({"epub", "electronic", "online", "epublish", "epub-original", "first-published-online"})
_COLLECTION: Final = frozenset({"collection", "ecollection", "epubr"})
_HISTORY: Final = {"received": "submitted", "submitted": "submitted", "accepted": "accepted"}
_NOT_OURS: Final = frozenset({"pmc-release", "nihms-submitted", "retracted", "corrected", "preprint"})


def dated(meta: Any, remarks: list[str]) -> Dates:
    """Return the dates; what a citation prints is the issue's date, else the collection's, else that of the web."""
    known: dict[str, str] = {}
    raw = None
    for held in markup.all_(meta, "pub-date"):
        kinds = {
            str(held.get(name)).lower() for name in ("pub-type", "date-type", "publication-format") if held.get(name)
        }
        if kinds & _NOT_OURS:
            continue
        date, words = read(held)
        raw = raw or words
        if date is None:
            continue
        if kinds & _COLLECTION:
            known.setdefault("collection", date)
        elif kinds & _PRINT:
            known.setdefault("print", date)
        elif kinds & _ONLINE:
            known.setdefault("online", date)
        else:
            known.setdefault("other", date)
    history = {
        name: date
        for held in markup.all_(meta, "history/date")
        if (name := _HISTORY.get(str(held.get("date-type")).lower())) and (date := read(held)[0])
    }
    if raw:
        remarks.append("date-in-words")
    issued = known.get("print") or known.get("other") or known.get("collection") or known.get("online")
    online = known.get("online")
    if known.get("collection") and online and not known.get("print"):
        issued = online if online.startswith(known["collection"]) else issued
    return Dates(issued=issued, print=known.get("print"), online=online, raw=raw, **history)


def read(held: Any) -> tuple[str | None, str | None]:
    """Return a date from its parts, from its ISO form, or from its words; and the words where they say more."""
    year, month, day = (markup.first(held, name) for name in ("year", "month", "day"))
    season = markup.first(held, "season") or (
        month if month and not month.isdigit() and _parsed(year, month) is None else None
    )
    if year is None:
        stated = markup.attribute(held, "iso-8601-date") or markup.first(held, "string-date")
        return (dates.parsed(stated) if stated else None), None
    found = re.search(r"\d{4}", year)
    number = found[0] if found else ""
    if season:
        return dates.parsed(number), f"{season} {number}"
    if month and not month.isdigit():
        return dates.parsed(" ".join(part for part in (number, month, day) if part)) or _parsed(number, month), None
    return dates.partial(*(int(part) if part and part.isdigit() else None for part in (number, month, day))), None


def _parsed(year: str | None, month: str) -> str | None:
    return dates.parsed(f"{year} {month}")
