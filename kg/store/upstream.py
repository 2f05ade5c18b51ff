"""What a SPARQL endpoint of somebody else really answered, whatever the status says.

Measured at Virtuoso 7.2: rows that are cut, and parts of answers, come as 200 and are told in headers only; queries
that are too dear, and what it refuses, come as 500.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final

import aiohttp

from kg.errors import EndpointError, QueryError
from kg.formats import FORMATS
from kg.store import answers

# Names that stand for one format; which of them a store uses is its own affair.
_SAME: Final = {
    name: names
    for names in (*(tuple(names) for names in answers.ROWS.values()), *(form.media_types for form in FORMATS))
    for name in names
}
_SAID: Final = 300
_MARKUP: Final = re.compile(r"<[^<>]*>")
_PLACE: Final = re.compile(r"\b(?:line:?\s+|error at )(\d+)(?:(?:,?\s+col(?:umn)?:?\s+|:)(\d+))?", re.IGNORECASE)
_TOO_DEAR: Final = re.compile(r"estimated execution time|transaction timed out|S1T00|timeout", re.IGNORECASE)
_REFUSED: Final = re.compile(r"\bSR186\b|\bSQ070\b|no permission to execute|access denied", re.IGNORECASE)

_BUSY: Final = frozenset((HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE))
_WHY: Final[dict[int, str]] = {
    HTTPStatus.UNAUTHORIZED: "does not let this site in (store.user, store.password)",
    HTTPStatus.FORBIDDEN: "does not let this site in (store.user, store.password)",
}


async def check(response: aiohttp.ClientResponse, media_type: str, added: int = 0) -> None:
    """Raise what an answer really is, where it is not the whole of what was asked for.

    `added` is how many characters were put before the first line of the query.
    """
    if response.status == HTTPStatus.OK:
        if (cut := _cut(response)) is not None:
            raise EndpointError(f"{cut}; ask for less, with LIMIT and OFFSET or a narrower pattern", kind="cut")
        found = response.content_type
        if found not in _SAME[media_type]:
            raise EndpointError(f"the store behind answered with {found} where {media_type} was asked for")
        return
    said = " ".join(_MARKUP.sub(" ", (await _beginning(response))).split())[:_SAID]
    raise _refusal(response, said, added)


def _refusal(response: aiohttp.ClientResponse, said: str, added: int) -> QueryError | EndpointError:
    status = response.status
    if status == HTTPStatus.BAD_REQUEST:
        place = _PLACE.search(said)
        line, column = (int(place[1]), int(place[2] or 0)) if place else (0, 0)
        if line == 1:
            column = max(column - added, 0)
        return QueryError(said or "the store behind refuses the query", line=line if column else 0, column=column)
    if _REFUSED.search(said):
        return QueryError(f"the store behind refuses what the query asks for: {said}", kind="service")
    if status in _BUSY:
        after = response.headers.get("Retry-After", "")
        return EndpointError("the store behind is busy", kind="busy", again=int(after) if after.isdigit() else 5)
    if status == HTTPStatus.PARTIAL_CONTENT or _TOO_DEAR.search(said):
        detail = f": {said}" if status >= 500 else ", and has a part of the answer"
        return EndpointError(f"the store behind will not take the time{detail}", kind="time", again=20)
    why = _WHY.get(status) or ("redirects, which is not followed" if 300 <= status < 400 else f"failed with {status}")
    return EndpointError(f"the store behind {why}" + (f": {said}" if status >= 500 and said else ""))


def _cut(response: aiohttp.ClientResponse) -> str | None:
    """Say why an answer is not all of it: what Virtuoso says in headers only, beside a status of 200."""
    if (rows := response.headers.get("X-SPARQL-MaxRows")) is not None:
        return f"the store behind gives {rows} rows at the most, and there may be more"
    if response.headers.get("X-SQL-State", "").startswith("S1TA"):
        return "the store behind ran out of time and has a part of the answer"
    return None


async def _beginning(response: aiohttp.ClientResponse) -> str:
    return (await response.content.read(8192)).decode("utf-8", "replace")


def broken(error: Exception) -> str:
    """Return what to say of a connection that failed; not where it led, which is nobody's business."""
    if isinstance(error, aiohttp.ClientPayloadError):
        return "the answer of the store behind broke off"
    return "the store behind cannot be reached at the moment"
