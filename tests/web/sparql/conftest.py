"""A graph in which much can be asked, and an endpoint over it that allows little."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.web.client import Client
from tests.web.conftest import Site
from tests.web.sparql.stores import LIMITS, over

SUBJECTS = 20_000


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph in which everything leads to everything, in the end."""
    folder = tmp_path_factory.mktemp("hostile") / "store"
    made = ox.Store(str(folder))
    lines = "".join(
        f"<http://x.example/s{n}> <http://x.example/p> <http://x.example/s{(7 * n + 1) % SUBJECTS}> .\n"
        f'<http://x.example/s{n}> <http://x.example/text> "the text of {n}, which is not long" .\n'
        for n in range(SUBJECTS)
    )
    made.bulk_load(lines.encode(), format=ox.RdfFormat.N_TRIPLES)
    made.flush()
    return folder


@pytest.fixture(scope="session")
def limited(site: Site, store: Path) -> Iterator[Client]:
    """An endpoint with tight limits."""
    with over(site, store, **LIMITS) as client:
        yield client
