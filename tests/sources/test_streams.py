"""What comes out of a file is what was put in, to the last byte that is there."""

from __future__ import annotations

import gzip
import random
import zlib
from typing import TYPE_CHECKING

import pytest
import zstandard

from kg.sources.streams import CHUNK, Stream, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MIXED = random.Random(1).randbytes(400_000) + b"again and " * 200_000


def content(file: Path, *bounds: int) -> tuple[bytes, str | None]:
    with opened(str(file), *bounds) as stream:
        return b"".join(iter(stream.read, b"")), stream.damage


@pytest.mark.parametrize("size", [0, 1, 3, CHUNK - 1, CHUNK, CHUNK + 1, len(MIXED)])
def test_whole_files(tmp_path: Path, compress: Callable[[bytes], bytes], size: int) -> None:
    """Of every size around those that are read at a time."""
    file = tmp_path / "file"
    file.write_bytes(compress(MIXED[-size:] if size else b""))

    assert (MIXED[-size:] if size else b"", None) == content(file)


def test_gzip_that_breaks_off_gives_all_that_is_in_it(tmp_path: Path) -> None:
    """No byte is left behind in the decompressor: zlib knows how many there are."""
    whole = gzip.compress(b"again and " * 20_000)
    for size in range(18, len(whole), 5):
        (tmp_path / "file").write_bytes(whole[:size])

        expected = zlib.decompressobj(31).decompress(whole[:size])
        assert (expected, "incomplete gzip data: what is there was read") == content(tmp_path / "file")


def test_zstd_that_breaks_off_gives_its_whole_blocks(tmp_path: Path) -> None:
    """And says that there is more."""
    whole = zstandard.ZstdCompressor().compress(MIXED)
    for size in (5, len(whole) // 3, len(whole) - 1):
        (tmp_path / "file").write_bytes(whole[:size])
        found, damage = content(tmp_path / "file")

        assert zstandard.ZstdDecompressor().decompressobj().decompress(whole[:size]) == found
        assert "incomplete zstd data: what is there was read" == damage


def test_zstd_with_a_long_window(tmp_path: Path) -> None:
    """What `zstd --long=31` makes; other programs refuse it unless told."""
    parameters = zstandard.ZstdCompressionParameters.from_level(1, window_log=28, enable_ldm=True)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    (tmp_path / "file").write_bytes(packer.compress(MIXED) + packer.flush())

    assert (MIXED, None) == content(tmp_path / "file")


@pytest.mark.parametrize(("start", "end"), [(0, 1), (5, 5), (7, 10_000), (100, len(MIXED)), (0, len(MIXED) + 10)])
def test_a_part_of_a_file(tmp_path: Path, start: int, end: int) -> None:
    """As it stands there, whatever it looks like."""
    (tmp_path / "file").write_bytes(MIXED)

    assert (MIXED[start:end], None) == content(tmp_path / "file", start, end)


def test_what_is_looked_at_first_is_read_again() -> None:
    """No matter how much of it."""
    stream = Stream(iter([b"ab", b"", b"cd", b"ef"]))

    assert b"abcd" == stream.peek(lambda head: len(head) >= 3)
    assert [b"abcd", b"ef", b"", b""] == [stream.read() for _ in range(4)]
    assert b"ab" == Stream(iter([b"ab"])).peek(lambda _: False)
