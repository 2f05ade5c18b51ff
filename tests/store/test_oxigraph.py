"""The store answers fixed look-ups, and holds just what was written to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import SiteError
from kg.store.oxigraph import OxigraphStore, loading
from kg.terms import Iri, Term, Triple, iri, literal

ARTICLE, NAME, PART = iri("https://x/article/1"), iri("https://schema.org/name"), iri("https://schema.org/hasPart")
AUTHOR, ROLE, OTHER = (
    iri("https://x/article/1#author-1"),
    iri("https://x/article/1#role"),
    iri("https://x/article/10"),
)


def triple(subject: Iri, predicate: Iri, object_: Term) -> Triple:
    return subject, predicate, object_


TRIPLES = [
    triple(ARTICLE, NAME, literal('a "title" \\ 数据 🧬\n')),
    triple(ARTICLE, PART, AUTHOR),
    triple(AUTHOR, PART, ROLE),
    triple(ROLE, PART, AUTHOR),
    triple(ROLE, NAME, literal("rôle", "fr")),
    triple(ARTICLE, PART, OTHER),
    triple(OTHER, NAME, literal("other")),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> OxigraphStore:
    folder = tmp_path_factory.mktemp("store") / "store"
    with loading(folder) as stream:
        for each in TRIPLES:
            stream.write(b"%b %b %b .\n" % each)
    return OxigraphStore(folder)


def test_a_thing_comes_with_its_parts_and_nothing_else(store: OxigraphStore) -> None:
    """Fragments of fragments, cycles, and no neighbour."""
    assert sorted(TRIPLES[:6]) == sorted(store.about(ARTICLE))
    assert [] == store.about(iri("https://x/none"))


def test_single_look_ups(store: OxigraphStore) -> None:
    """By subject, by subject and predicate, by object with a limit."""
    assert [TRIPLES[6]] == store.outgoing(OTHER)
    assert 2 == len(store.outgoing(ARTICLE, PART))
    assert 1 == len(store.incoming(AUTHOR, 1))
    assert 2 == len(store.incoming(AUTHOR, 9))
    assert len(TRIPLES) == len(store)


def test_what_is_no_ntriples_stops_the_load(tmp_path: Path) -> None:
    """One clear error, and the writer does not hang on a full pipe."""
    with pytest.raises(SiteError, match="loading failed"), loading(tmp_path / "store") as stream:
        stream.write(b"nonsense\n" * 100_000)


def test_a_missing_store_is_named(tmp_path: Path) -> None:
    """Says which folder, and what to do."""
    with pytest.raises(SiteError, match="build the site again"):
        OxigraphStore(tmp_path / "none")
