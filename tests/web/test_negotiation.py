"""The same thing in seven formats: who gets which, and what every answer says about that."""

from __future__ import annotations

from itertools import combinations

import pytest

from kg.formats import FORMATS, Format
from tests.web.client import RDF, Client
from tests.web.conftest import Site
from tests.web.tricky import SICI, TRICKY

ARTICLE = "/article/10.1111/lamp.12329"
DOC = "/doc/{}/article/10.1111/lamp.12329"
NEGOTIATED = ("/", ARTICLE, "/dataset", "/.well-known/void", "/ns", "/articles", "/search?q=a", "/dumps/", "/nothing")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.extension)
def test_n1_each_format_is_sent_as_what_it_is(client: Client, format_: Format, method: str) -> None:
    """The label is the format's own, with a charset where it is text."""
    see = client.ask(ARTICLE, format_.media_types[0], method=method)
    document = client.ask(see["location"], method=method)

    assert (303, 200) == (see.status, document.status)
    assert see["location"].endswith(DOC.format(format_.extension))
    assert format_.content_type == document["content-type"]
    assert ("charset=utf-8" in document["content-type"]) == format_.media_types[0].startswith("text/")
    assert bool(document.body) == (method == "GET")


@pytest.mark.parametrize("path", [ARTICLE, f"/article/{TRICKY[SICI]}", "/dataset", "/ns", "/periodical/agg:42501"])
def test_n1_all_formats_say_the_same(client: Client, path: str) -> None:
    """Read by parsers that are not ours, the graphs are equal; without blank nodes that is plain equality."""
    graphs = {format_.extension: client.ask(f"/doc/{format_.extension}{path}").triples for format_ in RDF}

    assert all(len(graph) > 5 for graph in graphs.values())
    for one, other in combinations(graphs, 2):
        assert graphs[one] == graphs[other], (one, other)


@pytest.mark.parametrize(
    ("accept", "extension"),
    [
        (["text/turtle;q=0.5", "application/ld+json;q=0.6"], "jsonld"),  # two headers are one list
        (["image/png", "application/n-triples"], "nt"),
        ([""], "html"),
        ('text/turtle;q="', "ttl"),
        ('"', "html"),
    ],
)
def test_n2_odd_headers_are_understood(client: Client, accept: str | list[str], extension: str) -> None:
    """Repeated, empty, unfinished: an answer, and the right one."""
    answer = client.ask(ARTICLE, accept)

    assert 303 == answer.status
    assert f"/doc/{extension}/" in answer["location"]


@pytest.mark.parametrize("path", [ARTICLE, "/", "/dataset", "/periodical/agg:42501"])
def test_n3_silence_and_anything_are_the_same(client: Client, path: str) -> None:
    """No Accept header and `*/*` get the page, and from the same place."""
    silent, anything = client.ask(path), client.ask(path, "*/*")

    assert (silent.status, silent["location"], silent["content-type"]) == (
        anything.status,
        anything["location"],
        anything["content-type"],
    )
    assert "text/html" == client.followed(path).media_type


@pytest.mark.parametrize(
    "accept", ["image/png", "application/pdf", "*/*;q=0", "application/vnd.datacite.datacite+json"]
)
@pytest.mark.parametrize("path", [ARTICLE, "/", "/dataset", "/articles", "/dumps/"])
def test_n3_what_there_is_not_is_406_and_a_list(client: Client, path: str, accept: str) -> None:
    """The list names each format with a URL that works."""
    refused = client.ask(path, accept)

    assert (406, "application/problem+json") == (refused.status, refused.media_type)
    assert len(refused.json["available"]) >= 2
    for entry in refused.json["available"]:
        found = client.followed(entry["url"])
        assert (200, entry["type"]) == (found.status, found.media_type)
    assert [entry["url"] for entry in refused.json["available"]] == refused.linked("alternate")


def test_n3_a_browser_is_refused_in_html(client: Client) -> None:
    """The body of an error is negotiated too."""
    answer = client.ask("/article/10.5555/nothing", "text/html,application/xhtml+xml,*/*;q=0.8")

    assert (404, "text/html") == (answer.status, answer.media_type)


