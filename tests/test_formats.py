"""The table of formats: what everything else relies on when it asks."""

from __future__ import annotations

import re

import pytest

from kg.formats import BY_EXTENSION, FORMATS, Format

EACH = pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.extension)


def test_the_order_is_our_preference() -> None:
    """People first, then what most tools read best."""
    assert ["HTML", "Turtle", "JSON-LD", "N-Triples", "RDF/XML", "TriG", "N-Quads"] == [
        format_.name for format_ in FORMATS
    ]


@pytest.mark.parametrize(
    ("extension", "content_type"),
    [
        ("html", "text/html; charset=utf-8"),
        ("ttl", "text/turtle; charset=utf-8"),
        ("jsonld", "application/ld+json"),
        ("nt", "application/n-triples"),
        ("rdf", "application/rdf+xml"),
        ("trig", "application/trig"),
        ("nq", "application/n-quads"),
    ],
)
def test_each_is_sent_as_its_registered_type(extension: str, content_type: str) -> None:
    """Text says its charset; application/… types define their own."""
    assert content_type == BY_EXTENSION[extension].content_type


def test_no_name_stands_for_two_formats() -> None:
    """Name, extension and each media type lead to one row."""
    assert len(FORMATS) == len({format_.name for format_ in FORMATS}) == len(BY_EXTENSION)
    media_types = [media_type for format_ in FORMATS for media_type in format_.media_types]
    assert len(media_types) == len(set(media_types))


@EACH
def test_each_row_is_well_formed(format_: Format) -> None:
    """Media types are lower case and bare; an extension can stand in a path; only RDF has graphs."""
    assert all(re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", media_type) for media_type in format_.media_types)
    assert re.fullmatch(r"[a-z]+", format_.extension)
    assert format_.is_rdf or not format_.has_graphs
    assert format_ is BY_EXTENSION[format_.extension]
