"""What real clients send, replayed, and real clients where they are at hand."""

from __future__ import annotations

import json
import urllib.request

import pytest
import rdflib
from rdflib.compare import isomorphic

from tests.web.client import Client
from tests.web.conftest import Site
from tests.web.tricky import SICI, TRICKY

ARTICLE = "/article/10.1111/lamp.12329"
CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8"
JENA = (
    "text/turtle,application/n-triples;q=0.9,application/rdf+xml;q=0.7,application/trig,"
    "application/n-quads;q=0.9,application/ld+json;q=0.8,*/*;q=0.5"
)
COMUNICA = (
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,"
    "text/turtle;q=0.6,application/rdf+xml;q=0.5,text/n3;q=0.35,application/xml;q=0.3,image/svg+xml;q=0.3,"
    "text/xml;q=0.3,text/html;q=0.2,application/xhtml+xml;q=0.18"
)
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


# What rdflib's own parsers use and its own graphs deprecate.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")
@pytest.mark.parametrize("format_", [None, "turtle", "xml", "nt", "json-ld", "trig"])
@pytest.mark.parametrize("path", [ARTICLE, f"/article/{TRICKY[SICI]}", "/dataset"])
def test_rdflib_reads_the_uri_itself(site: Site, client: Client, path: str, format_: str | None) -> None:
    """`Graph().parse(uri)`, with each of the Accept headers that rdflib sends."""
    expected = rdflib.Graph().parse(data=client.ask(f"/doc/nt{path}").body, format="nt")
    graph = rdflib.Dataset(default_union=True) if format_ == "trig" else rdflib.Graph()
    graph.parse(f"{site.base}{path[1:]}", format=format_)

    found = rdflib.Graph()
    for triple in graph.triples((None, None, None)):
        found.add(triple[:3])
    assert isomorphic(expected, found)


def test_rdflib_reads_a_document_without_saying_what(site: Site) -> None:
    """From an address that says the format itself, too."""
    assert len(rdflib.Graph().parse(f"{site.base}doc/rdf{ARTICLE}")) > 20


@pytest.mark.parametrize(
    ("client_name", "accept", "media_type"),
    [
        ("Zotero, LinkChecker", "*/*", "text/html"),
        ("Chrome", CHROME, "text/html"),
        ("Firefox", FIREFOX, "text/html"),
        ("SPARQLWrapper TURTLE", "application/turtle,text/turtle", "text/turtle"),
        ("SPARQLWrapper N3", "application/turtle,text/turtle,text/rdf+n3,application/n3,text/n3", "text/turtle"),
        ("SPARQLWrapper JSONLD", "application/ld+json,application/x-json+ld", "application/ld+json"),
        ("SPARQLWrapper RDFXML", "application/rdf+xml", "application/rdf+xml"),
        ("rdflib SPARQLStore", "application/sparql-results+xml, application/rdf+xml", "application/rdf+xml"),
        (
            "Jena",
            JENA,
            "text/turtle",
        ),
        (
            "Comunica",
            COMUNICA,
            "application/n-quads",
        ),
        ("jsonld.js", "application/ld+json, application/json", "application/ld+json"),
        (
            "jsonld.js with a profile",
            'application/ld+json;profile="http://www.w3.org/ns/json-ld#context", application/ld+json, application/json',
            "application/ld+json",
        ),
        ("F-UJI", "text/turtle, application/turtle, application/x-turtle;q=0.8, application/rdf+xml", "text/turtle"),
        ("F-UJI XML", "application/xml, text/xml;q=0.5", "application/rdf+xml"),
        ("serd, raptor", "application/rdf+xml, application/x-turtle;q=0.9, */*;q=0.1", "application/rdf+xml"),
        ("Virtuoso Sponger", "text/html; q=0.5, application/rdf+xml; q=0.9, text/turtle; q=0.8", "application/rdf+xml"),
    ],
)
def test_clients_get_what_they_can_read(client: Client, client_name: str, accept: str, media_type: str) -> None:
    """From the URI of the thing, over the redirect."""
    answer = client.followed(ARTICLE, accept)

    assert (200, media_type) == (answer.status, answer.media_type), client_name


def test_a_sparql_client_learns_that_this_is_no_endpoint(client: Client) -> None:
    """Who asks a thing for SPARQL results gets 406, and the formats there are."""
    assert 406 == client.ask(ARTICLE, "application/sparql-results+json").status


def test_pythons_own_client_follows(site: Site) -> None:
    """Urllib says no Accept and keeps none over the redirect: a page."""
    with urllib.request.urlopen(f"{site.base}{ARTICLE[1:]}") as answer:
        assert "text/html; charset=utf-8" == answer.headers["content-type"]


def test_json_ld_needs_no_context_from_elsewhere(client: Client) -> None:
    """The context stands in the document: nothing is fetched to read it."""
    document = json.loads(client.ask(f"/doc/jsonld{ARTICLE}").body)
    context = document["@context"]

    assert not isinstance(context, str)
    assert not [part for part in (context if isinstance(context, list) else [context]) if isinstance(part, str)]
    assert "@import" not in str(context)
