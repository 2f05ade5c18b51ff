"""Short names and the order of terms: one table, the same for every format."""

from __future__ import annotations

import pytest

from kg import vocab
from kg.errors import TermError
from kg.serialise import Names
from kg.serialise.names import _PLACES, Remembered
from kg.serialise.order import natural
from kg.terms import Iri, Namespace, iri
from kg.vocab import BIBO, DCTERMS, PREFIXES, RDF, SCHEMA
from tests.serialise.graphs import BASE, IRIS, NAMES


def test_every_prefix_of_the_table_is_used() -> None:
    """And the terms of the site itself have one that depends on its base."""
    for prefix, namespace in PREFIXES.items():
        assert f"{prefix}:term".encode() == NAMES.short(iri(f"{namespace}term"))
    assert b"kg:CiteAction" == NAMES.short(IRIS.term("CiteAction"))
    assert b"kg:x" == Names(PREFIXES, "http://other.example/kg/").short(iri("http://other.example/kg/ns#x"))


def test_a_namespace_that_ends_in_neither_slash_nor_hash_is_refused() -> None:
    """JSON-LD would not take it for a prefix, and the last character decides where a name begins."""
    with pytest.raises(TermError, match=r"prefix coar: .*neither / nor #"):
        Names({"coar": "http://purl.org/coar"}, BASE)


def test_predicates_stand_in_the_order_of_the_table() -> None:
    """`a`, then vocabulary by vocabulary: what names a thing first, long text last, no name at the very end."""
    ordered = [
        RDF.type,
        SCHEMA.name,
        SCHEMA.author,
        SCHEMA.datePublished,
        SCHEMA.about,
        SCHEMA.keywords,
        SCHEMA.abstract,
        BIBO.doi,
        BIBO.status,
        DCTERMS.title,
        DCTERMS.abstract,
        IRIS.term("affiliation"),
        iri("https://a.example/b"),
    ]

    assert ordered == sorted(set(ordered), key=NAMES.rank)


def test_the_names_that_come_first_or_last_are_names_that_we_write() -> None:
    """A typo in the order would change nothing that anybody sees."""
    written = {name.encode() for space in vars(vocab).values() if isinstance(space, Namespace) for name in vars(space)}

    assert set() == set(_PLACES) - written


def test_what_is_remembered_is_bounded() -> None:
    """Millions of IRIs pass through a dump; the memory of them does not grow."""
    calls: list[bytes] = []

    def length(key: bytes) -> int:
        calls.append(key)
        return len(key)

    remembered = Remembered(length, 2)

    assert [1, 2, 1, 3, 1] == [remembered[key] for key in [b"a", b"bb", b"a", b"ccc", b"a"]]
    assert [b"a", b"bb", b"ccc", b"a"] == calls
    assert 2 == len(remembered)


def test_many_names_are_no_trouble() -> None:
    """The answers are the same after the bound as before."""
    names = Names(PREFIXES, BASE)
    terms = [iri(f"https://schema.org/a{number}") for number in range(20_000)]

    assert [f"schema:a{number}".encode() for number in range(20_000)] == [names.short(term) for term in terms]
    assert b"schema:a0" == names.short(terms[0])


@pytest.mark.parametrize(
    "ordered",
    [
        ["#author-1", "#author-2", "#author-10", "#authorship-1"],
        ["/volume/2", "/volume/2/issue/1", "/volume/10"],
        ["9", "10", "10a", "10b2", "10b10", "11"],
        ["2024-02-26", "2024-10-01"],
    ],
)
def test_numbers_sort_by_size(ordered: list[str]) -> None:
    """As people count, not as characters compare."""
    terms = [Iri(f"<x:{text}>".encode()) for text in ordered]

    assert terms == sorted(set(terms), key=natural)
