"""From a path as a client spelled it to the one canonical path of a thing that exists.

`kg.iris.canonical` reads all ways to write an identifier; here stand the ways to write a URL around it, and whether
the thing is there.  Nothing is guessed that could name two things: the first reading that exists wins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from kg.iris import canonical
from kg.web.documents import exists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.site.generation import Generation
    from kg.site.index import Gone


def spelled(generation: Generation, raw: str) -> str | None:
    """Return the canonical path of the thing that `raw` names, or None where it names none of ours.

    `raw` is the percent-encoded path below the base, valid UTF-8 once decoded.
    """
    if generation.records.size(raw):  # of a work as it is written everywhere
        return raw
    return next(
        (path for reading in _readings(raw) if (path := _named(generation, reading)) and exists(generation, path)),
        None,
    )


def _named(generation: Generation, reading: str) -> str | None:
    """Return the path of the work: it has one URI, and as many names as it has identifiers."""
    path = canonical(reading)
    if path is None:
        return None
    if path.startswith("periodical/"):
        kind, key, *below = path.split("/")
        return "/".join([generation.index.alias(f"{kind}/{key}") or f"{kind}/{key}", *below])
    return generation.index.alias(path) or path


def gone(generation: Generation, raw: str) -> Gone | None:
    """Return what once stood behind a path as a client spelled it, or None."""
    paths = (path for reading in _readings(raw) if (path := canonical(reading)))
    return next((found for path in paths if (found := generation.index.gone(path))), None)


def _readings(raw: str) -> Iterator[str]:
    yield raw
    first, slash, rest = raw.partition("/")
    if first == "doi":
        yield f"article/{rest}"
    if "%" in first:  # %61rticle/…, article%2F10.…
        yield f"{unquote(first)}{slash}{rest}"
    if rest.endswith("/"):
        yield raw.rstrip("/")
    if "%25" in rest:  # encoded once more than it should be
        yield f"{first}/{unquote(rest)}"
