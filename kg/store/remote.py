"""A graph in somebody else's store, asked by SPARQL: the fixed look-ups of `kg.store.Store`, and rows for lists.

What is asked one by one of the embedded store is asked together here, since each question is a request: a thing with
its fragments, and the names of all that it points to.  What was learnt is kept as long as this object is.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import orjson

from kg.errors import EndpointError, QueryError, TermError
from kg.store import endpoint
from kg.terms import Iri, Term, Triple, iri, literal, typed
from kg.vocab import PREFIXES, RDF, SCHEMA, SKOS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.store.endpoint import Target

Row = dict[str, Term]

_JSON: Final = ("application/sparql-results+json",)
_PROLOGUE: Final = "".join(f"PREFIX {name}: <{namespace}>\n" for name, namespace in PREFIXES.items())
_TOGETHER: Final = 100  # things in one question
_ROWS: Final = 5_000  # of one thing in one answer, where a store cuts answers
_NAMED: Final = 500  # things whose names are asked for with a document
_KEPT: Final = 50_000  # things of which something is remembered
_NAMES: Final = (RDF.type, SCHEMA.name, SCHEMA.volumeNumber, SCHEMA.issueNumber, SKOS.prefLabel)
_BOOLEAN: Final = XSD.boolean[1:-1].decode()
_BOOLEANS: Final = {"1": "true", "0": "false"}  # Virtuoso keeps numbers, and we write words


class Remote:
    """An endpoint, asked for rows; `timeout` is that of each wait, in seconds."""

    def __init__(self, target: Target, timeout: float) -> None:
        self._target = target.checked()
        self._timeout = timeout

    def rows(self, query: str, *, with_blank: bool = False) -> list[Row]:
        """Return what a SELECT gives; rows with a term that is none, or unless wanted a blank node, are left out.

        Raises `EndpointError` where there is no whole answer: also where the query is refused, since it is ours.
        """
        try:
            reply = endpoint.ask(self._target, _PROLOGUE + query, _JSON, self._timeout)
            found = orjson.loads(reply.body.read())["results"]["bindings"]
        except QueryError as error:
            raise EndpointError(f"the store behind refuses a question of ours: {error}") from error
        except (orjson.JSONDecodeError, KeyError, TypeError, OSError) as error:
            raise EndpointError(f"the store behind sent no whole answer ({error})") from error
        if reply.cut:
            raise EndpointError(f"the store behind: {reply.cut}", kind="cut")
        return [row for stated in found if (row := _row(stated, with_blank=with_blank)) is not None]

    def described(self, things: Iterable[Iri]) -> dict[Iri, list[Triple]]:
        """Return all triples of several things, thing by thing, however few rows the store gives at once."""
        found: dict[Iri, list[Triple]] = {thing: [] for thing in things}
        for some in _some(list(found)):
            for row in self._described(some):
                subject = Iri(row["subject"])
                if subject in found and "object" in row:
                    found[subject].append((subject, Iri(row["predicate"]), row["object"]))
        return found

    def _described(self, things: list[Iri], start: int | None = None) -> list[Row]:
        nodes = " ".join(thing.decode() for thing in things)
        query = f"SELECT ?subject ?predicate ?object {{ VALUES ?subject {{ {nodes} }} ?subject ?predicate ?object }}"
        if start is not None:
            query += f" ORDER BY ?predicate ?object LIMIT {_ROWS} OFFSET {start}"
        try:
            rows = self.rows(query)
        except EndpointError as error:
            if error.kind != "cut" or start is not None:
                raise
            if half := len(things) // 2:
                return self._described(things[:half]) + self._described(things[half:])
            return self._described(things, 0)
        if start is not None and len(rows) == _ROWS:
            rows += self._described(things, start + _ROWS)
        return rows

    def number(self, query: str) -> int:
        """Return the `?count` of a query."""
        (row,) = self.rows(query) or ({},)
        return _number(row.get("count"))


class RemoteStore:
    """A `Store` whose graph an endpoint has."""

    def __init__(self, remote: Remote, base: str, triples: int) -> None:
        """Take the endpoint, the base of the things that are ours, and how many triples there are."""
        self._remote = remote
        self._base = b"<" + base.encode()
        self._triples = triples
        self._whole: OrderedDict[Iri, list[Triple]] = OrderedDict()
        self._named: OrderedDict[Iri, list[Triple]] = OrderedDict()
        self._lock = threading.Lock()

    def about(self, thing: Iri) -> list[Triple]:
        found: list[Triple] = []
        parts = thing[:-1] + b"#"
        waiting, seen = [thing], {thing}
        while waiting:
            self.learn(waiting)
            triples = [triple for node in waiting for triple in self.outgoing(node)]
            found += triples
            waiting = [Iri(part) for _, _, part in triples if part.startswith(parts) and part not in seen]
            waiting = list(dict.fromkeys(waiting))
            seen.update(waiting)
        self._learn_names(thing, found)
        return found

    def outgoing(self, thing: Iri, predicate: Iri | None = None) -> list[Triple]:
        with self._lock:
            known = self._whole.get(thing)
            if known is None and predicate in _NAMES:
                known = self._named.get(thing)
        if known is None:
            self.learn([thing])
            with self._lock:
                known = self._whole.get(thing, [])
        return [triple for triple in known if predicate is None or triple[1] == predicate]

    def incoming(self, thing: Iri, limit: int, predicate: Iri | None = None) -> list[Triple]:
        named = predicate.decode() if predicate else "?predicate"
        query = f"SELECT ?subject ?predicate WHERE {{ ?subject {named} {thing.decode()} }} LIMIT {limit}"
        rows = self._remote.rows(query)
        return [(Iri(row["subject"]), predicate or Iri(row["predicate"]), thing) for row in rows if "subject" in row]

    def learn(self, things: Iterable[Iri]) -> None:
        """Ask for all triples of several things together, and keep them."""
        with self._lock:
            missing = [thing for thing in dict.fromkeys(things) if thing not in self._whole]
        self._keep(self._whole, self._remote.described(missing))

    def _learn_names(self, thing: Iri, triples: list[Triple]) -> None:
        """Ask for the names of what a document points to, and keep them: whoever makes a page of it asks for them."""
        parts = thing[:-1] + b"#"
        pointed = dict.fromkeys(
            Iri(object_)
            for _, _, object_ in triples
            if object_.startswith(self._base) and object_ != thing and not object_.startswith(parts)
        )
        with self._lock:
            missing = [node for node in islice(pointed, _NAMED) if node not in self._whole and node not in self._named]
        wanted = " ".join(name.decode() for name in _NAMES)
        found: dict[Iri, list[Triple]] = {node: [] for node in missing}
        for some in _some(missing):
            nodes = " ".join(node.decode() for node in some)
            query = (
                f"SELECT ?subject ?predicate ?object WHERE {{ VALUES ?subject {{ {nodes} }} "
                f"VALUES ?predicate {{ {wanted} }} ?subject ?predicate ?object }}"
            )
            for row in self._remote.rows(query):
                subject = Iri(row["subject"])
                found[subject].append((subject, Iri(row["predicate"]), row["object"]))
        self._keep(self._named, found)

    def _keep(self, kept: OrderedDict[Iri, list[Triple]], found: dict[Iri, list[Triple]]) -> None:
        with self._lock:
            kept.update(found)
            while len(kept) > _KEPT:
                kept.popitem(last=False)

    def __len__(self) -> int:
        return self._triples


def _some(things: list[Iri]) -> Iterator[list[Iri]]:
    return (things[start : start + _TOGETHER] for start in range(0, len(things), _TOGETHER))


def _row(stated: dict[str, Any], *, with_blank: bool) -> Row | None:
    try:
        return {
            name: Iri(b"_:%b" % str(term["value"]).encode()) if with_blank and term["type"] == "bnode" else _term(term)
            for name, term in stated.items()
        }
    except (TermError, KeyError):
        return None


def _term(stated: dict[str, Any]) -> Term:
    """Return a term of the SPARQL 1.1 results in JSON (https://www.w3.org/TR/sparql11-results-json/, section 3.2.2)."""
    value = str(stated["value"])
    if stated["type"] == "uri":
        return iri(value)
    if stated["type"] == "bnode":
        raise TermError("a blank node")
    if language := stated.get("xml:lang"):
        return literal(value, language)
    datatype = stated.get("datatype")
    if datatype == _BOOLEAN:
        value = _BOOLEANS.get(value, value)
    return literal(value) if datatype in {None, XSD.string[1:-1].decode()} else typed(value, iri(datatype))


def _number(term: Term | None) -> int:
    digits = term.split(b'"')[1] if term else b"0"
    return int(digits) if digits.isdigit() else 0
