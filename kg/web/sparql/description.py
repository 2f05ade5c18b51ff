"""The endpoint described (https://www.w3.org/TR/sparql11-service-description/): what it speaks, and over what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE
from kg.serialise import Names, write
from kg.store.answers import ROWS
from kg.terms import iri
from kg.vocab import FOAF, PREFIXES, RDF, SD, VOID
from kg.web.representations import Representation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.formats import Format
    from kg.terms import Triple
    from kg.web.opened import Opened

FORMATS = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)
# https://www.w3.org/ns/formats/: the names of formats by what we call them
_RESULTS = {"json": "SPARQL_Results_JSON", "xml": "SPARQL_Results_XML", "csv": "SPARQL_Results_CSV"}
_RESULTS |= {"tsv": "SPARQL_Results_TSV"}
_GRAPHS = ("Turtle", "JSON-LD", "N-Triples", "RDF_XML")


def description(base: str) -> Iterator[Triple]:
    """Yield the description of the endpoint of the site with this base."""
    service, dataset, graph = iri(f"{base}sparql"), iri(f"{base}sparql#dataset"), iri(f"{base}dataset")
    yield service, RDF.type, SD.Service
    yield service, SD.endpoint, service
    yield service, SD.supportedLanguage, SD.SPARQL11Query
    for name in (*(_RESULTS[known] for known in ROWS), *_GRAPHS):
        yield service, SD.resultFormat, iri(f"http://www.w3.org/ns/formats/{name}")
    yield service, SD.defaultDataset, dataset
    yield dataset, RDF.type, SD.Dataset
    yield dataset, SD.defaultGraph, graph
    yield graph, RDF.type, SD.Graph
    yield graph, RDF.type, VOID.Dataset
    yield graph, VOID.sparqlEndpoint, service
    yield service, FOAF.page, iri(f"{base}sparql/examples")


def described(opened: Opened, format_: Format) -> Representation:
    """Return the description in one format."""
    names = Names(PREFIXES, opened.base)
    body = write(description(opened.base), format_, names, about=iri(f"{opened.base}sparql"))
    return Representation(body, format_.content_type, opened.headers)
