"""Lists as pages show them: rows of works and of things, and the way through several pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from kg.web.pages.dates import Moment, moment
from kg.web.pages.reading import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.site.index import ThingRow, WorkRow
    from kg.web.pages.places import Places

_RANGE = re.compile(r"^([A-Za-z]{0,3}\d+)-([A-Za-z]{0,3}\d+)$")
_AROUND = 2  # pages shown on either side of this one
# Kinds of things, as people call one of them and several, in the order in which they are counted.
KINDS = {
    "article": ("article", "articles"),
    "periodical": ("journal", "journals"),
    "person": ("person", "people"),
    "organization": ("organization", "organizations"),
    "volume": ("volume", "volumes"),
    "issue": ("issue", "issues"),
    "book": ("book", "books"),
    "concept": ("subject", "subjects"),
}


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """A work in a list."""

    title: str
    href: str
    names: str
    venue: str
    date: Moment | None
    type: str
    pages: str = ""


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """A thing in a list: its name, what it is, and how many works belong to it."""

    name: Link
    kind: str
    works: int


class Pager(msgspec.Struct, frozen=True, kw_only=True):
    """The way through a list: this page of so many, and links to others; None stands for a gap."""

    page: int
    pages: int
    total: int
    previous: str | None
    following: str | None
    numbers: tuple[tuple[int, str] | None, ...]


def works(rows: Iterable[WorkRow], places: Places) -> tuple[Work, ...]:
    """Return rows of the index as a page shows them."""
    return tuple(
        Work(
            title=row.title,
            href=places.below(row.path),
            names=row.names,
            venue=row.venue,
            date=moment(row.date) if row.date else None,
            type=row.type.replace("-", " "),
        )
        for row in rows
    )


def things(rows: Iterable[ThingRow], places: Places) -> tuple[Thing, ...]:
    """Return rows of the index as a page shows them."""
    return tuple(
        Thing(name=Link(row.label, places.below(row.path)), kind=KINDS.get(row.kind, (row.kind,))[0], works=row.works)
        for row in rows
    )


def ranged(pages: str) -> str:
    """Return pages with the dash that print has between two numbers, and anything else as it is.

    >>> ranged("129-155"), ranged("S12-S19"), ranged("e12-345-6")
    ('129–155', 'S12–S19', 'e12-345-6')
    """
    return _RANGE.sub(r"\1–\2", pages)


def pager(page: int, pages: int, total: int, url: Callable[[int], str]) -> Pager:
    """Return the way through a list; `url` gives the link to a page."""
    near = sorted({1, *range(max(page - _AROUND, 1), min(page + _AROUND, pages) + 1), pages})
    numbers: list[tuple[int, str] | None] = []
    for place, number in enumerate(near):
        if place and number - near[place - 1] > 1:
            numbers.append(None)
        numbers.append((number, url(number)))
    return Pager(
        page=page,
        pages=pages,
        total=total,
        previous=url(page - 1) if page > 1 else None,
        following=url(page + 1) if page < pages else None,
        numbers=tuple(numbers),
    )
