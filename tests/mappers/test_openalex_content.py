"""What a work says, is about, cites and was paid by."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Grant, Identifier, Organization, Reference, Subject, Text
from tests.mappers.openalex_works import made


def test_titles_are_clean() -> None:
    """Markup, escaped and not; `display_name` where there is no title."""
    assert (Text("Growth of E. coli & friends"),) == made(title="Growth of <i>E. coli</i> &amp; friends").titles
    assert (Text("A"),) == made(title=None, display_name="A").titles


@pytest.mark.parametrize(
    ("index", "words", "remarks"),
    [
        ({"growth": [1, 3], "of": [2], "The": [0]}, "The growth of growth", ()),
        ({"b": [2], "a": [0]}, "a b", ("abstract-with-gaps",)),
        ({"a": [0], "b": [0], "c": [1]}, "a b c", ("abstract-with-gaps",)),
        ({"<p>One": [0], "&amp;": [1], "two.</p>": [2]}, "One & two.", ()),
        ('{"IndexLength": 2, "InvertedIndex": {"world": [1], "Hello": [0]}}', "Hello world", ()),
        ({"IndexLength": [0], "InvertedIndex": [1]}, "IndexLength InvertedIndex", ()),
        ('"quoted" and \\ kept', None, ()),
        ({'"quoted"': [0], "\\alpha": [1]}, '"quoted" \\alpha', ()),
        ({"a": ["0", None, True, -1.5]}, None, ()),
        ({}, None, ()),
        (None, None, ()),
    ],
)
def test_an_abstract_is_put_together_by_place(index: Any, words: str | None, remarks: tuple[str, ...]) -> None:
    """Places that no word takes are passed over, words at one place both stay."""
    article = made(title="A", abstract_inverted_index=index)

    assert ((Text(words),) if words else ()) == article.abstracts
    assert remarks == article.remarks


@given(st.lists(st.text("abcé.<", min_size=1, max_size=4).filter(lambda word: "<" not in word), min_size=1))
def test_an_abstract_comes_back_from_its_index(words: list[str]) -> None:
    """Indexing and reading are inverse."""
    index: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        index.setdefault(word, []).append(place)

    assert (Text(" ".join(words)),) == made(title="A", abstract_inverted_index=index).abstracts


def test_subjects_have_schemes_and_weights() -> None:
    """A concept of weight 0 is there as the parent of another; MeSH joins the ids of descriptor and qualifier."""
    article = made(
        topics=[{"id": "https://openalex.org/T10841", "display_name": "Valuation", "score": 0.9991999864578247}],
        concepts=[
            {"id": "https://openalex.org/C130217890", "display_name": "Biodiversity", "score": 0.00001},
            {"id": "https://openalex.org/C41008148", "display_name": "Computer science", "score": 0.0},
        ],
        mesh=[
            {
                "descriptor_ui": "D054625",
                "descriptor_name": "Healthcare Disparities",
                "qualifier_ui": "Q000706",
                "qualifier_name": "statistics & numerical data",
            },
            {"descriptor_ui": "D006801", "descriptor_name": "Humans", "qualifier_ui": "", "qualifier_name": None},
            {"descriptor_ui": "D006801", "descriptor_name": "Humans"},
        ],
        sustainable_development_goals=[
            {"id": "https://metadata.un.org/sdg/15", "display_name": "Life in Land", "score": 0.66}
        ],
    )

    assert (
        Subject(scheme="openalex", label="Valuation", id="T10841", score="0.9991999864578247"),
        Subject(scheme="openalex", label="Biodiversity", id="C130217890", score="0.00001"),
        Subject(scheme="mesh", label="Healthcare Disparities", id="D054625"),
        Subject(scheme="mesh", label="Healthcare Disparities/statistics & numerical data", id="D054625Q000706"),
        Subject(scheme="mesh", label="Humans", id="D006801"),
        Subject(scheme="sdg", label="Life in Land", id="15", score="0.66"),
    ) == article.subjects


@pytest.mark.parametrize(
    "keywords",
    [
        [{"id": "https://openalex.org/keywords/x", "display_name": "Higgs <i>boson</i>", "score": 0.6}],
        [{"keyword": "Higgs boson", "score": 0.6}, {"keyword": None}],
        ["Higgs boson", "Higgs boson"],
    ],
)
def test_keywords_have_had_three_shapes(keywords: list[Any]) -> None:
    """Objects with a name, objects with a keyword, strings."""
    assert (Text("Higgs boson"),) == made(keywords=keywords).keywords


def test_references_are_works_once_and_none_that_was_deleted() -> None:
    """OpenAlex puts one stand-in for every deleted work."""
    article = made(title="A", referenced_works=[f"https://openalex.org/W{n}" for n in (10, 4285719527, 11, 10)])

    assert (
        Reference(identifier=Identifier("openalex", "W10")),
        Reference(identifier=Identifier("openalex", "W11")),
    ) == article.references
    assert ("reference-to-deleted-work",) == article.remarks


def test_grants_and_awards_are_funding_each_once() -> None:
    """`grants` until 2025, `awards` and `funders` since; a funder with an award is not repeated without it."""
    funder = {
        "id": "https://openalex.org/F4320321181",
        "display_name": "Austrian Science Fund",
        "ror": "https://ror.org/013tf3c58",
    }
    fund = Organization(
        name="Austrian Science Fund", ror="013tf3c58", identifiers=(Identifier("openalex", "F4320321181"),)
    )
    award = {
        "funder_id": funder["id"],
        "funder_display_name": "Austrian Science Fund",
        "funder_award_id": "S9302-B05",
        "display_name": "Graphs",
    }
    other = {"id": "https://openalex.org/F1000000", "display_name": "A Foundation", "ror": None}
    foundation = Organization(name="A Foundation", identifiers=(Identifier("openalex", "F1000000"),))

    assert (
        Grant(funder=fund, award="S9302-B05", title="Graphs"),
        Grant(funder=foundation),
    ) == made(awards=[award], funders=[funder, other]).grants
    old = {"funder": other["id"], "funder_display_name": "A Foundation", "award_id": None}
    assert (Grant(funder=foundation),) == made(grants=[old, old, {}]).grants
