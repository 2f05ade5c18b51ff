"""What the gate found, as a `sh:ValidationReport` beside the dumps: by which shapes, what failed, and why.

SHACL, section 3.6 (https://www.w3.org/TR/shacl/#validation-report).  The description of the dataset links it by
`dqv:hasQualityMetadata` (https://www.w3.org/TR/vocab-dqv/).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg.build.gate import Finding, Rules
from kg.shacl import GATES, Collector, Result, documents, reports
from kg.shacl.paths import Predicate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.shacl.shapes import Shapes

_findings = msgspec.json.Decoder(list[Finding]).decode


def document(rules: Rules, quarantined: Iterable[tuple[str, bytes]]) -> bytes | None:
    """Return the report in Turtle, or None where there is no gate.

    Results are listed up to a number of each rule; how many there are in all stands in the head.
    """
    if not rules.file:
        return None
    shapes = documents.shapes([Path(rules.file)], rules.base)
    collector, works = Collector(shapes), 0
    for _, packed in quarantined:
        works += 1
        for finding in _findings(packed):
            if (result := _result(finding, shapes)) is not None:
                collector(result)
    report = collector.report(gate=rules.level, engine="compiled", checked="the records", shapes=[])
    checked = GATES[: GATES.index(rules.level) + 1]
    head = [
        f"Works that fail, and are not published: {works:,}",
        f"Checked: the shapes of severity {' and '.join(checked)}; what is less is not among the results",
    ]
    head += [
        f"{rule.label} ({rule.component}): {rule.total:,} results, {len(rule.results):,} listed"
        for rule in report.rules
    ]
    said = "".join(f"# {' '.join(line.split())}\n" for line in head)
    return said.encode() + reports.write(report, shapes, "turtle")


def _result(finding: Finding, shapes: Shapes) -> Result | None:
    shape = shapes.by_node.get(finding.shape.encode())
    if shape is None:  # of shapes that were corrected since, or of a blank node, which has another name each time
        return None
    is_closed = finding.component == "Closed" and finding.path
    return Result(
        focus=finding.focus.encode(),
        path=Predicate(finding.path.encode()) if is_closed else shape.path,
        value=finding.value.encode() if finding.value else None,
        component=finding.component,
        severity=shape.severity,
        shape=shape.node,
    )
