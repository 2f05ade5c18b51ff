"""Records to write to files, and the two ways to read them back."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
import zstandard

from kg import sources
from kg.model import Record, Reject

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Read = Callable[..., tuple[list[Record], list[Reject]]]

COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "gz": gzip.compress,
    "gz-members": lambda content: (
        gzip.compress(content[:7]) + gzip.compress(b"") + gzip.compress(content[7:]) + b"\0" * 99
    ),
    "zst": zstandard.ZstdCompressor(write_checksum=True).compress,
    "zst-frames": lambda content: (
        b"\x50\x2a\x4d\x18\x03\0\0\0abc"
        + zstandard.ZstdCompressor().compress(content[:7])
        + zstandard.ZstdCompressor().compress(content[7:])
    ),
}


@pytest.fixture(params=COMPRESSIONS)
def compress(request: pytest.FixtureRequest) -> Callable[[bytes], bytes]:
    """Each way in which a file may be compressed, none among them."""
    return COMPRESSIONS[request.param]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write a file and read it: its records, and what could not become one."""

    def read(content: bytes, name: str = "records", *, limit: int = sources.LIMIT) -> tuple[list[Record], list[Reject]]:
        (tmp_path / name).write_bytes(content)
        found = list(sources.read([tmp_path / name], limit=limit))
        return (
            [item for item in found if isinstance(item, Record)],
            [item for item in found if isinstance(item, Reject)],
        )

    return read
