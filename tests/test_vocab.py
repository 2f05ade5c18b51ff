"""Terms are those of the official files, and our own are the ones that we declare."""

from __future__ import annotations

import ast
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib

from kg import vocab
from kg.resources import folder
from kg.terms import Namespace
from kg.triples.counts import VARIABLES
from kg.triples.types import TYPES
from tests.conftest import ROOT
from tests.ontologies import Ontologies
from tests.triples.samples import SAMPLES
from tests.triples.test_golden import made

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BASE = "https://kg.example.org/"
# Vocabularies of which no official file is at hand: datatypes, COAR's access rights, SPDX.
WITHOUT_FILE = {"XSD", "COAR", "SPDX"}
NAMESPACES = {name: value for name, value in vars(vocab).items() if isinstance(value, Namespace)}
KG = folder("ontologies") / "kg.ttl"


def terms(namespace: Namespace) -> Iterator[str]:
    """Yield the IRIs of a namespace."""
    return (term[1:-1].decode() for name, term in vars(namespace).items() if name != "_base")


@pytest.fixture(scope="module")
def official(shared: Path) -> Ontologies:
    """The official files."""
    files = (shared / "ontologies").iterdir()
    return Ontologies([file for file in sorted(files) if file.suffix in {".nt", ".ttl", ".owl"}], BASE)


@pytest.mark.parametrize("name", sorted(set(NAMESPACES) - WITHOUT_FILE))
def test_every_term_stands_in_its_official_file(name: str, official: Ontologies) -> None:
    """`fabio:hasDOI` and `bibo:Volume`, which many use, do not exist."""
    assert not set(terms(NAMESPACES[name])) - official.terms


def test_every_datatype_is_one_of_xml_schema() -> None:
    """None is misspelt: rdflib lists them all."""
    assert all(term in rdflib.XSD for term in terms(vocab.XSD))


def test_every_vocabulary_has_a_prefix_and_every_prefix_once() -> None:
    """What is written in short is declared; parts of a vocabulary go by the prefix of the whole."""
    bases = set(vocab.PREFIXES.values())
    used = {term.rpartition("#" if "#" in term else "/")[0] for name in NAMESPACES for term in terms(NAMESPACES[name])}

    assert len(bases) == len(vocab.PREFIXES)
    assert {"http://purl.org/coar/access_right", "http://purl.org/ontology/bibo/status"} == used - {
        base[:-1] for base in bases
    }


def test_our_own_terms_are_declared_and_used() -> None:
    """Each `iris.term(…)` of the code is in ontologies/kg.ttl, and nothing else is."""
    graph = rdflib.Graph().parse(KG, publicID=BASE)
    declared = {str(term).removeprefix(f"{BASE}ns#") for term in graph.subjects() if "#" in str(term)}

    assert declared == {*_called(), *VARIABLES.values()}


def test_our_own_terms_are_documented() -> None:
    """Each says what it is called, what it means and where it belongs; what a property takes, it says too."""
    graph = rdflib.Graph().parse(KG, publicID=BASE)
    for term in {term for term in graph.subjects() if "#" in str(term)}:
        assert graph.value(term, rdflib.RDFS.label)
        assert graph.value(term, rdflib.RDFS.comment)
        assert rdflib.URIRef(f"{BASE}ns") == graph.value(term, rdflib.RDFS.isDefinedBy)
        if (term, rdflib.RDF.type, rdflib.OWL.DatatypeProperty) in graph:
            assert str(graph.value(term, rdflib.RDFS.range)).startswith(str(rdflib.XSD))


@pytest.mark.parametrize("name", ["kg.ttl", "profile.ttl"])
def test_our_files_can_be_served(name: str) -> None:
    """Two parsers read them, and no node is blank."""
    file = folder("ontologies") / name
    triples = list(ox.parse(path=file, format=ox.RdfFormat.TURTLE, base_iri=BASE))

    assert len(triples) == len(rdflib.Graph().parse(file, publicID=BASE))
    assert not [t for t in triples if isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode)]


@pytest.mark.parametrize("name", ["kg.ttl", "profile.ttl"])
def test_our_files_name_terms_that_exist(name: str, official: Ontologies) -> None:
    """What our files say about others' terms is said of terms that are there."""
    known = tuple(base for prefix, base in vocab.PREFIXES.items() if prefix not in {"xsd", "spdx"})
    graph = rdflib.Graph().parse(folder("ontologies") / name, publicID=BASE)
    named = {str(term) for triple in graph for term in triple if str(term).startswith(known) and str(term) not in known}

    assert not named - official.terms


def test_the_profile_says_how_every_term_is_used() -> None:
    """Whatever the graph writes of others' terms has a note, and what has one is among the terms that it may write."""
    profile = rdflib.Graph().parse(folder("ontologies") / "profile.ttl", publicID=BASE)
    noted = {str(term) for term in profile.subjects(rdflib.VANN.usageNote)}
    known = {term for namespace in NAMESPACES.values() for term in terms(namespace)}
    written = {term[1:-1].decode() for type_ in TYPES.values() for term in type_.classes}
    for triple in chain.from_iterable(map(made, SAMPLES.values())):
        written |= {term[1:-1].decode() for term in triple[1:] if term[1:-1].decode() in known}

    assert not written - noted
    assert not noted - known


def _called() -> Iterator[str]:
    for file in (ROOT / "kg" / "triples").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "term"
            if is_call and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value
