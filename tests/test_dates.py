"""Partial dates: what a source says of a date, no more and no less."""

from __future__ import annotations

import calendar
import datetime as dt
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg import dates

_FORM = re.compile(r"[1-9]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_NUMBERS = st.one_of(st.none(), st.integers(), st.integers(1, 31))


@given(st.one_of(st.integers(), st.integers(900, 2100), st.none()), _NUMBERS, _NUMBERS)
@example(1000, 1, 2**31)
def test_a_date_says_only_what_its_parts_say(year: int | None, month: int | None, day: int | None) -> None:
    date = dates.partial(year, month, day)
    if date is None:
        assert year is None or not 1000 <= year <= 9999
        return
    assert _FORM.fullmatch(date)
    said = [int(part) for part in date.split("-")]
    assert [year, month, day][: len(said)] == said
    if len(said) == 3:
        assert date == dt.date(*said).isoformat()


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_a_date_is_read_in_every_way_it_is_written(day: dt.date) -> None:
    month = calendar.month_name[day.month]
    for text in (
        day.isoformat(),
        f"{day.isoformat()}T10:00:00Z",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.day} {month} {day.year}",
        f"{day.day}-{month[:3]}-{day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.year} {month[:3].upper()} {day.day:02}",
    ):
        assert day.isoformat() == dates.parsed(text), text


@given(st.one_of(st.text(), st.from_regex(r"[\d/ TZa-z-]{4,14}")))
def test_whatever_the_text_a_date_is_well_formed_and_read_again_the_same(text: str) -> None:
    date = dates.parsed(text)
    assert date is None or (_FORM.fullmatch(date) and date == dates.parsed(date))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024", "2024"),
        ("2024-2", "2024-02"),
        ("2024/02/", "2024-02"),
        ("2024-02-30", "2024-02"),  # there is no such day
        ("2024-13", "2024"),
        ("2024-00-00", "2024"),
        (" 26\n February 2024 ", "2024-02-26"),
        ("Sept. 2019", "2019-09"),
        ("May 1st, 2020", "2020-05-01"),
        ("2020 Spring", "2020"),
        ("2024-02-26 00:00:00+08:00", "2024-02-26"),
        ("26/02/2024", None),
        ("3/4/2024", None),
        ("2001/2003", None),
        ("in press", None),
        ("0000", None),
        ("0024-02-26", None),
        ("", None),
        ("٢٠٢٤", None),
    ],
)
def test_texts(text: str, expected: str | None) -> None:
    assert expected == dates.parsed(text)


def test_the_year_of_a_date() -> None:
    assert ["2024", "2024"] == [dates.year("2024"), dates.year("2024-02-26")]
