"""A report in the form that its reader wants: a person, a program, a continuous integration, a triple store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.shacl.reports import continuous, machine, page, rdf, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.shacl.report import Report
    from kg.shacl.shapes import Shapes

FORMATS: dict[str, Callable[[Report, Shapes], bytes]] = {
    "table": table.document,
    "json": machine.json,
    "ndjson": machine.lines,
    "turtle": rdf.document,
    "junit": continuous.junit,
    "sarif": continuous.sarif,
    "html": page.document,
}


def write(report: Report, shapes: Shapes, format_: str) -> bytes:
    """Return a report in one of `FORMATS`."""
    return FORMATS[format_](report, shapes)
