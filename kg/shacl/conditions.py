"""Constraint → SPARQL: an expression that is true of a node that does not conform.

It is asked in a FILTER and never fails: what a store cannot compute counts as not conforming.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from kg.errors import ShapesError
from kg.shacl.paths import written
from kg.shacl.terms import RDF, RDFS, XSD, local, text
from kg.shacl.values import is_cast, lexical, limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.shacl.shapes import Constraint, Shape, Shapes

_MOST_APART = 6  # values told from one another within one condition
_KINDS = {
    "IRI": "!isIRI({})",
    "BlankNode": "!isBlank({})",
    "Literal": "!isLiteral({})",
    "BlankNodeOrIRI": "isLiteral({})",
    "BlankNodeOrLiteral": "isIRI({})",
    "IRIOrLiteral": "isBlank({})",
}
_ORDERS = {"MinInclusive": ">=", "MaxInclusive": "<=", "MinExclusive": ">", "MaxExclusive": "<"}
LESS = {"LessThan": "<", "LessThanOrEquals": "<="}


class Conditions:
    """Writes conditions for the shapes of one shapes graph; each uses variables of its own.

    `has_classes` says whether the data has classes below classes.
    """

    def __init__(self, shapes: Shapes, *, has_classes: bool) -> None:
        self._shapes = shapes
        self._count = 0
        step = RDF.type.decode()
        self.type = f"{step}/{RDFS.subClassOf.decode()}*" if has_classes else step

    def variable(self) -> str:
        self._count += 1
        return f"?v{self._count}"

    def of(self, shape: Shape, constraint: Constraint, node: str) -> str:  # noqa: PLR0911 - one for each component
        """Return what is true where a value node does not satisfy a constraint that is about single values."""
        name, terms = constraint.component, constraint.terms
        if name in {"And", "Or", "Xone", "Not", "Node"}:
            return self._logic(constraint, node)
        if name == "Class":
            return f"!EXISTS {{ {node} {self.type} {sparql(terms[0])} }}"
        if name == "Datatype":
            return _datatype(terms[0], node)
        if name == "NodeKind":
            return _KINDS[local(terms[0])].format(node)
        if name in _ORDERS:
            return f"!{ordered(node, _ORDERS[name], sparql(terms[0]))}"
        if name == "In":
            return "!(" + (" || ".join(f"sameTerm({node}, {sparql(term)})" for term in terms) or "false") + ")"
        made = _TEXTS.get(name)
        return made(constraint, node) if made else self._refuse(shape, constraint)

    def fails(self, shape: Shape, node: str) -> str:
        """Return what is true where a node does not conform to a shape."""
        if shape.is_deactivated:
            return "false"
        if shape.path is None:
            parts = [self._whole(shape, c, node, [node]) for c in shape.constraints]
            parts += [self.fails(self._shapes.by_node[nested], node) for nested in shape.properties]
        else:
            parts = [self._of_path(shape, constraint, node) for constraint in shape.constraints]
            for nested in shape.properties:
                value = self.variable()
                failed = self.fails(self._shapes.by_node[nested], value)
                parts.append(f"EXISTS {{ {node} {written(shape.path)} {value} FILTER({failed}) }}")
        return f"({' || '.join(parts)})" if parts else "false"

    def _whole(self, shape: Shape, constraint: Constraint, node: str, values: list[str]) -> str:
        """Return the condition of a constraint of a node shape, whose one value is the node."""
        name, value = constraint.component, values[0]
        if name == "HasValue":
            return f"!sameTerm({value}, {sparql(constraint.terms[0])})"
        if name == "Closed":
            predicate, object_ = self.variable(), self.variable()
            return f"EXISTS {{ {node} {predicate} {object_} FILTER({not_in(predicate, constraint.terms)}) }}"
        if name in {"Equals", "Disjoint"}:
            other, term = self.variable(), sparql(constraint.terms[0])
            if name == "Disjoint":
                return f"EXISTS {{ {node} {term} {other} FILTER(sameTerm({node}, {other})) }}"
            same = f"EXISTS {{ {node} {term} {other} FILTER(!sameTerm({node}, {other})) }}"
            return f"({same} || !EXISTS {{ {node} {term} {self.variable()} }})"
        return self.of(shape, constraint, value)

    def _of_path(self, shape: Shape, constraint: Constraint, node: str) -> str:
        name, path, number = constraint.component, written(shape.path) if shape.path else "", constraint.number
        if name == "MinCount":
            return f"!{self.several(shape, node, path, number, [])}" if number else "false"
        if name == "MaxCount":
            return self.several(shape, node, path, number + 1, [])
        if name == "HasValue":
            return f"!EXISTS {{ {node} {path} {sparql(constraint.terms[0])} }}"
        if name.startswith("Qualified"):
            return self.qualified(shape, constraint, node)
        one, other = self.variable(), self.variable()
        if name in {"Equals", "Disjoint", *LESS, "UniqueLang"}:
            return self._of_two(constraint, f"{node} {path} {one}", node, one, other)
        condition = self._whole(shape, constraint, one, [one])
        return f"EXISTS {{ {node} {path} {one} FILTER({condition}) }}"

    def _of_two(self, constraint: Constraint, first: str, node: str, one: str, other: str) -> str:
        name = constraint.component
        if name == "UniqueLang":
            again = first.replace(one, other)
            tags = f"LCASE(LANG({one})) = LCASE(LANG({other})) && LANG({one}) != '' && !sameTerm({one}, {other})"
            return f"EXISTS {{ {first} . {again} FILTER({tags}) }}"
        second = f"{node} {sparql(constraint.terms[0])}"
        if name == "Disjoint":
            return f"EXISTS {{ {first} . {second} {one} }}"
        if name == "Equals":
            missing = f"EXISTS {{ {first} FILTER NOT EXISTS {{ {second} {one} }} }}"
            return f"({missing} || EXISTS {{ {second} {one} FILTER NOT EXISTS {{ {first} }} }})"
        return f"EXISTS {{ {first} . {second} {other} FILTER(!{ordered(one, LESS[name], other)}) }}"

    def qualified(self, shape: Shape, constraint: Constraint, node: str) -> str:
        """Return the condition of a qualified count: there are, or are not, so many values of a kind."""
        path, number = written(shape.path) if shape.path else "", constraint.number

        def kind(value: str) -> str:
            (wanted,) = (self._shapes.by_node[inner] for inner in constraint.shapes)
            others = (self._shapes.by_node[inner] for inner in constraint.siblings)
            return " && ".join([f"!{self.fails(wanted, value)}", *(self.fails(other, value) for other in others)])

        if constraint.component == "QualifiedMinCount":
            return f"!{self.several(shape, node, path, number, [kind])}" if number else "false"
        return self.several(shape, node, path, number + 1, [kind])

    def several(self, shape: Shape, node: str, path: str, number: int, kinds: list[Callable[[str], str]]) -> str:
        """Return what is true where a node has at least so many values, all of a kind."""
        if number > _MOST_APART:
            raise ShapesError(
                f"shape {shape.node.decode()}: the engine sparql does not count to {number} within another shape"
            )
        values = [self.variable() for _ in range(number)]
        apart = [f"!sameTerm({one}, {two})" for at, one in enumerate(values) for two in values[:at]]
        tests = apart + [kind(value) for kind in kinds for value in values]
        said = " . ".join(f"{node} {path} {value}" for value in values)
        return f"EXISTS {{ {said} FILTER({' && '.join(tests) or 'true'}) }}"

    def _logic(self, constraint: Constraint, node: str) -> str:
        name = constraint.component
        failing = [self.fails(self._shapes.by_node[inner], node) for inner in constraint.shapes]
        if name == "Not":
            return f"!{failing[0]}"
        if name == "Or":
            return f"({' && '.join(failing) or 'true'})"
        if name == "Xone":
            return "(" + (" + ".join(f"IF({each}, 0, 1)" for each in failing) or "0") + ") != 1"
        return f"({' || '.join(failing) or 'false'})"

    def _refuse(self, shape: Shape, constraint: Constraint) -> NoReturn:
        raise ShapesError(
            f"shape {shape.node.decode()}: the engine sparql does not check sh:{constraint.component} here"
        )


def _length(comparison: str) -> Callable[[Constraint, str], str]:
    return lambda constraint, node: f"(isBlank({node}) || STRLEN(STR({node})) {comparison} {constraint.number})"


def _pattern(constraint: Constraint, node: str) -> str:
    return f"(isBlank({node}) || !COALESCE({regex(f'STR({node})', constraint)}, false))"


def _languages(constraint: Constraint, node: str) -> str:
    tests = " || ".join(f"LANGMATCHES(LANG({node}), {sparql(term)})" for term in constraint.terms)
    return f"!COALESCE({tests or 'false'}, false)"


_TEXTS: dict[str, Callable[[Constraint, str], str]] = {
    "MinLength": _length("<"),
    "MaxLength": _length(">"),
    "Pattern": _pattern,
    "LanguageIn": _languages,
}


def regex(of: str, constraint: Constraint) -> str:
    """Return the call of REGEX for a pattern."""
    flags = f', "{constraint.flags}"' if constraint.flags else ""
    return f"REGEX({of}, {sparql(constraint.terms[0])}{flags})"


def ordered(one: str, operator: str, other: str) -> str:
    """Return what is true of two values in this order: of literals, since some stores find an IRI equal to itself."""
    return f"(isLiteral({one}) && isLiteral({other}) && COALESCE({one} {operator} {other}, false))"


def not_in(predicate: str, allowed: tuple[bytes, ...]) -> str:
    """Return what is true of a predicate that is none of these."""
    return f"{predicate} NOT IN ({', '.join(sparql(term) for term in allowed)})" if allowed else "true"


def sparql(term: bytes) -> str:
    """Return a term as SPARQL writes it: as N-Triples does; raises `ShapesError` for a blank node."""
    if term.startswith(b"_"):
        raise ShapesError("the engine sparql cannot name a blank node")
    return term.decode()


def _datatype(datatype: bytes, node: str) -> str:
    name = text(datatype).removeprefix(XSD)
    is_one = f"DATATYPE({node}) = {sparql(datatype)}"
    if datatype == RDF.langString:  # which Virtuoso calls a string
        is_one = f"LANG({node}) != ''"
    elif name == "string":
        is_one += f" && LANG({node}) = ''"
    tests = [f"isLiteral({node}) && {is_one}"]
    if form := lexical(name):
        tests.append(f"REGEX(STR({node}), {_quoted(f'^(?:{form})$')})")
    least, most = limits(name)
    if least is not None:
        tests.append(f"<{XSD}integer>(STR({node})) >= {least}")
    if most is not None:
        tests.append(f"<{XSD}integer>(STR({node})) <= {most}")
    if is_cast(name):
        cast = f"<{XSD}{name}>(STR({node}))"
        tests.append(f"{cast} = {cast}")
    return f"!COALESCE({' && '.join(tests)}, false)"


def _quoted(pattern: str) -> str:
    return '"' + pattern.replace("\\", "\\\\").replace('"', '\\"') + '"'
