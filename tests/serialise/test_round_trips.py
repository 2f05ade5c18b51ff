"""Whatever the graph holds, every format says it, and independent parsers read back the same set of triples."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Format
from kg.identifiers import doi
from kg.iris import Iris
from kg.serialise import Names, lines, turtle, write
from kg.terms import Iri, Triple, literal
from kg.things import Periodicals
from kg.triples import triples as triples_of
from kg.vocab import PREFIXES, RDF, SCHEMA
from tests.serialise.graphs import (
    ABOUT,
    BASE,
    IRIS,
    NAMES,
    TRIPLES,
    XML_TRIPLES,
    Plain,
    plain,
    read_by_oxigraph,
    read_by_rdflib,
)
from tests.triples.samples import SAMPLES

pytestmark = [  # what rdflib's own parsers of JSON-LD and N-Quads use
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),
    pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated"),
]
Reader = Callable[[bytes, Format], set[Plain]]
RDF_FORMATS = [TURTLE, JSON_LD, N_TRIPLES, RDF_XML, TRIG, N_QUADS]
EACH_FORMAT = pytest.mark.parametrize("format_", RDF_FORMATS, ids=lambda format_: format_.extension)
EACH_READER = pytest.mark.parametrize("read", [read_by_oxigraph, read_by_rdflib])
ABOUTS = st.none() | st.just(ABOUT)

# https://www.doi.org/doi-handbook (encoding), and DOIs that exist.
DOIS = [
    "10.1002/(SICI)1099-1409(199908/10)3:6/7<672::AID-JPP192>3.0.CO;2-8",
    "10.1175/1520-0477(1996)077<0935:WOTWSM>2.0.CO;2",
    "10.1000/a#b?c=d&e;f",
    "10.1000/100%25 [1] {2} |3| ^4^ `5` \\6\\",
    "10.1000/a+b%2Bc",
    '10.1000/"quoted"\'s',
    "10.1000/a//b/../c/./d/",
    "10.1000/ends.ttl",
    "10.1000/ends.in.dot.",
    "10.1000/ends-in-hyphen-",
    "10.1000/Ünï/数据/🧬/e\u0301",
    "10.1000/:@!$*,;=~",
    "10.1000/" + "x" * 2000,
]


@EACH_READER
@pytest.mark.parametrize("format_", [TURTLE, JSON_LD, N_TRIPLES, TRIG, N_QUADS], ids=lambda format_: format_.extension)
@given(triples=TRIPLES, about=ABOUTS)
def test_any_triples_come_back(read: Reader, format_: Format, triples: list[Triple], about: Iri | None) -> None:
    """Any IRI, any text, any number however spelled: all of it, and in the default graph."""
    assert plain(triples) == read(write(triples, format_, NAMES, about=about), format_)


@EACH_READER
@given(triples=XML_TRIPLES, about=ABOUTS)
def test_rdf_xml_says_all_but_predicates_that_end_in_no_name(
    read: Reader, triples: list[Triple], about: Iri | None
) -> None:
    """Subjects, objects and text may be anything; a predicate is an element name."""
    assert plain(triples) == read(write(triples, RDF_XML, NAMES, about=about), RDF_XML)


@EACH_READER
@given(triples=TRIPLES)
def test_dumps_say_the_same_as_documents(read: Reader, triples: list[Triple]) -> None:
    """A stream is read back whole, whatever the order of its triples; so is a dump that is put together from blocks."""
    shown = plain(triples)

    assert shown == read(b"".join(turtle.stream(triples, NAMES)), TURTLE)
    assert shown == read(turtle.header(NAMES) + turtle.block(triples, NAMES), TURTLE)
    assert shown == read(b"".join(lines.ntriples(triples)), N_TRIPLES)


def test_a_long_stream_comes_back() -> None:
    """Many subjects, more than are written at once, one of them with more triples than that."""
    triples = [
        (IRIS.article(f"10.1000/{number % 700}"), SCHEMA.name, literal(str(number)))
        for number in sorted(range(5000), key=lambda number: number % 700)
    ]
    triples += [(ABOUT, SCHEMA.name, literal(str(number))) for number in range(3000)]
    text = b"".join(turtle.stream(triples, NAMES))

    assert plain(triples) == read_by_oxigraph(text, TURTLE)
    assert 701 == text.count(b"\n    schema:name ")
    assert plain(triples) == read_by_oxigraph(b"".join(lines.ntriples(triples)), N_TRIPLES)


@EACH_READER
@EACH_FORMAT
@pytest.mark.parametrize("text", DOIS)
def test_every_doi_comes_back(read: Reader, format_: Format, text: str) -> None:
    """The IRI of an article is the same in every format, whatever its DOI holds."""
    name = doi(text)
    assert name is not None
    article = IRIS.article(name)
    triples: list[Triple] = [
        (article, RDF.type, SCHEMA.ScholarlyArticle),
        (article, SCHEMA.author, Iris.fragment(article, "author-1")),
        (Iris.fragment(article, "author-1"), SCHEMA.name, literal(text)),
        (article, SCHEMA.citation, IRIS.record("crossref", name)),
    ]

    assert plain(triples) == read(write(triples, format_, NAMES, about=article), format_)


@EACH_READER
@EACH_FORMAT
@pytest.mark.parametrize("name", SAMPLES)
def test_articles_come_back(read: Reader, format_: Format, name: str) -> None:
    """What real records become is the same graph in every format."""
    work = SAMPLES[name]
    triples = list(triples_of(work, IRIS, Periodicals()))

    assert plain(triples) == read(write(triples, format_, NAMES, about=IRIS.article(work.key)), format_)


@EACH_FORMAT
@given(triples=XML_TRIPLES, about=ABOUTS, seed=st.randoms(use_true_random=False))
def test_a_document_depends_on_the_set_alone(
    format_: Format, triples: list[Triple], about: Iri | None, seed: random.Random
) -> None:
    """Neither the order of the triples, nor one said twice, nor what was written before changes a byte."""
    text = write(triples, format_, NAMES, about=about)
    shuffled = [*triples, *triples[:3]]
    seed.shuffle(shuffled)

    assert text == write(iter(shuffled), format_, Names(PREFIXES, BASE), about=about)


@EACH_FORMAT
def test_nothing_is_a_document_too(format_: Format) -> None:
    """An empty graph is a valid text in every format."""
    assert set() == read_by_oxigraph(write([], format_, NAMES, about=ABOUT), format_)
