"""The dumps of a generation: compressed segments, one for each part, put one behind the other.

gzip (RFC 1952), because every store reads it; one member with no name and no time in it, so that the same graph is
the same file.  A segment is DEFLATE data (RFC 1951) that ends at a byte and looks back at nothing before it: it can be
made by any process, and copied as it is from one generation to the next.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, BinaryIO, Self

import msgspec
from isal import isal_zlib

from kg.site.generation import Dump

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

_LEVEL = 2  # an eighth of the time of zlib's default, a quarter larger
_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"  # no name, no time, an unknown system
_LAST_BLOCK = b"\x03\0"  # an empty one, and the only one that says it is the last
CHUNK = 1 << 20


class Segment(msgspec.Struct, frozen=True, array_like=True):
    """What stands in a dump: how many bytes compressed and not, and the CRC-32 of what was compressed."""

    size: int
    length: int
    crc: int


def compressed(data: bytes) -> tuple[bytes, Segment]:
    """Return some text as a segment."""
    packer = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, -isal_zlib.MAX_WBITS)
    packed = packer.compress(data) + packer.flush(isal_zlib.Z_FULL_FLUSH)
    return packed, Segment(len(packed), len(data), isal_zlib.crc32(data))


def decompressed(packed: bytes) -> bytes:
    """Return the text of a segment."""
    return isal_zlib.decompressobj(wbits=-isal_zlib.MAX_WBITS).decompress(packed)


class DumpWriter:
    """A dump being written; `dump()` describes it when it is closed."""

    def __init__(self, file: Path, format_: str) -> None:
        self._file = file
        self._format = format_
        self._crc = 0
        self._length = 0
        self.size = len(_HEADER)

    def __enter__(self) -> Self:
        self._raw: BinaryIO = self._file.open("wb", buffering=CHUNK)
        self._raw.write(_HEADER)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._raw.write(
            _LAST_BLOCK + self._crc.to_bytes(4, "little") + (self._length % (1 << 32)).to_bytes(4, "little")
        )
        self._raw.close()

    def write(self, text: bytes) -> None:
        """Compress and append some text."""
        self.append(*compressed(text))

    def append(self, packed: bytes, segment: Segment) -> None:
        """Append a segment."""
        self._raw.write(packed)
        self._crc = isal_zlib.crc32_combine(self._crc, segment.crc, segment.length)
        self._length += segment.length
        self.size += segment.size

    def dump(self) -> Dump:
        """Describe the closed file."""
        with self._file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return Dump(name=self._file.name, format=self._format, size=self._file.stat().st_size, sha256=digest)
