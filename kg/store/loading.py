"""Triples into a graph of somebody else's store, piece by piece, so that no request is too large for it.

By SPARQL 1.1 Update (https://www.w3.org/TR/sparql11-update/, `INSERT DATA`) or by the Graph Store HTTP Protocol
(https://www.w3.org/TR/sparql11-http-rdf-update/, POST merges and DELETE empties).  The same piece sent twice changes
nothing, since a graph is a set: who is not sure whether a piece arrived sends it again.
"""

from __future__ import annotations

import urllib.request
from typing import Final
from urllib.parse import urlencode, urlsplit, urlunsplit

import msgspec
import orjson

from kg.errors import EndpointError, SettingsError
from kg.formats import N_TRIPLES
from kg.store import endpoint
from kg.store.endpoint import Target  # noqa: TC001 - msgspec reads the annotations
from kg.version import VERSION

UPDATE, GRAPH_STORE = "update", "graph-store"
# Triples in a request: Virtuoso compiles an update and runs out of memory between 1,000 and 5,000.
PROTOCOLS: Final = {UPDATE: 1_000, GRAPH_STORE: 50_000}

# Where a server answers queries that takes data at the first of each: Oxigraph, Fuseki and rdf4j, Virtuoso.
_ASKED_AT: Final = (
    ("/update", "/query"),
    ("/store", "/query"),
    ("/data", "/query"),
    ("/statements", ""),
    ("/sparql-graph-crud-auth", "/sparql"),
    ("/sparql-graph-crud", "/sparql"),
    ("/sparql-auth", "/sparql"),
)
_JSON: Final = ("application/sparql-results+json",)


class Destination(msgspec.Struct, frozen=True):
    """A graph of a store: where data go and how, where queries go, the IRI of the graph or nothing for the default.

    `timeout` is that of each wait, in seconds.
    """

    target: Target
    asked: Target
    graph: str
    protocol: str
    timeout: float

    def count(self) -> int:
        """Return how many triples the graph holds; raises `EndpointError` or `QueryError` as `endpoint.ask` does."""
        pattern = "{ ?s ?p ?o }"
        query = (
            f"SELECT (COUNT(*) AS ?count) WHERE {{ {f'GRAPH <{self.graph}> {pattern}' if self.graph else pattern} }}"
        )
        reply = endpoint.ask(self.asked, query, _JSON, self.timeout)
        try:
            return int(orjson.loads(reply.body.read())["results"]["bindings"][0]["count"]["value"])
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise EndpointError(f"{self.asked.url}: the answer to a count is none") from error

    def clear(self) -> None:
        """Leave the graph empty, whether there is one or not."""
        if self.protocol == UPDATE:
            where = f"GRAPH <{self.graph}>" if self.graph else "DEFAULT"
            endpoint.update(self.target, f"CLEAR SILENT {where}", self.timeout)
        elif self.count():
            self._request("DELETE", None)

    def add(self, lines: list[bytes]) -> None:
        """Add triples, each a line of N-Triples without blank nodes."""
        piece = b"".join(lines)
        if self.protocol == GRAPH_STORE:
            self._request("POST", piece)
            return
        data = piece.decode()
        endpoint.update(
            self.target,
            f"INSERT DATA {{ GRAPH <{self.graph}> {{\n{data}}} }}" if self.graph else f"INSERT DATA {{\n{data}}}",
            self.timeout,
        )

    def _request(self, method: str, body: bytes | None) -> None:
        parts = urlsplit(self.target.url)
        # Virtuoso knows the parameter by the name that a draft had for it.
        named = {"graph": self.graph, "graph-uri": self.graph} if self.graph else {"default": ""}
        query = "&".join(part for part in (parts.query, urlencode(named).removesuffix("=")) if part)
        headers = {"User-Agent": f"kg/{VERSION}"}
        if body is not None:
            headers["Content-Type"] = N_TRIPLES.media_types[0]
        url = urlunsplit(parts._replace(query=query))
        request = urllib.request.Request(url, body, headers, method=method)  # noqa: S310 - checked to be HTTP
        endpoint.send(self.target, request, self.timeout).read()


def destination(
    target: Target, *, graph: str = "", protocol: str = UPDATE, asked: str | None = None, timeout: float = 60.0
) -> Destination:
    """Return a destination; where queries are asked is told by the URL where `asked` is not given.

    Raises `SettingsError` or `QueryError` where a part of it cannot be used.
    """
    if protocol not in PROTOCOLS:
        raise SettingsError(f"--protocol {protocol}: there are {' and '.join(PROTOCOLS)}")
    if graph and (":" not in graph or any(character in '<>"{}|^`\\' or character <= " " for character in graph)):
        raise SettingsError(f"--graph {graph}: not an IRI")
    asking = msgspec.structs.replace(target, url=asked or _asked_at(target.url))
    return Destination(target.checked(), asking.checked(), graph, protocol, timeout)


def _asked_at(url: str) -> str:
    parts = urlsplit(url)
    for taking, asking in _ASKED_AT:
        if parts.path.endswith(taking):
            return urlunsplit(parts._replace(path=parts.path.removesuffix(taking) + asking))
    return url
