"""A mapping that a user writes as TOML: columns of a table, or JSON pointers, to the fields of an article.

    source = "library"
    type = "journal-article"

    [fields]
    title = "Titel"
    authors = { from = "Autoren", split = ";", order = "family-first" }
    date = "/published"                 # JSON Pointer (RFC 6901) where records are JSON

docs/mapping.md explains every word.  Values go through the same normalisers as those of all other sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.errors import RecordError
from kg.iris import hashed
from kg.mappers import foreign
from kg.mappers.declared.building import built
from kg.mappers.declared.reading import Mapping, read

if TYPE_CHECKING:
    from pathlib import Path

    from kg.mappers.coverage import Fields
    from kg.model import Article, Record


class Declared:
    """A mapper made of a mapping; its attributes and methods are those of any mapper."""

    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping
        self.SOURCE = mapping.source
        self.CONTAINER = mapping.container
        self.FIELDS = _fields(mapping)

    def recognises(self, data: Any) -> bool:
        """Tell whether the record says anything for a field of the mapping; constants are no sign."""
        return isinstance(data, dict) and any(spec.stated(data) for spec in self._mapping.fields.values())

    def key(self, record: Record) -> str:
        """Return the key that the mapping names, else the DOI, else a hash of what was mapped.

        Raises `RecordError` where the record says nothing that the mapping knows.
        """
        spec = self._mapping.key
        stated = next(iter(spec.values(record.data)), None) if spec else None
        if (key := foreign.string(stated)) is not None:
            return key
        article = self.article(record)
        doi = article.identifier("doi")
        if doi is not None:
            return doi
        title = article.titles[0].text if article.titles else ""
        return hashed(self.SOURCE, title, article.dates.issued or "", *(agent.name for agent in article.agents[:1]))

    def article(self, record: Record) -> Article:
        """Return the article; raises `RecordError` where nothing of the mapping is in the record."""
        if not self.recognises(record.data):
            raise RecordError("nothing that the mapping names is in this record")
        return built(self._mapping, record.data)


def load(file: Path) -> Declared:
    """Return the mapper that a TOML file declares; raises `SettingsError` that names its line."""
    return Declared(read(file))


def _fields(mapping: Mapping) -> Fields:
    tree: Fields = {}
    specs = [*mapping.fields.values(), *([mapping.key] if mapping.key else [])]
    for spec in specs:
        for path in spec.paths():
            branch = tree
            for name in path[:-1]:
                below = branch.setdefault(name, {})
                if below is None:
                    break
                branch = below
            else:
                branch[path[-1]] = None
    return tree
