"""Queries over a socket, answered by processes."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest

from kg.build.pipeline import build
from kg.web.app import create_app
from kg.web.once import get
from tests.web.client import Client
from tests.web.conftest import Site, built, serving
from tests.web.sparql.stores import over
from tests.web.sparql.test_hostile import workers

ARTICLES = "SELECT (COUNT(*) AS ?n) { ?a a <https://schema.org/ScholarlyArticle> }"
CACHING = ("cache-control", "etag")


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


def test_a_new_generation_is_asked_without_a_failed_request(tmp_path: Path) -> None:
    """While clients ask all the time, each answer is of the old graph or of the new one, and then of the new one."""
    file = tmp_path / "records.jsonl"
    site = built(tmp_path / "site", [_records(file, 1)])
    found: list[tuple[int, str]] = []
    stop = threading.Event()

    def ask_on(port: int) -> None:
        own = Client(port)
        while not stop.is_set():
            answer = own.ask(asked(ARTICLES))
            found.append((answer.status, answer.json["results"]["bindings"][0]["n"]["value"]))
        own.close()

    with serving(create_app(site.settings, site.layout)) as client:
        asking = [threading.Thread(target=ask_on, args=(client._port,)) for _ in range(4)]
        for thread in asking:
            thread.start()
        tag = client.ask(asked(ARTICLES))["etag"]
        build([_records(file, 2)], site.layout, site.settings)
        deadline = time.monotonic() + 20
        while (200, "2") not in found and time.monotonic() < deadline:
            time.sleep(0.05)
        answer = client.ask(asked(ARTICLES), headers={"If-None-Match": tag})
        stop.set()
        for thread in asking:
            thread.join()

    assert {(200, "1"), (200, "2")} == set(found)
    assert 200 == answer.status
    assert tag != answer["etag"]


def test_processes_are_replaced_without_a_failed_request(site: Site) -> None:
    """After so many queries; no answer tells."""
    with over(site, site.generation.folder / "store", recycle=3, cache_mb=0) as client:
        answers = {client.ask(asked(f"ASK {{ BIND({number} AS ?x) }}")).status for number in range(20)}

    assert {200} == answers


def test_what_the_client_has_is_not_asked_for_again(client: Client) -> None:
    """304 for the same query, format and generation; another tag for another of them; none where it varies."""
    plain = client.ask(asked(ARTICLES))
    packed = client.ask(asked("SELECT * { ?s ?p ?o }"), headers={"Accept-Encoding": "gzip"})
    same = client.ask(asked(ARTICLES), headers={"If-None-Match": plain["etag"]})
    unpacked = client.ask(asked("SELECT * { ?s ?p ?o }"), headers={"If-None-Match": packed["etag"]})
    other = client.ask(asked(ARTICLES, format="csv"), headers={"If-None-Match": plain["etag"]})

    assert (304, b"", plain["etag"]) == (same.status, same.body, same["etag"])
    assert (304, packed["etag"]) == (unpacked.status, unpacked["etag"])
    assert "gzip" in packed["etag"]
    assert 400 == client.ask(asked("nonsense"), headers={"If-None-Match": "*"}).status
    assert 200 == other.status
    assert other["etag"] not in {"", plain["etag"]}
    assert ("no-store", "") == tuple(client.ask(asked("SELECT (RAND() AS ?r) {}"))[name] for name in CACHING)
    first, second = (client.ask(asked("SELECT (RAND() AS ?r) {}")).body for _ in range(2))
    assert first != second


@pytest.mark.parametrize("query", [ARTICLES, "SELECT ?p { <http://x.example/none> ?p ?o }"])
def test_post_has_no_304(client: Client, query: str) -> None:
    """What it gives is no representation of the URL that it is sent to (RFC 9110, sections 13.1.2 and 15.4.5)."""
    tag = client.ask(asked(query))["etag"]
    head = f"POST /sparql HTTP/1.1\r\nHost: here\r\nConnection: close\r\nIf-None-Match: {tag}\r\n"
    body = f"Content-Type: application/sparql-query\r\nContent-Length: {len(query)}\r\n\r\n{query}"

    assert client.raw(f"{head}{body}".encode()).startswith(b"HTTP/1.1 200 ")


def test_a_304_needs_no_process(site: Site, tmp_path: Path) -> None:
    """Who has the answer gets it even where no process can be started."""
    with over(site, site.generation.folder / "store") as client:
        tag = client.ask(asked(ARTICLES))["etag"]
    with over(site, tmp_path / "nothing") as client:
        assert 502 == client.ask(asked(ARTICLES)).status
        assert 304 == client.ask(asked(ARTICLES), headers={"If-None-Match": tag}).status


def test_a_dead_process_is_no_ones_trouble(site: Site) -> None:
    """Somebody kills them all while they are idle; the next query is answered."""
    with over(site, site.generation.folder / "store", cache_mb=0) as client:
        assert 200 == client.ask(asked(ARTICLES)).status
        for pid in workers():
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.1)
        assert [200] * 5 == [client.ask(asked(ARTICLES)).status for _ in range(5)]


def test_kg_get_asks_too(site: Site) -> None:
    """Without a server, in a loop of its own for each hop."""
    found = get(site.settings, site.layout, asked(ARTICLES), "text/csv")

    assert (200, "n") == (found.status, found.body.decode().split()[0])


def _records(file: Path, number: int) -> Path:
    lines = [
        {"PeriodicalId": 7, "PeriodicalName": "P", "title": f"Title {n}", "doi": f"10.1000/{n}", "authors": "A B"}
        for n in range(number)
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return file


def test_who_wants_the_headers_alone_keeps_no_process(site: Site) -> None:
    """HEAD for an answer that comes in parts gives its process back: there is room for another long query."""
    store, large = site.generation.folder / "store", "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    with over(site, store, slow_queries=1, quick_ms=50, timeout=2, workers=1, client_queries=4) as client:
        heads = [client.ask(asked(f"{large} #{number}"), method="HEAD").status for number in range(4)]
        time.sleep(2.2)
        counted = client.ask(asked("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"))

    assert [200] * 4 == heads
    assert (503, "time") == (counted.status, counted.json["kind"])
