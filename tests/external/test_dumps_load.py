"""Who loads a dump into a triple store gets every triple and no warning."""

from __future__ import annotations

import gzip
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.build.pipeline import build
from kg.settings import Settings
from kg.site.generation import Manifest, read_manifest
from kg.site.layout import Layout

from .jena import Jena

pytestmark = [pytest.mark.external, pytest.mark.slow]
NAMES = ["kg.nt.gz", "kg.ttl.gz"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Path:
    """A generation of everything in seeds/, under a base that is not this machine's."""
    layout = Layout(tmp_path_factory.mktemp("dumps") / "site")
    build([seeds], layout, Settings({"site.base": "https://kg.example.org/"}))
    for name in NAMES:  # for those that read no gzip
        file = layout.current / "dumps" / name
        file.with_suffix("").write_bytes(gzip.decompress(file.read_bytes()))
    return layout.current.resolve()


@pytest.fixture(scope="module")
def manifest(folder: Path) -> Manifest:
    return read_manifest(folder)


@pytest.fixture(scope="module")
def jena(tmp_path_factory: pytest.TempPathFactory) -> Jena:
    return Jena(tmp_path_factory.mktemp("jena"))


@pytest.mark.parametrize("name", NAMES)
def test_rdflib(folder: Path, manifest: Manifest, name: str) -> None:
    """Warnings are errors in every test, so this one has none."""
    graph = rdflib.Graph()
    with gzip.open(folder / "dumps" / name) as stream:
        graph.parse(stream, format={"kg.nt.gz": "nt", "kg.ttl.gz": "turtle"}[name])

    assert manifest.triples == len(graph)


@pytest.mark.parametrize("name", NAMES)
def test_pyoxigraph(folder: Path, manifest: Manifest, name: str) -> None:
    """Loaded strictly: every IRI, literal and language tag is checked."""
    store = ox.Store()
    store.bulk_load(path=str(folder / "dumps" / name.removesuffix(".gz")))

    assert manifest.triples == len(store)


@pytest.mark.parametrize("name", NAMES)
def test_rapper(folder: Path, manifest: Manifest, rapper: str, name: str) -> None:
    """A parser in C with its own ideas of what is right."""
    syntax = {"kg.nt.gz": "ntriples", "kg.ttl.gz": "turtle"}[name]
    done = subprocess.run(
        [
            rapper,
            "-q",
            "-w",
            "-i",
            syntax,
            "-c",
            str(folder / "dumps" / name.removesuffix(".gz")),
            "https://kg.example.org/",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    counted = subprocess.run(
        [rapper, "-i", syntax, "-c", str(folder / "dumps" / name.removesuffix(".gz")), "https://kg.example.org/"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert (0, "") == (done.returncode, done.stderr)
    assert f"returned {manifest.triples} triples" in counted.stderr
    assert not re.search("warning|error", counted.stderr, re.IGNORECASE)


@pytest.mark.parametrize("name", NAMES)
def test_jena_riot(folder: Path, manifest: Manifest, jena: Jena, name: str) -> None:
    """Validates IRIs and lexical forms, and reads the compressed file as it is."""
    file = str(folder / "dumps" / name)
    checked = jena("riotcmd.riot", "--validate", file)
    counted = jena("riotcmd.riot", "--count", file)

    assert (0, "", "") == (checked.returncode, checked.stdout, checked.stderr)
    assert [manifest.triples] == [
        int(count.replace(",", "")) for count in re.findall(r"Triples = ([\d,]+)", counted.stdout + counted.stderr)
    ]


def test_jena_tdb2(folder: Path, manifest: Manifest, jena: Jena, tmp_path: Path) -> None:
    """Loaded into Jena's store, counted by its query engine."""
    loaded = jena("tdb2.tdbloader", f"--loc={tmp_path / 'tdb2'}", str(folder / "dumps" / "kg.ttl.gz"))
    counted = jena(
        "tdb2.tdbquery", f"--loc={tmp_path / 'tdb2'}", "--results=CSV", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    )

    assert 0 == loaded.returncode, loaded.stderr
    assert "WARN" not in loaded.stdout + loaded.stderr
    assert ["n", str(manifest.triples)] == counted.stdout.split()


@pytest.fixture
def server(folder: Path, tmp_path: Path) -> Iterator[str]:
    """The Oxigraph server with the dump loaded by its own command."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("the oxigraph server is not installed (PyPI package oxigraph)")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    location = str(tmp_path / "oxigraph")
    loaded = subprocess.run(
        [program, "load", "--location", location, "--file", str(folder / "dumps" / "kg.nt.gz")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not re.search("warn|error", loaded.stdout + loaded.stderr, re.IGNORECASE)
    process = subprocess.Popen(
        [program, "serve-read-only", "--location", location, "--bind", address], stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2]))).close()
                break
            except ConnectionRefusedError:
                time.sleep(0.1)
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait()


def test_oxigraph_server(server: str, manifest: Manifest) -> None:
    """Loaded from the compressed file by the server's own loader."""
    request = urllib.request.Request(
        f"{server}/query",
        data=b"SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        headers={"Content-Type": "application/sparql-query", "Accept": "text/csv"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert ["n", str(manifest.triples)] == answer.read().decode().split()
