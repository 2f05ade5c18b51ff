"""The pages of people, journals, volumes, books, concepts, records: a card for each, and what belongs to it."""

from __future__ import annotations

import pytest

from kg.model import Agent, Container, Dates, Issn, Text
from kg.site.generation import Generation
from tests.web.pages import making
from tests.web.pages.making import titled
from tests.web.pages.reader import Page

JOURNAL = Container(titles=(Text("Annals of Order"),), issns=(Issn("0028-0836", "print"),))
PERSON = Agent(name="Josiah Carberry", orcid="0000-0002-1825-0097")


@pytest.fixture(scope="module")
def annals(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """A journal of 25 articles in two issues of one volume, and one in an issue of a year."""
    works = [
        titled(
            f"10.7777/{number}",
            f"Article {number}",
            agents=(PERSON,),
            containers=(JOURNAL,),
            volume="7",
            issue=str(1 + number % 2),
            pages=f"{1000 - number * 10}-{1005 - number * 10}",
            page_start=str(1000 - number * 10),
            dates=Dates(issued=f"2001-01-{number:02}"),
        )
        for number in range(1, 26)
    ]
    loose = titled("10.7777/99", "Article 99", containers=(JOURNAL,), issue="5", dates=Dates(issued="1999"))
    return making.generation(tmp_path_factory.mktemp("annals") / "generation", [*works, loose])


@pytest.mark.parametrize(
    ("path", "kind", "title", "shown"),
    [
        ("person/orcid:0000-0002-1825-0097", "Person", "J. Doe, Jr.", ["0000-0002-1825-0097", "OpenAlex A5023888391"]),
        ("organization/ror:02hpadn98", "Organization", "Universität Bielefeld", ["Country DE", "ROR 02hpadn98"]),
        (
            "periodical/issn:0021-9517",
            "Journal",
            "Journal of Catalysis",
            [
                "Also: J. Catal.; Zeitschrift für Katalyse",
                "About catalysis.",
                "Publisher Elsevier BV",
                "0021-9517 linking",
                "1090-2694 electronic",
                "2434-561X",
                "OpenAlex S137773608",
                "Journal Impact Factor 7.3 2023 Article aggregator",
                "JCR quartile CHEMISTRY, PHYSICAL Q1 2023",
                "CAS zone 2 not stated",
                "own-figure 12 not stated",
                "Volume 404 1 article Issue 7-8 1",
            ],
        ),
        (
            "periodical/issn:0021-9517/volume/404",
            "Volume of Journal of Catalysis",
            "Volume 404",
            ["Issue 7-8 1 article"],
        ),
        (
            "periodical/issn:0021-9517/volume/404/issue/7-8",
            "Issue of Journal of Catalysis, Volume 404",
            "Volume 404, Issue 7-8",
            ["Catalysis at the edge", "pages S12–S19"],
        ),
        (
            "periodical/issn:0021-9517/metric/journal-impact-factor/agg/2023",
            "Metric of Journal of Catalysis",
            "metric/journal-impact-factor/agg/2023",
            ["schema:value 7.3 xsd:decimal"],
        ),
        (
            "book/isbn:9783642302831",
            "Proceedings of Lecture Notes in Computer Science",
            "The Semantic Web: Research and Applications",
            ["Publisher Springer", "ISBN 9783642302831 9783642302848", "Proceedings of ESWC 2012", "LIMES"],
        ),
        (
            "concept/openalex:T10017",
            "Subject",
            "Catalysis and Oxidation Reactions",
            ["Scheme OpenAlex", "Code T10017", "1 article Catalysis at the edge"],
        ),
        (
            "record/crossref/10.1000/xyz123",
            "Record",
            "10.1000/xyz123",
            ["Source Crossref", "Part of what is said about Catalysis at the edge"],
        ),
        ("source/crossref", "Source", "Crossref", ["Website https://www.crossref.org/", "Name in addresses crossref"]),
        ("scheme/oa-status", "List of concepts", "Ways of open access", ["Green: free to read in a repository"]),
        ("scheme/type/preprint", "Concept of Types of works", "Preprint", ["Code preprint"]),
    ],
)
def test_the_card(opened: Generation, path: str, kind: str, title: str, shown: list[str]) -> None:
    """What it is, what it is called, what is known of it."""
    page = Page(making.page(opened, path))
    flat = "".join(page.text().split())

    assert page.text("h1").endswith(title)
    assert "".join(kind.split()) in flat
    assert [] == [words for words in shown if "".join(words.split()) not in flat]


def test_a_medium_that_nobody_states_is_not_called_print(opened: Generation) -> None:
    """BIBO has one property for print and unknown."""
    assert "2434-561X print" not in Page(making.page(opened, "periodical/issn:0021-9517")).text()


@pytest.mark.parametrize("path", ["periodical/issn:0028-0836", "person/orcid:0000-0002-1825-0097"])
def test_many_works_stand_on_several_pages(annals: Generation, path: str) -> None:
    """Newest first, with the way forward and back in page and head, and the number of all."""
    first, second = (Page(making.page(annals, path, number, 10)) for number in (1, 2))
    base = f"https://kg.example.org/doc/html/{path}"

    assert ([], [f"{base}?page=2"]) == (first.links("prev"), first.links("next"))
    assert ([base], [f"{base}?page=3"]) == (second.links("prev"), second.links("next"))
    assert [f"{base}?page=2"] == second.links("canonical")
    assert f"/doc/html/{path}?page=3" in second.hrefs
    assert "Page 2 of 3" in second.text()
    assert "(page 2)" in second.text("title")
    assert "/article/10.7777/25" in first.hrefs
    assert "/article/10.7777/25" not in second.hrefs


def test_an_issue_is_a_table_of_contents(annals: Generation) -> None:
    """By page, not by date: 2 before 10."""
    page = Page(making.page(annals, "periodical/issn:0028-0836/volume/7/issue/1"))
    works = [href for href in page.hrefs if href.startswith("/article/")]

    assert [f"/article/10.7777/{number}" for number in range(24, 0, -2)] == list(dict.fromkeys(works))[:12]
    assert "pages 760–765" in page.text()
    assert "Contents" in page.text()


def test_issues_stand_below_their_volume(annals: Generation) -> None:
    """One without a volume by its year."""
    flat = Page(making.page(annals, "periodical/issn:0028-0836")).text()

    assert "Volume 7 25 articles Issue 1 12 Issue 2 13" in flat
    assert "1999, Issue 5 1 article" in flat


def test_an_issue_of_a_year_stands_in_the_journal(annals: Generation) -> None:
    """The year is no thing of its own, so nothing leads to it."""
    page = Page(making.page(annals, "periodical/issn:0028-0836/year/1999/issue/5"))

    assert "Issue of Annals of Order" in page.text()
    assert not [href for href in page.hrefs if href.endswith("/year/1999")]


def test_the_dataset(opened: Generation) -> None:
    """What it is, how much, whose, under which licence, and its dumps with size and digest."""
    page = Page(making.page(opened, "dataset"))
    told = page.json_ld
    flat = page.text()

    assert "Dataset" == told["@type"]
    assert ["application/n-triples", "text/turtle"] == sorted(each["encodingFormat"] for each in told["distribution"])
    assert ["12345 B", "2345678 B"] == sorted(each["contentSize"] for each in told["distribution"])
    assert all(shown in flat for shown in ("2.3 MB", "b" * 64, "CC0 1.0", "The Library", "desk@kg.example.org"))
    assert {"/dumps/kg.nt.gz", "/.well-known/void", "mailto:desk@kg.example.org"} <= {*page.hrefs}
    assert "schema:ScholarlyArticle" in flat


@pytest.mark.parametrize(
    ("publisher", "contact", "hrefs"),
    [
        ("https://library.example/", "https://library.example/desk", {"https://library.example/desk"}),
        ("", "mailto:desk@library.example", {"mailto:desk@library.example"}),
        ("javascript:alert(1)", "javascript:alert(1)", set()),
    ],
)
def test_who_publishes_the_dataset(
    tmp_path_factory: pytest.TempPathFactory, publisher: str, contact: str, hrefs: set[str]
) -> None:
    """A name or an address; what cannot be followed is text."""
    folder = tmp_path_factory.mktemp("published") / "generation"
    opened = making.generation(folder, [], publisher=publisher, contact=contact)
    page = Page(making.pages(opened).dumps() + making.pages(opened).home())

    assert hrefs <= {*page.hrefs}
    assert not [href for href in page.hrefs if "javascript" in href]


def test_a_long_issue_keeps_the_order_of_its_pages(annals: Generation) -> None:
    """Sorted by page within one page of a list it would claim an order that it has not."""
    page = Page(making.page(annals, "periodical/issn:0028-0836/volume/7/issue/1", 1, 5))
    works = [href for href in page.hrefs if href.startswith("/article/")]

    assert [f"/article/10.7777/{number}" for number in range(24, 14, -2)] == list(dict.fromkeys(works))[:5]
    assert "12 articles" in page.text()


def test_our_own_terms(opened: Generation) -> None:
    """Each with its fragment, what it means and what it is of."""
    page = Page(making.page(opened, "ns"))

    assert {"affiliation", "CiteAction", "citationCount"} <= {*page.ids}
    assert "kg:affiliation" in page.text()
    assert "Of: pro:RoleInTime" in page.text()
