"""Works of OpenAlex with the fields that a test is about."""

from __future__ import annotations

from typing import Any

from kg.mappers import openalex
from kg.model import Article, Origin, Record

W = "https://openalex.org/W2741809807"


def made(**fields: Any) -> Article:
    """The article of a work with these fields."""
    return openalex.article(record(id=W, **fields))


def record(**data: Any) -> Record:
    return Record(origin=Origin(file="works.jsonl", line=1), raw=b"", data=data)
