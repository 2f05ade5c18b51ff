"""An N-Triples file sorted by subject, validated in memory that does not grow with it.

Nodes stream past once and are checked by the shapes about their classes.  What a check asks of another node is looked
up in the file: the first subject of each block is known, the block is read again, and the nodes last asked for are
kept.  That finds what the whole graph would, where no check asks backwards, no class has a subclass in the data, and
every target is a class; `results` raises `NotSorted` where that does not hold, and the graph has to be loaded.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from kg.errors import SourceError
from kg.shacl.graph import NOTHING, Node
from kg.shacl.terms import IRI, LITERAL, RDF, RDFS, canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.shacl.compiled import Compiled
    from kg.shacl.results import Take

_BLOCK = 16 << 10
_KEPT = 2048  # nodes
_CLOSING = b">"[0]
_TRIPLE = re.compile(
    rb"(<[^<>\s]*>|_:\S+)[ \t]+(<[^<>\s]*>)[ \t]+"
    rb'(<[^<>\s]*>|_:\S+?|"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^<>\s]*>)?)[ \t]*\.[ \t]*(?:#.*)?\r?$'
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
        self._index()

    def close(self) -> None:
        """Close the file."""
        self._stream.close()

    def node(self, term: bytes) -> Node:
        kept = self._kept.get(term)
        if kept is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            kept = self._kept[term] = self._found(term)
        return kept

    def incoming(self, term: bytes, predicate: bytes) -> Sequence[bytes]:
        raise NotSorted(f"{predicate!r} is asked backwards of {term!r}")

    def is_a(self, term: bytes, class_: bytes) -> bool:
        return class_ in self.node(term).get(RDF.type, ())

    def check(self, engine: Compiled, take: Take) -> None:
        """Check every node of the file; raises `NotSorted` where a subject comes before the one before it."""
        engine.check(self, self._nodes(), take)

    def _nodes(self) -> Iterator[tuple[bytes, Node]]:
        last = b""
        current: Node = {}
        with self._file.open("rb", buffering=1 << 20) as lines:
            for number, line in enumerate(lines, 1):
                triple = _triple(line)
                if triple is None:
                    if line.strip() and not line.lstrip().startswith(b"#"):
                        raise SourceError(f"{self._file}, line {number}: not N-Triples: {line[:80]!r}")
                    continue
                subject, predicate, object_ = triple
                if subject != last:
                    if current:
                        self._kept[last] = current
                        yield last, current
                        self._kept.pop(last, None)
                    if not line.startswith(subject):
                        raise NotSorted(f"line {number}: a subject in another spelling could not be found again")
                    if subject < last or predicate == RDFS.subClassOf:
                        raise NotSorted(f"line {number}")
                    last, current = subject, {}
                _put(current, predicate, object_)
        if current:
            self._kept[last] = current
            yield last, current

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
        self._stream.seek(self._starts[place])
        after = next((p for p in range(place + 1, len(self._subjects)) if self._subjects[p] > term), None)
        end = self._starts[after] if after is not None else self._file.stat().st_size
        block = self._stream.read(end - self._starts[place])
        return _node(block, term)


def _node(block: bytes, term: bytes) -> Node:
    start = 0 if block.startswith(term + b" ") else block.find(b"\n%b " % term) + 1
    if start == 0 and not block.startswith(term + b" "):
        return NOTHING
    node: Node = {}
    for line in block[start:].split(b"\n"):
        triple = _triple(line)
        if triple is None or triple[0] != term:
            break
        _put(node, triple[1], triple[2])
    return node


def _triple(line: bytes) -> tuple[bytes, bytes, bytes] | None:
    """Return the terms of a line in their one spelling, or None where it is not a triple."""
    parts = line.split(b" ", 2)
    if len(parts) == 3 and b"\\" not in line:
        subject, predicate, rest = parts
        object_ = rest[:-3] if rest.endswith(b" .\n") else b""
        if (
            subject
            and predicate
            and _is_plain(object_)
            and subject[0] == predicate[0] == IRI
            and subject[-1] == predicate[-1] == _CLOSING
        ):
            return subject, predicate, object_
    found = _TRIPLE.match(line)
    if found is None:
        return None
    return canonical(found[1]), canonical(found[2]), canonical(found[3])


def _is_plain(term: bytes) -> bool:
    """Tell whether a term is in its one spelling, as far as that is seen at once: most of a dump is."""
    if not term:
        return False
    if term[0] == IRI:
        return term[-1] == _CLOSING and b" " not in term
    if term[0] != LITERAL or term.count(b'"') != 2:
        return False
    return term[-1] == LITERAL or (term[-1] == _CLOSING and b'"^^<' in term and not term.endswith(b"#string>"))


def _put(node: Node, predicate: bytes, object_: bytes) -> None:
    values = node.get(predicate)
    if values is None:
        node[predicate] = [object_]
    elif object_ not in values:
        values.append(object_)


def can_stream(engine: Compiled) -> bool:
    """Tell whether shapes can be checked node by node."""
    return engine.is_by_node and not engine.looks_back
