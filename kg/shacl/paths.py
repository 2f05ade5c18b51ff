"""Property paths (SHACL, section 2.3.1): read from a graph, written as SPARQL writes them, walked over data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kg.errors import ShapesError
from kg.shacl.terms import BLANK, IRI, RDF, SH, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.shacl.graph import Data, Graph

    Walk = Callable[[Data, bytes], Sequence[bytes]]


class Predicate(msgspec.Struct, frozen=True, tag=True):
    """One step along a predicate."""

    iri: bytes


class Inverse(msgspec.Struct, frozen=True, tag=True):
    """A path from its end."""

    path: Path


class Chain(msgspec.Struct, frozen=True, tag=True):
    """One path after the other."""

    paths: tuple[Path, ...]


class Alternative(msgspec.Struct, frozen=True, tag=True):
    """One path or another."""

    paths: tuple[Path, ...]


class Repeated(msgspec.Struct, frozen=True, tag=True):
    """A path as often as `mark` says: `*`, `+` or `?`."""

    path: Path
    mark: str


Path = Predicate | Inverse | Chain | Alternative | Repeated
_MARKS: dict[bytes, str] = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


def read(graph: Graph, term: Term, above: tuple[Term, ...] = ()) -> Path:
    """Return the path that a node of a shapes graph stands for; raises `ShapesError` where it is none."""
    if term[0] == IRI:
        return Predicate(term)
    if term[0] != BLANK or term in above:
        raise ShapesError(f"{term.decode()} is no property path")
    node, above = graph.node(term), (*above, term)
    if RDF.first in node:
        members = items(graph, term)
        if len(members) < 2:
            raise ShapesError("a sequence path has two members or more")
        return Chain(tuple(read(graph, member, above) for member in members))
    for predicate in (SH.inversePath, SH.alternativePath, *_MARKS):
        if values := node.get(predicate):
            if len(values) > 1:
                raise ShapesError(f"a path with {len(values)} values of {predicate.decode()}")
            return _special(graph, predicate, values[0], above)
    raise ShapesError(f"a property path of no known kind: {', '.join(p.decode() for p in node) or term.decode()}")


def _special(graph: Graph, predicate: bytes, value: Term, above: tuple[Term, ...]) -> Path:
    if predicate == SH.alternativePath:
        members = items(graph, value)
        if len(members) < 2:
            raise ShapesError("an alternative path has two members or more")
        return Alternative(tuple(read(graph, member, above) for member in members))
    inner = read(graph, value, above)
    return Inverse(inner) if predicate == SH.inversePath else Repeated(inner, _MARKS[predicate])


def items(graph: Graph, head: Term) -> list[Term]:
    """Return the members of an RDF list; raises `ShapesError` where it is none or has no end."""
    members: list[Term] = []
    seen: set[Term] = set()
    while head != RDF.nil:
        node = graph.node(head)
        first, rest = node.get(RDF.first, ()), node.get(RDF.rest, ())
        if len(first) != 1 or len(rest) != 1 or head in seen:
            raise ShapesError(f"{head.decode()} is no well-formed list")
        seen.add(head)
        members.append(first[0])
        head = rest[0]
    return members


def written(path: Path) -> str:
    """Return a path as SPARQL writes it (SPARQL 1.1, section 9.1)."""
    if isinstance(path, Predicate):
        return path.iri.decode()
    if isinstance(path, Inverse):
        return f"^{_grouped(path.path)}"
    if isinstance(path, Repeated):
        return f"{_grouped(path.path)}{path.mark}"
    return ("/" if isinstance(path, Chain) else "|").join(_grouped(part) for part in path.paths)


def _grouped(path: Path) -> str:
    return written(path) if isinstance(path, Predicate) else f"({written(path)})"


def leaves(path: Path) -> Iterator[bytes]:
    """Yield the predicates of a path."""
    if isinstance(path, Predicate):
        yield path.iri
    elif isinstance(path, Inverse | Repeated):
        yield from leaves(path.path)
    else:
        for part in path.paths:
            yield from leaves(part)


def backwards(path: Path, *, inverse: bool = False) -> set[bytes]:
    """Return the predicates of which a path asks who has a node as a value."""
    if isinstance(path, Predicate):
        return {path.iri} if inverse else set()
    if isinstance(path, Inverse):
        return backwards(path.path, inverse=not inverse)
    parts = (path.path,) if isinstance(path, Repeated) else path.paths
    return {predicate for part in parts for predicate in backwards(part, inverse=inverse)}


def walk(path: Path) -> Walk:
    """Return the function from data and a node to the value nodes, each once."""
    if isinstance(path, Predicate):
        iri = path.iri
        return lambda data, node: data.node(node).get(iri, ())
    if isinstance(path, Inverse):
        return _backwards(path.path)
    if isinstance(path, Repeated):
        return _repeated(walk(path.path), path.mark)
    return (_sequence if isinstance(path, Chain) else _alternative)([walk(part) for part in path.paths])


def _backwards(path: Path) -> Walk:
    """Return the inverse of a path: that of its parts, in the other order."""
    if isinstance(path, Predicate):
        iri = path.iri
        return lambda data, node: data.incoming(node, iri)
    if isinstance(path, Inverse):
        return walk(path.path)
    if isinstance(path, Repeated):
        return _repeated(_backwards(path.path), path.mark)
    if isinstance(path, Chain):
        return _sequence([_backwards(part) for part in reversed(path.paths)])
    return _alternative([_backwards(part) for part in path.paths])


def _sequence(steps: Sequence[Walk]) -> Walk:
    def values(data: Data, node: bytes) -> Sequence[bytes]:
        nodes: Sequence[bytes] = (node,)
        for step in steps:
            nodes = step(data, nodes[0]) if len(nodes) == 1 else [*{v: 0 for n in nodes for v in step(data, n)}]
        return nodes

    return values


def _alternative(branches: Sequence[Walk]) -> Walk:
    return lambda data, node: [*dict.fromkeys(value for branch in branches for value in branch(data, node))]


def _repeated(step: Walk, mark: str) -> Walk:
    def values(data: Data, node: bytes) -> Sequence[bytes]:
        found: dict[bytes, None] = {} if mark == "+" else {node: None}
        waiting = list(step(data, node))
        while waiting:
            value = waiting.pop()
            if value not in found:
                found[value] = None
                if mark != "?":
                    waiting.extend(step(data, value))
        return list(found)

    return values
