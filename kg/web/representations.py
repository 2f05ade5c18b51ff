"""What is sent for a resource in one format: its bytes, its entity tags, its headers; and a cache of such.

The entity tag is a digest of type and bytes, so it is the same after a restart and on every machine, and changes
when the data, the format or our pages do.  The gzip coding is a representation of its own, with its own tag (RFC 9110,
section 8.8.3.3).
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from functools import cached_property, lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from isal import isal_zlib

from kg.web.reply import Reply, encoded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.web.asked import Asked
    from kg.web.reply import Header

_WORTH_PACKING = 600  # bytes; below, gzip saves less than a packet
_GZIP = 31  # zlib's window bits for a gzip member, which isal writes without a time in it
_LEVEL = 2
_PACKED = (b"content-encoding", b"gzip")
_VARY = (b"vary", b"Accept-Encoding")
_VARY_NEGOTIATED = (b"vary", b"Accept, Accept-Encoding")

Key = tuple[str, str, int]  # path, extension, page


class Representation:
    """The bytes of a resource in one format, ready to be sent, packed or as they are."""

    def __init__(
        self, body: bytes, content_type: str, headers: Mapping[str, str] | Sequence[Header], *, tag: str = ""
    ) -> None:
        """Take the headers that every answer with it has, 200 and 304 alike, but for ETag and Vary; encoded or not.

        A `tag` says what the bytes were made from, and stands for them as a weak entity tag.
        """
        digest = tag or hashlib.sha256(content_type.encode() + b"\n" + body).hexdigest()[:32]
        self._weak = "W/" if tag else ""
        self.body = body
        self.etag, self._packed_etag = f'"{digest}"', f'"{digest}-gzip"'
        self._content_type = _typed(content_type)
        self._others = encoded(headers) if isinstance(headers, Mapping) else headers
        self._headers = [_tagged(self._weak + self.etag), *self._others]

    @cached_property
    def packed(self) -> bytes:
        """The body in gzip; empty where that is not worth it."""
        return isal_zlib.compress(self.body, _LEVEL, _GZIP) if len(self.body) >= _WORTH_PACKING else b""

    @cached_property
    def _packed_headers(self) -> list[Header]:
        return [_tagged(self._weak + self._packed_etag), *self._others]

    @property
    def weight(self) -> int:
        """About how many bytes of memory it takes."""
        return len(self.body) + len(self.body) // 4 + 2_000

    def reply(self, asked: Asked, *, negotiated: bool) -> Reply:
        """Return 200, packed where the client takes that, or 304 where it has this already.

        `negotiated` tells whether the same URL would send something else for another Accept header.
        """
        packed = self.packed if asked.takes_gzip else b""
        etag, headers = (self._packed_etag, self._packed_headers) if packed else (self.etag, self._headers)
        vary = _VARY_NEGOTIATED if negotiated else _VARY
        if asked.has(etag, asked.opened.modified):
            return Reply(304, ready=[*headers, vary])
        if packed:
            return Reply(200, packed, ready=[*self._content_type, _PACKED, *headers, vary])
        return Reply(200, self.body, ready=[*self._content_type, *headers, vary])


@lru_cache(64)
def _typed(content_type: str) -> list[Header]:
    return encoded({"content-type": content_type})


def _tagged(etag: str) -> Header:
    return b"etag", etag.encode("ascii")  # a digest in quotes


class Cache:
    """Representations of one generation, the least used forgotten first, up to so many bytes; for all threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Key, Representation] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Representation | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Key, made: Representation) -> None:
        """Remember a representation, unless it alone would take a quarter of the cache."""
        if made.weight > self._most_bytes // 4:
            return
        with self._lock:
            known = self._kept.pop(key, None)
            self._bytes += made.weight - (known.weight if known else 0)
            self._kept[key] = made
            while self._bytes > self._most_bytes:
                _, forgotten = self._kept.popitem(last=False)
                self._bytes -= forgotten.weight
