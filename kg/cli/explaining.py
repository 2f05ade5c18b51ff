"""`kg explain`: what each source states of a work, and what of it was taken."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec
from rich.console import Console
from rich.table import Table

from kg import catalogue
from kg.errors import SiteError
from kg.iris import article_key, path
from kg.site.explaining import explanation
from kg.site.generation import current
from kg.web.pages.explanation import text
from kg.web.spelling import spelled

if TYPE_CHECKING:
    from kg.site.explaining import Explanation
    from kg.site.generation import Generation
    from kg.site.layout import Layout


def write(uri: str, layout: Layout, *, as_json: bool) -> None:
    """Write the explanation of a work to standard output.

    Raises `SiteError` where nothing here is called so, or what is, is no work.
    """
    opened = current(layout)
    named = _path(uri, opened)
    found = explanation(opened, named) if named else None
    if found is None:
        raise SiteError(f"{uri}: no work of this site is called so")
    if as_json:
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n")
        return
    _show(found, layout)


def _path(uri: str, opened: Generation) -> str | None:
    """Return the path of the work that a URI, a path or an identifier names."""
    below = uri.removeprefix(opened.manifest.base).lstrip("/").removeprefix("doc/explain/")
    key = article_key(uri)
    readings = [below, f"article/{below}", *([f"article/{path(key)}"] if key else [])]
    return next((known for reading in readings if (known := spelled(opened, reading))), None)


def _show(found: Explanation, layout: Layout) -> None:
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{found.title}\n<{found.id}>\n", markup=False)
    with catalogue.opened(layout.catalogue) as opened:
        for record in found.records:
            places = [version.origin for version in opened.stored(catalogue.RecordKey(record.source, record.key))]
            where = ", ".join(map(str, places))
            console.print(f"  {record.source}/{record.key}  {where}  {record.modified or ''}".rstrip(), markup=False)
    for name, reason in found.refused.items():
        console.print(f"  not believed: {name}, {reason}", markup=False)
    table = Table(box=None, pad_edge=False, show_header=False)
    for field in found.fields:
        table.add_row()
        table.add_row(f"{field.field}", "", field.rule, style="bold")
        for stated in field.stated:
            sources = ", ".join(dict.fromkeys(record.source for record in stated.records)) or "(put together)"
            table.add_row("  ✓" if stated.is_chosen else "  –", sources, text(stated.value))
    console.print(table, markup=False)
