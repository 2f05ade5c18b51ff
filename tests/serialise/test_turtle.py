"""Turtle that people read: what comes first, what is shortened, and what is left alone."""

from __future__ import annotations

import re

import pytest

from kg.formats import TRIG, TURTLE
from kg.iris import Iris
from kg.serialise import turtle, write
from kg.terms import Iri, Term, Triple, iri, literal, typed
from kg.vocab import BIBO, DCTERMS, PRO, RDF, SCHEMA, XSD
from tests.serialise.graphs import ABOUT, IRIS, NAMES

DOUBLE = iri("http://www.w3.org/2001/XMLSchema#double")


def part(name: str) -> Iri:
    return Iris.fragment(ABOUT, name)


def written(*triples: Triple, about: Iri | None = ABOUT) -> str:
    return write(triples, TURTLE, NAMES, about=about).decode()


def value_of(term: Term) -> str:
    """Return how a value is written as the only one of a document."""
    text = written((ABOUT, SCHEMA.value, term))
    return text.partition("schema:value ")[2].removesuffix(" .\n")


def test_a_document_is_laid_out_for_reading() -> None:
    """Subject on its own line, `a` first, one predicate a line, further objects below the first."""
    text = written(
        (ABOUT, BIBO.doi, literal("10.1111/lamp.12329")),
        (ABOUT, SCHEMA.author, part("author-10")),
        (ABOUT, SCHEMA.author, part("author-2")),
        (ABOUT, SCHEMA.name, literal("A title")),
        (ABOUT, RDF.type, BIBO.AcademicArticle),
        (ABOUT, RDF.type, SCHEMA.ScholarlyArticle),
        (part("author-2"), SCHEMA.name, literal("B")),
    )

    assert (
        """\
@prefix : <https://kg.example.org/article/10.1111/lamp.12329#> .
@prefix schema: <https://schema.org/> .
@prefix bibo: <http://purl.org/ontology/bibo/> .

<https://kg.example.org/article/10.1111/lamp.12329>
    a schema:ScholarlyArticle,
      bibo:AcademicArticle ;
    schema:name "A title" ;
    schema:author :author-2,
                  :author-10 ;
    bibo:doi "10.1111/lamp.12329" .

:author-2
    schema:name "B" .
"""
        == text
    )


def test_subjects_stand_as_they_belong_together() -> None:
    """What the document is about, then its fragments by number, then the rest, each before what is below it."""
    subjects = [
        ABOUT,
        part("author-2"),
        part("author-10"),
        IRIS.article("10.1000/1"),
        IRIS.periodical("issn:2041-7365"),
        IRIS.volume("issn:2041-7365", "2"),
        IRIS.volume("issn:2041-7365", "10"),
    ]
    text = written(*[(subject, SCHEMA.name, literal("x")) for subject in reversed(subjects)])

    assert [":author-2", ":author-10"] == re.findall(r"^:\S+", text, re.MULTILINE)
    starts = [text.index(f"\n{NAMES.short(subject).decode()}\n") for subject in [ABOUT, *subjects[3:]]]
    assert sorted(starts) == starts


def test_authors_stand_in_the_order_of_the_byline() -> None:
    """An author with an ORCID iD keeps the place that the authorship states, wherever the IRI would sort."""
    people = [IRIS.person("orcid:0000-0002-1825-0097"), part("author-2"), IRIS.person("orcid:0000-0001-5109-3700")]
    triples: list[Triple] = []
    for number, person in enumerate(people, start=1):
        triples += [
            (ABOUT, SCHEMA.author, person),
            (part(f"authorship-{number}"), PRO.isHeldBy, person),
            (part(f"authorship-{number}"), SCHEMA.position, typed(str(number), XSD.integer)),
        ]
    text = written(*triples)
    authors = re.search(r"schema:author (.*?) \.", text, re.DOTALL)

    assert authors
    assert [NAMES.short(people[0]).decode(), ":author-2", NAMES.short(people[2]).decode()] == re.split(
        r",\s+", authors[1]
    )


