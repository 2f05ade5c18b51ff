"""JSON-LD that reads as an object: nested, named shortly, with a context that is in the document and nowhere else."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from hypothesis import given

from kg.formats import JSON_LD
from kg.iris import Iris
from kg.serialise import Names, write
from kg.terms import Iri, Triple, iri, literal, typed
from kg.vocab import BIBO, DCTERMS, PREFIXES, RDF, SCHEMA, XSD
from tests.serialise.graphs import ABOUT, BASE, IRIS, NAMES, TRIPLES, plain, read_by_oxigraph

AUTHOR = Iris.fragment(ABOUT, "author-1")
ARTICLE = "https://kg.example.org/article/10.1111/lamp.12329"


def written(*triples: Triple, about: Iri | None = ABOUT, names: Names = NAMES) -> dict[str, Any]:
    text = write(triples, JSON_LD, names, about=about)
    assert plain(triples) == read_by_oxigraph(text, JSON_LD)
    document: dict[str, Any] = json.loads(text)
    return document


def body(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != "@context"}


def nested_ids(value: Any) -> list[str]:
    """Return the `@id` of every node of a document that says something about it."""
    if isinstance(value, list):
        return [found for item in value for found in nested_ids(item)]
    if not isinstance(value, dict):
        return []
    own = [value["@id"]] if len(value) > 1 and "@id" in value else []
    return own + [found for item in value.values() for found in nested_ids(item)]


def test_schema_org_needs_no_prefix_and_others_have_theirs() -> None:
    """`name`, `author` and `Person` as everybody writes them; `bibo:doi` for what is not schema.org."""
    document = written(
        (ABOUT, RDF.type, SCHEMA.ScholarlyArticle),
        (ABOUT, RDF.type, BIBO.AcademicArticle),
        (ABOUT, SCHEMA.name, literal("A title", "en")),
        (ABOUT, BIBO.doi, literal("10.1111/lamp.12329")),
        (ABOUT, SCHEMA.author, AUTHOR),
        (AUTHOR, RDF.type, SCHEMA.Person),
    )

    assert {
        "@context": {"@vocab": "https://schema.org/", "bibo": "http://purl.org/ontology/bibo/"},
        "@id": ARTICLE,
        "@type": ["ScholarlyArticle", "bibo:AcademicArticle"],
        "name": {"@language": "en", "@value": "A title"},
        "author": {"@id": f"{ARTICLE}#author-1", "@type": "Person"},
        "bibo:doi": "10.1111/lamp.12329",
    } == document


def test_a_property_of_one_kind_has_plain_strings() -> None:
    """The context says `date` and `@id` once; values do not repeat it."""
    document = written(
        (ABOUT, SCHEMA.datePublished, typed("2024-02-26", XSD.date)),
        (ABOUT, DCTERMS.issued, typed("2024", XSD.gYear)),
        (ABOUT, SCHEMA.sameAs, iri("https://doi.org/10.1111/lamp.12329")),
        (AUTHOR, SCHEMA.datePublished, typed("2024-02-27", XSD.date)),
    )
    context = document["@context"]

    assert {"@type": "xsd:date"} == context["datePublished"]
    assert {"@type": "xsd:gYear"} == context["dcterms:issued"]
    assert {"@type": "@id"} == context["sameAs"]
    assert "2024-02-26" == document["@graph"][0]["datePublished"]
    assert "https://doi.org/10.1111/lamp.12329" == document["@graph"][0]["sameAs"]


def test_a_property_of_several_kinds_says_it_at_each_value() -> None:
    """A full date here and a year there: no coercion could be right for both."""
    document = written(
        (ABOUT, SCHEMA.datePublished, typed("2024-02-26", XSD.date)),
        (AUTHOR, SCHEMA.datePublished, typed("2024", XSD.gYear)),
        (ABOUT, SCHEMA.citation, literal("An unknown book")),
        (ABOUT, SCHEMA.citation, IRIS.article("10.1000/1")),
    )
    article = document["@graph"][0]

    assert {"@vocab", "xsd"} == set(document["@context"])
    assert {"@type": "xsd:date", "@value": "2024-02-26"} == article["datePublished"]
    assert ["An unknown book", {"@id": "https://kg.example.org/article/10.1000/1"}] == article["citation"]


def test_numbers_are_json_numbers_only_where_they_come_back_the_same() -> None:
    """`5`, `true`; but "01", a decimal and a number beyond 2^53 stay strings with their datatype."""
    document = written(
        (ABOUT, SCHEMA.position, typed("5", XSD.integer)),
        (ABOUT, SCHEMA.isAccessibleForFree, typed("false", XSD.boolean)),
        (ABOUT, SCHEMA.value, typed("0.8", XSD.decimal)),
        (ABOUT, SCHEMA.version, typed("01", XSD.integer)),
        (ABOUT, SCHEMA.userInteractionCount, typed("90071992547409931", XSD.integer)),
    )

    assert (5, False) == (document["position"], document["isAccessibleForFree"])
    assert ("0.8", "01", "90071992547409931") == (
        document["value"],
        document["version"],
        document["userInteractionCount"],
    )


def test_nodes_stand_where_they_are_first_mentioned_nearest_to_the_top() -> None:
    """The periodical below the article, not below the volume of the issue; elsewhere its IRI is enough."""
    issue, periodical = IRIS.issue("issn:2041-7365", "15", None, "1"), IRIS.periodical("issn:2041-7365")
    document = written(
        (ABOUT, SCHEMA.isPartOf, issue),
        (ABOUT, SCHEMA.isPartOf, periodical),
        (issue, SCHEMA.isPartOf, periodical),
        (periodical, SCHEMA.name, literal("Latin American Policy")),
        (ABOUT, DCTERMS.isPartOf, periodical),
    )

    assert ["Latin American Policy"] == [node["name"] for node in document["isPartOf"] if "name" in node]
    assert ["https://kg.example.org/periodical/issn:2041-7365"] == [
        node["isPartOf"] for node in document["isPartOf"] if "isPartOf" in node
    ]
    assert "https://kg.example.org/periodical/issn:2041-7365" == document["dcterms:isPartOf"]


@given(triples=TRIPLES)
def test_each_node_is_described_once_and_never_in_itself(triples: list[Triple]) -> None:
    """However they point at one another, also in circles, each subject has one place."""
    ids = nested_ids(body(json.loads(write(triples, JSON_LD, NAMES, about=ABOUT))))

    assert len(set(ids)) == len(ids)
    assert {subject[1:-1].decode() for subject, _, _ in triples} == set(ids)


def test_what_is_not_reached_stands_beside() -> None:
    """The citing article is no part of the cited one, and is not lost."""
    other = IRIS.article("10.1000/1")
    document = written((ABOUT, SCHEMA.name, literal("A")), (other, SCHEMA.citation, ABOUT))

    assert [ARTICLE, "https://kg.example.org/article/10.1000/1"] == [node["@id"] for node in document["@graph"]]


def test_without_a_subject_of_its_own_a_document_is_flat() -> None:
    """Nothing is nested where nothing is the root."""
    triples: list[Triple] = [(ABOUT, SCHEMA.author, AUTHOR), (AUTHOR, SCHEMA.name, literal("A"))]

    assert [ARTICLE, f"{ARTICLE}#author-1"] == [node["@id"] for node in written(*triples, about=None)["@graph"]]
    assert 2 == len(written(*triples, about=IRIS.article("10.1000/1"))["@graph"])


def test_a_long_chain_is_nested_no_deeper_than_readers_can_follow() -> None:
    """Python's json and most others recurse; a chain of a thousand links is cut into the graph."""
    chain = [ABOUT, *[IRIS.article(f"10.1000/{number}") for number in range(1000)]]
    triples = [(first, SCHEMA.citation, second) for first, second in pairwise(chain)]

    assert 1 < len(written(*triples)["@graph"])


