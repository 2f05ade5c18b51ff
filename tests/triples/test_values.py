"""Values as terms: the one form that stores give back, and links that lead somewhere."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.terms import literal, typed
from kg.triples import values
from kg.triples.access import licence_link
from kg.vocab import XSD


@pytest.mark.parametrize(
    ("url", "iri"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("HTTP://Example.ORG/A", "http://example.org/A"),
        (" https://example.org/a b\n", "https://example.org/a%20b"),
        ("https://example.org/a%20b%", "https://example.org/a%20b%25"),
        ('https://example.org/[1]<2>{3}|^`\\"', "https://example.org/%5B1%5D%3C2%3E%7B3%7D%7C%5E%60%5C%22"),
        ("https://example.org/ü/数?q=ü#ü#x", "https://example.org/%C3%BC/%E6%95%B0?q=%C3%BC#%C3%BC%23x"),
        ("https://example.org?q=1", "https://example.org/?q=1"),
        ("https://example.org:8080/a", "https://example.org:8080/a"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("ftp://example.org/file name.pdf", "ftp://example.org/file%20name.pdf"),
        ("doi:10.1000/A<B>", "https://doi.org/10.1000/a%3Cb%3E"),
    ],
)
def test_a_link_is_repaired_where_that_is_safe(url: str, iri: str) -> None:
    """What was a link in a browser is one in the graph; what is encoded already stays so."""
    assert f"<{iri}>".encode() == values.link(url)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "mailto:a@example.org",
        "urn:isbn:9783161484100",
        "doi:no doi",
        "//example.org/a",
        "/a",
        "example.org",
        "",
        "http://",
        "http:///a",
        "https://user:password@example.org/",
        "https://[::1]/",
        "https://exa mple.org/",
        "https://example.org:port/",
        "https://example.org/\x00",
        "https://example.org/\ud800",
        "https://-.-/",
    ],
)
def test_what_leads_nowhere_or_where_nobody_should_go_is_no_link(url: str) -> None:
    """No script, no file, no password, no host that is none."""
    assert values.link(url) is None


@given(
    st.one_of(
        st.text(), st.builds("https://example.org/{}".format, st.text()), st.builds("http://{}".format, st.text())
    )
)
def test_every_link_is_an_iri_for_every_parser(url: str) -> None:
    """Whatever a record holds, and twice is as once."""
    link = values.link(url)
    if link is not None:
        text = link[1:-1].decode()

        assert text == ox.NamedNode(text).value
        assert f"<{text}>" == rdflib.URIRef(text).n3()
        assert link == values.link(text)


@pytest.mark.parametrize(
    ("url", "iri"),
    [
        ("http://creativecommons.org/licenses/by/4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("https://www.creativecommons.org/licenses/by/4.0/", "https://creativecommons.org/licenses/by/4.0/"),
        ("http://www.elsevier.com/tdm/userlicense/1.0/", "http://www.elsevier.com/tdm/userlicense/1.0/"),
    ],
)
def test_a_licence_has_one_iri(url: str, iri: str) -> None:
    """Four spellings of one Creative Commons licence would be four licences."""
    assert f"<{iri}>".encode() == licence_link(url)


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("0.8000", typed("0.8", XSD.decimal)),
        ("7.30", typed("7.3", XSD.decimal)),
        ("2", typed("2", XSD.integer)),
        ("2.0", typed("2", XSD.integer)),
        ("1e3", typed("1000", XSD.integer)),
        ("-0.0", typed("0", XSD.integer)),
        ("00.50", typed("0.5", XSD.decimal)),
        ("Q3", literal("Q3")),
        ("NaN", literal("NaN")),
        ("1e30", literal("1e30")),
        ("0.0000000000000000001", literal("0.0000000000000000001")),
    ],
)
def test_a_figure_has_one_form(figure: str, expected: bytes) -> None:
    """The shortest: it is what a store gives back; what it cannot compute with is text."""
    assert expected == values.figure(figure)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9))
def test_a_store_gives_figures_back_as_they_are(number: object) -> None:
    """No figure changes on its way through Oxigraph or rdflib."""
    figure = values.figure(str(number))
    store = ox.Store()
    store.load(b"<x:s> <x:p> %b ." % figure, format=ox.RdfFormat.N_TRIPLES)
    (quad,) = store

    assert figure.decode() == str(quad.object)


@pytest.mark.parametrize(
    ("partial", "datatype"), [("2024", XSD.gYear), ("2024-02", XSD.gYearMonth), ("2024-02-26", XSD.date)]
)
def test_a_date_is_as_precise_as_it_is_known(partial: str, datatype: bytes) -> None:
    """A year is not the first of January."""
    assert typed(partial, datatype) == values.date(partial)
    assert typed("2024", XSD.gYear) == values.year(partial)
