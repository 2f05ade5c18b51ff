"""Lists in pages, members, and search that forgives accents, scripts without spaces and any punctuation."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SiteError
from kg.site import indexing
from kg.site.index import Index, ThingRow, WorkRow


def work(
    path: str, title: str, date: str = "2024", names: str = "Ada Lovelace", members: tuple[str, ...] = ()
) -> WorkRow:
    return WorkRow(path, title, date, names, "Nature", "journal-article", names, members)


ROWS: list[WorkRow | ThingRow] = [
    work("article/10.1/a", "Über die Gene", "2020-01", members=("periodical/issn:0028-0836",)),
    work("article/10.1/b", "新型冠状病毒肺炎流行病学特征分析", "2024-05-01", "钟南山", ("periodical/issn:0028-0836",)),
    work("article/10.1/c", 'C++ and "quotes" AND (NEAR)', "2024", "Laura Gómez-Mera"),
    ThingRow("periodical", "periodical/issn:0028-0836", "Nature", other_names="Nature (London)"),
    ThingRow("volume", "periodical/issn:0028-0836/volume/10", "Volume 10"),
    ThingRow("volume", "periodical/issn:0028-0836/volume/9", "Volume 9"),
    ThingRow("periodical", "periodical/issn:0028-08361", "Another"),
    ThingRow("person", "person/orcid:0000-0002-1825-0097", "Josiah Carberry"),
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Index:
    file = tmp_path_factory.mktemp("index") / "index.sqlite"
    with indexing.create(file) as writer:
        writer.add(ROWS[:2])
        writer.add(ROWS[2:])
    return Index(file)


def test_works_are_listed_newest_first_in_pages(opened: Index) -> None:
    """A page says how many there are in all."""
    page = opened.works(1, 1)

    assert ["article/10.1/c"] == [row.path for row in page.rows]
    assert (3, 1) == (page.total, page.start)
    assert [] == opened.works(99, 10).rows


def test_members_belong_to_their_thing(opened: Index) -> None:
    """A journal's articles, the newest first, and their number beside its name."""
    page = opened.members("periodical/issn:0028-0836", 0, 10)

    assert ["article/10.1/b", "article/10.1/a"] == [row.path for row in page.rows]
    assert [("Another", 0), ("Nature", 2)] == [
        (row.label, row.works) for row in opened.things("periodical", 0, 10).rows
    ]


def test_parts_are_below_their_path_in_natural_order(opened: Index) -> None:
    """Volume 9 before volume 10, and nothing of a neighbour whose name only begins alike."""
    parts = opened.parts("periodical/issn:0028-0836", 0, 10)

    assert ["Volume 9", "Volume 10"] == [row.label for row in parts.rows]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("uber gene", ["article/10.1/a"]),
        ("ÜBER", ["article/10.1/a"]),
        ("gen", ["article/10.1/a"]),
        ("gomez-mera", ["article/10.1/c"]),
        ("冠状病毒", ["article/10.1/b"]),
        ("钟南山", ["article/10.1/b"]),
        ('"quotes"', ["article/10.1/c"]),
        ("c++", ["article/10.1/c"]),
        ("nature gene", ["article/10.1/a"]),
        ("nothing of that", []),
        ("", []),
        ("*", []),
        ('") OR (title:*', []),
    ],
)
def test_search_finds_what_people_type(opened: Index, typed: str, found: list[str]) -> None:
    """All words, each as the beginning of one; query syntax is text like any other."""
    assert found == [row.path for row in opened.search(typed, 0, 10).rows]


@given(st.text())
def test_no_text_is_an_error(opened: Index, text: str) -> None:
    """Whatever is typed is searched for, never executed."""
    opened.search(text, 0, 1)
    opened.search_things(text, 1)


def test_things_are_found_by_any_of_their_names(opened: Index) -> None:
    """Other names count as well as the one that is shown."""
    assert ["Nature"] == [row.label for row in opened.search_things("london", 5).rows]


def test_a_path_has_its_label(opened: Index) -> None:
    """Works by title, things by name."""
    assert "Über die Gene" == opened.label("article/10.1/a")
    assert "Josiah Carberry" == opened.label("person/orcid:0000-0002-1825-0097")
    assert opened.label("article/10.1/none") is None
    assert {"article": 3, "periodical": 2, "person": 1, "volume": 2} == opened.counts()
    assert ["article/10.1/b", "article/10.1/c"] == opened.paths("article/10.1/a", 10)


def test_no_index_is_a_clear_error(tmp_path: Path) -> None:
    """Says which file, and what to do."""
    with pytest.raises(SiteError, match="build the site again"):
        Index(tmp_path / "index.sqlite")
