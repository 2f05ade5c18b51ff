"""Dumps, the description of the dataset, sitemaps and Signposting: what machines find without being told."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re

import pyoxigraph as ox
import pytest
import rdflib

from kg.formats import FORMATS
from kg.site.generation import Dump
from kg.web import crawlers
from kg.web.opened import Opened
from tests.web.client import Client
from tests.web.conftest import Site

VOID = "http://rdfs.org/ns/void#"
ARTICLE = "/doc/html/article/10.1111/lamp.12329"


@pytest.fixture
def dump(site: Site) -> Dump:
    return site.generation.manifest.dumps[0]


def test_d1_dumps_hold_what_the_dataset_says(client: Client, site: Site) -> None:
    """Read by two parsers that are not ours, each dump has as many triples as VoID and the manifest say."""
    said = client.ask("/doc/ttl/dataset").triples
    counted = next(o for s, p, o in said if p == f"<{VOID}triples>" and s == f"<{site.base}dataset>")
    assert str(site.generation.manifest.triples) == counted.split('"')[1]

    graphs = []
    for known in site.generation.manifest.dumps:
        text = gzip.decompress(client.ask(f"/dumps/{known.name}").body)
        turtle = ".ttl" in known.name
        by_oxigraph = {str(quad) for quad in ox.parse(text, ox.RdfFormat.TURTLE if turtle else ox.RdfFormat.N_TRIPLES)}
        by_rdflib = rdflib.Graph().parse(data=text, format="turtle" if turtle else "nt")
        graphs.append(by_oxigraph)

        assert site.generation.manifest.triples == len(by_oxigraph) == len(by_rdflib)
    assert all(graph == graphs[0] for graph in graphs)


def test_d2_the_list_tells_size_and_digest(client: Client, site: Site) -> None:
    """As JSON, and as the file that `sha256sum -c` reads."""
    listed = client.ask("/dumps/", "application/json").json
    sums = client.ask(listed["checksums"])

    assert "text/plain; charset=utf-8" == sums["content-type"]
    assert [known.name for known in site.generation.manifest.dumps] == [entry["name"] for entry in listed["dumps"]]
    for entry in listed["dumps"]:
        sent = client.ask(entry["url"])
        assert (entry["size"], entry["sha256"]) == (len(sent.body), hashlib.sha256(sent.body).hexdigest())
        assert f"{entry['sha256']}  {entry['name']}\n".encode() in sums.body
        assert "application/gzip" == sent["content-type"]
        assert "" == sent["content-encoding"]
        assert f"sha-256=:{base64.b64encode(bytes.fromhex(entry['sha256'])).decode()}:" == sent["repr-digest"]


def test_d2_these_very_bytes_may_be_kept_for_ever(client: Client, dump: Dump) -> None:
    """The digest in the URL makes it immutable; another digest is not here."""
    forever = client.ask(f"/dumps/{dump.name}?sha256={dump.sha256}")
    latest = client.ask(f"/dumps/{dump.name}")

    assert "immutable" in forever["cache-control"]
    assert "immutable" not in latest["cache-control"]
    assert forever.body == latest.body
    assert 404 == client.ask(f"/dumps/{dump.name}?sha256={'0' * 64}").status


@pytest.mark.parametrize(
    ("range_", "first", "last"),
    [
        ("bytes=0-9", 0, 9),
        ("bytes=10-", 10, -1),
        ("bytes=-7", -7, -1),
        ("bytes=0-999999999999", 0, -1),
        ("bytes=-999999999999", 0, -1),
        ("BYTES= 3-3 ", 3, 3),
    ],
)
def test_h4_a_part_of_a_dump(client: Client, dump: Dump, range_: str, first: int, last: int) -> None:
    """206 with the bytes that were asked for (RFC 9110, section 14)."""
    whole = client.ask(f"/dumps/{dump.name}")
    part = client.ask(f"/dumps/{dump.name}", headers={"Range": range_})
    first, last = first % dump.size, last % dump.size

    assert (206, f"bytes {first}-{last}/{dump.size}") == (part.status, part["content-range"])
    assert whole.body[first : last + 1] == part.body
    assert whole["etag"] == part["etag"]
    assert "bytes" == whole["accept-ranges"]


@pytest.mark.parametrize("range_", ["bytes=0-1,5-6", "bytes=9-2", "lines=1-2", "bytes=a-b", "bytes=", "bytes=-", "x"])
def test_h4_a_range_that_is_not_understood_is_ignored(client: Client, dump: Dump, range_: str) -> None:
    answer = client.ask(f"/dumps/{dump.name}", headers={"Range": range_})

    assert (200, dump.size) == (answer.status, len(answer.body))


@pytest.mark.parametrize("range_", ["bytes=999999999-", "bytes=-0"])
def test_h4_a_range_behind_the_end_is_416(client: Client, dump: Dump, range_: str) -> None:
    answer = client.ask(f"/dumps/{dump.name}", headers={"Range": range_})

    assert (416, f"bytes */{dump.size}") == (answer.status, answer["content-range"])


def test_h4_a_part_of_something_else_is_not_sent(client: Client, dump: Dump) -> None:
    """If-Range: the rest only to those whose beginning is of the same bytes."""
    whole = client.ask(f"/dumps/{dump.name}")
    for condition, status in (
        (whole["etag"], 206),
        (whole["last-modified"], 206),
        ('"other"', 200),
        (f"W/{whole['etag']}", 200),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 200),
    ):
        headers = {"Range": "bytes=5-", "If-Range": condition}
        assert status == client.ask(f"/dumps/{dump.name}", headers=headers).status


def test_d2_a_dump_that_is_known_is_not_sent_again(client: Client, dump: Dump) -> None:
    tag = client.ask(f"/dumps/{dump.name}", method="HEAD")["etag"]

    assert 304 == client.ask(f"/dumps/{dump.name}", headers={"If-None-Match": tag}).status


def test_d3_all_that_the_sitemap_lists_is_there(client: Client, site: Site) -> None:
    """Each URL answers 200 without a redirect, and every article is among them."""
    robots = client.ask("/robots.txt").body.decode()
    index = re.search(r"^Sitemap: (\S+)$", robots, re.MULTILINE)
    assert index
    maps = re.findall(r"<loc>(.*?)</loc>", client.ask(index[1]).body.decode())
    urls = [url.replace("&amp;", "&").replace("&#x27;", "'") for part in maps for url in _urls(client, part)]

    assert f"{site.base}doc/html/article/10.1111/lamp.12329" in urls
    assert site.generation.manifest.counts["article"] == sum("/doc/html/article/" in url for url in urls)
    assert len(urls) == len(set(urls))
    for url in urls:
        assert 200 == client.ask(url, "text/html", method="HEAD").status


def test_d3_sitemaps_are_cut_into_files(client: Client, site: Site) -> None:
    """Together they have every article once, however few go into one."""
    opened = Opened(site.generation, site.settings)
    cuts = opened.cuts(7)
    parts = [site.generation.index.paths(after, 7) for after in cuts]

    assert all(len(part) <= 7 for part in parts)
    assert site.generation.manifest.counts["article"] == len({path for part in parts for path in part})
    assert crawlers._ENTRIES <= 50_000
    assert [404, 404, 404] == [client.ask(f"/sitemap-{name}.xml").status for name in ("0", "99", "x")]


def test_d3_robots_keep_away_from_what_costs(client: Client) -> None:
    robots = client.ask("/robots.txt")

    assert "text/plain; charset=utf-8" == robots["content-type"]
    assert {"Disallow: /sparql", "Disallow: /search", "Allow: /"} <= set(robots.body.decode().splitlines())


def test_d4_the_landing_page_is_signposted(client: Client, site: Site) -> None:
    """FAIR Signposting, level 1: one cite-as, the types, the licence, and data whose type is as said."""
    page = client.ask(ARTICLE)

    assert [f"{site.base}article/10.1111/lamp.12329"] == page.linked("cite-as")
    assert ["https://schema.org/AboutPage", "https://schema.org/ScholarlyArticle"] == page.linked("type")
    assert [] == page.linked("license")
    assert [f"{site.base}dataset"] == page.linked("collection")
    described = [(url, said["type"]) for url, said in page.links if said["rel"] == "describedby"]
    assert {format_.media_types[0] for format_ in FORMATS if format_.is_rdf} == {type_ for _, type_ in described}
    for url, type_ in described:
        data = client.ask(url)
        assert (200, type_) == (data.status, data.media_type)
        assert page.linked("cite-as") == data.linked("describes")
        assert [site.generation.manifest.licence] == data.linked("license")


def test_d4_the_licence_of_an_article_is_its_own(client: Client) -> None:
    """The data about it may be free where the article is not."""
    page = client.ask("/doc/html/article/10.7554/elife.00471")

    assert ["https://creativecommons.org/licenses/by/3.0/"] == page.linked("license")


@pytest.mark.parametrize("extension", [format_.extension for format_ in FORMATS])
def test_d4_each_format_links_to_the_others(client: Client, extension: str) -> None:
    """`alternate` with the type, in the words that rdflib looks for; and itself as `canonical`."""
    document = client.ask(f"/doc/{extension}/article/10.1111/lamp.12329")
    others = {url: said["type"] for url, said in document.links if said["rel"] == "alternate"}

    assert [document["content-location"]] == document.linked("canonical")
    assert len(FORMATS) - 1 == len(others)
    for url, type_ in others.items():
        assert type_ == client.ask(url, method="HEAD").media_type
    if extension != "jsonld":
        assert '; rel="alternate"; type="application/ld+json"' in document["link"]


def test_d5_the_endpoint_that_the_description_names_answers(client: Client, site: Site) -> None:
    """VoID says where queries go, and a query there finds the graph."""
    described = client.followed("/.well-known/void", "application/n-triples").triples
    (endpoint,) = {o for _, predicate, o in described if predicate == "<http://rdfs.org/ns/void#sparqlEndpoint>"}
    found = client.ask("/sparql?query=ASK%20%7B%20%3Fa%20a%20%3Chttps%3A%2F%2Fschema.org%2FScholarlyArticle%3E%20%7D")

    assert f"<{site.base}sparql>" == endpoint
    assert (200, True) == (found.status, found.json["boolean"])


def test_d5_all_that_the_dataset_links_to_is_there(client: Client, site: Site) -> None:
    """Every URL of ours in VoID and DCAT answers."""
    ours = {
        term[1:-1].partition("#")[0]
        for triple in client.followed("/.well-known/void", "application/n-triples").triples
        for term in triple
        if term.startswith(f"<{site.base}")
    }

    assert len(ours) > 3
    for url in ours:
        assert client.followed(url, "*/*").status == 200, url


def test_d5_void_is_where_crawlers_look(client: Client, site: Site) -> None:
    """As Turtle to whoever says nothing."""
    answer = client.ask("/.well-known/void")

    assert (303, f"{site.base}doc/ttl/dataset") == (answer.status, answer["location"])


def _urls(client: Client, part: str) -> list[str]:
    answer = client.ask(part)
    assert "application/xml" == answer["content-type"]
    return re.findall(r"<loc>(.*?)</loc>", answer.body.decode())


def test_the_report_of_the_gate_is_beside_them(client: Client, site: Site) -> None:
    """Linked by the page, the list and the description."""
    found = client.ask("/dumps/validation.ttl")

    assert (200, "text/turtle") == (found.status, found.media_type)
    assert ("true" in found.body.decode().split("sh:conforms")[1]) == (
        b"Works that fail, and are not published: 0" in found.body
    )
    assert f"{site.base}dumps/validation.ttl" == client.ask("/dumps/", "application/json").json["validation"]
    assert b'href="/dumps/validation.ttl"' in client.ask("/dumps/", "text/html").body
