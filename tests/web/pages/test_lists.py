"""Home, lists, search, errors, dumps."""

from __future__ import annotations

import pytest

from kg.model import Dates
from kg.site.generation import Generation
from tests.web.pages import making
from tests.web.pages.reader import Page


def test_the_home_page_says_what_is_here_and_what_to_try(opened: Generation) -> None:
    """Counts that lead to lists, the newest articles, five requests with an article of the data."""
    page = Page(making.pages(opened).home())
    newest = opened.index.works(0, 1).rows[0]
    tries = page.text().split("curl ")[1:]

    assert "Reading Room" == page.text("h1")
    assert newest.title in page.text()
    assert 5 == len(tries)
    assert f"https://kg.example.org/{newest.path}" in tries[0]
    assert {"/articles", "/journals", "/people", "/dataset", "/dumps/", "/ns", f"/{newest.path}"} <= {*page.hrefs}
    assert {"/periodical/issn:0021-9517", "/person/orcid:0000-0002-1825-0097"} <= {*page.hrefs}
    assert ["https://kg.example.org/"] == page.links("canonical")


def test_a_site_without_articles_has_a_home_page(tmp_path_factory: pytest.TempPathFactory) -> None:
    """And lists that say so."""
    empty = making.generation(tmp_path_factory.mktemp("empty") / "generation", [])
    shown = making.pages(empty)

    assert "There are none here yet." in Page(shown.home()).text()
    assert "There are none here yet." in Page(shown.listing("articles", 1) or "").text()
    assert shown.listing("people", 2) is None


@pytest.mark.parametrize(
    ("name", "kind", "title", "first"),
    [
        ("articles", "article", "Articles", "/article/10.1111/lamp.12329"),
        ("journals", "periodical", "Journals", "/periodical/openalex:S4306400194"),
        ("people", "person", "People", "/person/orcid:0000-0002-1825-0097"),
        ("organizations", "organization", "Organizations", "/organization/ror:01ggx4157"),
    ],
)
def test_a_list_has_its_name_or_its_kind(opened: Generation, name: str, kind: str, title: str, first: str) -> None:
    """The same page; how many there are in all."""
    text = making.pages(opened).listing(name, 1)
    assert text is not None
    page = Page(text)

    assert text == making.pages(opened).listing(kind, 1)
    assert title == page.text("h1")
    assert first == next(href for href in page.hrefs if href.count("/") > 1 and not href.startswith("//"))
    assert " in all." in page.text()


def test_a_long_list_is_paged(opened: Generation) -> None:
    """With the way through it; no page beyond the last."""
    shown = making.pages(opened, 5)
    total = opened.index.counts()["article"]
    last = -(-total // 5)
    first, second = Page(shown.listing("articles", 1) or ""), Page(shown.listing("articles", 2) or "")

    assert ["https://kg.example.org/articles?page=2"] == first.links("next") == second.links("canonical")
    assert ["https://kg.example.org/articles"] == second.links("prev") == first.links("canonical")
    assert [{"rel": "next", "href": "/articles?page=2"}] == [
        each.attributes for each in first.all("a") if each["rel"] == "next"
    ]
    assert [str(2)] == [each["href"][-1] for each in second.all("a") if each["aria-current"]]
    assert f"Page 2 of {last}" in second.text()
    assert shown.listing("articles", last) is not None
    assert [None, None] == [shown.listing("articles", page) for page in (0, last + 1)]


def test_a_search_shows_people_and_journals_above_articles(opened: Generation) -> None:
    """With what each is."""
    text = Page(making.pages(opened).search("catalysis", 1)).text()

    assert text.index("Journal of Catalysis journal, 1 article") < text.index("Catalysis at the edge")
    assert "1 article for catalysis" in text


def test_further_pages_of_a_search_show_articles_alone(opened: Generation) -> None:
    """And keep what was searched for."""
    shown = making.pages(opened, 1)
    first, second = Page(shown.search("a", 1)), Page(shown.search("a", 2))

    assert "/search?q=a&page=2" in first.hrefs
    assert "People, journals and other things" in first.text()
    assert "People, journals and other things" not in second.text()
    assert "There is no such page." in Page(shown.search("a", 10_000)).text()


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("10.1000/xyz123", "/article/10.1000/xyz123"),
        (" https://doi.org/10.1000/XYZ123 ", "/article/10.1000/xyz123"),
        ("doi:10.1000/xyz123", "/article/10.1000/xyz123"),
        ("pmid:31978945", "/article/10.1000/xyz123"),
        ("0000-0002-1825-0097", "/person/orcid:0000-0002-1825-0097"),
        ("https://orcid.org/0000-0002-1825-0097", "/person/orcid:0000-0002-1825-0097"),
        ("0021-9517", "/periodical/issn:0021-9517"),
        ("https://ror.org/02hpadn98", "/organization/ror:02hpadn98"),
        ("10.1000/nothing-here", None),
        ("catalysis", None),
    ],
)
def test_an_identifier_finds_what_it_names(opened: Generation, text: str, path: str | None) -> None:
    """However it is written."""
    page = Page(making.pages(opened).search(text, 1))

    assert (path is not None) == ("This identifier is that of" in page.text())
    assert path is None or path in page.hrefs


@pytest.mark.parametrize(("text", "help_"), [("", "All words must occur"), ("zzzz", "What may help")])
def test_an_empty_search_helps(opened: Generation, text: str, help_: str) -> None:
    """What can be searched for, and what to do when nothing is found."""
    assert help_ in Page(making.pages(opened).search(text, 1)).text()


@pytest.mark.parametrize("status", [400, 404, 406, 410, 500, 503])
def test_an_error_leads_on(opened: Generation, status: int) -> None:
    """What is wrong, and where to go."""
    page = Page(making.pages(opened).error(status, "A reason", "What was wrong"))

    assert "A reason" == page.text("h1")
    assert "What was wrong" in page.text()
    assert f"A reason ({status}) · Reading Room" == page.text("title")
    assert "/" in page.hrefs


def test_the_dumps_and_how_to_check_them(opened: Generation) -> None:
    """Size, digest, and a command that checks."""
    page = Page(making.pages(opened).dumps())

    assert {"/dumps/kg.ttl.gz", "/dumps/kg.nt.gz"} <= {*page.hrefs}
    assert f"echo '{'a' * 64} kg.ttl.gz' | sha256sum --check" in page.text()


def test_what_is_proposed_is_easy_to_type(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Not the newest article, if its DOI is full of brackets."""
    works = [
        making.titled("10.1002/(sici)1<672::aid>3.0.co;2-8", "New", dates=Dates(issued="2025")),
        making.titled("10.1000/old", "Old", dates=Dates(issued="1999")),
    ]
    opened = making.generation(tmp_path_factory.mktemp("typed") / "generation", works)

    assert "/article/10.1000/old'" in Page(making.pages(opened).home()).text().split("curl ")[1]
