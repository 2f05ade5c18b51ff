"""Partial dates, as precise as their source: `2024`, `2024-02`, `2024-02-26` (XSD gYear, gYearMonth, date).

Precision is never invented: a year stays a year, and a date that does not exist (30 February) falls back to what
of it does.
"""

from __future__ import annotations

import datetime as dt
import re

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?$")
_SLASHED = re.compile(r"(\d{4})/(\d{1,2})(?:/(\d{1,2}))?/?$")


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
    except ValueError:
        return f"{year:04}-{month:02}"


def parsed(text: str) -> str | None:
    """Return the date in a text such as `2024-02-26`, `2024-2`, `2024/02/26` or `2024-02-26T00:00:00Z`, or None."""
    found = _ISO.match(text.strip()) or _SLASHED.match(text.strip())
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    return partial(year, month, day)


def year(date: str) -> str:
    """Return the year of a partial date."""
    return date[:4]
