"""Queries passed on to a SPARQL endpoint of somebody else, answered as if they were ours: an `Executor`.

What stores do in silence becomes a status here: rows that are cut, parts of answers as 200, refusals as 500, bodies
that break off.  Queries go as forms, since Virtuoso 7 never answers those that are the body of a POST; redirects
are not followed, and nothing that is said shows the password.
https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

import asyncio
import weakref
from base64 import b64encode
from collections import Counter
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

import aiohttp
import msgspec

from kg.errors import EndpointError
from kg.store import prologue, upstream
from kg.store.querying import Answer, Query
from kg.version import VERSION

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable

    from kg.settings import Settings
    from kg.store.endpoint import Target

_HELD_BACK: Final = 64 << 10  # bytes of an answer that are here before its status is sent


class Bounds(msgspec.Struct, frozen=True):
    """What the proxy allows: seconds for an answer, its bytes, connections, and who may wait for one."""

    seconds: float
    answer: int
    connections: int
    waiting: int
    wait_seconds: float
    client: int

    @classmethod
    def of(cls, settings: Settings) -> Bounds:
        """Return what the settings of the section `sparql` say."""
        number = settings.number
        return cls(
            seconds=max(number("sparql.timeout"), 1),
            answer=number("sparql.answer_mb") << 20,
            connections=max(number("sparql.connections"), 1),
            waiting=number("sparql.waiting"),
            wait_seconds=max(number("sparql.wait_seconds"), 1),
            client=number("sparql.client_queries"),
        )


class Proxy:
    """An `Executor` in front of an endpoint."""

    def __init__(self, target: Target, bounds: Bounds) -> None:
        """Take where to ask; raises `QueryError` where that is no URL of HTTP, or holds a password."""
        self._target = target.checked()
        self._bounds = bounds
        self._asking: Counter[str] = Counter()
        self._doors: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, _Door] = weakref.WeakKeyDictionary()
        self._is_closed = False

    def at_once(self, query: Query) -> bytes | None:  # noqa: ARG002 - whatever it is
        return None

    async def ask(self, query: Query, client: str) -> Answer:
        bounds = self._bounds
        if bounds.client and self._asking[client] >= bounds.client:
            raise EndpointError(
                f"{bounds.client} queries of yours are being answered already (sparql.client_queries)",
                kind="many",
                again=1,
            )
        self._asking[client] += 1
        chunks = self._chunks(query, client)
        try:
            return await self._begun(query.media_type, chunks)
        except BaseException:
            await chunks.aclose()
            raise

    def close(self) -> None:
        self._is_closed = True
        for loop, door in list(self._doors.items()):
            if not door.asking and loop.is_running():
                loop.call_soon_threadsafe(door.close)

    async def _begun(self, media_type: str, chunks: AsyncGenerator[bytes, None]) -> Answer:
        first = bytearray()
        async for chunk in chunks:
            first += chunk
            if len(first) >= _HELD_BACK:
                return Answer(media_type, bytes(first), chunks)
        return Answer(media_type, bytes(first))

    async def _chunks(self, query: Query, client: str) -> AsyncGenerator[bytes, None]:
        """Yield the answer as it comes; whatever ends it lets go of the connection."""
        bounds = self._bounds
        door = self._door()
        door.asking += 1
        try:
            await door.enter(bounds)
            try:
                async with aclosing(self._read(door, query)) as chunks:
                    size = 0
                    async for chunk in chunks:
                        size += len(chunk)
                        if size > bounds.answer:
                            raise EndpointError(
                                f"the answer is larger than {bounds.answer >> 20} MB (sparql.answer_mb); ask for less",
                                kind="size",
                            )
                        yield chunk
            finally:
                door.leave()
        finally:
            door.asking -= 1
            self._asking[client] -= 1
            if not self._asking[client]:
                del self._asking[client]
            if self._is_closed and not door.asking:
                door.close()

    async def _read(self, door: _Door, query: Query) -> AsyncGenerator[bytes, None]:
        """Yield what the endpoint sends; raises `QueryError` or `EndpointError` where that is no whole answer."""
        deadline = asyncio.get_running_loop().time() + self._bounds.seconds
        response: aiohttp.ClientResponse | None = None
        text = prologue.read(query.text).text
        try:
            async with asyncio.timeout_at(deadline):
                response = await self._asked(door, query, text)
                await upstream.check(response, query.media_type, len(text) - len(query.text))
            while True:
                async with asyncio.timeout_at(deadline):  # each by itself: what is cancelled must be this wait
                    chunk = await response.content.readany()
                if not chunk:
                    return
                yield chunk
        except TimeoutError as error:
            raise EndpointError(
                f"no whole answer within {self._bounds.seconds:g} seconds (sparql.timeout); ask for less",
                kind="time",
                again=int(self._bounds.seconds),
            ) from error
        except (aiohttp.ClientError, OSError) as error:
            raise EndpointError(upstream.broken(error), again=5) from error
        finally:
            if response is not None:
                response.close()  # which keeps a connection that was read to its end

    def _asked(self, door: _Door, query: Query, text: str) -> Awaitable[aiohttp.ClientResponse]:
        form = [("query", text)]
        default = query.default_graphs
        if default is None and self._target.graph and not query.graphs:
            default = (self._target.graph,)
        form += [("default-graph-uri", graph) for graph in default or ()]
        form += [("named-graph-uri", graph) for graph in query.named_graphs or ()]
        return door.session.post(
            self._target.url, data=form, headers={"Accept": query.media_type}, allow_redirects=False
        )

    def _door(self) -> _Door:
        loop = asyncio.get_running_loop()
        door = self._doors.get(loop)
        if door is None:
            door = self._doors[loop] = _Door(self._target, self._bounds)
        return door


class _Door:
    """The connections of one event loop to the endpoint, and who waits for one."""

    def __init__(self, target: Target, bounds: Bounds) -> None:
        self.asking = 0
        self._free = asyncio.Semaphore(bounds.connections)
        self._waiting = 0
        self.session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            headers={"User-Agent": f"kg/{VERSION}", **_authorization(target)},
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=bounds.wait_seconds),
            trust_env=False,
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def enter(self, bounds: Bounds) -> None:
        """Wait for a connection; raises `EndpointError` where too many do, or it takes too long."""
        if self._free.locked() and self._waiting >= bounds.waiting:
            raise EndpointError(f"{self._waiting} queries wait already (sparql.waiting)", kind="busy", again=2)
        self._waiting += 1
        try:
            async with asyncio.timeout(bounds.wait_seconds):
                await self._free.acquire()
        except TimeoutError as error:
            raise EndpointError(
                f"no connection was free within {bounds.wait_seconds:g} seconds (sparql.wait_seconds)",
                kind="busy",
                again=5,
            ) from error
        finally:
            self._waiting -= 1

    def leave(self) -> None:
        self._free.release()

    def close(self) -> None:
        """Let go of the connections, from within their loop."""
        task = asyncio.get_running_loop().create_task(self.session.close())
        _closing.add(task)
        task.add_done_callback(_closing.discard)


_closing: set[asyncio.Task[None]] = set()


def _authorization(target: Target) -> dict[str, str]:
    """Return the header of the Basic scheme (https://www.rfc-editor.org/rfc/rfc7617), none where there is no user."""
    if not target.user:
        return {}
    return {"Authorization": "Basic " + b64encode(f"{target.user}:{target.password}".encode()).decode()}
