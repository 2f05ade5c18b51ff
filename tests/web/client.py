"""A client that says exactly what it is told to: no normalised paths, no headers of its own, no redirects."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pyoxigraph as ox

from kg.formats import FORMATS

RDF = [format_ for format_ in FORMATS if format_.is_rdf]
_IDLE = 2.0  # seconds; uvicorn closes a connection that is idle for five
_PARSERS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def __getitem__(self, name: Any) -> Any:
        """Return a header's value, joined where it comes more than once; empty where it is missing."""
        return ", ".join(value for known, value in self.headers if known.lower() == name.lower())

    @property
    def media_type(self) -> str:
        return self["content-type"].partition(";")[0]

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def triples(self) -> set[tuple[str, str, str]]:
        """The graph, by Oxigraph's parsers, which are none of ours."""
        parsed = ox.parse(self.body, format=_PARSERS[self.media_type])
        return {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in parsed}

    @property
    def links(self) -> list[tuple[str, dict[str, str]]]:
        """The links of the Link header, each with its parameters."""
        found = []
        for link in self["link"].split(", <"):
            target, _, said = link.lstrip("<").partition(">")
            pairs = (part.strip().split("=", 1) for part in said.split(";") if "=" in part)
            found.append((target, {name: value.strip('"') for name, value in pairs}))
        return found if self["link"] else []

    def linked(self, relation: str) -> list[str]:
        return [target for target, said in self.links if said["rel"] == relation]


class Client:
    """One connection, kept open from request to request."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._used = 0.0

    def ask(
        self,
        target: str,
        accept: str | Iterable[str] | None = None,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request; `target` goes out as it stands, `accept` as one header or as several."""
        connection = self._connection
        if time.monotonic() - self._used > _IDLE:
            connection.close()  # the server may be about to
        connection.putrequest(method, _path(target), skip_host=True, skip_accept_encoding=True)
        for value in [accept] if isinstance(accept, str) else accept or []:
            connection.putheader("Accept", value)
        for name, value in ({"Host": f"127.0.0.1:{self._port}"} | dict(headers or {})).items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        answer = Answer(response.status, response.getheaders(), response.read())
        self._used = time.monotonic()
        return answer

    def followed(self, target: str, accept: str | None = None) -> Answer:
        """Follow redirects, as browsers do."""
        for _ in range(5):
            answer = self.ask(target, accept)
            if answer.status not in {303, 308}:
                return answer
            target = answer["location"]
        raise AssertionError(f"{target}: redirects without end")

    def raw(self, request: bytes) -> bytes:
        """Send bytes over a connection of their own and return all that comes back."""
        with socket.create_connection(("127.0.0.1", self._port), timeout=60) as connection:
            connection.sendall(request)
            received = b""
            while chunk := connection.recv(1 << 16):
                received += chunk
        return received

    def close(self) -> None:
        self._connection.close()


def _path(target: str) -> str:
    if not target.startswith(("http://", "https://")):
        return target
    split = urlsplit(target)
    return target[target.index(split.netloc) + len(split.netloc) :] or "/"
