"""`kg validate`: data and shapes in, a report out."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING

from kg import resources
from kg.errors import SettingsError, SourceError
from kg.shacl import GATES, Collector, Compiled, documents, engine, reports
from kg.shacl import sorted as sorted_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.shacl import Engine, Report


def validate(  # noqa: PLR0913 - as many as there are flags
    data: Sequence[Path],
    shapes: Sequence[Path],
    *,
    engine_name: str,
    format_: str,
    gate: str,
    kept: int,
    output: Path | None,
    base: str | None = None,
) -> Report:
    """Check files against shapes and write the report; return it.

    Raises `ShapesError` for broken shapes, `SourceError` for what cannot be read or written, `SettingsError` for an
    unknown engine, format or gate.
    """
    if format_ not in reports.FORMATS:
        raise SettingsError(f"--format {format_}: there are {', '.join(reports.FORMATS)}")
    if gate not in GATES:
        raise SettingsError(f"--gate {gate}: there are {', '.join(GATES)}")
    files = [*shapes] or [resources.folder("shapes") / "profiles" / "default.ttl"]
    read = documents.shapes(files, base)
    chosen = engine(engine_name, read)
    collector = _streamed(data, chosen, Collector(read, kept))
    if collector is None:
        collector = Collector(read, kept)
        for result in chosen.results(documents.data(data)):
            collector(result)
    named = ", ".join(map(str, data))
    report = collector.report(gate=gate, engine=engine_name, checked=named, shapes=map(str, files))
    _write(reports.write(report, read, format_), output)
    return report


def _streamed(data: Sequence[Path], chosen: Engine, collector: Collector) -> Collector | None:
    """Return what a file comes to that can be checked as it streams; None where it cannot."""
    if not isinstance(chosen, Compiled) or len(data) != 1 or not data[0].is_file() or data[0].suffix != ".nt":
        return None
    if not sorted_file.can_stream(chosen):
        return None
    with closing(sorted_file.SortedFile(data[0])) as file:
        try:
            file.check(chosen, collector)
        except sorted_file.NotSorted:
            return None
    return collector


def _write(document: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(document)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(document)
    except OSError as error:
        raise SourceError(f"{output}: cannot be written ({error.strerror})") from error
