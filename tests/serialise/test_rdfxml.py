"""RDF/XML: well-formed whatever the text, and an honest error for what it cannot say."""

from __future__ import annotations

import re
import subprocess

import pytest
from hypothesis import HealthCheck, assume, given, settings

from kg.errors import TermError
from kg.formats import RDF_XML
from kg.serialise import write
from kg.terms import Iri, Literal, Triple, iri, literal, typed
from kg.vocab import BIBO, PREFIXES, RDF, SCHEMA, XSD
from tests.serialise.graphs import ABOUT, NAMES, XML_TRIPLES, plain, read_by_oxigraph
from tests.serialise.test_golden import GOLDEN


def written(*triples: Triple) -> str:
    text = write(triples, RDF_XML, NAMES, about=ABOUT)
    assert plain(triples) == read_by_oxigraph(text, RDF_XML)
    return text.decode()


def test_a_document_is_laid_out_for_reading() -> None:
    """The first class is the element, every statement a line, prefixes only those in use."""
    text = written(
        (ABOUT, RDF.type, SCHEMA.ScholarlyArticle),
        (ABOUT, RDF.type, BIBO.AcademicArticle),
        (ABOUT, SCHEMA.name, literal("Ants & <bees>", "en")),
        (ABOUT, SCHEMA.datePublished, typed("2024", XSD.gYear)),
        (ABOUT, SCHEMA.sameAs, iri("https://x/?a=1&b=2")),
        (iri("urn:x"), SCHEMA.name, literal("")),
    )

    assert (
        """\
<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF
    xmlns:schema="https://schema.org/"
    xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">

  <schema:ScholarlyArticle rdf:about="https://kg.example.org/article/10.1111/lamp.12329">
    <rdf:type rdf:resource="http://purl.org/ontology/bibo/AcademicArticle"/>
    <schema:name xml:lang="en">Ants &amp; &lt;bees&gt;</schema:name>
    <schema:datePublished rdf:datatype="http://www.w3.org/2001/XMLSchema#gYear">2024</schema:datePublished>
    <schema:sameAs rdf:resource="https://x/?a=1&amp;b=2"/>
  </schema:ScholarlyArticle>

  <rdf:Description rdf:about="urn:x">
    <schema:name></schema:name>
  </rdf:Description>

</rdf:RDF>
"""
        == text
    )


def test_unknown_namespaces_get_numbers() -> None:
    """A predicate from nowhere is still said, under a prefix made for it."""
    text = written(
        (ABOUT, iri("https://x.example/a&b#title"), literal("1")),
        (ABOUT, iri("https://x.example/a&b#name"), literal("2")),
        (ABOUT, iri("https://y.example/2nd"), literal("3")),
    )

    assert 'xmlns:ns1="https://x.example/a&amp;b#"' in text
    assert "<ns1:name>2</ns1:name>" in text
    assert 'xmlns:ns2="https://y.example/2"' in text
    assert "<ns2:nd>3</ns2:nd>" in text


@pytest.mark.parametrize(
    "predicate",
    [
        "https://x.example/123",
        "https://x.example/",
        "https://x.example/caf\u00e9",
        "https://schema.org/a(b)",
        "http://www.w3.org/2000/xmlns/a",
        *(PREFIXES["rdf"] + name for name in ["li", "Description", "about", "RDF", "ID", "resource"]),
    ],
)
def test_a_predicate_that_cannot_be_an_element_is_an_error(predicate: str) -> None:
    """It is named, and what to do about it; the triple is never dropped in silence."""
    with pytest.raises(TermError, match=rf"RDF/XML.*<{re.escape(predicate)}>.*another format"):
        write([(ABOUT, iri(predicate), literal("x"))], RDF_XML, NAMES)


@pytest.mark.parametrize("class_", [PREFIXES["rdf"] + "Seq", PREFIXES["rdf"] + "li", "https://x.example/123", "urn:a"])
def test_any_class_can_be_said(class_: str) -> None:
    """What is no element name is an attribute."""
    assert f'<rdf:type rdf:resource="{class_}"/>' in written((ABOUT, RDF.type, iri(class_)))


def test_line_ends_survive() -> None:
    """XML makes a line feed of a carriage return unless it is written as a character reference."""
    assert "a&#13;\nb\tc" in written((ABOUT, SCHEMA.name, literal("a\r\nb\tc")))


def test_a_character_that_xml_cannot_carry_is_an_error() -> None:
    """`kg.terms` lets none through; should a term come from elsewhere, the document is not broken."""
    with pytest.raises(TermError, match="XML"):
        write([(ABOUT, SCHEMA.name, Literal(rb'"bell \u0007"'))], RDF_XML, NAMES)


@pytest.mark.external
def test_rapper_reads_the_golden_article(rapper: str) -> None:
    """A third parser, in C, counts the same triples."""
    assert 101 == counted(rapper, (GOLDEN / "article.rdf").read_bytes())


@pytest.mark.external
@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # the path of a program is always the same
@given(triples=XML_TRIPLES)
def test_rapper_reads_whatever_is_written(rapper: str, triples: list[Triple]) -> None:
    """The same for any text, any IRI; but raptor refuses every namespace that begins with RDF's own."""
    own = b"<" + PREFIXES["rdf"].encode()
    assume(all(predicate == RDF.type for _, predicate, _ in triples if predicate.startswith(own)))

    assert len(plain(triples)) == counted(rapper, write(triples, RDF_XML, NAMES, about=ABOUT))


def counted(rapper: str, text: bytes) -> int:
    """Return how many triples rapper reads; it fails on what it warns of."""
    done = subprocess.run(
        [rapper, "-i", "rdfxml", "-c", "-", "https://base.example/"], input=text, capture_output=True, check=True
    )
    assert b"rror" not in done.stderr, done.stderr.decode()
    assert b"arning" not in done.stderr, done.stderr.decode()
    found = re.search(rb"returned (\d+) triple", done.stderr)
    assert found
    return int(found[1])


def test_iris_are_not_resolved() -> None:
    """Every IRI is whole, so the address of the document changes nothing."""
    subject: Iri = iri("https://x.example/a/../b//c?#")

    assert f'rdf:about="{subject[1:-1].decode()}"' in written((subject, SCHEMA.name, literal("x")))
