"""Catalogue → parts: a run of works, or of shared things, as N-Triples, Turtle and rows of the index.

A part depends on its run alone, and runs are cut by count: whoever writes the parts, and however many at once,
together they are the same bytes.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import chain
from pathlib import Path  # noqa: TC003 - msgspec reads the annotations
from typing import TYPE_CHECKING, TypeVar

import msgspec

from kg import catalogue, merging
from kg.build import facts
from kg.errors import TermError
from kg.iris import Iris
from kg.model import Article, Identifier, Reference, Relation, Work
from kg.serialise import Names, turtle
from kg.site.index import ThingRow, WorkRow
from kg.things import Periodicals, Thing, things
from kg.triples import scheme_triples, source_triples, thing_iri, thing_triples, triples
from kg.vocab import PREFIXES, RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.terms import Iri, Triple

_IN_URIS = frozenset({"doi"})  # what a URI names as it is
_BYLINE = 4  # names in a list before "et al."
Link = TypeVar("Link", Reference, Relation)
_pack_rows = msgspec.msgpack.Encoder().encode
read_rows = msgspec.msgpack.Decoder(list[WorkRow | ThingRow]).decode


class Graph(msgspec.Struct, frozen=True):
    """What the graph depends on beside the catalogue: the base of its URIs and whose values win."""

    base: str
    priority: tuple[str, ...]


class Job(msgspec.Struct, frozen=True):
    """A run to be written: from the key `first` up to, not including, `last`, into files named `name`."""

    graph: Graph
    database: Path
    folder: Path
    name: str
    first: str = ""
    last: str | None = None


class Part(msgspec.Struct, frozen=True):
    """A written run: its files, what it holds, and what no valid triples could be made of, with the reason."""

    stem: Path
    triples: int
    works: int
    classes: dict[bytes, int]
    properties: dict[bytes, int]
    failed: tuple[tuple[str, str], ...] = ()

    @property
    def ntriples(self) -> Path:
        return self.stem.with_suffix(".nt")

    @property
    def turtle(self) -> Path:
        return self.stem.with_suffix(".ttl")

    @property
    def rows(self) -> Path:
        return self.stem.with_suffix(".rows")

    @property
    def facts(self) -> Path:
        return self.stem.with_suffix(".facts")


def write_works(job: Job) -> Part:
    """Write a run of works, and the facts about shared things that their articles state."""
    iris, periodicals = Iris(job.graph.base), _periodicals(job.database)
    stated: Counter[Thing] = Counter()
    rows: list[WorkRow | ThingRow] = []
    failed: list[tuple[str, str]] = []
    writer = _Writer(job, iris)
    with catalogue.opened(job.database) as opened, writer:
        for key, versions in opened.works(job.first, job.last):
            article = merging.merged([(version.record, version.article) for version in versions], job.graph.priority)
            article = linked(article, opened)
            work = Work(key=key, article=article, records=tuple(version.record for version in versions))
            try:
                writer.write(triples(work, iris, periodicals))
            except TermError as error:
                failed.append((f"work {key}", str(error)))
                continue
            shared = list(dict.fromkeys(things(article, periodicals)))
            stated.update(shared)
            rows.append(_work_row(work, iris, shared))
    return _finished(writer, job, rows, stated, tuple(failed))


def linked(article: Article, opened: catalogue.Catalogue) -> Article:
    """Return the article with each link to a work we hold naming it as its URI does.

    One source cites by its own ids what another knows by DOI: without this the two graphs would not meet.
    """
    own = set(article.identifiers)
    references = tuple(
        link
        for link in dict.fromkeys(_linked(link, opened) for link in article.references)
        if link.identifier not in own
    )
    relations = tuple(dict.fromkeys(_linked(link, opened) for link in article.relations))
    return msgspec.structs.replace(article, references=references, relations=relations)


def _linked(link: Link, opened: catalogue.Catalogue) -> Link:
    named = link.identifier
    if named is None or named.scheme in _IN_URIS:
        return link
    key = opened.work_with(named.scheme, named.value)
    if key is None:
        return link
    scheme, colon, value = key.partition(":")
    known = Identifier(scheme, value) if colon and not key.startswith("10.") else Identifier("doi", key)
    return msgspec.structs.replace(link, identifier=known)


def write_things(job: Job) -> Part:
    """Write a run of shared things, each merged from all that was stated about it."""
    iris = Iris(job.graph.base)
    rows: list[WorkRow | ThingRow] = []
    failed: list[tuple[str, str]] = []
    writer = _Writer(job, iris)
    with writer:
        for thing in facts.merged_things(job.database, job.first, job.last):
            try:
                writer.write(thing_triples(thing, iris))
            except TermError as error:
                failed.append((f"{thing.kind} {thing.key}", str(error)))
            else:
                rows.append(_thing_row(thing, iris))
    return _finished(writer, job, rows, Counter(), tuple(failed))


def write_fixed(job: Job, sources: Iterable[str]) -> Part:
    """Write what every site states: its sources and its concept schemes."""
    iris = Iris(job.graph.base)
    writer = _Writer(job, iris)
    with writer:
        for source in sorted(sources):
            writer.write(source_triples(source, iris))
        writer.write(scheme_triples(iris))
    return _finished(writer, job, [], Counter(), ())


class _Writer:
    """Writes triples to the two files of a part, and counts classes and properties for the VoID description."""

    def __init__(self, job: Job, iris: Iris) -> None:
        self._stem = job.folder / job.name
        self._names = Names(PREFIXES, iris.base)
        self.triples = 0
        self.classes: Counter[bytes] = Counter()
        self.properties: Counter[bytes] = Counter()

    def __enter__(self) -> None:
        self._nt = self._stem.with_suffix(".nt").open("wb", buffering=1 << 20)
        self._ttl = self._stem.with_suffix(".ttl").open("wb", buffering=1 << 20)

    def __exit__(self, *_: object) -> None:
        self._nt.close()
        self._ttl.close()

    def write(self, stream: Iterable[Triple]) -> None:
        """Write the triples of one work or thing: all of them or, where one is invalid, none."""
        whole = list(stream)
        self._nt.write(b"".join([b"%b %b %b .\n" % triple for triple in whole]))
        self._ttl.write(turtle.block(whole, self._names))
        self.triples += len(whole)
        self.properties.update([triple[1] for triple in whole])
        self.classes.update([triple[2] for triple in whole if triple[1] is RDF.type])


def _finished(
    writer: _Writer,
    job: Job,
    rows: list[WorkRow | ThingRow],
    stated: Counter[Thing],
    failed: tuple[tuple[str, str], ...],
) -> Part:
    part = Part(
        stem=job.folder / job.name,
        triples=writer.triples,
        works=sum(isinstance(row, WorkRow) for row in rows),
        classes=dict(writer.classes),
        properties=dict(writer.properties),
        failed=failed,
    )
    part.rows.write_bytes(_pack_rows(rows))
    part.facts.write_bytes(facts.pack(stated))
    return part


@lru_cache(1)
def _periodicals(database: Path) -> Periodicals:
    with catalogue.opened(database) as opened:
        return Periodicals(opened.linking())


def _work_row(work: Work, iris: Iris, shared: Iterable[Thing]) -> WorkRow:
    article = work.article
    names = [agent.name for agent in article.agents if agent.role == "author"] or [
        agent.name for agent in article.agents
    ]
    return WorkRow(
        path=_path(iris.article(work.key), iris),
        title=article.titles[0].text if article.titles else work.key,
        date=article.dates.issued or "",
        names=", ".join(names[:_BYLINE]) + (" et al." if len(names) > _BYLINE or not article.agents_complete else ""),
        venue=next(_venues(article), ""),
        type=article.type,
        all_names=" ".join(names),
        members=tuple(_path(thing_iri(thing, iris), iris) for thing in shared),
        aliases=tuple(
            _path(iris.article(f"{known.scheme}:{known.value}"), iris)
            for known in article.identifiers
            if known.scheme not in _IN_URIS and work.key != f"{known.scheme}:{known.value}"
        ),
    )


def _venues(article: Article) -> Iterator[str]:
    return chain.from_iterable((title.text for title in container.titles) for container in article.containers)


def _thing_row(thing: Thing, iris: Iris) -> ThingRow:
    label, *others = [*thing.labels, thing.key]
    return ThingRow(
        kind=thing.kind, path=_path(thing_iri(thing, iris), iris), label=label, other_names=" ".join(others[:-1])
    )


def _path(iri: Iri, iris: Iris) -> str:
    return iri[1 + len(iris.base) : -1].decode()
