"""An article of five thousand authors: a page that can be used all the same."""

from __future__ import annotations

import pytest

from kg.site.generation import Generation
from tests.web.pages import making
from tests.web.pages.reader import Page

PATH = "article/10.1000/many"


@pytest.fixture(scope="module")
def text(crowded: Generation) -> str:
    return making.page(crowded, PATH)


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_the_first_are_in_sight_and_all_are_there(text: str, page: Page) -> None:
    """Twenty in the byline, fifty in the list, the rest folded away; each has its fragment."""
    in_sight = text.partition("<details>")[0]

    assert [] == page.faults
    assert "and 4,980 more" in page.text()
    assert "4,950 more authors" in page.text()
    assert (True, False) == ('id="author-50"' in in_sight, 'id="author-51"' in in_sight)
    assert {f"author-{number}" for number in range(1, 5_001)} <= {*page.ids}


def test_reference_managers_get_every_author_in_order(page: Page) -> None:
    """One tag for each, family name first."""
    assert [f"Physicist-{number}, A{number}." for number in range(1, 5_001)] == page.metas("citation_author")


def test_search_engines_get_the_first(page: Page) -> None:
    """The JSON-LD stays small, and says nothing of those it leaves out."""
    told = page.json_ld

    assert 200 == len(told["author"])
    assert all(author["name"].startswith("A") for author in told["author"])


def test_the_table_of_triples_ends_somewhere(page: Page) -> None:
    """It says how many there are, and where the others are."""
    assert len(page.all("tr")) < 500
    assert "The table stops here" in page.text()


def test_a_long_reference_list_is_folded(page: Page) -> None:
    """Fifty in sight, numbered on."""
    assert "300 references" in page.text()
    assert "51" in [each["start"] for each in page.all("ol")]


def test_the_page_stays_below_two_megabytes(text: str) -> None:
    """A phone can still load it."""
    assert len(text.encode()) < 2_000_000
