"""Run the same functions here or in several processes, results in order, only a few ahead of the reader."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

from kg.errors import SiteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.process import BaseProcess

Job = TypeVar("Job")
Result = TypeVar("Result")
_AHEAD = 3  # jobs waiting for each worker: enough that none idles, few enough that little is held


class Pool(Protocol):
    """Something that runs a function over jobs and yields the results in the order of the jobs."""

    def map(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]: ...


class Here:
    """In this process: no start-up, no copying."""

    def map(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        return (function(job) for job in jobs)


class Workers:
    """Several processes."""

    def __init__(self, executor: ProcessPoolExecutor, workers: int) -> None:
        self._executor = executor
        self._ahead = workers * _AHEAD

    def map(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        waiting: deque[Future[Result]] = deque()
        try:
            for job in jobs:
                waiting.append(self._executor.submit(function, job))
                if len(waiting) >= self._ahead:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise SiteError(
                "a worker process died: out of memory, or started by a script without `if __name__ == '__main__'`;"
                " try without: --workers 1"
            ) from error
        finally:
            for future in waiting:
                future.cancel()


@contextmanager
def pool(workers: int) -> Iterator[Pool]:
    """Yield a pool of so many processes; 0 is one for each processor, 1 is this process itself."""
    workers = workers or os.cpu_count() or 1
    if workers == 1:
        yield Here()
        return
    context = multiprocessing.get_context("spawn")  # fork would copy threads' locks
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent) as executor:
        try:
            yield Workers(executor, workers)
        finally:
            executor.shutdown(wait=True, cancel_futures=True)


def _end_with_parent() -> None:
    """Leave no worker behind a build that was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_exit_after, args=(parent,), daemon=True).start()


def _exit_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
