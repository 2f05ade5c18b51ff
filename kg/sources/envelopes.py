"""What records come wrapped in: the answers of interfaces and the files of snapshots, one table.

An answer is opened as soon as its first bytes show where its list begins, so a file that is one answer of gigabytes
streams like any other; a small one is recognised by what it decodes to.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.sources.nesting import value_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_Path = tuple[str, ...]
_LIST_OF_OBJECTS = re.compile(rb"\[\s*+\{")
_KEY = re.compile(rb'[\s,]*+"((?:[^"\\]|\\.)*+)"\s*+:\s*+', re.DOTALL)
_OPENING_BRACE = ord("{")


class Envelope(NamedTuple):
    """Whose it is, the way to its records, whether that leads to one record instead of a list, what stands beside."""

    name: str
    path: _Path
    is_one: bool = False
    beside: str = ""


class Opening(NamedTuple):
    """Where the records of an answer begin, how many brackets deep that is, and whether it is a list."""

    position: int
    depth: int
    is_list: bool


# https://api.crossref.org/swagger-ui/, https://docs.openalex.org, https://api.semanticscholar.org/api-docs/,
# https://support.datacite.org/docs/api, https://europepmc.org/RestfulWebService
ENVELOPES = (
    Envelope("Crossref list", ("message", "items"), beside="status message-type message-version"),
    Envelope("Crossref work", ("message",), is_one=True),
    Envelope("Crossref public data file", ("items",)),
    Envelope(
        "OpenAlex or DOAJ list", ("results",), beside="meta group_by total page pageSize timestamp query next last"
    ),
    Envelope("Semantic Scholar or DataCite list", ("data",), beside="total offset next token meta links included"),
    Envelope("DataCite record", ("data",), is_one=True),
    Envelope("Europe PMC list", ("resultList", "result"), beside="version hitCount nextCursorMark nextPageUrl request"),
)
_HEADS = frozenset(envelope.path[0] for envelope in ENVELOPES)
_LISTS = tuple(envelope.path for envelope in ENVELOPES if not envelope.is_one)
_ONES = tuple(envelope.path for envelope in ENVELOPES if envelope.is_one)


def unwrapped(data: Any) -> list[Any] | dict[str, Any] | None:
    """Return the records of an answer or a list, or the one record of an answer; None where this is a record itself.

    An empty list says little, so it counts only where nothing but the rest of an answer stands beside it.

    >>> unwrapped({"status": "ok", "message": {"items": [{"DOI": "10.1000/1"}]}})
    [{'DOI': '10.1000/1'}]
    >>> unwrapped({"title": "A record with a field of that name", "data": []}) is None
    True
    """
    if not isinstance(data, dict):
        return data if isinstance(data, list) and data and isinstance(data[0], dict) else None
    if data.keys().isdisjoint(_HEADS):
        return None
    for envelope in ENVELOPES:
        value = _reached(data, envelope.path)
        if isinstance(value, dict) and envelope.is_one:
            return value
        if isinstance(value, list) and not envelope.is_one:
            if value and isinstance(value[0], dict):
                return value
            if not value and data.keys() <= {envelope.path[0], *envelope.beside.split()}:
                return value
    return None


def opening(data: bytes | bytearray, position: int = 0) -> Opening | None:
    """Return where the records begin in the answer at a position, of which perhaps only a part is in the data.

    None where this is no answer, its list is empty, or its list is not in this part.
    """
    if data[position : position + 1] != b"{":
        return None
    return _opening(data, position + 1, _LISTS, _ONES, depth=1)


def _reached(data: Any, path: _Path) -> Any:
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _opening(
    data: bytes | bytearray, position: int, lists: Sequence[_Path], ones: Sequence[_Path], *, depth: int
) -> Opening | None:
    for key, value, end in _members(data, position):
        below = [path[1:] for path in lists if path[0].encode() == key]
        if () in below and _LIST_OF_OBJECTS.match(data, value):
            return Opening(value + 1, depth, is_list=True)
        if data[value : value + 1] != b"{":
            continue
        if deeper := [path for path in below if path]:
            found = _opening(data, value + 1, deeper, (), depth=depth + 1)
            if found:
                return found
        if end is not None and any(path == (key.decode("utf-8", "replace"),) for path in ones):
            return Opening(value, depth, is_list=False)
    return None


def _members(data: bytes | bytearray, position: int) -> Iterator[tuple[bytes, int, int | None]]:
    """Yield key, place and end of the members of an object, the last perhaps without an end."""
    while key := _KEY.match(data, position):
        end = value_end(data, key.end())
        yield key[1], key.end(), end
        if end is None:
            return
        position = end
