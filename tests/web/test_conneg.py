"""One table of what clients really send and what they must get."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.formats import FORMATS
from kg.web.conneg import choose, takes_gzip
from kg.web.negotiation import named

RDFLIB = (
    "application/rdf+xml, text/n3, text/turtle, application/n-triples, application/ld+json, "
    "application/n-quads, application/trix, application/trig"
)
CHROMIUM = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
COMUNICA = (
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,"
    "text/turtle;q=0.6,application/rdf+xml;q=0.5,text/html;q=0.2"
)
JENA = (
    "text/turtle,application/n-triples;q=0.9,application/rdf+xml;q=0.7,application/trig,"
    "application/n-quads;q=0.9,application/ld+json;q=0.8,*/*;q=0.5"
)
FUJI = "text/turtle, application/turtle, application/x-turtle;q=0.8, application/rdf+xml, text/n3;q=0.9"
RAPPER = "application/rdf+xml, text/rdf;q=0.6, application/x-turtle, text/turtle;q=0.5, */*;q=0.1"


@pytest.mark.parametrize(
    ("accept", "extension"),
    [
        # nothing said: a person's browser, Zotero, a link checker
        (None, "html"),
        ("", "html"),
        ("*/*", "html"),
        ("garbage", "html"),
        (",,;q=", "html"),
        # one thing said
        ("text/turtle", "ttl"),
        ("TEXT/Turtle", "ttl"),
        ("application/x-turtle", "ttl"),
        ("application/xhtml+xml", "html"),
        ("application/json", "jsonld"),
        ("text/plain", "nt"),
        ("application/xml", "rdf"),
        ("text/xml", "rdf"),
        ("text/turtle; charset=utf-8", "ttl"),
        ("text/turtle;charset=utf-8;q=0.3, text/html;q=0.2", "ttl"),
        ('application/ld+json; profile="http://a,b;c"', "jsonld"),
        ('application/ld+json; profile="a;q=0"; q=0.7, text/turtle;q=0.6', "jsonld"),
        # quality decides
        ("text/turtle;q=0.5, text/html;q=0.9", "html"),
        ("text/turtle;q=0.9, text/html;q=0.5", "ttl"),
        ("text/turtle;q=.9, text/html;q=.5", "ttl"),
        ("text/turtle ; q=0.999, application/ld+json", "jsonld"),
        ("text/turtle;Q=0.1, text/html;q=0.2", "html"),
        ("text/html;q=0.1, */*;q=0.9", "ttl"),
        ("text/turtle;q=0, */*", "html"),
        ("text/html;q=0, */*", "ttl"),
        ("text/html;q=0, text/*", "ttl"),
        ("text/turtle;q=0.000, application/ld+json;q=0.001", "jsonld"),
        # the named type before the wildcard at the same quality
        ("*/*, text/turtle", "ttl"),
        ("text/*, application/rdf+xml", "rdf"),
        ("application/*;q=0.5, text/html;q=0.4", "jsonld"),
        ("text/*;q=0.5, application/*;q=0.4", "html"),
        # a name that only helps where what it stands for is not refused
        ("application/json;q=0, application/ld+json", "jsonld"),
        ("application/ld+json;q=0, application/json, text/turtle;q=0.1", "ttl"),
        # real clients
        (RDFLIB, "ttl"),
        ("text/turtle, application/x-turtle, */*;q=0.1", "ttl"),
        ("text/plain, */*;q=0.1", "nt"),
        ("application/rdf+xml, */*;q=0.1", "rdf"),
        ("application/ld+json, application/json;q=0.9, */*;q=0.1", "jsonld"),
        ("application/ld+json, application/json", "jsonld"),
        (CHROMIUM, "html"),
        (COMUNICA, "nq"),
        (JENA, "ttl"),
        (FUJI, "ttl"),
        (RAPPER, "ttl"),
    ],
)
def test_n2_the_client_gets_what_it_asked_for(accept: str | None, extension: str) -> None:
    """Quality first, then the exact name, then our own order."""
    chosen = choose(accept)

    assert chosen is not None
    assert extension == chosen.extension


@pytest.mark.parametrize(
    "accept",
    [
        "image/png",
        "text/turtle;q=0",
        "*/*;q=0",
        "application/pdf, image/*",
        "application/vnd.datacite.datacite+json",
        "application/ld+json;q=0, application/json",
        "text/html;q=0, application/xhtml+xml",
    ],
)
def test_n3_what_we_cannot_send_is_not_replaced_by_html(accept: str) -> None:
    """406 is an answer; a page for a picture is not."""
    assert choose(accept) is None


@given(st.text(st.characters(max_codepoint=255)))
def test_n2_no_header_is_too_odd(accept: str) -> None:
    """Whatever bytes a client sends, there is an answer and it is one of ours or none."""
    assert choose(accept) in {*FORMATS, None}


@pytest.mark.parametrize("accept", ['"' * 60_000, 'a/b;"' + "\\" * 60_000, "a/b," * 15_000, ";q=" * 20_000])
def test_n2_a_hostile_header_costs_no_more_than_its_length(accept: str) -> None:
    """No pattern goes back and forth over what it has read: the test would not end."""
    assert choose(accept) in {*FORMATS, None}


@pytest.mark.parametrize(
    ("accept_encoding", "expected"),
    [
        ("", False),
        ("gzip", True),
        ("gzip, deflate, br, zstd", True),
        ("GZIP", True),
        ("x-gzip", True),
        ("*", True),
        ("br", False),
        ("gzip;q=0", False),
        ("*;q=0", False),
        ("gzip;q=0, *", False),
        ("identity, gzip;q=0.5", False),
        ("identity;q=0.5, gzip", True),
        ("deflate, gzip;q=1.0, *;q=0.5", True),
        ("gzipped", False),
    ],
)
def test_h4_gzip_is_sent_to_those_who_take_it(accept_encoding: str, *, expected: bool) -> None:
    """RFC 9110, section 12.5.3."""
    assert expected == takes_gzip(accept_encoding)


def test_n4_every_format_has_names_for_the_query() -> None:
    """`?format=` takes the extension, the media type and its second half; no name means two formats."""
    names = named(FORMATS)

    for format_ in FORMATS:
        assert format_ == names[format_.extension] == names[format_.media_types[0]]
    assert ("jsonld", "rdf", "ttl") == tuple(names[name].extension for name in ("json", "xml", "turtle"))
