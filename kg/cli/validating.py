"""`kg validate`: data and shapes in, a report out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping  # noqa: TC003 - msgspec reads the annotations
from contextlib import closing
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg import profiles, resources
from kg.build.pool import pool
from kg.errors import SettingsError, SourceError
from kg.shacl import GATES, Collector, Compiled, Queried, documents, engine, reports
from kg.shacl import sorted as sorted_file
from kg.site.generation import read_manifest
from kg.site.layout import Layout
from kg.store.endpoint import Target
from kg.store.remote import Remote
from kg.store.rows import rows_in, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.settings import Settings
    from kg.shacl import Engine, Report
    from kg.shacl.report import Packed
    from kg.shacl.shapes import Shapes

_LARGE = 32 << 20  # bytes below which starting processes costs more than they save
_FOR_EACH = 4  # pieces for each process: they end together, though some pieces take longer


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be checked, by what, and how it is told; nothing named is what fits the data."""

    data: tuple[str, ...]
    shapes: tuple[Path, ...] = ()
    profile: str = ""
    engine: str = ""
    format: str = "table"
    gate: str = "violation"
    kept: int = 1000
    base: str | None = None
    timeout: float = 600.0
    workers: int = 0


def validate(asked: Asked, settings: Settings, output: Path | None) -> Report:
    """Check files, a site or an endpoint against shapes and write the report; return it.

    Raises `ShapesError` for broken shapes, `SourceError` for what cannot be read or written, `SettingsError` for an
    unknown engine, profile, format or gate, `EndpointError` where an endpoint does not answer.
    """
    if asked.format not in reports.FORMATS:
        raise SettingsError(f"--format {asked.format}: there are {', '.join(reports.FORMATS)}")
    if asked.gate not in GATES:
        raise SettingsError(f"--gate {asked.gate}: there are {', '.join(GATES)}")
    store = _store(asked, settings)
    name = asked.engine or ("sparql" if store is not None else "compiled")
    if store is not None and store.dump is None and name != "sparql":
        raise SettingsError(f"--engine {name}: an endpoint can only be asked queries (--engine sparql)")
    base = asked.base or (store.base if store is not None else None)
    files = shapes_of(asked.shapes, asked.profile or ("dataset" if store is not None else profiles.DEFAULT))
    read = documents.shapes(files, base)
    chosen = engine(name, read)
    collector = Collector(read, asked.kept)
    if store is not None and isinstance(chosen, Queried):
        for result in chosen.found(store.ask):
            collector(result)
    else:
        data = [Path(name) for name in asked.data] if store is None or store.dump is None else [store.dump]
        collector = _checked(asked, data, files, base, chosen)
    report = collector.report(gate=asked.gate, engine=name, checked=", ".join(asked.data), shapes=map(str, files))
    _write(reports.write(report, read, asked.format), output)
    return report


def shapes_of(shapes: Sequence[Path], profile: str) -> list[Path]:
    """Return the files of shapes to use: those that are named, else those of a profile; raises `SettingsError`."""
    if shapes:
        return [*shapes]
    if profile not in profiles.names():
        raise SettingsError(f"--profile {profile}: there are {', '.join(profiles.names())}")
    return [resources.folder("shapes") / "profiles" / f"{profile}.ttl"]


class _Store(msgspec.Struct, frozen=True):
    """What answers queries: the store of a site, which has a dump too, or an endpoint."""

    ask: Callable[[str], Iterable[Mapping[str, bytes]]]
    base: str | None = None
    dump: Path | None = None


def _store(asked: Asked, settings: Settings) -> _Store | None:
    """Return the store of a site or an endpoint, where that is what is named."""
    named = [name for name in asked.data if name.startswith(("http://", "https://")) or _is_site(name)]
    if not named:
        return None
    if len(asked.data) > 1:
        raise SettingsError(f"{named[0]}: a site or an endpoint is checked by itself, not together with other data")
    if not _is_site(named[0]):
        names = ("store.user", "store.password", "store.graph")
        remote = Remote(Target(named[0], *(settings.text(name) for name in names)), asked.timeout)
        return _Store(partial(remote.rows, with_blank=True), asked.base)
    folder = Layout(Path(named[0])).current.resolve()
    manifest = read_manifest(folder)
    dump = next(folder / "dumps" / dump.name for dump in manifest.dumps if dump.format == "N-Triples")
    if manifest.store == "none":
        return _Store(rows_of(documents.triples(dump)), manifest.base, dump)
    return _Store(rows_in(folder / "store"), manifest.base, dump)


def _is_site(name: str) -> bool:
    return Layout(Path(name)).current.exists()


def _checked(asked: Asked, data: list[Path], files: list[Path], base: str | None, chosen: Engine) -> Collector:
    shapes = documents.shapes(files, base)
    if isinstance(chosen, Compiled) and sorted_file.can_stream(chosen) and len(data) == 1 and data[0].suffix == ".nt":
        collector = Collector(shapes, asked.kept)
        try:
            for packed in _pieces(_Piece(data[0], tuple(files), base, asked.kept), asked.workers):
                collector.merge(packed)
        except sorted_file.NotSorted:
            pass  # to be loaded whole
        else:
            return collector
    collector = Collector(shapes, asked.kept)
    for result in chosen.results(documents.data(data)):
        collector(result)
    return collector


class _Piece(msgspec.Struct, frozen=True):
    """A piece of a sorted file, and what to check it by."""

    file: Path
    shapes: tuple[Path, ...]
    base: str | None
    kept: int
    start: int = 0
    end: int | None = None


def _pieces(whole: _Piece, workers: int) -> Iterator[Packed]:
    """Check a sorted file, by several processes where it is large; yield what each piece comes to."""
    if not whole.file.is_file():
        raise SourceError(f"{whole.file}: no such file")
    workers = workers or os.cpu_count() or 1
    if workers == 1 or whole.file.stat().st_size < _LARGE:
        yield _piece(whole)
        return
    with closing(sorted_file.SortedFile(whole.file)) as file:
        cuts = file.cuts(workers * _FOR_EACH)
    jobs = (
        msgspec.structs.replace(whole, start=start, end=end)
        for start, end in zip([0, *cuts], [*cuts, None], strict=True)
    )
    with pool(workers) as started:
        yield from started.map(_piece, jobs)


def _piece(piece: _Piece) -> Packed:
    shapes, engine_ = _engine(piece.shapes, piece.base)
    collector = Collector(shapes, piece.kept)
    with closing(sorted_file.SortedFile(piece.file)) as file:
        file.check(engine_, collector, piece.start, piece.end)
    return collector.packed()


@lru_cache(1)
def _engine(files: tuple[Path, ...], base: str | None) -> tuple[Shapes, Compiled]:
    shapes = documents.shapes(files, base)
    return shapes, Compiled(shapes)


def _write(document: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(document)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(document)
    except OSError as error:
        raise SourceError(f"{output}: cannot be written ({error.strerror})") from error
