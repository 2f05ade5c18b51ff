"""Virtuoso as its users have it: loaded in every way, and what it cuts is told."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from kg.build.mirror import Mirror
from kg.settings import Settings
from kg.site.generation import current, read_manifest
from kg.site.layout import Layout
from kg.web.app import create_app
from tests.cli.test_commands import ROOT, kg
from tests.shacl.test_stores import FAULTS, FOUND, rules
from tests.store.servers import Virtuoso, virtuoso
from tests.web.client import Client
from tests.web.conftest import serving

pytestmark = [pytest.mark.external, pytest.mark.slow]
GRAPH = "urn:behind:the:proxy"
ADMINISTRATOR = {"KG_STORE_USER": "dba", "KG_STORE_PASSWORD": "dba"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("virtuoso") / "site"
    assert 0 == kg("build", ROOT / "seeds", "--site", folder, "--base", "https://kg.example.org/").returncode
    return folder


@pytest.fixture(scope="module")
def server(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    with virtuoso(tmp_path_factory.mktemp("server"), (site / "current" / "dumps").resolve()) as running:
        yield running


@pytest.mark.parametrize(("path", "protocol"), [("/sparql-auth", "update"), ("/sparql-graph-crud-auth", "graph-store")])
def test_a_site_is_loaded_by_http(server: Virtuoso, site: Path, path: str, protocol: str) -> None:
    """With the administrator's password by Digest, counted at the end; and once more in its place."""
    command = ("load", site, "--to", server.url + path, "--protocol", protocol, "--graph", f"urn:by:{protocol}")
    loaded = kg(*command, **ADMINISTRATOR)
    replaced = kg(*command, "--replace", **ADMINISTRATOR)

    assert (0, b"", 0, b"") == (loaded.returncode, loaded.stderr, replaced.returncode, replaced.stderr)
    assert f"it holds {read_manifest(site / 'current').triples:,}".encode() in replaced.stdout


def test_who_may_not_load_is_told_so(server: Virtuoso, site: Path) -> None:
    """Without a password, and with a wrong one."""
    to = ("load", site, "--to", f"{server.url}/sparql-auth", "--graph", "urn:mine")
    for environment in ({}, ADMINISTRATOR | {"KG_STORE_PASSWORD": "wrong"}):
        done = kg(*to, **environment)

        assert 3 == done.returncode
        assert b"set store.user and store.password" in done.stderr


