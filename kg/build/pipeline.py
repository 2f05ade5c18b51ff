"""Records in, a published generation out.

    units ──map──▶ catalogue ──emit──▶ parts ──join──▶ store, dumps, index ──▶ publish

Each arrow streams; what a build holds in memory does not grow with the number of records.  `kg.build.updating` does
the same for a few records of many.
"""

from __future__ import annotations

from contextlib import nullcontext
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec

from kg import catalogue, sources
from kg.build import emission, facts, filling, gate, mapping, parts
from kg.build.clock import Clock
from kg.build.gone import NOT_IN_SOURCES, gone, vanished
from kg.build.joining import Filler, Joined, Joiner
from kg.build.limits import limits
from kg.build.progress import silent
from kg.build.publishing import finish
from kg.errors import SourceError
from kg.iris import Iris
from kg.merging import priorities
from kg.site import indexing
from kg.site.generation import read_manifest
from kg.site.layout import Layout, building
from kg.store import oxigraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.build.limits import Limits
    from kg.build.pool import Pool
    from kg.build.progress import Progress
    from kg.build.report import Report
    from kg.settings import Settings


def build(
    paths: Sequence[str | Path],
    layout: Layout,
    settings: Settings,
    *,
    mapper: str | None = None,
    progress: Progress = silent,
) -> Report:
    """Build a site from records and publish it; return the report.

    `paths` are files, folders, globs or `-`; `mapper` names their format where it is not to be recognised.
    Raises `SourceError` where nothing can be read or no record could be mapped: the old site stays as it was.
    """
    graph, most = graph_of(settings), limits(settings)  # a base that is no URL stops here, before any work
    with building(layout) as part:
        clock = Clock()
        plan = sources.plan(paths)
        options = mapping.Options(mapper, settings.number("build.record_limit"))
        database = part / "catalogue.sqlite"
        with filling.processes(settings, plan.size) as workers:
            with clock("map"), catalogue.create(database) as opened:
                filling.fill(opened, filling.Reading(plan, options, workers, part / "work"), progress)
            with clock("identify"), catalogue.extended(database) as opened:
                opened.settle()
                _refuse_nothing(opened, paths)
            with clock("write"):
                joined = write_all(part, graph, workers, progress, store=settings.text("build.store"), most=most)
        refuse_all_quarantined(joined)
        _note_gone(layout, part, graph)
        return finish(part, layout, settings, joined, clock, skipped=plan.skipped, rules=graph.rules)


def graph_of(settings: Settings) -> parts.Graph:
    """Return what the graph depends on beside the records; raises `SettingsError` for a base that is no URL."""
    base = settings.text("site.base")
    Iris(base)
    order = priorities(settings.words("sources.priority"), settings.words("sources.fields"))
    return parts.Graph(base, order, max(settings.number("build.run"), 1), gate.rules(settings))


def write_all(  # noqa: PLR0913 - what every step needs
    part: Path, graph: parts.Graph, workers: Pool, progress: Progress, *, store: str, most: Limits
) -> Joined:
    """Write works, then the things they share, then what every site states, joining parts as they are done.

    Raises `GateError` as soon as more works are in quarantine than may be.
    """
    database, folder = part / "catalogue.sqlite", part / "work"
    folder.mkdir()
    with catalogue.opened(database) as opened:
        cuts, total, known = opened.cuts(graph.run), opened.counts()["works"], opened.sources()
    filled = nullcontext(_Nowhere()) if store == "none" else oxigraph.loading(part / "store")
    with Joiner(part, graph, most=most) as joiner, Filler(part, filled) as filler:

        def take(done: parts.Part) -> None:
            joiner.join(done)
            filler.add(done)
            done.remove()

        with facts.writing(part / "facts.sqlite") as stated:
            for done in workers.map(emission.write_works, runs(works_job(graph, part), cuts)):
                stated.add(done.first, done.file("facts").read_bytes())
                take(done)
                progress("write", joiner.works, total, len(joiner.failed))
            cuts = stated.cuts(graph.run)
        fixed = emission.write_fixed(fixed_job(graph, part), known)
        for done in chain(workers.map(emission.write_things, runs(things_job(graph, part), cuts)), [fixed]):
            take(done)
    folder.rmdir()
    return joiner.joined()


def works_job(graph: parts.Graph, part: Path) -> parts.Job:
    """Return the job of writing the works of a catalogue, uncut."""
    return parts.Job(graph, part / "catalogue.sqlite", part / "work", "works", "works")


def things_job(graph: parts.Graph, part: Path) -> parts.Job:
    """Return the job of writing the things that works share, uncut."""
    return parts.Job(graph, part / "facts.sqlite", part / "work", "things", "things")


def fixed_job(graph: parts.Graph, part: Path) -> parts.Job:
    """Return the job of writing what every site states, uncut."""
    return parts.Job(graph, part / "catalogue.sqlite", part / "work", "fixed", "fixed")


def runs(job: parts.Job, cuts: Sequence[str]) -> Iterator[parts.Job]:
    """Cut one job into runs."""
    bounds = zip(["", *cuts], [*cuts, None], strict=True)
    for number, (first, last) in enumerate(bounds):
        yield msgspec.structs.replace(job, name=f"{job.name}-{number:06}", first=first, last=last)


class _Nowhere:
    """Takes triples and keeps none: a build without a store."""

    def write(self, _chunk: bytes, /) -> None: ...


def _refuse_nothing(opened: catalogue.Catalogue, paths: Sequence[Any]) -> None:
    if opened.counts()["works"]:
        return
    first = next(opened.rejects(1), None)
    named = ", ".join(str(path) for path in paths)
    if first is None:
        raise SourceError(f"{named}: no records there")
    raise SourceError(f"{named}: none of the records could be mapped; the first: {first.origin}: {first.reason}")


def refuse_all_quarantined(joined: Joined) -> None:
    """Raise `SourceError` where the gate let no work pass: a site without any cannot be published."""
    if joined.quarantined and not joined.works:
        work, found = joined.quarantined[0]
        raise SourceError(
            f"none of the works passes the gate (--gate); the first: {work}: {found[:500].decode(errors='replace')}"
        )


def _note_gone(layout: Layout, part: Path, graph: parts.Graph) -> None:
    """Write down which URIs of the generation before name nothing in this one."""
    before = layout.current.resolve()
    if not (before / "index.sqlite").is_file() or read_manifest(before).base != graph.base:
        return
    with catalogue.opened(layout.catalogue) as old:
        kept = old.gone()
    now = part / "index.sqlite"
    rows = gone(now, kept, vanished(before / "index.sqlite", now), NOT_IN_SOURCES)
    write_gone(part, rows)


def write_gone(part: Path, rows: Sequence[Any]) -> None:
    """Write down what is gone, in the catalogue and in the index."""
    with catalogue.extended(part / "catalogue.sqlite") as opened:
        opened.set_gone((row.path, row.label, row.since, row.reason) for row in rows)
    with indexing.changing(part / "index.sqlite") as index:
        index.set_gone(rows)
