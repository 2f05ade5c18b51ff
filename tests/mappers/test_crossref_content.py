"""When a work of Crossref appeared, under which terms, who paid for it, what it cites and how it relates to others."""

from __future__ import annotations

from typing import Any

import pytest

from kg.mappers import parts
from kg.mappers.crossref import relating
from kg.model import Dates, Grant, Identifier, Licence, Location, Organization, Reference, Relation
from tests.mappers.crossref_works import DOI, made


def on(*day: Any) -> dict[str, Any]:
    return {"date-parts": [list(day)]}


def to(name: str, doi: str, date: str | None = None) -> Relation:
    return Relation(name=name, identifier=Identifier("doi", doi), date=date)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"issued": on(2024, 2, 26), "published_print": on(2024, 3)}, Dates(issued="2024-02-26", print="2024-03")),
        ({"issued": on(2024)}, Dates(issued="2024")),
        ({"issued": on(None), "published": on(2023, 5)}, Dates(issued="2023-05")),
        (
            {"issued": on(None), "published_print": on(2021), "published_online": on(2020, 12, 1)},
            Dates(issued="2020-12-01", print="2021", online="2020-12-01"),
        ),
        ({"issued": on(None), "posted": on(2021, 1, 12)}, Dates(issued="2021-01-12", posted="2021-01-12")),
        ({"issued": None, "journal_issue": {"published-print": on(2004, 5)}}, Dates(issued="2004-05")),
        (
            {"accepted": on(2020, 4, 4), "submitted": on(2020, 1), "published_other": on(2019)},
            Dates(issued="2020", submitted="2020-01", accepted="2020-04-04"),
        ),
        ({"approved": on(2018, 7)}, Dates(issued="2020", accepted="2018-07")),
        ({"issued": on(2021, 2, 30)}, Dates(issued="2021-02")),
        ({"issued": on(2021, 0, 0)}, Dates(issued="2021")),
        ({"issued": on("2021", "03")}, Dates(issued="2021-03")),
        ({"issued": {"date-parts": [2013, 4]}}, Dates(issued="2013-04")),
        ({"issued": on(1665, 3, 6)}, Dates(issued="1665-03-06")),
        ({"issued": "2021-03"}, Dates(issued="2021-03")),
    ],
)
def test_dates_are_as_precise_as_stated(fields: dict[str, Any], expected: Dates) -> None:
    article = made(**fields)
    assert (expected, ()) == (article.dates, article.remarks)


@pytest.mark.parametrize(
    "stated", [None, on(None), on(), {"date-parts": []}, {"date-parts": [[]]}, on(0), on(True), "soon"]
)
def test_no_date_is_no_date(stated: Any) -> None:
    article = made(issued=stated)
    assert (Dates(), ("no-date",)) == (article.dates, article.remarks)


def test_days_that_a_publisher_asserts_in_words() -> None:
    assertions = [
        {"name": "received", "value": "11 October 2022", "label": "Received"},
        {"name": "accepted", "value": "2022-11-19", "label": "Accepted"},
        {"name": "first_online", "value": "20 November 2022", "label": "First Online"},
        {"name": "accepted", "value": "later", "label": "Accepted"},
        {"name": "Ethics", "value": "2022-12-01"},
    ]
    assert (
        Dates(issued="2020", submitted="2022-10-11", accepted="2022-11-19", online="2022-11-20")
        == made(assertion=assertions).dates
    )
    assert "2020-04" == made(assertion=assertions, accepted=on(2020, 4)).dates.accepted


def test_licences_cover_a_version_from_a_day() -> None:
    article = made(
        license=[
            {"URL": "http://creativecommons.org/licenses/by/4.0", "content-version": "vor", "start": on(2018, 6, 8)},
            {
                "URL": "https://creativecommons.org/licenses/by/4.0/legalcode",
                "content-version": "vor",
                "start": on(2018, 6, 8),
            },
            {"URL": "https://www.elsevier.com/tdm/userlicense/1.0/", "content-version": "tdm", "delay-in-days": 0},
            {"URL": "all rights reserved"},
            {"content-version": "am"},
        ]
    )

    assert (
        Licence(url="https://creativecommons.org/licenses/by/4.0/", version="vor", start="2018-06-08"),
        Licence(url="https://www.elsevier.com/tdm/userlicense/1.0/", version="tdm"),
        Licence(code="all rights reserved"),
    ) == article.licences
    assert ("licence-without-url",) == article.remarks
    assert article.is_open is None  # a licence is a licence


