"""Where a JSON value ends (RFC 8259), found without decoding it, in a stream cut anywhere.

Libraries that read JSON piece by piece (ijson and its kin) make objects on the way and lose the bytes, and a record
keeps its bytes; a C decoder for the whole needs the whole in memory.  So only strings and brackets are looked at,
by one regular expression that steps over whatever is balanced within it, and each record is then decoded at once.
Which bracket closes which is left to that decoder: here they are only counted.
"""

from __future__ import annotations

import re
import sys

_LEVELS = 8  # of brackets that one match steps over; records are rarely deeper, and deeper ones only cost time

_PLAIN = rb'[^"\[\]{}]*+'
# The first form is the fast one; it fails where the quote that it ends at has a backslash before it.
_STRING = rb'(?:"[^"]*+"(?<!\\")|"[^"\\]*+(?:\\.[^"\\]*+)*+")'


def _balanced(levels: int) -> bytes:
    nested = rb"|[\[{]%b[\]}]" % _balanced(levels - 1) if levels else b""
    return rb"%b(?:(?:%b%b)%b)*+" % (_PLAIN, _STRING, nested, _PLAIN)


_BALANCED = re.compile(_balanced(_LEVELS), re.DOTALL)
_REST_OF_STRING = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_BARE = re.compile(rb'[^\s,:"\[\]{}]*+')  # a number, true, false, null; or what somebody took for one

_QUOTE = ord('"')
_OPENING = frozenset(b"[{")
_OPENINGS = re.compile(rb"[\[{]++")


class Nesting:
    """How far into a value its bytes have led so far."""

    __slots__ = ("depth", "is_bare", "is_string")

    def __init__(self, first: int | None = None, *, depth: int = 0) -> None:
        """Begin a value after its first byte; or, without one, that many brackets deep in a value."""
        self.depth = depth + (first in _OPENING)
        self.is_string = first == _QUOTE
        self.is_bare = not (self.depth or self.is_string)

    def advance(self, data: bytes | bytearray, position: int, end: int) -> tuple[int, bool]:
        """Read on from `position` to `end` at most; return where reading stopped, and whether the value ends there.

        What stopped at `end` goes on from there when more is at hand; a backslash that ends the data is left.
        """
        if self.is_bare:
            position = match_end(_BARE, data, position, end)
            return position, position < end
        while True:
            if self.is_string:
                position = match_end(_REST_OF_STRING, data, position, end)
                if position == end or data[position] != _QUOTE:
                    return position, False
                position += 1
                self.is_string = False
                if not self.depth:
                    return position, True
            position = match_end(_BALANCED, data, position, end)
            if position == end:
                return position, False
            byte = data[position]
            if byte == _QUOTE:
                self.is_string = True  # its end is not at hand, or it would have been stepped over
                position += 1
            elif byte in _OPENING:
                opened = match_end(_OPENINGS, data, position, end)
                self.depth += opened - position
                position = opened
            else:
                self.depth -= 1
                position += 1
                if not self.depth:
                    return position, True


def value_end(data: bytes | bytearray, position: int) -> int | None:
    """Return where the value at a position ends, or None where that is not in the data.

    >>> value_end(b'{"a": "}"}, 1', 0)
    10
    """
    if position >= len(data):
        return None
    end, is_ended = Nesting(data[position]).advance(data, position + 1, len(data))
    return end if is_ended else None


def match_end(pattern: re.Pattern[bytes], data: bytes | bytearray, position: int, end: int = sys.maxsize) -> int:
    """Return where a pattern that matches the empty string, too, stops to match."""
    match = pattern.match(data, position, end)
    return match.end() if match else position
