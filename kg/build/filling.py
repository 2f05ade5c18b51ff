"""Files → rows of the catalogue, here or by several processes."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from kg import sources  # noqa: TC001 - msgspec reads the annotations
from kg.build import mapping
from kg.build.pool import Here, Pool, pool
from kg.model import Reject

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg import catalogue
    from kg.build.progress import Progress
    from kg.settings import Settings

_SMALL = 8 << 20  # bytes of input below which starting processes costs more than they save


class Reading(msgspec.Struct, frozen=True):
    """All that mapping needs: what to read, how, by whom, and where workers leave their rows."""

    plan: sources.Plan
    options: mapping.Options
    workers: Pool
    folder: Path


@contextmanager
def processes(settings: Settings, size: int) -> Iterator[Pool]:
    """Yield as many processes as are set, or as so many bytes of input are worth."""
    workers = settings.number("build.workers")
    with pool(1 if size < _SMALL and not settings.is_set("build.workers") else workers) as started:
        yield started


def fill(opened: catalogue.Writer, reading: Reading, progress: Progress) -> None:
    """Map every unit and write its rows; what another process mapped comes back as a file, never as a list."""
    reading.folder.mkdir()
    done = rejected = 0
    for unit, rows in _mapped(reading):
        counted = _Counted(rows)
        opened.add(counted)
        done += unit.size
        rejected += counted.rejected
        progress("map", done, reading.plan.size or None, rejected)
    reading.folder.rmdir()


def _mapped(reading: Reading) -> Iterator[tuple[sources.Unit, Iterator[catalogue.Entry | Reject]]]:
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
