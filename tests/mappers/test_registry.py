"""Mappers by name, and the one that knows a record."""

from __future__ import annotations

import importlib
import os
import pkgutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from kg import mappers
from kg.errors import RecordError, SettingsError
from kg.model import Origin, Record

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", mappers.names())
def test_a_mapper_offers_what_the_protocol_says(name: str) -> None:
    mapper = mappers.find(name)
    assert {"SOURCE", "CONTAINER", "FIELDS", "recognises", "key", "article"} <= set(dir(mapper))
    assert mapper.CONTAINER != "json" or not mapper.recognises({})


def test_a_module_that_looks_like_a_mapper_is_declared() -> None:
    """Ours are found as anybody's are: by an entry point, and none is forgotten there."""
    modules = (info.name for info in pkgutil.iter_modules(mappers.__path__))
    built = {name for name in modules if hasattr(importlib.import_module(f"kg.mappers.{name}"), "SOURCE")}
    assert built <= set(mappers.names())


MINE = """
from kg.mappers import foreign
from kg.model import Article, Identifier, Text

SOURCE, CONTAINER, FIELDS = "mine", "json", {"nr": None, "heading": None}


def recognises(data):
    return "heading" in data


def key(record):
    return str(record.data["nr"])


def article(record):
    title = foreign.string(record.data["heading"])
    return Article(type="report", titles=(Text(title),), identifiers=(Identifier("local", key(record)),))
"""


@pytest.mark.parametrize("way", ["entry point", "file"])
def test_a_mapper_of_somebody_else_is_found_as_ours_are(tmp_path: Path, way: str) -> None:
    """By an entry point of an installed package, or by the name of its file."""
    (tmp_path / "mine.py").write_text(MINE)
    information = tmp_path / "others-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: others\nVersion: 1.0\n")
    if way == "entry point":
        (information / "entry_points.txt").write_text("[kg.mappers]\nmine = mine\n")
    (tmp_path / "records.jsonl").write_text('{"nr": 7, "heading": "Anything <i>at all</i>"}\n')
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "kg",
            "map",
            "records.jsonl",
            *([] if way == "entry point" else ["--mapper", "mine.py"]),
        ],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        check=False,
    )

    assert (0, b"") == (done.returncode, b"".join(line for line in done.stderr.splitlines() if b"rror" in line))
    assert b'"Anything at all"' in done.stdout
    assert b"/record/mine/7>" in done.stdout


def test_sources_have_one_name_each() -> None:
    assert len(mappers.names()) == len({mappers.find(name).SOURCE for name in mappers.names()})


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
    assert mappers.recognised(_record(data)) is mappers.find(name)


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
        mappers.recognised(_record(data))

    assert reason == caught.value.reason


def _record(data: Any) -> Record:
    return Record(origin=Origin(file="works.jsonl", line=1), raw=b"", data=data)
