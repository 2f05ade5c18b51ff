"""What all tests share: where things are, and the programs from outside that some of them drive."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The records that ship with the project."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real records and official vocabularies beside the checkout; a clone elsewhere has none."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(
            "no folder 'shared' beside the checkout: it holds records and vocabularies that are not ours to ship"
        )
    return folder


@pytest.fixture
def rapper() -> str:
    """The parser of Debian's raptor2-utils."""
    program = shutil.which("rapper")
    if program is None:
        pytest.skip("rapper is not installed (Debian package raptor2-utils)")
    return program
