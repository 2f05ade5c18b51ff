"""Records in, a published generation out.

    units ──map──▶ catalogue ──emit──▶ parts ──join──▶ store, dumps, index ──▶ publish

Each arrow streams; what a build holds in memory does not grow with the number of records.
"""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec

from kg import catalogue, sources
from kg.build import emission, facts, mapping
from kg.build.joining import Joined, Joiner
from kg.build.pool import Here, pool
from kg.build.progress import silent
from kg.build.publishing import describe
from kg.build.report import Report, reported, write
from kg.errors import SourceError
from kg.iris import Iris
from kg.model import Origin, Reject
from kg.site.layout import Layout, building, prune, publish

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.build.pool import Pool
    from kg.build.progress import Progress
    from kg.settings import Settings

RUN = 2_000  # works or things in a part: some twenty megabytes of N-Triples
_SMALL = 8 << 20  # bytes of input below which starting processes costs more than they save


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
    Iris(settings.text("site.base"))  # a base that is no URL stops here, before any work
    with building(layout) as part:
        clock = _Clock()
        plan = sources.plan(paths)
        options = mapping.Options(mapper, settings.number("build.record_limit"))
        database = part / "catalogue.sqlite"
        with _pool(settings, plan.size) as workers:
            with clock("map"), catalogue.create(database) as opened:
                _fill(opened, _Reading(plan, options, workers, part / "work"), progress)
            with catalogue.opened(database) as opened:
                _refuse_nothing(opened, paths)
            with clock("write"):
                joined = _write(database, part, settings, workers, progress)
        with catalogue.extended(database) as opened:
            opened.add(_failures(joined.failed))
        with clock("publish"):
            manifest = describe(part, database, joined, settings)
            report = reported(database, manifest, plan.skipped, clock.seconds, joined.example)
            write(report, part / "report.json")
            generation = publish(layout, part, database)
            prune(layout, settings.number("build.keep"))
        report = msgspec.structs.replace(report, seconds=dict(clock.seconds))
        write(report, generation / "report.json")
    return report


@contextmanager
def _pool(settings: Settings, size: int) -> Iterator[Pool]:
    workers = settings.number("build.workers")
    with pool(1 if size < _SMALL and not settings.is_set("build.workers") else workers) as started:
        yield started


class _Reading(msgspec.Struct, frozen=True):
    """All that mapping needs: what to read, how, by whom, and where workers leave their rows."""

    plan: sources.Plan
    options: mapping.Options
    workers: Pool
    folder: Path


def _fill(opened: catalogue.Catalogue, reading: _Reading, progress: Progress) -> None:
    """Map every unit and write its rows; what another process mapped comes back as a file, never as a list."""
    reading.folder.mkdir()
    done = rejected = 0
    for unit, rows in _mapped(reading):
        counted = _Counted(rows)
        opened.add(counted)
        done += unit.size
        rejected += counted.rejected
        progress("map", done, reading.plan.size or None, rejected)
    opened.index()
    reading.folder.rmdir()


def _mapped(reading: _Reading) -> Iterator[tuple[sources.Unit, Iterator[catalogue.Entry | Reject]]]:
    options = reading.options
    if isinstance(reading.workers, Here):
        yield from ((unit, mapping.rows(unit, options)) for unit in reading.plan.units)
        return
    here: list[sources.Unit] = []

    def jobs() -> Iterator[tuple[sources.Unit, Path]]:
        for number, unit in enumerate(reading.plan.units):
            if unit.is_stdin:
                here.append(unit)  # nobody else has our standard input
            else:
                yield unit, reading.folder / f"{number:06}.rows"

    for unit, file in reading.workers.map(partial(_write_rows, options), jobs()):
        yield unit, mapping.read_rows(file)
        file.unlink()
    yield from ((unit, mapping.rows(unit, options)) for unit in here)


def _write_rows(options: mapping.Options, job: tuple[sources.Unit, Path]) -> tuple[sources.Unit, Path]:
    unit, file = job
    return unit, mapping.write_rows(unit, options, file)


class _Counted:
    """Rows on their way to the catalogue, with the rejects among them counted."""

    def __init__(self, rows: Iterator[catalogue.Entry | Reject]) -> None:
        self._rows = rows
        self.rejected = 0

    def __iter__(self) -> Iterator[catalogue.Entry | Reject]:
        for row in self._rows:
            self.rejected += isinstance(row, Reject)
            yield row


def _refuse_nothing(opened: catalogue.Catalogue, paths: Sequence[Any]) -> None:
    if opened.counts()["works"]:
        return
    first = next(opened.rejects(1), None)
    named = ", ".join(str(path) for path in paths)
    if first is None:
        raise SourceError(f"{named}: no records there")
    raise SourceError(f"{named}: none of the records could be mapped; the first: {first.origin}: {first.reason}")


def _write(database: Path, part: Path, settings: Settings, workers: Pool, progress: Progress) -> Joined:
    """Write works, then the things they share, then what every site states, joining parts as they are done."""
    graph = emission.Graph(settings.text("site.base"), settings.words("sources.priority"))
    folder = part / "work"
    folder.mkdir()
    with catalogue.opened(database) as opened:
        cuts, total, known = opened.cuts(RUN), opened.counts()["works"], opened.sources()
    with ExitStack() as stack:
        joiner = stack.enter_context(Joiner(part, graph, with_store=settings.text("build.store") != "none"))
        with facts.create(folder / "facts.sqlite") as stated:
            jobs = _jobs(emission.Job(graph, database, folder, "works"), cuts)
            for done in workers.map(emission.write_works, jobs):
                stated.add(done.facts.read_bytes())
                joiner.join(done)
                progress("write", joiner.works, total, len(joiner.failed))
            runs = stated.cuts(RUN)
        jobs = _jobs(emission.Job(graph, folder / "facts.sqlite", folder, "things"), runs)
        fixed = emission.Job(graph, database, folder, "fixed")
        for done in chain(workers.map(emission.write_things, jobs), [emission.write_fixed(fixed, known)]):
            joiner.join(done)
    (folder / "facts.sqlite").unlink()
    folder.rmdir()
    return joiner.joined()


def _jobs(job: emission.Job, cuts: list[str]) -> Iterator[emission.Job]:
    """Cut one job into runs."""
    bounds = zip(["", *cuts], [*cuts, None], strict=True)
    for number, (first, last) in enumerate(bounds):
        yield msgspec.structs.replace(job, name=f"{job.name}-{number:06}", first=first, last=last)


def _failures(failed: tuple[tuple[str, str], ...]) -> Iterator[Reject]:
    for named, reason in failed:
        yield Reject(origin=Origin(file=named), reason=reason)


class _Clock:
    """Wall-clock seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.seconds[stage] = round(time.perf_counter() - started, 3)