@pytest.mark.parametrize(
    ("fields", "is_open"),
    [
        ({"free_to_read": {"start-date": on(2019)}, "indexed": on(2020, 1, 1)}, True),
        ({"free_to_read": {"start-date": on(2021)}, "indexed": on(2020, 1, 1)}, None),
        ({"free_to_read": {"start-date": on(2019), "end-date": on(2020)}, "indexed": on(2020, 1, 1)}, None),
        ({"free_to_read": {}}, None),
        ({"assertion": [{"name": "free", "value": "This content has been made available to all."}]}, True),
        ({"assertion": [{"name": "free", "value": "no"}]}, None),
        ({}, None),
    ],
)
def test_open_is_what_a_publisher_calls_free(fields: dict[str, Any], is_open: Any) -> None:
    assert is_open is made(**fields).is_open


def test_pages_and_files_for_readers() -> None:
    """The address that resolves the DOI, and files for machines, are no news."""
    article = made(
        URL="http://dx.doi.org/10.1234/abc",
        resource={
            "primary": {"URL": "https://example.org/article?id=1&x=<2>"},
            "secondary": [{"URL": "https://example.com/article", "label": "Mirror"}],
        },
        link=[
            {
                "URL": "https://example.org/a.pdf",
                "content-type": "application/pdf",
                "content-version": "vor",
                "intended-application": "syndication",
            },
            {"URL": "https://example.org/a.pdf", "content-type": "unspecified", "content-version": "vor"},
            {
                "URL": "https://example.org/am",
                "content-type": "unspecified",
                "content-version": "am",
                "intended-application": "unspecified",
            },
            {"URL": "https://api.example.org/a.xml", "content-type": "text/xml", "intended-application": "text-mining"},
            {"URL": "https://example.org/check", "intended-application": "similarity-checking"},
            {"URL": "not a link", "intended-application": "syndication"},
        ],
    )

    assert ("https://example.org/article?id=1&x=<2>", "https://example.com/article") == article.urls
    assert (
        Location(url="https://example.org/a.pdf", is_pdf=True, media_type="application/pdf", version="vor"),
        Location(url="https://example.org/am", version="am"),
    ) == article.locations


def test_each_award_and_each_funder_without_one() -> None:
    nsf = Organization(name="National Science Foundation", identifiers=(Identifier("doi", "10.13039/100000001"),))
    article = made(
        funder=[
            {"DOI": "10.13039/100000001", "name": "National Science Foundation", "award": ["ECS-1", "ECS-2", "ECS-1"]},
            {"name": "National Science Foundation", "DOI": "10.13039/100000001", "award": ["ECS-2"]},
            {"name": "A Fund", "award": [], "award-info": [{"award-number": ["7"]}]},
            {"name": "The Purse"},
            {
                "name": "Wellcome",
                "id": [
                    {"id": "https://doi.org/10.13039/100010269", "id-type": "DOI", "asserted-by": "publisher"},
                    {"id": "https://ror.org/029chgv08", "id-type": "ROR"},
                ],
            },
            {"award": ["12"]},
            {"award": []},
        ]
    )

    assert (
        Grant(funder=nsf, award="ECS-1"),
        Grant(funder=nsf, award="ECS-2"),
        Grant(funder=Organization(name="A Fund"), award="7"),
        Grant(funder=Organization(name="The Purse")),
        Grant(
            funder=Organization(
                name="Wellcome", ror="029chgv08", identifiers=(Identifier("doi", "10.13039/100010269"),)
            )
        ),
        Grant(award="12"),
    ) == article.grants


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"DOI": "10.1000/ABC"}, Reference(identifier=Identifier("doi", "10.1000/abc"))),
        ({"DOI": "https://doi.org/10.1000/a&amp;b"}, Reference(identifier=Identifier("doi", "10.1000/a&b"))),
        ({"DOI": "nonsense", "unstructured": "Turing (1950)"}, Reference(text="Turing (1950)")),
        ({"unstructured": "<i>Turing</i>  (1950)", "author": "T"}, Reference(text="Turing (1950)")),
        (
            {
                "author": "Turing",
                "year": "1950",
                "article-title": "Computing machinery.",
                "journal-title": "Mind",
                "volume": "59",
                "issue": "236",
                "first-page": "433",
            },
            Reference(text="Turing (1950). Computing machinery. Mind, 59(236), 433"),
        ),
        (
            {"volume-title": "Cybernetics", "year": "1948", "edition": "2"},
            Reference(text="(1948). Cybernetics. edition 2"),
        ),
        ({"journal-title": "Mind", "volume": 59}, Reference(text="Mind, 59")),
    ],
)
def test_a_reference_is_a_doi_or_a_text(entry: dict[str, Any], expected: Reference) -> None:
    assert (expected,) == made(reference=[{"key": "ref1", "doi-asserted-by": "publisher", **entry}, entry]).references


