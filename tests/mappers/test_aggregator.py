"""The aggregator's records: the sample file, the seeds, and the rules on records made for them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import mappers, sources
from kg.errors import RecordError
from kg.mappers import aggregator
from kg.mappers.coverage import unmapped
from kg.model import (
    Agent,
    Count,
    Dates,
    Identifier,
    Location,
    Metric,
    Record,
    Subject,
    Text,
)
from tests.mappers.aggregator_records import made, only, record
from tests.mappers.invariants import faults
from tests.mappers.odd_records import odd

PAPER = "0796f6cd7f0403a854d67d525e9b32af3b277331"


def test_the_sample_file_in_full(seeds: Path) -> None:
    """Each field of the file on its own place, the text of the page with it."""
    sample = only(seeds / "000_c146a4e45ae02680.txt")
    article = aggregator.article(sample)
    (abstract,) = article.abstracts
    (container,) = article.containers

    assert mappers.recognised(sample).SOURCE == "agg"
    assert "10.1111/lamp.12329" == aggregator.key(sample)
    assert "journal-article" == article.type
    assert (Text("A global protection gap: Migrant insecurity in Mexico"),) == article.titles
    assert (Identifier("doi", "10.1111/lamp.12329"),) == article.identifiers
    assert (Agent(name="Laura Gómez-Mera"),) == article.agents
    assert article.agents_complete
    assert abstract.text.startswith("Over the last decade, Mexico has gone from being a major source")
    assert abstract.text.endswith("offering complementary protection to migrants.")
    assert ("15", "1", "129-155", "129", "155") == (
        article.volume,
        article.issue,
        article.pages,
        article.page_start,
        article.page_end,
    )
    assert Dates(issued="2024-02-26") == article.dates
    assert article.is_open is False
    assert ("https://onlinelibrary.wiley.com/doi/10.1111/lamp.12329",) == article.urls
    assert (Location(url="https://onlinelibrary.wiley.com/doi/epdf/10.1111/lamp.12329"),) == article.locations
    assert (Count(name="citations", value=0, source="agg"),) == article.counts
    assert ("pdf-though-not-open",) == article.remarks
    assert (Text("Latin American Policy"),) == container.titles
    assert "agg:42501" == container.key
    assert container.description is not None
    assert container.description.text.startswith("Latin American Policy (LAP): A Journal of Politics")
    assert container.description.text.endswith("in which they take place.")
    assert (
        Metric(name="journal-impact-factor", value="0.8", source="agg"),
        Metric(name="jcr-quartile", value="Q3", category="POLITICAL SCIENCE", source="agg"),
    ) == container.metrics
    assert (Subject(scheme="jcr", label="POLITICAL SCIENCE"),) == container.subjects
    assert [] == list(unmapped(sample.data, aggregator.FIELDS))
    assert [] == faults(article)


def test_all_seeds_become_sound_articles(seeds: Path) -> None:
    """Every field of theirs is read or left out on purpose."""
    found = list(sources.read([seeds / "aggregator"]))

    assert 9 == len(found)
    for item in found:
        assert isinstance(item, Record)
        assert mappers.recognised(item).SOURCE == "agg"
        assert [] == faults(aggregator.article(item))
        assert [] == list(unmapped(item.data, aggregator.FIELDS))


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({"doi": "10.1111/LAMP.12329"}, "10.1111/lamp.12329"),
        ({"doi": None, "DOIUrl": "https://doi.org/10.1111/LAMP.12329"}, "10.1111/lamp.12329"),
        ({"doi": "", "url": "http://dx.doi.org/10.1111/lamp.12329"}, "10.1111/lamp.12329"),
        ({"doi": "10.1002/(SICI)1<1::AID>3.0.CO;2-1"}, "10.1002/(sici)1<1::aid>3.0.co;2-1"),
        ({"doi": "none", "paperid": PAPER}, PAPER),
        ({"paperid": None, "PMCID": "PMC6993921"}, "PMC6993921"),
    ],
)
def test_the_key_is_the_best_identifier(data: dict[str, Any], key: str) -> None:
    """DOI, then the platform's number, then that of PubMed Central."""
    assert key == aggregator.key(record(title="A", **data))


def test_a_record_without_identifier_has_a_key_of_its_words() -> None:
    """The same for the same record, another for another."""
    first = aggregator.key(record(title="A", authors="B C", publicationDate="2024"))

    assert first == aggregator.key(record(title="A", authors="B C", publicationDate="2024"))
    assert first != aggregator.key(record(title="A", authors="B D", publicationDate="2024"))


