"""What another store publishes, as a site: opened anew when it is asked for, with dumps of all that the store holds.

The dumps are made in a thread beside whoever serves the rest, subject by subject, and listed once they hold just as
many triples as the store says there are.  They are made again when that has changed.
"""

from __future__ import annotations

import logging
import shutil
import threading
from contextlib import ExitStack
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from kg.build.description import description
from kg.build.dumps import DumpWriter
from kg.build.joining import DUMP_NAME
from kg.errors import EndpointError, SiteError
from kg.formats import N_TRIPLES, TURTLE
from kg.serialise import Names, turtle, write
from kg.serialise.lines import ntriples
from kg.site.generation import Dump, Generation
from kg.site.published import opened, subjects
from kg.store.endpoint import Target
from kg.store.remote import Remote
from kg.terms import iri
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.settings import Settings
    from kg.site.generation import Manifest
    from kg.terms import Iri, Triple

Held = tuple[object, ...]  # what a store says of how much there is of what
_SUBJECTS = 1000  # whose triples are one segment of a dump
_log = logging.getLogger(__name__)


class Made(msgspec.Struct, frozen=True):
    """Dumps that were made: the folder they are in, what they are, and what the store held then."""

    folder: Path
    dumps: tuple[Dump, ...]
    held: Held


class Mirror:
    """What the endpoint of the settings publishes; the files that are derived from it are in a folder."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings = settings
        self._target = Target(*(settings.text(f"store.{name}") for name in ("endpoint", "user", "password", "graph")))
        self._files = folder
        self.has_news = False
        self._number = 0
        self._made = Made(self._folder(), (), ())
        self._before = self._made.folder  # of the dumps before those, which may still be asked for
        self._tried: Held = ()
        self._thread: threading.Thread | None = None

    def __call__(self) -> Generation:
        """Ask the endpoint what there is.

        Raises `EndpointError` where it does not answer, `SiteError` where it holds no works.
        """
        self.has_news, made = False, self._made
        found, example = opened(self._target, self._settings, made.folder)
        held = _held(found.manifest)
        if held != self._tried:
            self._begin(found.manifest)
        manifest = msgspec.structs.replace(found.manifest, dumps=made.dumps if held == made.held else ())
        _describe(made.folder, manifest, example)
        return Generation(made.folder, manifest, found.store, found.index, found.records)

    def join(self) -> None:
        """Wait until no dumps are being made."""
        if self._thread is not None:
            self._thread.join()

    def _begin(self, manifest: Manifest) -> None:
        """Begin to make dumps, unless some are being made or the store is larger than is wanted for that."""
        if self._thread is not None and self._thread.is_alive():
            return
        self._tried = _held(manifest)
        if manifest.triples > (most := self._settings.number("store.dump_triples")):
            _log.warning("no dumps: %d triples are more than store.dump_triples (%d)", manifest.triples, most)
            return
        self._thread = threading.Thread(target=self._make, args=(manifest,), name="make-dumps", daemon=True)
        self._thread.start()

    def _make(self, manifest: Manifest) -> None:
        folder = self._folder()
        try:
            dumps = dumped(Remote(self._target, self._settings.number("sparql.timeout")), manifest, folder / "dumps")
        except (EndpointError, SiteError, OSError) as error:
            _log.error("no dumps of %s: %s", self._target.url, error)
            shutil.rmtree(folder, ignore_errors=True)
            return
        if self._before != self._made.folder:
            shutil.rmtree(self._before, ignore_errors=True)
        self._before, self._made = self._made.folder, Made(folder, dumps, _held(manifest))
        self.has_news = True

    def _folder(self) -> Path:
        folder = self._files / str(self._number)
        self._number += 1
        (folder / "dumps").mkdir(parents=True)
        return folder


def dumped(remote: Remote, manifest: Manifest, folder: Path) -> tuple[Dump, ...]:
    """Write the dumps of a store, and their checksums, in a folder; return what they are.

    Raises `EndpointError` where the store does not answer, `SiteError` where it does not hold as many triples as the
    manifest says: it changed meanwhile, or has blank nodes, which cannot be asked for again.
    """
    names, count = Names(PREFIXES, manifest.base), 0
    with ExitStack() as stack:
        in_turtle = stack.enter_context(DumpWriter(folder / f"{DUMP_NAME}.{TURTLE.extension}.gz", TURTLE.name))
        in_lines = stack.enter_context(DumpWriter(folder / f"{DUMP_NAME}.{N_TRIPLES.extension}.gz", N_TRIPLES.name))
        in_turtle.write(turtle.header(names))
        for triples in _segments(remote):
            in_turtle.write(turtle.block(triples, names))
            in_lines.write(b"".join(ntriples(triples)))
            count += len(triples)
    if count != manifest.triples:
        raise SiteError(f"{count:,} triples can be read one by one, of {manifest.triples:,} that are counted")
    dumps = (in_turtle.dump(), in_lines.dump())
    (folder / "SHA256SUMS").write_text("".join(f"{dump.sha256}  {dump.name}\n" for dump in dumps))
    return dumps


def _segments(remote: Remote) -> Iterator[list[Triple]]:
    waiting = subjects(remote)
    while some := list(islice(waiting, _SUBJECTS)):
        found = remote.described(some)
        yield [triple for subject in some for triple in sorted(found[subject])]


def _held(manifest: Manifest) -> Held:
    return manifest.triples, manifest.classes, manifest.properties


def _describe(folder: Path, manifest: Manifest, example: Iri | None) -> None:
    triples = list(description(manifest, example))
    about, names = iri(manifest.base + "dataset"), Names(PREFIXES, manifest.base)
    for format_ in (TURTLE, N_TRIPLES):
        file = folder / f"void.{format_.extension}"
        part = file.with_suffix(f"{file.suffix}.part")
        part.write_bytes(write(triples, format_, names, about=about))
        part.replace(file)
