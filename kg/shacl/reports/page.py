"""The report as a page that needs nothing else: no script, no style from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.shacl.reports.table import shown

if TYPE_CHECKING:
    from kg.shacl.report import Report
    from kg.shacl.shapes import Shapes

_TEMPLATES = Path(__file__).parents[1] / "templates"


def document(report: Report, _: Shapes) -> bytes:
    """Return the report as HTML."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - a tenth of the memory of a check

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("report.html").render(report=report, shown=shown).encode()
