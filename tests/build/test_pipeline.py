"""A build is whole or it is not there, and the same records make the same graph."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.build.pipeline import build
from kg.build.report import read
from kg.errors import SettingsError, SourceError
from kg.settings import Settings
from kg.site.generation import current, opened, read_manifest
from kg.site.layout import Layout
from kg.terms import iri

BASE = "https://kg.example.org/"
SETTINGS = Settings({"site.base": BASE, "build.workers": 1})


def record(number: int, **fields: object) -> dict[str, object]:
    return {
        "DOI": f"10.1000/{number:04}",
        "type": "journal-article",
        "title": [f"Article {number}"],
        "author": [{"given": "Josiah", "family": "Carberry", "ORCID": "http://orcid.org/0000-0002-1825-0097"}],
        "container-title": ["Journal of Psychoceramics"],
        "ISSN": ["0028-0836"],
        "volume": str(number % 3),
        "issued": {"date-parts": [[2000 + number % 20]]},
        **fields,
    }


def write(file: Path, records: list[dict[str, object]]) -> Path:
    file.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records))
    return file


def dumps(layout: Layout) -> dict[str, str]:
    folder = layout.current / "dumps"
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.glob("*.gz"))}


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "site")


def test_the_seeds_become_a_site(layout: Layout, seeds: Path) -> None:
    """Everything in seeds/ is mapped, and each number that the site states is true."""
    report = build([seeds], layout, SETTINGS)
    opened = current(layout)
    manifest = opened.manifest

    assert (0, ()) == (report.rejects, report.rejected)
    assert report.works >= 41
    assert report.triples == manifest.triples == len(opened.store)
    assert manifest.counts["article"] == report.works
    for dump, format_ in zip(manifest.dumps, (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES), strict=True):
        raw = (layout.current / "dumps" / dump.name).read_bytes()
        assert (dump.size, dump.sha256) == (len(raw), hashlib.sha256(raw).hexdigest())
        assert manifest.triples == len({*ox.parse(gzip.decompress(raw), format=format_)})
    assert report == read(layout.current / "report.json")


def test_every_iri_of_ours_that_stands_in_the_data_can_be_found(layout: Layout, seeds: Path) -> None:
    """Each object below the base is described, is part of something described, or is a work that is only cited."""
    build([seeds], layout, SETTINGS)
    opened = current(layout)
    text = gzip.decompress((layout.current / "dumps/kg.nt.gz").read_bytes())
    subjects, objects = set(), {}
    for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES):
        subjects.add(str(quad.subject))
        if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(BASE):
            objects[str(quad.object)] = quad.predicate.value
    lost = {
        thing: predicate
        for thing, predicate in objects.items()
        if thing not in subjects and not thing.startswith((f"<{BASE}ns#", f"<{BASE}article/", f"<{BASE}dataset"))
    }

    assert {} == lost
    assert opened.store.about(iri(f"{BASE}article/10.1111/lamp.12329"))


def test_the_order_of_input_and_the_number_of_workers_decide_nothing(tmp_path: Path, seeds: Path) -> None:
    """Byte-identical dumps, with two versions of one record among the files."""
    records = [record(number) for number in range(60)]
    old = record(7, title=["Old"], deposited={"date-time": "2020-01-01T00:00:00Z"})
    new = record(7, title=["New"], deposited={"date-time": "2021-01-01T00:00:00Z"})
    results = []
    for turn in range(3):
        shuffled = [*records, old, new]
        random.Random(turn).shuffle(shuffled)
        files = [write(tmp_path / f"{turn}-{part}.jsonl", shuffled[part::3]) for part in range(3)]
        layout = Layout(tmp_path / f"site{turn}")
        workers = 2 if turn == 2 else 1
        build([*files[::-1], seeds], layout, SETTINGS.with_({"build.workers": workers}))
        results.append(dumps(layout))

    assert [results[0]] * 3 == results


def test_records_of_the_same_doi_are_one_work(layout: Layout, tmp_path: Path) -> None:
    """Whatever source and spelling; both records stay in the catalogue and are named in the graph."""
    openalex = {
        "id": "https://openalex.org/W2741809807",
        "doi": "https://doi.org/10.1000/0001",
        "title": "Article 1",
        "type": "article",
        "publication_date": "2001-01-01",
        "publication_year": 2001,
        "ids": {"openalex": "https://openalex.org/W2741809807"},
        "authorships": [],
        "cited_by_count": 3,
    }
    report = build([write(tmp_path / "a.jsonl", [record(1, DOI="10.1000/0001"), openalex])], layout, SETTINGS)
    about = current(layout).store.about(iri(f"{BASE}article/10.1000/0001"))

    assert (2, 1) == (report.records, report.works)
    assert {
        b"<https://kg.example.org/record/crossref/10.1000/0001>",
        b"<https://kg.example.org/record/openalex/W2741809807>",
    } == {object_ for _, predicate, object_ in about if predicate.endswith(b"wasDerivedFrom>")}


def test_a_bad_record_is_reported_and_the_build_goes_on(layout: Layout, tmp_path: Path) -> None:
    """Line, key and reason; the other records are published."""
    file = write(tmp_path / "a.jsonl", [record(1), record(2, type="grant"), record(3)])
    with file.open("ab") as stream:
        stream.write(b'{"DOI": "10.1000/half", \n[1]\n"x"\n{}\n')
    report = build([file], layout, SETTINGS)

    assert (2, 5) == (report.works, report.rejects)
    places = {example.place.rpartition("/")[2] for group in report.rejected for example in group.examples}
    assert {"a.jsonl:2", "a.jsonl:4", "a.jsonl:5", "a.jsonl:6", "a.jsonl:7"} == places


@pytest.mark.parametrize("content", ["", "\n", "not json", '{"unknown": 1}\n'])
def test_nothing_to_publish_leaves_the_old_site(layout: Layout, tmp_path: Path, content: str) -> None:
    """One error that names the input; what was served is served."""
    build([write(tmp_path / "a.jsonl", [record(1)])], layout, SETTINGS)
    before = dumps(layout)
    (tmp_path / "b.jsonl").write_text(content)

    with pytest.raises(SourceError, match=r"b\.jsonl"):
        build([tmp_path / "b.jsonl"], layout, SETTINGS)
    assert before == dumps(layout)
    assert [1] == layout.numbers()


def test_a_base_that_is_no_url_stops_before_the_work(layout: Layout, seeds: Path) -> None:
    """The setting is named."""
    with pytest.raises(SettingsError, match=r"site\.base"):
        build([seeds], layout, Settings({"site.base": "kg.example.org"}))
    assert not layout.folder.exists()


def test_without_a_store_there_are_dumps(layout: Layout, tmp_path: Path) -> None:
    """`--store none`: nothing to serve, and it says so."""
    build([write(tmp_path / "a.jsonl", [record(1)])], layout, SETTINGS.with_({"build.store": "none"}))

    assert read_manifest(layout.current).triples > 20
    assert not (layout.current / "store").exists()
    with pytest.raises(Exception, match="--store none"):
        current(layout)


def test_generations_are_kept_as_the_setting_says(layout: Layout, tmp_path: Path) -> None:
    """Two by default: the one that is served and the one before."""
    file = write(tmp_path / "a.jsonl", [record(1)])
    for _ in range(3):
        build([file], layout, SETTINGS)

    assert [2, 3] == layout.numbers()
    assert 3 == opened(layout.current.resolve()).manifest.number


@pytest.mark.slow
def test_a_build_killed_at_any_moment_leaves_the_old_site(tmp_path: Path) -> None:
    """SIGKILL after more and more of the work; the site is always whole, and the next build is clean."""
    layout = Layout(tmp_path / "site")
    old = write(tmp_path / "old.jsonl", [record(1)])
    new = write(tmp_path / "new.jsonl", [record(number) for number in range(3000)])
    build([old], layout, SETTINGS)
    before = dumps(layout)
    other = Layout(tmp_path / "other")
    build([new], other, SETTINGS)
    command = [
        sys.executable,
        "-m",
        "kg",
        "build",
        str(new),
        "--site",
        str(layout.folder),
        "--base",
        BASE,
        "--workers",
        "2",
    ]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    killed = 0
    for delay in (0.5, 0.8, 1.2, 1.6, 2.0, 2.5, 3.0):
        process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.wait()
        manifest = current(layout).manifest
        if process.returncode:
            assert dumps(layout) in (before, dumps(other))  # killed, it may be, when it had just been published
            assert {file.name: file.sha256 for file in manifest.dumps} == dumps(layout)
        else:
            break

    assert killed
    report = build([new], layout, SETTINGS)
    assert 3000 == report.works
    assert [] == list(layout.generations.glob("*.part"))
