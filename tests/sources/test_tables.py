"""Tables: CSV as programs and people write it, and workbooks; a row that does not fit is told with its line."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Record, Reject

    Read = Callable[..., tuple[list[Record], list[Reject]]]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"a,b\n1,2\n", [{"a": "1", "b": "2"}]),
        (b"a;b\r\n1;2\r\n", [{"a": "1", "b": "2"}]),
        (b"a\tb\r1\t2\r", [{"a": "1", "b": "2"}]),
        (b"a|b\n1|2", [{"a": "1", "b": "2"}]),
        (b'a,"b, c"\n"1 ""x""\n2",3\n', [{"a": '1 "x"\n2', "b, c": "3"}]),
        (b"\xef\xbb\xbfa,b\n1,2\n", [{"a": "1", "b": "2"}]),
        (b"a,b\n1,\xfcber\n", [{"a": "1", "b": "über"}]),
        ("a,b\n1,x\u2028y\u0085z\x0cw\n".encode(), [{"a": "1", "b": "x\u2028y\u0085z\x0cw"}]),
        (b"a,b\n1\n", [{"a": "1"}]),
        (b"a,b\n1,2,,\n", [{"a": "1", "b": "2"}]),
        (b"a,,a\n1,2,3\n", [{"a": "1", "column 2": "2", "a (3)": "3"}]),
        (b"a,b\n\n , \n1,2\0\n", [{"a": "1", "b": "2"}]),
    ],
)
def test_rows(read: Read, compress: Callable[[bytes], bytes], content: bytes, rows: list[dict[str, str]]) -> None:
    """By the names in the first row, whatever parts the cells and ends the lines."""
    suffix = "" if compress is bytes else ".gz"
    records, rejects = read(compress(content), f"table.csv{suffix}")

    assert rows == [record.data for record in records]
    assert [] == rejects
    assert {"table"} == {record.container for record in records}


def test_a_row_that_is_too_long_is_told(read: Read) -> None:
    """Its neighbours are records, at their lines."""
    records, (reject,) = read(b'a,b\n1,"x\ny"\n1,2,3\n4,5\n', "table.csv")

    assert [2, 5] == [record.origin.line for record in records]
    assert ("a row of 3 cells in a table of 2 columns", 4) == (reject.reason, reject.origin.line)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"a,b\n" + b"x" * 5_000_000, "broken CSV: a line of more than 1,000,000 characters (build.record_limit)"),
        (b"x" * 5_000_000, "broken CSV: a line of more than 1,000,000 characters (build.record_limit)"),
        (b'a,b\n1,"' + b"x\n" * 1_000_000, "broken CSV: field larger than field limit (1000000)"),
        (b"  \n1,2\n", "a table without a header"),
    ],
    ids=["a line without an end", "a header without an end", "a quotation without an end", "no header"],
)
def test_what_has_no_end_is_not_held(read: Read, content: bytes, reason: str) -> None:
    """One reject, and no memory taken for it."""
    records, (reject,) = read(content, "table.csv", limit=1_000_000)

    assert [] == records
    assert reason == reject.reason


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=300) | st.text('a,;"\n\r\t ', max_size=80).map(str.encode))
def test_any_bytes_are_rows_or_rejects(read: Read, content: bytes) -> None:
    """Never an exception; without a row there may be a header alone."""
    records, rejects = read(content, "table.csv")
    lines = re.split(rb"[\r\n]+", content.replace(b"\0", b""))
    filled = [line for line in lines if line.strip(b' \t,;|"')]

    assert records or rejects or len(filled) < 2 or b'"' in content


def workbook(*rows: list[Any]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_cells_of_a_workbook_are_what_a_person_sees(read: Read) -> None:
    """Years without a decimal, days without a clock, formulas by their value."""
    content = workbook(
        ["Year", "Day", "Open", "Share", "Nothing"],
        [2024.0, dt.datetime(2024, 2, 26), True, 0.5, None],  # noqa: DTZ001 - Excel knows no zones
        [],
        ["é", dt.date(2024, 2, 27), False, 7, "x"],
    )
    records, rejects = read(content, "table.xlsx")

    assert [
        {"Year": "2024", "Day": "2024-02-26", "Open": "true", "Share": "0.5", "Nothing": ""},
        {"Year": "é", "Day": "2024-02-27", "Open": "false", "Share": "7", "Nothing": "x"},
    ] == [record.data for record in records]
    assert [2, 4] == [record.origin.line for record in records]
    assert [] == rejects


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with one of its parts changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            new.writestr(item, change(old.read(item)) if item == part else old.read(item))
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "content",
    [
        workbook(["a"], ["1"])[:-200],
        changed(workbook(["a"], ["1"]), "xl/workbook.xml", lambda _: b"<"),
        changed(workbook(["a"], ["1"]), SHEET, lambda whole: whole[:200]),
        changed(workbook(["a"], ["1"]), "[Content_Types].xml", lambda _: b""),
        changed(workbook(["a"], ["1"]), SHEET, lambda whole: whole + b" " * 200_000_000),
        workbook(),
    ],
    ids=["cut", "broken book", "broken sheet", "no types", "bomb", "empty"],
)
def test_a_workbook_that_cannot_be_read_is_a_reject(read: Read, content: bytes) -> None:
    """With the reason, also where it would swell to more than there is memory for."""
    _, (reject,) = read(content, "table.xlsx", limit=5_000_000)

    assert reject.reason


def test_entities_in_a_workbook_are_not_followed(read: Read, tmp_path: Any) -> None:
    """A cell that names a file holds nothing of it."""
    (tmp_path / "secret").write_text("no one may see this")
    entity = f'<!DOCTYPE x [<!ENTITY f SYSTEM "file://{tmp_path}/secret">]>'.encode()
    content = changed(
        workbook(["a"], ["1"]),
        SHEET,
        lambda whole: entity + whole.split(b"?>")[-1].replace(b"<v>1</v>", b"<v>&f;</v>"),
    )
    records, _ = read(content, "table.xlsx")

    assert not any(b"no one" in record.raw for record in records)
