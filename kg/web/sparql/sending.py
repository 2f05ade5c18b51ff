"""An answer sent as it comes, and given up when nobody waits for it any more."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

from isal import isal_zlib

from kg.web.reply import encoded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from starlette.types import Receive, Send

    from kg.store.querying import Answer
    from kg.web.asked import Asked

_LOOK_AFTER = 0.05  # seconds; most queries are answered before anybody could leave
_GZIP, _LEVEL = 31, 1
_VARY = "Accept, Accept-Encoding"


class Leaving:
    """A block that ends early, and quietly, when the client leaves."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._watcher: asyncio.Task[None] | None = None
        self._has_left = False

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._task = asyncio.current_task(loop)
        self._clock = loop.call_later(_LOOK_AFTER, self._look)
        return self

    async def __aexit__(
        self, type_: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        self._clock.cancel()
        if self._watcher is not None:
            self._watcher.cancel()
        if not self._has_left or self._task is None:
            return False
        self._task.uncancel()
        return type_ is asyncio.CancelledError

    def _look(self) -> None:
        self._watcher = asyncio.get_running_loop().create_task(self._until_left())

    async def _until_left(self) -> None:
        for _ in range(2):  # the end of the request comes first; who calls us without a server sends nothing else
            if (await self._receive())["type"] == "http.disconnect" and self._task is not None:
                self._has_left = True
                self._task.cancel()
                return


async def stream(answer: Answer, content_type: str, asked: Asked, headers: Mapping[str, str], send: Send) -> None:
    """Send an answer that comes in parts.  Raises `EndpointError` where it breaks off: so must the connection."""
    packing = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, _GZIP) if asked.takes_gzip else None
    said = {"content-type": content_type, "vary": _VARY, **headers}
    if packing:
        said["content-encoding"] = "gzip"
    await send({"type": "http.response.start", "status": 200, "headers": encoded(said)})
    if asked.is_head or answer.rest is None:
        await send({"type": "http.response.body", "body": b""})
        return
    await _part(packing.compress(answer.first) if packing else answer.first, send)
    async for data in answer.rest:
        await _part(packing.compress(data) if packing else data, send)
    await send({"type": "http.response.body", "body": packing.flush() if packing else b""})


async def _part(data: bytes, send: Send) -> None:
    if data:
        await send({"type": "http.response.body", "body": data, "more_body": True})


async def whole(answer: Answer) -> bytes:
    """Return all of an answer: for clients that could not tell a broken one (HTTP/1.0), and for pages."""
    parts = [answer.first]
    if answer.rest is not None:
        parts += [data async for data in answer.rest]
    return b"".join(parts)
