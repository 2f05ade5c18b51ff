"""Queries over a socket, answered by processes."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.web.client import Client
from tests.web.conftest import Site

ARTICLES = "SELECT (COUNT(*) AS ?n) { ?a a <https://schema.org/ScholarlyArticle> }"


def asked(query: str, **more: str) -> str:
    return "/sparql?" + urlencode({"query": query, **more})


def test_a_query_is_answered(client: Client, site: Site) -> None:
    """With what the store holds."""
    answer = client.ask(asked(ARTICLES))

    assert 200 == answer.status
    assert "application/sparql-results+json" == answer.media_type
    assert site.generation.manifest.counts["article"] == int(answer.json["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize(
    ("query", "status", "kind", "line", "column"),
    [
        ("SELECT * {", 400, "syntax", 1, 11),
        ("SELECT *\n { ?s ?p \n ?o } }", 400, "syntax", 3, 8),
        ("SELECT *\n { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403, "service", 2, 4),
        ("INSERT DATA { <a:a> <a:a> <a:a> }", 403, "update", 1, 1),
        ("LOAD <http://127.0.0.1:9/>", 403, "update", 1, 1),
        ("ASK " + "{" * 200, 400, "depth", 1, 133),
        ("ASK FROM <http://127.0.0.1:9/> {}", 400, "graph", None, None),
        ("ASK FROM <file:///etc/passwd> {}", 400, "graph", None, None),
    ],
)
def test_what_is_wrong_has_its_place(
    client: Client, query: str, status: int, kind: str, line: int | None, column: int | None
) -> None:
    """A status, a kind, a line and a column."""
    answer = client.ask(asked(query))

    assert (status, kind, line, column) == (
        answer.status,
        *(answer.json.get(name) for name in ("kind", "line", "column")),
    )
