"""A request read as the SPARQL 1.1 Protocol has it (https://www.w3.org/TR/sparql11-protocol/, section 2.1).

GET, POST of a form, POST of a query, and QUERY (RFC 10008), whose body is a query or a form as well.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote_to_bytes

import msgspec

from kg.store.querying import FORM
from kg.web.refusals import Refusal
from kg.web.sparql.formats import PARAMETERS

if TYPE_CHECKING:
    from starlette.types import Receive, Scope

QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
METHODS = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
_ENCODED = 3  # bytes of a form for one of a query, at most
_BESIDE = 16_384  # bytes of a form for all but the query
_SECONDS_TO_SEND = 10
_MOST_PARAMETERS = 200
_ALONE = b"query="
_ACCEPTED = {"accept-query": f"{QUERY}, {FORM}", "accept": f"{FORM}, {QUERY}"}


class Request(msgspec.Struct, frozen=True):
    """What is asked: a query, if any, its dataset, and the format that is named."""

    query: str | None
    format: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    @property
    def has_dataset(self) -> bool:
        return bool(self.default_graphs or self.named_graphs)


async def read(scope: Scope, receive: Receive, most: int) -> Request:
    """Return what a request asks; `most` is how many bytes a query may have.

    Raises `Refusal`: 400 where parameters are wrong, 403 for updates, 408, 413 and 415 for bodies.
    """
    parameters = _parsed(scope["query_string"])
    if scope["method"] == "GET":
        return _request(parameters)
    headers = {name: value for name, value in scope["headers"] if name.startswith(b"content-")}
    media_type, _, rest = headers.get(b"content-type", b"").decode("latin-1").partition(";")
    kind = media_type.strip().lower()
    if kind == UPDATE:
        raise _no_update()
    if kind not in {FORM, QUERY} or headers.get(b"content-encoding", b"identity") != b"identity" or _is_odd(rest):
        raise Refusal(
            415,
            f"The body is {media_type.strip()[:80] or 'of no type'}; send {FORM} or {QUERY}, in UTF-8",
            headers=_ACCEPTED,
        )
    limit = most if kind == QUERY else most * _ENCODED + _BESIDE
    body = await _body(receive, headers.get(b"content-length", b""), limit)
    if kind == FORM:
        return _request([*parameters, *_parsed(body)])
    try:
        return _request([*parameters, ("query", body.decode())])
    except UnicodeDecodeError:
        raise Refusal(400, "The query is not UTF-8") from None


def _request(parameters: list[tuple[str, str]]) -> Request:
    said: dict[str, list[str]] = {}
    for name, value in parameters:
        said.setdefault(name, []).append(value)
    if "update" in said or "using-graph-uri" in said or "using-named-graph-uri" in said:
        raise _no_update()
    queries = said.get("query", [])
    if len(queries) > 1:
        raise Refusal(400, f"There are {len(queries)} queries in this request; send one")
    if not queries and said.keys() & {"default-graph-uri", "named-graph-uri"}:
        raise Refusal(400, "There is no query in this request")
    return Request(
        query=queries[0] if queries else None,
        format=next((values[0] for name in PARAMETERS if (values := said.get(name)) and values[0]), None),
        default_graphs=tuple(said.get("default-graph-uri", ())),
        named_graphs=tuple(said.get("named-graph-uri", ())),
    )


def _parsed(encoded: bytes) -> list[tuple[str, str]]:
    if not encoded:
        return []
    try:
        if encoded.startswith(_ALONE) and b"&" not in encoded:  # most requests: at two thirds of the price
            return [("query", unquote_to_bytes(encoded[len(_ALONE) :].replace(b"+", b" ")).decode())]
        return parse_qsl(encoded.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise Refusal(400, "The parameters are not UTF-8 once their percent-encoding is undone") from None
    except ValueError:
        raise Refusal(400, f"More than {_MOST_PARAMETERS} parameters") from None


async def _body(receive: Receive, length: bytes, most: int) -> bytes:
    too_large = Refusal(413, f"The body may have {most:,} bytes (sparql.query_bytes)")
    if length.isdigit() and int(length) > most:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(_SECONDS_TO_SEND):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Refusal(400, "The client left before its query was whole")
                body += message.get("body", b"")
                if len(body) > most:
                    raise too_large
                if not message.get("more_body"):
                    return bytes(body)
    except TimeoutError:
        raise Refusal(
            408, f"The query was not sent within {_SECONDS_TO_SEND} seconds", headers={"connection": "close"}
        ) from None


def _is_odd(parameters: str) -> bool:
    """Tell whether a content type names another encoding than UTF-8, or ASCII, which is a part of it."""
    for parameter in parameters.lower().split(";"):
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip().strip('"') not in {"utf-8", "utf8", "us-ascii"}:
            return True
    return False


def _no_update() -> Refusal:
    return Refusal(403, "This endpoint answers queries; nothing here can be changed", kind="update")
