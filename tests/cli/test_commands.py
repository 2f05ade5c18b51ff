"""The commands as people run them: exit codes, one-line errors, and never a traceback."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "seeds" / "000_c146a4e45ae02680.txt"
COMMANDS = (
    "up",
    "build",
    "add",
    "remove",
    "explain",
    "quality",
    "mapping",
    "serve",
    "query",
    "load",
    "map",
    "get",
    "validate",
)


def kg(
    *arguments: object, stdin: bytes = b"", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "kg", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
        cwd=cwd or ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "100", **environment},
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "site"
    done = kg("build", SEED, "--site", folder, "--base", "https://kg.example.org/")
    assert 0 == done.returncode, done.stderr.decode()
    return folder


def test_version_and_help() -> None:
    """Every command says what it does, and the README names it."""
    readme = (ROOT / "README.md").read_text()

    assert b"kg 0.1.0\n" == kg("--version").stdout
    for command in COMMANDS:
        done = kg(command, "--help")
        assert 0 == done.returncode
        assert b"Usage: " in done.stdout
        assert f"kg {command}" in readme


def test_a_build_says_what_it_did(site: Path) -> None:
    """On standard error, in a line that a person can read; standard output is for data."""
    done = kg("build", SEED, "--site", site.parent / "other")

    assert b"" == done.stdout
    assert b"1 records (agg 1)" in done.stderr
    assert (site / "current" / "dumps" / "kg.ttl.gz").is_file()


@pytest.mark.parametrize(("format_", "parser"), [("nt", ox.RdfFormat.N_TRIPLES), ("ttl", ox.RdfFormat.TURTLE)])
def test_map_writes_rdf_to_standard_output(format_: str, parser: ox.RdfFormat) -> None:
    """The same graph in both formats, from a file or from standard input."""
    from_file = kg("map", SEED, "--format", format_, "--base", "https://kg.example.org/")
    from_stdin = kg("map", "-", "--format", format_, "--base", "https://kg.example.org/", stdin=SEED.read_bytes())
    triples = set(ox.parse(from_file.stdout, format=parser))

    assert (0, b"") == (from_file.returncode, from_file.stderr)
    assert len(triples) > 90
    assert triples == set(ox.parse(from_stdin.stdout, format=parser))


def test_map_writes_to_a_file(tmp_path: Path) -> None:
    """The same bytes as on standard output."""
    kg("map", SEED, "-o", tmp_path / "x.nt")

    assert kg("map", SEED).stdout == (tmp_path / "x.nt").read_bytes()


def test_map_ends_quietly_when_its_reader_does() -> None:
    """`kg map … | head -1` is no error."""
    done = subprocess.run(
        ["sh", "-c", f"'{sys.executable}' -m kg map seeds | head -1"],
        capture_output=True,
        check=False,
        cwd=ROOT,
        timeout=60,
    )

    assert (1, b"") == (done.stdout.count(b"\n"), done.stderr)


def test_get_answers_one_request(site: Path) -> None:
    """Turtle unless something else is asked for; redirects are followed; a missing thing is exit code 1."""
    turtle = kg("get", "/article/10.1111/LAMP.12329", "--site", site)
    html = kg("get", "article/10.1111/lamp.12329", "--site", site, "--accept", "text/html")
    redirect = kg("get", "/article/10.1111/lamp.12329", "--site", site, "-i", "--no-location")
    missing = kg("get", "/article/10.1111/none", "--site", site)

    assert 0 == turtle.returncode
    assert len(set(ox.parse(turtle.stdout, format=ox.RdfFormat.TURTLE))) > 50
    assert b"<h1" in html.stdout
    assert b"HTTP/1.1 303\n" in redirect.stdout
    assert 1 == missing.returncode


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("build", "nowhere.json"), 2, "nowhere.json"),
        (("build", "{empty}"), 2, "empty"),
        (("map", "nowhere.json"), 2, "nowhere.json"),
        (("map", "{seed}", "--format", "xml"), 2, "--format xml"),
        (("map", "{seed}", "--from", "marc"), 2, "no mapper named 'marc'; there are: aggregator"),
        (("map", "{seed}", "--base", "example.org"), 2, "site.base"),
        (("map", "{seed}", "-o", "{empty}/no/file"), 2, "cannot be written"),
        (("serve", "--site", "{empty}"), 3, "build one first"),
        (("get", "/", "--site", "{empty}"), 3, "build one first"),
        (("build",), 2, "SOURCES"),
        (("sing",), 2, "sing"),
    ],
)
def test_an_error_is_one_line_that_says_what_and_where(
    tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    """Exit code 2 for usage and configuration, 3 for what failed; a traceback is a bug."""
    (tmp_path / "empty").mkdir()
    done = kg(*(argument.format(empty=tmp_path / "empty", seed=SEED) for argument in arguments), cwd=tmp_path)
    message = done.stderr.decode()

    assert code == done.returncode, message
    assert said in message
    assert "Traceback" not in message
    if message.startswith("kg: "):
        assert 1 == message.count("\n")


def test_a_port_in_use_is_said_before_any_work(tmp_path: Path) -> None:
    """Nobody waits an hour for a build to learn that."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = kg("up", SEED, "--site", tmp_path / "site", "--port", port)

    assert 3 == done.returncode
    assert f"127.0.0.1:{port}" in done.stderr.decode()
    assert not (tmp_path / "site").exists()


def test_a_site_of_another_version_says_to_build_again(site: Path, tmp_path: Path) -> None:
    """The file, the two versions, and what to do."""
    copy = tmp_path / "site"
    subprocess.run(["cp", "-a", str(site), str(copy)], check=True)
    manifest = copy / "current" / "generation.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "version": 99}))

    done = kg("serve", "--site", copy, "--port", "0")

    assert 3 == done.returncode
    assert "version 99" in done.stderr.decode()
    assert 1 == done.stderr.count(b"\n")


def test_settings_come_from_the_site_and_the_environment(tmp_path: Path) -> None:
    """The base of the file, the title of the environment; a wrong one is named."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "kg.toml").write_text('[site]\nbase = "https://one.example.org/"\n')
    kg("build", SEED, "--site", site, KG_SITE_TITLE="Ours")
    wrong = kg("build", SEED, "--site", site, KG_WEB_PORT="x")
    manifest = json.loads((site / "current" / "generation.json").read_text())

    assert ("https://one.example.org/", "Ours") == (manifest["base"], manifest["title"])
    assert (2, "kg: KG_WEB_PORT: web.port = 'x' is not a whole number\n") == (wrong.returncode, wrong.stderr.decode())
