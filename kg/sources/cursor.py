"""A place in a stream of JSON values, with as much of the stream in hand as the value there needs.

After a value without an end the next one is looked for where a line begins as the line of that value did: at its
indentation, with its brace.  From then on no value reaches over such a line, so that a file full of broken records
is read once and not once per record.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from kg.sources.decoding import BOM
from kg.sources.nesting import Nesting, match_end

if TYPE_CHECKING:
    from kg.sources.streams import Stream

# Commas too: who writes records one a line is not always sure whether they are a list.
_BETWEEN = re.compile(rb"(?:[\s,]|%b)*+" % BOM)
_NEXT_PAGE = re.compile(rb"\n(?:%b)?\{" % BOM)
_BEGINNINGS = frozenset(b'{["')
_AHEAD = 32  # times what is in hand
_AT_ONCE = 1 << 20  # bytes, and not many more, are added to what is in hand
_LONGEST_LEAD = 64  # bytes of indentation


class Value(msgspec.Struct, frozen=True):
    """A value in hand: its size, whether it has an end, and if not, whether that is because the stream has ended."""

    size: int
    is_whole: bool
    is_last: bool = False


class Cursor:
    """Reads a stream value by value; `data[position:]` is what is in hand from here on."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._before = 0  # bytes of the stream that stood before `data`
        self._nesting: Nesting | None = None
        self._scanned = 0
        self._lead: bytes | None = None  # what stands before the value on its line, if nothing but space does
        self._is_wary = False  # a value without an end was met
        self._sought = b""
        self._sought_to = 0  # bytes of the stream that were searched for the next line of that kind
        self.data = bytearray()
        self.position = 0

    @property
    def offset(self) -> int:
        """How many bytes of the stream stand before this place."""
        return self._before + self.position

    @property
    def damage(self) -> str | None:
        """What is wrong with the stream, once its end was met."""
        return self._stream.damage

    def next(self) -> int | None:
        """Go to the next value, over space and commas; return its first byte, or None at the end of the stream."""
        if self.position < len(self.data) and self.data[self.position] in _BEGINNINGS:
            return self.data[self.position]
        while True:
            data = self.data
            end = match_end(_BETWEEN, data, self.position)
            if end > self.position:
                self._pass(end)
            rest = len(data) - end
            if rest >= len(BOM) or (rest and not BOM.startswith(data[end:])) or not self._more():
                break
        return self.data[self.position] if self.position < len(self.data) else None

    def take(self, most: int) -> Value | None:
        """Return the value here, or None where it has no end within that many bytes; asked again, it reads on."""
        if self._nesting is None:
            self._nesting, self._scanned = Nesting(self.data[self.position]), 1
        while True:
            end, is_cut = self._end_in_hand()
            stopped, is_whole = self._nesting.advance(self.data, min(self.position + self._scanned, end), end)
            self._scanned = stopped - self.position
            if is_whole:
                return Value(self._scanned, is_whole=True)
            if is_cut:
                return Value(end - self.position, is_whole=self._nesting.is_bare)
            if len(self.data) - self.position > most:
                return None
            if not self._more():
                return Value(len(self.data) - self.position, is_whole=self._nesting.is_bare, is_last=True)

    def peek(self, size: int) -> bytes:
        """Return so many bytes from here on."""
        return bytes(memoryview(self.data)[self.position : self.position + size])

    def consume(self, size: int) -> None:
        """Go on by so many bytes."""
        self.position += size
        self._nesting = None
        self._lead = None

    def cut(self, size: int) -> int | None:
        """Return how far on the next record seems to begin within so many bytes, None if none does; be wary of it."""
        found = self.data.find(self._line(), self.position + 1, self.position + size)
        if found < 0:
            return None
        self._is_wary = True
        return found - self.position

    def leave(self, depth: int) -> bool:
        """Go on out of so many brackets; say whether they were all closed."""
        self._nesting, self._scanned = Nesting(depth=depth), 0
        return self.skip()

    def skip(self) -> bool:
        """Go on to the end of the value that was begun, however large it is; say whether it has an end."""
        while (value := self.take(_AT_ONCE)) is None:
            passed = self._scanned - len(self._line())  # of which a part may have been met
            self.position += passed
            self._scanned -= passed
        self.consume(value.size)
        return value.is_whole

    def text(self, most: int) -> tuple[bytes, int]:
        """Go on to the next line that begins with `{`, or to the end; return the bytes passed and their number.

        Of more than `most` only the first are returned.
        """
        kept = bytearray()
        size = 0
        is_last = False
        while True:
            found = _NEXT_PAGE.search(self.data, self.position)
            end = found.start() if found else len(self.data)
            if not found and not is_last:
                end = max(self.position, end - len(BOM) - 1)  # the rest may be the beginning of what is looked for
            passed = end - self.position
            kept += self.peek(min(passed, most - len(kept)))
            size += passed
            self.consume(passed)
            if found or is_last:
                return bytes(kept), size
            is_last = not self._more()

    def _pass(self, end: int) -> None:
        """Go on over space, and note what stands before the value on its line."""
        newline = self.data.rfind(b"\n", self.position, end)
        if newline >= 0:
            self._lead = bytes(self.data[newline + 1 : end])[:_LONGEST_LEAD]
        elif self._lead is not None:
            self._lead = (self._lead + self.data[self.position : end])[:_LONGEST_LEAD]
        self.position = end

    def _end_in_hand(self) -> tuple[int, bool]:
        """Return how far a value can reach, and whether that is because the next line looks like the next record."""
        if not self._is_wary:
            return len(self.data), False
        line = self._line()
        if line != self._sought:
            self._sought, self._sought_to = line, 0
        found = self.data.find(line, max(self.position + 1, self._sought_to - self._before))
        self._sought_to = self._before + (found if found >= 0 else max(0, len(self.data) - len(line)))
        return (found, True) if found >= 0 else (len(self.data), False)

    def _line(self) -> bytes:
        """Return how the line of another record begins."""
        return b"\n%b{" % (self._lead or b"")

    def _more(self) -> bool:
        """Forget what was passed and read on: much more than is in hand, since part of that will be gone over again."""
        wanted = min(_AHEAD * (len(self.data) - self.position), _AT_ONCE)
        chunk = self._stream.read()
        if not chunk:
            return False
        self._before += self.position
        del self.data[: self.position]
        self.position = 0
        while chunk:
            self.data += chunk
            wanted -= len(chunk)
            chunk = self._stream.read() if wanted > 0 else b""
        return True
