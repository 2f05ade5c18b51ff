"""Works of Crossref with the fields that a test is about."""

from __future__ import annotations

from typing import Any

from kg.mappers import crossref
from kg.model import Article, Origin, Record

DOI = "10.1234/abc"


def made(**fields: Any) -> Article:
    """The article of a work with these fields; an underscore in a name stands for a hyphen."""
    return crossref.article(record(**fields))


def record(**fields: Any) -> Record:
    data = {"DOI": DOI, "type": "journal-article", "title": ["A title"], "issued": {"date-parts": [[2020]]}}
    data |= {name.replace("_", "-"): value for name, value in fields.items()}
    return Record(origin=Origin(file="works.jsonl", line=1), raw=b"", data=data)
