"""Small queries answered on the spot: as the engine answers them, in few steps, and nothing else."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.settings import Settings
from kg.store.lookups import Lookups
from kg.store.oxigraph import OxigraphStore
from kg.store.patterns import read
from kg.store.pool import Bounds, Pool
from kg.store.querying import Query
from kg.store.scan import Bounds as ScanBounds
from kg.store.scan import scan
from kg.vocab import PREFIXES

JSON = "application/sparql-results+json"
IRIS = [f"http://x.test/{name}" for name in "abcd"]
DATA = """
@prefix x: <http://x.test/> . @prefix schema: <https://schema.org/> .
x:a schema:name "A", "Ä"@en, 'said "so"' ; a x:c ; x:p x:a, x:b ; x:q 4, 4.0, "2020-02"^^<http://x.test/d>, true .
x:b schema:name "A" ; a x:c ; x:p x:c, _:b ; x:q "A"@en-gb .
_:b schema:name "nameless" ; x:p x:a .
x:c x:a x:p ; x:p [ x:p x:d ] .
<http://x.test/.%2F..%2Fd'e(1)/.well-known/...> schema:name "odd" .
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> OxigraphStore:
    folder = tmp_path_factory.mktemp("lookups") / "store"
    made = ox.Store(str(folder))
    made.load(DATA.encode(), format=ox.RdfFormat.TURTLE)
    subject, predicate = ox.NamedNode("http://x.test/many"), ox.NamedNode("http://x.test/p")
    made.extend(
        ox.Quad(subject, predicate, ox.NamedNode(f"http://x.test/n{number}"), ox.DefaultGraph())
        for number in range(300)
    )
    made.add(ox.Quad(ox.NamedNode(IRIS[0]), predicate, ox.NamedNode(IRIS[3]), ox.NamedNode("http://x.test/graph")))
    made.flush()
    return OxigraphStore(folder)


def at_once(store: OxigraphStore, text: str, media_type: str = JSON, **more: tuple[str, ...]) -> bytes | None:
    query = Query(text=text, form="SELECT", media_type=media_type, lookup=read(text), **more)
    return Lookups(store, Pool(Path("nowhere"), Bounds.of(Settings({})))).at_once(query)


def of_engine(store: OxigraphStore, text: str) -> bytes:
    answer = io.BytesIO()
    found = store._store.query(text, prefixes=PREFIXES)
    assert not isinstance(found, ox.QueryTriples)
    found.serialize(answer, format=ox.QueryResultsFormat.JSON)
    return answer.getvalue()


def rows(answer: bytes | None) -> object:
    said = json.loads(answer or b"{}")
    if "boolean" in said:
        return said
    return said["head"], sorted(json.dumps(row, sort_keys=True) for row in said["results"]["bindings"])


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?n { <http://x.test/a> <https://schema.org/name> ?n }",
        "SELECT ?n ?t WHERE { <http://x.test/a> schema:name ?n ; a ?t . }",
        "PREFIX x: <http://x.test/> SELECT * { x:a x:p ?b . ?b schema:name ?n }",
        "PREFIX x: <http://x.test/>\nPREFIX : <http://x.test/> SELECT DISTINCT ?n { x:a x:p ?b . ?b :p ?n, ?m }",
        "SELECT ?p ?o { <http://x.test/a> ?p ?o } LIMIT 3",
        "SELECT ?p ?o { <http://x.test/a> ?p ?o } LIMIT 0",
        "SELECT $s { ?s <http://x.test/p> <http://x.test/a> }  # who points to it",
        'SELECT ?s { ?s schema:name "A" }',
        'SELECT ?s { ?s schema:name "Ä"@en }',
        'SELECT ?s { ?s <http://x.test/q> "A"@en-gb }',
        'SELECT ?s ?t { # a comment }\n ?s schema:name "A" ; a ?t }',
        "SELECT * { <http://x.test/a> <http://x.test/p> <http://x.test/a> , ?x . ?x ?p ?x }",
        "SELECT * { <http://x.test/c> ?p ?o . <http://x.test/a> ?o ?v }",
        "SELECT * { <http://x.test/a> <http://x.test/q> ?v . ?v ?p ?o }",
        "SELECT * { <http://x.test/.%2F..%2Fd'e(1)/.well-known/...> ?p ?o }",
        "ASK { <http://x.test/a> a <http://x.test/c> }",
        "ask where{ <http://x.test/a> a <http://x.test/d> }",
        "SELECT ?b { <http://x.test/c> <http://x.test/p> ?b . ?b <http://x.test/p> ?d }",
    ],
)
def test_what_is_looked_up_is_what_the_engine_finds(store: OxigraphStore, text: str) -> None:
    """The same columns in the same order, the same rows."""
    found = at_once(store, text)

    assert found is not None
    if " LIMIT 3" in text:
        assert len(json.loads(of_engine(store, text))["results"]["bindings"]) == len(
            json.loads(found)["results"]["bindings"]
        )
    else:
        assert rows(of_engine(store, text)) == rows(found)


