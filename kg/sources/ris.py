"""RIS → records: what stands between `TY` and `ER`, as lists of values by tag.

Read line by line here: rispy, the library for it, leaves out the last record of a file that does not close it, joins
two where one is not closed, and fails on a line that goes on with a tag that stood there before.
https://refdb.sourceforge.net/manual-0.9.6/sect1-ris-format.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from kg.model import Origin, Record, Reject
from kg.sources.decoding import reject
from kg.sources.wholes import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.sources.streams import Source

ENCODING, NUMBER = "encoding", "number"
"""Names in the data of a record that no tag has: those are in upper case."""

_TAG: Final = re.compile(r"[ \t\ufeff]*([A-Za-z][A-Za-z0-9]) {0,3}[-\u2013](?: |$)(.*)")
_START: Final = re.compile(r"^[ \t\ufeff]*(?:TY|ty) {0,3}[-\u2013](?: |$)", re.MULTILINE)
_END: Final = re.compile(r"^[ \t]*(?:ER|er) {0,3}[-\u2013]", re.MULTILINE)


def records(source: Source) -> Iterator[Record | Reject]:
    """Yield the records of a stream of RIS."""
    read = text(source)
    if isinstance(read, Reject):
        yield read
        return
    whole, encoding = read
    starts = [found.start() for found in _START.finditer(whole)]
    if not starts:
        yield reject("RIS without records: no line begins with TY", Origin(file=source.file), whole[:1000].encode())
    line, passed = 1, 0
    for number, (start, stop) in enumerate(zip(starts, [*starts[1:], len(whole)], strict=True), 1):
        line, passed = line + whole.count("\n", passed, start), start
        end = _END.search(whole, start, stop)
        written = whole[start : end.start() if end else stop]
        origin = Origin(file=source.file, line=line)
        tags = _tags(written)
        if len(tags) > 1:
            data: dict[str, Any] = {**tags, ENCODING: encoding, NUMBER: str(number)}
            yield Record(origin=origin, raw=written.strip().encode(), data=data, container="ris")
        else:
            yield reject("a RIS record with nothing in it", origin, written.encode())


def _tags(written: str) -> dict[str, list[str]]:
    """Return the values of each tag in their order; a line without a tag goes on with the one before."""
    tags: dict[str, list[str]] = {}
    last: list[str] = []
    for line in written.split("\n"):
        found = _TAG.fullmatch(line)
        if found:
            last = tags.setdefault(found[1].upper(), [])
            last.append(found[2].strip())
        elif last and line.strip():
            last[-1] = f"{last[-1]} {line.strip()}".strip()
    said = {tag: [value for value in values if value] for tag, values in tags.items()}
    return {tag: values for tag, values in said.items() if values}
