"""Bytes → `Record`: files, folders, globs and standard input, plain or compressed, in every shape that JSON comes in.

    plan(paths)      what there is to read: files, skipped files, bytes; `.units` cuts it into pieces of work
    records(unit)    the records of one piece, in any process, and a `Reject` for what could not become one

Everything streams.  Compression and shape are told by the first bytes (`kg.sources.detect` has the table).  A record
keeps its bytes as they came and where they stood: the line in JSON Lines, else the offset in what was decompressed.

>>> [record.origin.line for record in read(["seeds/openalex/works.jsonl"])][:3]
[1, 2, 3]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.sources.planning import Plan, Skipped, plan
from kg.sources.reading import LIMIT, records
from kg.sources.units import RANGE, Span, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.model import Record, Reject

__all__ = ["LIMIT", "RANGE", "Plan", "Skipped", "Span", "Unit", "plan", "read", "records", "units"]


def units(paths: Sequence[str | Path], *, range_size: int = RANGE) -> Iterator[Unit]:
    """Yield the units of work in what is named; raises `SourceError` as `plan` does."""
    return plan(paths, range_size=range_size).units


def read(paths: Sequence[str | Path], *, limit: int = LIMIT) -> Iterator[Record | Reject]:
    """Yield all records in what is named, here and one after the other; raises `SourceError` as `plan` does."""
    for unit in plan(paths).units:
        yield from records(unit, limit=limit)
