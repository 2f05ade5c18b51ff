"""What a work of Crossref appeared in: which of the names is which, and whose the numbers are."""

from __future__ import annotations

from typing import Any

import pytest

from kg.model import Container, Issn, Organization, Text
from tests.mappers.crossref_works import made

LNCS = "Lecture Notes in Computer Science"


def told(**fields: Any) -> list[tuple[str, list[str], tuple[str, ...]]]:
    """Kind, titles and short titles of each container."""
    return [(held.kind, [title.text for title in held.titles], held.short_titles) for held in made(**fields).containers]


def test_a_journal_with_its_numbers_and_publisher() -> None:
    """The order of ISSNs says nothing about their medium; a wrong one is left out."""
    article = made(
        container_title=["Proceedings of the IEEE"],
        short_container_title=["Proc. IEEE"],
        ISSN=["1558-2256", "http://id.crossref.org/issn/0018-9219", "1234-5678"],
        issn_type=[{"value": "0018-9219", "type": "print"}, {"value": "1558-2256", "type": "electronic"}],
        publisher="IEEE",
    )

    assert (
        Container(
            titles=(Text("Proceedings of the IEEE"),),
            short_titles=("Proc. IEEE",),
            issns=(Issn("1558-2256", "electronic"), Issn("0018-9219", "print")),
            publisher=Organization(name="IEEE"),
        ),
    ) == article.containers
    assert ("issn-not-valid",) == article.remarks


@pytest.mark.parametrize(
    ("names", "short_names", "titles", "short_titles"),
    [
        (["Phys. Rev. B", "Physical Review B"], [], ["Physical Review B"], ("Phys. Rev. B",)),
        (["Physical Review E", "Phys. Rev. E"], ["Phys. Rev. E"], ["Physical Review E"], ("Phys. Rev. E",)),
        (["Nature Communications", "Nat Comms"], [], ["Nature Communications"], ("Nat Comms",)),
        (["koreaandworldpolitics", "Korea and World Politics"], [], ["Korea and World Politics"], ()),
        (["FR", "Foresight-Russia"], [], ["Foresight-Russia"], ("FR",)),
        (["Neuroscience &amp; Reviews"], ["Neuroscience &amp; Reviews"], ["Neuroscience & Reviews"], ()),
        (["Chaos", "Chaos: An Interdisciplinary Journal"], [], ["Chaos: An Interdisciplinary Journal"], ("Chaos",)),
        (
            ["Phys. Rev. ST Accel. Beams", "Physical Review Special Topics - Accelerators and Beams"],
            [],
            ["Physical Review Special Topics - Accelerators and Beams"],
            ("Phys. Rev. ST Accel. Beams",),
        ),
        ([], ["Proc. IEEE"], ["Proc. IEEE"], ()),
    ],
)
def test_names_of_one_journal(
    names: list[str], short_names: list[str], titles: list[str], short_titles: tuple[str, ...]
) -> None:
    """One journal, whatever the number of its names: abbreviations are short titles."""
    assert [("periodical", titles, short_titles)] == told(container_title=names, short_container_title=short_names)


@pytest.mark.parametrize(
    ("type_", "names", "book", "series"),
    [
        ("book-chapter", ["Web Engineering", LNCS], "Web Engineering", LNCS),
        ("book-chapter", [LNCS, "Web Engineering"], "Web Engineering", LNCS),
        ("book-chapter", ["Transactions on Edutainment III", LNCS], "Transactions on Edutainment III", LNCS),
        ("book-chapter", ["Topics in Biodiversity", "Naturalists"], "Naturalists", "Topics in Biodiversity"),
        ("book-chapter", ["Algebra of Proofs", "Studies in Logic"], "Algebra of Proofs", "Studies in Logic"),
        (
            "proceedings-article",
            ["Proceedings of the 2012 Conference on Ants", "Proceedings in Ants"],
            "Proceedings of the 2012 Conference on Ants",
            "Proceedings in Ants",
        ),
    ],
)
def test_a_book_and_its_series_are_told_by_their_names(type_: str, names: list[str], book: str, series: str) -> None:
    """Their order has changed over the years; ISSNs belong to the series, ISBNs to the book."""
    article = made(type=type_, container_title=names, ISSN=["0302-9743"], ISBN=["9783642391996"])
    narrow, wide = article.containers
    assert ((Text(book),), ("9783642391996",), ()) == (narrow.titles, narrow.isbns, narrow.issns)
    assert ("series", (Text(series),), (), (Issn("0302-9743"),)) == (wide.kind, wide.titles, wide.isbns, wide.issns)
    assert () == article.remarks


def test_the_event_tells_the_proceedings() -> None:
    fields: dict[str, Any] = {"type": "proceedings-article", "event": {"name": "The Markup Meeting"}}
    assert [("proceedings", ["The Markup Meeting: Papers"], ()), ("series", ["Balisage"], ())] == told(
        container_title=["The Markup Meeting: Papers", "Balisage"], **fields
    )


def test_where_no_word_tells_the_first_name_is_that_of_the_series() -> None:
    article = made(type="book-chapter", container_title=["One", "Two"])
    assert [("book", "Two"), ("series", "One")] == [(held.kind, held.titles[0].text) for held in article.containers]
    assert ("series-told-by-place",) == article.remarks


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"type": "book-chapter", "ISBN": ["9783642391996"]}, [("book", ["A name"], ())]),
        ({"type": "book-chapter", "ISSN": ["0302-9743"]}, [("series", ["A name"], ())]),
        (
            {"type": "book-chapter", "ISSN": ["0302-9743"], "ISBN": ["9783642391996"]},
            [("book", ["A name"], ()), ("series", [], ())],
        ),
        ({"type": "proceedings-article"}, [("proceedings", ["A name"], ())]),
        ({"type": "reference-entry"}, [("book", ["A name"], ())]),
        ({"type": "monograph", "ISBN": ["9783642391996"]}, [("series", ["A name"], ())]),
        ({"type": "dataset"}, [("repository", ["A name"], ())]),
        ({"type": "other"}, [("book", ["A name"], ())]),
        ({"type": "other", "ISSN": ["0302-9743"]}, [("periodical", ["A name"], ())]),
        ({"type": "journal", "ISSN": ["0302-9743"]}, []),
    ],
)
def test_one_name_is_that_of(fields: dict[str, Any], expected: list[tuple[str, list[str], tuple[str, ...]]]) -> None:
    """A book where there is an ISBN, a series where there is an ISSN alone; a journal appeared in nothing."""
    assert expected == told(container_title=["A name"], **fields)


def test_a_preprint_appeared_on_its_server() -> None:
    assert [("repository", ["bioRxiv"], ())] == told(
        type="posted-content", institution={"name": "bioRxiv", "place": ["-"], "acronym": ["-"]}
    )
    assert [] == told(type="posted-content")


def test_a_book_may_have_no_name() -> None:
    article = made(type="book-chapter", ISBN=["0-306-40615-2", "9780306406157", "978-0-306-40615-0"])
    assert (("9780306406157",), ("isbn-not-valid",)) == (article.containers[0].isbns, article.remarks)
