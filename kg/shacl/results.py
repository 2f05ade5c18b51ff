"""What validation finds: the one type of all engines, and where findings go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

from kg.shacl.paths import Path  # noqa: TC001 - msgspec reads the annotations
from kg.shacl.terms import SH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.shacl.graph import Graph

    Take = Callable[["Result"], object]

SEVERITIES: dict[bytes, str] = {SH.Violation: "violation", SH.Warning: "warning", SH.Info: "info"}  # the worst first


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One validation result (SHACL, section 3.6.2), its terms as N-Triples writes them.

    `component` is the short name of the constraint component (`MinCount`), `path` the path of the shape or, of a
    closed shape, the predicate that must not be there.  `message` is that of a SPARQL-based constraint, which tells of
    this result; what a shape says of all of its results stands in the shape.
    """

    focus: bytes
    path: Path | None
    value: bytes | None
    component: str
    severity: bytes
    shape: bytes
    message: str = ""


class Engine(Protocol):
    """Checks graphs against the shapes that it was made with."""

    def results(self, graph: Graph) -> Iterator[Result]:
        """Yield what is wrong with a graph, in no particular order."""
