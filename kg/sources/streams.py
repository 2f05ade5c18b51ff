"""Files and pipes as chunks of decompressed bytes.

Compression is told by the first bytes (RFC 1952, section 2.3.1; RFC 8878, section 3.1), not by the name.  However
well something is compressed, a chunk stays small: an archive that swells ten-thousandfold costs time, not memory.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import zstandard
from isal import isal_zlib

from kg.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    Chunks = Generator[bytes, None, str | None]  # returns what is wrong with the stream where it ended too early

STDIN = "-"
CHUNK = 256 << 10  # stays in the processor's cache from reading to decoding
_GUNZIPPED = 64 << 10  # what is lost at most of what stands before damage
_ZSTD_PIECE = 256  # a block is 4 bytes or more and swells to 128 KiB: 8 MiB at the very most come of a piece
_ZSTD_WINDOW = 1 << 31  # what `zstd --long=31` needs
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_ZSTD_SKIPPABLE = b"\x2a\x4d\x18"  # after one byte 50 to 5f; parallel and seekable archives begin so


class Stream:
    """Chunks of bytes to the end; `damage` then says why that came too early, or is None where it did not."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = b""
        self.damage: str | None = None

    def read(self) -> bytes:
        """Return the next bytes; none at the end."""
        if self._held:
            held, self._held = self._held, b""
            return held
        try:
            while not (chunk := next(self._chunks)):
                pass
        except StopIteration as end:
            self.damage = self.damage or end.value
            return b""
        return chunk

    def peek(self, is_enough: Callable[[bytearray], bool]) -> bytes:
        """Return the first bytes, as many as are enough or all there are; `read` returns them again."""
        head = bytearray(self.read())
        while not is_enough(head) and (chunk := self.read()):
            head += chunk
        self._held = bytes(head)
        return self._held


class Source(NamedTuple):
    """A stream, the name of its file, the number of its first line, and the size of the largest record wanted."""

    stream: Stream
    file: str
    line: int
    limit: int


@contextmanager
def opened(file: str, start: int = 0, end: int | None = None) -> Iterator[Stream]:
    """Open a file, a pipe or standard input (`-`), decompressed; or the bytes from `start` to `end` of a plain file.

    Raises `OSError` where it cannot be opened; what goes wrong later is the stream's `damage`.
    """
    if file == STDIN:
        yield Stream(_decompressed(_pieces(_stdin())))
        return
    with open(file, "rb") as binary:  # noqa: PTH123 - a hundred thousand small files need no Path objects
        if end is None:
            yield Stream(_decompressed(_pieces(binary)))
        else:
            binary.seek(start)
            yield Stream(_pieces(binary, end - start))


def is_compressed(head: bytes) -> bool:
    """Say whether a file that begins so is decompressed on reading."""
    return head.startswith((_GZIP, _ZSTD)) or head[1:4] == _ZSTD_SKIPPABLE


def _stdin() -> BinaryIO:
    if sys.stdin is None:
        raise SourceError("-: there is no standard input")
    return sys.stdin.buffer


def _pieces(binary: BinaryIO, most: int | None = None) -> Chunks:
    """Yield what is there as it comes: a pipe is not waited for until a whole chunk is full."""
    left = most
    read = getattr(binary, "read1", binary.read)
    try:
        while piece := read(CHUNK if left is None else min(CHUNK, left)):
            yield piece
            if left is not None:
                left -= len(piece)
    except OSError as error:
        return f"cannot be read further ({error.strerror})"
    return None


def _decompressed(pieces: Chunks) -> Chunks:
    raw = Stream(pieces)
    head = raw.peek(lambda head: len(head) >= len(_ZSTD))
    if head.startswith(_GZIP):
        damage = yield from _gunzipped(raw)
    elif is_compressed(head):
        damage = yield from _unzstd(raw)
    else:
        while piece := raw.read():
            yield piece
        damage = None
    return raw.damage or damage


def _gunzipped(raw: Stream) -> Chunks:
    """Decompress one gzip member after the other; the zeros that fill up a block of tape are no damage."""
    member = isal_zlib.decompressobj(wbits=31)
    while piece := raw.read():
        is_full = False
        while piece or is_full:
            if member.eof:
                if not (piece := piece.lstrip(b"\0")):
                    break
                if not _GZIP.startswith(piece[: len(_GZIP)]):
                    return "something else follows the end of the gzip data"
                member = isal_zlib.decompressobj(wbits=31)
            try:
                out = member.decompress(piece, _GUNZIPPED)
            except isal_zlib.error:  # type: ignore[misc]  # a class, says its stub otherwise
                return "damaged gzip data: what stands before the damage was read"
            yield out
            is_full = len(out) == _GUNZIPPED
            piece = member.unused_data if member.eof else member.unconsumed_tail
    return None if member.eof else "incomplete gzip data: what is there was read"


def _unzstd(raw: Stream) -> Chunks:
    """Decompress one zstd frame after the other."""
    decompressor = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    frame = decompressor.decompressobj()
    while chunk := raw.read():
        for start in range(0, len(chunk), _ZSTD_PIECE):
            piece = chunk[start : start + _ZSTD_PIECE]
            while piece:
                if frame.eof:
                    frame = decompressor.decompressobj()
                try:
                    yield frame.decompress(piece)
                except zstandard.ZstdError:
                    return "damaged zstd data: what stands before the damage was read"
                piece = frame.unused_data if frame.eof else b""
    return None if frame.eof else "incomplete zstd data: what is there was read"
