"""What the terminal shows: progress while it lasts, the report at its end, and where to go from there."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from kg.build.progress import silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.build.progress import Progress as Told
    from kg.build.report import Report
    from kg.cli.loading import Loaded
    from kg.site.quality import Quality

_STAGES = {"map": "Reading and mapping", "write": "Writing the graph"}
_LISTED = 8


@contextmanager
def progress() -> Iterator[Told]:
    """Yield what a build reports its progress to; silent where standard error is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield silent
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[said]}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        tasks = {stage: bars.add_task(title, total=None, said="", visible=False) for stage, title in _STAGES.items()}
        started = time.monotonic()

        def told(stage: str, done: int, total: int | None, rejected: int) -> None:
            rate = done / max(time.monotonic() - started, 0.001)
            unit = f"{rate / 1e6:.1f} MB/s" if stage == "map" else f"{done:,} works"
            said = unit + (f", {rejected:,} rejected" if rejected else "")
            bars.update(tasks[stage], completed=done, total=total, said=said, visible=True)

        yield told


@contextmanager
def loading() -> Iterator[Callable[[int, int | None], None]]:
    """Yield what a load reports its progress to: triples that are there, of how many."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda *_: None
        return
    columns = (TextColumn("Loading"), BarColumn(), TextColumn("{task.fields[said]}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        task = bars.add_task("", total=None, said="")
        yield lambda done, total: bars.update(task, completed=done, total=total, said=f"{done:,} triples")


def loaded(done: Loaded, graph: str, url: str) -> None:
    """Print what a load did."""
    before = f", {done.before:,} were there from an earlier try" if done.before else ""
    Console(highlight=False, soft_wrap=True).print(
        f"Loaded {done.sent:,} triples into {graph} at {url}{before}; it holds {done.held:,}", markup=False
    )


def report(done: Report) -> None:
    """Print what a build did: on standard error, so that standard output stays for data."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    seconds = sum(done.seconds.values())
    sources = ", ".join(f"{name} {count:,}" for name, count in done.sources.items())
    console.print(
        f"Generation {done.generation}: {done.records:,} records ({sources}) → {done.works:,} works, "
        f"{done.things:,} things, {done.triples:,} triples in {seconds:.1f} s"
    )
    if (update := done.update) is not None:
        console.print(
            f"  {update.new:,} new records, {update.changed:,} changed, {update.removed:,} removed, "
            f"{update.unchanged:,} as they were; {update.works:,} works written anew"
        )
    for file, reason in done.skipped[:_LISTED]:
        console.print(f"  skipped {file}: {reason}", markup=False)
    if len(done.skipped) > _LISTED:
        console.print(f"  … and {len(done.skipped) - _LISTED:,} more files skipped")
    if done.quarantined:
        console.print(f"{done.quarantined:,} works in quarantine, as the shapes say: kg quality names them")
    if done.rejects:
        console.print(f"{done.rejects:,} rejected:")
        _rejects(done, console)
    if done.unmapped:
        fields = ", ".join(
            f"{finding.source} {finding.name} ({finding.count:,})" for finding in done.unmapped[:_LISTED]
        )
        more = f" and {len(done.unmapped) - _LISTED:,} more" if len(done.unmapped) > _LISTED else ""
        console.print(f"Fields that no rule maps: {fields}{more}", markup=False)


def quality(found: Quality) -> None:
    """Print how many findings each check has, in all and by source, with an example."""
    console = Console(highlight=False, soft_wrap=True)
    width = max(len(f"{sum(found.records.values()):,}"), 1)
    console.print(_counted(sum(found.records.values()), width, "records", found.records), markup=False)
    for check in found.checks:
        console.print(_counted(check.total, width, check.title, check.sources), markup=False)
        for case in check.examples[:1]:
            about = " ".join(part for part in (case.record, case.work, case.detail) if part)
            console.print(f"{'':{width}}  e.g. {about}", markup=False)


def _counted(total: int, width: int, title: str, sources: dict[str, int]) -> str:
    by_source = ", ".join(f"{name} {count:,}" for name, count in sources.items() if count and name != "unknown")
    return f"{total:>{width},}  {title}" + (f" ({by_source})" if by_source else "")


def serving(address: str) -> None:
    """Print where the server listens."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(f"Serving {address}   (Ctrl+C ends it)", markup=False)


def invitation(done: Report, address: str) -> None:
    """Print where the site is and five requests to try, with an article of the data."""
    base = address  # the URIs may begin with a name that does not lead here yet
    article = base + (done.example or "")
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"\nYour site: {base}   (Ctrl+C ends it)\n\nTry:", markup=False)
    for line in (
        f"curl -L '{article}'",
        f"curl -L -H 'Accept: text/turtle' '{article}'",
        f"curl -L -H 'Accept: application/ld+json' '{article}'",
        f"curl -L -H 'Accept: text/turtle' '{base}.well-known/void'",
        f"curl '{base}dumps/kg.ttl.gz' | gunzip | head -40",
    ):
        console.print(f"  {line}", markup=False)
    console.print()


def _rejects(done: Report, console: Console) -> None:
    table = Table(box=None, pad_edge=True, show_header=False)
    for group in done.rejected[:_LISTED]:
        example = group.examples[0]
        where = example.place + (f", field {example.field}" if example.field else "")
        table.add_row(f"{group.count:,}", group.reason, f"e.g. {where}")
    console.print(table, markup=False)
    if len(done.rejected) > _LISTED:
        console.print(f"  … and {len(done.rejected) - _LISTED:,} more reasons, all in report.json")
