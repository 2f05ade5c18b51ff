"""When a paper was published, in numbers, names of months or words, and what happened to it before."""

from __future__ import annotations

import re
from typing import Any, Final

from kg import dates
from kg.mappers import markup
from kg.model import Dates

_HISTORY: Final = {"received": "submitted", "accepted": "accepted"}
_YEAR: Final = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_MONTHS: Final = re.compile(r"(?P<year>\d{4}) (?P<month>[A-Z][a-z]{2})(?: (?P<day>\d{1,2}))?(?=[-/ ]|$)")
_SEASON: Final = re.compile(r"spring|summer|autumn|fall|winter", re.IGNORECASE)


def dated(root: Any, held: Any, remarks: list[str], *, is_book: bool) -> Dates:
    """Return the dates; a season or a span of months stays as printed beside the year, or the month, that it is in."""
    if is_book:
        book = root.find("BookDocument/Book")
        issued, raw = _read(book.find("PubDate"), remarks)
        contributed, _ = _read(root.find("BookDocument/ContributionDate"), remarks)
        return Dates(issued=contributed or issued, raw=raw)
    issued, raw = _read(held.find("Journal/JournalIssue/PubDate"), remarks)
    online, _ = _read(next((day for day in held.findall("ArticleDate")), None), remarks)
    known = {
        name: date
        for stated in root.findall("PubmedData/History/PubMedPubDate")
        if (name := _HISTORY.get(str(stated.get("PubStatus")))) and (date := _read(stated, [])[0])
    }
    model = held.get("PubModel") or ""
    return Dates(
        issued=issued or online,
        print=issued if model.startswith("Print") else None,
        online=online or (issued if model.startswith("Electronic") else None),
        raw=raw,
        **known,
    )


def revised(citation: Any) -> str | None:
    """Return the day on which the library last touched the record."""
    return _read(citation.find("DateRevised"), [])[0]


def _read(stated: Any, remarks: list[str]) -> tuple[str | None, str | None]:
    """Return a date, and what was printed where that is no date."""
    if stated is None:
        return None, None
    words = markup.first(stated, "MedlineDate")
    if words is not None:
        remarks.append("date-in-words")
        span, named = _MONTHS.match(words), _YEAR.search(words)
        within = dates.parsed(f"{span['year']} {span['month']}") if span else None
        return within or (named[1] if named else None), words
    year, month, day = (markup.first(stated, name) for name in ("Year", "Month", "Day"))
    season = markup.first(stated, "Season")
    if year is None:
        return None, None
    if season or (month and _SEASON.fullmatch(month)):
        return dates.parsed(year), f"{season or month} {year}"
    date = dates.parsed(" ".join(part for part in (year, month, day) if part)) if month else dates.parsed(year)
    numbers = [int(part) if part and part.isdigit() else None for part in (year, month, day)]
    return dates.partial(*numbers) if month and month.isdigit() else date or dates.parsed(year), None
