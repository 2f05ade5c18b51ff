"""Catalogue → parts: a run of works merged, linked and described, or a run of the things they share."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from kg import catalogue, merging
from kg.build import facts, gate
from kg.build.parts import Job, Part, PartWriter
from kg.errors import TermError
from kg.identity import SCHEMES, key_of, name_of
from kg.iris import Iris, segment
from kg.model import Article, Identifier, Reference, Relation, Work
from kg.site import records
from kg.site.index import ThingRow, WorkRow
from kg.things import Periodicals, Thing, other_keys, things
from kg.triples import scheme_triples, source_triples, thing_iri, thing_triples, triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.merging import Priorities
    from kg.terms import Iri, Triple

_BYLINE = 4  # names in a list before "et al."
Link = TypeVar("Link", Reference, Relation)


def write_works(job: Job) -> Part:
    """Write a run of works, and the facts about shared things that their articles state."""
    iris, known = Iris(job.graph.base), _known(job.database)
    stated: Counter[Thing] = Counter()
    rows: list[WorkRow | ThingRow] = []
    kept: list[records.Row] = []
    writer, checking = PartWriter(job, iris), gate.opened(job.graph.rules)
    with catalogue.opened(job.database) as opened:
        for described in opened.works(job.first, job.last):
            work = _work(described, job.graph.order, known, opened)
            shared = list(dict.fromkeys(things(work.article, known.periodicals)))
            try:
                whole = list(triples(work, iris, known.periodicals))
                if checking and (found := _verdict(checking, job, writer, work.key, whole, shared, iris)):
                    writer.quarantined.append((work.key, found))
                    continue
                writer.write(whole)
            except TermError as error:
                writer.failed.append((f"work {work.key}", str(error)))
                continue
            stated.update(shared)
            rows.append(_work_row(work, iris, shared))
            behind = records.pack(described.versions, known.refused.get(described.key, {}))
            kept.append(records.row(rows[-1].path, writer.names, iris.article(work.key), whole, behind))
    return writer.part(rows, facts.pack(stated), kept)


def _verdict(  # noqa: PLR0913 - what is known of one work
    checking: gate.Gate,
    job: Job,
    writer: PartWriter,
    key: str,
    triples: list[Triple],
    shared: list[Thing],
    iris: Iris,
) -> bytes:
    """Return why a work fails, packed, or nothing; one that is as it was is not checked again."""
    if job.verdicts is not None and key not in job.verdicts.changed:
        return job.verdicts.quarantined.get(key, b"")
    writer.checked += 1
    found = checking.findings(
        triples, {thing_iri(thing, iris): partial(thing_triples, thing, iris) for thing in shared}
    )
    return msgspec.json.encode(found) if found else b""


def _work(described: catalogue.Described, order: Priorities, known: _Known, opened: catalogue.Catalogue) -> Work:
    versions = [(version.record, version.article) for version in described.versions]
    article = merging.merged(versions, order, known.refused.get(described.key, ()))
    return Work(
        key=described.key,
        article=linked(article, opened, known.dois),
        records=tuple(record for record, _ in versions),
        modified=tuple(article.modified for _, article in versions),
        retired=described.retired,
    )


def linked(article: Article, opened: catalogue.Catalogue, dois: Mapping[str, str]) -> Article:
    """Return the article with each link to a work we hold naming it as its URI does.

    One source cites by its own ids what another knows by DOI: without this the two graphs would not meet.  `dois`
    are those that are no keys, with the keys of their works.
    """
    own = set(article.identifiers)
    references = tuple(
        link
        for link in dict.fromkeys(_linked(link, opened, dois) for link in article.references)
        if link.identifier not in own
    )
    relations = tuple(dict.fromkeys(_linked(link, opened, dois) for link in article.relations))
    return msgspec.structs.replace(article, references=references, relations=relations)


def _linked(link: Link, opened: catalogue.Catalogue, dois: Mapping[str, str]) -> Link:
    named = link.identifier
    if named is None or named.scheme not in SCHEMES:
        return link
    name = f"{named.scheme}:{named.value}"
    key = dois.get(named.value) if named.scheme == "doi" else opened.work_with(name)
    if key is None or name_of(key) == name:
        return link
    scheme, _, value = name_of(key).partition(":")
    return msgspec.structs.replace(link, identifier=Identifier(scheme, value))


def write_things(job: Job) -> Part:
    """Write a run of shared things, each merged from all that was stated about it."""
    iris = Iris(job.graph.base)
    rows: list[WorkRow | ThingRow] = []
    kept: list[records.Row] = []
    writer = PartWriter(job, iris)
    for thing in facts.merged_things(job.database, job.first, job.last):
        try:
            whole = list(thing_triples(thing, iris))
            writer.write(whole)
        except TermError as error:
            writer.failed.append((f"{thing.kind} {thing.key}", str(error)))
        else:
            rows.append(_thing_row(thing, iris))
            kept.append(records.thing_row(rows[-1].path, writer.names, thing_iri(thing, iris), whole))
    return writer.part(rows, kept=kept)


def write_fixed(job: Job, sources: Iterable[str]) -> Part:
    """Write what every site states: its sources and its concept schemes."""
    iris = Iris(job.graph.base)
    writer = PartWriter(job, iris)
    for source in sorted(sources):
        writer.write(source_triples(source, iris))
    writer.write(scheme_triples(iris))
    return writer.part([])


class _Known(msgspec.Struct, frozen=True):
    """What all records together tell: about journals, about DOIs that are no keys, about names not to be believed."""

    periodicals: Periodicals
    dois: dict[str, str]
    refused: dict[str, dict[str, str]]


@lru_cache(1)
def _known(database: Path) -> _Known:
    with catalogue.opened(database) as opened:
        return _Known(Periodicals(opened.linking()), opened.doi_aliases(), opened.refused())


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
        aliases=tuple(dict.fromkeys(_path(iris.article(key), iris) for key in _other_keys(work))),
    )


def _other_keys(work: Work) -> Iterator[str]:
    """Yield the keys by which a work is found beside its own: those of its other identifiers, and those it had."""
    keys = (key_of(f"{known.scheme}:{known.value}") for known in work.article.identifiers)
    yield from (key for key in (*keys, *work.retired) if key != work.key)


def _venues(article: Article) -> Iterator[str]:
    return chain.from_iterable((title.text for title in container.titles) for container in article.containers)


def _thing_row(thing: Thing, iris: Iris) -> ThingRow:
    label, *others = [*thing.labels, thing.key]
    path = _path(thing_iri(thing, iris), iris)
    return ThingRow(
        kind=thing.kind,
        path=path,
        label=label,
        other_names=" ".join(others[:-1]),
        aliases=tuple(alias for key in other_keys(thing) if (alias := f"{thing.kind}/{segment(key)}") != path),
    )


def _path(iri: Iri, iris: Iris) -> str:
    return iri[1 + len(iris.base) : -1].decode()