@pytest.mark.parametrize(
    ("data", "is_ours"),
    [
        ({"PeriodicalId": 1, "PeriodicalIF": None}, True),
        ({"ListUrlMain": "", "TitleCN": None, "title": "A"}, True),
        ({"PeriodicalId": 1}, False),
        ({"paperId": "x", "title": "A", "journal": {"name": "B"}}, False),
        ({"DOI": "10.1000/a", "title": ["A"]}, False),
        ({}, False),
    ],
)
def test_a_record_is_known_by_fields_that_nobody_else_has(data: dict[str, Any], *, is_ours: bool) -> None:
    """Two of them, since one may be chance."""
    assert is_ours == aggregator.recognises(data)


def test_a_record_that_says_nothing_is_rejected() -> None:
    """A title or an identifier is needed, either will do."""
    with pytest.raises(RecordError, match="neither a title nor an identifier"):
        aggregator.article(record(title="null", authors="Jane Doe", doi="n/a"))

    assert () == aggregator.article(record(doi="10.1000/a")).titles
    assert ("doi-not-valid",) == made(doi="n.a.").remarks


@pytest.mark.parametrize(
    ("platform", "number", "identifier"),
    [
        ("Semanticscholar", PAPER, Identifier("s2", PAPER)),
        ("Semanticscholar", "12345", Identifier("agg", "12345")),
        (None, PAPER, Identifier("agg", PAPER)),
    ],
)
def test_a_number_belongs_to_its_platform(platform: str | None, number: str, identifier: Identifier) -> None:
    """Semantic Scholar's numbers have forty hexadecimal digits; what is not one is the aggregator's."""
    assert (identifier,) == made(platform=platform, paperid=number).identifiers


@pytest.mark.parametrize(
    ("stated", "volume", "issue", "remarks"),
    [
        ("15 1", "15", "1", ()),
        ("12(3)", "12", "3", ()),
        ("LIX 236", "LIX", "236", ()),
        ("83 3 Pt 2", "83", "3 Pt 2", ()),
        ("15", "15", None, ()),
        ("7-8", "7-8", None, ()),
        ("A", "A", None, ()),
        (15, "15", None, ()),
        ("2023 Spring", "2023 Spring", None, ("volume-kept-whole",)),
        ("abs/2101.00001 ", "abs/2101.00001", None, ("volume-kept-whole",)),
        ("0", None, None, ()),
        ("ahead-of-print", None, None, ()),
        ("", None, None, ()),
        (None, None, None, ()),
    ],
)
def test_volume_and_issue_stand_in_one_field(
    stated: Any, volume: str | None, issue: str | None, remarks: tuple[str, ...]
) -> None:
    """What no pattern takes apart stays whole, under a remark."""
    article = made(journal={"name": "J", "volume": stated})

    assert (volume, issue, remarks) == (article.volume, article.issue, article.remarks)


@pytest.mark.parametrize(
    ("stated", "pages"),
    [
        ("129-155", ("129-155", "129", "155")),
        ("129–55", ("129-55", "129", "155")),
        ("\n          1655-7\n        ", ("1655-7", "1655", "1657")),
        ("S12-S19", ("S12-S19", "S12", "S19")),
        ("e12", ("e12", "e12", None)),
        (None, (None, None, None)),
    ],
)
def test_pages_come_in_many_ways(stated: str | None, pages: tuple[str | None, ...]) -> None:
    """Any dash, line breaks around, ends that are cut short."""
    article = made(journal={"pages": stated})

    assert pages == (article.pages, article.page_start, article.page_end)


@pytest.mark.parametrize(
    ("stated", "type_", "remarks"),
    [
        ("Journal Article", "journal-article", ()),
        (None, "journal-article", ()),
        (["JournalArticle", "Review"], "review-article", ()),
        ("Journal Article, Review", "review-article", ()),
        ("Letter", "letter", ()),
        (["Conference"], "proceedings-article", ()),
        ("Journal Article; Research Support, Non-U.S. Gov't", "journal-article", ()),
        ("Published Erratum", "correction", ()),
        ("Hologram", "journal-article", ("type-unknown",)),
    ],
)
def test_the_most_telling_type_is_the_type(stated: Any, type_: str, remarks: tuple[str, ...]) -> None:
    """Everything is a journal article; what is said beside that counts."""
    article = made(publicationTypes=stated)

    assert (type_, remarks) == (article.type, article.remarks)


def test_a_retracted_publication_is_retracted() -> None:
    """PubMed says so in the list of types."""
    article = made(publicationTypes="Journal Article, Retracted Publication")

    assert article.is_retracted
    assert "journal-article" == article.type


