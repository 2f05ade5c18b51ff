"""Record → Article, one module per source format.

A mapper is a module with these names:

`SOURCE`      the source its records belong to, as in `/source/crossref`
`CONTAINER`   the kind of file its records stand in (`Record.container`): `json`, `xml`, `bibtex`, `ris`, `table`
`FIELDS`      what it reads of a record, as a tree of field names (`kg.mappers.coverage`)
`recognises`  does this decoded record look like one of mine?
`key`         the key of a record within its source
`article`     the article; raises `RecordError` with reason and field where there is none to be had

Mappers are found by entry points of the group `kg.mappers`: ours are listed in this project's pyproject.toml, and
those of any other installed package are found in the same way.
https://packaging.python.org/en/latest/specifications/entry-points/
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Protocol, cast

from kg.errors import RecordError, SettingsError

if TYPE_CHECKING:
    from kg.mappers.coverage import Fields
    from kg.model import Article, Record

GROUP = "kg.mappers"


class Mapper(Protocol):
    """What a mapper offers."""

    SOURCE: str
    CONTAINER: str
    FIELDS: Fields

    def recognises(self, data: Any) -> bool: ...
    def key(self, record: Record) -> str: ...
    def article(self, record: Record) -> Article: ...


@cache
def names() -> tuple[str, ...]:
    """Return the names of all mappers that are installed, in the order in which a record is shown to them."""
    return tuple(sorted(entry_points(group=GROUP).names))


@cache
def find(name: str) -> Mapper:
    """Return the mapper of a name; raises `SettingsError` that lists the names there are."""
    if name not in names():
        raise SettingsError(f"no mapper named {name!r}; there are: {', '.join(names())}")
    return cast("Mapper", entry_points(group=GROUP)[name].load())  # modules are their own instances of the Protocol


@cache
def _of(container: str) -> tuple[Mapper, ...]:
    return tuple(mapper for mapper in map(find, names()) if mapper.CONTAINER == container)


def recognised(record: Record) -> Mapper:
    """Return the mapper that knows this record by what it holds; raises `RecordError` where none does."""
    if record.container == "json" and not isinstance(record.data, dict):
        raise RecordError(f"not a JSON object but {_json_type(record.data)}")
    for mapper in _of(record.container):
        if mapper.recognises(record.data):
            return mapper
    raise RecordError(f"no known format: {_shown(record.data)}")


def _shown(data: Any) -> str:
    if isinstance(data, dict):
        return f"its fields are {', '.join(sorted(map(str, data))[:8]) or 'none'}"
    return f"its element is {data.tag}"


def _json_type(data: Any) -> str:
    return {list: "an array", str: "a string", bool: "a boolean", type(None): "null"}.get(type(data), "a number")
