"""What a work appeared in, and where it can be read."""

from __future__ import annotations

from typing import Any

import pytest

from kg.model import Identifier, Issn, Licence, Organization, Text
from tests.mappers.invariants import faults
from tests.mappers.openalex_works import made

JOURNAL = {
    "id": "https://openalex.org/S137773608",
    "display_name": "Nature &amp; Things",
    "issn_l": "0028-0836",
    "issn": ["0028-0836", "1476-4687", "0000-0000"],
    "type": "journal",
    "host_organization": "https://openalex.org/P4310319908",
    "host_organization_name": "Nature Portfolio",
}


def test_the_journal_comes_from_the_primary_location() -> None:
    """Its ISSNs are checked, its publisher is the article's."""
    article = made(primary_location={"source": JOURNAL, "landing_page_url": "https://www.nature.com/articles/x"})
    (container,) = article.containers
    publisher = Organization(name="Nature Portfolio", identifiers=(Identifier("openalex", "P4310319908"),))

    assert "periodical" == container.kind
    assert (Text("Nature & Things"),) == container.titles
    assert (Issn("0028-0836"), Issn("1476-4687")) == container.issns
    assert "0028-0836" == container.issn_l
    assert "openalex:S137773608" == container.key
    assert publisher == container.publisher == article.publisher
    assert ("https://www.nature.com/articles/x",) == article.urls


@pytest.mark.parametrize(
    ("location", "type_", "kinds"),
    [
        ({"source": {"display_name": "arXiv (Cornell University)", "type": "repository"}}, "preprint", ["repository"]),
        ({"source": {"display_name": "World studies", "type": "book series"}}, "book", ["series"]),
        ({"source": {"display_name": "Proceedings of the AAAI", "type": "conference"}}, "article", ["series"]),
        ({"source": {"display_name": "IGI Global eBooks", "type": "ebook platform"}}, "book", ["repository"]),
        ({"source": {"display_name": "Physical Review", "issn_l": "0031-899X"}}, "article", ["periodical"]),
        (
            {
                "source": {"display_name": "IGI Global eBooks", "type": "ebook platform"},
                "raw_type": "book-chapter",
                "raw_source_name": "Graph-Based Methods",
            },
            "book-chapter",
            ["book", "repository"],
        ),
        ({"raw_type": "proceedings-article", "raw_source_name": "Proc. WWW &amp; Web"}, "article", ["proceedings"]),
        ({"raw_type": "journal-article", "raw_source_name": "Nature"}, "article", ["periodical"]),
        (
            {"raw_type": None, "raw_source_name": "Proceedings of the 2014 Conference on Words"},
            "article",
            ["proceedings"],
        ),
        ({"raw_type": None, "raw_source_name": "自然资源学报"}, "article", ["periodical"]),
        ({"raw_type": "Text", "raw_source_name": "http://example.org/record/124521"}, "preprint", []),
        ({"raw_type": None, "raw_source_name": "Decision Support"}, "book-chapter", ["book"]),
        ({"source": {"display_name": None}}, "article", []),
        (None, "article", []),
    ],
)
def test_what_a_work_appeared_in(location: dict[str, Any] | None, type_: str, kinds: list[str]) -> None:
    """A chapter stands in a book on a platform; a repository is no journal; an address is no name."""
    article = made(primary_location=location, type=type_)

    assert kinds == [container.kind for container in article.containers]
    assert ("proceedings" in kinds) == (article.type == "proceedings-article")
    assert [] == faults(article)


def test_a_copy_in_a_journal_names_it_where_the_work_has_a_volume() -> None:
    """Otherwise a journal among the copies may be one that reviewed the book."""
    copies: dict[str, Any] = {"primary_location": {"source": None}, "locations": [{"source": JOURNAL}]}

    assert 1 == len(made(**copies, biblio={"volume": "8"}).containers)
    assert 0 == len(made(**copies, biblio={"volume": None}).containers)


def test_records_of_2022_have_a_host_venue() -> None:
    """Its id began with V, that of the same source begins with S today; its publisher may be a number."""
    article = made(
        host_venue={
            "id": "https://openalex.org/V78458016",
            "display_name": "Physical Review Letters",
            "issn_l": "0031-9007",
            "issn": ["0031-9007", "1079-7114"],
            "publisher": "American Physical Society",
            "type": "publisher",
            "url": "https://doi.org/10.1103/physrevlett.118.221101",
            "is_oa": False,
            "license": "cc-by",
            "version": "publishedVersion",
        },
        alternate_host_venues=[{"type": "repository", "url": "http://arxiv.org/pdf/1106.1393", "is_oa": True}],
    )
    (container,) = article.containers

    assert ("periodical", "openalex:S78458016", "0031-9007") == (container.kind, container.key, container.issn_l)
    assert container.publisher is not None
    assert "American Physical Society" == container.publisher.name
    assert (Licence(code="cc-by", version="publishedVersion"),) == article.licences
    assert ["https://doi.org/10.1103/physrevlett.118.221101", "http://arxiv.org/pdf/1106.1393"] == [
        location.url for location in article.locations
    ]
    repository = made(host_venue={"id": None, "display_name": "arXiv", "type": "repository"})
    assert ["repository"] == [container.kind for container in repository.containers]
    numbered = made(primary_location={"source": {"display_name": "X", "publisher": "Q115035457"}})
    assert numbered.containers[0].publisher is None


def test_every_page_and_pdf_is_a_location_once() -> None:
    """A PDF is one where the source says so; a licence is the code that is stated, without a version."""
    primary = {
        "is_oa": True,
        "landing_page_url": "https://doi.org/10.1000/a",
        "pdf_url": "https://example.org/a.pdf",
        "license": "cc-by",
        "version": "publishedVersion",
        "source": JOURNAL,
    }
    copy = {"is_oa": False, "landing_page_url": "https://pubmed.ncbi.nlm.nih.gov/1", "pdf_url": None, "source": None}
    article = made(
        primary_location=primary,
        locations=[primary, copy, None, {"pdf_url": "javascript:alert(1)"}],
        best_oa_location=primary,
        open_access={"is_oa": True, "oa_status": "hybrid", "oa_url": "https://example.org/other"},
    )
    page, pdf, second, other = article.locations

    assert (False, True, False, False) == (page.is_pdf, pdf.is_pdf, second.is_pdf, other.is_pdf)
    assert ("application/pdf", None) == (pdf.media_type, page.media_type)
    assert (True, False, True) == (pdf.is_open, second.is_open, other.is_open)
    assert Licence(code="cc-by", version="publishedVersion") == pdf.licence
    assert "Nature & Things" == pdf.host
    assert (Licence(code="cc-by", version="publishedVersion"),) == article.licences
    assert (True, "hybrid") == (article.is_open, article.oa_status)
    assert () == article.urls


@pytest.mark.parametrize(
    ("fields", "is_open"),
    [
        ({"open_access": {"is_oa": False, "oa_status": "closed"}}, False),
        ({"is_oa": True}, True),
        ({"primary_location": {"is_oa": True}}, True),
        ({"primary_location": {"is_oa": False}}, None),
        ({}, None),
    ],
)
def test_openness_is_stated_or_follows_from_an_open_page(fields: dict[str, Any], *, is_open: bool | None) -> None:
    """One closed page says nothing about the others."""
    assert is_open is made(**fields).is_open
