"""A whole site conforms, with what holds across its records; and the check digits are those of the standards."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
import rdflib
from stdnum import isbn, issn
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2

from kg import profiles
from kg.build.pipeline import build
from kg.settings import Settings
from kg.site.layout import Layout
from tests.shapes.faults import BASE, parsed, results, shapes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SETTINGS = Settings({"site.base": BASE, "build.workers": 1})


@pytest.mark.slow
def test_the_site_of_the_seeds_conforms(tmp_path: Path, seeds: Path) -> None:
    """Its dump and its description: all records, all shared things, links between them.

    Without SPARQL, which pySHACL runs once for each node: minutes for these fifty articles.
    """
    build([seeds], Layout(tmp_path), SETTINGS)
    current = tmp_path / "current"
    dump = rdflib.Graph().parse(data=gzip.decompress((current / "dumps" / "kg.nt.gz").read_bytes()), format="nt")
    dump.parse(current / "void.ttl")
    files = [file for file in profiles.files("strict") if "sh:sparql" not in file.read_text()]
    found = results(dump, shapes(files))

    assert not {result for result in found if result[3] == "Violation"}
    assert {"Warning", "Info"} >= {result[3] for result in found}


def _holds(validate: Callable[[str], object], value: str) -> bool:
    try:
        return bool(validate(value))
    except ValidationError:
        return False


@pytest.mark.parametrize(
    ("scheme", "stems", "ends", "holds"),
    [
        ("issn", ["0021-951", "2434-561"], "0123456789X", issn.is_valid),
        ("isbn", ["978316148410", "978000000000"], "0123456789", isbn.is_valid),
        (
            "orcid",
            ["0000-0002-0883-525", "0000-0002-1694-233"],
            "0123456789X",
            lambda text: _holds(mod_11_2.validate, text.replace("-", "")),
        ),
    ],
)
def test_check_digits_are_those_of_the_standard(
    scheme: str, stems: list[str], ends: str, holds: Callable[[str], bool]
) -> None:
    """Of all last characters exactly the one that python-stdnum takes is taken."""
    values = {f"urn:{stem}{end}": f"{stem}{end}" for stem in stems for end in ends}
    lines = [f'<{node}> a schema:PropertyValue ; schema:propertyID "{scheme}" ; schema:value "{value}" .'
             for node, value in values.items()]  # fmt: skip
    (file,) = [file for file in profiles.files("strict") if file.stem == "check-digits"]
    wrong = {str(focus) for focus, *_ in results(parsed("\n".join(lines)), shapes([file]))}

    assert len(stems) == len(values) - len(wrong)
    assert {node for node, value in values.items() if not holds(value)} == wrong
