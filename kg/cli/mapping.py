"""`kg map`: records to RDF on a stream."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING

from kg import notebook
from kg.errors import SourceError
from kg.serialise import Names, turtle
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.model import Reject
    from kg.terms import Triple

_SHOWN = 20


class _Rejects:
    """Says on standard error what was rejected: the first few at once, the rest as a number."""

    def __init__(self) -> None:
        self.total = 0
        self._reasons: Counter[str] = Counter()

    def __call__(self, reject: Reject) -> None:
        self.total += 1
        self._reasons[reject.reason] += 1
        if self.total <= _SHOWN:
            field = f" (field {reject.field})" if reject.field else ""
            sys.stderr.write(f"kg: {reject.origin}: {reject.reason}{field}\n")

    def summary(self) -> None:
        if self.total > _SHOWN:
            reasons = "; ".join(f"{count:,} × {reason}" for reason, count in self._reasons.most_common(5))
            sys.stderr.write(f"kg: {self.total:,} rejected in all: {reasons}\n")


def write(sources: Sequence[str], output: Path | None, *, format_: str, base: str, mapper: str | None) -> int:
    """Write the graph of the sources; return how many records were rejected."""
    rejects = _Rejects()
    blocks = notebook.blocks(sources, base=base, mapper=mapper, on_reject=rejects)
    chunks = _turtle(blocks, base) if format_ == "ttl" else _ntriples(blocks)
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(output.open("wb")) if output else sys.stdout.buffer
        except OSError as error:
            raise SourceError(f"{output}: cannot be written ({error.strerror})") from error
        for chunk in chunks:
            stream.write(chunk)
        stream.flush()
    rejects.summary()
    return rejects.total


def _ntriples(blocks: Iterator[list[Triple]]) -> Iterator[bytes]:
    return (b"".join([b"%b %b %b .\n" % triple for triple in block]) for block in blocks)


def _turtle(blocks: Iterator[list[Triple]], base: str) -> Iterator[bytes]:
    names = Names(PREFIXES, base)
    yield turtle.header(names)
    for block in blocks:
        yield turtle.block(block, names)
