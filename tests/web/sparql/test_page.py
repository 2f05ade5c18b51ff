"""The page of the endpoint: it works without a script, shows what was found, and says what is wrong and where."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import pytest

from kg.web.pages.places import Places
from kg.web.pages.querying import Cell, cell, rows
from kg.web.sparql.examples import examples
from tests.web.client import Client
from tests.web.pages.reader import Page
from tests.web.sparql.test_hostile import HOSTILE

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ARTICLES = (
    "SELECT ?a ?name { ?a a <https://schema.org/ScholarlyArticle> ; <https://schema.org/name> ?name } ORDER BY ?name"
)


def asked(query: str, **more: str) -> str:
    return "/sparql?" + urlencode({"query": query, **more})


def test_a_browser_gets_a_form(client: Client) -> None:
    """With an example in it, the limits, and every example as a link."""
    answer = client.ask("/sparql", BROWSER)
    text = answer.body.decode()

    assert (200, "text/html") == (answer.status, answer.media_type)
    assert '<form class="query" action="/sparql" method="get">' in text
    assert "20 seconds" in text
    for example in examples():
        assert example.title.replace("'", "&#39;") in text


def test_rows_are_a_table_with_links_and_downloads(client: Client) -> None:
    """What is ours is linked by path; each download is the same answer."""
    answer = client.ask(asked(ARTICLES), BROWSER)
    page = Page(answer.body.decode())
    found = client.ask(asked(ARTICLES)).json["results"]["bindings"]
    hrefs = [link["href"] for link in page.all("a")]
    links = [href for href in hrefs if href.startswith("/article/")]
    downloads = [href for href in hrefs if href.startswith("/sparql?") and "ScholarlyArticle" in unquote(href)]

    assert 200 == answer.status
    assert found[0]["name"]["value"] in page.text()
    assert len(found) == len(links)
    names = {parse_qs(urlsplit(href).query)["format"][0] for href in downloads}
    assert {"srj", "srx", "csv", "tsv"} <= names
    assert {200} == {client.ask(href).status for href in downloads}


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("ASK {}", "Yes"),
        ("ASK { <a:b> <a:b> <a:b> }", "No"),
        ("CONSTRUCT { <a:b> <a:b> '<script>' } WHERE {}", "&lt;script&gt;"),
        ("SELECT ('<script>alert(1)</script>' AS ?x) {}", "&lt;script&gt;alert"),
        ("SELECT (<javascript:alert(1)> AS ?x) {}", '<td dir="auto">javascript:alert(1)'),
        ("SELECT ('a\\tb\\nc\\\\d\"e' AS ?x) {}", "a\tb\nc\\d&#34;e"),
        ("SELECT * { ?s ?p ?o }", "The first 1,000 rows of more"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "The beginning of a graph"),
        ("SELECT ?x { FILTER(false) }", "0 rows"),
    ],
)  # fmt: skip
def test_every_answer_is_shown(client: Client, query: str, shown: str) -> None:
    """Whatever it is, and however large; as text."""
    answer = client.ask(asked(query), BROWSER)

    assert 200 == answer.status
    assert shown in answer.body.decode()
    assert "<script>" not in answer.body.decode()


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("SELECT *\n{ ?s ?p", 400, "Line 2, column 8"),
        ("SELECT * { SERVICE <a:b> {} }", 403, "SERVICE is refused"),
        ("", 400, "no query"),
    ],
)
def test_what_is_wrong_is_said_beside_the_query(client: Client, query: str, status: int, said: str) -> None:
    """With its status, its place, and the query to go on with."""
    answer = client.ask(asked(query), BROWSER)
    text = answer.body.decode()

    assert (status, "text/html") == (answer.status, answer.media_type)
    assert said in text
    assert query.replace("<", "&lt;").replace(">", "&gt;") in text
    assert 'role="alert"' in text


def test_a_query_that_takes_too_long_says_so(limited: Client) -> None:
    """On the page too, with the time to come again."""
    answer = limited.ask(asked(HOSTILE["values"]), BROWSER)

    assert (503, "text/html", "1") == (answer.status, answer.media_type, answer["retry-after"])
    assert "within 1 seconds" in answer.body.decode()


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("<https://schema.org/name>", Cell("schema:name", "https://schema.org/name")),
        ("<http://here.example/article/x>", Cell("http://here.example/article/x", "/article/x")),
        ("<urn:x>", Cell("urn:x", None)),
        ('"a"', Cell("a")),
        ('"a \\"b\\" \\t"@en-GB', Cell('a "b" \t', None, "en-GB")),
        ('"2024"^^<http://www.w3.org/2001/XMLSchema#gYear>', Cell("2024", None, "", "xsd:gYear")),
        ("12", Cell("12")),
        ("1.5e3", Cell("1.5e3")),
        ("_:b", Cell("_:b")),
        ("", Cell("")),
    ],
)
def test_terms_are_read_back(term: str, expected: Cell) -> None:
    """From TSV, as Oxigraph writes it."""
    assert expected == cell(term, Places("http://here.example/"))


def test_a_row_that_was_broken_off_is_none() -> None:
    """What follows the last line end may be half a row."""
    found = rows(b"?a\t?b\n1\t2\n3\t", 10, Places("http://here.example/"))

    assert (("a", "b"), ((Cell("1"), Cell("2")),), False) == (found.names, found.rows, found.is_cut)
