"""The bytes of one record → `Record`, or `Reject` with what is wrong with them.

orjson is strict, which is what a publisher wants: no NaN, no half surrogates, no Latin-1 that passes for UTF-8.
Reasons hold no positions, so that a report can count them; where in the record it is stands in `Reject.field`.
"""

from __future__ import annotations

import re

import orjson

from kg.model import Origin, Record, Reject

KEPT = 64 << 10  # bytes of what was rejected: enough to see what it was
TRUNCATED = "ends in the middle of a record"
BOM = b"\xef\xbb\xbf"

_NOT_A_NUMBER = re.compile(rb"-?(?:NaN|Infinity)")
_SURROGATE = "surrogate"


def record(raw: bytes, origin: Origin, text: str | None = None) -> Record | Reject:
    """Return the record that these bytes are, or why they are none; `text` followed it on its page."""
    try:
        return Record(origin=origin, raw=raw, data=orjson.loads(raw), text=text)
    except orjson.JSONDecodeError as error:
        reason, field = _fault(raw, error)
        return reject(reason, origin, raw, field)


def reject(reason: str, origin: Origin, raw: bytes | bytearray = b"", field: str | None = None) -> Reject:
    """Return the reject for some bytes, of which the first are kept."""
    return Reject(origin=origin, reason=reason, raw=bytes(memoryview(raw)[:KEPT]), field=field)


def too_large(limit: int, origin: Origin, raw: bytes | bytearray) -> Reject:
    """Return the reject for a record that is larger than the limit, of which no more is kept than that."""
    return reject(f"a record of more than {limit:,} bytes (build.record_limit)", origin, raw[:limit])


def _fault(raw: bytes, error: orjson.JSONDecodeError) -> tuple[str, str | None]:
    """Return the reason, and where in the record it is."""
    try:
        raw.decode()
    except UnicodeDecodeError as undecodable:
        return "bytes that are not UTF-8 (Latin-1 or Windows-1252?); convert the file", _place(raw, undecodable.start)
    if error.msg.startswith("unexpected end of data"):
        return TRUNCATED, None
    position = len(error.doc[: error.pos].encode("utf-8", "replace"))  # counted in characters there
    if _NOT_A_NUMBER.match(raw, position):
        return "invalid JSON: NaN and Infinity are no JSON numbers", _place(raw, position)
    if _SURROGATE in error.msg:
        return "invalid JSON: half of a surrogate pair in a string", _place(raw, position)
    return f"invalid JSON: {error.msg.partition(': line ')[0]}", _place(raw, position)


def _place(raw: bytes, position: int) -> str:
    """Say where a byte of the record is, as an editor would: `column 6`, with the line where it has several."""
    column = len(raw[raw.rfind(b"\n", 0, position) + 1 : position].decode("utf-8", "replace")) + 1
    line = raw.count(b"\n", 0, position) + 1
    return f"line {line}, column {column}" if b"\n" in raw else f"column {column}"
