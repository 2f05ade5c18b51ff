"""Any graph there can be, and what two independent parsers read in a text of any format."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
import rdflib
from hypothesis import strategies as st

from kg.errors import TermError
from kg.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Format
from kg.iris import Iris
from kg.serialise import Names
from kg.serialise.reading import value
from kg.terms import Iri, Triple, iri, literal, typed
from kg.vocab import BIBO, DATACITE, DCTERMS, PREFIXES, PRO, RDF, SCHEMA, XSD

BASE = "https://kg.example.org/"
IRIS = Iris(BASE)
NAMES = Names(PREFIXES, BASE)
ABOUT = IRIS.article("10.1111/lamp.12329")

OXIGRAPH = {
    TURTLE: ox.RdfFormat.TURTLE,
    JSON_LD: ox.RdfFormat.JSON_LD,
    N_TRIPLES: ox.RdfFormat.N_TRIPLES,
    RDF_XML: ox.RdfFormat.RDF_XML,
    TRIG: ox.RdfFormat.TRIG,
    N_QUADS: ox.RdfFormat.N_QUADS,
}
RDFLIB = {TURTLE: "turtle", JSON_LD: "json-ld", N_TRIPLES: "nt", RDF_XML: "xml", TRIG: "trig", N_QUADS: "nquads"}

Plain = tuple[str, str, tuple[str, ...]]


def plain(triples: Iterable[Triple]) -> set[Plain]:
    """Return what triples mean; their own terms are N-Triples, so any parser of it can say."""
    return read_by_oxigraph(b"".join(b"%b %b %b .\n" % triple for triple in triples), N_TRIPLES)


def read_by_oxigraph(text: bytes, format_: Format) -> set[Plain]:
    """Return the triples that Oxigraph reads; it checks every IRI and language tag."""
    quads = list(ox.parse(text, format=OXIGRAPH[format_]))
    assert {ox.DefaultGraph()} >= {quad.graph_name for quad in quads}
    return {(quad.subject.value, quad.predicate.value, _oxigraph_object(quad.object)) for quad in quads}


def read_by_rdflib(text: bytes, format_: Format) -> set[Plain]:
    """Return the triples that a plain graph of rdflib holds, also from a format with named graphs."""
    graph = rdflib.Graph().parse(data=text, format=RDFLIB[format_])
    return {(str(subject), str(predicate), _rdflib_object(object_)) for subject, predicate, object_ in graph}


def _oxigraph_object(term: object) -> tuple[str, ...]:
    if isinstance(term, ox.Literal):
        return term.value, term.language or "", term.datatype.value
    assert isinstance(term, ox.NamedNode)
    return (term.value,)


def _rdflib_object(term: object) -> tuple[str, ...]:
    if isinstance(term, rdflib.Literal):
        implied = rdflib.RDF.langString if term.language else rdflib.XSD.string
        return str(term), term.language or "", str(term.datatype or implied)
    assert isinstance(term, rdflib.URIRef)
    return (str(term),)


def _iri(text: str) -> Iri:
    try:
        return iri(text)
    except TermError:
        return RDF.type


_ANY = st.characters(codec="utf-8", exclude_categories=["Cs"])
_XML = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
_STARTS = ["https://x.example/", "http://x.example/a#", "urn:x:", "bibo:", "name:", "schema:", "doi:", "mailto:a@"]
_KEYS = st.text(_ANY, min_size=1)

FOREIGN = st.builds(
    lambda start, rest: _iri(start + rest),
    st.sampled_from([*_STARTS, *PREFIXES.values()]),
    st.text(_ANY | st.sampled_from("/:#?&;=.,'()*+!~_-0aA")),
)
TERMS = st.sampled_from(
    [RDF.type, SCHEMA.name, SCHEMA.author, SCHEMA.position, PRO.isHeldBy, BIBO.doi, DCTERMS.title, DATACITE.doi]
)
OURS = st.builds(IRIS.article, _KEYS) | st.builds(IRIS.fragment, st.just(ABOUT), _KEYS) | st.just(ABOUT)
ANY_IRI = OURS | TERMS | FOREIGN

TEXT = st.text(_XML | st.sampled_from("\t\n\r\x85\u2028\"\\'<>&]0123456789"))
_NUMBERS = st.from_regex(r"[+-]?[0-9]{0,22}\.?[0-9]{0,9}(?:[eE]-?[0-9])?", fullmatch=True)
_LEXICAL = _NUMBERS | st.sampled_from(["true", "false", "1", "TRUE", "2024", "2024-02", "2024-02-26", "INF", ""]) | TEXT
_DATATYPES = st.sampled_from(
    [
        *(XSD.string, XSD.boolean, XSD.integer, XSD.decimal, XSD.nonNegativeInteger, XSD.date, XSD.gYear),
        iri(PREFIXES["xsd"] + "double"),
        SCHEMA.Book,
    ]
)
LITERALS = (
    st.builds(literal, TEXT)
    | st.builds(literal, TEXT, st.sampled_from(["en", "zh-hans", "de-ch-1901", "en-x-kg"]))
    | st.builds(typed, _LEXICAL, _DATATYPES)
    | st.builds(typed, TEXT, FOREIGN)
)
TRIPLES = st.lists(st.tuples(ANY_IRI, ANY_IRI, ANY_IRI | LITERALS), max_size=12)

_XML_NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,9}", fullmatch=True)
XML_PREDICATES = TERMS | st.builds(lambda start, name: _iri(f"{value(start)}/{name}"), FOREIGN, _XML_NAMES)
XML_TRIPLES = st.lists(st.tuples(ANY_IRI, XML_PREDICATES, ANY_IRI | LITERALS), max_size=12)
