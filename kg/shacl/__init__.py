"""SHACL validation: shapes read once, checked by one of three engines, reported in the form that is wanted.

    shapes file ──▶ Shapes ──▶ engine ──▶ Result, Result, … ──▶ Report ──▶ table, JSON, Turtle, JUnit, SARIF, HTML

Specification: https://www.w3.org/TR/shacl/.  Engines: `compiled` (the default; SHACL Core),
`pyshacl` (the reference) and `sparql` (whole stores and endpoints; Core and SPARQL-based constraints).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import SettingsError
from kg.shacl.compiled import Compiled
from kg.shacl.graph import Graph
from kg.shacl.queried import Queried
from kg.shacl.report import GATES, Collector, Report
from kg.shacl.results import Engine, Result

if TYPE_CHECKING:
    from kg.shacl.shapes import Shapes

__all__ = ["ENGINES", "GATES", "Collector", "Compiled", "Engine", "Graph", "Queried", "Report", "Result", "engine"]

ENGINES = ("compiled", "pyshacl", "sparql")


def engine(name: str, shapes: Shapes) -> Engine:
    """Return an engine for these shapes; raises `ShapesError` for what it cannot check, `SettingsError` for a name."""
    if name == "compiled":
        return Compiled(shapes)
    if name == "pyshacl":
        from kg.shacl.reference import Reference  # noqa: PLC0415 - a second to import, and rarely wanted

        return Reference(shapes)
    if name == "sparql":
        return Queried(shapes)
    raise SettingsError(f"--engine {name}: there are {', '.join(ENGINES)}")
