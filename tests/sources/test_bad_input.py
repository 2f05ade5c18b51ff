"""What is broken is a reject with its place and reason, and what stands before and after it is read."""

from __future__ import annotations

import gzip
import os
from typing import TYPE_CHECKING

import pytest
import zstandard

from kg import sources
from kg.model import Record, Reject
from kg.sources.decoding import KEPT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Read = Callable[..., tuple[list[Record], list[Reject]]]

GOOD = b'{"DOI":"10.1000/%d"}'
TRUNCATED = "ends in the middle of a record"
BAD = {
    b'{"a": }': ("invalid JSON: unexpected character, expected a JSON value", "column 7"),
    b'{"a":"\xc3\xa9", x}': ("invalid JSON: unexpected character, expected a string key", "column 11"),
    b'{"a":"tab\there"}': ("invalid JSON: unexpected control character in string", "column 10"),
    b'{"a":NaN}': ("invalid JSON: NaN and Infinity are no JSON numbers", "column 6"),
    b'{"a":[1,-Infinity]}': ("invalid JSON: NaN and Infinity are no JSON numbers", "column 10"),
    b'{"a":1e999}': ("invalid JSON: number is infinity when parsed as double", "column 6"),
    b'{"a":"\\ud800"}': ("invalid JSON: half of a surrogate pair in a string", "column 7"),
    b'{"a":"\xed\xa0\x80"}': ("bytes that are not UTF-8 (Latin-1 or Windows-1252?); convert the file", "column 7"),
    b'{"a":"G\xf3mez"}': ("bytes that are not UTF-8 (Latin-1 or Windows-1252?); convert the file", "column 8"),
    b'{"a":%b1%b}' % (b"[" * 2000, b"]" * 2000): ("invalid JSON: depth limit exceeded", "column 1030"),
    b"{'a': 1}": ("invalid JSON: unexpected character, expected a string key", "column 2"),
    b'{"a":1,}': ("invalid JSON: trailing comma is not allowed", "column 7"),
    b'{"a":"\0"}': ("invalid JSON: unexpected control character in string", "column 7"),
}


@pytest.mark.parametrize(("bad", "said"), BAD.items())
@pytest.mark.parametrize(
    "shape", [b"%b\n%b\n%b\n", b"[%b,%b,%b]", b"[\n  %b,\n  %b,\n  %b\n]", b"%b %b%b", b'{"items":[%b,%b,%b]}']
)
def test_a_bad_record_is_one_reject(read: Read, shape: bytes, bad: bytes, said: tuple[str, str]) -> None:
    """Its neighbours are records; the decoder's column is counted in characters, as editors do."""
    content = shape % (GOOD % 1, bad, GOOD % 3)
    records, (reject,) = read(content)

    assert [GOOD % 1, GOOD % 3] == [record.raw for record in records]
    assert said == (reject.reason, reject.field)
    assert bad == reject.raw
    if reject.origin.line is not None:
        assert 2 == reject.origin.line
    else:
        assert content.index(bad) == reject.origin.offset


def test_a_place_in_a_record_of_several_lines_names_the_line(read: Read) -> None:
    """Counted within the record, whose own place is in the origin."""
    _, (reject,) = read(b'[\n  {\n    "a": 1,\n    "b": nope\n  }\n]')

    assert "line 3, column 10" == reject.field


@pytest.mark.parametrize(
    "bad", [b"garbage", b"[1, 2", b'"a": 1}', b"]", b"<html>", b"{", b'{"a": "x', b'{"a":1} and more']
)
def test_a_bad_line_costs_only_itself(read: Read, bad: bytes) -> None:
    """In JSON Lines, whose name says that a line without a brace is no text of a page."""
    records, rejects = read(b"%b\n%b\n%b\n" % (GOOD % 1, bad, GOOD % 3), "records.jsonl")

    assert [1, 3] == [record.origin.line for record in records]
    assert [(2, bad)] == [(reject.origin.line, reject.raw) for reject in rejects]


def test_records_that_share_a_line_with_a_broken_one_are_kept(read: Read) -> None:
    """A line break went missing where a writer was killed."""
    records, (reject,) = read(b"%b\n%b%b\n%b\n" % (GOOD % 1, GOOD % 2, b'{"DOI":"10.1', GOOD % 4), "records.jsonl")

    assert [GOOD % 1, GOOD % 2, GOOD % 4] == [record.raw for record in records]
    assert (TRUNCATED, 2) == (reject.reason, reject.origin.line)


