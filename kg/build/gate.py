"""The gate: each work is checked against the shapes before it is written, and one that fails is not.

A work is checked with what its own records state about the journal, people and organisations that it names, so that
a shape can follow its links; what only all records together show is for `kg validate`.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg import resources
from kg.errors import SettingsError
from kg.shacl import GATES, Compiled, Graph, documents
from kg.shacl.paths import written
from kg.shacl.report import fails
from kg.shacl.results import SEVERITIES
from kg.shacl.terms import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.settings import Settings
    from kg.shacl import Result
    from kg.shacl.shapes import Shapes
    from kg.terms import Triple

_KEPT = 50  # results kept of one work


class Rules(msgspec.Struct, frozen=True):
    """The shapes to check by, by their file, and from which severity on a work fails; no file is no gate.

    `base` is that of the site: shapes about its own terms name them relative to it.
    """

    file: str = ""
    level: str = "off"
    digest: str = ""
    base: str = ""

    @property
    def name(self) -> str:
        """What a generation says of the gate that it passed."""
        return f"{self.level} {self.digest}".rstrip()


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """One result for a work in quarantine."""

    severity: str
    rule: str
    component: str
    focus: str
    path: str = ""
    value: str = ""
    message: str = ""
    shape: str = ""


class Gate:
    """Shapes ready to check works."""

    def __init__(self, shapes: Shapes, level: str) -> None:
        self._shapes = shapes
        self._level = level
        self._engine = Compiled(shapes)
        if not self._engine.is_by_node:
            raise SettingsError(
                "the gate takes sh:targetClass and sh:targetSubjectsOf, and some shape has another kind of target"
            )

    def findings(self, triples: Iterable[Triple], stated: Iterable[Iterable[Triple]]) -> list[Finding]:
        """Return why a work fails; none where it passes.  `stated` is what it states about shared things."""
        own = [(subject, predicate, canonical(object_)) for subject, predicate, object_ in triples]
        graph = Graph(own)
        nodes = list(graph.subjects.items())
        graph.add(chain.from_iterable(stated))
        found: list[Result] = []
        self._engine.check(graph, nodes, found.append)
        failing = [result for result in found if fails(SEVERITIES.get(result.severity, GATES[0]), self._level)]
        return [self._finding(result) for result in failing[:_KEPT]]

    def _finding(self, result: Result) -> Finding:
        return Finding(
            severity=SEVERITIES.get(result.severity, GATES[0]),
            rule=self._shapes.by_node[result.shape].label,
            component=result.component,
            focus=result.focus.decode(),
            path=written(result.path) if result.path else "",
            value=result.value.decode() if result.value is not None else "",
            message=self._shapes.message(result.shape),
            shape=result.shape.decode(),
        )


def rules(settings: Settings) -> Rules:
    """Return the rules that settings ask for.

    Raises `ShapesError` where the shapes cannot be used, `SettingsError` where a file that is named is missing.
    """
    level, named = settings.text("build.gate"), settings.text("build.shapes")
    file = Path(named) if named else resources.folder("shapes") / "profiles" / "default.ttl"
    if level == "off" or (not named and not file.is_file()):
        return Rules()
    if not file.is_file():
        raise SettingsError(f"build.shapes = {named}: no such file")
    base = settings.text("site.base")
    Gate(documents.shapes([file], base), level)
    whole = b"".join(read.read_bytes() for read in documents.files([file]))
    return Rules(str(file.absolute()), level, hashlib.sha256(whole).hexdigest(), base)


@lru_cache(1)
def opened(chosen: Rules) -> Gate | None:
    """Return the gate of these rules, in any process; None where there is none."""
    return Gate(documents.shapes([Path(chosen.file)], chosen.base), chosen.level) if chosen.file else None
