"""Tables → records: CSV and TSV line by line, the first sheet of an Excel workbook row by row.

The first row names the columns.  Cells are texts as a person sees them: 2024 and not 2024.0, a day as `2024-02-26`.
CSV: https://www.rfc-editor.org/rfc/rfc4180 · XLSX: ECMA-376
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import zipfile
import zlib
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import orjson
from openpyxl.utils.exceptions import InvalidFileException

from kg.model import Origin, Record, Reject
from kg.sources.decoding import BOM, reject, too_large

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.sources.streams import Source

_DELIMITERS: Final = ",;\t|"
# What the library lets through of files that are no workbook, or a broken one; XML errors are SyntaxError.
_UNREADABLE: Final = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError,
    SyntaxError, EOFError,
)  # fmt: skip
_AS_WINDOWS: Final = "kg-windows-1252"
codecs.register_error(_AS_WINDOWS, lambda error: (_as_windows(error), getattr(error, "end", 0)))
_SWELLS: Final = 16  # times the limit: what a workbook may hold unpacked


def records(source: Source) -> Iterator[Record | Reject]:
    """Yield the rows of a stream of CSV or TSV; a row with more cells than there are columns is rejected."""
    csv.field_size_limit(source.limit)
    lines = _lines(source)
    line = source.line
    try:
        head = next(lines, "")
        if not head.strip():
            yield reject(source.stream.damage or "a table without a header", Origin(file=source.file))
            return
        reader = csv.reader(chain([head], lines), delimiter=_delimiter(head))
        columns = _columns(next(reader))
        line = reader.line_num + source.line
        for row in reader:
            yield from _row(columns, row, Origin(file=source.file, line=line))
            line = reader.line_num + source.line
    except csv.Error as error:
        yield reject(f"broken CSV: {error}", Origin(file=source.file, line=line))
    if source.stream.damage:
        yield reject(source.stream.damage, Origin(file=source.file))


def sheet(source: Source) -> Iterator[Record | Reject]:
    """Yield the rows of the first sheet of an Excel workbook."""
    held = bytearray()
    while chunk := source.stream.read():
        held += chunk
        if len(held) > source.limit:
            yield too_large(source.limit, Origin(file=source.file), b"")
            return
    try:
        with zipfile.ZipFile(io.BytesIO(held)) as packed:
            if sum(item.file_size for item in packed.infolist()) > _SWELLS * source.limit:
                yield reject("a workbook that swells beyond reason", Origin(file=source.file))
                return
        book = openpyxl.load_workbook(io.BytesIO(held), read_only=True, data_only=True)
    except _UNREADABLE as error:
        yield reject(f"not an Excel workbook that can be read ({error})", Origin(file=source.file))
        return
    try:
        yield from _rows(book, source.file)
    except _UNREADABLE as error:
        yield reject(f"a sheet that breaks off: what stands before is read ({error})", Origin(file=source.file))
    finally:
        book.close()


def _rows(book: Any, file: str) -> Iterator[Record | Reject]:
    rows = book.worksheets[0].iter_rows(values_only=True) if book.worksheets else iter(())
    columns: list[str] = []
    for line, row in enumerate(rows, 1):
        cells = [_cell(value) for value in row]
        if not columns:
            columns = _columns(cells) if any(cells) else []
        else:
            yield from _row(columns, cells, Origin(file=file, line=line))
    if not columns:
        yield reject("a table without a header", Origin(file=file))


def _row(columns: list[str], row: list[str], origin: Origin) -> Iterator[Record | Reject]:
    if not any(cell.strip() for cell in row):
        return
    data = dict(zip(columns, row, strict=False))
    raw = orjson.dumps(data)
    if any(cell.strip() for cell in row[len(columns) :]):
        yield reject(f"a row of {len(row)} cells in a table of {len(columns)} columns", origin, raw)
        return
    yield Record(origin=origin, raw=raw, data=data, container="table")


def _columns(row: Iterable[str]) -> list[str]:
    """Return the names of columns, made unique; one without a name is called by its place."""
    names: list[str] = []
    for place, cell in enumerate(row, 1):
        name = " ".join(cell.split()) or f"column {place}"
        while name in names:
            name = f"{name} ({place})"
        names.append(name)
    return names


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.datetime() | dt.date():
            return value.isoformat()
    return str(value)


def _delimiter(head: str) -> str:
    """Return what parts the columns: the mark that the header has most of, outside of quotation marks."""
    outside = "".join(head.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


def _lines(source: Source) -> Iterator[str]:
    """Yield lines, decoded as UTF-8, bytes that are not as Windows-1252: Excel writes either, and cells of both."""
    first = source.stream.read()
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder("utf-8")(_AS_WINDOWS), translate=True)
    begun: list[str] = []  # what there is of a line that has not ended
    size, chunk = 0, first.removeprefix(BOM)
    while chunk:
        *ended, rest = decoder.decode(chunk).replace("\0", "").split("\n")
        for line in ended:
            yield "".join([*begun, line, "\n"])
            begun, size = [], 0
        begun.append(rest)
        size += len(rest)
        if size > source.limit:
            raise csv.Error(f"a line of more than {source.limit:,} characters (build.record_limit)")
        chunk = source.stream.read()
    if rest := "".join([*begun, decoder.decode(b"", final=True)]):
        yield rest


def _as_windows(error: UnicodeError) -> str:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace")
