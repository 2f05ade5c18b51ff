"""From one generation to the next by what has changed: runs that hold a changed work are written, the others kept."""

from __future__ import annotations

import gzip
import shutil
from bisect import bisect_left
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from kg import catalogue
from kg.build import emission, facts, ledger, parts
from kg.build.dumps import CHUNK
from kg.build.joining import Joined, Joiner
from kg.build.pipeline import fixed_job, runs, things_job, works_job
from kg.build.pool import Here
from kg.identity import key_of
from kg.site import indexing, records
from kg.site.index import ThingRow, WorkRow
from kg.store import oxigraph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kg.build.ledger import Placed
    from kg.build.limits import Limits
    from kg.build.pool import Pool
    from kg.build.previous import Previous
    from kg.build.progress import Progress
    from kg.catalogue import Changes

_FEW = 0.3  # of the triples: more are loaded faster than changed one by one


class Succession:
    """The next generation while it is made from the one before."""

    def __init__(self, part: Path, graph: parts.Graph, previous: Previous, changes: Changes, most: Limits) -> None:
        self._most = most
        self._part = part
        self._graph = graph
        self._previous = previous
        self._changes = changes
        self._dropped: list[Placed] = []
        self._fresh: list[parts.Part] = []

    def write(self, workers: Pool, progress: Progress) -> Joined:
        """Write what has changed and take over the rest; return what it all came to."""
        folder = self._part / "work"
        folder.mkdir()
        with catalogue.opened(self._part / "catalogue.sqlite") as opened:
            cuts, known = opened.cuts(self._graph.run), opened.sources()
        with Joiner(self._part, self._graph, self._previous, self._most) as joiner:
            changed = self._changed_works()
            works = list(self._with_verdicts(runs(works_job(self._graph, self._part), cuts), changed))
            for part in self._runs(works, changed, emission.write_works, workers, joiner):
                progress("write", part.works, None, len(part.failed))
            things, cuts = self._restated()
            shared = list(runs(things_job(self._graph, self._part), cuts))
            fixed = [fixed_job(self._graph, self._part)]
            for _ in self._runs(shared, things, emission.write_things, workers, joiner):
                pass
            for _ in self._runs(fixed, {""}, lambda job: emission.write_fixed(job, known), Here(), joiner):
                pass
        joined = joiner.joined()
        self._fill(joined.triples)
        for part in self._fresh:
            part.remove()
        folder.rmdir()
        return joined

    def removed(self) -> list[tuple[str, str]]:
        """Return (path, label) of works and things that are other than before, and of their other names."""
        return [
            (path, row.title if isinstance(row, WorkRow) else row.label)
            for row in self._old_rows()
            for path in (row.path, *row.aliases)
        ]

    def _with_verdicts(self, jobs: Iterable[parts.Job], changed: set[str]) -> Iterator[parts.Job]:
        """Yield runs with what the gate said of their works before, so that it is asked about changed ones only."""
        found = {key: packed for placed in self._previous.ledger.parts() for key, packed in placed.quarantined}
        ordered, failed = sorted(changed), sorted(found)
        for job in jobs:
            known = {key: found[key] for key in _within(failed, job)}
            yield msgspec.structs.replace(job, verdicts=parts.Verdicts(frozenset(_within(ordered, job)), known))

    def _changed_works(self) -> set[str]:
        """Return the keys of all works whose triples can be other ones: those that changed, and those citing them."""
        named = {key for name, (before, _) in self._changes.renamed.items() for key in (before, key_of(name)) if key}
        return set(self._changes.works) | set(self._previous.citing(sorted(named)))

    def _restated(self) -> tuple[set[str], list[str]]:
        """Take back what dropped runs stated, write what fresh ones do; return changed things, and cuts of all."""
        shutil.copyfile(self._previous.folder / "facts.sqlite", self._part / "facts.sqlite")
        old = {placed.first: self._previous.ledger.facts(placed) for placed in self._dropped}
        new = {part.first: part.file("facts").read_bytes() for part in self._fresh}
        with facts.writing(self._part / "facts.sqlite") as stated:
            return stated.replace(old, new), stated.cuts(self._graph.run)

    def _runs(
        self,
        jobs: list[parts.Job],
        changed: set[str],
        write: Callable[[parts.Job], parts.Part],
        workers: Pool,
        joiner: Joiner,
    ) -> Iterator[parts.Part]:
        """Join the runs of one kind in their order, and yield those that had to be written."""
        kind = jobs[0].kind
        old = [placed for placed in self._previous.ledger.parts() if placed.kind == kind]
        ends = {
            placed.first: after.first if after else None for placed, after in zip(old, [*old[1:], None], strict=True)
        }
        held = {placed.first: placed for placed in old}
        ordered = sorted(changed)
        kept = {
            job.first
            for job in jobs
            if job.first in held and ends[job.first] == job.last and not _any(ordered, job.first, job.last)
        }
        waiting = (job for job in jobs if job.first not in kept)
        written = workers.map(write, waiting)
        for job in jobs:
            if job.first in kept:
                joiner.keep(held[job.first])
                continue
            part = next(written)
            joiner.join(part)
            self._fresh.append(part)
            yield part
        self._dropped += [placed for placed in old if placed.first not in kept]

    def _fill(self, triples: int) -> None:
        """Make store, index and records from those of the generation before; anew where most of it has changed."""
        before, part = self._previous.folder, self._part
        is_much = sum(fresh.triples for fresh in self._fresh) > _FEW * triples
        if not (before / "store").exists():
            pass
        elif is_much:
            with gzip.open(part / "dumps" / "kg.nt.gz") as stream, oxigraph.loading(part / "store") as store:
                while chunk := stream.read(CHUNK):
                    store.write(chunk)
        else:
            was = {line for placed in self._dropped for line in self._previous.lines(placed)}
            now = {line for fresh in self._fresh for line in fresh.file("nt").read_bytes().splitlines(keepends=True)}
            oxigraph.changed(before / "store", part / "store", sorted(was - now), sorted(now - was))
        if is_much:
            with ledger.reading(part / "parts.sqlite") as held, indexing.create(part / "index.sqlite") as index:
                for placed in held.parts():
                    index.add(parts.read_rows(held.rows(placed)))
        else:
            shutil.copyfile(before / "index.sqlite", part / "index.sqlite")
            with indexing.changing(part / "index.sqlite") as index:
                index.replace(self._old_rows(), self._new_rows())
        shutil.copyfile(before / "records.sqlite", part / "records.sqlite")
        with records.writing(part / "records.sqlite") as kept:
            kept.remove(row.path for row in self._old_rows())
            for fresh in self._fresh:
                kept.add(parts.read_kept(fresh.file("records").read_bytes()))

    def _old_rows(self) -> Iterator[WorkRow | ThingRow]:
        packed = (self._previous.ledger.rows(placed) for placed in self._dropped)
        return chain.from_iterable(map(parts.read_rows, packed))

    def _new_rows(self) -> Iterable[WorkRow | ThingRow]:
        return chain.from_iterable(parts.read_rows(fresh.file("rows").read_bytes()) for fresh in self._fresh)


def _within(ordered: list[str], job: parts.Job) -> list[str]:
    """Return those of these keys that belong to a run."""
    return ordered[bisect_left(ordered, job.first) : None if job.last is None else bisect_left(ordered, job.last)]


def _any(ordered: list[str], first: str, last: str | None) -> bool:
    """Tell whether one of these keys stands from `first` up to, not including, `last`."""
    place = bisect_left(ordered, first)
    return place < len(ordered) and (last is None or ordered[place] < last)
