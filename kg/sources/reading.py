"""Unit → records, in whatever process it came to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kg.model import Origin, Record, Reject
from kg.sources import detect, lines
from kg.sources.decoding import reject
from kg.sources.streams import Source, Stream, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.sources.units import Span, Unit

LIMIT = 64 << 20  # bytes of the largest record that is read


def records(unit: Unit, *, limit: int = LIMIT) -> Iterator[Record | Reject]:
    """Yield the records of a unit, and what could not become one; no more is held than one record of `limit` bytes."""
    for span in unit.spans:
        try:
            with opened(span.file, span.start, span.end) as stream:
                yield from _records(span, stream, limit)
        except OSError as error:
            yield reject(f"cannot be read ({error.strerror})", Origin(file=_shown(span.file)))


def _records(span: Span, stream: Stream, limit: int) -> Iterator[Record | Reject]:
    source = Source(stream, _shown(span.file), span.line, limit)
    if span.end is not None:
        yield from lines.records(source)
        return
    head = stream.peek(detect.is_enough)
    found = detect.container(head, span.file)
    if found and found.read:
        yield from found.read(source)
    else:
        reason = stream.damage if stream.damage and not head else detect.refusal(head, found)
        yield reject(reason, Origin(file=source.file), head)


def _shown(file: str) -> str:
    """Return a name that every format can hold; Linux lets file names be any bytes."""
    return os.fsencode(file).decode("utf-8", "replace")
