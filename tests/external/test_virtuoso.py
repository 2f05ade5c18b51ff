"""Virtuoso as its users have it: loaded in every way, and what it cuts is told."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.site.generation import read_manifest
from tests.cli.test_commands import ROOT, kg
from tests.store.servers import Virtuoso, virtuoso

pytestmark = [pytest.mark.external, pytest.mark.slow]
ADMINISTRATOR = {"KG_STORE_USER": "dba", "KG_STORE_PASSWORD": "dba"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("virtuoso") / "site"
    assert 0 == kg("build", ROOT / "seeds", "--site", folder, "--base", "https://kg.example.org/").returncode
    return folder


@pytest.fixture(scope="module")
def server(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    with virtuoso(tmp_path_factory.mktemp("server"), (site / "current" / "dumps").resolve()) as running:
        yield running


@pytest.mark.parametrize(("path", "protocol"), [("/sparql-auth", "update"), ("/sparql-graph-crud-auth", "graph-store")])
def test_a_site_is_loaded_by_http(server: Virtuoso, site: Path, path: str, protocol: str) -> None:
    """With the administrator's password by Digest, counted at the end; and once more in its place."""
    command = ("load", site, "--to", server.url + path, "--protocol", protocol, "--graph", f"urn:by:{protocol}")
    loaded = kg(*command, **ADMINISTRATOR)
    replaced = kg(*command, "--replace", **ADMINISTRATOR)

    assert (0, b"", 0, b"") == (loaded.returncode, loaded.stderr, replaced.returncode, replaced.stderr)
    assert f"it holds {read_manifest(site / 'current').triples:,}".encode() in replaced.stdout


def test_who_may_not_load_is_told_so(server: Virtuoso, site: Path) -> None:
    """Without a password, and with a wrong one."""
    to = ("load", site, "--to", f"{server.url}/sparql-auth", "--graph", "urn:mine")
    for environment in ({}, ADMINISTRATOR | {"KG_STORE_PASSWORD": "wrong"}):
        done = kg(*to, **environment)

        assert 3 == done.returncode
        assert b"set store.user and store.password" in done.stderr


def test_the_printed_commands_load_it(server: Virtuoso, site: Path) -> None:
    """As they are, but for the port."""
    printed = kg("load", site, "--print", "virtuoso", "--graph", "urn:by:bulk").stdout.decode()
    done = subprocess.run(
        ["sh", "-c", printed.replace("isql-vt 1111", f"isql-vt 127.0.0.1:{server.sql}")],
        env=os.environ | {"DBA_PASSWORD": "dba"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert f"\n{read_manifest(site / 'current').triples}\n" in done.stdout


def test_rows_that_it_cuts_are_told(server: Virtuoso, site: Path) -> None:
    """It answers 200 with the first 10,000 of them."""
    kg("load", site, "--to", f"{server.url}/sparql-auth", "--graph", "urn:cut", **ADMINISTRATOR)
    query = "SELECT * WHERE { GRAPH <urn:cut> { ?s ?p ?o } }"
    done = kg("query", query, "--endpoint", f"{server.url}/sparql", "--format", "csv")

    assert (1, 10_001) == (done.returncode, len(done.stdout.splitlines()))
    assert b"incomplete: the endpoint cut the answer at 10000 rows" in done.stderr
