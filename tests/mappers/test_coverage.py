"""Fields that no rule maps are told by name, and those alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mappers import find, names
from kg.mappers.coverage import Fields, fields, unmapped

KNOWN = fields("DOI title author.family author.given license.*")


@pytest.mark.parametrize(
    ("table", "tree"),
    [
        ("", {}),
        ("a b", {"a": None, "b": None}),
        ("a.b a.c", {"a": {"b": None, "c": None}}),
        ("a.*", {"a": None}),
        ("a.b.c", {"a": {"b": {"c": None}}}),
        ("a a.b", {"a": None}),
        ("a.b a", {"a": None}),
        ("a.* a.b.c", {"a": None}),
    ],
)
def test_a_table_is_a_tree(table: str, tree: Fields) -> None:
    """A bare name covers all that lies below it, wherever in the table it stands."""
    assert tree == fields(table)


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ({"DOI": "10.1/a", "title": ["A"], "license": {"URL": {"deep": 1}}}, []),
        ({"doi": "10.1/a"}, ["doi"]),
        (
            {"author": [{"family": "A", "ORCID": "1"}, {"given": "B", "suffix": "Jr"}]},
            ["author.ORCID", "author.suffix"],
        ),
        ({"author": {"ORCID": "1"}}, ["author.ORCID"]),
        ({"author": ["A", None, 1]}, []),
        ({"author": "A"}, []),
        ({"new": None, "newer": "", "newest": [], "last": {}}, []),
        ({"new": 0, "newer": False}, ["new", "newer"]),
        ({"new": {"below": 1}}, ["new"]),
    ],
)
def test_what_stands_in_no_table_is_told(data: dict[str, Any], names: list[str]) -> None:
    """Where it holds something: zero and false are something."""
    assert names == list(unmapped(data, KNOWN))


@given(st.recursive(st.just({}), lambda inner: st.dictionaries(st.sampled_from("abc"), inner | st.just(1))))
def test_a_table_of_all_names_leaves_nothing(data: dict[str, Any]) -> None:
    def paths(value: dict[str, Any]) -> list[str]:
        return [
            path
            for name, below in value.items()
            for path in ([f"{name}.{rest}" for rest in paths(below)] if isinstance(below, dict) and below else [name])
        ]

    assert [] == list(unmapped(data, fields(" ".join(paths(data)))))


@pytest.mark.parametrize("name", names())
def test_every_mapper_has_a_table(name: str) -> None:
    assert find(name).FIELDS
