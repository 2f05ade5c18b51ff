"""JSON in any other shape than one record a line: lists, answers, objects one after the other, pages with text.

A page is an object and then text, up to the next line that begins with a brace or the end; the text belongs to the
record.  Everything streams: no more is held than one record, or the first `_PATIENCE` bytes of an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kg.model import Origin, Record, Reject
from kg.sources import decoding, envelopes
from kg.sources.cursor import Cursor
from kg.sources.decoding import reject
from kg.sources.streams import Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.sources.cursor import Value
    from kg.sources.envelopes import Opening
    from kg.sources.streams import Source

    Items = Iterator[Record | Reject]

_PATIENCE = 1 << 20  # bytes of an object after which we look whether it is an answer to be opened
_LIST_CUT = "the list ends too early: its last bracket is missing"
_BRACE, _BRACKET, _BRACKET_END = b"{[]"


def records(source: Source) -> Items:
    """Yield the records of a source, each with the offset it begins at, and what is no record."""
    return _Documents(source.stream, source.limit, lambda offset: Origin(file=source.file, offset=offset)).items()


def within(line: bytes, origin: Origin, limit: int) -> Items:
    """Yield the records within one line, all with the origin of that line."""
    return _Documents(Stream(iter([line])), limit, lambda _: origin).items()


class _Documents:
    """The values of one stream."""

    def __init__(self, stream: Stream, limit: int, place: Callable[[int], Origin]) -> None:
        self._cursor = Cursor(stream)
        self._limit = limit
        self._place = place
        self._is_end_told = False

    def items(self) -> Items:
        cursor = self._cursor
        is_empty = True
        while (byte := cursor.next()) is not None:
            is_empty = False
            if byte == _BRACE:
                yield from self._document()
            elif byte == _BRACKET:
                cursor.consume(1)
                yield from self._list()
            else:
                yield self._stray()
        if cursor.damage:
            yield from self._cut()
        elif is_empty:
            yield reject("empty file", self._place(0))

    def _document(self) -> Items:
        """Yield the record here with the text after it, or the records of the answer that this is."""
        cursor = self._cursor
        value = cursor.take(_PATIENCE)
        if value is None and (opening := self._opening()):
            yield from self._answer(opening)
            return
        value = value or cursor.take(self._limit)
        item = self._item(value)
        wrapped = None if isinstance(item, Reject) else envelopes.unwrapped(item.data)
        if (isinstance(item, Reject) or wrapped is not None) and (opening := self._opening()):
            yield from self._answer(opening)
            return
        item = self._passed(item, value)
        if wrapped != []:
            yield from self._page(item)

    def _page(self, item: Record | Reject) -> Items:
        """Yield a record with the text that follows it; the text after what is no record is nobody's."""
        if self._cursor.next() in {None, _BRACE}:
            yield item
            return
        offset = self._cursor.offset
        raw, size = self._cursor.text(self._limit)
        if isinstance(item, Reject):
            yield item
        elif raw.startswith((b"}", b"]")):
            yield item
            yield reject("a closing bracket too many after a record", self._place(offset), raw)
        elif len(item.raw) + size > self._limit:
            yield decoding.too_large(self._limit, item.origin, item.raw)
        else:
            text = raw.decode("utf-8", "replace").strip()
            yield Record(origin=item.origin, raw=item.raw, data=item.data, text=text or None)

    def _answer(self, opening: Opening) -> Items:
        """Yield the records of an answer, then leave it."""
        cursor = self._cursor
        cursor.consume(opening.position - cursor.position)
        if opening.is_list:
            yield from self._list(opening.depth)
            return
        value = cursor.take(self._limit)
        yield self._passed(self._item(value), value)
        if not cursor.leave(opening.depth):
            yield from self._cut()

    def _list(self, depth: int = 0) -> Items:
        """Yield the elements of the list that was entered, then leave it and the brackets around it."""
        cursor = self._cursor
        while (byte := cursor.next()) is not None and byte != _BRACKET_END:
            value = cursor.take(self._limit)
            yield self._passed(self._item(value), value)
        if byte is not None:
            cursor.consume(1)
        if byte is None or (depth and not cursor.leave(depth)):
            yield from self._cut()

    def _opening(self) -> Opening | None:
        return envelopes.opening(self._cursor.data, self._cursor.position)

    def _item(self, value: Value | None) -> Record | Reject:
        """Return what the value here is; None is one that has no end within the limit."""
        origin = self._place(self._cursor.offset)
        if value is None or value.size > self._limit:
            return decoding.too_large(self._limit, origin, self._cursor.peek(min(decoding.KEPT, self._limit)))
        raw = self._cursor.peek(value.size)
        return decoding.record(raw, origin) if value.is_whole else reject(decoding.TRUNCATED, origin, raw)

    def _passed(self, item: Record | Reject, value: Value | None) -> Record | Reject:
        """Go on behind a value; where it is broken, only to where the next one seems to begin."""
        cursor = self._cursor
        if isinstance(item, Reject):
            cut = cursor.cut(min(value.size, self._limit) if value else self._limit)
            if cut is not None:
                cursor.consume(cut)
                return msgspec.structs.replace(item, raw=item.raw[:cut])
        if value is None:
            cursor.skip()
            return item
        cursor.consume(value.size)
        if isinstance(item, Reject) and value.is_last:
            return msgspec.structs.replace(item, reason=self._end(item.reason))
        return item

    def _stray(self) -> Reject:
        """Go on over what is no JSON to the next line that begins with a brace."""
        origin = self._place(self._cursor.offset)
        raw, _ = self._cursor.text(decoding.KEPT)
        return reject("text that belongs to no record", origin, raw)

    def _cut(self) -> Items:
        """Say that the stream ends too early, if that was not said of its last record."""
        if not self._is_end_told:
            yield reject(self._end(_LIST_CUT), self._place(self._cursor.offset))

    def _end(self, reason: str) -> str:
        """Return why the stream ends too early: a damaged file is the reason for all that is wrong at its end."""
        self._is_end_told = True
        return self._cursor.damage or reason
