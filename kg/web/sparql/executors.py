"""What answers the queries of each generation: made when the first comes, let go when another generation is served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.store import pool, proxy
from kg.store.endpoint import Target
from kg.store.lookups import Lookups
from kg.store.oxigraph import OxigraphStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.settings import Settings
    from kg.store.querying import Executor
    from kg.web.opened import Opened


class Executors:
    """The executor of the generation that is served, and those before it until they have answered."""

    def __init__(self, make: Callable[[Opened], Executor], *, is_steady: bool = True) -> None:
        """Take what makes an executor; `is_steady` where the same query has the same answer while it serves."""
        self.is_steady = is_steady
        self._make = make
        self._opened: Opened | None = None
        self._executor: Executor | None = None

    def of(self, opened: Opened) -> Executor:
        """Return what answers queries of a generation; the requests that one before it took are answered by that."""
        if self._executor is None or opened is not self._opened:
            self.close()
            self._opened, self._executor = opened, self._make(opened)
        return self._executor

    def close(self) -> None:
        """Let go of what there is."""
        if self._executor is not None:
            self._executor.close()
        self._opened = self._executor = None


def of_processes(settings: Settings) -> Executors:
    """Return executors that ask the embedded store: here and now what is small, in processes what is not."""
    bounds = pool.Bounds.of(settings)

    def make(opened: Opened) -> Executor:
        generation = opened.generation
        processes = pool.Pool(generation.folder / "store", bounds)
        store = generation.store
        return Lookups(store, processes) if isinstance(store, OxigraphStore) else processes

    return Executors(make)


def of_endpoint(settings: Settings) -> Executors:
    """Return executors that ask `store.endpoint`; raises `QueryError` where that is no URL that can be asked."""
    names = ("store.endpoint", "store.user", "store.password", "store.graph")
    target = Target(*(settings.text(name) for name in names))
    bounds = proxy.Bounds.of(settings)
    target.checked()
    return Executors(lambda _: proxy.Proxy(target, bounds), is_steady=False)
