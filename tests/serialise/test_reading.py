"""Lines that we wrote, read back without a parser; terms, as pages show them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given

from kg.errors import TermError
from kg.serialise.reading import datatype, is_iri, language, parse_lines, parse_terms, value
from kg.terms import Iri, Literal, Term, Triple, iri, literal, typed
from kg.vocab import RDF, SCHEMA, XSD
from tests.serialise.graphs import ABOUT, ANY_IRI, LITERALS, TRIPLES

LANG_STRING = iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")


@given(triples=TRIPLES)
def test_a_line_is_split_into_the_terms_it_was_made_of(triples: list[Triple]) -> None:
    """Spaces, dots and quotes inside a literal part nothing."""
    for triple in triples:
        assert triple == parse_terms(b"%b %b %b .\n" % triple)
        assert triple == parse_terms(b"%b %b %b ." % triple)


@given(triples=TRIPLES)
def test_a_piece_of_a_file_is_split_into_its_lines(triples: list[Triple]) -> None:
    """No character of a literal ends a line."""
    assert triples == list(parse_lines(b"".join(b"%b %b %b .\n" % triple for triple in triples)))


@pytest.mark.parametrize(
    "line", [b"", b"\n", b"# comment", b"<x:s> <x:p>", b"<x:s> <x:p> <x:o>", b"<x:s> <x:p> <x:o>."]
)
def test_a_line_that_is_no_triple_is_an_error(line: bytes) -> None:
    """It is shown, and not guessed at."""
    with pytest.raises(TermError, match="not a line of N-Triples"):
        parse_terms(line)


@given(term=LITERALS)
def test_a_literal_is_what_a_parser_says_it_is(term: Literal) -> None:
    """Text, language and datatype."""
    (quad,) = ox.parse(b"<x:s> <x:p> %b ." % term, format=ox.RdfFormat.N_TRIPLES)
    read = quad.object

    assert isinstance(read, ox.Literal)
    assert (read.value, read.language, f"<{read.datatype.value}>".encode()) == (
        value(term),
        language(term),
        datatype(term),
    )
    assert not is_iri(term)


@given(term=ANY_IRI)
def test_an_iri_has_neither_language_nor_datatype(term: Iri) -> None:
    """Its value is itself without brackets."""
    assert term == f"<{value(term)}>".encode()
    assert (True, None, None) == (is_iri(term), language(term), datatype(term))


@pytest.mark.parametrize(
    "text", ["tab\t", "bell\x07", "del\x7f", "escape\x1b", "\u0085", 'a "b" \\', "π\n🧬", "\u2028"]
)
def test_terms_as_oxigraph_writes_them_are_read_too(text: str) -> None:
    """A store may hold what was loaded from elsewhere; its escapes are ours."""
    assert text == value(Literal(str(ox.Literal(text)).encode()))


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (literal("x"), (None, XSD.string)),
        (literal("x", "en-GB"), ("en-gb", LANG_STRING)),
        (typed("2024", XSD.gYear), (None, XSD.gYear)),
        (literal('"@en'), (None, XSD.string)),
        (literal('"^^<urn:x>'), (None, XSD.string)),
        (SCHEMA.name, (None, None)),
    ],
)
def test_what_follows_the_string_is_told_apart(term: Term, expected: tuple[str | None, Iri | None]) -> None:
    """Also where the string itself looks like a language or a datatype."""
    assert expected == (language(term), datatype(term))
    assert (ABOUT, RDF.type, term) == parse_terms(b"%b %b %b ." % (ABOUT, RDF.type, term))
