"""The W3C's tests of the SPARQL 1.1 Protocol and of service descriptions, over a socket.

Queries all pass.  Updates, of which this endpoint has none, are refused with 403; the requests that would look at what
an update did are not sent.
"""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.collection import Collection

from tests.web.client import Answer, Client
from tests.web.conftest import Site
from tests.web.sparql.stores import over

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "w3c" / "sparql11"
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {"application/sparql-results+json", "application/sparql-results+xml", "text/csv"},
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples"},
}


def manifest() -> rdflib.Graph:
    file = FOLDER / "protocol" / "manifest.ttl"
    return rdflib.Graph().parse(file, publicID="http://manifest.example/") if file.is_file() else rdflib.Graph()


GRAPH = manifest()
TESTS = [test for entries in GRAPH.objects(None, MF.entries) for test in Collection(GRAPH, entries)]


@pytest.fixture(scope="module")
def endpoint(shared: Path, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The endpoint over the data of the tests; data0.rdf is named by four of them, and is empty."""
    folder = tmp_path_factory.mktemp("protocol") / "store"
    store = ox.Store(str(folder))
    store.add_graph(ox.NamedNode(DATA.format(0)))
    for number in (1, 2, 3):
        file = shared / "w3c" / "sparql11" / "protocol" / f"data{number}.nt"
        store.load(path=str(file), format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(DATA.format(number)))
    store.flush()
    del store
    with over(site, folder) as client:
        yield client


def test_all_are_here(shared: Path) -> None:
    """None is lost in the reading of the manifest."""
    assert 34 == len(TESTS)
    described = (shared / "w3c" / "sparql11" / "service-description" / "manifest.ttl").read_text()
    assert 3 == described.count("mf:ServiceDescriptionTest ;")


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.rpartition("#")[2])
def test_protocol(test: rdflib.URIRef, endpoint: Client) -> None:
    """Each request in order gets the status, the format and the boolean that the manifest says."""
    requests = GRAPH.value(GRAPH.value(test, MF.action), HT.requests)
    for request in Collection(GRAPH, requests):
        answer = sent(endpoint, request)
        if changes(request):
            assert 400 <= answer.status < 500
            assert "Forbidden" == answer.json["title"] or "bad_update" in test
            return
        expected = GRAPH.value(request, HT.resp)
        statuses = {str(status)[-3] for status in GRAPH.objects(expected, MF.expectedStatus)}
        assert str(answer.status)[0] in statuses, answer.body
        if (wanted := GRAPH.value(expected, MF.expectedFormat)) is not None and answer.status < 300:
            assert answer.media_type in FORMATS[str(wanted)]
        if (boolean := GRAPH.value(expected, MF.expectedBoolean)) is not None:
            assert boolean.toPython() == answer.json["boolean"]


def changes(request: Any) -> bool:
    """Tell whether a request is an update, by what it says it is."""
    body = GRAPH.value(request, HT.body)
    text = str(GRAPH.value(body, CNT.chars)) if body is not None else ""
    path = str(GRAPH.value(request, HT.absolutePath))
    types = [str(value) for _, value in headers(request)]
    return (
        "update=" in path
        or text.startswith("update=")
        or any(kind.startswith("application/sparql-update") for kind in types)
    )


def headers(request: Any) -> list[tuple[str, str]]:
    listed = GRAPH.value(request, HT.headers)
    if listed is None:
        return []
    return [
        (str(GRAPH.value(header, HT.fieldName)), str(GRAPH.value(header, HT.fieldValue)))
        for header in Collection(GRAPH, listed)
    ]


def sent(client: Client, request: Any) -> Answer:
    """Send a request of the manifest as it stands there."""
    path = str(GRAPH.value(request, HT.absolutePath)).replace("/sparql/", "/sparql", 1)
    body = GRAPH.value(request, HT.body)
    encoding = str(GRAPH.value(body, CNT.characterEncoding)) if body is not None else "UTF-8"
    data = str(GRAPH.value(body, CNT.chars)).encode(encoding) if body is not None else b""
    connection = http.client.HTTPConnection("127.0.0.1", client._port, timeout=60)
    connection.request(str(GRAPH.value(request, HT.methodName)), path, data, dict(headers(request)))
    response = connection.getresponse()
    answer = Answer(response.status, response.getheaders(), response.read())
    connection.close()
    return answer


@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml", "application/n-triples", "*/*"])
def test_service_description(client: Client, site: Site, accept: str) -> None:
    """RDF on GET without a query; the endpoint is the one that was asked; what it has is of the schema."""
    answer = client.ask("/sparql", accept)
    graph = rdflib.Graph().parse(data=answer.body, format=answer.media_type)
    service = rdflib.URIRef(f"{site.base}sparql")

    assert 200 == answer.status
    assert (service, SD.endpoint, service) in graph
    assert (service, rdflib.RDF.type, SD.Service) in graph
    assert {SD.SPARQL11Query} == set(graph.objects(service, SD.supportedLanguage))
    (dataset,) = graph.objects(service, SD.defaultDataset)
    assert (dataset, rdflib.RDF.type, SD.Dataset) in graph
    assert rdflib.URIRef(f"{site.base}dataset") == graph.value(dataset, SD.defaultGraph)


def test_every_stated_format_can_be_had(client: Client) -> None:
    """What the description lists is what is sent."""
    graph = rdflib.Graph().parse(data=client.ask("/sparql", "text/turtle").body, format="turtle")
    stated = {str(name).rpartition("/")[2] for name in graph.objects(None, SD.resultFormat)}
    rows = {"SPARQL_Results_JSON": "json", "SPARQL_Results_XML": "xml", "SPARQL_Results_CSV": "csv"}
    rows |= {"SPARQL_Results_TSV": "tsv"}
    graphs = {"Turtle": "turtle", "JSON-LD": "jsonld", "N-Triples": "nt", "RDF_XML": "rdf"}

    assert stated == {*rows, *graphs}
    for name in rows.values():
        assert 200 == client.ask(f"/sparql?query=ASK%7B%7D&format={name}").status
    for name in graphs.values():
        assert 200 == client.ask(f"/sparql?query=DESCRIBE%3Ca:b%3E&format={name}").status