def test_the_printed_commands_load_it(server: Virtuoso, site: Path) -> None:
    """As they are, but for the port."""
    printed = kg("load", site, "--print", "virtuoso", "--graph", "urn:by:bulk").stdout.decode()
    done = subprocess.run(
        ["sh", "-c", printed.replace("isql-vt 1111", f"isql-vt 127.0.0.1:{server.sql}")],
        env=os.environ | {"DBA_PASSWORD": "dba"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert f"\n{read_manifest(site / 'current').triples}\n" in done.stdout


def test_rows_that_it_cuts_are_told(server: Virtuoso, site: Path) -> None:
    """It answers 200 with the first 10,000 of them."""
    kg("load", site, "--to", f"{server.url}/sparql-auth", "--graph", "urn:cut", **ADMINISTRATOR)
    query = "SELECT * WHERE { GRAPH <urn:cut> { ?s ?p ?o } }"
    done = kg("query", query, "--endpoint", f"{server.url}/sparql", "--format", "csv")

    assert (1, 10_001) == (done.returncode, len(done.stdout.splitlines()))
    assert b"incomplete: the endpoint cut the answer at 10000 rows" in done.stderr


@pytest.fixture(scope="module")
def proxied(server: Virtuoso, site: Path) -> Iterator[Client]:
    """A site whose queries Virtuoso answers."""
    kg("load", site, "--to", f"{server.url}/sparql-auth", "--graph", GRAPH, **ADMINISTRATOR)
    settings = Settings({"site.base": "https://kg.example.org/", "store.endpoint": f"{server.url}/sparql"})
    with serving(create_app(settings, Layout(site))) as client:
        yield client


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/csv", "application/sparql-results+xml"])
def test_the_proxy_answers_what_it_holds(proxied: Client, site: Path, accept: str) -> None:
    """Counts are those of the dump; the graph is one of the request."""
    triples = read_manifest(site / "current").triples
    query = quote("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    found = proxied.ask(f"/sparql?default-graph-uri={quote(GRAPH)}&query={query}", accept)

    assert (200, True) == (found.status, str(triples).encode() in found.body)


@pytest.mark.parametrize("accept", ["text/turtle", "application/n-triples", "application/rdf+xml"])
def test_the_proxy_gives_graphs(proxied: Client, accept: str) -> None:
    """That can be parsed, all of them."""
    query = quote("CONSTRUCT { ?s <https://schema.org/name> ?o } WHERE { ?s <https://schema.org/name> ?o }")
    found = proxied.ask(f"/sparql?default-graph-uri={quote(GRAPH)}&query={query}", accept)
    format_ = ox.RdfFormat.from_media_type(accept)
    assert format_ is not None

    assert 200 == found.status
    assert len(list(ox.parse(found.body, format=format_))) > 100


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("SELECT * WHERE { ?s ?p ?o }", 502, "10000 rows at the most"),
        (
            "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?a ?d ?g",
            503,
            "will not take the time",
        ),
        ("SELECT * WHERE { ?s ?p ", 400, ""),
        ("SELECT (undefined(?s) AS ?x) WHERE { ?s ?p ?o }", 400, ""),
    ],
)
def test_the_proxy_says_what_virtuoso_does_not(proxied: Client, query: str, status: int, said: str) -> None:
    """Rows that are cut, what it finds too dear, what it cannot read."""
    found = proxied.ask(
        f"/sparql?default-graph-uri={quote(GRAPH)}&query={quote(query)}", "application/sparql-results+json"
    )

    assert (status, True) == (found.status, said in found.json["detail"]), found.json


@pytest.fixture(scope="module")
def published(server: Virtuoso, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """What Virtuoso holds, and no site."""
    kg("load", site, "--to", f"{server.url}/sparql-auth", "--graph", GRAPH, **ADMINISTRATOR)
    settings = Settings({"store.endpoint": f"{server.url}/sparql", "store.graph": GRAPH, "web.page_size": 20})
    mirror = Mirror(settings, tmp_path_factory.mktemp("mirror"))
    mirror()
    mirror.join()
    with serving(create_app(settings, mirror)) as client:
        yield client


def test_everything_is_published_from_the_store_alone(published: Client, proxied: Client, site: Path) -> None:
    """Work by work, the triples that the site has."""
    paths = current(Layout(site)).index.paths("", 1000)

    assert len(paths) > 20
    for path in paths:
        found, own = (client.ask(f"/doc/nt/{path}") for client in (published, proxied))
        assert (path, 200) == (path, found.status)
        assert own.triples == found.triples, path


@pytest.mark.parametrize(
    "target", ["/articles", "/articles?page=2", "/journals", "/people", "/organizations", "/search?q=migrant%20insec"]
)
def test_lists_are_published_from_the_store_alone(published: Client, proxied: Client, target: str) -> None:
    """As many of the same."""
    found, own = (client.ask(target, "application/json").json for client in (published, proxied))

    assert own["total"] == found.get("total"), found
    assert own["items"][0].keys() == found["items"][0].keys()


def test_dumps_are_published_from_the_store_alone(published: Client, proxied: Client) -> None:
    """More triples than it gives at once."""
    found, own = (gzip.decompress(client.ask("/dumps/kg.nt.gz").body).splitlines() for client in (published, proxied))

    assert sorted(own) == sorted(found)


@pytest.mark.usefixtures("published")
def test_the_dataset_is_checked_where_it_is(server: Virtuoso) -> None:
    """By its own queries: it conforms there as it does here."""
    done = kg(
        "validate",
        f"{server.url}/sparql",
        "--format",
        "json",
        "--base",
        "https://kg.example.org/",
        KG_STORE_GRAPH=GRAPH,
    )

    assert 0 == done.returncode, (done.stdout[:3000] + done.stderr[-3000:]).decode()
    assert json.loads(done.stdout)["conforms"] is True


def test_what_only_all_records_show_is_found_there(server: Virtuoso, tmp_path: Path) -> None:
    """The faults that the embedded store finds."""
    (tmp_path / "faults.ttl").write_text(FAULTS)
    loaded = kg(
        "load", tmp_path / "faults.ttl", "--to", f"{server.url}/sparql-auth", "--graph", "urn:faults", **ADMINISTRATOR
    )
    done = kg("validate", f"{server.url}/sparql", "--format", "json", KG_STORE_GRAPH="urn:faults")

    assert (0, 1) == (loaded.returncode, done.returncode), done.stderr.decode()
    assert FOUND <= rules(done.stdout)