@pytest.mark.parametrize(
    "content",
    [
        b'[\n%b,\n{"a":[1},\n%b\n]',
        b'[\n%b,\n{"a":"no end,\n%b\n]',
        b'[\n  %b,\n  {"a":{"b":[{},\n  %b\n]',
        b'[%b\n,{"a":\n,%b]',
        b'%b\ntext\n{"a": [\nmore text\n%b\n',
        b'{"message":{"items":[\n%b,\n{"a":"\n%b\n]}}',
    ],
)
def test_a_record_without_an_end_does_not_swallow_the_next(read: Read, content: bytes) -> None:
    """The next one begins where a line begins as that of the broken one did."""
    records, (reject,) = read(content % (GOOD % 1, GOOD % 3))

    assert [GOOD % 1, GOOD % 3] == [record.raw for record in records]
    assert (content % (GOOD % 1, GOOD % 3)).index(b'{"a"') == reject.origin.offset


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'[%b,%b,{"a":', TRUNCATED),
        (b'{"items":[%b,%b,{"a":"', TRUNCATED),
        (b'%b\n%b\n{"a":[{}', TRUNCATED),
        (b'%b%b{"a', TRUNCATED),
        (b"[%b,%b,", "the list ends too early: its last bracket is missing"),
        (b"[%b,%b", "the list ends too early: its last bracket is missing"),
        (b'{"items":[%b,%b]', "the list ends too early: its last bracket is missing"),
        (b"[%b,%b] and more", "text that belongs to no record"),
        (b"%b%b}", "a closing bracket too many after a record"),
    ],
)
def test_a_file_that_breaks_off_keeps_what_is_whole(read: Read, content: bytes, reason: str) -> None:
    """And says so once."""
    records, rejects = read(content % (GOOD % 1, GOOD % 2))

    assert [GOOD % 1, GOOD % 2] == [record.raw for record in records]
    assert [reason] == [reject.reason for reject in rejects]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty file"),
        (b"\n \r\n\n", "empty file"),
        (b"\xef\xbb\xbf", "empty file"),
        ('{"a": 1}'.encode("utf-16"), "looks like UTF-16; convert it to UTF-8"),
        ('{"a": 1}'.encode("utf-16-be"), "looks like UTF-16; convert it to UTF-8"),
        ('[{"a": 1}]'.encode("utf-16-le"), "looks like UTF-16; convert it to UTF-8"),
        ('{"a": 1}'.encode("utf-32"), "looks like UTF-32; convert it to UTF-8"),
        ('{"a": 1}'.encode("utf-32-le"), "looks like UTF-32; convert it to UTF-8"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "looks like PDF, which is no list of records"),
        (b"PK\x03\x04\x14\0\x06\0", "looks like ZIP (or DOCX); unpack it first"),
        (b"BZh91AY&SY", "looks like bzip2; unpack it first"),
        (b"\xfd7zXZ\0\0\x04", "looks like xz; unpack it first"),
        (b"x" * 257 + b"ustar\x0000", "looks like a tar archive; unpack it first"),
        (gzip.compress(gzip.compress(b"{}", mtime=0), mtime=0), "looks like gzip in gzip; unpack it first"),
        (b"PAR1\x15\0", "looks like Parquet, which is no list of records"),
        (
            b"<?xml version='1.0'?>\n<PubmedArticleSet/>",
            "XML without records that are known: its root element is <PubmedArticleSet>",
        ),
        (b"\xef\xbb\xbf<feed/>", "XML without records that are known: its root element is <feed>"),
        (b"<!DOCTYPE html><p>502</p>", "looks like HTML, which is no list of records"),
        (b"PMID- 1\n", "looks like MEDLINE, which is not read yet"),
        (b"id,doi\n1,10.1000/1\n", "nothing that is known begins with 'id,doi'"),
        (b'"only a string"', "nothing that is known begins with '\"only a string\"'"),
        (b"\0\1\2\xff", "nothing that is known begins with '\\x00\\x01\\x02�'"),
    ],
)
def test_what_holds_no_records_is_one_reject(
    read: Read, compress: Callable[[bytes], bytes], content: bytes, reason: str
) -> None:
    """It says what the file looks like, and what to do."""
    records, (reject,) = read(compress(content))

    assert [] == records
    assert reason == reject.reason
    assert str(reject.origin).endswith("/records")


def test_the_name_tells_what_the_beginning_does_not(read: Read) -> None:
    """BibTeX may begin with any text, and have lines with a brace."""
    (record,), rejects = read(b"Our references\n{\n@book{x, title = {T}}", "refs.bib.gz")

    assert ("bibtex", 3) == (record.container, record.origin.line)
    assert [] == rejects


def test_an_empty_record_of_ris_is_a_reject_at_its_line(read: Read) -> None:
    """Programs write them for what they could not export."""
    (record,), (reject,) = read(b"TY  - JOUR\nER  - \nTY  - JOUR\nTI  - T\nER  - \n")

    assert {"TY": ["JOUR"], "TI": ["T"]} == {tag: record.data[tag] for tag in ("TY", "TI")}
    assert (1, "a RIS record with nothing in it") == (reject.origin.line, reject.reason)


