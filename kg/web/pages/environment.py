"""The templates: Jinja2 with every value escaped, and a name that is missing an error."""

from __future__ import annotations

import hashlib
from pathlib import Path

import jinja2

_HERE = Path(__file__).parents[1]
_UNITS = ("bytes", "kB", "MB", "GB", "TB")
_THOUSAND = 1_000


def environment() -> jinja2.Environment:
    """Return the environment of the templates."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"number": number, "size": size, "plural": plural}
    return made


def versions() -> dict[str, str]:
    """Return the static files by name, each with the digest of its bytes that makes its URL one of its own."""
    folder = _HERE / "static"
    return {
        file.name: f"{file.name}?v={hashlib.sha256(file.read_bytes()).hexdigest()[:12]}"
        for file in sorted(folder.iterdir())
        if file.is_file()
    }


def number(count: int) -> str:
    """Return a number with its thousands parted."""
    return f"{count:,}"


def size(count: int) -> str:
    """Return a size in bytes as people say it.

    >>> size(999), size(1_500), size(2_340_000)
    ('999 bytes', '1.5 kB', '2.3 MB')
    """
    value, unit = float(count), 0
    while value >= _THOUSAND and unit < len(_UNITS) - 1:
        value, unit = value / _THOUSAND, unit + 1
    return f"{count:,} bytes" if unit == 0 else f"{value:.1f} {_UNITS[unit]}"


def plural(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun.

    >>> plural(1, "article"), plural(1200, "article"), plural(0, "person", "people")
    ('1 article', '1,200 articles', '0 people')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"
