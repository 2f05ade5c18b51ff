"""Processes that answer queries of one generation: how many there are, who gets one, and what ends them.

A query has a process to itself.  One that takes longer than others steps back: its process goes on with the least
importance, and another takes its place, so that small queries are answered whatever the large ones do.  What takes too
long, or nobody waits for any more, is killed.  Nothing here is bound to an event loop: each request brings its own.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections import Counter, deque
from typing import TYPE_CHECKING

import msgspec

from kg.errors import EndpointError
from kg.store.frames import Limits
from kg.store.process import Origin, Process
from kg.store.turn import Turn

if TYPE_CHECKING:
    from pathlib import Path

    from kg.settings import Settings
    from kg.store.querying import Answer, Query

_log = logging.getLogger(__name__)
_STOP = object()
Waiter = tuple[asyncio.AbstractEventLoop, asyncio.Future[Process]]


class Bounds(msgspec.Struct, frozen=True):
    """What the pool allows: processes for small queries and for large ones, seconds, and how many may wait."""

    limits: Limits
    quick: int
    slow: int
    quick_seconds: float
    waiting: int
    wait_seconds: float
    client: int

    @classmethod
    def of(cls, settings: Settings) -> Bounds:
        """Return what the settings of the section `sparql` say."""
        number = settings.number
        return cls(
            limits=Limits(
                seconds=max(number("sparql.timeout"), 1),
                memory=number("sparql.memory_mb") << 20,
                answer=number("sparql.answer_mb") << 20,
                queries=max(number("sparql.recycle"), 1),
            ),
            quick=max(number("sparql.workers"), 1),
            slow=number("sparql.slow_queries"),
            quick_seconds=number("sparql.quick_ms") / 1000,
            waiting=number("sparql.waiting"),
            wait_seconds=max(number("sparql.wait_seconds"), 1),
            client=number("sparql.client_queries"),
        )


class Pool:
    """An `Executor` over the store of one generation; starts its processes when the first query comes."""

    def __init__(self, folder: Path, bounds: Bounds) -> None:
        self._folder = folder
        self._bounds = bounds
        self._origin = Origin()
        self._lock = threading.Lock()
        self._idle: deque[Process] = deque()
        self._waiting: deque[Waiter] = deque()
        self._asking: Counter[str] = Counter()
        self._quick = 0  # processes for small queries: idle, at work, and being started
        self._slow = 0
        self._is_closed = False
        self._tasks: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._keepers: list[threading.Thread] = []
        self._keeping = 0

    def at_once(self, query: Query) -> bytes | None:  # noqa: ARG002 - whatever it is
        return None

    async def ask(self, query: Query, client: str) -> Answer:
        if self._bounds.client and self._asking[client] >= self._bounds.client:
            raise EndpointError(
                f"{self._bounds.client} queries of yours are being answered already (sparql.client_queries)",
                kind="many",
                again=1,
            )
        self._asking[client] += 1
        try:
            process = await self._free()
        except BaseException:
            self._left(client)
            raise
        turn = Turn(self, process, client)
        try:
            return await turn.answer(query)
        except BaseException:
            turn.end(is_whole=False)
            raise

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            idle, self._idle = list(self._idle), deque()
            self._quick -= len(idle)
        for process in idle:
            self._end(process)
        self._let_keepers_go()

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many processes there are for small queries and for large ones, and how many requests wait."""
        return self._quick, self._slow, len(self._waiting)

    async def _free(self) -> Process:
        loop = asyncio.get_running_loop()
        with self._lock:
            while self._idle:
                process = self._idle.popleft()
                if process.is_alive:
                    return process
                self._quick -= 1  # somebody else has ended it
                self._end(process)
            if len(self._waiting) >= self._bounds.waiting:
                raise EndpointError(f"{len(self._waiting)} queries wait already (sparql.waiting)", kind="busy", again=2)
            waiter: Waiter = loop, loop.create_future()
            self._waiting.append(waiter)
        self._fill()
        try:
            async with asyncio.timeout(self._bounds.wait_seconds):
                return await waiter[1]
        except BaseException as error:
            self._forget(waiter)
            if isinstance(error, TimeoutError):
                raise EndpointError(
                    f"no process was free within {self._bounds.wait_seconds:g} seconds (sparql.wait_seconds)",
                    kind="busy",
                    again=5,
                ) from error
            raise

    def _forget(self, waiter: Waiter) -> None:
        """Take one out of the queue; what it got at the same moment goes to the next."""
        with self._lock:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
        future = waiter[1]
        if future.done() and not future.cancelled() and future.exception() is None:
            self._offer(future.result())

    def _offer(self, process: Process) -> None:
        """Give a process to who waits first, or keep it for the next who comes."""
        with self._lock:
            while self._waiting:
                loop, future = self._waiting.popleft()
                if not future.done() and self._resolve(loop, future, process):
                    return
            if not self._is_closed:
                self._idle.append(process)
                return
            self._quick -= 1
        self._end(process)
        self._let_keepers_go()

    def released(self, process: Process, client: str, *, is_whole: bool) -> None:
        """Take a process back; one that did not come to the end of its answer, or has stepped back, is killed."""
        self._left(client)
        if is_whole and not process.is_slow:
            self._offer(process)
            return
        process.kill()
        with self._lock:
            if process.is_slow:
                self._slow -= 1
            else:
                self._quick -= 1
        self._end(process)
        self._fill()
        self._let_keepers_go()

    def stepped_back(self, process: Process) -> bool:
        """Let a process go on beside the others; tell whether there was room for it."""
        with self._lock:
            if self._slow >= self._bounds.slow:
                return False
            self._slow += 1
            self._quick -= 1
        process.step_back()
        self._fill()
        return True

    @property
    def bounds(self) -> Bounds:
        return self._bounds

    def _left(self, client: str) -> None:
        self._asking[client] -= 1
        if not self._asking[client]:
            del self._asking[client]

    def _fill(self) -> None:
        """Have processes started until there are as many as there should be; those that end need no thread to wait."""
        with self._lock:
            if self._is_closed and not self._waiting:
                return
            missing = max(self._bounds.quick - self._quick, 0)
            self._quick += missing
            while len(self._keepers) < 2:
                keeper = threading.Thread(target=self._keep, name="sparql-keeper", daemon=True)
                self._keepers.append(keeper)
                self._keeping += 1
                keeper.start()
        for _ in range(missing):
            self._tasks.put(None)

    def _end(self, process: Process) -> None:
        process.kill()
        self._tasks.put(process)

    def _let_keepers_go(self) -> None:
        """Once all is over, nobody has to wait for processes."""
        with self._lock:
            over = self._is_closed and not (self._quick or self._slow or self._waiting)
            keepers, self._keepers = (self._keepers, []) if over else ([], self._keepers)
        for _ in keepers:
            self._tasks.put(_STOP)

    def _keep(self) -> None:
        while (task := self._tasks.get()) is not _STOP:
            if isinstance(task, Process):
                task.reap()
            else:
                self._start()
        with self._lock:
            self._keeping -= 1
            is_last = not self._keeping
        if is_last:
            self._origin.close()

    def _start(self) -> None:
        try:
            self._offer(Process(self._origin, self._folder, self._bounds.limits))
        except EndpointError as error:
            _log.error("%s", error)
            with self._lock:
                self._quick -= 1
                waiting = list(self._waiting) if not self._quick else []
                for waiter in waiting:
                    self._waiting.remove(waiter)
            for loop, future in waiting:
                self._resolve(loop, future, EndpointError("the store cannot be opened at the moment", again=5))

    def _resolve(
        self, loop: asyncio.AbstractEventLoop, future: asyncio.Future[Process], said: Process | EndpointError
    ) -> bool:
        """Tell who waits, in the loop where they wait; tell whether that loop still runs."""

        def resolve() -> None:
            if isinstance(said, Process):
                if future.done():
                    self._offer(said)
                else:
                    future.set_result(said)
            elif not future.done():
                future.set_exception(said)

        try:
            loop.call_soon_threadsafe(resolve)
        except RuntimeError:
            return False
        return True
