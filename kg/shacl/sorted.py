"""An N-Triples file sorted by subject, validated in memory that does not grow with it.

Nodes stream past once and are checked by the shapes about their classes.  What a check asks of another node is looked
up in the file: the first subject of each block is known, the block is read again, and the nodes last asked for are
kept.  Who has a node as a value is written down beside, of the predicates of which some check asks that, in a database
that is on disk where it grows.  That finds what the whole graph would, where no class has a subclass in the data and
every target is a class; `check` raises `NotSorted` where that does not hold, and the graph has to be loaded.
"""

from __future__ import annotations

import os
import re
import sqlite3
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.errors import SourceError
from kg.shacl.graph import NOTHING, Node
from kg.shacl.terms import RDF, RDFS, canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.shacl.compiled import Compiled
    from kg.shacl.results import Take

_BLOCK = 16 << 10
_KEPT = 512  # nodes that were looked up
_AHEAD = 512  # nodes that are read before the first of them is checked
_TRIPLE = re.compile(
    rb"(<[^<>\s]*>|_:\S+)[ \t]+(<[^<>\s]*>)[ \t]+"
    rb'(<[^<>\s]*>|_:\S+?|"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^<>\s]*>)?)[ \t]*\.[ \t]*(?:#.*)?\r?$'
)
# Predicate and object in their one spelling, as far as is seen at once: most of a dump is; other lines go the long way.
_PLAIN = re.compile(
    rb'(<[^<>\s\\]*>) (<[^<>\s\\]*>|"[^"\\\r\n]*"'
    rb"(?:@[a-z]+(?:-[a-z0-9]+)*|\^\^<(?!http://www\.w3\.org/2001/XMLSchema#string>)[^<>\s\\]*>)?) \.(?:\n|$)"
)


class NotSorted(Exception):  # noqa: N818 - no error: a reason to go another way
    """The file cannot be validated as it streams."""


