"""Every triple fits its vocabulary: subjects are what the domain of the predicate says, objects what its range says."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec
import pyoxigraph as ox
import pytest

from kg.iris import Iris
from kg.things import Periodicals, merged, things
from kg.triples import scheme_triples, source_triples, thing_iri, thing_triples, triples
from kg.triples.types import TYPES
from kg.vocab import PREFIXES
from tests.conftest import ROOT
from tests.ontologies import Ontologies
from tests.triples.samples import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.model import Work

BASE = "https://kg.example.org/"
IRIS = Iris(BASE)
XSD = PREFIXES["xsd"]
RDF_TYPE = PREFIXES["rdf"] + "type"

# Predicate → why its domain is not met.
DOMAIN_EXCEPTIONS = {
    PREFIXES["prov"] + "wasDerivedFrom": "PROV-O: whatever has a provenance is an entity; the inference is meant",
    PREFIXES["schema"]
    + "position": "a place in a list; an authorship is no creative work, and no vocabulary has better",
    PREFIXES["schema"]
    + "creditText": "the name in the byline; schema.org gives it to the work, which has many authors",
}
RANGE_EXCEPTIONS = {
    PREFIXES["dcterms"] + "dateAccepted": "FaBiO narrows DCMI's range to a moment; a day is not one",
    PREFIXES["dcterms"] + "dateSubmitted": "FaBiO narrows DCMI's range to a moment; a day is not one",
    PREFIXES["dcterms"] + "language": "DCMI recommends a resource; a BCP 47 tag says more than one that nobody serves",
}

# What schema.org's datatypes, and those that say "any literal", take.
DATATYPES = {
    "https://schema.org/Text": {f"{XSD}string", f"{PREFIXES['rdf']}langString"},
    "https://schema.org/Integer": {f"{XSD}integer"},
    "https://schema.org/Number": {f"{XSD}integer", f"{XSD}decimal"},
    "https://schema.org/Boolean": {f"{XSD}boolean"},
    "https://schema.org/Date": {f"{XSD}date", f"{XSD}gYearMonth", f"{XSD}gYear"},
    f"{XSD}nonNegativeInteger": {f"{XSD}nonNegativeInteger", f"{XSD}integer"},  # stores keep the value only
}
ANY_LITERAL = {f"{PREFIXES['rdfs']}Literal", f"{PREFIXES['rdfs']}Resource"}
ANYTHING = {f"{PREFIXES['owl']}Thing", f"{PREFIXES['rdfs']}Resource", "https://schema.org/Thing"}


@pytest.fixture(scope="module")
def ontologies(shared: Path) -> Ontologies:
    """The official files, and ours."""
    official = [file for file in sorted((shared / "ontologies").iterdir()) if file.suffix in {".nt", ".ttl", ".owl"}]
    ours = ROOT / "ontologies" / "kg.ttl"
    return Ontologies([*official, ours], BASE)


@pytest.fixture(scope="module")
def graph() -> list[ox.Triple]:
    """All samples with what they share, sources and schemes."""
    made = [*scheme_triples(IRIS)]
    for source in ("agg", "crossref", "openalex"):
        made += source_triples(source, IRIS)
    stated = defaultdict(list)
    for work in [*SAMPLES.values(), *_of_every_type(SAMPLES["everything"])]:
        made += triples(work, IRIS, Periodicals())
        for thing in things(work.article, Periodicals()):
            stated[thing_iri(thing, IRIS)].append((thing, 1))
    for said in stated.values():
        made += thing_triples(merged(said), IRIS)
    lines = b"".join(b"%b %b %b .\n" % triple for triple in made)
    return [quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)]


def _of_every_type(work: Work) -> Iterator[Work]:
    """Make a work with every field filled in for each type there is."""
    for type_ in TYPES:
        article = msgspec.structs.replace(work.article, type=type_, event="Conference", article_number="e1")
        yield msgspec.structs.replace(work, key=f"10.1000/{type_}", article=article)


@pytest.fixture(scope="module")
def classes(graph: list[ox.Triple], ontologies: Ontologies) -> dict[str, set[str]]:
    """What each node is, by its own types and all above them."""
    found: dict[str, set[str]] = defaultdict(set)
    for triple in graph:
        if triple.predicate.value == RDF_TYPE:
            found[triple.subject.value] |= ontologies.superclasses(triple.object.value)
    return found


def test_subjects_are_in_the_domains(
    graph: list[ox.Triple], classes: dict[str, set[str]], ontologies: Ontologies
) -> None:
    """No predicate makes its subject something that it is not: `bibo:issue` would make an article an issue."""
    odd = {
        (triple.predicate.value, tuple(sorted(domain)))
        for triple in graph
        for domain in ontologies.domains(triple.predicate.value)
        if not domain & (classes[triple.subject.value] | ANYTHING)
    }

    assert set(DOMAIN_EXCEPTIONS) == {predicate for predicate, _ in odd}, sorted(odd)


def test_objects_are_in_the_ranges(
    graph: list[ox.Triple], classes: dict[str, set[str]], ontologies: Ontologies
) -> None:
    """A link leads to what its range says, a literal has its datatype."""
    odd = {(triple.predicate.value, reason) for triple in graph for reason in _misfits(triple, classes, ontologies)}

    assert set(RANGE_EXCEPTIONS) == {predicate for predicate, _ in odd}, sorted(odd)


def _misfits(triple: ox.Triple, classes: dict[str, set[str]], ontologies: Ontologies) -> Iterator[str]:
    for range_ in ontologies.ranges(triple.predicate.value):
        if isinstance(triple.object, ox.Literal):
            accepted = set().union(*(DATATYPES.get(class_, {class_}) for class_ in range_))
            if not range_ & ANY_LITERAL and triple.object.datatype.value not in accepted:
                yield f"{triple.object} is none of {sorted(range_)}"
        elif not range_ & (classes.get(triple.object.value, range_) | ANYTHING | {"https://schema.org/URL"}):
            yield f"{triple.object} is none of {sorted(range_)}"


def test_no_node_is_two_things_that_exclude_each_other(classes: dict[str, set[str]], ontologies: Ontologies) -> None:
    """FRBR's levels are disjoint: a journal article is an Expression, and no Work beside it."""
    exclusive = ontologies.disjoint()

    assert frozenset({f"{PREFIXES['frbr']}Work", f"{PREFIXES['frbr']}Expression"}) in exclusive
    assert not {node: pair for node, known in classes.items() for pair in exclusive if pair <= known}