def test_a_few_words_before_the_first_record_are_no_reason_to_read_nothing(read: Read) -> None:
    """A warning of the program that wrote the file."""
    records, rejects = read(b"Warning: deprecated\n%b\n%b\n" % (GOOD % 1, GOOD % 2))

    assert [GOOD % 1, GOOD % 2] == [record.raw for record in records]
    assert [("text that belongs to no record", b"Warning: deprecated")] == [
        (reject.reason, reject.raw) for reject in rejects
    ]


LIMIT = 100
LARGE = b'{"a":"%b"}' % (b'x\\"' * 100)


@pytest.mark.parametrize("shape", [b"%b\n%b\n%b\n", b"[%b,%b,%b]", b"%b%b%b", b'{"items":[%b,%b,%b]}'])
def test_a_record_over_the_limit_is_skipped(read: Read, shape: bytes) -> None:
    """And the one behind it is read."""
    records, (reject,) = read(shape % (GOOD % 1, LARGE, GOOD % 3), limit=LIMIT)

    assert [GOOD % 1, GOOD % 3] == [record.raw for record in records]
    assert "a record of more than 100 bytes (build.record_limit)" == reject.reason
    assert LARGE[:LIMIT] == reject.raw


def test_text_counts_to_the_size_of_its_record(read: Read) -> None:
    """A page of gigabytes is not held either."""
    page = GOOD % 1 + b"\n" + b"text\n" * 20
    records, (reject,) = read(page + GOOD % 2 + b"\ntext", limit=len(page) - 10)

    assert [GOOD % 2] == [record.raw for record in records]
    assert "more than" in reject.reason


def test_of_a_reject_the_first_bytes_are_kept(read: Read) -> None:
    """Enough to see what it was."""
    _, (reject,) = read(b'{"a":"' + b"x" * 3 * KEPT + b'", }')

    assert KEPT == len(reject.raw)


MANY = b"".join(
    b'{"DOI":"10.1000/%d","title":["%b"]}\n' % (number, os.urandom(20).hex().encode()) for number in range(20_000)
)


@pytest.mark.parametrize(
    ("compress", "name"), [(gzip.compress, "gzip"), (zstandard.ZstdCompressor(write_checksum=True).compress, "zstd")]
)
@pytest.mark.parametrize("shape", ["lines", "list"])
def test_what_stands_before_damage_is_read(
    read: Read, compress: Callable[[bytes], bytes], name: str, shape: str
) -> None:
    """A download that broke off; one reject says what the matter is."""
    content = MANY if shape == "lines" else b"[" + MANY.replace(b"\n", b",\n") + b"]"
    whole = compress(content)
    for size in (len(whole) // 2, len(whole) - 1, 30):
        records, rejects = read(whole[:size])

        assert [f"incomplete {name} data: what is there was read"] == [reject.reason for reject in rejects]
        assert [record.raw for record in records] == MANY.splitlines()[: len(records)]
        assert size < 100 or len(records) > 8_000 * size // (len(whole) // 2) / 1.2


@pytest.mark.parametrize(
    ("compress", "name"), [(gzip.compress, "gzip"), (zstandard.ZstdCompressor(write_checksum=True).compress, "zstd")]
)
def test_damage_in_the_middle_ends_reading(read: Read, compress: Callable[[bytes], bytes], name: str) -> None:
    """What comes before is kept, as far as it can be told."""
    whole = compress(MANY)
    middle = len(whole) // 2
    records, rejects = read(whole[:middle] + bytes(64) + whole[middle + 64 :])

    assert f"damaged {name} data: what stands before the damage was read" == rejects[-1].reason
    assert 5_000 < len(records) < 20_000


def test_a_wrong_checksum_is_told_after_the_records(read: Read) -> None:
    """Every byte was there, and one of them was not what was written."""
    records, (reject,) = read(gzip.compress(MANY)[:-8] + bytes(8))

    assert "damaged gzip data" in reject.reason
    assert len(records) > 19_000


def test_something_behind_the_end_of_gzip_data_is_told(read: Read) -> None:
    """Zeros are padding, anything else was meant to be something."""
    records, (reject,) = read(gzip.compress(GOOD % 1 + b"\n" + GOOD % 2) + b"junk")

    assert 2 == len(records)
    assert "something else follows the end of the gzip data" == reject.reason


def test_a_file_that_goes_away_is_a_reject(tmp_path: Path) -> None:
    """Between planning and reading a lot can happen."""
    (tmp_path / "a.json").write_bytes(GOOD % 1)
    (tmp_path / "b.json").write_bytes(GOOD % 2)
    planned = sources.plan([tmp_path])
    (tmp_path / "a.json").unlink()
    reject, record = (item for unit in planned.units for item in sources.records(unit))

    assert isinstance(record, Record)
    assert isinstance(reject, Reject)
    assert "cannot be read (No such file or directory)" == reject.reason
    assert str(tmp_path / "a.json") == str(reject.origin)
