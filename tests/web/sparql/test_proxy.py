"""The endpoint in front of another: real ones, and one that does what stores do wrong."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, quote

import pyoxigraph as ox
import pytest

from kg.web.app import create_app
from tests.store.servers import answering, free_port, oxigraph
from tests.web.client import Client
from tests.web.conftest import Site, serving

QUERY = "SELECT ?name { ?a a <https://schema.org/ScholarlyArticle> ; <https://schema.org/name> ?name } ORDER BY ?name"
JSON = "application/sparql-results+json"
Said = Callable[[BaseHTTPRequestHandler, bytes], None]


@contextmanager
def before(site: Site, url: str, **values: str | int) -> Iterator[Client]:
    """Serve a site whose queries another endpoint answers."""
    limits = {name.replace("__", "."): value for name, value in values.items()}
    settings = site.settings.with_({"store.endpoint": url, **limits})
    with serving(create_app(settings, site.generation)) as client:
        yield client


@pytest.fixture(scope="module")
def proxied(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The site's own graph, in the server of Oxigraph."""
    folder = tmp_path_factory.mktemp("behind") / "store"
    ox.Store.read_only(str(site.generation.folder / "store")).backup(str(folder))
    with oxigraph(folder) as url, before(site, f"{url}/query") as client:
        yield client


def ask(client: Client, query: str, accept: str = JSON) -> tuple[int, str, bytes]:
    found = client.ask(f"/sparql?query={quote(query)}", accept)
    return found.status, found["content-type"], found.body


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (QUERY, JSON),
        (QUERY, "text/csv"),
        (QUERY, "text/tab-separated-values"),
        (QUERY, "application/sparql-results+xml"),
        ("ASK { ?s ?p ?o }", JSON),
        ("SELECT (COUNT(*) AS ?count) { ?s ?p ?o }", "text/csv"),
        ("SELECT ?s { ?s ?p ?o FILTER(?s = <urn:none>) }", JSON),
    ],
)
def test_the_answer_is_that_of_the_embedded_store(proxied: Client, client: Client, query: str, accept: str) -> None:
    """Whoever answers."""
    status, kind, body = ask(proxied, query, accept)
    own = ask(client, query, accept)

    assert (200, own[1]) == (status, kind)
    kinds = {JSON: ox.QueryResultsFormat.JSON, "application/sparql-results+xml": ox.QueryResultsFormat.XML}
    if accept in kinds:
        assert _rows(own[2], kinds[accept]) == _rows(body, kinds[accept])
    else:
        assert sorted(own[2].splitlines()) == sorted(body.splitlines())


@pytest.mark.parametrize("accept", ["text/turtle", "application/n-triples", "application/rdf+xml"])
def test_graphs_come_as_they_are_asked_for(proxied: Client, client: Client, accept: str) -> None:
    """The same triples."""
    query = "CONSTRUCT { ?a <https://schema.org/name> ?name } WHERE { ?a <https://schema.org/name> ?name }"
    format_ = ox.RdfFormat.from_media_type(accept)
    assert format_ is not None
    mine, own = (ask(asked, query, accept) for asked in (proxied, client))

    assert (200, own[1]) == mine[:2]
    assert set(ox.parse(own[2], format=format_)) == set(ox.parse(mine[2], format=format_))


def test_prefixes_that_we_know_need_not_be_declared(proxied: Client, client: Client) -> None:
    """In the store behind they may be unknown; places in errors are those of the query as it was written."""
    query = "SELECT (COUNT(*) AS ?n) { ?a a schema:ScholarlyArticle ; schema:name ?name }"
    found, own = ask(proxied, query, "text/csv"), ask(client, query, "text/csv")
    wrong = proxied.ask(f"/sparql?query={quote('SELECT * { ?a schema:name }')}", JSON)

    assert 200 == own[0] == found[0]
    assert own[2] == found[2]
    assert (400, 1, 27) == (wrong.status, wrong.json["line"], wrong.json["column"])


