"""The format of an answer: what `?format=` says, else what the Accept header prefers, else 406 and what there is."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kg.formats import Format
from kg.web.conneg import choose
from kg.web.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.web.asked import Asked

JSON = Format(name="JSON", extension="json", media_types=("application/json",), is_rdf=False)


def wanted(asked: Asked, formats: tuple[Format, ...], urls: Mapping[str, str]) -> Format:
    """Return the format to send; `urls` has the URL of each by its extension.

    Raises `Refusal` (406) that lists them where the client takes none, or names one that is not there.
    """
    name = asked.query.get("format")
    found = choose(asked.accept, formats) if name is None else named(formats).get(name.lower())
    if found is not None:
        return found
    said = "in none of the formats of your Accept header" if name is None else f"in no format named {name[:40]!r}"
    available = [
        {"name": format_.name, "type": format_.media_types[0], "url": urls[format_.extension]} for format_ in formats
    ]
    links = ", ".join(f'<{entry["url"]}>; rel="alternate"; type="{entry["type"]}"' for entry in available)
    names = ", ".join(f"{format_.name} ({format_.media_types[0]})" for format_ in formats)
    raise Refusal(406, f"This is {said}; there are: {names}", headers={"link": links}, available=available)


@lru_cache(8)
def named(formats: tuple[Format, ...]) -> dict[str, Format]:
    """Return formats by every name that `?format=` takes: extension, media type, subtype (`json`, `turtle`).

    Where two would share a name, the first format has it.
    """
    names: dict[str, Format] = {}
    for format_ in formats:
        subtypes = (media_type.partition("/")[2] for media_type in format_.media_types)
        for name in (format_.extension, *format_.media_types, *subtypes):
            names.setdefault(name, format_)
    return names
