"""The aggregator's records with the fields that a test is about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg import sources
from kg.mappers import aggregator
from kg.model import Article, Origin, Record


def record(page: str | None = None, **data: Any) -> Record:
    return Record(origin=Origin(file="articles.jsonl", line=1), raw=b"", data=data, text=page)


def made(page: str | None = None, **data: Any) -> Article:
    """The article of a record with these fields."""
    return aggregator.article(record(page, **{"title": "A title"} | data))


def only(file: Path) -> Record:
    (found,) = sources.read([file])
    assert isinstance(found, Record)
    return found
