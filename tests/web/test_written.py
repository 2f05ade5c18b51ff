"""Turtle that was written with the site: the same bytes as a document that is made of triples."""

from __future__ import annotations

from pathlib import Path

import msgspec

from kg.formats import TRIG, TURTLE, Format
from kg.model import Agent
from kg.serialise import Names, write
from kg.serialise.turtle import Blocks
from kg.site.generation import Generation
from kg.site.pointed import MOST_NAMES
from kg.vocab import PREFIXES
from kg.web.documents import document
from kg.web.written import WrittenTurtle
from tests.web.conftest import Site
from tests.web.pages.making import generation, titled


def written(opened: Generation, path: str) -> bytes | None:
    """Return the document that was written."""
    return WrittenTurtle(opened, Names(PREFIXES, opened.manifest.base)).document(path)


def made(opened: Generation, path: str, format_: Format = TURTLE) -> bytes:
    """Return the document made of its triples."""
    found = document(opened, path)
    assert found is not None
    return write(found.triples, format_, Names(PREFIXES, opened.manifest.base), about=found.iri)


def test_it_is_what_the_triples_give(site: Site) -> None:
    """Of each work of the seeds and of the tricky ones, byte by byte."""
    opened = site.generation
    paths = opened.index.paths("", 1000)

    assert len(paths) > 60
    for path in paths:
        assert made(opened, path) == written(opened, path)
        assert made(opened, path, TRIG) == written(opened, path)


def test_names_are_written_with_the_things_that_have_them(site: Site) -> None:
    """So that no document asks the store for them."""
    opened = site.generation

    assert isinstance(found := opened.records.named("periodical/agg:42501"), Blocks)
    assert b'schema:name "Latin American Policy"' in found.text
    assert opened.records.turtle("periodical/agg:42501") is None
    assert opened.records.named("periodical/agg:none") is None


def test_what_is_no_work_is_made_of_its_triples(site: Site) -> None:
    """There is nothing written of it, and it is sent all the same."""
    for path in ("periodical/agg:42501", "source/agg", "ns", "dataset", "article/none"):
        assert written(site.generation, path) is None


def test_a_uri_from_before_and_figures_stand_in_it(tmp_path: Path) -> None:
    """They lead to the work, and nothing leads to them."""
    [work] = [titled("10.1000/new", "Moved")]
    opened = generation(tmp_path, [msgspec.structs.replace(work, retired=("openalex:W1", "pmid:2"))])
    found = written(opened, "article/10.1000/new")

    assert found is not None
    assert b"\n<https://kg.example.org/article/pmid:2>\n" in found
    assert 2 == found.count(b"owl:sameAs <https://kg.example.org/article/10.1000/new>")
    assert made(opened, "article/10.1000/new") == found


def test_who_points_to_more_than_a_document_names_has_none(tmp_path: Path) -> None:
    """Which of them are named is for the document to say."""
    people = [Agent(name=f"Author {n}", orcid=_orcid(n)) for n in range(MOST_NAMES + 1)]
    many = titled("10.1000/many", "Many hands", agents=tuple(people))
    opened = generation(tmp_path, [many, titled("10.1000/one", "One", agents=tuple(people[:1]))])

    assert written(opened, "article/10.1000/many") is None
    assert made(opened, "article/10.1000/one") == written(opened, "article/10.1000/one")


def _orcid(number: int) -> str:
    """Return the iD with this number: 15 digits and their check character (ISO 7064, MOD 11-2)."""
    digits, total = f"{number + 15_000_000:015}", 0
    for digit in digits:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    whole = digits + ("X" if check == 10 else str(check))
    return "-".join(whole[start : start + 4] for start in range(0, 16, 4))
