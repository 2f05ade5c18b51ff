"""From a record the values of a field: columns or JSON pointers, and what is done to them on the way."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

ORDERS: Final = ("given-first", "family-first")
_LONGEST: Final = 10_000  # characters that a pattern is tried on: Python's engine can take exponential time
_NESTED: Final = re.compile(r"\([^()]*[+*][^()]*\)[+*{]")
_PARTS: Final = ("name", "given", "family", "orcid", "affiliation")


class Spec(msgspec.Struct, frozen=True, kw_only=True):
    """Where the values of a field stand, and what is done to them.

    `sources` are columns or pointers, of which the first that says something counts; `parts` are pointers within each
    item that `sources` finds, for fields whose items have parts.
    """

    sources: tuple[str, ...] = ()
    value: str | None = None
    split: str | None = None
    default: str | None = None
    date: str | None = None
    lookup: dict[str, str] = {}
    regex: str | None = None
    strip_prefix: str | None = None
    language: str | None = None
    order: str = "given-first"
    parts: dict[str, str] = {}

    @property
    def is_pointer(self) -> bool:
        """Whether values are found by JSON Pointer (RFC 6901) and not by the name of a column."""
        return any(source.startswith("/") for source in self.sources)

    def values(self, data: Any) -> list[Any]:
        """Return the values of a record: texts, or the items that have parts."""
        if self.value is not None:
            return [self.value]
        said = self.stated(data)
        return said or ([self.default] if self.default is not None and not self.parts else [])

    def stated(self, data: Any) -> list[Any]:
        """Return what the record itself says: without constants and defaults, which hold for any record."""
        found = next((held for source in self.sources if (held := list(_found(data, source)))), [])
        return found if self.parts else [text for value in found for text in self._texts(value)]

    def part(self, item: Any, name: str) -> Any:
        """Return a part of an item: the family name of an author."""
        pointer = self.parts.get(name)
        return next(iter(_found(item, pointer)), None) if pointer else None

    def paths(self) -> Iterator[tuple[str, ...]]:
        """Yield the names that lead to what is read, for the count of fields that nothing reads."""
        for source in self.sources:
            yield tuple(step for step in _steps(source) if step != "*" and not step.isdigit()) or (source,)

    def _texts(self, value: Any) -> Iterator[str]:
        if isinstance(value, bool):
            value = "true" if value else "false"
        text = str(value).strip()
        for piece in text.split(self.split) if self.split else [text]:
            said = self._changed(piece.strip())
            if said:
                yield said

    def _changed(self, text: str) -> str | None:
        if self.strip_prefix:
            text = text.removeprefix(self.strip_prefix).strip()
        if self.regex:
            match = re.search(self.regex, text[:_LONGEST])
            text = (match[1] if match and match.groups() else match[0] if match else "") or ""
        if self.lookup:
            text = self.lookup.get(text, self.lookup.get("*", text))
        if self.date and text:
            try:
                text = dt.datetime.strptime(text, self.date).date().isoformat()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                return None
        return text or None


def spec(stated: Any) -> Spec:
    """Return what a value in a mapping means: a name, several of which the first counts, or a table of options.

    Raises `TypeError` or `ValueError` that says what is wrong.
    """
    if isinstance(stated, str):
        return Spec(sources=(stated,))
    if isinstance(stated, list):
        return Spec(sources=_names(stated))
    if not isinstance(stated, dict):
        raise TypeError(f"{stated!r} is neither a column or pointer, nor a list of them, nor a table of options")
    origin = stated.get("from", stated.get("each", []))
    known = {name: value for name, value in stated.items() if name not in {"from", "each", *_PARTS}}
    lookup = known.pop("lookup", {})
    held = {name: stated[name] for name in _PARTS if name in stated}
    _check(known, lookup, held)
    if not origin and "value" not in known:
        raise ValueError("says neither where its values stand (from) nor what they are (value)")
    return Spec(sources=_names([origin] if isinstance(origin, str) else origin), lookup=lookup, parts=held, **known)


def _check(known: dict[str, Any], lookup: Any, held: dict[str, Any]) -> None:
    wrong = next((name for name, value in known.items() if not isinstance(value, str)), None)
    if wrong is not None:
        raise TypeError(f"{wrong} must be a text, and is {known[wrong]!r}")
    if not isinstance(lookup, dict) or not all(isinstance(value, str) for value in lookup.values()):
        raise TypeError("lookup must be a table of texts")
    if not all(isinstance(value, str) for value in held.values()):
        raise TypeError("name, given, family, orcid and affiliation are pointers within each item")
    if "regex" in known:
        re.compile(known["regex"])
        if _NESTED.search(known["regex"]):
            raise ValueError("regex: a repetition within a repetition can take for ever; write it without")


def _names(stated: Any) -> tuple[str, ...]:
    if not isinstance(stated, list) or not all(isinstance(name, str) for name in stated):
        raise TypeError(f"{stated!r} is no list of columns or pointers")
    return tuple(stated)


def _found(data: Any, source: str) -> Iterator[Any]:
    """Yield what stands at a column or a pointer, in which `*` is each item; nothing for what says nothing."""
    reached = [data]
    for step in _steps(source):
        reached = [found for held in reached for found in _below(held, step)]
    for value in reached:
        for item in value if isinstance(value, list) else [value]:
            if item not in (None, "", [], {}):
                yield item


def _steps(source: str) -> list[str]:
    if not source.startswith("/"):
        return [source]
    return [step.replace("~1", "/").replace("~0", "~") for step in source[1:].split("/")]


def _below(held: Any, step: str) -> list[Any]:
    if isinstance(held, dict):
        return [held[step]] if step in held else []
    if isinstance(held, list):
        if step == "*":
            return held
        if step.isdigit() and len(step) < 9:
            return held[int(step) : int(step) + 1]
        return [found for item in held for found in _below(item, step)]
    return []
