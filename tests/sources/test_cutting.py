"""However a stream is cut, by chunks or by ranges, it gives the same records, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg import sources
from kg.model import Record
from kg.sources import documents, lines
from kg.sources.nesting import Nesting, value_end
from kg.sources.streams import Source, Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.model import Reject

import json

INTEGERS = st.integers(-(2**63), 2**64 - 1)  # beyond these the decoder makes floats of them
SCALARS = st.none() | st.booleans() | INTEGERS | st.text(max_size=8) | st.sampled_from(['"', "\\", '\\"', "]}", "{["])
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
)
OBJECTS = st.lists(
    st.dictionaries(st.sampled_from(["a", "items", '"', "\\"]), VALUES, max_size=3), min_size=1, max_size=5
)
CUTS = st.lists(st.integers(1, 40), min_size=1, max_size=30)
BROKEN = st.lists(
    st.sampled_from(
        [
            b"{",
            b"}",
            b"[",
            b"]",
            b'"',
            b"\\",
            b",",
            b"\n",
            b"\n{",
            b" ",
            b'{"a":1}',
            b'"a":',
            b"1",
            b"text",
            b"\xef\xbb\xbf",
            b"\xff",
        ]
    ),
    max_size=25,
).map(b"".join)


def chunks(content: bytes, sizes: list[int]) -> Iterator[bytes]:
    """Cut into pieces of these sizes, over and over."""
    position = turn = 0
    while position < len(content):
        size = sizes[turn % len(sizes)]
        yield content[position : position + size]
        position += size
        turn += 1


def items(
    reader: Callable[[Source], Iterator[Record | Reject]], pieces: Iterable[bytes], limit: int = 1 << 20
) -> list[Record | Reject]:
    return list(reader(Source(Stream(iter(pieces)), "file", 1, limit)))


def written(
    objects: list[dict[str, object]], between: str, *, indent: int | None = None, ascii_: bool = False
) -> bytes:
    return between.join(json.dumps(each, indent=indent, ensure_ascii=ascii_) for each in objects).encode()


def unescaped(objects: list[dict[str, object]]) -> list[dict[str, object]]:
    return json.loads(json.dumps(objects))


@given(
    OBJECTS,
    CUTS,
    st.sampled_from(["", "\n", ",", "\ntext\n", " "]),
    st.sampled_from([{}, {"indent": 0}, {"indent": 1}]),
)
def test_documents_cut_anywhere(
    objects: list[dict[str, object]], sizes: list[int], between: str, layout: dict[str, int]
) -> None:
    """A cut inside a string, an escape or a character changes nothing."""
    content = written(objects, between, **layout)
    found = items(documents.records, chunks(content, sizes))

    assert items(documents.records, [content]) == found
    if not any("items" in each for each in objects):
        assert unescaped(objects) == [item.data for item in found if isinstance(item, Record)]


@given(
    OBJECTS, CUTS, st.sampled_from(["[%b]", '{"status":"ok","message":{"items":[%b],"n":[{}]}}', '{"results":[%b]}'])
)
def test_lists_cut_anywhere(objects: list[dict[str, object]], sizes: list[int], shape: str) -> None:
    """The elements of a list are the records, whatever is in them."""
    found = items(documents.records, chunks(shape.encode() % written(objects, ", "), sizes))

    assert unescaped(objects) == [item.data for item in found if isinstance(item, Record)]
    assert len(objects) == len(found)


@given(OBJECTS, CUTS, st.sampled_from(["\n", "\r\n", "\n\n", ",\n"]))
def test_lines_cut_anywhere(objects: list[dict[str, object]], sizes: list[int], between: str) -> None:
    """The number of the line is the same, too."""
    content = written(objects, between, ascii_=True)

    assert items(lines.records, [content]) == items(lines.records, chunks(content, sizes))


@given(BROKEN, CUTS, st.sampled_from([documents.records, lines.records]), st.sampled_from([5, 12, 1 << 20]))
@example(b'{"a":1}\n{', [1], documents.records, 5)
@settings(max_examples=1000)
def test_nonsense_cut_anywhere(
    content: bytes, sizes: list[int], reader: Callable[[Source], Iterator[Record | Reject]], limit: int
) -> None:
    """Reading ends, raises nothing, and says the same of the same bytes."""
    whole = items(reader, [content], limit)

    assert whole == items(reader, chunks(content, sizes), limit)
    assert len(whole) <= len(content) + 1


@pytest.mark.parametrize(
    "content",
    [
        # The first is broken in a way that shows at once, and so no later one reaches over a line like its own.
        b'{"a" {"x":\n{}}}\n{"b":1,\n{"c":2}\n{"d":',
        b'[\n  {"a" {"x":\n  {}}},\n  {"b":1,\n  {"c":2},\n  {"d":3}\n]',
        b'{"items":[{"z":0}\n\t,{"a":}\n\t,{}}\n\t,{"b":"\n\t,{"c":2}\n]}\ntext\n\xef\xbb\xbf{"d":3}',
    ],
)
def test_broken_records_cut_at_every_byte(content: bytes) -> None:
    """Also between a line break and the brace that shows where the next record begins."""
    whole = items(documents.records, [content])

    assert {"c": 2} in [item.data for item in whole if isinstance(item, Record)]
    for cut in range(1, len(content)):
        assert whole == items(documents.records, [content[:cut], content[cut:]])


@given(VALUES, st.text(max_size=3), CUTS)
def test_the_end_of_a_value_is_found(value: object, rest: str, sizes: list[int]) -> None:
    """Resumed at every cut, it is where the decoder would find it."""
    raw = json.dumps([value]).encode()
    content = raw + rest.encode()
    nesting, position, end, is_ended = Nesting(content[0]), 1, 0, False
    for piece in chunks(content, sizes):
        end += len(piece)
        if not is_ended:
            position, is_ended = nesting.advance(content[:end], position, end)

    assert is_ended
    assert len(raw) == position == value_end(content, 0)


LINES = st.lists(
    st.sampled_from([b'{"n":%d}', b'{"n":%d,"t":"' + b"x" * 60 + b'"}', b"", b"  ", b'{"n":%d']),
    min_size=2,
    max_size=40,
)


@given(LINES, st.integers(1, 200), st.sampled_from([b"\n", b"\r\n"]), st.sampled_from([b"", b"\n"]))
def test_ranges_give_each_line_once(
    tmp_path_factory: pytest.TempPathFactory, patterns: list[bytes], size: int, ending: bytes, end: bytes
) -> None:
    """Whatever the size of a range; numbers of lines and rejects are those of the whole file."""
    content = (
        ending.join(
            [
                b'{"n":"first"}',
                b'{"n":"second"}',
                *(each % place if b"%" in each else each for place, each in enumerate(patterns)),
            ]
        )
        + end
    )
    file = tmp_path_factory.mktemp("ranges") / "records.jsonl"
    file.write_bytes(content)
    units = list(sources.units([file], range_size=size))
    found = [item for unit in units for item in sources.records(unit)]

    assert list(sources.read([file])) == found
    assert len(content) == sum(unit.size for unit in units)
    assert all(
        span.end - span.start >= min(size, len(content) - span.start)
        for unit in units
        for span in unit.spans
        if span.end
    )
    if len(content) > size:
        assert content == b"".join(content[span.start : span.end] for unit in units for span in unit.spans)
