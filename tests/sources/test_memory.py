"""Memory stays flat, however large the file, the list or the line."""

from __future__ import annotations

import gzip
import tracemalloc
from itertools import chain
from typing import TYPE_CHECKING

import pytest
import zstandard

from kg import sources
from kg.model import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

MEGA = 1 << 20
RECORD = b'{"DOI":"10.1000/%d","abstract":"' + b"x" * 4000 + b'","author":[{"family":"A"},{"family":"B"}]}'
FEW = 16 * MEGA  # far below the size of any file here
pytestmark = pytest.mark.slow


def written(file: Path, pieces: Iterable[bytes]) -> Path:
    with file.open("wb") as stream:
        for piece in pieces:
            stream.write(piece)
    return file


def peak(file: Path, limit: int) -> tuple[int, int, list[str]]:
    """Read a file; return the most memory held, the number of records, and the reasons of rejects."""
    count, reasons = 0, []
    tracemalloc.start()
    try:
        for unit in sources.units([file]):
            for item in sources.records(unit, limit=limit):
                if isinstance(item, Record):
                    count += 1
                else:
                    reasons.append(item.reason)
        return tracemalloc.get_traced_memory()[1], count, reasons
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("begin", "between", "end"),
    [
        (b"[", b",", b"]"),
        (b'{"status":"ok","message-type":"work-list","message":{"total-results":1,"items":[', b",", b"]}}"),
        (b"", b"", b""),
        (b"", b"\npage text\n", b""),
        (b"", b"\n", b"\n"),
    ],
    ids=["list", "Crossref list", "concatenated", "pages", "lines"],
)
def test_two_hundred_megabytes_of_records(tmp_path: Path, begin: bytes, between: bytes, end: bytes) -> None:
    """All but the lines are one line as far as the file is concerned."""
    total = 200 * MEGA // len(RECORD)
    pieces = ((begin if not n else between) + RECORD % n for n in range(total))
    file = written(tmp_path / "records", chain(pieces, [end]))
    held, count, reasons = peak(file, sources.LIMIT)

    assert (total, []) == (count, reasons)
    assert held < FEW


@pytest.mark.parametrize(
    ("begin", "end", "name"),
    [
        (b'{"DOI":"10.1000/1"}\n{"DOI":"', b'"}\n{"DOI":"10.1000/3"}\n', "records.jsonl"),
        (b'[{"DOI":"10.1000/1"},{"DOI":"', b'"},{"DOI":"10.1000/3"}]', "list.json"),
        (b'{"DOI":"10.1000/1"}{"DOI":"', b'"}{"DOI":"10.1000/3"}', "concatenated.json"),
        (b'{"DOI":"10.1000/1"}\ntext\n{"DOI":"10.1000/2"}\n', b'\n{"DOI":"10.1000/3"}', "page.txt"),
        (b'{"items":[{"DOI":"10.1000/1"},{"DOI":["', b'"]},{"DOI":"10.1000/3"}]}', "items.json"),
    ],
)
def test_three_hundred_megabytes_of_one_record(tmp_path: Path, begin: bytes, end: bytes, name: str) -> None:
    """Over the limit: one reject, and the records around it."""
    filling = b'x\\"[{,1234567' * (MEGA // 13)
    held, count, (reason,) = peak(written(tmp_path / name, [begin, *[filling] * 300, end]), 4 * MEGA)

    assert 2 == count
    assert f"a record of more than {4 * MEGA:,} bytes (build.record_limit)" == reason
    assert held < FEW


def test_brackets_without_end(tmp_path: Path) -> None:
    """Three hundred megabytes of nothing but depth."""
    held, count, reasons = peak(written(tmp_path / "deep.json", [b"{" * MEGA] * 30), 4 * MEGA)

    assert (0, 1) == (count, len(reasons))
    assert held < FEW


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.ZstdCompressor(level=19).compress], ids=["gzip", "zstd"])
@pytest.mark.parametrize("filling", [b" ", b"0", b"\0"])
def test_an_archive_that_swells(tmp_path: Path, compress: Callable[[bytes], bytes], filling: bytes) -> None:
    """A quarter of a gigabyte in a file of some kilobytes costs time, not memory."""
    many = compress(b'{"n":1}\n{"n":2}\n') + compress(filling * (64 * MEGA)) * 4
    file = written(tmp_path / "bomb", [many])
    held, count, reasons = peak(file, 4 * MEGA)

    assert len(many) < MEGA
    assert count >= 1
    assert len(reasons) <= 1
    assert held < 3 * FEW
