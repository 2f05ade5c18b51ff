"""Works of OpenAlex: the rules on records made for them, and what holds for all real ones beside the checkout."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given

from kg.errors import RecordError
from kg.mappers import openalex
from kg.mappers.coverage import unmapped
from kg.model import Count, Identifier, Origin, Record
from tests.mappers.invariants import faults
from tests.mappers.odd_records import odd
from tests.mappers.openalex_works import W, made, record


@pytest.mark.parametrize(
    ("stated", "number"),
    [
        ({"id": W}, "W2741809807"),
        ({"id": "W2741809807"}, "W2741809807"),
        ({"id": "https://api.openalex.org/works/w2741809807"}, "W2741809807"),
        ({"id": None, "ids": {"openalex": W}}, "W2741809807"),
    ],
)
def test_the_key_of_a_work_is_its_id(stated: dict[str, Any], number: str) -> None:
    """Whatever way it is written."""
    assert number == openalex.key(record(**stated))
    assert Identifier("openalex", number) in openalex.article(record(**stated)).identifiers


@pytest.mark.parametrize(
    ("stated", "reason"),
    [
        ("https://openalex.org/A5023888391", "an author (A5023888391), not a work"),
        ("https://openalex.org/S137773608", "a source (S137773608), not a work"),
        ("https://openalex.org/I97018004", "an institution (I97018004), not a work"),
        ("https://openalex.org/W4285719527", "OpenAlex's stand-in for deleted works (W4285719527), not a work"),
        ("https://openalex.org/", "no OpenAlex id: 'https://openalex.org/'"),
        (None, "no OpenAlex id: None"),
    ],
)
def test_what_is_no_work_is_rejected_by_name(stated: str | None, reason: str) -> None:
    """The reason says what it is instead."""
    with pytest.raises(RecordError) as caught:
        openalex.article(record(id=stated))

    assert reason == caught.value.reason
    assert "id" == caught.value.field


@pytest.mark.parametrize(
    ("data", "is_ours"),
    [
        ({"id": W}, True),
        ({"id": "https://openalex.org/A5023888391"}, True),
        ({"ids": {"openalex": W}}, True),
        ({"id": "10.1000/a"}, False),
        ({"DOI": "10.1000/a"}, False),
        ({"id": ["https://openalex.org/W1"], "ids": "x"}, False),
        ({}, False),
    ],
)
def test_a_record_is_known_by_its_id(data: dict[str, Any], *, is_ours: bool) -> None:
    """Authors and sources are recognised too, so that their rejects say what they are."""
    assert is_ours == openalex.recognises(data)


def test_a_work_that_says_nothing_else_is_a_work() -> None:
    """Each field may be missing, or null, or of another type."""
    assert "journal-article" == made().type
    assert () == made(title=None, display_name=None).titles
    assert ("no-title",) == made().remarks
    assert [] == faults(made())


def test_identifiers_are_bare_and_normalised() -> None:
    """DOI, PMID and PMCID come as URLs, numbers of Microsoft Academic as integers or strings."""
    article = made(
        doi="https://doi.org/10.1111/LAMP.12329",
        ids={
            "openalex": W,
            "mag": 2741809807,
            "pmid": "https://pubmed.ncbi.nlm.nih.gov/29456894",
            "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/3397422",
        },
    )

    assert (
        Identifier("doi", "10.1111/lamp.12329"),
        Identifier("openalex", "W2741809807"),
        Identifier("pmid", "29456894"),
        Identifier("pmcid", "PMC3397422"),
        Identifier("mag", "2741809807"),
    ) == article.identifiers
    assert "doi-not-valid" in made(doi="https://doi.org/none").remarks


@pytest.mark.parametrize(
    ("fields", "type_"),
    [
        ({"type": "article"}, "journal-article"),
        ({"type": "journal-article"}, "journal-article"),
        ({"type": "review"}, "review-article"),
        ({"type": "dissertation"}, "thesis"),
        ({"type": "erratum"}, "correction"),
        ({"type": "retraction"}, "retraction"),
        ({"type": "article", "type_crossref": "proceedings-article"}, "proceedings-article"),
        ({"type": "article", "primary_location": {"raw_type": "proceedings-article"}}, "proceedings-article"),
        ({"type": "book", "type_crossref": "monograph"}, "book"),
        ({"type": "monograph"}, "book"),
        ({"type": "paratext"}, "other"),
        ({"type": "grant"}, "other"),
        ({"type": "hologram"}, "other"),
        ({"type": ["article"]}, "journal-article"),
    ],
)
def test_types_are_ours(fields: dict[str, Any], type_: str) -> None:
    """OpenAlex calls a proceedings paper an article; where Crossref's word stands beside that, it decides."""
    assert type_ == made(**fields).type
    assert ("type-unknown" in made(**fields).remarks) == (fields["type"] == "hologram")


