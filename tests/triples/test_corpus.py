"""Real records, all of them, merged where they are of one work: every triple is read by parsers that are not ours."""

from __future__ import annotations

import gzip
import subprocess
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import orjson
import pyoxigraph as ox
import pytest

from kg import mappers
from kg.errors import RecordError
from kg.identity import work_key
from kg.iris import Iris, canonical
from kg.merging import merged as merged_article
from kg.model import Article, Origin, Record, RecordKey, Work
from kg.things import Periodicals, Thing, merged, things
from kg.triples import scheme_triples, source_triples, thing_iri, thing_triples, triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.terms import Triple

pytestmark = pytest.mark.slow

BASE = "https://kg.example.org/"
IRIS = Iris(BASE)
SOURCES = ("crossref", "openalex")


@pytest.fixture(scope="module")
def works(shared: Path) -> list[Work]:
    """Every record that can be mapped, by the work that it is of."""
    versions: dict[str, dict[RecordKey, Article]] = defaultdict(dict)
    for source in SOURCES:
        for record, article in _mapped(source, sorted((shared / "corpus" / source / "dev").glob("*.jsonl.gz"))):
            versions[work_key(article, record)].setdefault(record, article)
    return [
        Work(key=key, article=merged_article(list(known.items())), records=tuple(known))
        for key, known in sorted(versions.items())
    ]


@pytest.fixture(scope="module")
def periodicals(works: list[Work]) -> Periodicals:
    """What all records together know of ISSNs."""
    return Periodicals(
        {
            issn.value: container.issn_l
            for work in works
            for container in work.article.containers
            if container.issn_l
            for issn in container.issns
        }
    )


@pytest.fixture(scope="module")
def shared_things(works: list[Work], periodicals: Periodicals) -> list[Thing]:
    """Every shared thing, of all that is said about it."""
    stated: dict[tuple[str, str], Counter[Thing]] = defaultdict(Counter)
    for work in works:
        for thing in dict.fromkeys(things(work.article, periodicals)):
            stated[thing.kind, thing.key][thing] += 1
    return [merged(said.items()) for _, said in sorted(stated.items())]


@pytest.fixture(scope="module")
def dump(
    works: list[Work], periodicals: Periodicals, shared_things: list[Thing], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The whole graph as N-Triples."""
    file = tmp_path_factory.mktemp("corpus") / "graph.nt"
    with file.open("wb") as stream:
        for work in works:
            stream.write(_lines(triples(work, IRIS, periodicals)))
        for thing in shared_things:
            stream.write(_lines(thing_triples(thing, IRIS)))
        for source in SOURCES:
            stream.write(_lines(source_triples(source, IRIS)))
        stream.write(_lines(scheme_triples(IRIS)))
    return file


def test_a_strict_parser_reads_every_triple(dump: Path) -> None:
    """Oxigraph refuses an IRI or a literal that is wrong, and would end the load there."""
    with dump.open("rb") as stream:
        expected = sum(1 for _ in stream)

    assert expected == sum(1 for _ in ox.parse(path=dump, format=ox.RdfFormat.N_TRIPLES))


@pytest.mark.external
def test_rapper_has_nothing_to_say(dump: Path, rapper: str) -> None:
    """Neither an error nor a warning in all the triples."""
    said = subprocess.run(
        [rapper, "-i", "ntriples", "-c", str(dump)], capture_output=True, text=True, check=True
    ).stderr.splitlines()

    assert 2 == len(said)
    assert "Parsing returned" in said[1]


def test_every_uri_is_the_one_that_answers(works: list[Work], shared_things: list[Thing]) -> None:
    """Of real DOIs, volumes and names too: the path in the graph is not redirected to another."""
    minted = [IRIS.article(work.key) for work in works]
    minted += [IRIS.record(record.source, record.key) for work in works for record in work.records]
    minted += [thing_iri(thing, IRIS) for thing in shared_things]
    paths = [iri[1 + len(BASE) : -1].decode() for iri in minted]

    assert [] == [path for path in paths if path != canonical(path)]


def test_everything_pointed_to_is_described(
    works: list[Work], periodicals: Periodicals, shared_things: list[Thing]
) -> None:
    """No article points to a person, journal, book, institution or subject that the graph says nothing about."""
    kinds = tuple(f"<{BASE}{kind}/".encode() for kind in ("person", "organization", "periodical", "book", "concept"))
    described = {thing_iri(thing, IRIS) for thing in shared_things}
    missing = Counter(
        object_
        for work in works
        for _, _, object_ in triples(work, IRIS, periodicals)
        if object_.startswith(kinds) and object_ not in described
    )

    assert not missing


def _mapped(source: str, files: Iterable[Path]) -> Iterator[tuple[RecordKey, Article]]:
    mapper = mappers.find(source)
    for file in files:
        with gzip.open(file) as lines:
            for line in lines:
                record = Record(origin=Origin(file=file.name), raw=line, data=orjson.loads(line))
                try:
                    yield RecordKey(mapper.SOURCE, mapper.key(record)), mapper.article(record)
                except RecordError:
                    continue


def _lines(stream: Iterable[Triple]) -> bytes:
    return b"".join([b"%b %b %b .\n" % triple for triple in stream])
