"""The report as `sh:ValidationReport` (SHACL, section 3.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from kg.shacl.paths import Alternative, Chain, Inverse, Path, Predicate
from kg.shacl.shapes import component_iri
from kg.shacl.terms import BLANK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.shacl.report import Report, Rule
    from kg.shacl.results import Result
    from kg.shacl.shapes import Shapes

_PREFIXES = b"@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\n"
_MARKS = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


def document(report: Report, shapes: Shapes) -> bytes:
    """Return the report in Turtle: all results that are listed."""
    blocks = [b"[] a sh:ValidationReport ;\n  sh:conforms %b" % (b"true" if report.conforms else b"false")]
    for rule in report.rules:
        messages = shapes.by_node[rule.shape].messages
        blocks += [b"  sh:result %b" % _result(rule, result, messages) for result in rule.results]
    return _PREFIXES + b" ;\n".join(blocks) + b" .\n"


def _result(rule: Rule, result: Result, messages: tuple[bytes, ...]) -> bytes:
    return b"[\n    " + b" ;\n    ".join(_said(rule, result, messages)) + b" ]"


def _said(rule: Rule, result: Result, messages: tuple[bytes, ...]) -> Iterator[bytes]:
    yield b"a sh:ValidationResult"
    yield b"sh:focusNode %b" % _term(result.focus)
    if result.path is not None:
        yield b"sh:resultPath %b" % path_terms(result.path)
    if result.value is not None:
        yield b"sh:value %b" % _term(result.value)
    yield b"sh:resultSeverity %b" % rule.severity
    yield b"sh:sourceConstraintComponent %b" % component_iri(rule.component)
    yield b"sh:sourceShape %b" % _term(rule.shape)
    own = (orjson.dumps(result.message),) if result.message else messages
    for message in own:
        yield b"sh:resultMessage %b" % message


def _term(term: bytes) -> bytes:
    return b"_:n%b" % term[2:] if term[0] == BLANK else term


def path_terms(path: Path) -> bytes:
    """Return a path as Turtle says it in a graph."""
    if isinstance(path, Predicate):
        return path.iri
    if isinstance(path, Inverse):
        return b"[ sh:inversePath %b ]" % path_terms(path.path)
    if isinstance(path, Chain | Alternative):
        members = b"( %b )" % b" ".join(map(path_terms, path.paths))
        return members if isinstance(path, Chain) else b"[ sh:alternativePath %b ]" % members
    return b"[ sh:%b %b ]" % (_MARKS[path.mark].encode(), path_terms(path.path))
