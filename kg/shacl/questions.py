"""Shapes → queries: for each shape and constraint one SELECT of all that do not satisfy it.

SHACL Core (https://www.w3.org/TR/shacl/, section 4) as SPARQL 1.1; SPARQL-based constraints (section 5) are asked for
all focus nodes together where their query finds `$this` by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from kg.errors import ShapesError
from kg.shacl import selecting
from kg.shacl.conditions import LESS, Conditions, not_in, ordered, sparql
from kg.shacl.paths import Path, Predicate, written
from kg.shacl.shapes import Shape  # noqa: TC001 - msgspec reads the annotations
from kg.shacl.terms import SH, local, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.shacl.shapes import Constraint, Shapes

_TRUE: Final = b'"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
_COUNTED: Final = frozenset(
    ("MinCount", "MaxCount", "QualifiedMinCount", "QualifiedMaxCount", "HasValue", "UniqueLang")
)


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A query of what does not satisfy one constraint of a shape.

    It has `?this`, and `?value` and `?path` where a result has them.  `source` is the node of a SPARQL-based
    constraint.
    """

    shape: Shape
    component: str
    query: str
    message: str = ""
    source: str = ""


def questions(shapes: Shapes, *, has_classes: bool) -> Iterator[Question]:
    """Yield what is to be asked of a store.  Raises `ShapesError` for what cannot be, by name."""
    refused = [(node, term) for node, term in shapes.beyond if term != SH.sparql]
    if refused:
        said = "; ".join(f"{node.decode()} has sh:{local(term)}" for node, term in refused[:5])
        raise ShapesError(f"not for the engine sparql: {said}; use --engine pyshacl")
    writer = _Writer(shapes, Conditions(shapes, has_classes=has_classes))
    for shape in shapes.targeted():
        yield from writer.of(shape, writer.targets(shape))


def asked(shapes: Shapes, shape: Shape, component: str) -> Question:
    """Return the question of one constraint; `component` is its short name, or the node of a SPARQL-based one.

    Raises `ShapesError` where no store can be asked.
    """
    writer = _Writer(shapes, Conditions(shapes, has_classes=False))
    return next(q for q in writer.own(shape, "", component) if component in {q.component, q.source})