@pytest.mark.parametrize(
    ("entry", "remark"),
    [
        ({"DOI": "10.1234/ABC"}, "reference-to-itself"),
        ({"key": "1"}, "reference-without-text"),
        ({"key": "1", "year": "1950", "volume": "59"}, "reference-without-text"),
    ],
)
def test_a_reference_that_says_nothing_is_left_out(entry: dict[str, Any], remark: str) -> None:
    article = made(reference=[entry])
    assert ((), (remark,)) == (article.references, article.remarks)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("is-preprint-of", "is-preprint-of"),
        ("has-preprint", "has-preprint"),
        ("has-review", "is-reviewed-by"),
        ("is-review-of", "reviews"),
        ("has-comment", "is-commented-on-by"),
        ("is-supplement-to", "supplements"),
        ("is-supplemented-by", "is-supplemented-by"),
        ("is-translation-of", "translates"),
        ("references", "cites"),
        ("cites", "cites"),
        ("is-identical-to", "is-identical-to"),
        ("something_new", "something-new"),
    ],
)
def test_relations_have_our_names(name: str, expected: str) -> None:
    """One that we have no word for keeps its own."""
    target = {"id-type": "doi", "id": "10.1000/X", "asserted-by": "object"}
    article = made(relation={"has-part": [], name: [target, target | {"asserted-by": "subject"}]})
    assert (to(expected, "10.1000/x"),) == article.relations


def test_every_name_of_a_relation_is_one_of_ours() -> None:
    assert {*relating._NAMES.values(), *sum(relating._UPDATES.values(), relating._OTHER_UPDATE)} <= parts.RELATIONS


@pytest.mark.parametrize(
    ("target", "relation"),
    [
        (
            {"id-type": "issn", "id": "2749-9952"},
            Relation(name="is-part-of", identifier=Identifier("issn", "2749-9952")),
        ),
        ({"id-type": "pmid", "id": "PMID:123"}, Relation(name="is-part-of", identifier=Identifier("pmid", "123"))),
        ({"id-type": "uri", "id": "https://example.org/1"}, Relation(name="is-part-of", url="https://example.org/1")),
        ({"id-type": "uri", "id": "https://doi.org/10.1000/X"}, to("is-part-of", "10.1000/x")),
        ({"id": "10.1000/x"}, to("is-part-of", "10.1000/x")),
    ],
)
def test_a_relation_leads_to_an_identifier_or_a_link(target: dict[str, Any], relation: Relation) -> None:
    assert (relation,) == made(relation={"is-part-of": target}).relations


def test_relations_to_nothing_and_to_itself_are_none() -> None:
    article = made(
        relation={
            "is-part-of": [
                {"id-type": "other", "id": "box 7"},
                {"id-type": "doi", "id": DOI},
                {"id-type": "issn", "id": "1"},
            ],
            "has-part": None,
        }
    )
    assert ((), ("relation-to-nothing-known",)) == (article.relations, article.remarks)


@pytest.mark.parametrize(
    ("kind", "active", "passive"),
    [
        ("retraction", "retracts", "is-retracted-by"),
        ("withdrawal", "withdraws", "is-withdrawn-by"),
        ("correction", "corrects", "is-corrected-by"),
        ("corrigendum", "corrects", "is-corrected-by"),
        ("expression_of_concern", "expresses-concern-about", "is-subject-of-concern-in"),
        ("new_version", "updates", "is-updated-by"),
        ("publisher-note", "updates", "is-updated-by"),
    ],
)
def test_updates_read_both_ways(kind: str, active: str, passive: str) -> None:
    """Only what a retraction updates is retracted."""
    update = {"DOI": "10.1000/N", "type": kind, "label": "A label", "updated": on(2022, 4, 30)}

    notice, updated = made(update_to=[update]), made(updated_by=[update])
    assert (to(active, "10.1000/n", "2022-04-30"),) == notice.relations
    assert (to(passive, "10.1000/n", "2022-04-30"),) == updated.relations
    assert (False, kind == "retraction") == (notice.is_retracted, updated.is_retracted)


def test_a_work_may_be_retracted_in_place() -> None:
    """Some publishers write the notice over the work, under its own DOI."""
    article = made(update_to=[{"DOI": DOI.upper(), "type": "retraction", "updated": on(2022, 10, 15)}])
    assert (to("is-retracted-by", DOI, "2022-10-15"),) == article.relations
    assert article.is_retracted
    assert () == made(update_to=[{"DOI": DOI, "type": "new_version"}, {"DOI": None, "type": "retraction"}]).relations


def test_trials_are_linked_where_their_registry_has_a_page_for_each() -> None:
    article = made(
        clinical_trial_number=[
            {"clinical-trial-number": "nct03797326", "registry": "10.18810/clinical-trials-gov"},
            {"clinical-trial-number": "isrctn75784880", "registry": "10.18810/isrctn"},
            {"clinical-trial-number": "7", "registry": "10.18810/somewhere"},
        ]
    )

    assert (
        Relation(name="relates-to", url="https://clinicaltrials.gov/study/NCT03797326"),
        Relation(name="relates-to", url="https://www.isrctn.com/ISRCTN75784880"),
    ) == article.relations
    assert ("trial-of-unknown-registry",) == article.remarks
