"""The gate: each work is checked against the shapes before it is written, and one that fails is not.

A work is checked with what its own records state about the journal, people and organisations that it names, so that
a shape can follow its links; what only all records together show is for `kg validate`.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg import resources
from kg.errors import SettingsError
from kg.shacl import GATES, Compiled, Graph, documents
from kg.shacl.graph import NOTHING, Node
from kg.shacl.paths import written
from kg.shacl.report import fails
from kg.shacl.results import SEVERITIES
from kg.shacl.terms import own_spelling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kg.settings import Settings
    from kg.shacl import Result
    from kg.shacl.shapes import Shapes
    from kg.terms import Triple

    Stated = Mapping[bytes, Callable[[], Iterable[Triple]]]

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


class _Work(Graph):
    """The triples of a work, and behind them what it states about things that it shares with others."""

    def __init__(self, triples: Iterable[Triple], stated: Stated) -> None:
        self._stated = dict(stated)
        super().__init__((subject, predicate, own_spelling(object_)) for subject, predicate, object_ in triples)

    def node(self, term: bytes) -> Node:
        found = self.subjects.get(term)
        if found is None and term in self._stated:
            self.add((s, p, own_spelling(o)) for s, p, o in self._stated.pop(term)())
            found = self.subjects.get(term)
        return NOTHING if found is None else found

    def by_object(self, predicate: bytes) -> dict[bytes, list[bytes]]:
        for term in list(self._stated):
            self.node(term)
        return super().by_object(predicate)


class Gate:
    """Shapes ready to check works."""

    def __init__(self, shapes: Shapes, level: str) -> None:
        self._shapes = shapes
        self._engine = Compiled(shapes, lambda shape: fails(_severity(shape.severity), level))
        if not self._engine.is_by_node:
            raise SettingsError(
                "the gate takes sh:targetClass and sh:targetSubjectsOf, and some shape has another kind of target"
            )

    def findings(self, triples: Iterable[Triple], stated: Stated) -> list[Finding]:
        """Return why a work fails; none where it passes.

        `stated` is what it states about shared things, by their names: made where a shape follows a link to one.
        """
        work = _Work(triples, stated)
        found: list[Result] = []
        self._engine.check(work, list(work.subjects.items()), found.append)
        return [self._finding(result) for result in found[:_KEPT]]

    def _finding(self, result: Result) -> Finding:
        return Finding(
            severity=_severity(result.severity),
            rule=self._shapes.by_node[result.shape].label,
            component=result.component,
            focus=result.focus.decode(),
            path=written(result.path) if result.path else "",
            value=result.value.decode() if result.value is not None else "",
            message=self._shapes.message(result.shape),
            shape=result.shape.decode(),
        )


def _severity(term: bytes) -> str:
    """Return a severity in a word; one of somebody's own counts as the worst."""
    return SEVERITIES.get(term, GATES[0])


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
