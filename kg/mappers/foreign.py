"""Values out of JSON that others wrote: the type we hoped for, or nothing.

Sources send a string where a list is due, `"null"`, `""`, `0` for unknown and numbers as strings; a mapper says
what it wants and reads on.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from kg import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ABSENT: Final = frozenset({"", "null", "none", "n/a", "nan", "undefined"})
_LONGEST_ABSENT: Final = max(map(len, _ABSENT))
_WHOLE: Final = re.compile(r"\s*([+-]?\d{1,18})\s*", re.ASCII)
_MOST: Final = 1 << 63  # what travels as MessagePack, and more than anybody counts
_LINK: Final = re.compile(
    r"(?:https?|ftp)://[^\s\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff][^\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]*"
)


def string(value: Any) -> str | None:
    """Return one line of clean text, from a string or a number; None where it says nothing."""
    if isinstance(value, str):
        cleaned = text.line(value)
        return cleaned if len(cleaned) > _LONGEST_ABSENT or cleaned.lower() not in _ABSENT else None
    return str(value) if value is not None and _is_number(value) else None


def block(value: Any) -> str | None:
    """Return clean text in paragraphs; None where it says nothing."""
    if not isinstance(value, str):
        return None
    cleaned = text.paragraphs(value)
    return cleaned if cleaned.lower() not in _ABSENT else None


def integer(value: Any) -> int | None:
    """Return a whole number, also from a string of digits."""
    if isinstance(value, str):
        digits = _WHOLE.fullmatch(value)
        return int(digits[1]) if digits else None
    return int(value) if _is_number(value) and -_MOST < value < _MOST and value == int(value) else None


def count(value: Any) -> int | None:
    """Return a number of things: whole, not negative, and small enough for somebody to have counted them."""
    number = integer(value)
    return number if number is not None and 0 <= number < 1 << 53 else None


def boolean(value: Any) -> bool | None:
    """Return a truth value where one is stated."""
    return value if isinstance(value, bool) else None


def mapping(value: Any) -> dict[str, Any]:
    """Return an object, or an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """Return a list: itself, one of a single value, or an empty one."""
    if isinstance(value, list):
        return value
    return [] if value is None or value == "" else [value]


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a list."""
    return (item for item in items(value) if isinstance(item, dict))


def strings(value: Any) -> tuple[str, ...]:
    """Return the texts of a list, each once, in order."""
    return tuple(dict.fromkeys(cleaned for item in items(value) if (cleaned := string(item)) is not None))


def link(value: Any) -> str | None:
    """Return a link as the source writes it, or None for what is none; encoding it is the business of triples."""
    stated = value.strip() if isinstance(value, str) else ""
    return stated if _LINK.fullmatch(stated) else None


def identified(normaliser: Callable[[str], str | None], value: Any) -> str | None:
    """Return an identifier in its one spelling, from a string or a number that may hold one.

    >>> identified(str.upper, "w12"), identified(str.upper, 12), identified(str.upper, ["w12"])
    ('W12', '12', None)
    """
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return normaliser(value) if isinstance(value, str) else None


def _is_number(value: Any) -> bool:
    if isinstance(value, int):
        return not isinstance(value, bool)
    return value.is_finite() if isinstance(value, Decimal) else isinstance(value, float) and math.isfinite(value)