def test_only_what_is_used_is_declared() -> None:
    """A document with one term declares one prefix; one with none, none."""
    assert 1 == written((ABOUT, DCTERMS.title, literal("x"))).count("@prefix")
    assert "@prefix" not in written((ABOUT, iri("urn:p"), literal("x")))


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (typed("true", XSD.boolean), "true"),
        (typed("1", XSD.boolean), '"1"^^xsd:boolean'),
        (typed("TRUE", XSD.boolean), '"TRUE"^^xsd:boolean'),
        (typed("0", XSD.integer), "0"),
        (typed("-42", XSD.integer), "-42"),
        (typed("01", XSD.integer), '"01"^^xsd:integer'),
        (typed("+1", XSD.integer), '"+1"^^xsd:integer'),
        (typed("-0", XSD.integer), '"-0"^^xsd:integer'),
        (typed("9" * 40, XSD.integer), f'"{"9" * 40}"^^xsd:integer'),
        (typed("0.8", XSD.decimal), "0.8"),
        (typed("-12.0", XSD.decimal), "-12.0"),
        (typed("0.80", XSD.decimal), '"0.80"^^xsd:decimal'),
        (typed(".5", XSD.decimal), '".5"^^xsd:decimal'),
        (typed("8", XSD.decimal), '"8"^^xsd:decimal'),
        (typed("0.0000001", XSD.decimal), '"0.0000001"^^xsd:decimal'),
        (typed("1.0E0", DOUBLE), '"1.0E0"^^xsd:double'),
        (typed("0", XSD.nonNegativeInteger), '"0"^^xsd:nonNegativeInteger'),
        (typed("2024-02", XSD.gYearMonth), '"2024-02"^^xsd:gYearMonth'),
        (typed("plain", XSD.string), '"plain"'),
        (typed("x", iri("urn:type")), '"x"^^<urn:type>'),
        (literal("chat", "fr"), '"chat"@fr'),
    ],
)
def test_a_value_is_bare_only_where_every_parser_gives_it_back(term: Term, expected: str) -> None:
    """Canonical truth values and numbers need no quotes; all else keeps its datatype."""
    assert expected == value_of(term)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one line", '"one line"'),
        ('"quoted"', r'"\"quoted\""'),
        ("two\n\nparagraphs", '"""two\n\nparagraphs"""'),
        ('a "b"\nc', '"""a "b"\nc"""'),
        ('a ""b""\n"', '"""a ' + r'\""b\""' + "\n" + r"\"" + '"""'),
        ("\\n is \\ and n\n", '"""\\\\n is \\\\ and n\n"""'),
        (r"no break: \n", r'"no break: \\n"'),
        ("return\r\n", r'"return\r\n"'),
        ("a\u2028b\n", '"a\u2028b\\n"'),
    ],
)
def test_text_of_several_lines_reads_as_such(text: str, expected: str) -> None:
    """Paragraphs stand as paragraphs, unless something in them would be lost on the way or unseen."""
    assert expected == value_of(literal(text))


@pytest.mark.parametrize(
    "object_",
    [
        "https://schema.org/a/b",
        "https://schema.org/",
        "https://schema.org/1st",
        "https://schema.org/a.b",
        "https://schema.org/a%20b",
        "https://schema.org/été",
        "https://schema.org/a~b",
        "http://www.w3.org/2001/XMLSchema#a/b",
        "https://schema.orgs/name",
        "https://kg.example.org/article/10.1111/lamp.12329#a(b)",
        "https://kg.example.org/article/10.1111/lamp.1232#a",
    ],
)
def test_a_name_that_would_need_an_escape_is_written_whole(object_: str) -> None:
    """No escapes in names: short where it is plain, in full everywhere else."""
    assert f"<{object_}>" == value_of(iri(object_))


def test_a_document_about_a_vocabulary_uses_its_prefix() -> None:
    """`/ns#CiteAction` is `kg:CiteAction` in the document `/ns` too, and nothing has two prefixes."""
    text = written((IRIS.term("CiteAction"), RDF.type, SCHEMA.DefinedTerm), about=iri("https://kg.example.org/ns"))

    assert "\nkg:CiteAction\n" in text
    assert "@prefix : " not in text


def test_trig_without_graphs_is_turtle() -> None:
    """The default graph needs no braces."""
    triples: list[Triple] = [(ABOUT, SCHEMA.name, literal("x\ny"))]

    assert write(triples, TURTLE, NAMES, about=ABOUT) == write(triples, TRIG, NAMES, about=ABOUT)


def test_a_dump_keeps_the_order_it_is_given() -> None:
    """Subjects and objects in order of their first mention, predicates sorted, values on one line, nothing twice."""
    triples: list[Triple] = [
        (ABOUT, SCHEMA.author, part("author-2")),
        (ABOUT, SCHEMA.author, part("author-1")),
        (part("author-2"), SCHEMA.name, literal("two\nlines")),
        (ABOUT, RDF.type, SCHEMA.ScholarlyArticle),
        (ABOUT, SCHEMA.author, part("author-2")),
    ]
    fragment = "<https://kg.example.org/article/10.1111/lamp.12329#author-{}>".format

    assert f"""
<https://kg.example.org/article/10.1111/lamp.12329>
    a schema:ScholarlyArticle ;
    schema:author {fragment(2)},
                  {fragment(1)} .

{fragment(2)}
    schema:name "two\\nlines" .
""" == turtle.block(triples, NAMES).decode()
