"""The report for continuous integration: JUnit, one test case for each rule, and SARIF 2.1.0, one rule for each shape.

SARIF: https://docs.oasis-open.org/sarif/sarif/v2.1.0/.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

import msgspec

from kg.shacl.report import fails
from kg.shacl.reports.table import shown
from kg.version import VERSION

if TYPE_CHECKING:
    from kg.shacl.report import Report, Rule
    from kg.shacl.results import Result
    from kg.shacl.shapes import Shapes

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"violation": "error", "warning": "warning", "info": "note"}
_LISTED = 20
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(report: Report, shapes: Shapes) -> bytes:
    """Return JUnit XML; a case is a rule, and fails where the rule does not pass the gate."""
    cases, failures, broken = [], 0, {rule.shape for rule in report.rules}
    for rule in report.rules:
        named = f"<testcase classname={_attribute(rule.level)} name={_attribute(f'{rule.label} {rule.component}')}"
        if fails(rule.level, report.gate):
            failures += 1
            said = f"{rule.total:,} × {rule.message or rule.description or rule.component}"
            cases.append(f"{named}><failure message={_attribute(said)}>{_text(_listed(rule))}</failure></testcase>")
        else:
            cases.append(f"{named}><system-out>{_text(_listed(rule))}</system-out></testcase>")
    cases += [
        f"<testcase classname='passed' name={_attribute(shape.label)}/>"
        for shape in shapes.by_node.values()
        if shape.node not in broken and shape.path is not None and not shape.is_deactivated
    ]
    head = f"<testsuite name={_attribute(report.checked)} tests='{len(cases)}' failures='{failures}' errors='0'>"
    return "\n".join(["<?xml version='1.0' encoding='UTF-8'?>", head, *cases, "</testsuite>", ""]).encode()


def sarif(report: Report, _: Shapes) -> bytes:
    """Return a SARIF log; the location of a result is its focus node in the data."""
    rules = {rule.shape: rule for rule in report.rules}
    driver = {
        "name": "kg",
        "version": VERSION,
        "rules": [
            {
                "id": shape.decode().strip("<>"),
                "name": rule.label,
                "shortDescription": {"text": rule.message or rule.description or rule.label},
                "defaultConfiguration": {"level": _LEVELS[rule.level]},
            }
            for shape, rule in rules.items()
        ],
    }
    results = [_sarif_result(report, rule, result) for rule in report.rules for result in rule.results]
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}
    return msgspec.json.format(msgspec.json.encode(log), indent=2) + b"\n"


def _sarif_result(report: Report, rule: Rule, result: Result) -> dict[str, object]:
    value = f": {shown(result.value)}" if result.value is not None else ""
    return {
        "ruleId": rule.shape.decode().strip("<>"),
        "level": _LEVELS[rule.level],
        "message": {"text": f"{result.message or rule.message or rule.component}{value}"},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": report.checked}},
                "logicalLocations": [{"fullyQualifiedName": result.focus.decode().strip("<>"), "kind": "resource"}],
            }
        ],
    }


def _listed(rule: Rule) -> str:
    lines = [
        f"{result.focus.decode()} {shown(result.value) if result.value else ''}".rstrip() for result in rule.results
    ]
    more = [f"… {rule.total - _LISTED:,} more"] if rule.total > _LISTED else []
    return "\n".join([*lines[:_LISTED], *more])


def _attribute(text: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", text))


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))