def test_what_is_refused_here_never_gets_there(site: Site) -> None:
    """The scan is the same: updates, SERVICE, nesting."""
    asked: list[bytes] = []

    def listen(request: BaseHTTPRequestHandler, body: bytes) -> None:
        asked.append(body)
        request.send_error(500)

    with answering(listen) as url, before(site, url) as client:
        statuses = [
            ask(client, query)[0]
            for query in (
                "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
                "DROP ALL",
                "SELECT * " + "{" * 4000,
                "SELEC",
            )
        ]

    assert [403, 403, 400, 400] == statuses
    assert [] == asked


def test_the_form_that_is_sent_is_what_every_store_takes(site: Site) -> None:
    """A form with the query and its dataset, no cookie, no header of the client."""
    asked: list[tuple[str, dict[str, list[str]], dict[str, str]]] = []

    def listen(request: BaseHTTPRequestHandler, body: bytes) -> None:
        asked.append((request.headers["Content-Type"], parse_qs(body.decode()), dict(request.headers)))
        _send(request, 200, JSON, b'{"head":{},"boolean":true}')

    with answering(listen) as url, before(site, url, store__user="me", store__password="se:cret") as client:
        found = client.ask(
            f"/sparql?query={quote('ASK {}')}&default-graph-uri=urn:a&default-graph-uri=urn:b&named-graph-uri=urn:c",
            JSON,
            headers={"Cookie": "a=b", "Authorization": "Basic eDp5", "X-Forwarded-For": "1.2.3.4"},
        )

    (kind, form, headers) = asked[0]
    assert (200, True) == (found.status, found.json["boolean"])
    assert "application/x-www-form-urlencoded" == kind
    assert {
        "query": ["ASK {}"],
        "default-graph-uri": ["urn:a", "urn:b"],
        "named-graph-uri": ["urn:c"],
    } == form
    assert JSON == headers["Accept"]
    assert "Basic bWU6c2U6Y3JldA==" == headers["Authorization"]
    assert {"Cookie", "X-Forwarded-For"}.isdisjoint(headers)


def _send(request: BaseHTTPRequestHandler, status: int, kind: str, body: bytes, **headers: str) -> None:
    request.send_response(status)
    request.send_header("Content-Type", kind)
    request.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    request.wfile.write(body)


