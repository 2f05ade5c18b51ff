"""Every way to ask, every format to be answered in, and what is refused of both."""

from __future__ import annotations

import gzip
import http.client
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

from tests.web.client import Answer, Client
from tests.web.conftest import Site

ROWS = "SELECT ?name { ?a a <https://schema.org/ScholarlyArticle> ; <https://schema.org/name> ?name } ORDER BY ?name"
GRAPH = "CONSTRUCT WHERE { ?a <https://schema.org/name> ?name }"
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def sent(client: Client, method: str, target: str, body: bytes = b"", **headers: str) -> Answer:
    """Send a request with a body; names of headers are written with an underscore for the hyphen."""
    connection = http.client.HTTPConnection("127.0.0.1", client._port, timeout=60)
    connection.request(method, target, body, {name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    answer = Answer(response.status, response.getheaders(), response.read())
    connection.close()
    return answer


def test_all_ways_to_ask_get_the_same_answer(client: Client) -> None:
    """GET, POST of a form, POST of a query, QUERY; HEAD gets the same without a body."""
    url, form = "/sparql?" + urlencode({"query": ROWS}), urlencode({"query": ROWS}).encode()
    answers = [
        sent(client, "GET", url),
        sent(client, "POST", "/sparql", form, Content_Type=FORM),
        sent(client, "POST", "/sparql", ROWS.encode(), Content_Type=f"{DIRECT}; charset=UTF-8"),
        sent(client, "QUERY", "/sparql", ROWS.encode(), Content_Type=DIRECT),
    ]
    head = sent(client, "HEAD", url)

    assert [200] * 4 == [answer.status for answer in answers]
    assert 1 == len({answer.body for answer in answers})
    assert (200, b"", str(len(answers[0].body))) == (head.status, head.body, head["content-length"])


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (ROWS, None, "application/sparql-results+json"),
        (ROWS, "*/*", "application/sparql-results+json"),
        (ROWS, "application/sparql-results+xml", "application/sparql-results+xml"),
        (ROWS, "application/xml", "application/sparql-results+xml"),
        (ROWS, "text/csv, application/json;q=0.5", "text/csv"),
        (ROWS, "text/tab-separated-values", "text/tab-separated-values"),
        ("ASK {}", "application/json", "application/sparql-results+json"),
        ("ASK {}", "text/csv", "text/csv"),
        (GRAPH, None, "text/turtle"),
        (GRAPH, "application/ld+json", "application/ld+json"),
        (GRAPH, "application/n-triples", "application/n-triples"),
        (GRAPH, "application/rdf+xml", "application/rdf+xml"),
        ("DESCRIBE <https://schema.org/x>", "application/json", "application/ld+json"),
    ],
)
def test_the_accept_header_is_followed(client: Client, query: str, accept: str | None, media_type: str) -> None:
    """By the form of the query; what is sent is what it says it is."""
    answer = client.ask("/sparql?" + urlencode({"query": query}), accept)

    assert (200, media_type) == (answer.status, answer.media_type)
    assert "Accept" in answer["vary"]
    if query == ROWS and media_type != "text/csv":  # which says too little to be read back
        found = ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.from_media_type(media_type))
        assert [str(row[0]) for row in found]  # type: ignore[union-attr]
    if query == GRAPH:
        assert answer.triples


@pytest.mark.parametrize("parameter", ["format", "output", "results"])
@pytest.mark.parametrize(
    ("query", "name", "media_type"),
    [
        (ROWS, "json", "application/sparql-results+json"),
        (ROWS, "XML", "application/sparql-results+xml"),
        (ROWS, "application/sparql-results+json", "application/sparql-results+json"),
        (ROWS, "csv", "text/csv"),
        (GRAPH, "turtle", "text/turtle"),
        (GRAPH, "json-ld", "application/ld+json"),
        (GRAPH, "rdf+xml", "application/rdf+xml"),
        (GRAPH, "xml", "application/rdf+xml"),
    ],
)
def test_a_named_format_goes_first(client: Client, query: str, parameter: str, name: str, media_type: str) -> None:
    """As clients say it, whatever the Accept header says."""
    answer = client.ask("/sparql?" + urlencode({"query": query, parameter: name}), "text/csv")

    assert (200, media_type) == (answer.status, answer.media_type)


