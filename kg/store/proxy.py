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
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import aiohttp
import msgspec

from kg.errors import EndpointError
from kg.store import prologue, upstream
from kg.store.querying import FORM, Answer, Query
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
        exchange = _Exchange(self, client)
        try:
            first = await exchange.first(query)
            if exchange.is_whole:
                exchange.end()
                return Answer(query.media_type, first)
            rest = exchange.rest()
            await anext(rest)  # begun, so that to close it ends the exchange
            return Answer(query.media_type, first, rest)
        except BaseException:
            exchange.end()
            raise

    def close(self) -> None:
        self._is_closed = True
        for loop, door in list(self._doors.items()):
            if not door.asking and loop.is_running():
                loop.call_soon_threadsafe(door.close)

    def entered(self, client: str) -> _Door:
        """Return the door of this loop, for one more of a client."""
        self._asking[client] += 1
        door = self._door()
        door.asking += 1
        return door

    def left(self, door: _Door, client: str) -> None:
        """Let one of a client go; the last one closes the door of a proxy that is closed."""
        door.asking -= 1
        self._asking[client] -= 1
        if not self._asking[client]:
            del self._asking[client]
        if self._is_closed and not door.asking:
            door.close()

    @property
    def bounds(self) -> Bounds:
        return self._bounds

    def asked(self, door: _Door, query: Query, text: str) -> Awaitable[aiohttp.ClientResponse]:
        """Send a query; `text` is what it says with all its prefixes."""
        form = [("query", text)]
        default = query.default_graphs
        if default is None and self._target.graph and not query.graphs:
            default = (self._target.graph,)
        form += [("default-graph-uri", graph) for graph in default or ()]
        form += [("named-graph-uri", graph) for graph in query.named_graphs or ()]
        # As bytes: for a form aiohttp takes a fifth of a request longer.
        return door.session.post(
            self._target.url,
            data=urlencode(form).encode(),
            headers={"Accept": query.media_type, "Content-Type": FORM},
            allow_redirects=False,
        )

    def _door(self) -> _Door:
        loop = asyncio.get_running_loop()
        door = self._doors.get(loop)
        if door is None:
            door = self._doors[loop] = _Door(self._target, self._bounds)
        return door


class _Exchange:
    """One query at the endpoint: begun, read, and ended once, whatever ends it."""

    def __init__(self, proxy: Proxy, client: str) -> None:
        self._proxy = proxy
        self._client = client
        self._door = proxy.entered(client)
        self._response: aiohttp.ClientResponse | None = None
        self._has_entered = self._has_ended = False
        self._size = 0
        self._deadline = 0.0
        self.is_whole = False

    async def first(self, query: Query) -> bytes:
        """Return what is here before the status is sent: all of a small answer, the beginning of a large one.

        Raises `QueryError` or `EndpointError` where the endpoint has no whole answer.
        """
        await self._door.enter(self._proxy.bounds)
        self._has_entered = True
        self._deadline = asyncio.get_running_loop().time() + self._proxy.bounds.seconds
        text = prologue.prefixed(query.text)
        held = bytearray()
        try:
            async with asyncio.timeout_at(self._deadline):
                self._response = await self._proxy.asked(self._door, query, text)
                await upstream.check(self._response, query.media_type, len(text) - len(query.text))
                while len(held) < _HELD_BACK and (chunk := await self._chunk(self._response)):
                    held += chunk
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise self._failure(error) from error
        return bytes(held)

    async def rest(self) -> AsyncGenerator[bytes, None]:
        """Yield nothing first, then what else the endpoint sends; raises `EndpointError` where it breaks off."""
        try:
            yield b""
            while self._response is not None:
                async with asyncio.timeout_at(self._deadline):  # each by itself: what is cancelled must be this wait
                    chunk = await self._chunk(self._response)
                if not chunk:
                    return
                yield chunk
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise self._failure(error) from error
        finally:
            self.end()

    async def _chunk(self, response: aiohttp.ClientResponse) -> bytes:
        chunk = await response.content.readany()
        self.is_whole = not chunk
        self._size += len(chunk)
        most = self._proxy.bounds.answer
        if self._size > most:
            raise EndpointError(
                f"the answer is larger than {most >> 20} MB (sparql.answer_mb); ask for less", kind="size"
            )
        return chunk

    def end(self) -> None:
        """Let go of the connection, which is kept where the answer was read to its end."""
        if self._has_ended:
            return
        self._has_ended = True
        if self._response is not None:
            self._response.close()
        if self._has_entered:
            self._door.leave()
        self._proxy.left(self._door, self._client)

    def _failure(self, error: Exception) -> EndpointError:
        if not isinstance(error, TimeoutError):
            return EndpointError(upstream.broken(error), again=5)
        seconds = self._proxy.bounds.seconds
        return EndpointError(
            f"no whole answer within {seconds:g} seconds (sparql.timeout); ask for less",
            kind="time",
            again=int(seconds),
        )


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
        if not self._free.locked():
            await self._free.acquire()  # at once
            return
        if self._waiting >= bounds.waiting:
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
