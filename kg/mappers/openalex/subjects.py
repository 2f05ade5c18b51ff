"""What a work is about: OpenAlex's topics and concepts, MeSH headings, the UN's goals; and keywords.

Topics came in 2024 and concepts stay in older records; each says how sure it is, as a weight from 0 to 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg import identifiers
from kg.mappers import foreign, parts
from kg.model import Subject, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

_GOAL = "https://metadata.un.org/sdg/"


def subjects(data: dict[str, Any]) -> tuple[Subject, ...]:
    """Return the subjects of a work, each once."""
    found = (*_own(data, "topics"), *_own(data, "concepts"), *_mesh(data), *_goals(data))
    return tuple({(subject.scheme, subject.id or subject.label): subject for subject in reversed(found)}.values())[::-1]


def keywords(data: dict[str, Any]) -> tuple[Text, ...]:
    """Return keywords, which are objects with a `display_name`, or a `keyword` in older records, or strings."""
    entries = foreign.items(data.get("keywords"))
    words = [
        entry.get("display_name") or entry.get("keyword") if isinstance(entry, dict) else entry for entry in entries
    ]
    return tuple(Text(word) for word in foreign.strings(words))


def _own(data: dict[str, Any], field: str) -> Iterator[Subject]:
    """Yield topics or concepts.  One of weight 0 is there as the parent of another and not for the work's sake."""
    for entry in foreign.mappings(data.get(field)):
        label, score = foreign.string(entry.get("display_name")), parts.decimal(entry.get("score"))
        if label and score != "0":
            number = foreign.identified(identifiers.openalex, entry.get("id"))
            yield Subject(scheme="openalex", label=label, id=number, score=score)


def _mesh(data: dict[str, Any]) -> Iterator[Subject]:
    """Yield descriptors, and the pairs of a descriptor with a qualifier, whose ids MeSH joins: `D054625Q000706`."""
    for heading in foreign.mappings(data.get("mesh")):
        label, number = foreign.string(heading.get("descriptor_name")), foreign.string(heading.get("descriptor_ui"))
        if not label:
            continue
        yield Subject(scheme="mesh", label=label, id=number)
        name, qualifier = foreign.string(heading.get("qualifier_name")), foreign.string(heading.get("qualifier_ui"))
        if name and qualifier and number:
            yield Subject(scheme="mesh", label=f"{label}/{name}", id=number + qualifier)


def _goals(data: dict[str, Any]) -> Iterator[Subject]:
    for goal in foreign.mappings(data.get("sustainable_development_goals")):
        label, number = foreign.string(goal.get("display_name")), foreign.string(goal.get("id"))
        if label:
            number = number.removeprefix(_GOAL) if number else None
            yield Subject(scheme="sdg", label=label, id=number, score=parts.decimal(goal.get("score")))
