"""The endpoint over another store than the site's: for tests that bring their own data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.settings import Settings
from kg.store.lookups import Lookups
from kg.store.oxigraph import OxigraphStore
from kg.store.pool import Bounds, Pool
from kg.store.querying import Executor
from kg.web.app import create_app
from kg.web.sparql.executors import Executors
from tests.web.client import Client
from tests.web.conftest import Site, serving

LIMITS = {"timeout": 1, "quick_ms": 100, "memory_mb": 256, "answer_mb": 8}


@contextmanager
def over(site: Site, store: Path, **settings: int) -> Iterator[Client]:
    """Serve a site whose endpoint asks another store; settings are those of the section `sparql`."""
    limits = site.settings.with_({f"sparql.{name}": value for name, value in settings.items()})
    with serving(create_app(limits, site.generation, Executors(lambda _: pool(store, limits)))) as client:
        yield client


def pool(store: Path, settings: Settings) -> Executor:
    """Return what answers queries of a store: what a site has, or processes alone where there is no store."""
    processes = Pool(store, Bounds.of(settings))
    return Lookups(OxigraphStore(store), processes) if store.exists() else processes
