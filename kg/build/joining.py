"""Parts → one generation: store, dumps, index, counts, each fed as the parts come, in their order.

A part is new, or taken over from the generation before: then its segments are copied, and store and index, which are
copies themselves, hold it already.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol, Self

import msgspec

from kg.build import ledger, parts
from kg.build.dumps import CHUNK, DumpWriter
from kg.build.ledger import Placed
from kg.build.limits import Limits
from kg.serialise import Names, turtle
from kg.site import index, indexing, records
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path
    from types import TracebackType

    from kg.build.parts import Part
    from kg.build.previous import Previous
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
    quarantined: tuple[tuple[str, bytes], ...]
    checked: int
    example: str | None
    gate: str


class Triples(Protocol):
    """What takes N-Triples in: a store being loaded, or nothing."""

    def write(self, chunk: bytes, /) -> object: ...


class Joiner:
    """Joins parts into the folder of a generation; complete when the block ends without an error."""

    def __init__(
        self, folder: Path, graph: parts.Graph, previous: Previous | None = None, most: Limits | None = None
    ) -> None:
        self._most = most or Limits()
        self._folder = folder
        self._previous = previous
        self._gate = graph.rules.name
        self._names = Names(PREFIXES, graph.base)
        self._digest = hashlib.sha256()
        self._checked = 0
        self._classes: Counter[bytes] = Counter()
        self._properties: Counter[bytes] = Counter()
        self._triples = self._parts = 0
        self._example: str | None = None
        self._first: str | None = None
        self.works = 0
        self.failed: list[tuple[str, str]] = []
        self.quarantined: list[tuple[str, bytes]] = []

    def __enter__(self) -> Self:
        dumps = self._folder / "dumps"
        dumps.mkdir()
        with ExitStack() as stack:
            self._ntriples = stack.enter_context(DumpWriter(dumps / f"{DUMP_NAME}.nt.gz", "N-Triples"))
            self._turtle = stack.enter_context(DumpWriter(dumps / f"{DUMP_NAME}.ttl.gz", "Turtle"))
            self._turtle.write(turtle.header(self._names))
            self._ledger = stack.enter_context(ledger.writing(self._folder / "parts.sqlite"))
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def join(self, part: Part) -> None:
        """Take in a part that was written; its files stay."""
        rows, facts = part.file("rows").read_bytes(), part.file("facts").read_bytes()
        placed = self._placed(part)
        self._ntriples.append(part.file("nt.z").read_bytes(), part.ntriples)
        self._turtle.append(part.file("ttl.z").read_bytes(), part.turtle)
        self._count(placed, rows, facts)
        self._checked += part.checked

    def keep(self, placed: Placed) -> None:
        """Take over a part of the generation before."""
        if self._previous is None:
            raise ValueError("no generation to take a part from")
        rows, facts = self._previous.ledger.rows(placed), self._previous.ledger.facts(placed)
        moved = msgspec.structs.replace(placed, nt_at=self._ntriples.size, ttl_at=self._turtle.size)
        self._ntriples.append(self._previous.ntriples(placed), placed.ntriples)
        self._turtle.append(self._previous.turtle(placed), placed.turtle)
        self._count(moved, rows, facts)

    def _placed(self, part: Part) -> Placed:
        return Placed(
            kind=part.kind,
            first=part.first,
            triples=part.triples,
            works=part.works,
            digest=part.digest,
            ntriples=part.ntriples,
            turtle=part.turtle,
            nt_at=self._ntriples.size,
            ttl_at=self._turtle.size,
            classes=part.classes,
            properties=part.properties,
            failed=part.failed,
            quarantined=part.quarantined,
        )

    def _count(self, placed: Placed, rows: bytes, facts: bytes) -> None:
        self._ledger.place(self._parts, placed, rows, facts)
        self._parts += 1
        self._digest.update(placed.digest)
        self._triples += placed.triples
        self.works += placed.works
        self._classes.update(placed.classes)
        self._properties.update(placed.properties)
        self.failed.extend(placed.failed)
        self.quarantined.extend(placed.quarantined)
        self._most.check(self.quarantined)
        if self._example is None and placed.kind == "works":
            self._choose_example(parts.read_rows(rows))

    def _choose_example(self, rows: list[index.WorkRow | index.ThingRow]) -> None:
        """Keep the first work that a person would like to type: a plain URI, a date, names; else the first of all."""
        works = [row for row in rows if isinstance(row, index.WorkRow)]
        if works and self._first is None:
            self._first = works[0].path
        liked = (row.path for row in works if row.date and row.names and _PLAIN.fullmatch(row.path))
        self._example = next(liked, None)

    def joined(self) -> Joined:
        """Return what the parts came to; after the block.  Raises `GateError` where too many works failed."""
        self._most.check(self.quarantined, self.works)
        return Joined(
            triples=self._triples,
            works=self.works,
            digest=self._digest.hexdigest(),
            classes=dict(sorted(self._classes.items())),
            properties=dict(sorted(self._properties.items())),
            dumps=(self._turtle.dump(), self._ntriples.dump()),
            failed=tuple(self.failed),
            quarantined=tuple(self.quarantined),
            checked=self._checked,
            example=self._example or self._first,
            gate=self._gate,
        )


class Filler:
    """Fills the store, the index and the records of a new generation with parts as they are written."""

    def __init__(self, folder: Path, store: AbstractContextManager[Triples]) -> None:
        self._folder = folder
        self._loading = store

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._store = stack.enter_context(self._loading)
            self._index = stack.enter_context(indexing.create(self._folder / "index.sqlite"))
            self._records = stack.enter_context(records.writing(self._folder / "records.sqlite"))
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def add(self, part: Part) -> None:
        """Take in a part."""
        with part.file("nt").open("rb") as stream:
            while chunk := stream.read(CHUNK):
                self._store.write(chunk)
        self._index.add(parts.read_rows(part.file("rows").read_bytes()))
        self._records.add(parts.read_kept(part.file("records").read_bytes()))
