"""Which constraint is checked where, with each record or over the whole dataset, and by which engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kg.errors import ShapesError
from kg.shacl.paths import backwards, written
from kg.shacl.questions import asked
from kg.shacl.terms import SH, local

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from kg.shacl.shapes import Shape, Shapes

RECORD, DATASET, BOTH = "record", "dataset", "both"


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """Where a constraint is checked (`record`, `dataset`, `both`), by which engines, and why there."""

    shape: str
    label: str
    path: str
    component: str
    severity: str
    scope: str
    engines: tuple[str, ...]
    why: str


def scopes(shapes: Shapes, shared: Container[bytes] = ()) -> Iterator[Scope]:
    """Yield the scope of each constraint; `shared` are the classes of nodes that several records describe."""
    for shape in shapes.targeted():
        kinds = {target.kind for target in shape.targets}
        classes = [target.term for target in shape.targets if target.kind == "class"]
        where, why = RECORD, ""
        if kinds - {"class", "subjects"}:
            where, why = DATASET, "its target is no class: only the whole graph has it"
        elif classes and all(class_ in shared for class_ in classes):
            where, why = DATASET, f"several records describe one {local(classes[0])}"
        yield from _of(shapes, shape, shape, where, why)


def _of(shapes: Shapes, root: Shape, shape: Shape, where: str, why: str) -> Iterator[Scope]:
    if shape.is_deactivated:
        return
    if where == RECORD and shape.path is not None and backwards(shape.path):
        where, why = DATASET, "it asks who links to a node"
    for constraint in shape.constraints:
        found = where, why
        if where == RECORD and _asks_class(shapes, constraint.component, constraint.shapes):
            found = BOTH, "with a record as far as that describes what it links to, whole over the dataset"
        asked_too = ("sparql",) if _is_asked(shapes, shape, constraint.component) else ()
        engines: tuple[str, ...] = ("compiled", "pyshacl", *asked_too)
        yield _scope(root, shape, constraint.component, found, engines)
    for node in shapes.graph.node(shape.node).get(SH.sparql, ()):
        found = DATASET, "a query: only a whole graph answers it"
        engines = ("pyshacl", "sparql") if _is_asked(shapes, shape, node.decode()) else ("pyshacl",)
        yield _scope(root, shape, "SPARQL", found, engines)
    for nested in shape.properties:
        yield from _of(shapes, root, shapes.by_node[nested], where, why)


def _scope(root: Shape, shape: Shape, component: str, found: tuple[str, str], engines: tuple[str, ...]) -> Scope:
    return Scope(
        shape=shape.node.decode(),
        label=shape.label if shape is root else f"{root.label} / {shape.label}",
        path=written(shape.path) if shape.path else "",
        component=component,
        severity=local(shape.severity).lower(),
        scope=found[0],
        engines=engines,
        why=found[1],
    )


def _asks_class(shapes: Shapes, component: str, inner: tuple[bytes, ...]) -> bool:
    """Tell whether a constraint asks of which class a value is, itself or by a shape that it refers to."""
    if component == "Class":
        return True
    waiting = [shapes.by_node[node] for node in inner]
    while waiting:
        shape = waiting.pop()
        for constraint in shape.constraints:
            if constraint.component == "Class":
                return True
            waiting += [shapes.by_node[node] for node in constraint.shapes]
        waiting += [shapes.by_node[node] for node in shape.properties]
    return False


def _is_asked(shapes: Shapes, shape: Shape, component: str) -> bool:
    try:
        asked(shapes, shape, component)
    except ShapesError:
        return False
    return True
