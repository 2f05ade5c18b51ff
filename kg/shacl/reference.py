"""The reference engine: pySHACL over a graph in memory (never over an Oxigraph store, where it errs).

Slow, and the one to ask about what is beyond SHACL Core.  The only module that imports pyshacl.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pyshacl
import rdflib
from rdflib.namespace import SH as NS

from kg.errors import ShapesError
from kg.shacl import paths, selecting
from kg.shacl.graph import Graph
from kg.shacl.results import Result
from kg.shacl.shapes import component_name
from kg.shacl.terms import LITERAL, SH, canonical, literal_of, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.shacl.shapes import Shapes


class Reference:
    """PySHACL with the shapes of a shapes graph."""

    def __init__(self, shapes: Shapes) -> None:
        logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # else a traceback for each ill-formed literal
        self._shapes = _rdflib(shapes.graph)
        self._declare(shapes.graph)

    def results(self, graph: Graph) -> Iterator[Result]:
        """Yield the results that a report lists; raises `ShapesError` where pySHACL refuses the shapes."""
        try:
            _, report, said = pyshacl.validate(_rdflib(graph), shacl_graph=self._shapes, inplace=True)
        except Exception as error:
            raise ShapesError(f"pySHACL fails: {error}") from error
        if not isinstance(report, rdflib.Graph):
            raise ShapesError(f"pySHACL cannot use these shapes: {said or report}")
        listed = Graph((_term(s), _term(p), _term(o)) for s, p, o in report)
        for top in report.subjects(rdflib.RDF.type, NS.ValidationReport):
            for node in report.objects(top, NS.result):
                yield _result(listed, _term(node))

    def _declare(self, graph: Graph) -> None:
        """Declare the prefixes of queries where pySHACL looks for them: it does not follow `owl:imports`."""
        for query in list(graph.subjects):
            for source in graph.node(query).get(SH.prefixes, ()):
                for prefix, namespace in selecting.prefixes(graph, query).items():
                    declaration = rdflib.BNode()
                    self._shapes.add((_node(source), NS.declare, declaration))
                    self._shapes.add((declaration, NS.prefix, rdflib.Literal(prefix)))
                    self._shapes.add((declaration, NS.namespace, rdflib.Literal(namespace, datatype=rdflib.XSD.anyURI)))


def _result(report: Graph, node: bytes) -> Result:
    said = report.node(node)
    path, value, messages = said.get(SH.resultPath), said.get(SH.value), said.get(SH.resultMessage)
    component = component_name(said[SH.sourceConstraintComponent][0])
    return Result(
        focus=said[SH.focusNode][0],
        path=paths.read(report, path[0]) if path else None,
        value=value[0] if value else None,
        component=component,
        severity=said[SH.resultSeverity][0],
        shape=said[SH.sourceShape][0],
        message=text(messages[0]) if messages and component == "SPARQL" else "",
    )


def _rdflib(graph: Graph) -> rdflib.Graph:
    """Return a graph as rdflib's, every lexical form as it stands: validation is about what is there."""
    made = rdflib.Graph()
    for subject, predicate, object_ in graph.triples():
        made.add((_node(subject), rdflib.URIRef(text(predicate)), _node(object_)))
    return made


def _node(term: bytes) -> Any:
    if term[0] == LITERAL:
        lexical, datatype, language = literal_of(term)
        if language:
            return rdflib.Literal(lexical, lang=language.decode())
        is_plain = datatype.endswith(b"XMLSchema#string>")
        return rdflib.Literal(lexical, datatype=None if is_plain else rdflib.URIRef(text(datatype)), normalize=False)
    return rdflib.URIRef(text(term)) if term.startswith(b"<") else rdflib.BNode(term[2:].decode())


def _term(node: Any) -> bytes:
    return canonical(node.n3().encode()) if not isinstance(node, rdflib.Literal) else canonical(_quoted(node).encode())


def _quoted(literal: rdflib.Literal) -> str:
    """Return a literal in N-Triples; rdflib's own way would print it in long quotes or as a bare number."""
    written = str(literal).translate({ord('"'): '\\"', ord("\\"): "\\\\", ord("\n"): "\\n", ord("\r"): "\\r"})
    if literal.language:
        return f'"{written}"@{literal.language}'
    return f'"{written}"^^<{literal.datatype}>' if literal.datatype else f'"{written}"'
