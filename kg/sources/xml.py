"""XML → records: the elements that are records by themselves, as they end, whatever stands around them.

lxml reads it, told to trust nobody: no DTD is loaded, nothing is fetched, no entity takes the place of its name, and no
element may be nested or long without end.  Entities that the DTDs of JATS and PubMed define stay as they are, for
whoever reads the text (`kg.mappers.markup`).
"""

from __future__ import annotations

import re
from html.entities import name2codepoint
from typing import TYPE_CHECKING, Any

from lxml import etree

from kg.model import Origin, Record, Reject
from kg.sources.decoding import KEPT, reject, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.sources.streams import Source

RECORDS = (
    "PubmedArticle",
    "PubmedBookArticle",
    "{*}article",  # JATS and NLM, in a namespace where OAI-PMH wraps it
    "{http://www.w3.org/2005/Atom}entry",  # arXiv's API
)
"""The elements that are records."""

_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>)?")
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# Named entities are an error where no DTD could define them; people leave the DTD out and the names in.
_ENTITIES = b"<!DOCTYPE record [%b]>" % b"".join(
    b'<!ENTITY %b "&#%d;">' % (name.encode(), code)
    for name, code in sorted(name2codepoint.items())
    if name not in {"amp", "lt", "gt", "quot"}
)


def records(source: Source) -> Iterator[Record | Reject]:
    """Yield the records of a stream of XML; what stands whole before a fault is read."""
    reading = _Reading(source)
    try:
        while chunk := source.stream.read():
            yield from reading.feed(chunk)
            if reading.is_too_large:
                yield too_large(source.limit, Origin(file=source.file, line=reading.line), b"")
                return
        if source.stream.damage:
            yield reject(source.stream.damage, Origin(file=source.file))
            return
        yield from reading.end()
    except etree.XMLSyntaxError as error:
        line, column = error.position
        message = error.msg or "it cannot be read"
        if not line:  # the parser noted the fault and went on to the end
            line, column, message = reading.noted()
        reason = f"not well-formed XML: {message.partition(', line ')[0]}"
        place = f"line {line}" if line == 1 and reading.is_changed else f"line {line}, column {column}"
        yield reject(reason, Origin(file=source.file, line=line or None), reading.head, place)


class _Reading:
    """A stream while it is parsed."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._parser = etree.XMLPullParser(
            events=("start", "end"),
            tag=RECORDS,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
        )
        self._open: Any = None
        self._done: Any = None
        self._size = 0  # bytes since the open record began
        self._any = False
        self.head = b""
        self.is_changed = False  # more stands in the first line than in that of the file

    @property
    def is_too_large(self) -> bool:
        return self._open is not None and self._size > self._source.limit

    @property
    def line(self) -> int | None:
        """Where the open record begins."""
        return int(self._open.sourceline) if self._open is not None else None

    def noted(self) -> tuple[int, int, str]:
        """Return line, column and text of the last fault that the parser noted without stopping at it."""
        log = list(self._parser.feed_error_log)
        return (log[-1].line, log[-1].column, log[-1].message) if log else (0, 0, "it cannot be read")

    def feed(self, chunk: bytes) -> Iterator[Record | Reject]:
        """Parse a chunk and yield the records that end in it."""
        if not self.head:
            self.head = chunk[:KEPT]
            whole = _with_entities(chunk)
            self.is_changed, chunk = whole is not chunk, whole
        self._size += len(chunk)
        try:
            self._parser.feed(chunk)
        except etree.XMLSyntaxError:
            yield from self._ended()  # what stands whole before the fault
            raise
        yield from self._ended()

    def end(self) -> Iterator[Record | Reject]:
        """Parse what is left; without any record, say what the file is."""
        root = self._parser.close()
        yield from self._ended()
        if not self._any:
            name = etree.QName(root).localname
            yield reject(
                f"XML without records that are known: its root element is <{name}>", Origin(file=self._source.file)
            )

    def _ended(self) -> Iterator[Record | Reject]:
        for event, element in self._parser.read_events():
            if event == "start":
                if self._open is None:
                    self._forget()
                    self._open, self._size = element, 0
            elif element is not None and element is self._open:
                self._open, self._done, self._any = None, element, True
                raw = etree.tostring(element, encoding="utf-8", with_tail=False)
                line: int | None = element.sourceline
                origin = Origin(file=self._source.file, line=line)
                if len(raw) > self._source.limit:
                    yield too_large(self._source.limit, origin, raw)
                else:
                    yield Record(origin=origin, raw=raw, data=element, container="xml")

    def _forget(self) -> None:
        """Take the last record out of the tree, now that the parser has gone past it; whoever has it keeps it."""
        parent = self._done.getparent() if self._done is not None else None
        if parent is not None:
            for held in list(parent):
                if held is self._done:
                    parent.remove(held)
                    break
                parent.remove(held)
        self._done = None


def _with_entities(chunk: bytes) -> bytes:
    """Return the beginning of a file with the entities of HTML declared, where it declares nothing itself."""
    prolog = _PROLOG.match(chunk)
    if prolog is None or chunk.startswith(_UTF_16) or _DOCTYPE.search(chunk[: 64 << 10]):
        return chunk
    return chunk[: prolog.end()] + _ENTITIES + chunk[prolog.end() :]
