"""`kg shapes explain`: which constraint is checked where, by which engine, and why."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import msgspec

from kg.cli.validating import shapes_of
from kg.shacl import documents
from kg.shacl.scope import scopes
from kg.triples import SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.shacl.scope import Scope

_WIDTH = 16


def explained(shapes: Sequence[Path], profile: str, base: str | None, *, as_json: bool) -> str:
    """Return the scopes of all constraints, as text or as JSON; raises `ShapesError`, `SettingsError`."""
    found = list(scopes(documents.shapes(shapes_of(shapes, profile), base), SHARED))
    if as_json:
        return msgspec.json.format(msgspec.json.encode(found)).decode()
    counts = {where: sum(each.scope == where for each in found) for where in ("record", "dataset", "both")}
    return "\n".join(
        [*_lines(found), f"{len(found)} constraints: " + ", ".join(f"{n} {w}" for w, n in counts.items() if n)]
    )


def _lines(found: list[Scope]) -> Iterator[str]:
    for label, members in groupby(found, key=lambda each: each.label.partition(" / ")[0]):
        yield label
        for each in members:
            name = each.label.partition(" / ")[2] or "itself"
            why = f"; {each.why}" if each.why else ""
            yield f"  {each.scope:<8} {each.component:<{_WIDTH}} {name}  ({' '.join(each.engines)}){why}"
        yield ""
