"""The journal of an aggregator's record: two names for it, the aggregator's own number, and figures without a year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kg.mappers import foreign, parts
from kg.model import Container, Metric, Subject, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUARTILE = re.compile(r"Q[1-4]")
_WORD = re.compile(r"[^\W_]+")


def container(data: dict[str, Any], introduction: str | None, source: str, remarks: list[str]) -> Container | None:
    """Return the journal that a record names, or None where it names none."""
    names, short_names = _names(data, remarks)
    number = foreign.string(data.get("PeriodicalId"))
    if number == "0":
        number = None
    if not names and number is None:
        return None
    return Container(
        titles=tuple(Text(name) for name in names),
        short_titles=short_names,
        key=f"{source}:{number}" if number else None,
        description=Text(introduction) if introduction else None,
        metrics=tuple(_metrics(data, source)),
        subjects=tuple(Subject(scheme="jcr", label=label) for label in _categories(data)),
    )


def _names(data: dict[str, Any], remarks: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return names and abbreviations; the aggregator's own spelling comes before that of its source."""
    own = foreign.string(data.get("PeriodicalName"))
    journal = data.get("journal")
    other = foreign.string(foreign.mapping(journal).get("name") if not isinstance(journal, str) else journal)
    known = [name for name in (own, other) if name]
    if len(known) < 2 or _folded(known[0]) == _folded(known[1]):
        return tuple(known[:1]), ()
    for name, short in ((known[0], known[1]), (known[1], known[0])):
        if _is_abbreviation(short, name):
            return (name,), (short,)
    remarks.append("periodical-names-differ")
    return tuple(known), ()


def _is_abbreviation(short: str, name: str) -> bool:
    """Tell whether one name abbreviates another from its first word to its last: `Lat. Am. Policy`, `PNAS`."""
    parts_, words = _WORD.findall(short.casefold()), _WORD.findall(name.casefold())
    if len(parts_) == 1 and short.isupper() and len(short) > 1:
        parts_ = list(short.casefold())
    following = iter(words)
    begun = [next((word for word in following if word.startswith(part)), None) for part in parts_]
    return bool(begun) and begun != parts_ and begun[0] == words[0] and begun[-1] == words[-1]


def _folded(name: str) -> str:
    return "".join(_WORD.findall(name.casefold()))


def _metrics(data: dict[str, Any], source: str) -> Iterator[Metric]:
    """Yield what the record says of the journal's rank.  The year stands nowhere in it, 0 means that there is none."""
    factor = parts.decimal(data.get("PeriodicalIF"))
    if factor is not None and factor != "0":
        yield Metric(name="journal-impact-factor", value=factor, source=source)
    quartile = foreign.string(data.get("JCR"))
    if quartile and _QUARTILE.fullmatch(quartile.upper()):
        categories = _categories(data)
        category = categories[0] if len(categories) == 1 else None  # of several, nobody says which
        yield Metric(name="jcr-quartile", value=quartile.upper(), category=category, source=source)
    zone = foreign.integer(data.get("RegionNum"))
    if zone:
        category = foreign.string(data.get("RegionCategory"))
        yield Metric(name="cas-zone", value=str(zone), category=category, source=source)


def _categories(data: dict[str, Any]) -> list[str]:
    """Return the categories of the Journal Citation Reports, parted by `;` or `|`; their names hold commas."""
    name = foreign.string(data.get("JCRName")) or ""
    return [category for part in re.split(r"[;|]", name) if (category := part.strip())]
