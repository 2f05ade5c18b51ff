"""Parts → one generation: store, dumps, index, counts, each fed as the parts come, in their order."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from contextlib import ExitStack, nullcontext
from typing import TYPE_CHECKING, BinaryIO, Self

import msgspec

from kg.build import emission
from kg.build.dumps import CHUNK, DumpWriter
from kg.serialise import Names, turtle
from kg.site import index
from kg.store import oxigraph
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from kg.site.generation import Dump

DUMP_NAME = "kg"
_PLAIN = re.compile(r"[\w/.:-]+", re.ASCII)


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """What the parts came to."""

    triples: int
    works: int
    digest: str
    classes: dict[bytes, int]
    properties: dict[bytes, int]
    dumps: tuple[Dump, ...]
    failed: tuple[tuple[str, str], ...]
    example: str | None


class Joiner:
    """Joins parts into the folder of a generation; complete when the block ends without an error."""

    def __init__(self, folder: Path, graph: emission.Graph, *, with_store: bool) -> None:
        self._folder = folder
        self._names = Names(PREFIXES, graph.base)
        self._with_store = with_store
        self._digest = hashlib.sha256()
        self._classes: Counter[bytes] = Counter()
        self._properties: Counter[bytes] = Counter()
        self._triples = 0
        self._example: str | None = None
        self._first: str | None = None
        self.works = 0
        self.failed: list[tuple[str, str]] = []

    def __enter__(self) -> Self:
        dumps = self._folder / "dumps"
        dumps.mkdir()
        with ExitStack() as stack:
            self._ntriples = DumpWriter(dumps / f"{DUMP_NAME}.nt.gz", "N-Triples")
            self._turtle = DumpWriter(dumps / f"{DUMP_NAME}.ttl.gz", "Turtle")
            stack.enter_context(self._ntriples)
            stack.enter_context(self._turtle)
            self._turtle.write(turtle.header(self._names))
            store = oxigraph.loading(self._folder / "store") if self._with_store else nullcontext()
            self._store: BinaryIO | None = stack.enter_context(store)
            self._index = stack.enter_context(index.create(self._folder / "index.sqlite"))
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def join(self, part: emission.Part) -> None:
        """Take in a part and remove its files."""
        with part.ntriples.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                self._digest.update(chunk)
                self._ntriples.write(chunk)
                if self._store is not None:
                    self._store.write(chunk)
        with part.turtle.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                self._turtle.write(chunk)
        rows = emission.read_rows(part.rows.read_bytes())
        self._index.add(rows)
        self._choose_example(rows)
        self._triples += part.triples
        self.works += part.works
        self._classes.update(part.classes)
        self._properties.update(part.properties)
        self.failed.extend(part.failed)
        for file in (part.ntriples, part.turtle, part.rows, part.facts):
            file.unlink()

    def _choose_example(self, rows: list[index.WorkRow | index.ThingRow]) -> None:
        """Keep the first work that a person would like to type: a plain URI, a date, names; else the first of all."""
        works = [row for row in rows if isinstance(row, index.WorkRow)]
        if works and self._first is None:
            self._first = works[0].path
        if self._example is None:
            liked = (row.path for row in works if row.date and row.names and _PLAIN.fullmatch(row.path))
            self._example = next(liked, None)

    def joined(self) -> Joined:
        """Return what the parts came to; after the block."""
        return Joined(
            triples=self._triples,
            works=self.works,
            digest=self._digest.hexdigest(),
            classes=dict(sorted(self._classes.items())),
            properties=dict(sorted(self._properties.items())),
            dumps=(self._turtle.dump(), self._ntriples.dump()),
            failed=tuple(self.failed),
            example=self._example or self._first,
        )
