"""Files → units of work: a range of lines of a large file, a file that cannot be cut, or some small files.

A unit says where bytes stand and holds none of them, so any process can read it.  Only JSON Lines that are not
compressed are cut; each range ends where a line does, so a line belongs to the range it begins in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import msgspec

from kg.sources import detect
from kg.sources.streams import CHUNK, is_compressed, opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RANGE = 8 << 20  # bytes of a large file that are read at a time: some work, and enough units to share it out
_TOGETHER = 1_000  # small files in one unit


class Span(msgspec.Struct, frozen=True, array_like=True):
    """A whole file; or, where `end` is given, its lines from byte `start` to `end`, the first numbered `line`."""

    file: str
    start: int = 0
    end: int | None = None
    line: int = 1


class Unit(msgspec.Struct, frozen=True, array_like=True):
    """What is read at a time; `size` is its bytes as they are stored, 0 where nobody knows.

    `is_stdin` says that only this process can read it: standard input, or another pipe (`<(zcat …)`).
    """

    spans: tuple[Span, ...]
    size: int
    is_stdin: bool = False


class File(NamedTuple):
    """A file to be read, its size as it is stored, and whether it is a pipe."""

    name: str
    size: int
    is_pipe: bool = False


def cut(files: Iterable[File], range_size: int = RANGE) -> Iterator[Unit]:
    """Yield the units of files, in their order, made as they are asked for.

    To number its lines, a large file is read through once for its line ends; who maps the range right after finds it
    in the system's cache.
    """
    together: list[File] = []
    size = 0
    for file in files:
        is_small = not file.is_pipe and file.size <= range_size
        if together and (not is_small or size + file.size > range_size or len(together) == _TOGETHER):
            yield _bundle(together)
            together, size = [], 0
        if is_small:
            together.append(file)
            size += file.size
        elif file.is_pipe:
            yield Unit((Span(file.name),), 0, is_stdin=True)
        else:
            yield from _ranges(file, range_size)
    if together:
        yield _bundle(together)


def _bundle(files: list[File]) -> Unit:
    return Unit(tuple(Span(file.name) for file in files), sum(file.size for file in files))


def _ranges(file: File, range_size: int) -> Iterator[Unit]:
    if not _can_be_cut(file):
        yield _bundle([file])
        return
    start, line = 0, 1
    with open(file.name, "rb", buffering=0) as binary:  # noqa: PTH123 - as in `streams`
        while start < file.size:
            end, lines = _range(binary, start, range_size)
            yield Unit((Span(file.name, start, end, line),), end - start)
            start, line = end, line + lines


def _can_be_cut(file: File) -> bool:
    """Say whether it is JSON Lines; what cannot be opened is left to the reader, who says so."""
    try:
        with opened(file.name, 0, file.size) as stream:
            head = stream.peek(detect.is_enough)
    except OSError:
        return False
    return not is_compressed(head) and detect.container(head, file.name) is detect.JSON_LINES


def _range(binary: BinaryIO, start: int, range_size: int) -> tuple[int, int]:
    """Return where the range from `start` on ends, and how many lines end in it."""
    binary.seek(start)
    end, lines = start, 0
    while chunk := binary.read(CHUNK):
        if end + len(chunk) >= start + range_size:
            newline = chunk.find(b"\n", max(0, start + range_size - 1 - end))
            if newline >= 0:
                return end + newline + 1, lines + chunk.count(b"\n", 0, newline + 1)
        end += len(chunk)
        lines += chunk.count(b"\n")
    return end, lines