@pytest.mark.parametrize(
    ("biblio", "pages", "number"),
    [
        ({"first_page": "32", "last_page": "42"}, ("32-42", "32", "42"), None),
        ({"first_page": "S12", "last_page": "S19"}, ("S12-S19", "S12", "S19"), None),
        ({"first_page": "53", "last_page": "53"}, ("53", "53", None), None),
        ({"first_page": "53", "last_page": None}, ("53", "53", None), None),
        ({"first_page": "e30", "last_page": "e30"}, (None, None, None), "e30"),
        ({"first_page": "108191", "last_page": "108191"}, (None, None, None), "108191"),
        ({"first_page": None, "last_page": "42"}, (None, None, None), None),
        (None, (None, None, None), None),
    ],
)
def test_pages_are_a_range_or_an_article_number(
    biblio: dict[str, Any] | None, pages: tuple[str | None, ...], number: str | None
) -> None:
    """A number that is first and last page at once is the article's own."""
    article = made(biblio=biblio)

    assert pages == (article.pages, article.page_start, article.page_end)
    assert number == article.article_number


@pytest.mark.parametrize(
    ("fields", "issued", "remarks"),
    [
        ({"publication_date": "2024-02-26", "publication_year": 2024}, "2024-02-26", ()),
        ({"publication_date": "2024-01-01"}, "2024-01-01", ("first-of-january",)),
        ({"publication_date": None, "publication_year": 2021}, "2021", ()),
        ({"publication_date": "2023-02-30"}, "2023-02", ()),
        ({"publication_year": 0}, None, ()),
        ({}, None, ()),
    ],
)
def test_dates_keep_their_precision(fields: dict[str, Any], issued: str | None, remarks: tuple[str, ...]) -> None:
    """1 January is kept, since some works did appear on it, and counted."""
    article = made(title="A", **fields)

    assert issued == article.dates.issued
    assert remarks == article.remarks


def test_counts_are_dated_by_the_record() -> None:
    """Zero is a count; citations of one year stand beside those of all."""
    article = made(
        cited_by_count=0,
        referenced_works_count=41,
        counts_by_year=[{"year": 2022, "cited_by_count": 3}, {"year": None, "cited_by_count": 1}],
        updated_date="2026-05-21T09:19:25.381259",
    )

    assert (
        Count(name="citations", value=0, source="openalex", date="2026-05-21"),
        Count(name="references", value=41, source="openalex", date="2026-05-21"),
        Count(name="citations", value=3, source="openalex", date="2026-05-21", year="2022"),
    ) == article.counts
    assert "2026-05-21T09:19:25.381259" == article.modified


def test_a_retracted_work_says_so() -> None:
    """And nothing else does."""
    assert made(is_retracted=True).is_retracted
    assert not made(is_retracted=None).is_retracted


@given(odd({name: below for name, below in openalex.FIELDS.items() if name != "id"}))
def test_no_record_breaks_the_mapper(data: dict[str, Any]) -> None:
    """Whatever stands in a field, the work becomes an article that is sound."""
    assert [] == faults(made(**data))


def corpus(shared: Path) -> Iterator[Record]:
    for name in ("works", "variants"):
        with gzip.open(shared / "corpus" / "openalex" / "dev" / f"{name}.jsonl.gz") as lines:
            for number, line in enumerate(lines, 1):
                yield Record(origin=Origin(file=name, line=number), raw=line, data=orjson.loads(line))


@pytest.mark.slow
def test_real_works_become_sound_articles(shared: Path) -> None:
    """At least 99.5 % are mapped, none breaks an invariant, no field is passed over in silence."""
    read, rejected, wrong, passed_over = 0, [], {}, set()
    for entry in corpus(shared):
        read += 1
        assert openalex.recognises(entry.data)
        try:
            article = openalex.article(entry)
        except RecordError as error:
            rejected.append(f"{entry.origin}: {error}")
            continue
        if found := faults(article):
            wrong[str(entry.origin)] = found
        passed_over |= set(unmapped(entry.data, openalex.FIELDS))

    assert len(rejected) <= read * 0.005, rejected
    assert {} == wrong
    assert set() == passed_over


@pytest.mark.slow
def test_nothing_counted_is_lost_in_real_works(shared: Path) -> None:
    """Authors, references and words of the abstract: as many as the record holds, unless a remark says otherwise."""
    for entry in corpus(shared):
        article, data = openalex.article(entry), entry.data
        if not {"authors-in-one-name", "author-listed-again", "author-without-name"} & set(article.remarks):
            assert len(data["authorships"]) == len(article.agents)
        if "reference-to-deleted-work" not in article.remarks:
            assert len(set(data["referenced_works"])) == len(article.references)
        assert data["cited_by_count"] == article.counts[0].value
        assert bool(data.get("title") or data.get("display_name")) == bool(article.titles)
        assert bool(data.get("doi")) == (article.identifier("doi") is not None)
