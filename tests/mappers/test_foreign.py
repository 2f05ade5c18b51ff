"""Values out of JSON that others wrote: the type we hoped for, or nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import identifiers
from kg.mappers import foreign
from kg.terms import literal

_ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text()
    | st.sampled_from(["null", " N/A "]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(_ANYTHING)
def test_whatever_stands_there_is_read_or_is_nothing(value: Any) -> None:
    """What is read can stand in a literal, travel, and be read again."""
    for read in (foreign.string, foreign.block):
        said = read(value)
        assert said is None or (said != "" and literal(said) and said == read(said))
    number = foreign.integer(value)
    assert number is None or number == msgspec.msgpack.decode(msgspec.msgpack.encode(number))
    assert all(isinstance(item, dict) for item in foreign.mappings(value))
    assert len(set(foreign.strings(value))) == len(foreign.strings(value))
    link = foreign.link(value)
    assert link is None or (literal(link) and link == foreign.link(link))
    doi = foreign.identified(identifiers.doi, value)
    assert doi is None or doi == identifiers.doi(doi)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("  A <i>title</i>\n", "A title"),
        (15, "15"),
        (0, "0"),
        (1.5, "1.5"),
        (Decimal("0.80"), "0.80"),
        (10**400, "1" + "0" * 400),
        (float("nan"), None),
        (float("inf"), None),
        (Decimal("NaN"), None),
        (True, None),
        ("", None),
        (" null ", None),
        ("None", None),
        ("N/A", None),
        ("<p></p>", None),
        ("None of the above", "None of the above"),
        (["a"], None),
        ({"a": 1}, None),
        (None, None),
    ],
)
def test_a_line(value: Any, expected: str | None) -> None:
    assert expected == foreign.string(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("<p>One.</p><p>Two.</p>", "One.\n\nTwo."), ("null", None), ("", None), (7, None), (None, None), (["a"], None)],
)
def test_a_block(value: Any, expected: str | None) -> None:
    assert expected == foreign.block(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (7, 7),
        (-7, -7),
        ("7", 7),
        (" -7 ", -7),
        ("007", 7),
        (7.0, 7),
        (Decimal(7), 7),
        (7.5, None),
        ("7.5", None),
        ("--7", None),
        ("٧", None),
        ("²", None),
        ("", None),
        ("9" * 30, None),
        (10**30, None),
        (1e30, None),
        (float("nan"), None),
        (Decimal("NaN"), None),
        (True, None),
        (None, None),
        ([7], None),
    ],
)
def test_a_whole_number(value: Any, expected: int | None) -> None:
    assert expected == foreign.integer(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [([1, None], [1, None]), ("a", ["a"]), (0, [0]), ({}, [{}]), ("", []), (None, [])],
)
def test_a_list(value: Any, expected: list[Any]) -> None:
    """One value is a list of one."""
    assert expected == foreign.items(value)


def test_objects_texts_and_truth() -> None:
    assert [{"a": 1}] == list(foreign.mappings([{"a": 1}, None, "b", []]))
    assert [{"a": 1}] == list(foreign.mappings({"a": 1}))
    assert ("a", "b", "1") == foreign.strings(["a", " a ", "", None, "b", "null", 1, ["c"]])
    assert ({"a": 1}, {}, {}) == tuple(map(foreign.mapping, ({"a": 1}, [1], None)))
    assert (True, False, None, None) == tuple(map(foreign.boolean, (True, False, "true", 1)))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (" https://example.org/a b?c=<d>#é ", "https://example.org/a b?c=<d>#é"),
        ("ftp://example.org/", "ftp://example.org/"),
        ("http:// example.org", None),
        ("example.org", None),
        ("javascript:alert(1)", None),
        ("https://example.org/\x00", None),
        ("https://example.org/\ud800", None),
        (None, None),
        (["https://example.org/"], None),
    ],
)
def test_a_link(value: Any, expected: str | None) -> None:
    assert expected == foreign.link(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("PMID: 7", "7"), (7, "7"), (True, None), (7.0, None), ("x", None), (None, None), ([7], None)],
)
def test_an_identifier(value: Any, expected: str | None) -> None:
    assert expected == foreign.identified(identifiers.pmid, value)
