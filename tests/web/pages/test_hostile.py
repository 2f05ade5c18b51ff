"""Titles and links that attack: shown as what they are, on the page and in its head."""

from __future__ import annotations

import json

import pytest

from kg.site.generation import Generation
from tests.web.pages import hostile, making
from tests.web.pages.reader import Page


@pytest.mark.parametrize(("path", "title"), [*zip(hostile.PATHS, hostile.TITLES, strict=True)])
def test_a_title_is_text_and_nothing_else(opened: Generation, path: str, title: str) -> None:
    """It is what the heading, the tags, the JSON-LD and the citation say, letter by letter."""
    text = making.page(opened, path)
    page = Page(text)

    assert [] == page.faults
    assert " ".join(title.split()) == page.text("h1")
    assert [title] == page.metas("citation_title")
    assert title == page.json_ld["name"]
    assert {"script": 2} == {"script": len(page.all("script"))}
    assert "49" not in page.text("h1")


@pytest.mark.parametrize("title", hostile.TITLES)
def test_what_is_searched_for_is_text(opened: Generation, title: str) -> None:
    """On the page, in the box, in the links to further pages."""
    page = Page(making.pages(opened).search(title, 1))

    assert [] == page.faults
    assert 1 == len(page.all("script"))
    assert [title.strip()] == [element["value"] for element in page.all("input")]


@pytest.mark.parametrize("title", hostile.TITLES)
def test_an_error_quotes_nothing_as_markup(opened: Generation, title: str) -> None:
    """What was asked for may stand in the answer."""
    page = Page(making.pages(opened).error(404, title, title))

    assert [] == page.faults
    assert 1 == len(page.all("script"))
    assert " ".join(title.split()) == page.text("h1")


def test_no_link_leads_to_a_script_or_a_file(opened: Generation) -> None:
    """Only what a reader may follow is a link: http, https, ftp, mailto."""
    text = making.page(opened, hostile.PATHS[0])
    page = Page(text)
    urls = [element[name] for element in page.elements for name in ("href", "src") if element[name]]
    schemes = {url.partition(":")[0].lower() for url in urls if ":" in url.partition("/")[0]}

    assert schemes <= {"http", "https", "ftp", "mailto"}
    assert "javascript:alert(1)" in page.text()  # shown, as text


def test_the_script_element_holds_no_end_of_itself(opened: Generation) -> None:
    """`</script>` in a title would end the JSON-LD and begin a page of its own."""
    text = making.page(opened, hostile.PATHS[1])
    body = text.partition('<script type="application/ld+json">')[2].partition("</script>")[0]

    assert "<" not in body
    assert hostile.TITLES[1] == json.loads(body)["name"]