def test_an_iri_whose_scheme_is_a_prefix_stays_itself() -> None:
    """<bibo:x> is no term of BIBO, <name:x> not schema.org's name: such a document gives up the short name."""
    document = written(
        (ABOUT, BIBO.doi, literal("x")), (ABOUT, SCHEMA.sameAs, iri("bibo:x")), (ABOUT, SCHEMA.name, iri("name:y"))
    )

    assert "http://purl.org/ontology/bibo/doi" in document
    assert "bibo:x" == document["sameAs"]
    assert {"@type": "@id"} == document["@context"]["schema:name"]


def test_a_term_of_schema_org_that_is_called_like_a_prefix_has_one_itself() -> None:
    """`prov` is a prefix here, so https://schema.org/prov is `schema:prov`."""
    assert "x" == written((ABOUT, iri("https://schema.org/prov"), literal("x")))["schema:prov"]


def test_types_that_are_properties_are_not_defined_in_a_circle() -> None:
    """A datatype that is a property of the same document is named in full in the context."""
    document = written((ABOUT, SCHEMA.name, typed("x", SCHEMA.author)), (ABOUT, SCHEMA.author, typed("y", SCHEMA.name)))

    assert {"@type": "https://schema.org/author"} == document["@context"]["name"]


def test_a_type_that_is_no_iri_is_said_all_the_same() -> None:
    """Nothing in RDF forbids a literal there; `@type` cannot hold it."""
    document = written((ABOUT, RDF.type, literal("Article")), (ABOUT, RDF.type, SCHEMA.ScholarlyArticle))

    assert ("ScholarlyArticle", "Article") == (document["@type"], document["rdf:type"])


def test_a_site_without_schema_org_has_no_vocabulary() -> None:
    """The table of prefixes decides, not the code."""
    names = Names({"bibo": PREFIXES["bibo"]}, BASE)

    assert {"@context": {}, "@id": ARTICLE, "https://schema.org/name": "x"} == written(
        (ABOUT, SCHEMA.name, literal("x")), names=names
    )


def test_nothing_is_fetched() -> None:
    """The context is an object: no address, no file."""
    assert isinstance(written((ABOUT, SCHEMA.name, literal("x")))["@context"], dict)
