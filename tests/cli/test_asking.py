"""`kg query` on a site and on endpoints that work, refuse, cut, break off, redirect, or never end."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.cli.test_commands import SEED, kg
from tests.store.servers import answering, oxigraph

NAMES = "SELECT ?article ?name { ?article a schema:ScholarlyArticle ; schema:name ?name }"
ARTICLE = "https://kg.example.org/article/10.1111/lamp.12329"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asked") / "site"
    assert 0 == kg("build", SEED, "--site", folder, "--base", "https://kg.example.org/").returncode
    return folder


@pytest.fixture(scope="module")
def endpoint(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("server") / "store"
    ox.Store.read_only(str(site / "current" / "store")).backup(str(folder))
    with oxigraph(folder) as url:
        yield url + "/query"


@pytest.mark.parametrize("remote", [False, True], ids=["site", "endpoint"])
@pytest.mark.parametrize(
    ("format_", "query", "said"),
    [
        ("table", NAMES, b"A global protection gap"),
        ("csv", NAMES, b"article,name\r\n" + ARTICLE.encode()),
        ("tsv", NAMES, b"?article\t?name\n<" + ARTICLE.encode()),
        ("json", NAMES, b'"bindings"'),
        ("xml", NAMES, b"<sparql"),
        ("table", "ASK { ?s schema:name ?o }", b"true\n"),
        ("turtle", "CONSTRUCT WHERE { ?s schema:name ?o }", b"schema.org/"),
        ("nt", f"DESCRIBE <{ARTICLE}>", b"<" + ARTICLE.encode() + b"> <"),
        ("xml", f"DESCRIBE <{ARTICLE}>", b"<rdf:RDF"),
        ("jsonld", f"DESCRIBE <{ARTICLE}>", b'"@id"'),
    ],
)
def test_every_format_from_both(
    site: Path, endpoint: str, format_: str, query: str, said: bytes, *, remote: bool
) -> None:
    """The same answer of a site and of a server that holds it."""
    where = ("--endpoint", endpoint) if remote else ("--site", site)
    done = kg("query", query, "--format", format_, *where)

    assert (0, b"") == (done.returncode, done.stderr)
    assert said in done.stdout


def test_a_query_comes_from_a_file_or_standard_input(site: Path, tmp_path: Path) -> None:
    """And is the same query."""
    file = tmp_path / "names.rq"
    file.write_text(NAMES)

    assert kg("query", file, "--site", site).stdout == kg("query", "-", "--site", site, stdin=NAMES.encode()).stdout


@pytest.mark.parametrize(
    ("query", "code", "said"),
    [
        ("SELECT * {\n  ?s schema:name }", 2, "kg: line 2, column 18, in '?s schema:name }': expected"),
        ("SELECT * { ?s schema:name }", 2, "kg: line 1, column 27"),
        ("SELECT * { ?s foo:name ?o }", 2, "a prefix that is not declared"),
        ("DELETE WHERE { ?s ?p ?o }", 2, "DELETE changes data"),
        ("SELECT * { " + "{" * 6000, 3, "nested too deep"),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", 3, "no whole answer within 2 sec"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(site: Path, query: str, code: int, said: str) -> None:
    """One line, and the exit code of usage or of failure."""
    done = kg("query", query, "--site", site, "--timeout", "2")

    assert (code, b"") == (done.returncode, done.stdout)
    assert said in done.stderr.decode()
    assert 1 == done.stderr.count(b"\n")


def test_the_fault_that_an_endpoint_finds_has_its_place(endpoint: str) -> None:
    """Its own message may lack it; our parser knows."""
    done = kg("query", "SELECT * { ?s schema:name }", "--endpoint", endpoint)

    assert 2 == done.returncode
    assert b"line 1, column 27" in done.stderr


def test_a_format_that_does_not_fit_is_refused(site: Path) -> None:
    """Before anything is asked."""
    done = kg("query", NAMES, "--format", "turtle", "--site", site)

    assert (2, b"kg: turtle cannot hold what SELECT gives; there are table, json, xml, csv, tsv\n") == (
        done.returncode,
        done.stderr,
    )


ROWS = json.dumps({"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "literal", "value": "[b]x"}}]}})


def sent(status: int, kind: str, body: str, **headers: str) -> object:
    def answer(request: BaseHTTPRequestHandler, _: bytes) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body.encode())

    return answer


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        (sent(200, "application/sparql-results+json", ROWS), 0, ""),
        (sent(200, "application/sparql-results+json", ROWS, X_SPARQL_MaxRows="1"), 1, "incomplete: the endpoint cut"),
        (
            sent(200, "application/sparql-results+json", ROWS, X_SQL_State="S1TAT"),
            1,
            "incomplete: the endpoint ran",
        ),
        (sent(206, "application/sparql-results+json", ROWS), 1, "incomplete"),
        (sent(200, "application/sparql-results+json", ROWS, Content_Length="999"), 3, "broke off"),
        (sent(200, "application/sparql-results+json", ROWS[:-9] + "cancelled"), 3, "no whole JSON"),
        (sent(200, "text/html", "<p>Hello"), 3, "answered with text/html"),
        (sent(302, "text/html", "", Location="http://127.0.0.1:9/other"), 3, "redirects to http://127.0.0.1:9/other"),
        (sent(500, "text/plain", "42000 Error estimated"), 3, "500 Internal Server Error: 42000 Error estimated"),
        (sent(503, "text/plain", "busy", Retry_After="7"), 3, "(again in 7 s): busy"),
        (sent(401, "text/plain", "no"), 3, "set store.user"),
        (sent(400, "text/plain", "no such function"), 2, "no such function"),
    ],
)
def test_endpoints_that_do_not_do_as_they_should(answer: object, code: int, said: str) -> None:
    """Whatever comes, it is not taken for a whole answer where it is none."""
    with answering(answer) as url:  # type: ignore[arg-type]
        done = kg("query", "SELECT ?a { ?a ?b ?c }", "--endpoint", url)

    assert code == done.returncode, done.stderr
    assert said in done.stderr.decode()
    assert (b"[b]x" in done.stdout) == (code < 2)


def test_an_endpoint_that_trickles_is_given_up_at_the_deadline() -> None:
    """A byte now and then does not keep it going."""

    def trickle(request: BaseHTTPRequestHandler, _: bytes) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/csv")
        request.end_headers()
        try:
            for _ in range(300):
                request.wfile.write(b"a")
                time.sleep(0.1)
        except OSError:
            return

    with answering(trickle) as url:
        done = kg("query", "SELECT ?a { ?a ?b ?c }", "--endpoint", url, "--format", "csv", "--timeout", "2")

    assert 3 == done.returncode
    assert b"no whole answer within 2 seconds" in done.stderr


def test_a_password_is_sent_and_never_said() -> None:
    """Only to who asks for it, and in no message; in a URL it is refused."""
    seen: list[str | None] = []

    def answer(request: BaseHTTPRequestHandler, _: bytes) -> None:
        seen.append(request.headers.get("Authorization"))
        request.send_response(401 if len(seen) == 1 else 500)
        request.send_header("WWW-Authenticate", 'Basic realm="x"')
        request.end_headers()

    with answering(answer) as url:
        done = kg("query", "ASK {}", "--endpoint", url, KG_STORE_USER="me", KG_STORE_PASSWORD="s3cret")
    inside = kg("query", "ASK {}", "--endpoint", "http://me:s3cret@127.0.0.1:9/")

    assert [None, "Basic bWU6czNjcmV0"] == seen
    assert (3, 2) == (done.returncode, inside.returncode)
    assert b"s3cret" not in done.stderr + inside.stderr
