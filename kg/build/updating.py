"""Some records in or out, the next generation out: only what they change is mapped, merged and written anew.

    records ──▶ copy of the catalogue ──▶ works that changed ──▶ their runs ──▶ the things that they state otherwise
                                                                   │
         the generation before: segments of dumps, store, index ───┴──▶ the next one

What comes out is what a build from all records would make: byte for byte in the dumps.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg import catalogue, sources
from kg.build import filling, mapping
from kg.build.clock import Clock
from kg.build.gone import gone, unnamed, vanished
from kg.build.limits import limits
from kg.build.pipeline import graph_of, refuse_all_quarantined, write_all, write_gone
from kg.build.pool import Here
from kg.build.previous import Previous
from kg.build.progress import silent
from kg.build.publishing import finish
from kg.build.report import read, updated
from kg.build.succession import Succession
from kg.errors import SiteError, SourceError
from kg.model import RecordKey
from kg.site.layout import Layout, building
from kg.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.build.pool import Pool
    from kg.build.progress import Progress
    from kg.build.report import Report
    from kg.catalogue import Changes
    from kg.settings import Settings

NAMED_NO_MORE = "Nothing on this site is called so any more."


def add(
    paths: Sequence[str | Path],
    layout: Layout,
    settings: Settings,
    *,
    mapper: str | None = None,
    progress: Progress = silent,
) -> Report:
    """Add records to a site, or bring newer versions of some; return the report.

    Records that are there already cost no work, and where nothing is new no generation is made.  Raises `SiteError`
    where there is no site, `SourceError` where nothing can be read.
    """
    plan = sources.plan(paths)
    options = mapping.Options(mapper, settings.number("build.record_limit"))

    def change(updater: catalogue.Updater, workers: Pool, folder: Path) -> None:
        updater.forget_rejects(file.name for file in plan.files)
        filling.fill(updater, filling.Reading(plan, options, workers, folder / "work"), progress)

    with filling.processes(settings, plan.size) as workers:
        return _update(layout, settings, change, _Reason(NAMED_NO_MORE, plan.skipped), workers, progress)


def remove(
    layout: Layout,
    settings: Settings,
    *,
    keys: Sequence[str] = (),
    source: str | None = None,
    reason: str = "It was withdrawn.",
) -> Report:
    """Take records out of a site: those of works, single ones (`crossref/10.1111/…`), or all of a source.

    The URIs of works that lose their last record answer from then on that they are gone (410), with the reason.
    Raises `SourceError` for a key of which nothing is known; then nothing is removed.
    """

    def change(updater: catalogue.Updater, _workers: Pool, _folder: Path) -> None:
        found = [record for key in keys for record in _named(updater, key)]
        if source is not None:
            found += [record for record, _ in updater.records(source)]
            if not found:
                raise SourceError(f"no records of {source!r}; there are: {', '.join(updater.sources())}")
        updater.remove(dict.fromkeys(found))
        if not updater.counts()["works"]:
            raise SourceError("nothing would be left; a site without any work cannot be published")

    return _update(layout, settings, change, _Reason(reason), Here(), silent)


def retry(layout: Layout, settings: Settings, *, mapper: str | None = None, progress: Progress = silent) -> Report:
    """Read the records of the works in quarantine again from their files, map them anew and check them again.

    Where the shapes are not those that the site was built with, all works are checked again.  Files that are not
    there any more are among the skipped ones of the report; what was read of them stays.  Raises `SiteError` where
    there is no site, `ShapesError` where the shapes cannot be used.
    """
    if not layout.current.exists():
        raise _no_site(layout)
    with catalogue.opened(layout.catalogue) as opened:
        records = [record for work, _ in opened.quarantine() for record in opened.records_of(work)]
        files = sorted({stored.origin.file for record in records for stored in opened.stored(record)})
    gone_ = tuple((file, "is not there any more; its records are as they were") for file in files if not _is_file(file))
    plan = sources.plan([file for file in files if _is_file(file)]) if len(gone_) < len(files) else sources.Plan(())
    options = mapping.Options(mapper, settings.number("build.record_limit"))

    def change(updater: catalogue.Updater, workers: Pool, folder: Path) -> None:
        updater.expect_again(records)
        updater.forget_rejects(file.name for file in plan.files)
        if plan.files:
            filling.fill(updater, filling.Reading(plan, options, workers, folder / "work"), progress)

    with filling.processes(settings, plan.size) as workers:
        return _update(layout, settings, change, _Reason(NAMED_NO_MORE, gone_ + plan.skipped), workers, progress)


def _is_file(name: str) -> bool:
    return Path(name).is_file()


def _no_site(layout: Layout) -> SiteError:
    return SiteError(f"{layout.folder}: no site here; build one first (kg build SOURCES --site {layout.folder})")


class _Reason(msgspec.Struct, frozen=True):
    """Why URIs name nothing any more, and what was not read."""

    text: str
    skipped: tuple[tuple[str, str], ...] = ()


def _named(opened: catalogue.Catalogue, key: str) -> list[RecordKey]:
    """Return the records that a person means: by the key of a work, any identifier of it, or source and key."""
    source, slash, record = key.partition("/")
    if slash and opened.work_of(RecordKey(source, record)) is not None:
        return [RecordKey(source, record)]
    for work in (key, opened.work_with(key), opened.work_with(f"doi:{key.lower()}")):
        if work and (records := opened.records_of(work)):
            return records
    raise SourceError(f"{key}: no work and no record here is called so")


def _update(  # noqa: PLR0913 - two kinds of update share every step
    layout: Layout,
    settings: Settings,
    change: Callable[[catalogue.Updater, Pool, Path], None],
    reason: _Reason,
    workers: Pool,
    progress: Progress,
) -> Report:
    graph, most = graph_of(settings), limits(settings)
    if not layout.current.exists():
        raise _no_site(layout)
    with building(layout) as part, Previous(layout.current.resolve()) as previous:
        clock = Clock()
        database = part / "catalogue.sqlite"
        with clock("map"), catalogue.updated(database, layout.catalogue) as updater:
            rejects = updater.counts()["rejects"]
            change(updater, workers, part)
            changes = updater.changes()
            is_gate = previous.manifest.gate == graph.rules.name
            is_same = is_gate and not changes.works and rejects == updater.counts()["rejects"]
        if is_same:
            return _unchanged(previous, changes, reason)
        with clock("write"):
            if is_gate and _is_like(previous, settings):
                succession = Succession(part, graph, previous, changes, most)
                joined = succession.write(workers, progress)
                removed = list(unnamed(part / "index.sqlite", succession.removed()))
            else:
                joined = write_all(part, graph, workers, progress, store=settings.text("build.store"), most=most)
                removed = vanished(previous.folder / "index.sqlite", part / "index.sqlite")
        refuse_all_quarantined(joined)
        with catalogue.opened(layout.catalogue) as old:
            kept = old.gone()
        write_gone(part, gone(part / "index.sqlite", kept, removed, reason.text))
        return finish(part, layout, settings, joined, clock, skipped=reason.skipped, changes=changes, rules=graph.rules)


def _unchanged(previous: Previous, changes: Changes, reason: _Reason) -> Report:
    report = read(previous.folder / "report.json")
    return msgspec.structs.replace(report, seconds={}, update=updated(changes), skipped=reason.skipped, checked=0)


def _is_like(previous: Previous, settings: Settings) -> bool:
    """Tell whether the generation before was made as this one will be, so that parts of it can be taken over."""
    manifest = previous.manifest
    return (
        manifest.program == VERSION
        and manifest.run == settings.number("build.run")
        and manifest.base == settings.text("site.base")
        and manifest.priority == settings.words("sources.priority")
        and manifest.priority_of_fields == settings.words("sources.fields")
        and manifest.store == settings.text("build.store")
        and manifest.store != "none"
    )
