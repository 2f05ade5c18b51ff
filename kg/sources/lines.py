"""JSON Lines (https://jsonlines.org): one record a line, so a bad line costs nothing but itself.

A line that is no single record gets a second look: two records whose line break was lost, a comma at the end, an
answer with records in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Origin, Record, Reject
from kg.sources import decoding, documents
from kg.sources.envelopes import unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.sources.streams import Source, Stream


def records(source: Source) -> Iterator[Record | Reject]:
    """Yield the record of each line with its number, or what is wrong with that line."""
    stream, limit = source.stream, source.limit
    number, last = source.line - 1, b""
    for number, (line, size) in enumerate(_lines(stream, limit), source.line):
        raw = line.strip()
        if not raw and size <= limit:
            continue
        origin = Origin(file=source.file, line=number)
        if size > limit:
            yield decoding.too_large(limit, origin, line)
            continue
        item = decoding.record(raw, origin)
        if isinstance(item, Reject):
            if stream.damage:
                last = raw  # the damage is what is wrong with it
            else:
                yield from _repaired(item, raw, limit)
        elif unwrapped(item.data) is not None:
            yield from documents.within(raw, origin, limit)
        else:
            yield item
    if stream.damage:
        yield decoding.reject(stream.damage, Origin(file=source.file, line=max(number, source.line)), last)


def _repaired(item: Reject, raw: bytes, limit: int) -> Iterator[Record | Reject]:
    """Yield what records there are in a line, and what is wrong with the rest; the line itself where there are none."""
    found = list(documents.within(raw, item.origin, limit))
    records = [inner for inner in found if isinstance(inner, Record)]
    if records and all(isinstance(inner.data, dict) and inner.text is None for inner in records):
        yield from found
    else:
        yield item


def _lines(stream: Stream, limit: int) -> Iterator[tuple[bytes, int]]:
    """Yield each line with its size; of one over the limit perhaps only the beginning, so that memory stays flat."""
    begun = bytearray()
    size = 0  # of the line begun, of which `begun` holds only the first bytes once it is over the limit
    while chunk := stream.read():
        *ended, rest = chunk.split(b"\n")
        for line in ended:
            if size:
                size += len(line)
                begun += line
                yield bytes(begun), size
                begun.clear()
                size = 0
            else:
                yield line, len(line)
        size += len(rest)
        most = limit if size <= limit else decoding.KEPT
        del begun[most:]
        begun += rest[: most - len(begun)]
    if size:
        yield bytes(begun), size
