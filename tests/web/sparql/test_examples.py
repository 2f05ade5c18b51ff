"""The example queries: each is answered, each is published, and says what it is."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
import rdflib

from kg.vocab import PREFIXES
from kg.web.sparql.examples import Example, examples
from tests.web.client import Client
from tests.web.conftest import Site

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
NONE_HERE = {"06-without-doi"}  # every work of the seeds has one


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_every_example_finds_something(client: Client, example: Example) -> None:
    """In the seeds; with the prefixes that it declares."""
    answer = client.ask("/sparql?" + urlencode({"query": example.text}))

    assert 200 == answer.status, answer.body
    assert example.title
    if example.form == "SELECT":
        assert answer.json["results"]["bindings"] or example.name in NONE_HERE
    else:
        assert len(answer.triples) > 20


@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml"])
def test_examples_are_published(client: Client, site: Site, accept: str) -> None:
    """As executables of SHACL whose prefixes are declared: what they hold is a query that the endpoint answers."""
    answer = client.ask("/sparql/examples", accept)
    graph = rdflib.Graph().parse(data=answer.body, format=accept)
    document = rdflib.URIRef(f"{site.base}sparql/examples")
    queries = set(graph.subjects(rdflib.RDF.type, SH.SPARQLExecutable))
    declared = {
        str(graph.value(one, SH.prefix)): str(graph.value(one, SH.namespace))
        for one in graph.objects(document, SH.declare)
    }

    assert 20 == len(queries) == len(examples())
    assert PREFIXES == declared
    assert {document} == {graph.value(query, SH.prefixes) for query in queries}
    prologue = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in declared.items())
    texts = [str(graph.value(query, SH.select) or graph.value(query, SH.construct)) for query in queries]
    assert {200} == {client.ask("/sparql?" + urlencode({"query": prologue + text})).status for text in texts}


def test_the_endpoint_says_where_they_are(client: Client, site: Site) -> None:
    """And the dataset says where the endpoint is."""
    described = client.ask("/sparql", "text/turtle").triples
    dataset = client.ask("/doc/ttl/dataset").triples

    assert f"<{site.base}sparql/examples>" in {object_ for _, _, object_ in described}
    assert (f"<{site.base}dataset>", "<http://rdfs.org/ns/void#sparqlEndpoint>", f"<{site.base}sparql>") in dataset