@pytest.mark.parametrize(
    ("data", "dates", "remarks"),
    [
        ({"publicationDate": "2024-02-26"}, Dates(issued="2024-02-26"), ()),
        ({"publicationDate": "2024-02"}, Dates(issued="2024-02"), ()),
        ({"publicationDate": 2024}, Dates(issued="2024"), ()),
        ({"publicationDate": "", "EPubDate": "2023-12-01"}, Dates(online="2023-12-01"), ()),
        ({"publicationDate": "Spring 2020"}, Dates(raw="Spring 2020"), ("date-not-read",)),
        ({"publicationDate": None, "EPubDate": ""}, Dates(), ()),
    ],
)
def test_dates_keep_their_precision(data: dict[str, Any], dates: Dates, remarks: tuple[str, ...]) -> None:
    """A date in words stays as it is printed."""
    article = made(**data)

    assert (dates, remarks) == (article.dates, article.remarks)


@pytest.mark.parametrize(
    ("link", "is_pdf"),
    [
        ("https://onlinelibrary.wiley.com/doi/epdf/10.1111/lamp.12329", False),
        ("https://onlinelibrary.wiley.com/doi/pdf/10.1111/lamp.12329", True),
        ("https://example.org/a.pdf?download=1", True),
        ("https://example.org/article/7/pdf", True),
        ("https://hal.science/hal-03926082/document", False),
        ("https://example.org/view?file=a.pdf", False),
    ],
)
def test_a_viewer_is_no_pdf(link: str, *, is_pdf: bool) -> None:
    """What the field is called proves nothing, and neither does it that the article is open."""
    article = made(openAccessPdf=link)

    assert (Location(url=link, is_pdf=is_pdf),) == article.locations
    assert article.is_open is None


@pytest.mark.parametrize(
    ("stated", "link", "is_open", "remarks"),
    [
        (True, None, True, ()),
        (False, "", False, ()),
        (False, "https://example.org/a.pdf", False, ("pdf-though-not-open",)),
        (None, "https://example.org/a.pdf", None, ()),
        ("yes", None, None, ()),
    ],
)
def test_open_is_what_is_stated(
    stated: Any, link: str | None, remarks: tuple[str, ...], *, is_open: bool | None
) -> None:
    """A link to a PDF beside `false` is remarked on, never believed."""
    article = made(isOpenAccess=stated, openAccessPdf=link)

    assert is_open is article.is_open
    assert remarks == article.remarks


def test_links_that_resolve_the_doi_are_no_pages() -> None:
    """Each other page once."""
    article = made(
        doi="10.1000/a",
        DOIUrl="https://doi.org/10.1000/a",
        url="https://example.org/a",
        ListUrlMain="https://example.org/a",
        ArticlePicture=["https://example.org/a.png", "", None, "javascript:alert(1)"],
    )

    assert ("https://example.org/a",) == article.urls
    assert ("https://example.org/a.png",) == article.images


def test_authors_may_be_a_list() -> None:
    """Of names or of objects, as in Semantic Scholar's own records."""
    assert ["Jane Doe", "Rick Roe"] == [agent.name for agent in made(authors=["Jane Doe", {"name": "Rick Roe"}]).agents]
    assert [] == [agent.name for agent in made(authors=None).agents]
    assert not made(authors="Jane Doe et al.").agents_complete
    assert ("authors-kept-whole",) == made(authors="Doe, Jane").remarks


def test_fields_of_study_are_subjects() -> None:
    """A string or a list of them."""
    assert (Subject(scheme="s2", label="Computer Science"),) == made(fieldsOfStudy=["Computer Science"]).subjects
    assert () == made(fieldsOfStudy=None).subjects


@given(odd(dict(aggregator.FIELDS)), st.none() | st.text("引用次数:：1Abstract\n期刊介绍 x", max_size=40))
def test_no_record_breaks_the_mapper(data: dict[str, Any], page: str | None) -> None:
    """Whatever stands in a field or behind the record, it becomes a sound article or is rejected."""
    given_record = record(page, **data)

    assert aggregator.key(given_record)
    try:
        article = aggregator.article(given_record)
    except RecordError:
        return
    assert [] == faults(article)


def test_synthetic_records_are_sound_and_the_same_for_a_seed(tmp_path: Path) -> None:
    """`bench/records.py` makes records that the mapper reads in full, byte for byte the same again."""
    program = Path(__file__).resolve().parents[2] / "bench" / "records.py"
    files = [tmp_path / name for name in ("one", "two", "other")]
    for file, seed in zip(files, ("7", "7", "8"), strict=True):
        subprocess.run([sys.executable, str(program), "400", str(file), seed], check=True)

    one, two, other = (file.read_bytes() for file in files)
    assert one == two != other
    keys = set()
    for line in one.splitlines():
        entry = record(**orjson.loads(line))
        assert mappers.recognised(entry).SOURCE == "agg"
        assert [] == faults(aggregator.article(entry))
        assert [] == list(unmapped(entry.data, aggregator.FIELDS))
        keys.add(aggregator.key(entry))
    assert 400 == len(keys)
