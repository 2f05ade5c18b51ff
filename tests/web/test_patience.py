"""One request that takes long keeps nobody waiting."""

from __future__ import annotations

import json
import threading
from pathlib import Path

from kg.web.app import create_app
from tests.web.client import Client
from tests.web.conftest import built, serving

AUTHORS = 1_500


def test_a_large_document_lets_others_pass(tmp_path: Path) -> None:
    """While the page of a paper by a whole collaboration is made, small questions are answered, and many of them."""
    record = {
        "PeriodicalId": 7,
        "PeriodicalName": "Odd Names",
        "title": "By all of us",
        "doi": "10.1000/collaboration",
        "authors": ", ".join(f"Given{number} Family{number}" for number in range(AUTHORS)),
    }
    file = tmp_path / "one.jsonl"
    file.write_text(json.dumps(record))
    site = built(tmp_path / "site", [file])
    done = threading.Event()
    sizes: list[int] = []
    with serving(create_app(site.settings, site.layout)) as client:
        client.ask("/health")
        waiting = threading.Thread(target=_ask, args=(client._port, sizes, done))
        waiting.start()
        answered = 0
        while not done.is_set():
            assert 200 == client.ask("/health").status
            answered += 1
        waiting.join()

    assert sizes[0] > 100 * AUTHORS
    assert answered > 3


def _ask(port: int, sizes: list[int], done: threading.Event) -> None:
    client = Client(port)
    try:
        sizes.append(len(client.ask("/doc/rdf/article/10.1000/collaboration").body))
    finally:
        client.close()
        done.set()
