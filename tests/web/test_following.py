"""A new generation is published while the site is served: nobody notices but by what is new."""

from __future__ import annotations

import json
import threading
import time
import weakref
from pathlib import Path

import pytest

from kg.build.pipeline import build
from kg.errors import SiteError
from kg.settings import Settings
from kg.site.generation import current
from kg.site.layout import Layout
from kg.web.app import create_app
from kg.web.opened import Following
from tests.web.client import Client
from tests.web.conftest import built, serving

OLD = "article/10.1000/plain"
NEW = "article/10.1000/new"


def _records(file: Path, *names: str) -> Path:
    lines = [
        {
            "PeriodicalId": 7,
            "PeriodicalName": "Odd Names",
            "title": f"Title {name}",
            "doi": f"10.1000/{name}",
            "authors": "A B",
        }
        for name in names
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return file


def test_a_new_generation_is_served_without_a_failed_request(tmp_path: Path) -> None:
    """While clients ask all the time, old and new answer, each whole; the old tags of what stayed the same hold."""
    site = built(tmp_path / "site", [_records(tmp_path / "one.jsonl", "plain")])
    statuses: set[int] = set()
    stop = threading.Event()
    with serving(create_app(site.settings, site.layout)) as client:
        hammer = threading.Thread(target=_ask_on, args=(client._port, stop, statuses))
        hammer.start()
        tag = client.ask(f"/doc/ttl/{OLD}")["etag"]
        assert 404 == client.ask(f"/doc/ttl/{NEW}").status
        build([_records(tmp_path / "two.jsonl", "plain", "new")], site.layout, site.settings)
        deadline = time.monotonic() + 20
        while client.ask(f"/doc/ttl/{NEW}").status != 200 and time.monotonic() < deadline:
            time.sleep(0.05)

        assert 200 == client.ask(f"/doc/ttl/{NEW}").status
        assert tag == client.ask(f"/doc/ttl/{OLD}")["etag"]
        assert 2 == client.ask("/health").json["generation"]
        stop.set()
        hammer.join()

    assert {200} == statuses


def test_a_generation_that_cannot_be_opened_is_not_served(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The old one goes on, and the log says why, once; when it can be opened after all, it is."""
    site = built(tmp_path / "site", [_records(tmp_path / "one.jsonl", "plain")])
    following = Following(site.settings, site.layout)
    build([_records(tmp_path / "two.jsonl", "new")], site.layout, site.settings)
    store = site.layout.generation(2) / "store"
    store.rename(store.with_name("away"))
    for _ in range(3):
        _look(following)

    assert 1 == following.now().generation.manifest.number
    assert 1 == sum("cannot be served" in message for message in caplog.messages)

    store.with_name("away").rename(store)
    _look(following)

    assert 2 == following.now().generation.manifest.number


def test_only_the_last_of_many_is_served(tmp_path: Path) -> None:
    """Builds and a rollback faster than they can be opened: in the end it is the one that `current` names."""
    site = built(tmp_path / "site", [_records(tmp_path / "one.jsonl", "plain")])
    following = Following(site.settings, site.layout)
    build([_records(tmp_path / "two.jsonl", "new")], site.layout, site.settings)
    following._next_look = 0.0
    following.now()
    _point(site.layout, site.layout.generation(1))
    for _ in range(2):
        _look(following)

    assert 1 == following.now().generation.manifest.number


def test_nothing_to_serve_is_said_at_once(tmp_path: Path) -> None:
    """Before a port is taken, and with what to do."""
    with pytest.raises(SiteError, match="build one first"):
        create_app(Settings(), Layout(tmp_path))


def test_the_old_generation_is_let_go(tmp_path: Path) -> None:
    """Nothing holds on to it once no request reads it: its files can be removed and its memory is free."""
    site = built(tmp_path / "site", [_records(tmp_path / "one.jsonl", "plain")])
    following = Following(site.settings, site.layout)
    old = weakref.ref(following.now())
    build([_records(tmp_path / "two.jsonl", "new")], site.layout, site.settings)
    _look(following)

    assert 2 == following.now().generation.manifest.number
    assert old() is None


def test_one_generation_can_be_served_alone(tmp_path: Path) -> None:
    """Given a generation and no site, nothing is followed."""
    site = built(tmp_path / "site", [_records(tmp_path / "one.jsonl", "plain")])
    following = Following(site.settings, current(site.layout))
    build([_records(tmp_path / "two.jsonl", "new")], site.layout, site.settings)

    assert 1 == following.now().generation.manifest.number


def _look(following: Following) -> None:
    """Have it look at what is published, and wait until it is done with that."""
    following._next_look = 0.0
    following.now()
    for thread in threading.enumerate():
        if thread.name == "open-generation":
            thread.join()


def _ask_on(port: int, stop: threading.Event, statuses: set[int]) -> None:
    client = Client(port)
    while not stop.is_set():
        statuses.add(client.ask(f"/doc/ttl/{OLD}").status)
        statuses.add(client.ask("/articles?format=json").status)
    client.close()


def _point(layout: Layout, generation: Path) -> None:
    link = layout.folder / ".next"
    link.symlink_to(generation.relative_to(layout.folder))
    link.replace(layout.current)