@pytest.mark.parametrize(
    ("method", "target", "body", "content_type", "status"),
    [
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", b"", "", 400),
        ("POST", "/sparql?query=ASK%7B%7D", b"ASK{}", DIRECT, 400),
        ("GET", "/sparql?query=", b"", "", 400),
        ("GET", "/sparql?query=%FF", b"", "", 400),
        ("GET", "/sparql?default-graph-uri=a:b", b"", "", 400),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=http://nowhere.example/", b"", "", 400),
        ("GET", "/sparql?query=ASK%7B%7D&named-graph-uri=relative", b"", "", 400),
        ("GET", "/sparql?query=ASK%7B%7D&format=nonsense", b"", "", 406),
        ("GET", "/sparql?" + "&".join("a=b" for _ in range(300)), b"", "", 400),
        ("GET", "/sparql?update=CLEAR%20ALL", b"", "", 403),
        ("POST", "/sparql", b"update=CLEAR+ALL", FORM, 403),
        ("POST", "/sparql", b"query=ASK%7B%7D&update=CLEAR+ALL", FORM, 403),
        ("POST", "/sparql", b"query=ASK%7B%7D&using-graph-uri=a:b", FORM, 403),
        ("POST", "/sparql", b"query=CLEAR+ALL", FORM, 403),
        ("POST", "/sparql", b"CLEAR ALL", DIRECT, 403),
        ("POST", "/sparql", b"CLEAR ALL", "application/sparql-update", 403),
        ("POST", "/sparql", b"", FORM, 400),
        ("POST", "/sparql", b"ASK{}", "text/plain", 415),
        ("POST", "/sparql", b"ASK{}", "", 415),
        ("POST", "/sparql", b"\xff", DIRECT, 400),
        ("POST", "/sparql", b"ASK{}" + b" " * 70_000, DIRECT, 413),
        ("POST", "/sparql", b"query=" + b"+" * 70_000, FORM, 413),
        ("PUT", "/sparql", b"ASK{}", DIRECT, 405),
        ("PATCH", "/sparql", b"ASK{}", DIRECT, 405),
        ("DELETE", "/sparql", b"", "", 405),
    ],
)
def test_what_is_no_query_is_refused(
    client: Client, method: str, target: str, body: bytes, content_type: str, status: int
) -> None:
    """With a status, and a sentence as problem details."""
    answer = sent(client, method, target, body, **({"Content_Type": content_type} if content_type else {}))

    assert status == answer.status, answer.body
    assert "application/problem+json" == answer.media_type
    assert answer.json["detail"]


def test_a_body_in_pieces_is_limited_too(client: Client) -> None:
    """Without a length, reading ends at the limit."""
    connection = http.client.HTTPConnection("127.0.0.1", client._port, timeout=60)
    pieces = (b" " * 10_000 for _ in range(30))
    connection.request("POST", "/sparql", pieces, {"Content-Type": DIRECT}, encode_chunked=True)  # type: ignore[arg-type]
    response = connection.getresponse()

    assert 413 == response.status
    connection.close()


def test_an_answer_is_packed_where_the_client_takes_that(client: Client) -> None:
    """A small one and one that is streamed; unpacked they are the same."""
    for query in (ROWS, "SELECT * { ?s ?p ?o }"):
        url = "/sparql?" + urlencode({"query": query})
        plain, packed = client.ask(url), client.ask(url, headers={"Accept-Encoding": "gzip"})

        assert ("", "gzip") == (plain["content-encoding"], packed["content-encoding"])
        assert plain.body == gzip.decompress(packed.body)


def test_a_client_of_http_1_0_gets_all_or_an_error(client: Client) -> None:
    """It could not tell a broken answer from a whole one: the length is said."""
    target = "/sparql?" + urlencode({"query": "SELECT * { ?s ?p ?o }"})
    head, _, body = client.raw(f"GET {target} HTTP/1.0\r\nHost: here\r\n\r\n".encode()).partition(b"\r\n\r\n")

    assert f"content-length: {len(body)}".encode() in head
    assert client.ask(target).body == body


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("only_conneg", [True, False])
def test_sparqlwrapper_is_understood(site: Site, method: str, *, only_conneg: bool) -> None:
    """The client library of many: its formats, by header and by its three parameters."""
    asking = SPARQLWrapper(f"{site.base}sparql")
    asking.setMethod(method)
    asking.setOnlyConneg(only_conneg)
    asking.setQuery(ROWS)
    rows = [row["name"]["value"] for row in converted(asking, JSON)["results"]["bindings"]]
    xml = converted(asking, XML).getElementsByTagName("result")
    lines = converted(asking, CSV).decode().splitlines()
    asking.setQuery(GRAPH)
    turtle = converted(asking, TURTLE)

    assert len(rows) == len(xml) == len(lines) - 1 > 0
    assert list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))


def converted(asking: SPARQLWrapper, format_: str) -> Any:
    """Return what the library makes of the answer; what it leaves open is closed."""
    asking.setReturnFormat(format_)
    found = asking.query()
    with found.response:
        return found.convert()


def test_a_long_query_fits_into_a_url(client: Client) -> None:
    """As long as the server reads URLs at all."""
    answer = client.ask("/sparql?query=ASK%7B%7D%23" + "a" * 65_000)

    assert (200, True) == (answer.status, answer.json["boolean"])
