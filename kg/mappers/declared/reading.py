"""TOML → a mapping, every mistake with its line."""

from __future__ import annotations

import difflib
import re
import tomllib
from typing import TYPE_CHECKING, Any, Final

import msgspec

from kg.errors import SettingsError
from kg.mappers import parts
from kg.mappers.declared.picking import ORDERS, Spec, spec

if TYPE_CHECKING:
    from pathlib import Path

FIELDS: Final = (
    "title subtitle other_title short_title abstract authors editors translators doi pmid pmcid arxiv openalex isbn"
    " journal journal_short issn eissn book series volume issue pages first_page last_page article_number edition"
    " publisher date online_date type language keywords subjects licence url pdf is_open citations references funder"
    " award event modified"
).split()
"""What a mapping may name."""

_TOP: Final = ("source", "container", "key", "type", "fields")
_OPTIONS: Final = frozenset(
    "from value split default date lookup regex strip_prefix language order"
    " each name given family orcid affiliation".split()
)
_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,31}")


class Mapping(msgspec.Struct, frozen=True, kw_only=True):
    """What a TOML file says: where its records come from, what keeps them, their key, and each field's spec."""

    source: str
    container: str
    fields: dict[str, Spec]
    key: Spec | None = None
    type: str = "journal-article"


def read(file: Path) -> Mapping:
    """Read a mapping.  Raises `SettingsError` with file and line for what is no TOML or makes no sense."""
    try:
        text = file.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: cannot be read ({error})") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file}: not TOML: {error}") from error
    return _Reader(file, text).mapping(data)


class _Reader:
    """One file being read; knows where its keys stand."""

    def __init__(self, file: Path, text: str) -> None:
        self._file = file
        self._lines = text.splitlines()

    def mapping(self, data: dict[str, Any]) -> Mapping:
        self._only(data, _TOP, "")
        source = data.get("source", "own")
        if not isinstance(source, str) or not _NAME.fullmatch(source):
            raise self._wrong("source", f"{source!r} is no name of lower-case letters, digits and hyphens")
        type_ = data.get("type", "journal-article")
        if not isinstance(type_, str) or type_ not in parts.TYPES:
            raise self._wrong("type", f"{type_!r} is none of: {', '.join(sorted(parts.TYPES))}")
        stated = data.get("fields")
        if not isinstance(stated, dict) or not stated:
            raise self._wrong("fields", "a mapping needs a table [fields] with at least one field")
        self._only(stated, FIELDS, "fields")
        fields = {name: self._spec(name, value) for name, value in stated.items()}
        key = self._spec("key", data["key"]) if "key" in data else None
        container = data.get("container") or ("json" if any(held.is_pointer for held in fields.values()) else "table")
        if container not in {"table", "json"}:
            raise self._wrong("container", f"{container!r} is neither table nor json")
        return Mapping(source=source, container=container, fields=fields, key=key, type=type_)

    def _spec(self, name: str, stated: Any) -> Spec:
        if isinstance(stated, dict):
            unknown = next((option for option in stated if option not in _OPTIONS), None)
            if unknown is not None:
                raise self._wrong(name, f"no option {unknown!r}; there are: {', '.join(sorted(_OPTIONS))}")
            if "order" in stated and stated["order"] not in ORDERS:
                raise self._wrong(name, f"order {stated['order']!r} is none of: {', '.join(ORDERS)}")
        try:
            return spec(stated)
        except (TypeError, ValueError, re.error) as error:
            raise self._wrong(name, str(error)) from error

    def _only(self, table: dict[str, Any], names: tuple[str, ...] | list[str], within: str) -> None:
        for name in table:
            if name not in names:
                close = difflib.get_close_matches(name, names, 1)
                near = f"; did you mean {close[0]}?" if close else ""
                where = f" in [{within}]" if within else ""
                raise self._wrong(name, f"no field {name!r}{where}{near} There are: {', '.join(names)}")

    def _wrong(self, name: str, said: str) -> SettingsError:
        pattern = re.compile(rf"\s*(?:\[)?\s*[\"']?{re.escape(name)}[\"']?\s*(?:=|\]|\.)")
        line = next((number for number, text in enumerate(self._lines, 1) if pattern.match(text)), 1)
        return SettingsError(f"{self._file}:{line}: {name}: {said}")
