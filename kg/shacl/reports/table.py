"""The report for the terminal: rules, worst first, each with its number, what to do, and a few examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.serialise import Names
from kg.shacl.paths import leaves
from kg.shacl.terms import suffix
from kg.shacl.terms import text as lexical
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from kg.shacl.report import Report, Rule
    from kg.shacl.results import Result
    from kg.shacl.shapes import Shapes

_EXAMPLES = 3
_WIDEST = 100


def document(report: Report, shapes: Shapes) -> bytes:
    """Return the report as text."""
    lines = [line for rule in report.rules for line in (*_rule(rule, shapes), "")]
    return "\n".join([*lines, *summary(report), ""]).encode()


def summary(report: Report) -> list[str]:
    """Return the verdict, and what limits it."""
    counts = ", ".join(
        f"{count:,} {level}{'s' * (count != 1 and level != 'info')}" for level, count in report.totals.items()
    )
    verdict = "conforms" if report.conforms else "does not conform"
    gate = "no gate" if report.gate == "off" else f"gate {report.gate}: {'passed' if report.passed else 'failed'}"
    lines = [f"{report.checked}: {verdict} ({counts}); {gate}"]
    if any(rule.total > len(rule.results) for rule in report.rules):
        lines.append(f"Of each rule the first {report.kept:,} results are listed; the numbers are of all.")
    lines += [
        f"Not read, since nothing is fetched: {iri} (imported); give the file with --shapes" for iri in report.imports
    ]
    return lines


def _rule(rule: Rule, shapes: Shapes) -> list[str]:
    shape = shapes.by_node[rule.shape]
    path = short_path(rule.path, [*leaves(shape.path)] if shape.path else [])
    head = f"{rule.level.capitalize():<9} {rule.total:>7,}  {rule.label}"
    about = " ".join(part for part in (path, rule.component) if part)
    said = [f"           {text}" for text in (rule.message, rule.description) if text]
    return [f"{head}  [{about}]", *said, *map(_example, rule.results[:_EXAMPLES])]


def _example(result: Result) -> str:
    value = "" if result.value is None else f"  {shown(result.value)}"
    message = f"\n             {result.message}" if result.message else ""
    return f"           {result.focus.decode()}{value}{message}"


def shown(term: bytes) -> str:
    """Return a term in one line that is not too long."""
    text = term.decode() if term[:1] in b"<_" else f'"{lexical(term)}"{suffix(term).decode()}'
    text = " ".join(text.split())
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def short_path(path: str, predicates: list[bytes]) -> str:
    """Return a path with the usual prefixes."""
    names = Names(PREFIXES, "")
    for iri in predicates:
        path = path.replace(iri.decode(), names.short(iri).decode())  # type: ignore[arg-type]  # an IRI of a shapes graph
    return path
