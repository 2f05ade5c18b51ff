"""Record → Article, one module per source format.

A mapper is a module with these five names:

`SOURCE`      the source its records belong to, as in `/source/crossref`
`FIELDS`      what it reads of a record, as a tree of field names (`kg.mappers.coverage`)
`recognises`  does this decoded record look like one of mine?
`key`         the key of a record within its source
`article`     the article; raises `RecordError` with reason and field where there is none to be had
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

from kg.errors import RecordError, SettingsError

if TYPE_CHECKING:
    from kg.mappers.coverage import Fields
    from kg.model import Article, Record

NAMES = ("aggregator", "crossref", "openalex")


class Mapper(Protocol):
    """What a module of this package offers."""

    SOURCE: str
    FIELDS: Fields

    def recognises(self, data: dict[str, Any]) -> bool: ...
    def key(self, record: Record) -> str: ...
    def article(self, record: Record) -> Article: ...


@cache
def find(name: str) -> Mapper:
    """Return the mapper of a name; raises `SettingsError` that lists the names there are."""
    if name not in NAMES:
        raise SettingsError(f"no mapper named {name!r}; there are: {', '.join(NAMES)}")
    return cast("Mapper", import_module(f"kg.mappers.{name}"))  # modules are their own instances of the Protocol


def recognised(data: Any) -> Mapper:
    """Return the mapper that knows this record by its fields; raises `RecordError` where none does."""
    if isinstance(data, dict):
        for name in NAMES:
            mapper = find(name)
            if mapper.recognises(data):
                return mapper
        raise RecordError(f"no known format: its fields are {', '.join(sorted(map(str, data))[:8]) or 'none'}")
    raise RecordError(f"not a JSON object but {_json_type(data)}")


def _json_type(data: Any) -> str:
    return {list: "an array", str: "a string", bool: "a boolean", type(None): "null"}.get(type(data), "a number")
