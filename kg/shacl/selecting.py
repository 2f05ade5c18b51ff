"""SPARQL-based constraints (SHACL, section 5): which of their queries may be asked once for all focus nodes.

The specification asks each query for one node at a time, with `$this` bound before anything else is.  To ask for all
nodes together is a thousand times cheaper, and comes to the same where `$this` stands in a triple pattern of the one
group that the query has: then every solution is about one node.  All else is refused, since it may not be the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.shacl.terms import OWL, SH, text

if TYPE_CHECKING:
    from kg.shacl.graph import Graph

_ASIDE: Final = re.compile(  # comments, strings and IRIs, in which nothing is looked for
    r"""\#[^\r\n]*|\"\"\".*?\"\"\"|'''.*?'''|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'|<[^<>"{}|^`\\\x00-\x20]*>""",
    re.DOTALL,
)
_SELECT: Final = re.compile(r"\s*SELECT\b(.*?)(?:\bWHERE\b\s*)?\{(.*)\}\s*", re.IGNORECASE | re.DOTALL)
_EXISTS: Final = re.compile(r"\bEXISTS\s*\{", re.IGNORECASE)
_CALL: Final = re.compile(r"\b(?:FILTER|BIND)\b[^({]*\(", re.IGNORECASE)
_AGGREGATE: Final = re.compile(r"\b(?:COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT)\s*\(", re.IGNORECASE)
_THIS: Final = re.compile(r"[$?]this\b")
_MADE: Final = re.compile(r"\bAS\s+[$?](?:this|shapesGraph|currentShape)\b", re.IGNORECASE)
_BOUND_BEFORE: Final = re.compile(r"[$?](?:PATH|shapesGraph|currentShape)\b")
_CLOSING: Final = {"(": ")", "{": "}"}


def not_for_all(select: str) -> str | None:  # noqa: PLR0911 - one for each reason
    """Return why a query cannot be asked for all focus nodes together, or None where it can."""
    found = _SELECT.fullmatch(_ASIDE.sub(" <> ", select))
    if found is None:
        return "it is more than one group of patterns"
    chosen, body = found[1], _without(found[2], _EXISTS)
    if "{" in body or "}" in body:
        return "a group within its group is evaluated by itself"
    if _AGGREGATE.search(chosen):
        return "it counts over all nodes"
    if _MADE.search(chosen) or _MADE.search(body):
        return "it makes what is bound before"
    if _BOUND_BEFORE.search(chosen) or _BOUND_BEFORE.search(found[2]):
        return "it uses $PATH, $shapesGraph or $currentShape"
    if not (_THIS.search(chosen) or "*" in chosen):
        return "it does not select $this"
    if not _THIS.search(_without(body, _CALL)):
        return "no pattern of it finds $this"
    return None


def prefixes(graph: Graph, node: bytes) -> dict[str, str]:
    """Return the prefixes that are declared for a query: `sh:prefixes/owl:imports*/sh:declare` (section 5.2.1)."""
    found: dict[str, str] = {}
    waiting, seen = list(graph.node(node).get(SH.prefixes, ())), set[bytes]()
    while waiting:
        source = waiting.pop()
        if source in seen:
            continue
        seen.add(source)
        said = graph.node(source)
        waiting += said.get(OWL.imports, ())
        for declaration in said.get(SH.declare, ()):
            about = graph.node(declaration)
            if SH.prefix in about and SH.namespace in about:
                found[text(about[SH.prefix][0])] = text(about[SH.namespace][0])
    return found


def _without(body: str, start: re.Pattern[str]) -> str:
    """Return a text without what such starts open, up to where that is closed."""
    while found := start.search(body):
        opening = found[0][-1]
        depth, at = 1, found.end()
        while depth and at < len(body):
            depth += {opening: 1, _CLOSING[opening]: -1}.get(body[at], 0)
            at += 1
        body = f"{body[: found.start()]} {body[at:]}"
    return body
