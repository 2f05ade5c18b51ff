"""The W3C's tests of SPARQL 1.1 queries, over HTTP: each file is a named graph, each test a dataset of the request."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from tests.web.client import Client
from tests.web.conftest import Site
from tests.web.sparql.evaluation import Case, cases, file, format_of, is_right
from tests.web.sparql.stores import over

NOTHING = "urn:nothing"  # the default graph of a test that has none
_REWRITES = "store: it keeps numbers, booleans and hexBinary by value, so that 01 comes back as 1"
_NOWHERE = "engine: a path of length zero from a term that is in no triple finds nothing"
FAILING = {
    **{f"cast/cast-{type_}": _REWRITES for type_ in ("bool", "int", "float", "double", "decimal", "string")},
    **{f"csv-tsv-res/{name}": _REWRITES for name in ("csv03", "tsv03")},
    **{f"property-path/zero_or_{many}_set_{end}": _NOWHERE for many in ("one", "more") for end in ("start", "end")},
    "aggregates/agg-groupconcat-04": "engine: GROUP_CONCAT keeps the language that all strings share",
    "aggregates/agg-groupconcat-06": "engine: GROUP_CONCAT keeps the language that all strings share",
    "aggregates/agg-empty-group-count-graph": "engine: COUNT inside GRAPH has no row for an empty graph",
    "bindings/graph": "engine: VALUES inside GRAPH ?g that binds ?g itself does not narrow it",
    "functions/bnode01": "engine: BNODE of a string is the same node in every row",
    "negation/graph-minus": "engine: MINUS inside GRAPH ?g takes ?g for a variable that both sides share",
}
ACCEPTED = {"csv": "text/csv", "tsv": "text/tab-separated-values", "srj": "application/sparql-results+json"}
CASES = cases()


def parameters(*, wanted: bool) -> list[object]:
    found: list[object] = []
    for case in CASES:
        if wanted == case.type.endswith("SyntaxTest11"):
            marks = [pytest.mark.xfail(reason=FAILING[case.name])] if case.name in FAILING else []
            found.append(pytest.param(case, id=case.name, marks=marks))
    return found


@pytest.fixture(scope="module")
def client(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The endpoint over every graph of the suite."""
    folder = tmp_path_factory.mktemp("evaluation") / "store"
    store = ox.Store(str(folder))
    store.add_graph(ox.NamedNode(NOTHING))
    files = {name for case in CASES for name in (*case.default, *case.named)}
    for name in sorted(files | others()):
        graph = ox.NamedNode(name)
        store.add_graph(graph)
        store.load(path=str(file(name)), format=format_of(name), base_iri=name, to_graph=graph)
    store.flush()
    del store
    with over(site, folder, client_queries=0) as client:
        yield client


def others() -> set[str]:
    """Return the graphs that queries themselves name, in FROM."""
    named = set()
    for case in CASES:
        folder = case.query.rpartition("/")[0]
        text = file(case.query).read_text(encoding="utf-8")
        named |= {f"{folder}/{one.name}" for one in file(folder).glob("*.ttl") if f"<{one.name}>" in text}
    return {name for name in named if "manifest" not in name}


@pytest.mark.usefixtures("shared")
def test_all_are_here() -> None:
    """And every failure that is expected is one of them."""
    names = {case.name for case in CASES}

    assert (235, 103) == (len(parameters(wanted=False)), len(parameters(wanted=True)))
    assert set(FAILING) <= names


@pytest.mark.parametrize("case", parameters(wanted=False))
def test_evaluation(client: Client, case: Case) -> None:
    """The result is the one that the manifest names."""
    query = f"BASE <{case.query}>\n" + file(case.query).read_text(encoding="utf-8")
    dataset = [("default-graph-uri", name) for name in case.default or [NOTHING]]
    dataset += [("named-graph-uri", name) for name in case.named]
    if "FROM" in query:
        dataset = []
    accept = ACCEPTED.get(case.result.rpartition(".")[2], "application/sparql-results+xml")
    answer = client.ask("/sparql?" + urlencode([("query", query), *dataset]), f"{accept}, text/turtle")

    assert 200 == answer.status, answer.body
    assert not case.result or is_right(case, answer.body, answer.media_type), answer.body


@pytest.mark.parametrize("case", parameters(wanted=True))
def test_syntax(client: Client, case: Case) -> None:
    """A query is refused for its syntax where that is wrong, and only there."""
    query = f"BASE <{case.query}>\n" + file(case.query).read_text(encoding="utf-8")
    answer = client.ask("/sparql?" + urlencode({"query": query}))
    is_refused = answer.status == 400 and answer.json["kind"] == "syntax"

    assert ("Negative" in case.type) == is_refused, answer.body
