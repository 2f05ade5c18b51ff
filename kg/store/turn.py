"""One query in one process: its answer in parts, its deadline, and why it ended."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from kg.errors import EndpointError
from kg.store.frames import DATA, ENCODER, FAULT, FAULTS, LAST, Job
from kg.store.querying import Answer

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from kg.store.pool import Pool
    from kg.store.process import Process
    from kg.store.querying import Query


class Turn:
    """One query in one process, until its answer is whole, too late or not wanted any more."""

    def __init__(self, pool: Pool, process: Process, client: str) -> None:
        self._pool = pool
        self._process = process
        self._client = client
        self._has_ended = False
        self._why = ""
        self._clock = asyncio.get_running_loop().call_later(pool.bounds.quick_seconds, self._is_slow)

    async def answer(self, query: Query) -> Answer:
        """Return the answer to a query: when the first bytes are there, and not before."""
        datasets = query.default_graphs, query.named_graphs, query.graphs
        job = Job(query.text, query.form, query.media_type, query.base, *datasets)
        kind, data = await self._frame(ENCODER.encode(job))
        if kind != DATA:
            self.end(is_whole=kind != LAST)
            return Answer(query.media_type, data)
        rest = self._rest()
        await anext(rest)  # begun, so that to close it gives the process back
        return Answer(query.media_type, data, rest)

    async def _rest(self) -> AsyncGenerator[bytes, None]:
        is_whole = False
        try:
            yield b""
            while True:
                kind, data = await self._frame()
                yield data
                if kind != DATA:
                    is_whole = kind != LAST
                    return
        finally:
            self.end(is_whole=is_whole)

    async def _frame(self, job: bytes | None = None) -> tuple[int, bytes]:
        try:
            if job is not None:
                await self._process.send(job)
            kind, data = await self._process.frame()
        except OSError as error:
            raise self._death() from error
        if kind == FAULT:
            fault = FAULTS.decode(data).error()
            self.end(is_whole=True)
            raise fault
        return kind, data

    def end(self, *, is_whole: bool) -> None:
        """Give the process back, once."""
        if not self._has_ended:
            self._has_ended = True
            self._clock.cancel()
            self._pool.released(self._process, self._client, is_whole=is_whole)

    def _is_slow(self) -> None:
        bounds = self._pool.bounds
        if not self._pool.stepped_back(self._process):
            self._why = "busy"
            self._process.kill()
            return
        left = max(bounds.limits.seconds - bounds.quick_seconds, 0)
        self._clock = asyncio.get_running_loop().call_later(left, self._is_late)

    def _is_late(self) -> None:
        self._why = "time"
        self._process.kill()

    def _death(self) -> EndpointError:
        """Say why the process is no more."""
        bounds = self._pool.bounds
        if self._why == "time":
            return EndpointError(
                f"no whole answer within {bounds.limits.seconds:g} seconds (sparql.timeout); ask for less",
                kind="time",
                again=int(bounds.limits.seconds),
            )
        if self._why == "busy":
            return EndpointError(
                f"{bounds.slow} long queries are being answered already (sparql.slow_queries)", kind="busy", again=5
            )
        return EndpointError(
            f"the query needs more than {bounds.limits.memory >> 20} MB of memory (sparql.memory_mb); ask for less",
            kind="memory",
        )
