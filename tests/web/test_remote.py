"""A site whose graph is all in another server: the same articles, lists and pages, and the truth where it fails."""

from __future__ import annotations

import gzip
import hashlib
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.build.mirror import Mirror
from kg.errors import EndpointError, SiteError
from kg.settings import Settings
from kg.web.app import create_app
from tests.store.servers import answering, oxigraph
from tests.web.client import Client
from tests.web.conftest import Site, serving

ARTICLE = "article/10.1111/lamp.12329"


@pytest.fixture(scope="module")
def behind(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The graph of the site in the server of Oxigraph."""
    folder = tmp_path_factory.mktemp("behind") / "store"
    ox.Store.read_only(str(site.generation.folder / "store")).backup(str(folder))
    with oxigraph(folder) as url:
        yield f"{url}/query"


@pytest.fixture(scope="module")
def remote(behind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server that has nothing but the endpoint."""
    settings = Settings({"store.endpoint": behind, "web.page_size": 10})
    mirror = Mirror(settings, tmp_path_factory.mktemp("mirror"))
    mirror()
    mirror.join()
    with serving(create_app(settings, mirror)) as client:
        yield client


def test_every_thing_is_what_the_site_says(remote: Client, client: Client, site: Site) -> None:
    """The same triples, thing by thing: works, people, periodicals and their volumes."""
    lists = site.generation.index
    paths = lists.paths("", 1000)
    for kind in lists.counts():
        paths += [row.path for row in lists.things(kind, 0, 1000).rows]
    paths += [row.path for path in paths if path.startswith("periodical/") for row in lists.parts(path, 0, 100).rows]
    answers = [(path, remote.ask(f"/doc/nt/{path}"), client.ask(f"/doc/nt/{path}")) for path in paths]

    assert len(paths) > 200
    for path, found, own in answers:
        assert (path, 200, 200) == (path, own.status, found.status)
        assert set(own.body.splitlines()) == set(found.body.splitlines()), path


@pytest.mark.parametrize(
    "target",
    [
        "/articles",
        "/articles?page=2",
        "/people",
        "/people?page=2",
        "/journals",
        "/organizations",
        "/search?q=migrant%20insec",
        "/search?q=qqqqqq",
        "/search",
        "/resolve?id=PMID:25554793",
        "/lookup?doi=10.1111/LAMP.12329",
        f"/{ARTICLE}",
        "/article/10.1111/LAMP.12329",
        "/article/10.5555/none",
    ],
)
def test_lists_and_redirects_are_those_of_the_site(remote: Client, client: Client, target: str) -> None:
    """As JSON, where a list has any."""
    found, own = (asked.ask(target, "application/json") for asked in (remote, client))

    assert (own.status, own["location"]) == (found.status, found["location"])
    if own.status == 200:
        assert own.json == found.json


def test_the_search_finds_the_same(remote: Client, client: Client) -> None:
    """By title, periodical and author; the best first there, the newest first here."""
    found, own = (asked.ask("/search?q=odd%20names", "application/json").json for asked in (remote, client))

    assert own["total"] == found["total"] > 10
    assert own["things"] == found["things"]


def test_the_volumes_of_a_periodical_stand_in_its_page(remote: Client, client: Client, site: Site) -> None:
    """And whatever else the page of the site has."""
    path = next(row.path for row in site.generation.index.things("periodical", 0, 100).rows if _volumes(site, row.path))
    found, own = (asked.ask(f"/doc/html/{path}") for asked in (remote, client))

    assert 200 == found.status
    assert b"/volume/" in found.body
    assert own.body == found.body


def _volumes(site: Site, path: str) -> int:
    return site.generation.index.parts(path, 0, 1).total


@pytest.mark.parametrize("target", ["/", "/dataset", "/dumps/", "/sitemap.xml", "/sparql", "/openapi.json", "/health"])
def test_what_a_site_has_is_there(remote: Client, target: str) -> None:
    assert 200 == remote.followed(target, "text/html, */*;q=0.5").status


def test_the_description_counts_what_the_store_has(remote: Client, client: Client) -> None:
    """VoID with the true numbers; the example is another."""
    found, own = (asked.followed("/dataset", "application/n-triples").triples for asked in (remote, client))
    kept = [{triple for triple in said if "http://rdfs.org/ns/void#" in triple[1]} for said in (found, own)]

    assert {triple for triple in kept[0] ^ kept[1] if "#exampleResource" not in triple[1]} == set()


def test_the_dumps_hold_the_graph(remote: Client, client: Client) -> None:
    """All of it, in both formats, with the sums that are listed."""
    listed = remote.ask("/dumps/", "application/json").json
    own = gzip.decompress(client.ask("/dumps/kg.nt.gz").body)

    assert ["kg.ttl.gz", "kg.nt.gz"] == [dump["name"] for dump in listed["dumps"]]
    for dump in listed["dumps"]:
        found = remote.ask(f"/dumps/{dump['name']}")
        graph = gzip.decompress(found.body)
        format_ = ox.RdfFormat.TURTLE if ".ttl" in dump["name"] else ox.RdfFormat.N_TRIPLES
        assert dump["sha256"] == hashlib.sha256(found.body).hexdigest()
        assert set(ox.parse(own, format=ox.RdfFormat.N_TRIPLES)) == set(ox.parse(graph, format=format_))


def test_queries_are_answered(remote: Client) -> None:
    found = remote.ask("/sparql?query=ASK%7B%3Fs%20a%20%3Chttps://schema.org/ScholarlyArticle%3E%7D", "*/*")

    assert found.json["boolean"] is True


def test_there_is_no_report_of_records(remote: Client) -> None:
    assert 404 == remote.ask("/quality", "text/html").status


def test_dumps_are_listed_as_soon_as_they_are_made(behind: str, tmp_path: Path) -> None:
    """Whoever asks the server that has just begun finds none, and a moment later all."""
    settings = Settings({"store.endpoint": behind})
    mirror = Mirror(settings, tmp_path)
    with serving(create_app(settings, mirror)) as client:
        mirror.join()
        until = time.monotonic() + 30
        while not (listed := client.ask("/dumps/", "application/json").json["dumps"]) and time.monotonic() < until:
            time.sleep(0.05)

    assert 2 == len(listed)


def test_a_store_that_is_too_large_has_no_dumps(behind: str, tmp_path: Path) -> None:
    settings = Settings({"store.endpoint": behind, "store.dump_triples": 10})
    mirror = Mirror(settings, tmp_path)
    mirror()
    mirror.join()

    assert () == mirror().manifest.dumps


def test_a_store_that_has_gone_is_told(behind: str, tmp_path: Path) -> None:
    """Not a 404: nobody knows whether the article is there."""
    state = {"up": True}

    def answer(request: BaseHTTPRequestHandler, body: bytes) -> None:
        if not state["up"]:
            request.send_error(500)
            return
        asked = urllib.request.Request(behind, body, {key: request.headers[key] for key in ("Content-Type", "Accept")})
        with urllib.request.urlopen(asked) as reply:
            content = reply.read()
            request.send_response(200)
            request.send_header("Content-Type", reply.headers["Content-Type"])
            request.send_header("Content-Length", str(len(content)))
            request.end_headers()
            request.wfile.write(content)

    with answering(answer) as url:
        settings = Settings({"store.endpoint": url})
        with serving(create_app(settings, Mirror(settings, tmp_path))) as client:
            before = client.ask(f"/doc/ttl/{ARTICLE}").status
            state["up"] = False
            kept = client.ask(f"/doc/ttl/{ARTICLE}").status
            new = client.ask("/doc/ttl/article/10.1103/physrevlett.116.061102")
            listed = client.ask("/articles", "application/json")

    assert [200, 200, 502, 502] == [before, kept, new.status, listed.status]
    assert new["retry-after"]
    assert b"store behind" in new.body


@pytest.mark.parametrize(
    ("answer", "error", "said"),
    [
        (b'{"head":{"vars":["work"]},"results":{"bindings":[]}}', SiteError, "holds no works"),
        (b"<html>", EndpointError, "no whole answer"),
        (None, EndpointError, "500"),
    ],
)
def test_what_cannot_be_published_is_told_at_once(
    answer: bytes | None, error: type[Exception], said: str, tmp_path: Path
) -> None:
    """When the server starts."""

    def send(request: BaseHTTPRequestHandler, _body: bytes) -> None:
        if answer is None:
            request.send_error(500)
            return
        request.send_response(200)
        request.send_header("Content-Type", "application/sparql-results+json")
        request.send_header("Content-Length", str(len(answer)))
        request.end_headers()
        request.wfile.write(answer)

    with answering(send) as url, pytest.raises(error, match=said):
        Mirror(Settings({"store.endpoint": url}), tmp_path)()


def test_a_base_that_is_not_that_of_the_store_is_told(behind: str, tmp_path: Path) -> None:
    """Nothing of what is there would be found."""
    settings = Settings({"store.endpoint": behind, "site.base": "https://other.example.org/"})
    with pytest.raises(SiteError, match=r"is not below site\.base, which is https://other\.example\.org/"):
        Mirror(settings, tmp_path)()


def test_old_dumps_are_removed(tmp_path_factory: pytest.TempPathFactory, site: Site) -> None:
    """Of a store that changes, those that are listed stay and those before them; no more."""
    folder, files = tmp_path_factory.mktemp("changing") / "store", tmp_path_factory.mktemp("files")
    ox.Store.read_only(str(site.generation.folder / "store")).backup(str(folder))
    with oxigraph(folder) as url:
        mirror = Mirror(Settings({"store.endpoint": f"{url}/query"}), files)
        for number in range(4):
            change = f"INSERT DATA {{ <urn:x:{number}> <urn:p> <urn:o> }}".encode()
            asked = urllib.request.Request(f"{url}/update", change, {"Content-Type": "application/sparql-update"})
            urllib.request.urlopen(asked).close()
            mirror()
            mirror.join()

        assert 2 == len(mirror().manifest.dumps)
    assert 2 == len(list(files.iterdir()))
