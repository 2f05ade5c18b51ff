"""Where things are in a site's folder, and how a generation is published.

    site/kg.toml                    settings
    site/catalogue.sqlite           the system of record
    site/generations/000007/        one generation: store/, dumps/, index.sqlite, void.ttl, report.json, generation.json
    site/current                    a symbolic link to the generation that is served

A build works in `generations/000008.part` and publishes by renaming: the folder, then the catalogue, then the link.
Whatever it is killed at, `current` leads to a whole generation, and the next build removes what it left.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from kg.errors import SiteError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NUMBER = re.compile(r"\d{6,}")


class Layout(msgspec.Struct, frozen=True):
    """The paths of one site."""

    folder: Path

    @property
    def settings(self) -> Path:
        return self.folder / "kg.toml"

    @property
    def catalogue(self) -> Path:
        return self.folder / "catalogue.sqlite"

    @property
    def generations(self) -> Path:
        return self.folder / "generations"

    @property
    def current(self) -> Path:
        return self.folder / "current"

    def numbers(self) -> list[int]:
        """Return the numbers of the whole generations, the oldest first."""
        if not self.generations.is_dir():
            return []
        names = (child.name for child in self.generations.iterdir() if child.is_dir())
        return sorted(int(name) for name in names if _NUMBER.fullmatch(name))

    def generation(self, number: int) -> Path:
        return self.generations / f"{number:06}"


@contextmanager
def building(layout: Layout) -> Iterator[Path]:
    """Yield an empty folder for the next generation, alone: a second build of the same site is refused.

    The folder is removed if the block does not publish it.  Raises `SiteError` where another build is at work or
    the folder cannot be written.
    """
    try:
        layout.generations.mkdir(parents=True, exist_ok=True)
        lock = os.open(layout.folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise SiteError(f"{layout.folder}: cannot be written ({error.strerror})") from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SiteError(f"{layout.folder}: another build is at work there") from error
        for leftover in layout.generations.glob("*.part"):
            shutil.rmtree(leftover)
        part = layout.generations / f"{max(layout.numbers(), default=0) + 1:06}.part"
        part.mkdir()
        try:
            yield part
        finally:
            shutil.rmtree(part, ignore_errors=True)
    finally:
        os.close(lock)


def publish(layout: Layout, part: Path, catalogue: Path) -> Path:
    """Make a finished generation the one that is served, with its catalogue; return its folder."""
    generation = part.with_suffix("")
    _sync(part)
    catalogue.replace(layout.catalogue)
    part.replace(generation)
    link = layout.folder / ".current"
    link.unlink(missing_ok=True)
    link.symlink_to(generation.relative_to(layout.folder), target_is_directory=True)
    link.replace(layout.current)
    _sync(layout.folder)
    return generation


def prune(layout: Layout, keep: int) -> None:
    """Remove all but the newest generations, never the one that is served."""
    served = layout.current.resolve()
    for number in layout.numbers()[: -max(keep, 1)]:
        if layout.generation(number).resolve() != served:
            shutil.rmtree(layout.generation(number))


def _sync(folder: Path) -> None:
    """Have the disk hold what a folder holds before anything points to it."""
    for root, _, names in os.walk(folder) if folder.suffix == ".part" else [(folder, (), ())]:
        for name in names:
            with open(os.path.join(root, name), "rb") as file:  # noqa: PTH118, PTH123 - os.walk gives strings
                os.fsync(file.fileno())
        descriptor = os.open(root, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
