"""Shapes as values: what a shapes graph says, checked once, for every engine to read (SHACL, sections 2 and 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kg.shacl.paths import Path, written
from kg.shacl.terms import SH, local, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.shacl.graph import Graph


class Constraint(msgspec.Struct, frozen=True, kw_only=True):
    """One constraint of a shape: its component (`MinCount`) and its parameters.

    `terms` are the parameter or the members of its list, `shapes` the shapes it refers to, `number` a count or
    length, `flags` those of a pattern; `siblings` are the shapes that a qualified value must not conform to.
    """

    component: str
    terms: tuple[bytes, ...] = ()
    shapes: tuple[bytes, ...] = ()
    siblings: tuple[bytes, ...] = ()
    number: int = 0
    flags: str = ""

    @property
    def iri(self) -> bytes:
        """The IRI of the constraint component, as a report names it."""
        return component_iri(self.component)


class Target(msgspec.Struct, frozen=True):
    """What a shape is about: `kind` is `class`, `node`, `subjects` or `objects`."""

    kind: str
    term: bytes


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """A node shape or, where it has a path, a property shape."""

    node: bytes
    path: Path | None = None
    targets: tuple[Target, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    properties: tuple[bytes, ...] = ()
    severity: bytes = SH.Violation
    messages: tuple[bytes, ...] = ()
    name: str = ""
    description: str = ""
    is_deactivated: bool = False

    @property
    def label(self) -> str:
        """How a report calls it: its name, else the last part of its IRI, else its path."""
        if self.name:
            return self.name
        if self.node.startswith(b"<"):
            return local(self.node)
        return written(self.path) if self.path else "a shape without a name"


class Shapes(msgspec.Struct, frozen=True):
    """All shapes of a shapes graph by their nodes; `beyond` are (shape, term) pairs that are not of SHACL Core.

    `graph` is what they were read from, `imports` what it imports and nobody has read.
    """

    graph: Graph
    by_node: dict[bytes, Shape]
    beyond: tuple[tuple[bytes, bytes], ...] = ()
    imports: tuple[str, ...] = ()

    def targeted(self) -> Iterator[Shape]:
        """Yield the shapes from which validation starts."""
        return (shape for shape in self.by_node.values() if shape.targets and not shape.is_deactivated)

    def message(self, node: bytes) -> str:
        """Return what a shape says about its failures; empty where it says nothing."""
        shape = self.by_node.get(node)
        return text(_preferred(shape.messages)) if shape and shape.messages else ""


def component_iri(name: str) -> bytes:
    """Return the IRI of a component of SHACL Core.

    >>> component_iri("MinCount")
    b'<http://www.w3.org/ns/shacl#MinCountConstraintComponent>'
    """
    return b"<http://www.w3.org/ns/shacl#%bConstraintComponent>" % name.encode()


def component_name(iri: bytes) -> str:
    """Return the short name of a constraint component: `MinCount`."""
    return local(iri).removesuffix("ConstraintComponent")


def _preferred(messages: tuple[bytes, ...]) -> bytes:
    """English, else one without a language, else the first."""
    return next((m for m in messages if b'"@en' in m), next((m for m in messages if m.endswith(b'"')), messages[0]))
