"""Every shape that records come in, plain and compressed, gives the same records with their bytes and places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Record, Reject

    Read = Callable[..., tuple[list[Record], list[Reject]]]

ONE = rb'{"DOI": "10.1000/1", "title": ["Of {brackets}, [more] and \"quotes\" \\"], "n": {"a": [[1], {}]}}'
TWO = '{"DOI":"10.1000/2","title":["Ünïcode 数据 🧬, \\u00e9"],"n":-1.50e3,"none":null}'.encode()
THREE = rb'{"DOI":"10.1000/3","":"\\\"","deep":[[[[[[[[[[[["x"]]]]]]]]]]]]}'
RECORDS = [ONE, TWO, THREE]

SHAPES = {
    "JSON Lines": b"%b\n%b\n%b\n",
    "no line break at the end": b"%b\n%b\n%b",
    "CRLF and blank lines": b"\r\n\r\n%b\r\n\r\n%b\r\n \t\r\n%b\r\n\r\n",
    "byte order mark": b"\xef\xbb\xbf%b\n%b\n%b\n",
    "a byte order mark for each": b"\xef\xbb\xbf%b\n\xef\xbb\xbf%b\n\xef\xbb\xbf%b\n",
    "lines that end in commas": b"%b,\n%b,\n%b,\n",
    "a lost line break": b"%b\n%b%b\n",
    "list": b"[%b,%b,%b]",
    "list of lines": b"[\n%b,\n%b,\n%b\n]\n",
    "comma first": b"[%b\n,%b\n,%b\n]",
    "trailing comma": b" [ %b , %b , %b , ] ",
    "lists one after the other": b"[%b]\n[%b,%b]\n[]",
    "concatenated": b"%b%b%b",
    "concatenated with space": b" %b \n\n %b\t%b",
    "Crossref list": b'{"status":"ok","message-type":"work-list","message-version":"1.0.0","message":'
    b'{"facets":{"x":["]"]},"total-results":3,"items":[%b,%b,%b],"items-per-page":3,"query":{"a":"]}"}}}',
    "Crossref works": b'{"status":"ok","message-type":"work","message-version":"1.0.0","message":%b}\n'
    b'{"status":"ok","message":%b,"message-type":"work"}\n{"message":%b}',
    "Crossref public data file": b'{"items":[%b,%b,%b]}',
    "OpenAlex list": b'{"meta":{"count":3,"page":1},\n"results":[%b,%b,%b],\n"group_by":[]}',
    "Semantic Scholar list": b'{"total": 3, "offset": 0, "next": 100, "data": [%b, %b, %b]}',
    "DataCite list": b'{"data":[%b,%b,%b],"meta":{"total":3},"links":{"self":"https://example.org"}}',
    "DataCite records": b'{"data":%b}\n{"data":%b}\n{"data":%b}\n',
    "Europe PMC list": b'{"version":"6.9","hitCount":3,"request":{"q":"["},"resultList":{"result":[%b,%b,%b]}}',
    "answers one after the other": b'{"items":[%b]}{"meta":{},"results":[%b]}\n{"items":[%b]}\n',
    "an empty answer at the end": b'{"meta":{},"results":[%b,%b,%b]}\n{"meta":{},"results":[]}',
    "one answer a line": b'{"items":[%b,%b]}\n{"items":[%b]}\n{"items":[]}\n',
    "one list a line": b"%b\n[%b]\n[%b]\n",
    "pages without text": b"%b\n\n%b\n\n\n%b\n\n",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_shape_gives_its_records(read: Read, compress: Callable[[bytes], bytes], shape: bytes) -> None:
    """The bytes of a record are those in the file, exactly."""
    records, rejects = read(compress(shape % (ONE, TWO, THREE)))

    assert [] == rejects
    assert RECORDS == [record.raw for record in records]
    assert [orjson.loads(raw) for raw in RECORDS] == [record.data for record in records]
    assert {None} == {record.text for record in records}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_record_stands_where_its_origin_says(read: Read, shape: bytes) -> None:
    """The line, or the offset in what is decompressed."""
    content = shape % (ONE, TWO, THREE)
    records, _ = read(content)

    for record in records:
        assert record.origin.file.endswith("records")
        if record.origin.line is None:
            assert record.raw == content[record.origin.offset :][: len(record.raw)]
        else:
            assert record.raw in content.split(b"\n")[record.origin.line - 1]


@pytest.mark.parametrize("indentation", [0, 1, 2, 4])
@pytest.mark.parametrize("shape", ["list", "Crossref list", "concatenated", "Crossref works", "DataCite list"])
def test_laid_out_for_reading(read: Read, shape: str, indentation: int) -> None:
    """Pretty-printed as a whole, or each of the values that stand one after the other."""
    content = SHAPES[shape] % (ONE, TWO, THREE)
    values = content.splitlines() if shape == "Crossref works" else [content]
    if shape == "concatenated":
        values = RECORDS
    records, rejects = read(b"\n".join(_laid_out(value, indentation) for value in values))

    assert [] == rejects
    assert [orjson.loads(raw) for raw in RECORDS] == [record.data for record in records]


def _laid_out(value: bytes, indentation: int) -> bytes:
    import json

    return json.dumps(json.loads(value), indent=indentation, ensure_ascii=False).encode()


def test_one_object_is_one_record(read: Read) -> None:
    """Whatever the layout; it begins where the file does, so its origin is the file."""
    for content in (ONE, ONE + b"\n", _laid_out(ONE, 2)):
        (record,), rejects = read(content)

        assert [] == rejects
        assert orjson.loads(ONE) == record.data
        assert str(record.origin).endswith("/records")


def test_records_that_compress_well(read: Read, compress: Callable[[bytes], bytes]) -> None:
    """More comes out of a few bytes than is read at a time."""
    records, rejects = read(compress(b'{"n":1}\n' * 100_000))

    assert [] == rejects
    assert 100_000 == len(records)


PAGE = "引用次数: 0\nAbstract\n  Over [the] last {decade}, …\n\n期刊介绍:\nText with { in it\n"


def test_the_text_of_a_page_belongs_to_its_record(read: Read, compress: Callable[[bytes], bytes]) -> None:
    """It goes on to the next line that begins with a brace."""
    page = PAGE.encode()
    records, rejects = read(compress(ONE + b"\n" + page + TWO + b"\n" + THREE + b" " + page.replace(b"\n", b"\r\n")))

    assert [] == rejects
    assert RECORDS == [record.raw for record in records]
    assert [PAGE.strip(), None, PAGE.replace("\n", "\r\n").strip()] == [record.text for record in records]


def test_a_first_record_without_text_does_not_hide_the_text_of_others(read: Read) -> None:
    """One line with an object, then another, is not yet JSON Lines."""
    records, rejects = read(ONE + b"\n" + TWO + b"\n" + PAGE.encode() + THREE)

    assert [] == rejects
    assert [None, PAGE.strip(), None] == [record.text for record in records]


def test_text_that_is_not_utf_8_is_kept_as_far_as_it_is(read: Read) -> None:
    """The record is sound; what cannot be read of its page is marked U+FFFD."""
    (record,), rejects = read(ONE + b"\nCaf\xe9 & more\n")

    assert [] == rejects
    assert "Caf\ufffd & more" == record.text


def test_numbers_are_decoded_as_numbers(read: Read) -> None:
    """An impact factor of 0.8000 is 0.8; a whole number beyond 64 bits is a float."""
    (record,), _ = read(b'{"if": 0.8000, "n": 12345678901234567890123, "i": 9007199254740993}')

    assert {"if": 0.8, "n": 1.2345678901234568e22, "i": 9007199254740993} == record.data


@pytest.mark.parametrize("name", ["items", "data", "results", "message", "resultList"])
def test_a_record_with_a_field_of_an_answer_stays_a_record(read: Read, name: str) -> None:
    """A field of that name that holds no records opens nothing, and no record vanishes in an empty list."""
    for value in (b"[]", b"[1]", b'"text"', b"null", b"[[{}]]"):
        content = b'{"title":"One","%b":%b}' % (name.encode(), value)
        (record,), rejects = read(content)

        assert [] == rejects
        assert content == record.raw


@pytest.mark.parametrize(
    "content", [rb'{"\u0069tems":[{"DOI":"10.1000/1"}]}', b'{"items":[{"DOI":"10.1000/1"}],"items":[]}']
)
def test_no_record_vanishes_in_an_answer_that_is_not_opened(read: Read, content: bytes) -> None:
    """Whoever writes a key in escapes, or twice, gets a record or what is in it."""
    records, rejects = read(content)

    assert [] == rejects
    assert 1 == len(records)


def test_an_answer_larger_than_a_record_may_be_is_opened(read: Read) -> None:
    """The limit is one of records, whatever they are wrapped in."""
    wrapped = SHAPES["Crossref list"] % (ONE, TWO, THREE)
    records, rejects = read(wrapped, limit=max(map(len, RECORDS)))

    assert [] == rejects
    assert RECORDS == [record.raw for record in records]


def test_an_answer_of_megabytes_is_opened_before_its_end(read: Read) -> None:
    """Its tail may be missing: the records before that were there."""
    many = [b'{"DOI":"10.1000/%d","abstract":"%b"}' % (number, b"x" * 1000) for number in range(3000)]
    records, rejects = read(b'{"message":{"query":{},"items":[%b' % b",".join(many))

    assert many == [record.raw for record in records]
    assert ["the list ends too early: its last bracket is missing"] == [reject.reason for reject in rejects]
