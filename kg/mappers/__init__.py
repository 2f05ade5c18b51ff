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

import importlib.util
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from kg.errors import RecordError, SettingsError
from kg.mappers.declared import load

if TYPE_CHECKING:
    from kg.mappers.coverage import Fields
    from kg.model import Article, Record

GROUP = "kg.mappers"
MEMBERS = ("SOURCE", "CONTAINER", "FIELDS", "recognises", "key", "article")


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
    """Return the mapper of a name, or of a file: a Python module of one's own (`mine.py`), a mapping (`my.toml`).

    Raises `SettingsError` that lists the names there are, or says what the file lacks.
    """
    if name.endswith(".toml"):
        return load(Path(name))
    if name.endswith(".py"):
        return _checked(_module(Path(name)), name)
    if name not in names():
        raise SettingsError(f"no mapper named {name!r}; there are: {', '.join(names())}")
    return _checked(entry_points(group=GROUP)[name].load(), name)


def _module(file: Path) -> object:
    """Return a module by its file.  Raises `SettingsError` where it cannot be loaded."""
    found = importlib.util.spec_from_file_location(f"kg_mapper_{file.stem}", file)
    if found is None or found.loader is None or not file.is_file():
        raise SettingsError(f"{file}: no such file")
    module = importlib.util.module_from_spec(found)
    try:
        found.loader.exec_module(module)
    except Exception as error:  # whatever somebody's module does wrong when it is loaded
        raise SettingsError(f"{file}: cannot be loaded ({type(error).__name__}: {error})") from error
    return module


def _checked(module: object, name: str) -> Mapper:
    """Return a module as the mapper that it is; modules are their own instances of the Protocol."""
    missing = [member for member in MEMBERS if not hasattr(module, member)]
    if missing:
        raise SettingsError(f"{name}: no mapper, it lacks {', '.join(missing)} (kg.mappers says what these are)")
    return cast("Mapper", module)


@cache
def _of(container: str) -> tuple[Mapper, ...]:
    return tuple(mapper for mapper in map(find, names()) if mapper.CONTAINER == container)


def recognised(record: Record) -> Mapper:
    """Return the mapper that knows this record by what it holds; raises `RecordError` where none does."""
    if record.container == "json" and not isinstance(record.data, dict):
        raise RecordError(f"not a JSON object but {_json_type(record.data)}")
    if record.container == "table":
        raise RecordError("a table: say what its columns mean, with --mapping my.toml (kg mapping init proposes one)")
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
