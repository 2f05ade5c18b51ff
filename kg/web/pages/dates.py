"""Dates for people, as precise as they are known: "2024", "February 2024", "26 February 2024"."""

from __future__ import annotations

import re

import msgspec

# English, as the pages are, whatever the locale of the process.
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_PARTIAL = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")


class Moment(msgspec.Struct, frozen=True):
    """A date as people write it, and as a machine reads it; `machine` is empty where no machine could."""

    text: str
    machine: str = ""

    @property
    def year(self) -> str:
        return self.machine[:4]


def moment(date: str) -> Moment:
    """Return a partial date for people; what is none is shown as it stands.

    >>> moment("2024-02-06").text, moment("2024-02").text, moment("Spring 2024").text
    ('6 February 2024', 'February 2024', 'Spring 2024')
    """
    found = _PARTIAL.fullmatch(date)
    if found is None:
        return Moment(date)
    year, month, day = found.groups()
    parts = [str(int(day))] if day else []
    parts += [_MONTHS[int(month) - 1]] if month else []
    return Moment(" ".join([*parts, year]), date)
