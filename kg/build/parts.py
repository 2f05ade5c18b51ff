"""A part: a run of works or of shared things, as N-Triples, as segments of the dumps, as rows of the index.

A part depends on its run alone: whoever writes the parts, and however many at once, together they are the same bytes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path  # noqa: TC003 - msgspec reads the annotations
from typing import TYPE_CHECKING

import msgspec

from kg.build import facts
from kg.build.dumps import Segment, compressed
from kg.build.gate import Rules
from kg.merging import Priorities  # noqa: TC001
from kg.serialise import Names, turtle
from kg.site.index import ThingRow, WorkRow
from kg.site.records import Row
from kg.vocab import PREFIXES, RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.iris import Iris
    from kg.terms import Triple

pack_rows = pack_kept = msgspec.msgpack.Encoder().encode
read_rows = msgspec.msgpack.Decoder(list[WorkRow | ThingRow]).decode
read_kept = msgspec.msgpack.Decoder(list[Row]).decode


class Graph(msgspec.Struct, frozen=True):
    """What the graph depends on beside the catalogue: the base of its URIs and whose values win.

    `run` is how many works or things are written together, about; `rules` are those of the gate.
    """

    base: str
    order: Priorities
    run: int
    rules: Rules = Rules()


class Verdicts(msgspec.Struct, frozen=True):
    """What the gate said before of the works of a run: which may be other works now, and what was found in the rest."""

    changed: frozenset[str]
    quarantined: dict[str, bytes]


class Job(msgspec.Struct, frozen=True):
    """A run to be written: from the key `first` up to, not including, `last`, into files named `name`.

    `kind` is `works`, `things` or `fixed`, as in `Part`; `verdicts` are those of the generation before, if any.
    """

    graph: Graph
    database: Path
    folder: Path
    kind: str
    name: str
    first: str = ""
    last: str | None = None
    verdicts: Verdicts | None = None


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A written run: its files, what it holds, and what no valid triples could be made of, with the reason."""

    kind: str
    first: str
    stem: Path
    triples: int
    works: int
    digest: bytes
    ntriples: Segment
    turtle: Segment
    classes: dict[bytes, int]
    properties: dict[bytes, int]
    failed: tuple[tuple[str, str], ...] = ()
    quarantined: tuple[tuple[str, bytes], ...] = ()
    checked: int = 0

    def file(self, suffix: str) -> Path:
        """Return one of its files: `nt`, the segments `nt.z` and `ttl.z`, and what else is packed in it."""
        return self.stem.with_name(f"{self.stem.name}.{suffix}")

    def remove(self) -> None:
        """Remove the files."""
        for suffix in ("nt", "nt.z", "ttl.z", "rows", "facts", "records"):
            self.file(suffix).unlink()


class PartWriter:
    """Writes triples in the two forms of a part, and counts classes and properties for the VoID description."""

    def __init__(self, job: Job, iris: Iris) -> None:
        self._job = job
        self.names = Names(PREFIXES, iris.base)
        self._ntriples: list[bytes] = []
        self._turtle: list[bytes] = []
        self._triples = 0
        self._classes: Counter[bytes] = Counter()
        self._properties: Counter[bytes] = Counter()
        self.failed: list[tuple[str, str]] = []
        self.quarantined: list[tuple[str, bytes]] = []
        self.checked = 0

    def write(self, stream: Iterable[Triple]) -> None:
        """Write the triples of one work or thing: all of them or, where one is invalid, none."""
        whole = list(stream)
        self._ntriples.append(b"".join([b"%b %b %b .\n" % triple for triple in whole]))
        self._turtle.append(turtle.block(whole, self.names))
        self._triples += len(whole)
        self._properties.update([triple[1] for triple in whole])
        self._classes.update([triple[2] for triple in whole if triple[1] is RDF.type])

    def part(
        self,
        rows: list[WorkRow | ThingRow],
        stated: bytes = facts.NOTHING,
        kept: Sequence[Row] = (),
    ) -> Part:
        """Write the files of the part."""
        stem = self._job.folder / self._job.name
        ntriples, blocks = b"".join(self._ntriples), b"".join(self._turtle)
        packed, lines = compressed(ntriples)
        packed_blocks, turtle_lines = compressed(blocks)
        part = Part(
            kind=self._job.kind,
            first=self._job.first,
            stem=stem,
            triples=self._triples,
            works=sum(isinstance(row, WorkRow) for row in rows),
            digest=hashlib.sha256(ntriples).digest(),
            ntriples=lines,
            turtle=turtle_lines,
            classes=dict(self._classes),
            properties=dict(self._properties),
            failed=tuple(self.failed),
            quarantined=tuple(self.quarantined),
            checked=self.checked,
        )
        part.file("nt").write_bytes(ntriples)
        part.file("nt.z").write_bytes(packed)
        part.file("ttl.z").write_bytes(packed_blocks)
        part.file("rows").write_bytes(pack_rows(rows))
        part.file("facts").write_bytes(stated)
        part.file("records").write_bytes(pack_kept(kept))
        return part
