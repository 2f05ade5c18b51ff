"""The default engine: shapes compiled once into functions over a node and its values.

All of SHACL Core (https://www.w3.org/TR/shacl/, section 4).  What it cannot check it refuses when it is made, by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import ShapesError
from kg.shacl import checks
from kg.shacl.graph import NOTHING
from kg.shacl.paths import Predicate, backwards, walk
from kg.shacl.results import Result
from kg.shacl.terms import RDF, local

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.shacl.checks import Over, Test
    from kg.shacl.graph import Data, Graph
    from kg.shacl.results import Take
    from kg.shacl.shapes import Shape, Shapes


_ANY = 1 << 62  # values, where nothing says how many there may be


class Compiled:
    """Shapes as functions.  Raises `ShapesError` where they say what is beyond SHACL Core.

    Results of shapes for which `is_told` is false are not given, and cost nothing.
    """

    def __init__(self, shapes: Shapes, is_told: Callable[[Shape], bool] | None = None) -> None:
        refuse_beyond(shapes)
        self._shapes = shapes
        self._compiled: dict[bytes, Check] = {}
        self._targeted = [(shape, self._check(shape.node)) for shape in shapes.targeted()]
        if is_told is not None:
            for _, check in self._targeted:
                check.ends_at(is_told)
            self._targeted = [(shape, check) for shape, check in self._targeted if check.says_anything]
        self._by_class: dict[bytes, list[Check]] = {}
        self._by_predicate: dict[bytes, list[Check]] = {}
        for shape, check in self._targeted:
            for target in shape.targets:
                if target.kind == "class":
                    self._by_class.setdefault(target.term, []).append(check)
                elif target.kind == "subjects":
                    self._by_predicate.setdefault(target.term, []).append(check)

    @property
    def backwards(self) -> frozenset[bytes]:
        """The predicates of which some check asks who has a node as a value."""
        paths = [shape.path for shape in self._shapes.by_node.values() if shape.path is not None]
        return frozenset(predicate for path in paths for predicate in backwards(path))

    @property
    def is_by_node(self) -> bool:
        """Whether each node tells what is to be checked: every shape is about classes, or about who has a predicate."""
        return all(target.kind in {"class", "subjects"} for shape, _ in self._targeted for target in shape.targets)

    def results(self, graph: Graph) -> Iterator[Result]:
        """Yield what is wrong with a whole graph."""
        found: list[Result] = []
        for shape, check in self._targeted:
            for focus in _focus_nodes(shape, graph):
                check.run(graph, focus, found.append)
                if found:
                    yield from found
                    found.clear()

    def check(self, data: Data, nodes: Iterable[tuple[bytes, Mapping[bytes, Sequence[bytes]]]], take: Take) -> None:
        """Check these nodes of the data by the shapes about their classes; hand over what is wrong."""
        by_class, by_predicate = self._by_class, self._by_predicate
        for node, values in nodes:
            checks = [check for type_ in values.get(RDF.type, ()) for check in by_class.get(type_, ())]
            for predicate in by_predicate:
                if predicate in values:
                    checks += by_predicate[predicate]
            own = (node,)
            for check in checks if len(checks) < 2 else dict.fromkeys(checks):
                if not check.is_alone or not check.conforms_with(data, node, own):
                    check.run(data, node, take)

    def record(self, graph: Graph, take: Take) -> None:
        """Check one record: the nodes in it, by the shapes about their classes."""
        self.check(graph, graph.subjects.items(), take)

    def _check(self, node: bytes) -> Check:
        check = self._compiled.get(node)
        if check is None:
            shape = self._shapes.by_node[node]
            check = self._compiled[node] = Check(shape, [self._check(nested) for nested in shape.properties])
            for constraint in shape.constraints:
                check.add(constraint.component, checks.of(constraint, self._test))
        return check

    def _test(self, node: bytes) -> Test:
        return self._check(node).as_test()


class Check:
    """One shape, compiled: the tests of each value, what is asked of all values together, the shapes of properties."""

    def __init__(self, shape: Shape, properties: list[Check]) -> None:
        self.shape = shape
        self.is_off = shape.is_deactivated
        self.is_told = True
        self.iri = shape.path.iri if isinstance(shape.path, Predicate) else None
        self.walk = walk(shape.path) if shape.path is not None else None
        self.components: list[str] = []
        self.tests: list[Test] = []
        self.overs: list[tuple[str, Over]] = []
        on = [check for check in properties if not check.is_off]
        self.direct = [(check.iri, check) for check in on if check.iri is not None]
        self.indirect = [check for check in on if check.iri is None]
        self.least, self.most = 0, _ANY
        self.has_own, self.asks_of_none = False, False
        self.is_simple = not on
        self.is_alone = self.is_simple and self.walk is None  # about the node itself: if that conforms, no results

    def add(self, component: str, made: checks.Made) -> None:
        """Add a constraint."""
        if made.test is not None:
            self.components.append(component)
            self.tests.append(made.test)
        elif made.over is not None:
            self.overs.append((component, made.over))
            self.is_simple = self.is_alone = False
        elif component == "MinCount":
            self.least = made.number
        else:
            self.most = made.number
        self.asks_of_none = self.least > 0 or bool(self.overs)
        self.has_own = True

    def ends_at(self, is_told: Callable[[Shape], bool]) -> None:
        """Tell of no results of shapes that nobody wants to hear of; whether a node conforms is another question."""
        self.is_told = is_told(self.shape)
        for check in [*(check for _, check in self.direct), *self.indirect]:
            check.ends_at(is_told)

    @property
    def says_anything(self) -> bool:
        """Whether there can be a result of it, or of a shape of its properties."""
        inner = [*(check for _, check in self.direct), *self.indirect]
        return (self.is_told and self.has_own) or any(check.says_anything for check in inner)

    def as_test(self) -> Test:
        """Return the test whether a node conforms: the usual small shapes without what the others need."""
        if self.is_off or self.walk is not None or self.overs or self.indirect:
            return self.conforms
        if not self.direct and len(self.tests) == 1:
            return self.tests[0]
        if self.tests or len(self.direct) != 1:
            return self.conforms
        ((iri, check),) = self.direct
        if check.asks_of_none or not check.is_simple or check.most < _ANY or len(check.tests) != 1:
            return self.conforms
        (inner,) = check.tests

        def test(data: Data, focus: bytes) -> bool:
            return all(inner(data, value) for value in data.node(focus).get(iri, ()))

        return test

    def conforms(self, data: Data, focus: bytes) -> bool:
        """Tell whether a node conforms to the shape."""
        return self.is_off or self.conforms_with(data, focus, self._values(data, focus))

    def conforms_with(  # noqa: C901, PLR0911 - one for each kind of constraint
        self, data: Data, focus: bytes, values: Sequence[bytes]
    ) -> bool:
        """Tell whether a node conforms whose values are known."""
        if self.walk is not None and not self.least <= len(values) <= self.most:
            return False
        for test in self.tests:
            for value in values:
                if not test(data, value):
                    return False
        if self.is_simple:
            return True
        for _, over in self.overs:
            for _ in over(data, focus, values):
                return False
        for value in values:
            node = data.node(value) if self.direct else NOTHING
            for iri, check in self.direct:
                own = node.get(iri)
                if (own is not None or check.asks_of_none) and not check.conforms_with(data, value, own or ()):
                    return False
            for check in self.indirect:
                if not check.conforms(data, value):
                    return False
        return True

    def run(self, data: Data, focus: bytes, take: Take) -> None:
        """Hand over every result that a focus node has."""
        self.run_over(data, focus, self._values(data, focus), take)

    def run_over(self, data: Data, focus: bytes, values: Sequence[bytes], take: Take) -> None:
        """Hand over every result that a focus node has whose values are known."""
        if self.is_told and self.has_own:
            self._run_own(data, focus, values, take)
        if self.is_simple:
            return
        for value in values:
            node = data.node(value) if self.direct else NOTHING
            for iri, check in self.direct:
                own = node.get(iri)
                if own is None:
                    if check.asks_of_none:
                        check.run_over(data, value, (), take)
                elif not check.is_simple or (check.is_told and not check.conforms_with(data, value, own)):
                    check.run_over(data, value, own, take)
            for check in self.indirect:
                check.run(data, value, take)

    def _run_own(self, data: Data, focus: bytes, values: Sequence[bytes], take: Take) -> None:
        if self.walk is not None:
            if len(values) < self.least:
                take(self._result(focus, None, "MinCount"))
            if len(values) > self.most:
                take(self._result(focus, None, "MaxCount"))
        for component, test in zip(self.components, self.tests, strict=True):
            for value in values:
                if not test(data, value):
                    take(self._result(focus, value, component))
        for component, over in self.overs:
            for found, predicate in over(data, focus, values):
                take(self._result(focus, found, component, predicate))

    def _values(self, data: Data, focus: bytes) -> Sequence[bytes]:
        if self.iri is not None:
            return data.node(focus).get(self.iri, ())
        return (focus,) if self.walk is None else self.walk(data, focus)

    def _result(self, focus: bytes, value: bytes | None, component: str, predicate: bytes | None = None) -> Result:
        shape = self.shape
        path = shape.path if predicate is None else Predicate(predicate)
        return Result(
            focus=focus, path=path, value=value, component=component, severity=shape.severity, shape=shape.node
        )


def refuse_beyond(shapes: Shapes) -> None:
    """Raise `ShapesError` with what shapes say beyond SHACL Core: a rule is checked or named, never skipped."""
    if shapes.beyond:
        said = "; ".join(f"{node.decode()} has {_short(term)}" for node, term in shapes.beyond[:5])
        more = f" and {len(shapes.beyond) - 5} more" if len(shapes.beyond) > 5 else ""
        raise ShapesError(f"not of SHACL Core: {said}{more}; correct it, or use --engine sparql or pyshacl")


def _short(term: bytes) -> str:
    return f"sh:{local(term)}" if term.startswith(b"<http://www.w3.org/ns/shacl#") else term.decode()


def _focus_nodes(shape: Shape, graph: Graph) -> Iterable[bytes]:
    nodes: dict[bytes, None] = {}
    for target in shape.targets:
        if target.kind == "class":
            nodes.update(dict.fromkeys(graph.instances(target.term)))
        elif target.kind == "node":
            nodes[target.term] = None
        elif target.kind == "objects":
            nodes.update(dict.fromkeys(graph.by_object(target.term)))
        else:
            nodes.update(dict.fromkeys(node for node, said in graph.subjects.items() if target.term in said))
    return nodes
