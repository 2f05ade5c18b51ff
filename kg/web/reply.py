"""An answer whose headers are made once, as bytes, and sent as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Header = tuple[bytes, bytes]


class Reply(Response):
    """A response of Starlette, less the work its constructor does for each request."""

    def __init__(
        self,
        status: int,
        body: bytes = b"",
        content_type: str | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        ready: Iterable[Header] = (),
    ) -> None:
        """Take headers by name, and those that are `ready` as bytes."""
        self.status_code = status
        self.body = body
        self.background = None
        self.raw_headers = [*ready]
        if headers:
            self.raw_headers += encoded(headers)
        if content_type is not None:
            self.raw_headers.append((b"content-type", content_type.encode("latin-1")))
        if status not in {204, 304}:
            self.raw_headers.append((b"content-length", b"%d" % len(body)))


def encoded(headers: Mapping[str, str]) -> list[Header]:
    """Return headers as the server wants them.

    Raises `ValueError` where a value is not printable ASCII: a line end in one would begin another header.
    """
    for name, value in headers.items():
        if not (value.isascii() and value.isprintable()):
            raise ValueError(f"not a value for {name}: {value!r}")
    return [(name.encode("ascii"), value.encode("ascii")) for name, value in headers.items()]
