"""Queries that say nothing but triple patterns, read without the engine: what `kg.store.lookups` can answer.

What is read, of SPARQL 1.1 (https://www.w3.org/TR/sparql11-query/#sparqlGrammar):

    PREFIX …  SELECT [DISTINCT] ?a ?b | *  |  ASK   [WHERE] { pattern . pattern }  [LIMIT n]

with IRIs, prefixed names, variables and plain strings.  Spelling that could be read in two ways is left to the engine;
so whatever is read here holds no SERVICE, no update and no other graph, and needs no scan.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec
import pyoxigraph as ox

from kg.vocab import PREFIXES, RDF

if TYPE_CHECKING:
    from collections.abc import Mapping

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Pattern = tuple[Node | str, Node | str, Node | str]
"""Subject, predicate and object; a string is the name of a variable."""

_MOST_PATTERNS = 8
_LONGEST = 4_096  # characters of a query that can be so small

# An IRI that is the same to everybody: absolute, without dot segments.
_IRI = r"""<[A-Za-z][A-Za-z0-9+.-]*+:(?:[^<>"{}|^`\\/\x00-\x20]|/(?!\.\.?[/?#>]))*+>"""
_PREFIXED = r"(?:[A-Za-z][A-Za-z0-9_-]*+)?:"
_NAME = rf"{_PREFIXED}(?:[A-Za-z_][A-Za-z0-9_-]*+)?"
_VARIABLE = r"[?$][A-Za-z_][A-Za-z0-9_]*+"
_STRING = r'"[^"\\\r\n]*+"(?:@[a-z]++(?:-[a-z0-9]++)*+)?'
_TERM = rf"(?:{_IRI}|{_VARIABLE}|{_STRING}|{_NAME}|a)(?=[ \t\r\n.;,}}])"
_BLANK = r"[ \t\r\n]"
_SPACE = rf"(?:{_BLANK}|\#[^\r\n]*+)*+"
# Nothing here is tried in two ways: time is linear in the length of the text.
_QUERY = re.compile(
    rf"""(?P<prologue> (?: {_BLANK}*+ PREFIX {_BLANK}++ {_PREFIXED} {_BLANK}*+ {_IRI} )*+ ) {_SPACE}
    (?: (?P<ask> ASK )
      | SELECT {_BLANK}++ (?P<distinct> DISTINCT {_BLANK}++ )?+
        (?P<chosen> \* | {_VARIABLE} (?: {_BLANK}++ {_VARIABLE} )*+ ) ) {_SPACE} (?: WHERE {_SPACE} )?+
    \{{ (?P<patterns> (?: {_TERM} | \.(?=[ \t\r\n}}]) | [;,] | {_BLANK} | \#[^\r\n]*+ )*+ ) \}} {_SPACE}
    (?: LIMIT {_BLANK}++ (?P<limit> [0-9]{{1,9}}+ ) {_SPACE} )?+""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_PREFIX = re.compile(rf"PREFIX{_BLANK}++([^ :]*+):{_BLANK}*+<({_IRI[1:-1]})>", re.IGNORECASE | re.ASCII)
_TOKEN = re.compile(rf"{_IRI}|{_VARIABLE}|{_STRING}|{_NAME}|[a.;,]|\#[^\r\n]*+", re.IGNORECASE | re.ASCII)
_A = ox.NamedNode(RDF.type[1:-1].decode())


class Lookup(msgspec.Struct, frozen=True):
    """A small query, read: its patterns in the order in which they are looked up; no `names` where it is ASK."""

    form: str
    patterns: tuple[Pattern, ...]
    names: tuple[str, ...]
    is_distinct: bool
    limit: int | None


def read(text: str) -> Lookup | None:
    """Return a query as patterns to look up, or None where it says anything else."""
    return _remembered(text) if len(text) < _LONGEST else None


def _read(text: str) -> Lookup | None:
    said = _QUERY.fullmatch(text)
    if said is None:
        return None
    try:
        patterns = _patterns(said["patterns"], _declared(said["prologue"]))
    except (ValueError, LookupError):  # the engine says what is wrong with it
        return None
    known = {term for pattern in patterns for term in pattern if isinstance(term, str)}
    chosen = said["chosen"] or ""
    names = [name[1:] for name in chosen.split()] if chosen != "*" else sorted(known)
    ordered = _ordered(patterns)
    if not ordered or len(set(names)) < len(names) or not known.issuperset(names) or not (names or said["ask"]):
        return None
    limit = int(said["limit"]) if said["limit"] else None
    return Lookup("ASK" if said["ask"] else "SELECT", tuple(ordered), tuple(names), bool(said["distinct"]), limit)


_remembered = lru_cache(1024)(_read)  # many ask the same


def _declared(prologue: str) -> Mapping[str, str]:
    """Return the namespaces of a query and ours; raises `ValueError` where one is declared twice."""
    found = _PREFIX.findall(prologue) if prologue else ()
    declared = dict(found)
    if len(declared) < len(found):
        raise ValueError("a prefix is declared twice")
    return {**PREFIXES, **declared} if declared else PREFIXES


def _patterns(text: str, namespaces: Mapping[str, str]) -> list[Pattern]:
    """Return the patterns of a group; raises `ValueError` or `LookupError` where it is not made of such."""
    found: list[Pattern] = []
    said: list[Node | str] = []  # of the pattern that is being read: subject, predicate, object
    for word in _TOKEN.findall(text):
        mark = word[0]
        if mark == "#":
            continue
        if word in {".", ";", ","}:
            if len(said) != 3:
                raise ValueError("no pattern")
            found.append((said[0], said[1], said[2]))
            del said[{".": 0, ";": 1, ",": 2}[word] :]
        elif len(said) == 3 or (mark == '"' and len(said) < 2) or (word == "a" and len(said) != 1):
            raise ValueError("no pattern")
        else:
            said.append(_term(word, namespaces))
    if said:
        if len(said) != 3:
            raise ValueError("no pattern")
        found.append((said[0], said[1], said[2]))
    return found


def _term(word: str, namespaces: Mapping[str, str]) -> Node | str:
    mark = word[0]
    if mark == "<":
        return ox.NamedNode(word[1:-1])
    if mark in "?$":
        return word[1:]
    if mark == '"':
        text, _, language = word[1:].rpartition('"')
        return ox.Literal(text, language=language[1:]) if language else ox.Literal(text)
    if word == "a":
        return _A
    prefix, _, name = word.partition(":")
    return ox.NamedNode(namespaces[prefix] + name)


def _ordered(patterns: list[Pattern]) -> list[Pattern]:
    """Return the patterns so that each hangs on what is known by then; none where one hangs on nothing named."""
    if len(patterns) > _MOST_PATTERNS:
        return []
    if not any(isinstance(subject, str) for subject, _, _ in patterns):
        return patterns
    left, ordered, known = list(patterns), [], set[str]()
    while left:
        best = max(left, key=lambda pattern: _hold(pattern, known))
        if not _hold(best, known):
            return []
        left.remove(best)
        ordered.append(best)
        known.update(term for term in best if isinstance(term, str))
    return ordered


def _hold(pattern: Pattern, known: set[str]) -> int:
    """Tell how much is known of a pattern: a class alone is nothing, for it has too many members."""
    subject, predicate, object_ = (not isinstance(term, str) or term in known for term in pattern)
    holds = object_ and pattern[1] != _A
    return 4 * subject + 2 * holds + (predicate and (subject or holds))
