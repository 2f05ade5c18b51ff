"""Sites with all that a page may meet: every field, other scripts, titles that attack, five thousand authors."""

from __future__ import annotations

import pytest

from kg.site.generation import Generation
from tests.triples.samples import SAMPLES
from tests.web.pages import making
from tests.web.pages.hostile import LINKS, WORKS

SCRIPTS = (making.CHINESE, making.ARABIC)


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """A generation below a host of its own."""
    return making.generation(
        tmp_path_factory.mktemp("pages") / "generation", [*SAMPLES.values(), *SCRIPTS, *WORKS], extra=LINKS
    )


@pytest.fixture(scope="session")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """A generation of one article with five thousand authors."""
    return making.generation(tmp_path_factory.mktemp("crowded") / "generation", [making.MANY])


@pytest.fixture(scope="session")
def mounted(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """A generation below a path of a host."""
    works = [*SAMPLES.values(), making.CHINESE]
    folder = tmp_path_factory.mktemp("mounted") / "generation"
    return making.generation(folder, works, base="https://host.example/data/kg/")
