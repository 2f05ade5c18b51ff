"""Articles made by hand, and the graphs that they must make; `python -m tests.triples.test_golden` writes them anew."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.formats import TURTLE
from kg.iris import Iris
from kg.serialise import Names, write
from kg.things import Periodicals, merged, things
from kg.triples import thing_iri, thing_triples, triples
from kg.vocab import PREFIXES
from tests.triples.samples import SAMPLES

if TYPE_CHECKING:
    from kg.model import Work
    from kg.terms import Triple

BASE = "https://kg.example.org/"
FOLDER = Path(__file__).parent / "golden"


def made(work: Work) -> list[Triple]:
    """Make the triples of a work and of all it shares with others."""
    iris, periodicals = Iris(BASE), Periodicals()
    stated = defaultdict(list)
    for thing in things(work.article, periodicals):
        stated[thing_iri(thing, iris)].append((thing, 1))
    shared = chain.from_iterable(thing_triples(merged(said), iris) for said in stated.values())
    return [*triples(work, iris, periodicals), *shared]


def graph(work: Work) -> rdflib.Graph:
    """Read the triples of a work with a parser that is not ours."""
    return rdflib.Graph().parse(data=b"".join(b"%b %b %b .\n" % triple for triple in made(work)), format="nt")


@pytest.mark.parametrize("name", SAMPLES)
def test_an_article_makes_the_graph_that_was_agreed(name: str) -> None:
    """A change to the mapping shows here as a change of the graph."""
    expected = rdflib.Graph().parse(FOLDER / f"{name}.ttl")

    assert isomorphic(expected, graph(SAMPLES[name]))


def test_no_graph_is_left_over() -> None:
    """Each file belongs to a sample."""
    assert set(SAMPLES) == {file.stem for file in FOLDER.iterdir()}


def test_the_seed_makes_about_a_hundred_triples() -> None:
    """All vocabularies at once for one article, its journal with its figures, volume and issue."""
    assert 100 <= len(graph(SAMPLES["seed"])) <= 115


if __name__ == "__main__":
    names = Names(PREFIXES, BASE)
    for name_, work_ in SAMPLES.items():
        (FOLDER / f"{name_}.ttl").write_bytes(write(made(work_), TURTLE, names, about=Iris(BASE).article(work_.key)))
