"""Results → report, as they stream: grouped by rule, each rule with its true total and the first of its results.

A rule is a shape with one of its constraint components.  What a report holds does not grow with the data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kg.shacl.paths import written
from kg.shacl.results import SEVERITIES, Result

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.shacl.shapes import Shapes

GATES = (*SEVERITIES.values(), "off")  # what fails: this severity and those before it
KEPT = 1000


Packed = list[tuple[tuple[bytes, str], int, list[Result]]]
"""Of each rule how many results there are, and the first of them."""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """All results of one shape and constraint component: how many there are, and the first of them."""

    shape: bytes
    label: str
    component: str
    severity: bytes
    path: str
    message: str
    description: str
    total: int
    results: tuple[Result, ...]

    @property
    def level(self) -> str:
        """Its severity in a word: `violation`, `warning`, `info`; one of somebody's own counts as a violation."""
        return SEVERITIES.get(self.severity, "violation")


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of a validation.

    `conforms` is SHACL's: no result of any severity (section 3.1).  `passed` is that of the gate: no result as bad as
    it, or worse.  `kept` is how many results of a rule are listed at most; `imports` are those nobody has read.
    """

    conforms: bool
    passed: bool
    gate: str
    engine: str
    checked: str
    shapes: tuple[str, ...]
    totals: dict[str, int]
    rules: tuple[Rule, ...]
    kept: int
    imports: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many results there are in all."""
        return sum(self.totals.values())


class Collector:
    """Takes results as they come."""

    def __init__(self, shapes: Shapes, kept: int = KEPT) -> None:
        self._shapes = shapes
        self._kept = kept
        self._totals: dict[tuple[bytes, str], int] = {}
        self._results: dict[tuple[bytes, str], list[Result]] = {}

    def __call__(self, result: Result) -> None:
        """Take one result."""
        rule = result.shape, result.component
        total = self._totals.get(rule, 0)
        self._totals[rule] = total + 1
        if total < self._kept:
            self._results.setdefault(rule, []).append(result)

    def merge(self, packed: Packed) -> None:
        """Take what another collector packed."""
        for rule, total, results in packed:
            self._totals[rule] = self._totals.get(rule, 0) + total
            kept = self._results.setdefault(rule, [])
            kept += results[: self._kept - len(kept)]

    def packed(self) -> Packed:
        """Return what was taken, to be merged into another collector."""
        return [(rule, total, self._results.get(rule, [])) for rule, total in self._totals.items()]

    def report(self, *, gate: str, engine: str, checked: str, shapes: Iterable[str]) -> Report:
        """Return the report of all that was taken, the worst and most frequent rules first."""
        rules = sorted(map(self._rule, self._totals), key=_rank)
        totals = dict.fromkeys(SEVERITIES.values(), 0)
        for rule in rules:
            totals[rule.level] += rule.total
        return Report(
            conforms=not rules,
            passed=not any(fails(rule.level, gate) for rule in rules),
            gate=gate,
            engine=engine,
            checked=checked,
            shapes=tuple(shapes),
            totals=totals,
            rules=tuple(rules),
            kept=self._kept,
            imports=self._shapes.imports,
        )

    def _rule(self, key: tuple[bytes, str]) -> Rule:
        node, component = key
        shape = self._shapes.by_node[node]
        results = self._results.get(key, [])
        return Rule(
            shape=node,
            label=shape.label,
            component=component,
            severity=shape.severity,
            path=written(shape.path) if shape.path else "",
            message=self._shapes.message(node),
            description=shape.description,
            total=self._totals[key],
            results=tuple(sorted(results, key=lambda result: (result.focus, result.value or b""))),
        )


def fails(level: str, gate: str) -> bool:
    """Tell whether a result of some severity does not pass a gate."""
    return GATES.index(level) <= GATES.index(gate) if gate != "off" else False


def _rank(rule: Rule) -> tuple[int, int, bytes, str]:
    return GATES.index(rule.level), -rule.total, rule.shape, rule.component
