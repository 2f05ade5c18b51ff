"""Queries and clients that mean harm, over a socket: each is answered rightly, ends in time, and hurts nobody else."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest

from kg.errors import KgError
from kg.settings import Settings
from kg.store.querying import Answer, Query
from tests.processes import children, command
from tests.web.client import Client
from tests.web.conftest import Site
from tests.web.sparql.stores import LIMITS, over, pool
from tests.web.sparql.test_protocol import sent

SMALL = "/sparql?" + urlencode({"query": "ASK { <http://x.example/s7> ?p ?o }"})
JSON = "application/sparql-results+json"
EVERYTHING = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
HOSTILE = {
    "cartesian product": f"SELECT (COUNT(*) AS ?n) {{ {EVERYTHING} }}",
    "path": "SELECT (COUNT(*) AS ?n) { ?a (<http://x.example/p>|^<http://x.example/p>)* ?b }",
    "order": f"SELECT * {{ {EVERYTHING} }} ORDER BY ?c LIMIT 10",
    "group_concat": f"SELECT (GROUP_CONCAT(?c) AS ?all) {{ {EVERYTHING} }}",
    "distinct": "SELECT DISTINCT ?a ?f { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a",
    "concat": "SELECT ?x28 { BIND('aaaaaaaaaaaaaaaa' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n},?x{n}) AS ?x{n + 1})" for n in range(28))
    + "}",
    "regex": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(STR(?c), '((a{100}){100}){100}')) }",
    "values": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{n} {{ 1 2 3 4 5 6 7 8 9 10 }}" for n in range(12))
    + " }",
}


@pytest.fixture
def client(limited: Client) -> Client:
    """An endpoint with tight limits."""
    return limited


def workers() -> list[int]:
    """Return the processes of ours that answer queries and are not dead: those that one of ours has forked."""
    origins = [process for process in children(os.getpid()) if b"kg.store.forking" in command(process)]
    return [process for origin in origins for process, state in children(origin).items() if state != "Z"]


def busy() -> list[int]:
    """Return those of them that use a processor."""

    def spent(pid: int) -> int:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0
        return int(fields[11]) + int(fields[12])

    before = {pid: spent(pid) for pid in workers()}
    time.sleep(0.2)
    return [pid for pid, ticks in before.items() if spent(pid) - ticks > 5]


def eventually_idle(seconds: float) -> bool:
    """Tell whether no process of ours computes any more, at the latest after so many seconds."""
    end = time.monotonic() + seconds
    while busy():
        if time.monotonic() > end:
            return False
    return True


@pytest.mark.parametrize("name", HOSTILE)
def test_a_large_query_ends_in_time_and_keeps_nobody_waiting(client: Client, name: str) -> None:
    """503 with a reason, or the broken connection; small ones are answered meanwhile, and nothing runs on."""
    other = Client(client._port)
    with ThreadPoolExecutor(1) as pool:
        answered = pool.submit(other.ask, "/sparql?" + urlencode({"query": HOSTILE[name]}))
        small = []
        while not answered.done():
            small.append(client.ask(SMALL).status)
        answer = answered.result()
    other.close()

    assert 503 == answer.status, answer.body
    assert answer.json["kind"] in {"time", "memory"}
    if answer.json["kind"] == "time":
        assert answer["retry-after"]
    assert {200} == set(small)
    assert eventually_idle(1)


def test_an_answer_that_is_too_large_is_cut_visibly(client: Client) -> None:
    """Nobody takes a part of it for all."""
    target = "/sparql?" + urlencode({"query": "SELECT * { ?a ?b ?c . ?d ?e ?f }"})
    received = client.raw(f"GET {target} HTTP/1.1\r\nHost: here\r\n\r\n".encode())

    assert received.startswith(b"HTTP/1.1 200")
    assert b"transfer-encoding: chunked" in received
    assert not received.endswith(b"0\r\n\r\n")
    assert eventually_idle(2)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"SELECT ?x { ?x ?y ?z FILTER(" + b"(" * 2_000 + b"1" + b")" * 2_000 + b") }", 400),
        (b"ASK " + b"{" * 4_000, 400),
        (b"ASK {" + b" " * 10_000_000 + b"}", 413),
        (b"ASK { FILTER(" + b"1+" * 20_000 + b"1) }", (200, 503)),
        (b"ASK { FILTER(" + b"!" * 40_000 + b"true) }", (200, 503)),
        (b"ASK {} #" + b"\0" * 1_000, (200, 400)),
        ("ASK { FILTER('\N{GRINNING FACE}".encode() + b"a" * 50_000 + b"' = '') }", 200),
    ],
    ids=["parentheses", "braces", "10 MB", "sum", "not", "nul", "text"],
)
def test_a_deep_or_long_query_hurts_nobody(client: Client, body: bytes, status: int | tuple[int, ...]) -> None:
    """It is refused, or answered, and the next one is answered."""
    answer = sent(client, "POST", "/sparql", body, Content_Type="application/sparql-query")

    assert answer.status in (status if isinstance(status, tuple) else (status,)), answer.body
    assert 200 == client.ask(SMALL).status


def test_who_leaves_frees_the_processor(client: Client) -> None:
    """Before the deadline, which is far off here for the query of somebody else."""
    target = "/sparql?" + urlencode({"query": HOSTILE["values"]})
    with socket.create_connection(("127.0.0.1", client._port)) as connection:
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
        time.sleep(0.4)
        assert busy()

    assert eventually_idle(0.6)
    assert 200 == client.ask(SMALL).status


def test_who_never_reads_is_left_at_the_deadline(client: Client) -> None:
    """Nothing is heaped up for them, and no process is kept."""
    target = "/sparql?" + urlencode({"query": "SELECT * { ?a ?b ?c . ?d ?e ?f }"})
    before = set(workers())
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.connect(("127.0.0.1", client._port))
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
        time.sleep(1.6)
        assert 200 == client.ask(SMALL).status
        assert not busy()
    assert len(before) >= len(workers()) - 1


def test_who_sends_slowly_keeps_nobody_waiting(client: Client) -> None:
    """Fifty connections whose query never comes take no process."""
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: here\r\nContent-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\nA"
    )
    slow = [socket.create_connection(("127.0.0.1", client._port)) for _ in range(50)]
    for connection in slow:
        connection.sendall(head)

    assert {200} == {client.ask(SMALL).status for _ in range(20)}
    for connection in slow:
        connection.close()


def test_two_hundred_at_once_are_answered_or_told_to_come_again(site: Site, store: Path) -> None:
    """All with a status; those that are refused with the time to wait; no process is lost."""
    with over(site, store, **LIMITS, client_queries=0, waiting=100) as client:
        barrier = threading.Barrier(200)

        def ask(number: int) -> tuple[int, str]:
            barrier.wait()
            own = Client(client._port)
            query = HOSTILE["values"] if number % 10 == 0 else f"ASK {{ <http://x.example/s{number}> ?p ?o }}"
            answer = own.ask("/sparql?" + urlencode({"query": query}))
            own.close()
            return answer.status, answer["retry-after"]

        with ThreadPoolExecutor(200) as pool:
            answers = list(pool.map(ask, range(200)))

        assert {status for status, _ in answers} <= {200, 503}
        assert all(after for status, after in answers if status == 503)
        assert 50 < sum(status == 200 for status, _ in answers)
        assert 200 == client.ask(SMALL).status
        assert eventually_idle(2)


def test_one_address_gets_its_share(site: Site, store: Path) -> None:
    """Its third query at a time is refused with 429."""
    with over(site, store, **LIMITS, client_queries=2) as client:
        with ThreadPoolExecutor(6) as pool:

            def ask(_: int) -> int:
                own = Client(client._port)
                status = own.ask("/sparql?" + urlencode({"query": HOSTILE["values"]})).status
                own.close()
                return status

            statuses = list(pool.map(ask, range(6)))

        assert 4 == statuses.count(429)
        assert 2 == statuses.count(503)
        assert 200 == client.ask(SMALL).status


OUTSIDE = (
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "PREFIX a: <URL> SELECT * { SERVICEa:b{ ?s ?p ?o } }",
    "SELECT * { VALUES ?u { <URL> } SERVICE ?u { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER(?a<'>' && EXISTS { SERVICE <URL> {} } || '>'='') }",
    "SELECT * { {} #'\n SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { FILTER(true)SERVICE<URL>{ ?s ?p ?o } }",
    "PREFIX a: <a:> SELECT * { ?s ?p a:.SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * FROM <URL> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "LOAD <URL>",
    "LOAD SILENT <URL> INTO GRAPH <a:b>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
)


@pytest.fixture
def trap() -> Iterator[tuple[str, list[object]]]:
    """A listening socket, and who called there."""
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)
        over = threading.Event()

        def wait() -> None:
            while not over.is_set():
                try:
                    connection, address = listening.accept()
                except TimeoutError:
                    continue
                calls.append(address)
                connection.close()

        thread = threading.Thread(target=wait)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/", calls
        over.set()
        thread.join()


@pytest.mark.parametrize("query", OUTSIDE)
def test_nothing_goes_out(client: Client, query: str, trap: tuple[str, list[object]]) -> None:
    """Whatever names another address is refused, and that address is not asked: by any method and parameter."""
    url, calls = trap
    text = query.replace("URL", url)
    answers = [
        client.ask("/sparql?" + urlencode({"query": text})),
        client.ask("/sparql?" + urlencode({"update": text})),
        client.ask("/sparql?" + urlencode({"query": "ASK {}", "default-graph-uri": url})),
        client.ask("/sparql?" + urlencode({"query": "ASK {}", "named-graph-uri": url})),
    ]
    time.sleep(0.1)

    assert {400, 403} >= {answer.status for answer in answers}
    assert all(answer.json["detail"] for answer in answers)
    assert [] == calls


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="the second wall is one of Linux")
@pytest.mark.parametrize("query", OUTSIDE)
def test_what_the_scan_might_let_through_finds_no_network(
    store: Path, query: str, trap: tuple[str, list[object]]
) -> None:
    """The second wall alone: the same queries, given to a process unscanned."""
    url, calls = trap
    answering = pool(store, Settings({f"sparql.{name}": value for name, value in LIMITS.items()}))

    async def ask() -> Answer | KgError:
        try:
            return await answering.ask(Query(query.replace("URL", url), "SELECT", JSON), "")
        except KgError as error:
            return error
        finally:
            answering.close()

    asyncio.run(ask())

    assert [] == calls


@pytest.mark.parametrize("query", ["ASK " + "{" * 30_000, "ASK { FILTER(" + "(" * 30_000, "ASK { ?a " + "(" * 30_000])
def test_depth_that_the_scan_might_let_through_ends_a_process_at_most(store: Path, query: str) -> None:
    """The second wall alone: the next query is answered."""
    answering = pool(store, Settings({f"sparql.{name}": value for name, value in LIMITS.items()}))

    async def ask() -> bytes:
        with pytest.raises(KgError):
            await answering.ask(Query(query, "ASK", JSON), "")
        return (await answering.ask(Query("ASK {}", "ASK", JSON), "")).first

    try:
        assert b"true" in asyncio.run(ask())
    finally:
        answering.close()
