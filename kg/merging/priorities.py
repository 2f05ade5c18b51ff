"""Whose value is taken where sources differ: one order for all fields, and other ones for those that some know best."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import msgspec

from kg.errors import SettingsError
from kg.model import Article
from kg.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import RecordKey


class Priorities(msgspec.Struct, frozen=True):
    """The order of sources, best first; `fields` has that of single fields of `Article`."""

    sources: tuple[str, ...] = ()
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def rank(self, record: RecordKey, field: str | None = None) -> tuple[int, int, str]:
        """Return what records are sorted by: the order of the field, then that of all, then the name of the source."""
        order = next((order for name, order in self.fields if name == field), ())
        return _place(record.source, order), _place(record.source, self.sources), record.source

    def decides(self, field: str) -> bool:
        """Tell whether a field has an order of its own."""
        return any(name == field for name, _ in self.fields)


@cache
def standard() -> Priorities:
    """Return the priorities that hold where nobody sets others."""
    settings = Settings()
    return priorities(settings.words("sources.priority"), settings.words("sources.fields"))


def priorities(sources: Iterable[str], fields: Iterable[str]) -> Priorities:
    """Return the priorities that settings state; a field is given as `abstracts=pubmed>crossref`.

    Raises `SettingsError` for what is no field of an article.
    """
    read = []
    for stated in fields:
        name, _, order = stated.partition("=")
        if name.strip() not in Article.__struct_fields__ or not order.strip():
            known = ", ".join(sorted(Article.__struct_fields__))
            raise SettingsError(f"sources.fields: {stated!r} is not field=source>source; fields are: {known}")
        read.append((name.strip(), tuple(source.strip() for source in order.split(">"))))
    return Priorities(tuple(sources), tuple(read))


def _place(source: str, order: tuple[str, ...]) -> int:
    return order.index(source) if source in order else len(order)
