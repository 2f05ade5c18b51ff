"""Dates: biblatex's `date` (EDTF), or BibTeX's year and month, which may hold a day too.

https://www.loc.gov/standards/datetime/
"""

from __future__ import annotations

import re
from typing import Any, Final

from kg import dates
from kg.mappers import foreign, latex
from kg.model import Dates

_YEAR: Final = re.compile(r"(?<!\d)(1\d\d\d|20\d\d)(?!\d)")
_UNSURE: Final = re.compile(r"[~?%]")
_EDTF: Final = re.compile(r"(\d{4})(?:-(\d\d|uu|XX))?(?:-(\d\d|uu|XX))?(?:T.*)?", re.IGNORECASE)
_DAY: Final = re.compile(r"\b(\d{1,2})\b")


def issued(data: dict[str, Any]) -> tuple[str | None, str | None]:
    """Return the date of publication, of a range its beginning; and the words where they are no date."""
    stated = (foreign.string(str(data.get("date") or "").strip("{} \n")) or "").strip("{} ")
    year, month = latex.text(data.get("year")), latex.text(data.get("month"))
    if stated and (date := _of_edtf(stated) or dates.parsed(stated) or _year(stated)):
        return date, None
    number = _year(year or "")
    if number is None:
        return None, year or stated or None
    if not month:
        return number, None
    date = _within(number, month, latex.text(data.get("day")))
    return (date, None) if date else (number, f"{month} {number}")


def dated(date: str | None, raw: str | None, remarks: list[str]) -> Dates:
    """Return the dates, and note where only words say when."""
    if raw:
        remarks.append("date-in-words")
    return Dates(issued=date, raw=raw)


def _of_edtf(stated: str) -> str | None:
    found = _EDTF.fullmatch(_UNSURE.sub("", stated.split("/", maxsplit=1)[0]))
    numbers = [int(part) if part and part.isdigit() else None for part in found.groups()] if found else [None]
    return dates.partial(*numbers)


def _within(year: str, month: str, day: str | None) -> str | None:
    """Return the date of a year and a month, in which the day may stand too: `27 may`, `may # "~27"`, `jan/feb`."""
    if month.isdigit():
        return dates.partial(int(year), int(month), int(day) if day and day.isdigit() else None)
    number = day or next(iter(_DAY.findall(month)), None)
    for word in re.sub(r"[^A-Za-z]+", " ", month).split():
        for text in ([f"{year} {word} {number}"] if number else []) + [f"{year} {word}"]:
            if (date := dates.parsed(text)) is not None and len(date) > len(year):
                return date
    return None


def _year(stated: str) -> str | None:
    found = _YEAR.findall(stated)
    return str(found[-1]) if found else None
