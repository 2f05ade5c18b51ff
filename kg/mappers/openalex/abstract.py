"""An abstract out of the inverted index that OpenAlex sends: each word with the places where it stands.

https://docs.openalex.org/api-entities/works/work-object#abstract_inverted_index
"""

from __future__ import annotations

from typing import Any

import orjson

from kg.mappers import foreign


def abstract(index: Any, remarks: list[str]) -> str | None:
    """Return the words in their order.  A place that no word takes is passed over, of two at one place both stay.

    Old records hold the index as JSON in a string: `{"IndexLength": 44, "InvertedIndex": {…}}`.
    """
    words = foreign.mapping(_decoded(index))
    inner = words.get("InvertedIndex")
    words = inner if isinstance(inner, dict) else words
    placed = sorted(
        [(place, word) for word, places in words.items() for place in foreign.items(places) if type(place) is int],
        key=lambda known: known[0],
    )
    if not placed:
        return None
    if [place for place, _ in placed] != list(range(len(placed))):
        remarks.append("abstract-with-gaps")
    return foreign.block(" ".join([word for _, word in placed]))


def _decoded(index: Any) -> Any:
    if not isinstance(index, str):
        return index
    try:
        return orjson.loads(index)
    except orjson.JSONDecodeError:
        return None
