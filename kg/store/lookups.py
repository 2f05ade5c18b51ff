"""Small queries answered on the spot: a few triple patterns that hang on something named, within so many look-ups.

To hand a query to a process and take the answer back costs three times what such a query does.  So it is looked up
here first, in steps that are counted: the query that is dearer than that, or says anything but patterns, goes to a
process as every other does.  Nothing here runs the engine's evaluator, which nobody can interrupt.

What is read, of SPARQL 1.1 (https://www.w3.org/TR/sparql11-query/#sparqlGrammar):

    PREFIX …  SELECT [DISTINCT] ?a ?b | *  |  ASK   [WHERE] { pattern . pattern }  [LIMIT n]

with IRIs, prefixed names, variables and plain strings.  Spelling that could be read in two ways is left to the engine.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
import orjson
import pyoxigraph as ox

from kg.store.answers import ROWS
from kg.store.querying import Answer
from kg.vocab import PREFIXES, RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.store.oxigraph import OxigraphStore
    from kg.store.querying import Executor, Query

    Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
    Pattern = tuple["Node | str", "Node | str", "Node | str"]
    """Subject, predicate and object; a string is the name of a variable."""
    Row = dict[str, Node]

_MOST_STEPS = 256  # triples that are read for one query: a third of a millisecond
_MOST_PATTERNS = 8
_MOST_BYTES = 256 << 10  # of an answer
_LONGEST = 4_096  # characters of a query that can be so small
_JSON = ROWS["json"][0]

# An IRI that is the same to everybody: absolute, without dot segments, without what could be an operator.
_IRI = r"""<[A-Za-z][A-Za-z0-9+.-]*+:(?:[^<>"'{}|^`\\/\x00-\x20]|/(?!\.))*+>"""
_PREFIXED = r"(?:[A-Za-z][A-Za-z0-9_-]*+)?:"
_NAME = rf"{_PREFIXED}(?:[A-Za-z_][A-Za-z0-9_-]*+)?"
_VARIABLE = r"[?$][A-Za-z_][A-Za-z0-9_]*+"
_STRING = r'"[^"\\\r\n]*+"(?:@[a-z]++(?:-[a-z0-9]++)*+)?'
_TERM = rf"(?:{_IRI}|{_VARIABLE}|{_STRING}|{_NAME}|a)(?=[ \t\r\n.;,}}])"
_BLANK = r"[ \t\r\n]"
_SPACE = rf"(?:{_BLANK}|\#[^\r\n]*+)*+"
# Nothing here is tried in two ways: time is linear in the length of the text.
_QUERY = re.compile(
    rf"""(?P<prologue> (?: {_SPACE} PREFIX {_BLANK}++ {_PREFIXED} {_BLANK}*+ {_IRI} )*+ ) {_SPACE}
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
_XSD_STRING = XSD.string[1:-1].decode()


class Lookups:
    """An `Executor` that answers small queries itself, and has another answer the rest."""

    def __init__(self, store: OxigraphStore, others: Executor) -> None:
        self._store = store
        self._others = others

    async def ask(self, query: Query, client: str) -> Answer:
        found = looked_up(self._store, query)
        return await self._others.ask(query, client) if found is None else Answer(query.media_type, found)

    def close(self) -> None:
        self._others.close()


class Lookup(msgspec.Struct, frozen=True):
    """A small query, read: its patterns in the order in which they are looked up; no `names` where it is ASK."""

    patterns: tuple[Pattern, ...]
    names: tuple[str, ...]
    is_distinct: bool
    limit: int | None


def looked_up(store: OxigraphStore, query: Query) -> bytes | None:
    """Return the answer in JSON, or None where this is no query for here, or turned out not to be a small one."""
    is_ours = query.media_type == _JSON and query.default_graphs is None and query.named_graphs is None
    lookup = read(query.text) if is_ours and not query.graphs else None
    if lookup is None:
        return None
    try:
        answer = _written(lookup, _rows(store, lookup))
    except _NotHereError:
        return None
    return answer if len(answer) <= _MOST_BYTES else None


def read(text: str) -> Lookup | None:
    """Return a query as patterns to look up, or None where it says anything else."""
    said = _QUERY.fullmatch(text) if len(text) < _LONGEST else None
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
    return Lookup(tuple(ordered), tuple(names), bool(said["distinct"]), limit)


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
    return 4 * subject + 2 * (object_ and pattern[1] != _A) + (predicate and (subject or object_))


class _NotHereError(Exception):
    """The query is none for here after all."""


def _rows(store: OxigraphStore, lookup: Lookup) -> list[Row]:
    rows: list[Row] = []
    most = 1 if not lookup.names else lookup.limit
    seen: set[tuple[Node, ...]] = set()
    for row in _Reading(store).solutions(lookup.patterns, 0, {}):
        if most is not None and len(rows) >= most:
            break
        if lookup.is_distinct:
            key = tuple(row[name] for name in lookup.names)
            if key in seen:
                continue
            seen.add(key)
        rows.append(row)
    return rows


class _Reading:
    """One query being looked up: how much of the store it has read."""

    def __init__(self, store: OxigraphStore) -> None:
        self._store = store
        self._left = _MOST_STEPS

    def solutions(self, patterns: tuple[Pattern, ...], place: int, bound: Row) -> Iterator[Row]:
        """Yield what makes all patterns from a place on true, beside what is bound before them."""
        pattern = patterns[place]
        subject, predicate, object_ = (bound.get(term) if isinstance(term, str) else term for term in pattern)
        if isinstance(subject, ox.Literal) or not (predicate is None or isinstance(predicate, ox.NamedNode)):
            return  # no triple has such a term there
        is_last = place + 1 == len(patterns)
        for found in self._store.matching(subject, predicate, object_):
            self._left -= 1
            if self._left < 0:
                raise _NotHereError
            row = dict(bound)
            for term, value in zip(pattern, found, strict=True):
                if isinstance(term, str) and row.setdefault(term, value) != value:
                    break  # the same variable twice, and two values
            else:
                if is_last:
                    yield row
                else:
                    yield from self.solutions(patterns, place + 1, row)


def _written(lookup: Lookup, rows: list[Row]) -> bytes:
    """Return the answer in JSON (https://www.w3.org/TR/sparql11-results-json/)."""
    if not lookup.names:
        return orjson.dumps({"head": {}, "boolean": bool(rows)})
    bindings = [{name: _json(row[name]) for name in lookup.names} for row in rows]
    return orjson.dumps({"head": {"vars": lookup.names}, "results": {"bindings": bindings}})


def _json(term: Node) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        raise _NotHereError
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    datatype = term.datatype.value
    if datatype == _XSD_STRING:
        return {"type": "literal", "value": term.value}
    return {"type": "literal", "value": term.value, "datatype": datatype}
