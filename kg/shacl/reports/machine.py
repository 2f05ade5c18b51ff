"""The report for programs: one JSON document, or one result a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kg.shacl.paths import written

if TYPE_CHECKING:
    from kg.shacl.report import Report, Rule
    from kg.shacl.results import Result
    from kg.shacl.shapes import Shapes


def json(report: Report, _: Shapes) -> bytes:
    """Return the whole report; terms as N-Triples writes them."""
    rules = [
        {
            "rule": rule.label,
            "shape": rule.shape.decode(),
            "component": rule.component,
            "severity": rule.level,
            "path": rule.path or None,
            "message": rule.message,
            "description": rule.description,
            "total": rule.total,
            "truncated": rule.total > len(rule.results),
            "results": [_result(result) for result in rule.results],
        }
        for rule in report.rules
    ]
    whole = {
        "conforms": report.conforms,
        "passed": report.passed,
        "gate": report.gate,
        "engine": report.engine,
        "data": report.checked,
        "shapes": report.shapes,
        "totals": report.totals,
        "notRead": report.imports,
        "rules": rules,
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"


def lines(report: Report, _: Shapes) -> bytes:
    """Return one JSON object for each result and, last, one with the totals."""
    encode = msgspec.json.encode
    results = [encode(flat(rule, result)) for rule in report.rules for result in rule.results]
    last = encode({"conforms": report.conforms, "passed": report.passed, "gate": report.gate, "totals": report.totals})
    return b"\n".join([*results, last, b""])


def flat(rule: Rule, result: Result) -> dict[str, Any]:
    """Return a result with its rule, as one object."""
    said = {
        "severity": rule.level,
        "rule": rule.label,
        "shape": rule.shape.decode(),
        "component": rule.component,
        "message": result.message or rule.message,
    }
    return said | _result(result)


def _result(result: Result) -> dict[str, Any]:
    said = {
        "focus": result.focus.decode(),
        "path": written(result.path) if result.path else None,
        "value": result.value.decode() if result.value is not None else None,
    }
    return said | {"message": result.message} if result.message else said
