"""What `kg load` does: cut a dump into pieces, send them, remember how far it came, and count what arrived."""

from __future__ import annotations

import gzip
import hashlib
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from kg.errors import EndpointError, QueryError, SettingsError, SiteError, SourceError
from kg.shacl.documents import format_of, opened
from kg.site.generation import read_manifest
from kg.site.layout import Layout
from kg.store.parsing import triples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.store.loading import Destination

    Told = Callable[[int, int | None], None]

BULK: Final = ("virtuoso", "qlever")
_HERE: Final = Path(__file__).parent
_DUMP: Final = "kg.nt.gz"


class Source(msgspec.Struct, frozen=True):
    """What is loaded: a file, its digest, and how many different triples it holds, where that is known."""

    file: Path
    digest: str
    triples: int | None = None
    is_ours: bool = False

    def lines(self) -> Iterator[bytes]:
        """Yield lines of N-Triples; raises `SourceError` where there is a blank node, which pieces would tear apart."""
        if self.is_ours:  # as `kg build` wrote it
            with gzip.open(self.file) as stream:
                yield from stream
            return
        # Others' lines are never sent as they are: one could end the data and begin an update of its own.
        with opened(self.file) as stream:
            for subject, predicate, object_ in triples(
                stream, format_of(str(self.file)), str(self.file), self.file.absolute().as_uri()
            ):
                if subject.startswith(b"_:") or object_.startswith(b"_:"):
                    raise SourceError(
                        f"{self.file}: has blank nodes, which cannot be loaded in pieces; load it whole: --print"
                    )
                yield b"%b %b %b .\n" % (subject, predicate, object_)


class Loaded(msgspec.Struct, frozen=True):
    """How a load ended: triples sent now, those that an earlier try had sent, and those that the graph holds."""

    sent: int
    before: int
    held: int


def source(given: Path) -> Source:
    """Return what a site or a file of RDF offers; raises `SiteError` or `SourceError` where it is neither."""
    if given.is_dir():
        layout = Layout(given)
        if not layout.current.exists():
            raise SiteError(f"{given}: no site here; build one first (kg build SOURCES --site {given})")
        manifest = read_manifest(layout.current)
        return Source(layout.current.resolve() / "dumps" / _DUMP, manifest.digest, manifest.triples, is_ours=True)
    if not given.is_file():
        raise SourceError(f"{given}: no such file, and no site")
    format_of(str(given))
    with given.open("rb") as stream:
        return Source(given, hashlib.file_digest(stream, "sha256").hexdigest())


def commands(store: str, found: Source, graph: str) -> str:
    """Return what to type to have a store load a file by its own loader."""
    if store not in BULK:
        raise SettingsError(f"--print {store}: there are {' and '.join(BULK)}")
    file = found.file.absolute()
    if any(character in str(file) + graph for character in "'\"$`\\\n<>"):
        raise SettingsError(f"{file}: a name or graph with quotes or signs of the shell is not put into commands")
    held = f"{found.triples:,}" if found.triples is not None else "that of the different triples in the file"
    text = (_HERE / "bulk" / f"{store}.sh").read_text(encoding="utf-8")
    return text.format(folder=file.parent, name=file.name, graph=graph, triples=held, title="Articles of kg")


class Load:
    """Sending a source to a graph in pieces of so many triples; `told` hears how far it came."""

    def __init__(self, found: Source, where: Destination, piece: int, told: Told) -> None:
        self._found, self._where, self._piece, self._told = found, where, piece, told
        marks = (where.target.url, where.graph, where.protocol, found.digest)
        name = hashlib.sha256("\0".join(marks).encode()).hexdigest()[:16]
        # Beside the site, or beside the dump.
        self._journal = (found.file.parents[3] if found.is_ours else found.file.parent) / f".load-{name}"

    def run(self, *, replace: bool, add: bool) -> Loaded:
        """Send what an earlier try has not sent, count what arrived, and return what came of it.

        Raises `SettingsError` where the graph holds something and neither `replace` nor `add` says what to do with
        it, `EndpointError` where the endpoint fails, or holds another number of triples at the end than were sent.
        """
        before, kept = _done(self._journal) or (0, self._prepared(replace=replace, add=add))
        loaded = Loaded(sent=self._send(before, kept), before=before, held=self._where.count())
        self._verify(loaded, kept)
        self._journal.unlink(missing_ok=True)
        return loaded

    def _prepared(self, *, replace: bool, add: bool) -> int:
        """Make the graph ready; return how many triples it keeps."""
        held = self._where.count()
        if held and replace:
            self._where.clear()
            return 0
        if held and not add:
            raise SettingsError(
                f"{self._where.graph or 'the default graph'}: holds {held:,} triples already; --replace empties it "
                "first, --add keeps them"
            )
        return held

    def _send(self, before: int, kept: int) -> int:
        lines = islice(self._found.lines(), before, None)
        sent = 0
        while batch := list(islice(lines, self._piece)):
            try:
                self._where.add(batch)
            except (EndpointError, QueryError) as error:
                raise EndpointError(
                    f"{error}; {before + sent:,} triples are loaded: the same command goes on there"
                ) from error
            sent += len(batch)
            _write(self._journal, f"{before + sent} {kept}\n")
            self._told(before + sent, self._found.triples)
        return sent

    def _verify(self, loaded: Loaded, kept: int) -> None:
        """Raise `EndpointError` where the graph does not hold what was sent."""
        expected = self._found.triples
        if expected is None:
            expected = loaded.before + loaded.sent
            if loaded.held != expected:  # the file may say things twice
                expected = len({hashlib.blake2b(line, digest_size=12).digest() for line in self._found.lines()})
        if not max(expected, kept) <= loaded.held <= expected + kept:
            raise EndpointError(
                f"the graph holds {loaded.held:,} triples where {expected:,} different ones were sent"
                + (f" to the {kept:,} it held" if kept else "")
            )


def _done(journal: Path) -> tuple[int, int] | None:
    try:
        done, kept = map(int, journal.read_text().split())
    except (OSError, ValueError):
        return None
    return done, kept


def _write(journal: Path, text: str) -> None:
    part = journal.with_suffix(".part")
    part.write_text(text)
    part.replace(journal)