TERMS = st.sampled_from(["?x", "?y", "?z", "$x", *(f"<{iri}>" for iri in IRIS), "x:p", "schema:name", '"A"', '"A"@en'])
VERBS = st.sampled_from(["?x", "?p", "a", "x:p", "x:q", "schema:name", "<http://x.test/p>"])
LINKS = st.sampled_from([" . ", " ; ", " , ", "\n.\n", " .\n# so\n"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Draw text that is a query or nearly one."""
    body = ""
    for _ in range(draw(st.integers(1, 4))):
        link = LINKS if body else st.just("")
        said = draw(link)
        parts = 1 if "," in said else 2 if ";" in said else 3
        body += said + " ".join([draw(TERMS), draw(VERBS), draw(TERMS)][3 - parts :])
    head = draw(st.sampled_from(["SELECT * ", "SELECT ?x ", "SELECT DISTINCT ?x ?y\nWHERE", "ASK", "SELECT ?x ?x "]))
    return f"PREFIX x: <http://x.test/> {head}{{ {body} }}"


@settings(max_examples=400, deadline=None)
@given(text=texts())
def test_any_patterns_are_looked_up_as_the_engine_finds_them(store: OxigraphStore, text: str) -> None:
    """Or are left to the engine; and whatever is read here, the scan would let pass, as the same form."""
    found = at_once(store, text)

    if found is not None:
        assert rows(of_engine(store, text)) == rows(found)
        lookup = read(text)
        assert lookup is not None
        scanned = scan(text, ScanBounds(65_536, 64))
        assert (lookup.form, (), False) == (scanned.form, scanned.graphs, scanned.is_volatile)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT ?s { ?s a <http://x.test/c> }",
        "SELECT * { <http://x.test/a> ?p ?o . ?s ?q ?v }",
        "SELECT ?no { <http://x.test/a> ?p ?o }",
        "SELECT ?o ?o { <http://x.test/a> ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { <http://x.test/a> ?p ?o }",
        "SELECT * { <http://x.test/a> ?p ?o FILTER(?o = 1) }",
        "SELECT * { <http://x.test/a> <http://x.test/p>+ ?o }",
        "SELECT * { <http://x.test/a> ?p ?o } ORDER BY ?o",
        "SELECT * { SERVICE <http://x.test/a> { <http://x.test/a> ?p ?o } }",
        "SELECT * FROM <http://x.test/graph> { <http://x.test/a> ?p ?o }",
        "SELECT * { GRAPH <http://x.test/graph> { <http://x.test/a> ?p ?o } }",
        "SELECT * { <http://x.test/a> unknown:p ?o }",
        "SELECT * { <a> ?p ?o }",
        "SELECT * { <http://x.test/../a> ?p ?o }",
        "SELECT * { <http://x.test/b/.> ?p ?o }",
        "SELECT * { <http://x.test/./a> ?p ?o }",
        "SELECT * { <http://x.test/..?q> ?p ?o }",
        "SELECT * { <http://x.test/.#q> ?p ?o }",
        "SELECT * { <http://x.test/\\u0061> ?p ?o }",
        "SELECT * { <http://[> ?p ?o }",
        "SELECT * { _:a ?p ?o . <http://x.test/a> ?p _:a }",
        'SELECT * { "A" ?p ?o }',
        'SELECT * { <http://x.test/a> "A" ?o }',
        'SELECT ?s { ?s ?p "a\\"b" }',
        'SELECT ?s { ?s ?p "1"^^<http://www.w3.org/2001/XMLSchema#integer> }',
        "SELECT ?s { ?s <http://x.test/q> 4 }",
        "SELECT * { <http://x.test/a> ?p ?o . . }",
        "SELECT * { <http://x.test/a> ?p }",
        "SELECT * { ?a<'>'?p ?o }",
        "SELECT * {}",
        "PREFIX x: <http://x.test/> PREFIX x: <http://x.test/b> SELECT * { x:a ?p ?o }",
        "# PREFIX x: <http://x.test/>\nSELECT * { x:a ?p ?o }",
        "PREFIX a.b: <http://x.test/> SELECT * { a.b:a ?p ?o }",
        "SELECT * { <http://x.test/a> ?p ?o } LIMIT 1 OFFSET 1",
        "INSERT DATA { <http://x.test/a> <http://x.test/a> <http://x.test/a> }",
        " . ".join(["SELECT * { <http://x.test/a> ?p ?o", *(f"<http://x.test/a> ?p{n} ?o{n}" for n in range(9))])
        + " }",
    ],
)
def test_all_else_is_left_to_the_engine(store: OxigraphStore, text: str) -> None:
    """What hangs on nothing named, what has more than patterns, what could be read in two ways."""
    assert at_once(store, text) is None


def test_nothing_dear_is_finished_here(store: OxigraphStore) -> None:
    """More than 256 triples read, in whatever way, is none of ours."""
    many = "<http://x.test/many> <http://x.test/p>"
    products = " . ".join(f"<http://x.test/a> ?p{number} ?o{number}" for number in range(8))

    assert at_once(store, f"SELECT * {{ {many} ?o }}") is None
    assert at_once(store, f"SELECT * {{ {products} }}") is None
    assert at_once(store, f"SELECT DISTINCT ?p0 {{ {products} }}") is None
    assert json.loads(at_once(store, f"SELECT * {{ {many} ?o }} LIMIT 2") or b"")["results"]["bindings"][1:]
    assert json.loads(at_once(store, f"ASK {{ {products} }}") or b"")["boolean"] is True


def test_only_the_default_graph_and_json(store: OxigraphStore) -> None:
    """Other graphs and other formats are left to the engine."""
    text = "SELECT * { <http://x.test/a> <http://x.test/p> <http://x.test/d> , ?o }"

    assert at_once(store, text) is not None
    assert json.loads(at_once(store, text) or b"")["results"]["bindings"] == []
    assert at_once(store, text, "text/csv") is None
    assert at_once(store, text, default_graphs=("http://x.test/graph",)) is None
    assert at_once(store, text, named_graphs=("http://x.test/graph",)) is None


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {" + " " * 4_000,
        "SELECT *" + " " * 4_000 + "x",
        "SELECT * { <a:a> ?p ?o } " + " " * 4_000 + "x",
        "#" * 4_000,
        "#\n" * 2_000,
        "PREFIX a:<a:a> " * 270,
        "SELECT ?" + "a" * 4_000,
        "SELECT " + "?a " * 1_300,
        "SELECT * { " + "?a " * 1_300,
        'SELECT * { ?a ?b "' + "b" * 4_000,
        "SELECT * {" + "<a:" * 1_300,
        "SELECT * {" + "a" * 4_000,
        "SELECT * {" + "a:" * 2_000,
    ],
)
def test_reading_takes_no_longer_than_the_text(text: str) -> None:
    """No text is tried in many ways: the longest of the worst takes no second where that would take hours."""
    began = time.process_time()
    for _ in range(20):
        assert read(text) is None

    assert time.process_time() - began < 1
