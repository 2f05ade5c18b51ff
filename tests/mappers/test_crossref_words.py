"""Titles, abstract and keywords of works of Crossref."""

from __future__ import annotations

from typing import Any

import pytest

from kg.model import Text
from tests.mappers.crossref_works import made


def test_every_name_of_a_work() -> None:
    article = made(
        title=["Penisverletzung durch eine Moulinette", "Penile injury caused by a Moulinette"],
        subtitle=["Folge", "Result", "PENISVERLETZUNG DURCH EINE MOULINETTE"],
        original_title=["Penile Injury caused by a Moulinette", "Lésion"],
        short_title=["Penisverletzung"],
    )

    assert (Text("Penisverletzung durch eine Moulinette"),) == article.titles
    assert (Text("Folge"), Text("Result")) == article.subtitles
    assert (Text("Penile injury caused by a Moulinette"), Text("Lésion")) == article.other_titles
    assert ("Penisverletzung",) == article.short_titles


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("THE STRUCTURE OF <i>DNA</i>", "THE STRUCTURE OF DNA"),
        ('On "quotes" and \\backslashes', 'On "quotes" and \\backslashes'),
        ("Review for &quot;&lt;scp&gt;NARX&lt;/scp&gt;&quot;", 'Review for "NARX"'),
        ("<script>alert(1)</script>A title<img src=x onerror=alert(1)>", "A title"),
        ("הספר הלבן – مدخل", "הספר הלבן – مدخل"),
        ("Can Language Models Be Too Big? 🦜", "Can Language Models Be Too Big? 🦜"),
        ("Growth of\n            <i>E. coli</i>\n            in broth", "Growth of E. coli in broth"),
        ("Doubly Dominant<mml:math><mml:mi>M</mml:mi></mml:math>-Matrices", "Doubly Dominant M-Matrices"),
        ("Boiling at 10<sup>6</sup>", "Boiling at 106"),
    ],
)
def test_titles_are_text(raw: str, title: str) -> None:
    article = made(title=[raw])
    assert ((Text(title),), ()) == (article.titles, article.remarks)


@pytest.mark.parametrize(
    ("fields", "titles", "remark"),
    [
        ({"title": []}, (), "no-title"),
        ({"title": [""], "original_title": []}, (), "no-title"),
        ({"title": ["null"]}, (), "no-title"),
        ({"title": [""], "original_title": ["処理責任"]}, (Text("処理責任"),), "title-from-original"),
        ({"title": ["The � sign"]}, (Text("The � sign"),), "characters-lost"),
        ({"title": ["RETRACTED: A study"]}, (Text("RETRACTED: A study"),), "title-says-retracted"),
        ({"title": ["[Retracted] A study"]}, (Text("[Retracted] A study"),), "title-says-retracted"),
        ({"title": ["WITHDRAWN ARTICLE: A study"]}, (Text("WITHDRAWN ARTICLE: A study"),), "title-says-retracted"),
        (
            {"title": ["Reactions of Epoxides<sup>1,2</sup>"]},
            (Text("Reactions of Epoxides"),),
            "footnote-left-out-of-title",
        ),
    ],
)
def test_what_had_to_be_decided_is_remarked(fields: dict[str, Any], titles: tuple[Text, ...], remark: str) -> None:
    """A title alone retracts nothing."""
    article = made(**fields)
    assert (titles, (remark,), False) == (article.titles, article.remarks, article.is_retracted)


@pytest.mark.parametrize(
    "title", ["Retracted potentials of muscles", "Withdrawn students", "Retraction notice to: A study"]
)
def test_words_of_a_title_that_retract_nothing(title: str) -> None:
    assert () == made(title=[title]).remarks


@pytest.mark.parametrize(
    ("raw", "abstract"),
    [
        ("<jats:title>Abstract</jats:title><jats:p>Plants grow.</jats:p>", "Plants grow."),
        (
            "<jats:title>ABSTRACT</jats:title>\n<jats:sec><jats:title>Aim</jats:title><jats:p>See.</jats:p></jats:sec>",
            "Aim\n\nSee.",
        ),
        ("<jats:p>Abstract. Plants grow.</jats:p>", "Plants grow."),
        ("<jats:p>Abstract algebra is hard.</jats:p>", "Abstract algebra is hard."),
        ("<jats:title>Resumen</jats:title><jats:p>Las plantas crecen.</jats:p>", "Las plantas crecen."),
        ("Plants grow (p&amp;lt;0.05).", "Plants grow (p<0.05)."),
        ("<jats:p>One.</jats:p><jats:p>Two.</jats:p>", "One.\n\nTwo."),
        ("<jats:title>Abstract</jats:title>", None),
        ("<jats:p>.</jats:p>", None),
        ("<jats:p>N/A</jats:p>", None),
        (["not", "a text"], None),
        (None, None),
    ],
)
def test_the_abstract_without_the_heading_that_says_so(raw: Any, abstract: str | None) -> None:
    assert ((Text(abstract),) if abstract else ()) == made(abstract=raw).abstracts


def test_data_and_figures_have_a_description_instead() -> None:
    assert (Text("A time input widget."),) == made(type="dataset", description="A time input widget.").abstracts
    assert (Text("The abstract."),) == made(abstract="The abstract.", description="Another.").abstracts


def test_keywords_are_subjects_of_the_journal_and_the_group_of_a_preprint() -> None:
    article = made(
        subject=["Dermatology", "General Medicine", "Dermatology"], group_title="MATHEMATICS &amp; COMPUTING"
    )
    assert (Text("Dermatology"), Text("General Medicine"), Text("MATHEMATICS & COMPUTING")) == article.keywords
