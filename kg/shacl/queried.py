"""The engine for whole stores: shapes as queries, asked of a store here or of an endpoint anywhere.

What it finds is what the others find, but that a store may keep a number or a day in another spelling of it
(`"01"^^xsd:integer` as `1`).  What it cannot ask it refuses by name, before it asks anything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.errors import EndpointError, ShapesError
from kg.shacl.conditions import regex
from kg.shacl.paths import Predicate
from kg.shacl.questions import Question, questions
from kg.shacl.results import Result
from kg.shacl.terms import RDFS, canonical, text
from kg.store.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.shacl.graph import Graph
    from kg.shacl.shapes import Shapes

    Row = Mapping[str, bytes]
    Ask = Callable[[str], Iterable[Row]]

_AT_ONCE: Final = 5_000  # results asked for, of a rule of which the store cuts the answer
_PLACE: Final = re.compile(r"\{[?$](\w+)\}")


class Queried:
    """Shapes as queries.  Raises `ShapesError` where they say what cannot be asked."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        list(questions(shapes, has_classes=False))

    def results(self, graph: Graph) -> Iterator[Result]:
        """Yield what is wrong with a graph, from a store in memory."""
        return self.found(rows_of(graph.triples()))

    def found(self, ask: Ask) -> Iterator[Result]:
        """Yield what is wrong with the graph that answers these queries.

        Raises `EndpointError` where a query fails, `ShapesError` where the store cannot use one of the patterns.
        """
        self._try_patterns(ask)
        below = f"SELECT ?below WHERE {{ ?below {RDFS.subClassOf.decode()} ?above }} LIMIT 1"
        for question in questions(self._shapes, has_classes=any(True for _ in ask(below))):
            for row in _answers(ask, question.query):
                yield _result(question, row)

    def _try_patterns(self, ask: Ask) -> None:
        """Have the store use each pattern once: one that it cannot read would let everything pass, or nothing."""
        patterns = [
            (shape, constraint)
            for shape in self._shapes.by_node.values()
            for constraint in shape.constraints
            if constraint.component == "Pattern"
        ]
        for start in range(0, len(patterns), 50):
            some = patterns[start : start + 50]
            calls = [regex('""', constraint) for _, constraint in some]
            tried = " ".join(f"({call} AS ?r{at})" for at, call in enumerate(calls))
            (row,) = list(ask(f"SELECT {tried} {{}}")) or ({},)
            for at, (shape, constraint) in enumerate(some):
                if f"r{at}" not in row:
                    pattern = text(constraint.terms[0])
                    raise ShapesError(f"shape {shape.node.decode()}: the store cannot use the pattern {pattern!r}")


def _answers(ask: Ask, query: str) -> Iterator[Row]:
    try:
        yield from ask(query)
    except EndpointError as error:
        if error.kind != "cut":
            raise
        start = 0
        while rows := list(ask(f"{query} ORDER BY ?this LIMIT {_AT_ONCE} OFFSET {start}")):
            yield from rows
            start += _AT_ONCE


def _result(question: Question, row: Row) -> Result:
    shape, value, path = question.shape, row.get("value"), row.get("path")
    focus = canonical(row["this"])
    if question.component == "SPARQL" and value is None:
        value = focus
    return Result(
        focus=focus,
        path=Predicate(canonical(path)) if path is not None and path.startswith(b"<") else shape.path,
        value=canonical(value) if value is not None else None,
        component=question.component,
        severity=shape.severity,
        shape=shape.node,
        message=_PLACE.sub(lambda place: _shown(row.get(place[1]), place[0]), question.message),
    )


def _shown(term: bytes | None, place: str) -> str:
    return place if term is None else text(canonical(term))
