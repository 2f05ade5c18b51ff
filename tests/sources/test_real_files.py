"""Records as their sources publish them: as many as lines, the same as the decoder makes of each line."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import orjson
import pytest

from kg import sources
from kg.model import Record

if TYPE_CHECKING:
    from pathlib import Path

FILES = (
    "crossref/dev/works",
    "crossref/dev/variants",
    "openalex/dev/works",
    "openalex/dev/variants",
    "datacite/dev/dois",
    "semanticscholar/dev/papers",
    "europepmc/dev/results",
    "doaj/dev/articles",
    "csl/dev/items",
    "crossref-csl/dev/items",
)


def lines(file: Path) -> list[bytes]:
    with gzip.open(file) as stream:
        return stream.read().splitlines()


@pytest.mark.parametrize("name", FILES)
def test_every_line_is_a_record(shared: Path, name: str) -> None:
    """Compressed, as it came."""
    file = shared / "corpus" / f"{name}.jsonl.gz"
    found = list(sources.read([file]))
    expected = lines(file)

    assert len(expected) == len(found)
    assert expected == [item.raw for item in found]
    assert list(range(1, len(expected) + 1)) == [item.origin.line for item in found]


SHAPES = {
    "list": (b"[", b",", b"]"),
    "list of lines": (b"[\n", b",\n", b"\n]\n"),
    "Crossref list": (b'{"status":"ok","message-type":"work-list","message":{"items":[', b",", b"]}}"),
    "OpenAlex list": (b'{"meta":{},"results":[', b", ", b"]}"),
    "concatenated": (b"", b"", b""),
    "pages": (b"", b"\ntext\n", b"\ntext"),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("name", ["crossref/dev/variants", "openalex/dev/works", "datacite/dev/dois"])
def test_in_another_shape_they_are_the_same_records(
    shared: Path, tmp_path: Path, name: str, shape: tuple[bytes, bytes, bytes]
) -> None:
    """Byte for byte, from real records of thousands of brackets."""
    expected = lines(shared / "corpus" / f"{name}.jsonl.gz")
    begin, between, end = shape
    (tmp_path / "records").write_bytes(begin + between.join(expected) + end)
    found = list(sources.read([tmp_path / "records"]))

    assert expected == [item.raw for item in found]
    assert {Record} == set(map(type, found))


def test_laid_out_for_reading_they_are_the_same_data(shared: Path, tmp_path: Path) -> None:
    """As curl and jq leave them."""
    expected = [orjson.loads(line) for line in lines(shared / "corpus" / "openalex/dev/works.jsonl.gz")]
    (tmp_path / "works.json").write_bytes(orjson.dumps({"results": expected}, option=orjson.OPT_INDENT_2))
    found = list(sources.read([tmp_path / "works.json"]))

    assert expected == [item.data for item in found if isinstance(item, Record)]


def test_the_sample_page(shared: Path) -> None:
    """An object, and the text after it to the last byte but the space around."""
    files = sorted((shared / "seeds").glob("*.txt"))
    assert files
    for file in files:
        (record,) = sources.read([file])
        raw, _, text = file.read_bytes().partition(b"\n")

        assert isinstance(record, Record)
        assert raw.strip() == record.raw
        assert text.decode().strip() == record.text
