"""Works of Crossref: the rules on records made for them, and what holds for all real ones beside the checkout."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import identifiers
from kg.errors import RecordError
from kg.mappers import crossref, parts, recognised
from kg.mappers.coverage import unmapped
from kg.mappers.crossref import citing
from kg.model import Count, Identifier, Organization, Record
from tests.mappers.crossref_works import DOI, made, record
from tests.mappers.invariants import faults
from tests.mappers.odd_records import odd


@pytest.mark.parametrize(
    "data",
    [
        {"DOI": DOI, "title": ["A title"]},
        {"DOI": DOI, "title": None, "type": "component", "prefix": "10.1234", "member": "1"},
        {"DOI": DOI, "title": [], "citing-count": 0, "prefix": "http://id.crossref.org/prefix/10.1234"},
        {"DOI": DOI, "type": "journal", "ISSN": ["1234-5679"], "issued": {"date-parts": [[None]]}, "indexed": {}},
    ],
)
def test_a_work_is_recognised_by_its_doi_and_the_list_of_its_titles(data: dict[str, Any]) -> None:
    assert recognised(msgspec.structs.replace(record(), data=data)) is crossref


@pytest.mark.parametrize(
    "data",
    [
        {"DOI": DOI, "title": "A title", "type": "journal-article", "prefix": "10.1234", "member": "1"},  # CSL-JSON
        {"DOI": DOI, "type": "article-journal"},
        {"doi": "https://doi.org/10.1234/abc", "id": "https://openalex.org/W1", "title": "A title"},
        {"DOI": DOI, "id": "https://openalex.org/W1", "title": ["A title"], "type": "article", "indexed": {}},
        {"id": DOI, "type": "dois", "attributes": {"doi": DOI, "titles": []}},
        {"doi": DOI, "PeriodicalId": 1, "citationCount": "0", "title": "A title"},
        {"DOI": None, "title": ["A title"]},
        {},
    ],
)
def test_records_of_others_are_not_claimed(data: dict[str, Any]) -> None:
    assert not crossref.recognises(data)


@pytest.mark.parametrize("stated", ["10.1234/ABC", "https://doi.org/10.1234/abc", "http://dx.doi.org/10.1234/Abc"])
def test_the_key_of_a_work_is_its_doi(stated: str) -> None:
    """Whatever way it is written."""
    assert "10.1234/abc" == crossref.key(record(DOI=stated))
    assert (Identifier("doi", "10.1234/abc"),) == made(DOI=stated).identifiers


@pytest.mark.parametrize(
    "doi",
    [
        "10.1002/(sici)1096-8644(199601)99:1<1::aid-ajpa1>3.0.co;2-1",
        "10.1890/0012-9658(2004)085[2056:reoret]2.0.co;2",
        "10.1000/a#b%20c?d&e",
        "10.1000/ünïcode.",
        "10.1000/..",
    ],
)
def test_a_doi_may_hold_any_character(doi: str) -> None:
    article = made(DOI=doi)
    assert doi == article.identifier("doi")
    assert [] == faults(article)


@pytest.mark.parametrize(
    ("fields", "reason", "field"),
    [
        ({"DOI": None}, "no DOI", "DOI"),
        ({"DOI": "abc"}, "not a DOI: 'abc'", "DOI"),
        ({"DOI": ["10.1234/abc"]}, "not a DOI: ['10.1234/abc']", "DOI"),
        ({"type": "grant"}, "a grant, not a work", "type"),
    ],
)
def test_what_is_no_work_is_rejected_with_the_reason(fields: dict[str, Any], reason: str, field: str) -> None:
    with pytest.raises(RecordError) as caught:
        made(**fields)

    assert (reason, field) == (caught.value.reason, caught.value.field)


@pytest.mark.parametrize(
    ("fields", "type_"),
    [
        ({"type": "journal-article"}, "journal-article"),
        ({"type": "proceedings-article"}, "proceedings-article"),
        ({"type": "book-section"}, "book-chapter"),
        ({"type": "monograph"}, "book"),
        ({"type": "posted-content"}, "preprint"),
        ({"type": "posted-content", "subtype": "preprint"}, "preprint"),
        ({"type": "posted-content", "subtype": "blog"}, "other"),
        ({"type": "dissertation"}, "thesis"),
        ({"type": "component"}, "supplement"),
        ({"type": "journal-issue"}, "journal-issue"),
        ({"type": "peer-review"}, "peer-review"),
        ({"update_to": [{"DOI": "10.1234/x", "type": "erratum"}]}, "correction"),
        ({"update_to": [{"DOI": DOI, "type": "correction"}]}, "journal-article"),  # corrected in place
        ({"update_to": [{"DOI": "10.1234/x", "type": "retraction"}]}, "journal-article"),
        ({"update_to": [{"DOI": "10.1234/x", "type": "new_version"}]}, "journal-article"),
    ],
)
def test_types(fields: dict[str, Any], type_: str) -> None:
    assert type_ == made(**fields).type


@pytest.mark.parametrize("stated", [None, "", "something-new", 7])
def test_a_type_that_nobody_knows_is_other_under_a_remark(stated: Any) -> None:
    article = made(type=stated)
    assert "other" == article.type
    assert "type-unknown" in article.remarks


@pytest.mark.parametrize("data", [[], "10.1234/abc", None, 7])
def test_what_is_no_object_is_rejected(data: Any) -> None:
    with pytest.raises(RecordError, match="no DOI"):
        crossref.article(Record(origin=record().origin, raw=b"", data=data))


def test_every_type_is_one_of_ours() -> None:
    assert set(crossref._TYPES.values()) <= parts.TYPES


def test_identifiers_of_a_book_and_of_its_publisher() -> None:
    """A book's ISBN is its own; a chapter's is that of the book."""
    fields = {
        "ISBN": ["http://id.crossref.org/isbn/978-3-319-12771-2"],
        "isbn_type": [{"value": "9783319127712", "type": "print"}, {"value": "9783319127729", "type": "electronic"}],
        "alternative_id": ["10.1234/ABC", "S0020706303000694", "347407"],
        "aliases": ["10.1234/OLD", "nonsense"],
    }

    assert (
        Identifier("doi", "10.1234/abc"),
        Identifier("doi", "10.1234/old"),
        Identifier("isbn", "9783319127712"),
        Identifier("isbn", "9783319127729"),
        Identifier("pii", "S0020706303000694"),
        Identifier("publisher-id", "347407"),
    ) == made(type="book", **fields).identifiers
    assert "isbn" not in {known.scheme for known in made(type="book-chapter", **fields).identifiers}
    assert made(type="journal", ISSN=["0036-8075"]).identifier("issn") == "0036-8075"


def test_counts_are_dated_by_the_record() -> None:
    """Zero is a count; works of 2014 had other names for both."""
    indexed = {"date-parts": [[2024, 2, 26]], "date-time": "2024-02-26T09:00:00Z"}
    expected = (
        Count(name="citations", value=0, source="crossref", date="2024-02-26"),
        Count(name="references", value=41, source="crossref", date="2024-02-26"),
    )

    new = made(is_referenced_by_count=0, reference_count=41, references_count=40, indexed=indexed)
    old = made(cited_count=0, citing_count=41, indexed=indexed)
    assert expected == new.counts == old.counts
    assert "2024-02-26T09:00:00Z" == new.modified
    assert () == made(is_referenced_by_count=-1, reference_count="many").counts


def test_pages_are_no_article_number() -> None:
    """Many publishers write the number where the pages should be, too."""
    article = made(page="e2377", article_number="e2377")
    assert (None, None, None, "e2377") == (article.pages, article.page_start, article.page_end, article.article_number)
    article = made(page="129–55", article_number="7")
    assert ("129-55", "129", "155", "7") == (
        article.pages,
        article.page_start,
        article.page_end,
        article.article_number,
    )


def test_volume_issue_and_edition() -> None:
    """What stands for "none yet" is none; an issue may be named with the issue alone."""
    article = made(volume="null", journal_issue={"issue": "7"}, edition_number="2")
    assert (None, "7", "2") == (article.volume, article.issue, article.edition)
    article = made(volume="ahead-of-print", issue="0", edition_number=0)
    assert (None, None, None) == (article.volume, article.issue, article.edition)
    article = made(volume="83 (1999)", issue="Supplement_1")
    assert ("83 (1999)", "Supplement_1") == (article.volume, article.issue)


@pytest.mark.parametrize(
    ("event", "name"),
    [
        ({"name": "FAccT &apos;21", "acronym": ["FAccT"]}, "FAccT '21"),
        ({"acronym": ["FAccT"], "location": "Online"}, "FAccT"),
        ("A conference", "A conference"),
        ({"location": "Online"}, None),
    ],
)
def test_the_event_is_known_by_its_name(event: Any, name: str | None) -> None:
    assert name == made(event=event).event


def test_publisher_and_language() -> None:
    article = made(publisher="Springer &amp; Co", language="eng")
    assert Organization(name="Springer & Co") == article.publisher
    assert "en" == article.language
    assert made(language="Klingon").language is None


@given(st.from_regex(citing._PLAIN_DOI, fullmatch=True))
def test_the_short_way_to_a_clean_doi_leads_to_the_same(text: str) -> None:
    assert identifiers.doi(text) == citing._doi(text)


@given(odd({name: below for name, below in crossref.FIELDS.items() if name != "DOI"}))
def test_no_record_breaks_the_mapper(data: dict[str, Any]) -> None:
    """Whatever stands in a field, the work becomes an article that is sound."""
    assert [] == faults(made(**data))


def corpus(shared: Path) -> Iterator[Record]:
    for name in ("works", "variants"):
        with gzip.open(shared / "corpus" / "crossref" / "dev" / f"{name}.jsonl.gz") as lines:
            for number, line in enumerate(lines, 1):
                yield Record(origin=record().origin, raw=line, data=orjson.loads(line) | {"line": number})


@pytest.mark.slow
def test_real_works_become_sound_articles(shared: Path) -> None:
    """At least 99.5 % are mapped, none breaks an invariant, no field is passed over in silence."""
    read, rejected, wrong, passed_over = 0, [], {}, set()
    for entry in corpus(shared):
        read += 1
        line = entry.data.pop("line")
        assert recognised(entry) is crossref
        try:
            article = crossref.article(entry)
        except RecordError as error:
            rejected.append(f"{line}: {error}")
            continue
        if found := faults(article):
            wrong[f"{line}: {article.identifier('doi')}"] = found
        passed_over |= set(unmapped(entry.data, crossref.FIELDS))

    assert read > 10_000
    assert [] == rejected  # all have a DOI, none is a grant
    assert {} == wrong
    assert set() == passed_over


@pytest.mark.slow
def test_nothing_counted_is_lost_in_real_works(shared: Path) -> None:
    """People, references, dates, words: as many as the record holds, unless a remark says otherwise."""
    for entry in corpus(shared):
        data, article = entry.data, crossref.article(entry)
        people = [agent for agent in article.agents if agent.role != "institution"]
        if "author-without-name" not in article.remarks:
            assert sum(len(data.get(role) or ()) for role in ("author", "editor", "chair", "translator")) == len(people)
        if not {"reference-without-text", "reference-to-itself"} & set(article.remarks):
            dois = [ref["DOI"].lower() for ref in data.get("reference") or () if ref.get("DOI")]
            assert len(set(dois)) == sum(reference.identifier is not None for reference in article.references)
        assert ("no-title" in article.remarks) == (not article.titles)
        assert bool(article.titles) >= any(data.get("title") or ())
        assert ("no-date" in article.remarks) == (article.dates.issued is None)
        issued = data.get("issued", {"date-parts": [[None]]})["date-parts"][0]
        assert issued[0] is None or "-".join(f"{part:02}" for part in issued) == article.dates.issued
        assert bool(data.get("container-title")) <= bool(article.containers)
        assert (data.get("reference-count") or data.get("citing-count") or 0) in {
            count.value for count in article.counts
        }
