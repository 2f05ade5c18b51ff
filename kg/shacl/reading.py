"""Shapes graph → `Shapes`: everything that is said is understood, is named as beyond Core, or is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import ShapesError
from kg.shacl import paths
from kg.shacl.shapes import Constraint, Shape, Shapes, Target
from kg.shacl.terms import IRI, LITERAL, OWL, RDF, RDFS, SH, Term, datatype, local, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.shacl.graph import Graph

_NAMESPACE = b"<http://www.w3.org/ns/shacl#"
_TARGETS = {
    SH.targetClass: "class",
    SH.targetNode: "node",
    SH.targetSubjectsOf: "subjects",
    SH.targetObjectsOf: "objects",
}
# Of each constraint: how its parameter is read, and whether a shape may have several of them.
_ONE_TERM = {getattr(SH, name): name for name in "nodeKind minExclusive minInclusive maxExclusive maxInclusive".split()}
_TERMS = {getattr(SH, name): name for name in "class equals disjoint lessThan lessThanOrEquals hasValue".split()}
_NUMBERS = {getattr(SH, name): name for name in "minCount maxCount minLength maxLength".split()}
_LISTS = {getattr(SH, "in"): "in", SH.languageIn: "languageIn"}
_SHAPES = {getattr(SH, name): name for name in ("not", "node")}
_SHAPE_LISTS = {getattr(SH, name): name for name in ("and", "or", "xone")}
_QUALIFIED = {SH.qualifiedMinCount: "QualifiedMinCount", SH.qualifiedMaxCount: "QualifiedMaxCount"}
_OF_PATHS = (SH.minCount, SH.maxCount, SH.uniqueLang, SH.lessThan, SH.lessThanOrEquals, SH.qualifiedValueShape)
_REST = {
    *(SH.datatype, SH.pattern, SH.flags, SH.uniqueLang, SH.qualifiedValueShape, SH.qualifiedValueShapesDisjoint),
    *(SH.closed, SH.ignoredProperties, SH.path, SH.property, SH.severity, SH.message, SH.deactivated),
    *(SH.name, SH.description, *(b"%b%b>" % (_NAMESPACE, name) for name in (b"order", b"group", b"defaultValue"))),
}
_KNOWN = {*_TARGETS, *_ONE_TERM, *_TERMS, *_NUMBERS, *_LISTS, *_SHAPES, *_SHAPE_LISTS, *_QUALIFIED, *_REST}
_KINDS = {
    b"%b%b>" % (_NAMESPACE, kind)
    for kind in (b"BlankNode", b"IRI", b"Literal", b"BlankNodeOrIRI", b"BlankNodeOrLiteral", b"IRIOrLiteral")
}
_JUST_TRUE = b'"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
_TRUE = {_JUST_TRUE, b'"1"^^<http://www.w3.org/2001/XMLSchema#boolean>'}


def read(graph: Graph, imports: Sequence[str] = ()) -> Shapes:
    """Return the shapes of a graph.  Raises `ShapesError` that names the shape where one is ill-formed or recursive."""
    reader = _Reader(graph)
    if entailed := graph.by_object(SH.entailment):
        raise ShapesError(f"the shapes ask for entailment ({_listed(entailed)}), which no engine here does")
    for node, said in list(graph.subjects.items()):
        types = said.get(RDF.type, ())
        if SH.NodeShape in types or SH.PropertyShape in types or any(target in said for target in _TARGETS):
            reader.shape(node)
    return Shapes(graph, reader.shapes, tuple(reader.beyond), tuple(imports))


class _Reader:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.shapes: dict[bytes, Shape] = {}
        self.beyond: list[tuple[bytes, bytes]] = []
        self._open: list[bytes] = []
        self._custom = self._custom_parameters()

    def shape(self, node: Term) -> bytes:
        """Read a shape and those it refers to; return its node."""
        if node in self.shapes:
            return node
        if node[0] == LITERAL:
            raise ShapesError(f"{node.decode()} stands where a shape belongs")
        if node in self._open:
            raise ShapesError(
                f"{_named(node)} refers to itself ({_listed(self._open)}); recursive shapes have no meaning"
            )
        self._open.append(node)
        try:
            self.shapes[node] = self._read(node)
        except ShapesError as error:
            raise error if str(error).startswith("shape ") else ShapesError(f"{_named(node)}: {error}") from error
        self._open.pop()
        return node

    def _read(self, node: Term) -> Shape:
        said = self.graph.node(node)
        self._note_beyond(node)
        path = self._at_most_one(node, SH.path)
        if path is None:
            for predicate in _OF_PATHS:
                if predicate in said:
                    raise ShapesError(f"sh:{local(predicate)} belongs to a property shape, and this has no sh:path")
        properties = [self.shape(value) for value in said.get(SH.property, ())]
        severity = self._at_most_one(node, SH.severity)
        return Shape(
            node=node,
            path=paths.read(self.graph, path) if path is not None else None,
            targets=tuple(self._targets(node)),
            constraints=tuple(self._constraints(node)),
            properties=tuple(properties),
            severity=severity if severity is not None else SH.Violation,
            messages=tuple(said.get(SH.message, ())),
            name=self._text(node, SH.name),
            description=self._text(node, SH.description),
            is_deactivated=any(value in _TRUE for value in said.get(SH.deactivated, ())),
        )

    def _targets(self, node: Term) -> list[Target]:
        said = self.graph.node(node)
        targets = [Target(kind, term) for predicate, kind in _TARGETS.items() for term in said.get(predicate, ())]
        if node[0] == IRI and self.graph.is_a(node, RDFS.Class):
            targets.append(Target("class", node))
        return targets

    def _constraints(self, node: Term) -> list[Constraint]:
        said, found = self.graph.node(node), []
        for table, is_single in ((_ONE_TERM, True), (_TERMS, False), (_NUMBERS, True)):
            for predicate, name in table.items():
                values = self._single(node, predicate) if is_single else said.get(predicate, ())
                number = table is _NUMBERS
                found += [
                    Constraint(component=_component(name), terms=(value,), number=_whole(value) if number else 0)
                    for value in values
                ]
        for predicate, name in _LISTS.items():
            for value in self._single(node, predicate):
                found.append(Constraint(component=_component(name), terms=tuple(paths.items(self.graph, value))))
        for value in self._single(node, SH.datatype):
            found.append(Constraint(component="Datatype", terms=(value,)))
        found += self._patterns(node)
        if _JUST_TRUE in said.get(
            SH.uniqueLang, ()
        ):  # "1" does not count: https://github.com/w3c/data-shapes/issues/98
            found.append(Constraint(component="UniqueLang"))
        found += self._logic(node)
        found += self._qualified(node)
        found += self._closed(node)
        self._check(found)
        return found

    def _patterns(self, node: Term) -> list[Constraint]:
        flags = self._text(node, SH.flags)
        patterns = self.graph.node(node).get(SH.pattern, ())
        return [Constraint(component="Pattern", terms=(pattern,), flags=flags) for pattern in patterns]

    def _logic(self, node: Term) -> list[Constraint]:
        said = self.graph.node(node)
        found = [
            Constraint(component=_component(name), terms=(value,), shapes=(self.shape(value),))
            for predicate, name in _SHAPES.items()
            for value in said.get(predicate, ())
        ]
        for predicate, name in _SHAPE_LISTS.items():
            for value in said.get(predicate, ()):
                shapes = tuple(self.shape(member) for member in paths.items(self.graph, value))
                found.append(Constraint(component=_component(name), terms=(value,), shapes=shapes))
        return found

    def _qualified(self, node: Term) -> list[Constraint]:
        shapes = self.graph.node(node).get(SH.qualifiedValueShape, ())
        if not shapes:
            return []
        is_disjoint = any(v in _TRUE for v in self.graph.node(node).get(SH.qualifiedValueShapesDisjoint, ()))
        others = self._siblings(node) if is_disjoint else []
        return [
            Constraint(
                component=component,
                shapes=(self.shape(value),),
                siblings=tuple(self.shape(other) for other in others if other != value),
                number=_whole(count),
            )
            for value in shapes
            for predicate, component in _QUALIFIED.items()
            for count in self._single(node, predicate)
        ]

    def _siblings(self, node: Term) -> list[bytes]:
        return [
            shape
            for parent in self.graph.incoming(node, SH.property)
            for sibling in self.graph.node(parent).get(SH.property, ())
            for shape in self.graph.node(sibling).get(SH.qualifiedValueShape, ())
        ]

    def _closed(self, node: Term) -> list[Constraint]:
        said = self.graph.node(node)
        if not any(value in _TRUE for value in said.get(SH.closed, ())):
            return []
        ignored = self._at_most_one(node, SH.ignoredProperties)
        allowed = paths.items(self.graph, ignored) if ignored is not None else []
        for shape in said.get(SH.property, ()):
            allowed += [path for path in self.graph.node(shape).get(SH.path, ()) if path[0] == IRI]
        return [Constraint(component="Closed", terms=tuple(allowed))]

    def _check(self, constraints: list[Constraint]) -> None:
        for constraint in constraints:
            name, terms = constraint.component, constraint.terms
            if name == "NodeKind" and terms[0] not in _KINDS:
                raise ShapesError(f"sh:nodeKind {terms[0].decode()} is no kind of node")
            if (
                name in {"Class", "Datatype", "Equals", "Disjoint", "LessThan", "LessThanOrEquals"}
                and terms[0][0] != IRI
            ):
                raise ShapesError(f"sh:{name[0].lower()}{name[1:]} takes an IRI, not {terms[0].decode()}")
            if name.endswith(("clusive", "Pattern")) and terms[0][0] != LITERAL:
                raise ShapesError(f"sh:{name[0].lower()}{name[1:]} takes a literal, not {terms[0].decode()}")

    def _note_beyond(self, node: Term) -> None:
        for predicate in self.graph.node(node):
            if (predicate.startswith(_NAMESPACE) and predicate not in _KNOWN) or predicate in self._custom:
                self.beyond.append((node, predicate))

    def _custom_parameters(self) -> set[bytes]:
        """Return the predicates by which shapes use constraint components of their own (SHACL-SPARQL, section 6)."""
        return {
            path
            for component in self.graph.instances(SH.ConstraintComponent)
            for parameter in self.graph.node(component).get(SH.parameter, ())
            for path in self.graph.node(parameter).get(SH.path, ())
        }

    def _single(self, node: Term, predicate: bytes) -> Sequence[bytes]:
        values = self.graph.node(node).get(predicate, ())
        if len(values) > 1:
            raise ShapesError(f"sh:{local(predicate)} may stand once in a shape, and stands here {len(values)} times")
        return values

    def _at_most_one(self, node: Term, predicate: bytes) -> bytes | None:
        return next(iter(self._single(node, predicate)), None)

    def _text(self, node: Term, predicate: bytes) -> str:
        values = self.graph.node(node).get(predicate, ())
        return text(values[0]) if values else ""


def _component(name: str) -> str:
    return name[0].upper() + name[1:]


def _whole(term: Term) -> int:
    try:
        if datatype(term).endswith(b"integer>"):
            return int(text(term))
    except ValueError:
        pass
    raise ShapesError(f"{term.decode()} is no whole number")


def _named(node: Term) -> str:
    return f"shape {node.decode()}"


def _listed(terms: Sequence[bytes] | dict[bytes, list[bytes]]) -> str:
    return ", ".join(term.decode() for term in terms)


def imported(graph: Graph) -> list[str]:
    """Return the IRIs that a graph imports."""
    return [text(iri) for iri in dict.fromkeys(graph.by_object(OWL.imports)) if iri[0] == IRI]