class _Writer:
    def __init__(self, shapes: Shapes, conditions: Conditions) -> None:
        self._shapes = shapes
        self._conditions = conditions

    def targets(self, shape: Shape) -> str:
        """Return the pattern that binds `?this` to each focus node."""
        patterns = {
            "class": f"?this {self._conditions.type} %s",
            "node": "VALUES ?this { %s }",
            "subjects": "?this %s []",
            "objects": "[] %s ?this",
        }
        found = [patterns[target.kind] % sparql(target.term) for target in shape.targets]
        if len(found) == 1 and shape.targets[0].kind == "node":
            return found[0]
        either = " UNION ".join(f"{{ {pattern} }}" for pattern in found)
        return f"{{ SELECT DISTINCT ?this WHERE {{ {either} }} }}"

    def of(self, shape: Shape, focus: str) -> Iterator[Question]:
        """Yield what is asked about a shape at its focus nodes, and about the shapes of its properties."""
        if shape.is_deactivated:
            return
        yield from self.own(shape, focus)
        inner, outer = focus, self._conditions.variable()
        if shape.path is not None:
            reached = _values(shape, focus).replace("?this", outer)
            inner = f"{{ SELECT (?value AS ?this) WHERE {{ {reached} }} }}"  # as often as it is reached
        for nested in shape.properties:
            yield from self.of(self._shapes.by_node[nested], inner)

    def own(self, shape: Shape, focus: str, only: str = "") -> Iterator[Question]:
        """Yield what is asked about the constraints of a shape itself, or about one of them."""
        values = _values(shape, focus)
        for constraint in shape.constraints:
            if only in {"", constraint.component}:
                yield self._question(shape, constraint, focus, values)
        for node in self._shapes.graph.node(shape.node).get(SH.sparql, ()):
            is_off = _TRUE in self._shapes.graph.node(node).get(SH.deactivated, ())
            if only in {"", node.decode()} and not is_off:
                yield self._of_query(shape, node, focus)

    def _question(self, shape: Shape, constraint: Constraint, focus: str, values: str) -> Question:
        name = constraint.component
        if name in _COUNTED:
            query = self._counted(shape, constraint, focus, values)
        elif name == "Closed":
            ours = not_in("?path", constraint.terms)
            query = (
                f"SELECT ?this (?object AS ?value) ?path WHERE {{ {values.replace('?value', '?inner')} "
                f"?inner ?path ?object FILTER({ours}) }}"
            )
        elif name in {"Equals", "Disjoint", *LESS}:
            query = _of_pair(constraint, shape.path, focus, values)
        else:
            condition = self._conditions.of(shape, constraint, "?value")
            query = f"SELECT ?this ?value WHERE {{ {values} FILTER({condition}) }}"
        return Question(shape=shape, component=name, query=query)

    def _counted(  # noqa: PLR0911 - one for each component
        self, shape: Shape, constraint: Constraint, focus: str, values: str
    ) -> str:
        name, number = constraint.component, constraint.number
        path = written(shape.path) if shape.path is not None else ""
        if name == "HasValue":
            if shape.path is None:
                return f"SELECT ?this WHERE {{ {focus} FILTER(!sameTerm(?this, {sparql(constraint.terms[0])})) }}"
            return f"SELECT ?this WHERE {{ {focus} MINUS {{ ?this {path} {sparql(constraint.terms[0])} }} }}"
        if name == "UniqueLang":
            tagged = f"{values} BIND(LCASE(LANG(?value)) AS ?tag) FILTER(?tag != '')"
            return f"SELECT ?this ?tag WHERE {{ {tagged} }} GROUP BY ?this ?tag HAVING(COUNT(DISTINCT ?value) > 1)"
        if name == "MaxCount":
            return f"SELECT ?this WHERE {{ {values} }} GROUP BY ?this HAVING(COUNT(DISTINCT ?value) > {number})"
        if name == "MinCount":
            if number == 1:  # an OPTIONAL, which stores join; NOT EXISTS is tried node by node
                return f"SELECT ?this WHERE {{ {focus} OPTIONAL {{ ?this {path} ?value }} FILTER(!BOUND(?value)) }}"
            counted = f"{focus} OPTIONAL {{ ?this {path} ?value }}"
            return f"SELECT ?this WHERE {{ {counted} }} GROUP BY ?this HAVING(COUNT(DISTINCT ?value) < {number})"
        return f"SELECT ?this WHERE {{ {focus} FILTER({self._conditions.qualified(shape, constraint, '?this')}) }}"

    def _of_query(self, shape: Shape, node: bytes, focus: str) -> Question:
        """Return a SPARQL-based constraint as a question about all focus nodes."""
        graph = self._shapes.graph
        said = graph.node(node)
        select = text(said[SH.select][0]) if SH.select in said else ""
        if (why := selecting.not_for_all(select)) is not None:
            raise ShapesError(
                f"shape {shape.node.decode()}: the query of {node.decode()} cannot be asked of all nodes together "
                f"({why}); use --engine pyshacl"
            )
        messages = said.get(SH.message, ())
        declared = "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in selecting.prefixes(graph, node).items())
        return Question(
            shape=shape,
            component="SPARQL",
            query=f"{declared}SELECT * WHERE {{ {focus} {{ {select} }} }}",
            message=text(messages[0]) if messages else "",
            source=node.decode(),
        )


def _values(shape: Shape, focus: str) -> str:
    """Return the pattern of the focus nodes with their values."""
    if shape.path is None:
        return f"{focus} BIND(?this AS ?value)"
    if isinstance(shape.path, Predicate):
        return f"{focus} ?this {written(shape.path)} ?value ."
    return f"{{ SELECT DISTINCT ?this ?value WHERE {{ {focus} ?this {written(shape.path)} ?value }} }}"


def _of_pair(constraint: Constraint, path: Path | None, focus: str, values: str) -> str:
    other = f"?this {sparql(constraint.terms[0])}"
    if constraint.component == "Disjoint":
        return f"SELECT ?this ?value WHERE {{ {values} {other} ?value }}"
    if constraint.component == "Equals":
        own = "FILTER(sameTerm(?this, ?value))" if path is None else f"?this {written(path)} ?value"
        missing = f"{{ {values} MINUS {{ {other} ?value }} }}"
        more = f"{{ {focus} {other} ?value FILTER NOT EXISTS {{ {own} }} }}"
        if path is None:
            more = f"{{ {focus} {other} ?value FILTER(!sameTerm(?this, ?value)) }}"
        return f"SELECT DISTINCT ?this ?value WHERE {{ {missing} UNION {more} }}"
    order = LESS[constraint.component]
    return f"SELECT ?this ?value WHERE {{ {values} {other} ?other FILTER(!{ordered('?value', order, '?other')}) }}"