def test_n3_json_means_json_ld(client: Client) -> None:
    """Documented: application/json gets JSON-LD, which is JSON."""
    answer = client.followed(ARTICLE, "application/json")

    assert "application/ld+json" == answer.media_type
    assert answer.json


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.extension)
def test_n4_extension_and_query_override_the_header(client: Client, at_once: Client, format_: Format) -> None:
    """A link to a format works whatever the client accepts, and the answer says where it comes from."""
    url = client.ask(DOC.format(format_.extension), "image/png")
    for name in (format_.extension, format_.media_types[0].replace("+", "%2B")):
        redirected = client.ask(f"{ARTICLE}?format={name}", "image/png")
        direct = at_once.ask(f"{ARTICLE}?format={name}", "image/png")

        assert (303, url["content-location"]) == (redirected.status, redirected["location"])
        assert (200, url["content-location"]) == (direct.status, direct["content-location"])
        assert url.body == direct.body
    assert 200 == url.status


@pytest.mark.parametrize(("target", "status"), [(f"{ARTICLE}?format=nonsense", 406), (DOC.format("nonsense"), 404)])
def test_n4_unknown_formats_are_refused(client: Client, target: str, status: int) -> None:
    """Never another format in silence."""
    assert status == client.ask(target, "text/turtle").status


@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "image/png"])
@pytest.mark.parametrize("path", NEGOTIATED)
def test_n4_negotiated_answers_say_so(client: Client, at_once: Client, path: str, accept: str) -> None:
    """`Vary: Accept` on 200, 303, 404 and 406 alike, with and without an origin or a coding."""
    for asked in (client, at_once):
        for headers in ({}, {"Origin": "https://elsewhere.example"}, {"Accept-Encoding": "gzip"}):
            answer = asked.ask(path, accept, headers=headers)

            assert "Accept" in answer["vary"].split(", "), (answer.status, headers)


def test_n4_not_modified_says_it_too(at_once: Client) -> None:
    """A 304 has the Vary and the tag of the 200 it stands for."""
    full = at_once.ask(ARTICLE, "text/turtle")
    again = at_once.ask(ARTICLE, "text/turtle", headers={"If-None-Match": full["etag"]})

    assert 304 == again.status
    for name in ("vary", "etag", "content-location", "cache-control"):
        assert full[name] == again[name] != ""


def test_n4_a_document_of_one_format_does_not_vary_by_accept(client: Client) -> None:
    """Its URL names the format, so that caches that ignore Vary are right too."""
    assert "Accept-Encoding" == client.ask(DOC.format("ttl"), "text/html")["vary"]


@pytest.mark.parametrize("profile", ['"http://www.w3.org/ns/json-ld#expanded"', '"http://a,b;c=\\"d"', "urn:x"])
def test_n5_an_unknown_profile_gets_the_default(client: Client, profile: str) -> None:
    """There is one profile of each format; asking for another is no reason to refuse."""
    answer = client.followed(ARTICLE, f"application/ld+json;profile={profile}")

    assert (200, "application/ld+json") == (answer.status, answer["content-type"])


@pytest.mark.parametrize("accept", ['text/turtle" } DROP ALL #', "text/turtle}>{", "text/turtle\t;q=1", "<script>/*"])
def test_n6_headers_reach_no_query_and_no_page(client: Client, accept: str) -> None:
    """What a header says is matched against the table of formats, and appears nowhere."""
    for language in ('en"; DROP', "en}"):
        answer = client.ask(ARTICLE, accept, headers={"Accept-Language": language})

        assert answer.status in {303, 406}
        assert b"DROP" not in answer.body
        assert b"<script>" not in answer.body


@pytest.mark.parametrize(
    ("alias", "media_type"),
    [
        ("application/x-turtle", "text/turtle"),
        ("application/turtle", "text/turtle"),
        ("text/plain", "application/n-triples"),
        ("application/json", "application/ld+json"),
        ("application/xml", "application/rdf+xml"),
        ("application/xhtml+xml", "text/html"),
    ],
)
def test_n7_old_names_are_understood(client: Client, alias: str, media_type: str) -> None:
    """Asked by an old name, answered under the registered one."""
    assert media_type == client.followed(ARTICLE, alias).media_type


def test_n7_notation3_is_not_turtle(client: Client) -> None:
    """`text/rdf+n3` and `text/n3` name a language of their own: 406, and a list to choose from."""
    assert 406 == client.ask(ARTICLE, "text/rdf+n3").status


def test_the_dataset_can_be_asked_for_at_the_base(client: Client, site: Site) -> None:
    """The base is a URI in the data, too: as data it leads to the description of the dataset."""
    answer = client.ask("/", "text/turtle")

    assert (303, f"{site.base}doc/ttl/dataset") == (answer.status, answer["location"])