EMPTY = b'{"head":{"vars":[]},"results":{"bindings":[]}}'
HTML = b"<html><body><h1>Error</h1> secret.internal</body></html>"
ANSWERS: dict[str, tuple[int, str, bytes, dict[str, str], int, str]] = {
    "rows are cut": (200, JSON, EMPTY, {"X_SPARQL_MaxRows": "10000"}, 502, "10000 rows at the most"),
    "part of the rows": (200, JSON, EMPTY, {"X_SQL_State": "S1TAT"}, 502, "ran out of time"),
    "part, said so": (206, JSON, EMPTY, {}, 503, "will not take the time"),
    "wrong syntax": (400, "text/plain", b"SPARQL compiler, line 3: syntax error", {}, 400, "line 3"),
    "wrong syntax with a column": (400, "text/plain", b"error at line 1, column 7: no", {}, 400, "Line 1, column 7"),
    "too dear": (500, "text/plain", b"42000 Error The estimated execution time 400", {}, 503, "will not take the time"),
    "refused as 500": (500, "text/plain", b"42000 Error SQ070: no permission", {}, 403, "refuses"),
    "failed": (500, "text/html", b"<h1>Oh</h1>", {}, 502, "failed with 500: Oh"),
    "busy": (503, "text/plain", b"", {"Retry_After": "7"}, 503, "busy"),
    "not let in": (401, "text/plain", b"", {"WWW_Authenticate": "Basic"}, 502, "does not let this site in"),
    "not there": (404, "text/html", HTML, {}, 502, "failed with 404"),
    "elsewhere": (302, "text/plain", b"", {"Location": "http://127.0.0.1:1/"}, 502, "redirects"),
    "a page for people": (200, "text/html", HTML, {}, 502, "answered with text/html"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_stores_say_in_silence_is_said_aloud(site: Site, name: str) -> None:
    """Never a part as the whole, never 404 for a store that is not there, no word of pages that are not ours."""
    status, kind, body, headers, expected, said = ANSWERS[name]
    with (
        answering(lambda request, _: _send(request, status, kind, body, **headers)) as url,
        before(site, url) as client,
    ):
        found = client.ask(f"/sparql?query={quote('SELECT * { ?s ?p ?o }')}", JSON)

    assert (expected, True) == (found.status, said in found.json["detail"]), found.json
    assert b"secret.internal" not in found.body
    assert url.encode() not in found.body
    if name == "busy":
        assert "7" == found["retry-after"]


def test_a_store_that_is_down_is_no_404(site: Site) -> None:
    """502, in no time, and again when it is up."""
    with before(site, f"http://127.0.0.1:{free_port()}/query") as client:
        found = client.ask("/sparql?query=ASK%7B%7D", JSON)
        page = client.ask("/articles", "text/html")

    assert (502, "5") == (found.status, found["retry-after"])
    assert 200 == page.status


@pytest.mark.parametrize("begun", [False, True], ids=["before the first byte", "in the middle"])
def test_a_store_that_does_not_end_is_left(site: Site, *, begun: bool) -> None:
    """Before the first byte that is 503; later, the connection is cut."""

    def dawdle(request: BaseHTTPRequestHandler, _: bytes) -> None:
        if begun:
            request.send_response(200)
            request.send_header("Content-Type", "text/csv")
            request.end_headers()
            request.wfile.write(b"s\r\n" + b"a row\r\n" * 20_000)
            request.wfile.flush()
        time.sleep(4)

    with answering(dawdle) as url, before(site, url, sparql__timeout=1) as client:
        started = time.monotonic()
        if begun:
            with pytest.raises((ConnectionError, OSError, Exception)):
                ask(client, "SELECT * { ?s ?p ?o }", "text/csv")
        else:
            assert 503 == ask(client, "SELECT * { ?s ?p ?o }", "text/csv")[0]
        assert time.monotonic() - started < 3.5


def test_an_answer_without_an_end_is_cut_at_the_limit(site: Site) -> None:
    """And costs no memory."""

    def flood(request: BaseHTTPRequestHandler, _: bytes) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/csv")
        request.end_headers()
        try:
            for _ in range(2_000):
                request.wfile.write(b"a row\r\n" * 10_000)
        except OSError:
            return

    with answering(flood) as url, before(site, url, sparql__answer_mb=2) as client:
        with pytest.raises(Exception):  # noqa: B017, PT011 - a cut connection has many names in http.client
            ask(client, "SELECT * { ?s ?p ?o }", "text/csv")
        assert 200 == client.ask("/articles", "text/html").status


def test_answers_of_a_store_that_changes_are_not_kept(site: Site) -> None:
    """The same query is asked anew each time."""
    asked: list[bytes] = []

    def count(request: BaseHTTPRequestHandler, body: bytes) -> None:
        asked.append(body)
        _send(request, 200, JSON, b'{"head":{},"boolean":%b}' % (b"true" if len(asked) == 1 else b"false"))

    with answering(count) as url, before(site, url) as client:
        found = [client.ask("/sparql?query=ASK%7B%7D", JSON) for _ in range(2)]

    assert [True, False] == [answer.json["boolean"] for answer in found]
    assert ["no-store", "no-store"] == [answer["cache-control"] for answer in found]


def _rows(body: bytes, format_: ox.QueryResultsFormat) -> object:
    found = ox.parse_query_results(body, format=format_)
    if isinstance(found, ox.QuerySolutions):
        return sorted(str([row[name] for name in found.variables]) for row in found)
    return bool(found)
