"""The W3C's tests of SPARQL 1.1 queries read from their manifests, and their results compared."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import pyoxigraph as ox
import rdflib
from rdflib.collection import Collection

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "w3c" / "sparql11"
BASE = "https://w3c.github.io/rdf-tests/sparql/sparql11/"
MANIFESTS = ("manifest-sparql11-query.ttl", "manifest-sparql11-results.ttl")
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RDF_FORMATS = {"ttl": ox.RdfFormat.TURTLE, "rdf": ox.RdfFormat.RDF_XML, "nt": ox.RdfFormat.N_TRIPLES}
ROW_FORMATS = {"srx": ox.QueryResultsFormat.XML, "srj": ox.QueryResultsFormat.JSON, "tsv": ox.QueryResultsFormat.TSV}
NUMBERS = ("#double", "#float", "#decimal")
Row = dict[str, object]


class Case(NamedTuple):
    """A test: its IRI, its type, its query, its graphs, its result."""

    iri: str
    type: str
    query: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    result: str = ""

    @property
    def name(self) -> str:
        return "/".join(self.iri.replace("manifest#", "").split("/")[-2:])


def cases() -> list[Case]:
    """Return the tests; none where the folder is not there."""
    found = []
    for name in MANIFESTS if FOLDER.is_dir() else ():
        included = graph(FOLDER / name)
        for manifest in (one for listed in included.objects(None, MF.include) for one in Collection(included, listed)):
            found += _cases(graph(file(str(manifest))))
    return found


def _cases(manifest: rdflib.Graph) -> Iterator[Case]:
    for test in (one for entries in manifest.objects(None, MF.entries) for one in Collection(manifest, entries)):
        type_ = next(iter(manifest.objects(test, rdflib.RDF.type))).rpartition("#")[2]
        action = manifest.value(test, MF.action)
        query = manifest.value(action, QT.query)
        if query is None:
            yield Case(str(test), type_, str(action))
        elif not list(manifest.objects(action, QT.serviceData)):
            default, named = (tuple(map(str, manifest.objects(action, kind))) for kind in (QT.data, QT.graphData))
            yield Case(str(test), type_, str(query), default, named, str(manifest.value(test, MF.result) or ""))


def graph(path: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(path, publicID=BASE + path.relative_to(FOLDER).as_posix())


def file(iri: str) -> Path:
    """Return the file that an IRI of the suite names."""
    return FOLDER / unquote(iri.removeprefix(BASE))


def format_of(iri: str) -> ox.RdfFormat:
    return RDF_FORMATS[iri.rpartition(".")[2]]


def is_right(case: Case, body: bytes, media_type: str) -> bool:
    """Tell whether an answer is the result of a test: in order where the result has one, whatever blank nodes are."""
    extension = case.result.rpartition(".")[2]
    expected = file(case.result).read_bytes()
    if extension == "csv":
        return _table(body) == _table(expected)
    if media_type in {"text/turtle", "application/n-triples"}:
        return _canonical(ox.parse(body, format=ox.RdfFormat.from_media_type(media_type))) == _canonical(
            ox.parse(expected, format=format_of(case.result), base_iri=case.result)
        )
    answer = ox.parse_query_results(body, format=ox.QueryResultsFormat.from_media_type(media_type))
    if extension in ROW_FORMATS:
        result = ox.parse_query_results(expected, format=ROW_FORMATS[extension])
        if isinstance(answer, ox.QueryBoolean) or isinstance(result, ox.QueryBoolean):
            return isinstance(answer, ox.QueryBoolean) and isinstance(result, ox.QueryBoolean) and answer == result
        return _same(_rows(answer), _rows(result), in_order=False)
    stated = ox.Dataset(ox.parse(expected, format=format_of(case.result), base_iri=case.result))
    if boolean := [quad.object.value for quad in stated if quad.predicate.value == RS + "boolean"]:
        return isinstance(answer, ox.QueryBoolean) and bool(answer) == (boolean[0] in {"true", "1"})
    rows, in_order = _stated(stated)
    return _same(_rows(answer), rows, in_order=in_order)


def _rows(solutions: object) -> list[Row]:
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [{name: row[name] for name in names if row[name] is not None} for row in solutions]


def _stated(result: ox.Dataset) -> tuple[list[Row], bool]:
    """Return rows as RDF states them, and whether they have an order."""

    def objects(subject: object, name: str) -> list[ox.Literal]:
        return [quad.object for quad in result.quads_for_subject(subject) if quad.predicate.value == RS + name]

    found = []
    for quad in list(result):
        if quad.predicate.value == RS + "solution":
            bindings = objects(quad.object, "binding")
            row: Row = {objects(one, "variable")[0].value: objects(one, "value")[0] for one in bindings}
            index = objects(quad.object, "index")
            found.append((int(index[0].value) if index else -1, row))
    in_order = bool(found) and all(index >= 0 for index, _ in found)
    return [row for _, row in sorted(found, key=lambda one: one[0])], in_order


def _same(first: list[Row], second: list[Row], *, in_order: bool) -> bool:
    if len(first) != len(second):
        return False
    if not any(isinstance(term, ox.BlankNode) for row in first + second for term in row.values()):
        one, two = (
            [frozenset((name, _key(term)) for name, term in row.items()) for row in rows] for rows in (first, second)
        )
        return one == two if in_order else Counter(one) == Counter(two)
    return _as_graph(first, in_order=in_order) == _as_graph(second, in_order=in_order)


def _as_graph(rows: list[Row], *, in_order: bool) -> ox.Dataset:
    """Return rows as a graph with canonical blank nodes."""
    quads = []
    for number, row in enumerate(rows):
        node = ox.BlankNode()
        quads.append(ox.Quad(node, ox.NamedNode("x:row"), ox.Literal(str(number) if in_order else "")))
        for name, term in row.items():
            value = ox.Literal(repr(_key(term))) if isinstance(term, ox.Literal) else term
            quads.append(ox.Quad(node, ox.NamedNode(f"x:{name}"), value))
    return _canonical(quads)


def _canonical(triples: object) -> ox.Dataset:
    made = ox.Dataset(ox.Quad(one.subject, one.predicate, one.object) for one in triples)  # type: ignore[attr-defined]
    made.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return made


def _key(term: object) -> object:
    """Return a term by its value where it is a number: 2.0 and 2.00 are the same double."""
    if isinstance(term, ox.Literal) and term.datatype.value.endswith(NUMBERS):
        try:
            is_decimal = term.datatype.value.endswith("#decimal")
            return (Decimal(term.value).normalize() if is_decimal else float(term.value), term.datatype.value)
        except (ValueError, InvalidOperation):
            return term
    return term


def _table(text: bytes) -> Counter[frozenset[tuple[str, str]]]:
    """Return the rows of CSV, whatever the order of their columns (that of `SELECT *` is free) and blank nodes."""
    rows = csv.DictReader(text.decode().splitlines())
    return Counter(
        frozenset((name, "_:" if value.startswith("_:") else value) for name, value in row.items()) for row in rows
    )
