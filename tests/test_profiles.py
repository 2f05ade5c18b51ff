"""Profiles are found by their imports, and nothing is ever fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg import profiles
from kg.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path


def _file(place: Path, *imports: str) -> Path:
    named = "".join(f" ; owl:imports <{iri}>" for iri in imports)
    place.write_text(f"@prefix owl: <http://www.w3.org/2002/07/owl#> .\n<> a owl:Ontology{named} .\n")
    return place


def test_there_are_six() -> None:
    """As documented; each has the values that shapes refer to, before the shapes."""
    assert ("bibo-only", "dataset", "default", "fabio-only", "schema-only", "strict") == profiles.names()
    for name in profiles.names():
        files = [file.name for file in profiles.files(name)]
        assert files.index("values.ttl") < files.index("venues.ttl")
        assert f"{name}.ttl" == files[-1]


def test_a_file_is_there_once() -> None:
    """However many import it."""
    files = profiles.files("strict")

    assert len(set(files)) == len(files)
    assert set(profiles.files("default")) < set(files)


@pytest.mark.parametrize(
    ("profile", "foreign"),
    [("schema-only", "bibo"), ("bibo-only", "fabio"), ("fabio-only", "schema")],
)
def test_a_vocabulary_alone_is_alone(profile: str, foreign: str) -> None:
    """Nobody who writes one vocabulary hears of another."""
    assert not [file for file in profiles.files(profile) if foreign in (file.parent.name, file.stem)]


def test_a_file_of_ones_own_may_import_ours_and_those_beside_it(tmp_path: Path) -> None:
    """In a circle too."""
    mine = _file(tmp_path / "mine.ttl", "other.ttl", f"{profiles.NAMESPACE}core/values")
    other = _file(tmp_path / "other.ttl", "mine.ttl")

    assert {"mine.ttl", "other.ttl", "values.ttl"} == {file.name for file in profiles.closure(mine)}
    assert set(profiles.closure(mine)) == set(profiles.closure(other))


@pytest.mark.parametrize(
    "iri",
    ["https://example.org/shapes", "absent.ttl", f"{profiles.NAMESPACE}absent", f"{profiles.NAMESPACE}../docs/http"],
)
def test_an_import_that_is_no_file_here_is_an_error(tmp_path: Path, iri: str) -> None:
    """It says which file imports what."""
    with pytest.raises(SettingsError, match=r"mine\.ttl imports .*no file here"):
        profiles.closure(_file(tmp_path / "mine.ttl", iri))


def test_an_unknown_profile_is_an_error_that_names_those_there_are() -> None:
    """Whoever mistypes finds the right word."""
    with pytest.raises(SettingsError, match="no profile 'defualt'; there are bibo-only, dataset, default"):
        profiles.files("defualt")


def test_a_file_that_is_no_turtle_is_an_error(tmp_path: Path) -> None:
    """It names the file; one that is not there, too."""
    (tmp_path / "bad.ttl").write_text("this is no Turtle")
    for name in ("bad.ttl", "absent.ttl"):
        with pytest.raises(SettingsError, match=rf"{name} cannot be read"):
            profiles.closure(tmp_path / name)