class SortedFile:
    """The data of a file, asked node by node."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stream = file.open("rb", buffering=0)
        self._subjects: list[bytes] = []
        self._starts: list[int] = []
        self._kept: dict[bytes, Node] = {}
        self._window: dict[bytes, Node] = {}
        self.known: dict[object, dict[bytes, bool]] = {}
        self._backwards: frozenset[bytes] = frozenset()
        self._links: sqlite3.Connection | None = None
        self._index()

    def close(self) -> None:
        """Close the file."""
        self._stream.close()
        if self._links is not None:
            self._links.close()

    def node(self, term: bytes) -> Node:
        found = self._window.get(term)
        if found is None:
            found = self._kept.get(term)
            if found is None:
                if len(self._kept) >= _KEPT:
                    self._kept.clear()
                found = self._kept[term] = self._found(term)
        return found

    def incoming(self, term: bytes, predicate: bytes) -> Sequence[bytes]:
        if self._links is None:
            self._links = self._linked()
        query = "SELECT DISTINCT subject FROM link WHERE object = ? AND predicate = ?"
        return [subject for (subject,) in self._links.execute(query, (term, predicate))]

    def is_a(self, term: bytes, class_: bytes) -> bool:
        return class_ in self.node(term).get(RDF.type, ())

    def cuts(self, pieces: int) -> list[int]:
        """Return places that cut the file into about so many pieces of one size, each where a subject begins."""
        size = self._file.stat().st_size
        found = {self._subject_after(size * piece // pieces) for piece in range(1, pieces)}
        return sorted(found - {size})

    def check(self, engine: Compiled, take: Take, start: int = 0, end: int | None = None) -> None:
        """Check the nodes between two places of the file.

        Raises `NotSorted` where a subject comes before the one before it, `SourceError` where a line is no triple.
        """
        if any(after < before for before, after in pairwise(self._subjects)):
            raise NotSorted("blocks out of order")
        self._backwards = engine.backwards
        engine.check(self, self._nodes(start, end), take)

    def _subject_after(self, at: int) -> int:
        """Return where the first subject begins that does not begin before a place."""
        place, line = self._line_from(at)
        if line is None:
            return self._file.stat().st_size
        with self._file.open("rb") as lines:
            lines.seek(place)
            first = line.partition(b" ")[0] + b" "
            while (line := lines.readline()).startswith(first):
                place += len(line)
        return place

    def _nodes(self, start: int, end: int | None) -> Iterator[tuple[bytes, Node]]:
        """Yield the nodes; many are read ahead, since a node mostly points to those that follow it, its fragments."""
        window: dict[bytes, Node] = {}
        for subject, node in self._read(start, end):
            window[subject] = node
            if len(window) >= _AHEAD:
                yield from self._through(window)
                window = {}
        yield from self._through(window)

    def _through(self, window: dict[bytes, Node]) -> Iterator[tuple[bytes, Node]]:
        self._window = window
        yield from window.items()

    def _read(self, begin: int, end: int | None) -> Iterator[tuple[bytes, Node]]:
        plain, subject, start, length = _PLAIN.match, b"", b"\0", 0
        node: Node = {}
        left = (self._file.stat().st_size if end is None else end) - begin
        with self._file.open("rb", buffering=1 << 20) as lines:
            lines.seek(begin)
            for number, line in enumerate(lines, 1):
                if left <= 0:
                    break
                left -= len(line)
                if line.startswith(start) and (found := plain(line, length)) is not None:  # more of the same subject
                    predicate, object_ = found.groups()
                    values = node.get(predicate)
                    if values is None:
                        node[predicate] = [object_]
                    elif object_ not in values:
                        values.append(object_)
                    continue
                triple = self._told(line, number, begin)
                if triple is None:
                    continue
                if triple[0] != subject:
                    if triple[0] < subject or not line.startswith(triple[0]):
                        raise NotSorted(f"line {number}: out of order, or in a spelling that could not be found again")
                    yield from self._done(subject, node)
                    subject, node = triple[0], {}
                    start = subject + b" "
                    length = len(start)
                _put(node, triple[1], triple[2])
        yield from self._done(subject, node)

    def _told(self, line: bytes, number: int, begin: int) -> tuple[bytes, bytes, bytes] | None:
        triple = _triple(line)
        if triple is None and line.strip() and not line.lstrip().startswith(b"#"):
            with self._file.open("rb") as before:
                number += before.read(begin).count(b"\n")
            raise SourceError(f"{self._file}, line {number}: not N-Triples: {line[:80]!r}")
        return triple

    @staticmethod
    def _done(subject: bytes, node: Node) -> Iterator[tuple[bytes, Node]]:
        if RDFS.subClassOf in node:
            raise NotSorted(f"{subject!r} is a class below another")
        if node:
            yield subject, node

    def _linked(self) -> sqlite3.Connection:
        """Read the file once for the triples that are asked backwards."""
        links = sqlite3.connect("")  # in memory while it is small
        links.execute("CREATE TABLE link (object BLOB, predicate BLOB, subject BLOB)")
        with self._file.open("rb", buffering=1 << 20) as lines:
            has_any = re.compile(b"|".join(map(re.escape, self._backwards))).search
            found = (_triple(line) for line in lines if has_any(line))
            rows = (t[::-1] for t in found if t is not None and t[1] in self._backwards)
            links.executemany("INSERT INTO link VALUES (?, ?, ?)", rows)
        links.execute("CREATE INDEX link_by_object ON link (object, predicate)")
        return links

    def _index(self) -> None:
        """Note the first subject of each block, by a look at its first lines."""
        size, at = self._file.stat().st_size, 0
        while at < size:
            start, line = self._line_from(at)
            if line is None:
                break
            self._subjects.append(line.split(None, 1)[0] if line.strip() else b"")
            self._starts.append(start)
            at = max(at, start) + _BLOCK

    def _line_from(self, at: int) -> tuple[int, bytes | None]:
        """Return the first whole line that begins at a place or after it."""
        self._stream.seek(at and at - 1)
        piece, cut = b"", 0
        while True:
            more = self._stream.read(1024)
            piece += more
            cut = piece.find(b"\n") + 1 if at else 0
            end = piece.find(b"\n", cut)
            if (cut or not at) and end >= 0:
                return (at - 1 + cut if at else 0), piece[cut:end]
            if not more:
                return at, None

    def _found(self, term: bytes) -> Node:
        place = bisect_right(self._subjects, term) - 1
        while place > 0 and self._subjects[place] == term:
            place -= 1  # it may have begun in the block before
        if place < 0:
            return NOTHING
        after = next((p for p in range(place + 1, len(self._subjects)) if self._subjects[p] > term), None)
        end = self._starts[after] if after is not None else self._file.stat().st_size
        return _node(os.pread(self._stream.fileno(), end - self._starts[place], self._starts[place]), term)


def _node(block: bytes, term: bytes) -> Node:
    own = term + b" "
    start = 0 if block.startswith(own) else block.find(b"\n" + own) + 1
    node: Node = {}
    while block.startswith(own, start):
        found = _PLAIN.match(block, start + len(own))
        if found is not None:
            _put(node, found[1], found[2])
            start = found.end()
            continue
        end = block.find(b"\n", start)
        triple = _triple(block[start : end if end >= 0 else None])
        if triple is None or end < 0:
            break
        _put(node, triple[1], triple[2])
        start = end + 1
    return node or NOTHING


def _triple(line: bytes) -> tuple[bytes, bytes, bytes] | None:
    """Return the terms of a line in their one spelling, or None where it is not a triple."""
    subject, _, _ = line.partition(b" ")
    if subject.startswith(b"<") and subject.endswith(b">") and b"\\" not in subject:
        plain = _PLAIN.match(line, len(subject) + 1)
        if plain is not None:
            return subject, plain[1], plain[2]
    found = _TRIPLE.match(line)
    if found is None:
        return None
    return canonical(found[1]), canonical(found[2]), canonical(found[3])


def _put(node: Node, predicate: bytes, object_: bytes) -> None:
    values = node.get(predicate)
    if values is None:
        node[predicate] = [object_]
    elif object_ not in values:
        values.append(object_)


def can_stream(engine: Compiled) -> bool:
    """Tell whether shapes can be checked node by node."""
    return engine.is_by_node
