"""`kg load` into a real store, and into ones that fail, forget or lie."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from kg.site.generation import read_manifest
from tests.cli.test_commands import SEED, kg
from tests.store.servers import answering, oxigraph

SECRET = {"KG_STORE_USER": "somebody", "KG_STORE_PASSWORD": "a secret"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loaded") / "site"
    assert 0 == kg("build", SEED, "--site", folder, "--base", "https://kg.example.org/").returncode
    return folder


@pytest.fixture(scope="module")
def triples(site: Path) -> int:
    return read_manifest(site / "current").triples


@pytest.fixture
def store(tmp_path: Path) -> Iterator[str]:
    with oxigraph(tmp_path / "store") as url:
        yield url


@pytest.mark.parametrize("graph", [(), ("--graph", "urn:a:graph")], ids=["default graph", "named graph"])
@pytest.mark.parametrize(
    "to", [("/update",), ("/store", "--protocol", "graph-store")], ids=["update", "graph store protocol"]
)
def test_a_site_is_loaded_whole(
    site: Path, store: str, triples: int, to: tuple[str, ...], graph: tuple[str, ...]
) -> None:
    """In pieces; a second time only on request; and what the store holds is what the dump says."""
    command = ("load", site, "--to", store + to[0], *to[1:], *graph, "--piece", "100")
    first = kg(*command)
    again = kg(*command)
    replaced = kg(*command, "--replace")
    added = kg(*command, "--add")

    assert (0, b"") == (first.returncode, first.stderr)
    assert f"it holds {triples:,}".encode() in first.stdout
    assert (2, f"holds {triples:,} triples already") == (again.returncode, _found(r"holds .* already", again.stderr))
    assert [0, 0] == [replaced.returncode, added.returncode]
    pattern = "GRAPH <urn:a:graph> { ?s ?p ?o }" if graph else "?s ?p ?o"
    held = kg(
        "query", f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", "--endpoint", f"{store}/query", "--format", "nt"
    )
    assert set(ox.Store.read_only(str(site / "current/store"))) == {
        ox.Quad(*triple) for triple in ox.parse(held.stdout, format=ox.RdfFormat.N_TRIPLES)
    }
    assert [] == list(site.glob(".load-*"))


def test_a_load_that_broke_off_goes_on(site: Path, store: str, triples: int) -> None:
    """Pieces that arrived are not sent again; the end is counted all the same."""
    pieces: list[bytes] = []
    fails = threading.Event()
    fails.set()

    def between(request: BaseHTTPRequestHandler, body: bytes) -> None:
        """Stand before the store, and fail at the third piece while told to."""
        if request.path == "/update":
            if len(pieces) == 2 and fails.is_set():
                request.send_error(503, "Busy")
                return
            pieces.append(body)
        status, kind, said = _forwarded(store + request.path, body, dict(request.headers))
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(said)))
        request.end_headers()
        request.wfile.write(said)

    with answering(between) as url:
        command = ("load", site, "--to", url.replace("/sparql", "/update"), "--piece", "50")
        broken = kg(*command)
        fails.clear()
        done = kg(*command)

    assert 3 == broken.returncode
    assert b"503" in broken.stderr
    assert b"100 triples are loaded: the same command goes on there" in broken.stderr
    assert (0, b"") == (done.returncode, done.stderr)
    assert f"Loaded {triples - 100:,} triples".encode() in done.stdout
    assert f"it holds {triples:,}".encode() in done.stdout
    assert -(-triples // 50) == len(pieces)
    assert len(pieces) == len(set(pieces))


@pytest.mark.parametrize(("lost", "said"), [(1, "the graph holds"), (0, "")])
def test_a_store_that_forgets_is_found_out(site: Path, triples: int, lost: int, said: str) -> None:
    """It said 204 to everything."""
    counts = iter([0, triples - lost])

    def forgetful(request: BaseHTTPRequestHandler, body: bytes) -> None:
        if "query" in parse_qs(body.decode()):
            answer = {"results": {"bindings": [{"count": {"type": "literal", "value": str(next(counts))}}]}}
            request.send_response(200)
            request.send_header("Content-Type", "application/sparql-results+json")
            request.end_headers()
            request.wfile.write(json.dumps(answer).encode())
            return
        request.send_response(204)
        request.end_headers()

    with answering(forgetful) as url:
        done = kg("load", site, "--to", url)

    assert (3 if lost else 0) == done.returncode
    assert said.encode() in done.stderr


def test_the_password_goes_to_who_asks_for_it_and_nowhere_else(site: Path) -> None:
    """Not into an error, and not to a server that a redirect names."""
    asked: list[str | None] = []

    def guarded(request: BaseHTTPRequestHandler, _: bytes) -> None:
        asked.append(request.headers.get("Authorization"))
        if asked[-1] is None:
            request.send_response(401)
            request.send_header("WWW-Authenticate", 'Basic realm="store"')
        else:
            request.send_response(307)
            request.send_header("Location", "http://127.0.0.1:9/elsewhere")
        request.send_header("Content-Length", "0")
        request.end_headers()

    with answering(guarded) as url:
        done = kg("load", site, "--to", url, **SECRET)

    assert 3 == done.returncode
    assert [None, True] == [said and said.startswith("Basic ") for said in asked]
    assert b"secret" not in done.stdout + done.stderr


def test_a_file_of_others_is_read_before_it_is_sent(tmp_path: Path, store: str) -> None:
    """What would end the data and begin another update is no triple; what says a thing twice is one."""
    evil = tmp_path / "evil.nt"
    evil.write_text('<urn:a> <urn:b> "c" .\n} ; DROP ALL ; INSERT DATA { <urn:d> <urn:e> <urn:f> .\n')
    twice = tmp_path / "twice.ttl"
    twice.write_text('<urn:a> <urn:b> "c" . <urn:a> <urn:b> "c", """} ; DROP ALL ; INSERT DATA {""" .')
    blank = tmp_path / "blank.ttl"
    blank.write_text("<urn:a> <urn:b> [] .")
    refused = kg("load", evil, "--to", f"{store}/update", "--graph", "urn:evil")
    loaded = kg("load", twice, "--to", f"{store}/update", "--graph", "urn:twice")
    torn = kg("load", blank, "--to", f"{store}/update", "--graph", "urn:blank")

    assert (2, True) == (refused.returncode, b"evil.nt: not N-Triples" in refused.stderr)
    assert (0, True) == (loaded.returncode, b"it holds 2" in loaded.stdout)
    assert (2, True) == (torn.returncode, b"blank nodes" in torn.stderr)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--to URL says where to load it"),
        (("--to", "ftp://127.0.0.1/"), "begins with http:// or https://"),
        (("--to", "http://a:b@127.0.0.1/"), "leave them out of the URL"),
        (("--to", "http://127.0.0.1:9/", "--protocol", "carrier-pigeon"), "there are update and graph-store"),
        (("--to", "http://127.0.0.1:9/", "--graph", "urn:x> { } } ; DROP ALL #"), "not an IRI"),
        (("--print", "oracle"), "there are virtuoso and qlever"),
        (("--print", "virtuoso", "--graph", "urn:x'; drop"), "quotes or signs of the shell"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_sent(site: Path, arguments: tuple[str, ...], said: str) -> None:
    done = kg("load", site, *arguments)

    assert 2 == done.returncode
    assert said.encode() in done.stderr


@pytest.mark.parametrize("name", ["nothing", "notes.md"])
def test_what_is_no_site_and_no_dump_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.md").write_text("# Notes")

    assert 2 == kg("load", tmp_path / name, "--to", "http://127.0.0.1:9/").returncode


def _found(pattern: str, text: bytes) -> str:
    found = re.search(pattern, text.decode())
    return found[0] if found else ""


def _forwarded(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str, bytes]:
    import urllib.request

    kept = {name: value for name, value in headers.items() if name in {"Content-Type", "Accept"}}
    with urllib.request.urlopen(urllib.request.Request(url, body, kept)) as answer:
        return answer.status, answer.headers.get("Content-Type", "text/plain"), answer.read()
