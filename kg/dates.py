"""Partial dates, as precise as their source: `2024`, `2024-02`, `2024-02-26` (XSD gYear, gYearMonth, date).

Precision is never invented: a year stays a year, and a date that does not exist (30 February) falls back to what
of it does.  Numbers alone are read only with the year first, since nothing tells 3/4/2024 from 4/3/2024.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

_ISO: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?", re.ASCII | re.DOTALL)
_SLASHED: Final = re.compile(r"(\d{4})/(\d{1,2})(?:/(\d{1,2}))?/?", re.ASCII)
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NAME: Final = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR: Final = r"(?P<year>\d{4})"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAMED: Final = tuple(
    re.compile(pattern, re.ASCII | re.IGNORECASE)
    for pattern in (
        rf"{_DAY}[ -]{_NAME}[ -],? ?{_YEAR}",  # 26 February 2024
        rf"{_NAME} {_DAY},? {_YEAR}",  # February 26, 2024
        rf"{_NAME}[ -]{_YEAR}",  # Feb 2024
        rf"{_YEAR}[ -]{_NAME}(?:[ -]{_DAY})?",  # 2024 Feb 26
    )
)


def partial(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    """Return the date that these parts say, or None without a year (1000 to 9999) to stand on."""
    if year is None or not 1000 <= year <= 9999:
        return None
    if month is None or not 1 <= month <= 12:
        return f"{year:04}"
    if day is None:
        return f"{year:04}-{month:02}"
    try:
        return dt.date(year, month, day).isoformat()
    except (ValueError, OverflowError):  # the second for days beyond 32 bits
        return f"{year:04}-{month:02}"


def parsed(text: str) -> str | None:
    """Return the date in a text such as `2024-02-26`, `2024/2`, `26 Feb 2024` or `2024-02-26T00:00:00Z`, or None."""
    stripped = " ".join(text.split())
    for pattern in _NAMED:
        if found := pattern.fullmatch(stripped):
            named = found.groupdict()
            month = _MONTHS.index(named["month"][:3].lower()) + 1
            return partial(int(named["year"]), month, int(named["day"]) if named.get("day") else None)
    numbers = _ISO.fullmatch(stripped) or _SLASHED.fullmatch(stripped)
    return partial(*(int(part) if part else None for part in numbers.groups())) if numbers else None


def year(date: str) -> str:
    """Return the year of a partial date."""
    return date[:4]
