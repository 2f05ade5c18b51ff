"""Made-up records of every format, and the graphs that they must make; `KG_GOLDEN=write` writes the graphs anew."""

from __future__ import annotations

import os
from collections import defaultdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib.compare import isomorphic

from kg import mappers, sources
from kg.formats import TURTLE
from kg.identity import work_key
from kg.iris import Iris
from kg.model import Record, RecordKey, Work
from kg.serialise import Names, write
from kg.things import Periodicals, merged, things
from kg.triples import thing_iri, thing_triples, triples
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from kg.terms import Triple

BASE = "https://kg.example.org/"
FOLDER = Path(__file__).parent / "golden"
CASES = sorted(file for file in FOLDER.glob("*/*") if file.suffix != ".ttl")


def works(file: Path) -> list[Work]:
    """Read and map a file as a build does: nothing tells it the format, and nothing may be rejected."""
    found = []
    for record in sources.read([file]):
        assert isinstance(record, Record), record
        mapper = mappers.recognised(record)
        assert mapper is mappers.find(file.parent.name)
        named, article = RecordKey(mapper.SOURCE, mapper.key(record)), mapper.article(record)
        found.append(Work(key=work_key(article, named), article=article, records=(named,)))
    return found


def made(found: list[Work]) -> list[Triple]:
    """Make the triples of works and of all they share."""
    iris, periodicals = Iris(BASE), Periodicals()
    stated = defaultdict(list)
    for thing in chain.from_iterable(things(work.article, periodicals) for work in found):
        stated[thing_iri(thing, iris)].append((thing, 1))
    shared = (thing_triples(merged(said), iris) for said in stated.values())
    return [*chain.from_iterable(triples(work, iris, periodicals) for work in found), *chain.from_iterable(shared)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_record_makes_the_graph_that_was_agreed(case: Path) -> None:
    """A change to a mapper shows here as a change of the graph."""
    found = works(case)
    golden = case.with_suffix(".ttl")
    if os.environ.get("KG_GOLDEN") == "write":
        about = Iris(BASE).article(found[0].key)
        golden.write_bytes(write(made(found), TURTLE, Names(PREFIXES, BASE), about=about))
    graph = rdflib.Graph().parse(data=b"".join(b"%b %b %b .\n" % triple for triple in made(found)), format="nt")

    assert isomorphic(rdflib.Graph().parse(golden), graph)


def test_no_graph_is_left_over() -> None:
    """Each belongs to a record."""
    assert {case.with_suffix(".ttl") for case in CASES} == set(FOLDER.glob("*/*.ttl"))
