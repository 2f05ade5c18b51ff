"""The explanation of a work of a generation: its records, and what of each came into the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kg.merging import priorities
from kg.merging.explaining import Explained, explained

if TYPE_CHECKING:
    from kg.site.generation import Generation


class Source(msgspec.Struct, frozen=True):
    """A record of a work: its URI, and when its source last touched it, where it says so."""

    source: str
    key: str
    id: str
    modified: str | None = None


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """A work: its URI, its title, the records behind it, identifiers that are not believed, and each field."""

    id: str
    title: str
    records: tuple[Source, ...]
    refused: dict[str, str]
    fields: tuple[Explained, ...]


def explanation(generation: Generation, path: str) -> Explanation | None:
    """Return the explanation of the work with this canonical path, or None where there is no such work."""
    behind = generation.records.of(path)
    if not behind.records:
        return None
    manifest, iris = generation.manifest, generation.iris
    versions = [(each.record, each.article) for each in behind.records]
    order = priorities(manifest.priority, manifest.priority_of_fields)
    return Explanation(
        id=manifest.base + path,
        title=generation.index.label(path) or path,
        records=tuple(
            Source(record.source, record.key, iris.record(record.source, record.key)[1:-1].decode(), article.modified)
            for record, article in versions
        ),
        refused=behind.refused,
        fields=tuple(explained(versions, order, behind.refused)),
    )
