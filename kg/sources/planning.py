"""What people name (files, folders, globs, `-`) → the files to read, and those left out with the reason.

Of a folder everything that looks like records by its name is read, in the order of names; a file that is named is
read whatever its name.
"""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.errors import SourceError
from kg.sources import detect, units
from kg.sources.streams import STDIN
from kg.sources.units import File, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Skipped(NamedTuple):
    """A file or folder that is not read, and why."""

    file: str
    reason: str


class Plan(msgspec.Struct, frozen=True):
    """The files that are read, those that are not, and the units to read them by."""

    files: tuple[File, ...]
    skipped: tuple[Skipped, ...] = ()
    range_size: int = units.RANGE

    @property
    def size(self) -> int:
        """The bytes to read, as they are stored; what a pipe will bring is not among them."""
        return sum(file.size for file in self.files)

    @property
    def units(self) -> Iterator[Unit]:
        """The units, made as they are asked for: see `kg.sources.units.cut`."""
        return units.cut(self.files, self.range_size)


def plan(paths: Sequence[str | Path], *, range_size: int = units.RANGE) -> Plan:
    """Return what there is to read.  Each file is read once, however often it is named.

    Raises `SourceError` where a path names nothing, cannot be read, or is a folder without any records.
    """
    if not paths:
        raise SourceError("no source named; name files, folders or globs, or - for standard input")
    files: dict[str, File] = {}
    skipped: list[Skipped] = []
    for path in paths:
        for found in _found(os.fspath(path), is_only=len(paths) == 1):
            if isinstance(found, Skipped):
                skipped.append(found)
            elif files.setdefault(_identity(found), found) is not found:
                skipped.append(Skipped(found.name, "named twice"))
    return Plan(tuple(files.values()), tuple(skipped), range_size)


def _identity(file: File) -> str:
    return file.name if file.name == STDIN else os.path.abspath(file.name)  # noqa: PTH100 - of very many files


def _found(path: str, *, is_only: bool) -> Iterator[File | Skipped]:
    if path == STDIN:
        yield File(STDIN, 0, is_pipe=True)
    elif Path(path).exists():
        yield from _named(path, is_only=is_only)
    elif glob.has_magic(path):
        matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - a pattern with a folder of its own
        if not matches:
            raise SourceError(f"{path}: no file matches")
        for match in matches:
            if not ("**" in path and Path(match).is_dir()):  # what is in it matches, too
                yield from _named(match, is_only=False)
    else:
        raise SourceError(f"{path}: no such file or folder")


def _named(path: str, *, is_only: bool) -> Iterator[File | Skipped]:
    """Yield a file or what is in a folder; a README among others was hardly meant, it is what `folder/*` brings."""
    if not os.access(path, os.R_OK):
        raise SourceError(f"{path}: cannot be read (permission denied)")
    place = Path(path)
    if place.is_dir():
        yield from _in_folder(path)
    elif not is_only and detect.is_about_records(place.name):
        yield Skipped(path, detect.ABOUT)
    else:
        yield File(path, place.stat().st_size, is_pipe=not place.is_file())


def _in_folder(folder: str) -> Iterator[File | Skipped]:
    has_files = False
    left_out: list[Skipped] = []
    for found in _walked(folder):
        if isinstance(found, Skipped):
            left_out.append(found)
        else:
            has_files = True
            yield found
    yield from left_out
    if not has_files:
        wanted = f"{', '.join(detect.READ)}, also with .gz or .zst"
        example = f"; left out: {left_out[0].file} ({left_out[0].reason})" if left_out else ""
        raise SourceError(f"{folder}: no records in this folder; kg reads {wanted}{example}")


def _walked(folder: str) -> Iterator[File | Skipped]:
    """Yield what is in a folder and below, in the order of names."""
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield Skipped(folder, f"cannot be read ({error.strerror})")
        return
    for entry in ordered:
        if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
            yield from _walked(entry.path)
        elif reason := _left_out(entry):
            yield Skipped(entry.path, reason)
        else:
            yield File(entry.path, entry.stat().st_size)


def _left_out(entry: os.DirEntry[str]) -> str | None:
    if entry.is_dir():
        return "hidden" if entry.name.startswith(".") else "a link to a folder"
    return detect.skipped(entry.name) or (None if entry.is_file() else "not a file, or a link to none")
