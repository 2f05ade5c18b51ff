"""Small queries answered on the spot: a few triple patterns that hang on something named, within so many look-ups.

To hand a query to a process and take the answer back costs three times what such a query does.  So it is looked up
here first, in steps that are counted: the query that is dearer than that, or says anything but patterns, goes to a
process as every other does.  Nothing here runs the engine's evaluator, which nobody can interrupt.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

import orjson
import pyoxigraph as ox

from kg.store.answers import ROWS
from kg.vocab import XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.store.oxigraph import OxigraphStore
    from kg.store.patterns import Lookup, Node, Pattern
    from kg.store.querying import Answer, Executor, Query

    Row = dict[str, Node]

_MOST_STEPS = 256  # triples that are read for one query: a third of a millisecond
_MOST_BYTES = 256 << 10  # of an answer
_JSON = ROWS["json"][0]
_PARTS = (attrgetter("subject"), attrgetter("predicate"), attrgetter("object"))
_XSD_STRING = XSD.string[1:-1].decode()


class Lookups:
    """An `Executor` that answers small queries itself, and has another answer the rest."""

    def __init__(self, store: OxigraphStore, others: Executor) -> None:
        self._store = store
        self._others = others

    def at_once(self, query: Query) -> bytes | None:
        is_ours = query.media_type == _JSON and query.default_graphs is None and query.named_graphs is None
        if query.lookup is None or not is_ours:
            return None
        try:
            answer = _written(query.lookup, _rows(self._store, query.lookup))
        except _NotHereError:
            return None
        return answer if len(answer) <= _MOST_BYTES else None

    async def ask(self, query: Query, client: str) -> Answer:
        return await self._others.ask(query, client)

    def close(self) -> None:
        self._others.close()


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
        known: list[Node | None] = []
        free: list[tuple[str, Callable[[ox.Quad], Node]]] = []
        for term, part in zip(patterns[place], _PARTS, strict=True):
            if not isinstance(term, str):
                known.append(term)
            elif (value := bound.get(term)) is None:
                known.append(None)
                free.append((term, part))
            else:
                known.append(value)
        subject, predicate, object_ = known
        if isinstance(subject, ox.Literal) or not (predicate is None or isinstance(predicate, ox.NamedNode)):
            return  # no triple has such a term there
        place += 1
        for quad in self._store.matching(subject, predicate, object_):
            self._left -= 1
            if self._left < 0:
                raise _NotHereError
            row = bound.copy()
            for name, of in free:
                found = of(quad)
                if row.setdefault(name, found) != found:
                    break  # the same variable twice, and two values
            else:
                if place == len(patterns):
                    yield row
                else:
                    yield from self.solutions(patterns, place, row)


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
