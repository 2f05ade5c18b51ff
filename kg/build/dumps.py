"""The dumps of a generation: parts joined, compressed and digested as they pass.

gzip (RFC 1952), because every store reads it; one member with no name and no time in it, so that the same graph is
the same file.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, BinaryIO, Self, cast

from isal import igzip

from kg.site.generation import Dump

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

_LEVEL = 2  # an eighth of the time of zlib's default, a quarter larger
CHUNK = 1 << 20


class DumpWriter:
    """A compressed file being written; `dump()` describes it when it is closed."""

    def __init__(self, file: Path, format_: str) -> None:
        self._file = file
        self._format = format_

    def __enter__(self) -> Self:
        self._raw = self._file.open("wb")
        stream = igzip.IGzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=self._raw, mtime=0)  # type: ignore[no-untyped-call]
        self._gzip = cast("BinaryIO", stream)  # the library has no types
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._gzip.close()
        self._raw.close()

    def write(self, chunk: bytes) -> None:
        self._gzip.write(chunk)

    def dump(self) -> Dump:
        """Describe the closed file."""
        with self._file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return Dump(name=self._file.name, format=self._format, size=self._file.stat().st_size, sha256=digest)
