"""Mappers by name, and the one that knows a record."""

from __future__ import annotations

from typing import Any

import pytest

from kg import mappers
from kg.errors import RecordError, SettingsError


@pytest.mark.parametrize("name", mappers.NAMES)
def test_a_mapper_offers_what_the_protocol_says(name: str) -> None:
    mapper = mappers.find(name)
    assert {"SOURCE", "FIELDS", "recognises", "key", "article"} <= set(dir(mapper))
    assert not mapper.recognises({})


def test_sources_have_one_name_each() -> None:
    assert len(mappers.NAMES) == len({mappers.find(name).SOURCE for name in mappers.NAMES})


def test_an_unknown_name_is_answered_with_those_there_are() -> None:
    with pytest.raises(SettingsError, match=r"no mapper named 'crosref'; there are: .*crossref"):
        mappers.find("crosref")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ({"DOI": "10.1234/abc", "title": ["A title"]}, "crossref"),
        ({"id": "https://openalex.org/W1234567", "doi": "https://doi.org/10.1234/abc", "title": "A title"}, "openalex"),
        ({"PeriodicalId": 1, "PeriodicalName": "A journal", "title": "A title", "doi": "10.1234/abc"}, "aggregator"),
    ],
)
def test_a_record_is_known_by_its_fields(data: dict[str, Any], name: str) -> None:
    assert mappers.recognised(data) is mappers.find(name)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"author": 1, "Titel": 2}, "no known format: its fields are Titel, author"),
        ({}, "no known format: its fields are none"),
        ([], "not a JSON object but an array"),
        ("DOI", "not a JSON object but a string"),
        (None, "not a JSON object but null"),
        (True, "not a JSON object but a boolean"),
        (1, "not a JSON object but a number"),
    ],
)
def test_a_record_that_nobody_knows_is_rejected_with_what_it_is(data: Any, reason: str) -> None:
    with pytest.raises(RecordError) as caught:
        mappers.recognised(data)

    assert reason == caught.value.reason
