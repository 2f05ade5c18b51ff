"""A real site and real servers: built once from the seeds and from DOIs that break others, asked over a socket."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from fastapi import FastAPI

from kg.build.pipeline import build
from kg.settings import Settings
from kg.site.generation import Generation, current
from kg.site.layout import Layout
from kg.web.app import create_app
from kg.web.server import Server, bound, config
from tests.web.client import Client
from tests.web.tricky import records

MOUNTED = "https://kg.example.org/data/kg/"


class Site(NamedTuple):
    """A built site, the settings it was built with, and its generation opened by the test itself."""

    layout: Layout
    settings: Settings
    generation: Generation

    @property
    def base(self) -> str:
        return self.generation.manifest.base


class Served(NamedTuple):
    """A site that answers at its own base."""

    site: Site
    client: Client


def built(folder: Path, sources: list[Path], **values: str | int) -> Site:
    """Build a site; names of settings are written with two underscores for the dot."""
    settings = Settings({name.replace("__", "."): value for name, value in values.items()})
    layout = Layout(folder)
    build(sources, layout, settings)
    return Site(layout, settings, current(layout))


@contextmanager
def serving(app: FastAPI, port: int = 0) -> Iterator[Client]:
    """Serve an application over a socket while the block runs."""
    with bound("127.0.0.1", port) as listening:
        server = Server(config(app), lambda: None)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        client = Client(listening.getsockname()[1])
        try:
            yield client
        finally:
            client.close()
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def odd_records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of records whose DOIs are hard to serve."""
    file = tmp_path_factory.mktemp("records") / "odd.jsonl"
    file.write_text("".join(json.dumps(record) + "\n" for record in records()))
    return file


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, seeds: Path, odd_records: Path) -> Iterator[Served]:
    """The site as it comes: things redirect to documents (303)."""
    with bound("127.0.0.1", 0) as reserved:
        port = reserved.getsockname()[1]
    site = built(
        tmp_path_factory.mktemp("site"),
        [seeds, odd_records],
        site__base=f"http://127.0.0.1:{port}/",
        web__page_size=10,
        web__port=port,
    )
    with serving(create_app(site.settings, site.layout), port) as client:
        yield Served(site, client)


@pytest.fixture(scope="session")
def client(served: Served) -> Client:
    """A client of that server."""
    return served.client


@pytest.fixture(scope="session")
def site(served: Served) -> Site:
    """What that server serves."""
    return served.site


@pytest.fixture(scope="session")
def at_once(site: Site) -> Iterator[Client]:
    """A client of a server that answers at the URI of the thing (200)."""
    with serving(create_app(site.settings.with_({"web.dereference": "200"}), site.generation)) as client:
        yield client


@pytest.fixture(scope="session")
def mounted(tmp_path_factory: pytest.TempPathFactory, odd_records: Path) -> Iterator[Client]:
    """A client of a site below a sub-path of another host, as behind a proxy."""
    site = built(tmp_path_factory.mktemp("mounted"), [odd_records], site__base=MOUNTED, web__page_size=5)
    with serving(create_app(site.settings, site.generation)) as client:
        yield client
