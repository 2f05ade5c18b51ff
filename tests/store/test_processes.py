"""Processes that answer queries, and the one that starts them: what is left of them when somebody ends one."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import EndpointError
from kg.settings import Settings
from kg.store.pool import Bounds, Pool
from kg.store.querying import Query
from tests.processes import children, command

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

ONE = Query("SELECT ?o { <http://x.example/a> ?p ?o }", "SELECT", "text/csv")
DIGITS = "1 2 3 4 5 6 7 8 9 10"
ENDLESS = Query(
    f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'VALUES ?v{n} {{ {DIGITS} }}' for n in range(12))} }}", "SELECT", "text/csv"
)


@pytest.fixture
def pool(tmp_path: Path, origin: Callable[[], int]) -> Iterator[Pool]:  # noqa: ARG001 - which looks before
    """Two processes over a store of one triple."""
    store = ox.Store(str(tmp_path))
    store.add(ox.Quad(ox.NamedNode("http://x.example/a"), ox.NamedNode("http://x.example/b"), ox.Literal("c")))
    store.flush()
    del store
    settings = Settings().with_({"sparql.workers": 2, "sparql.timeout": 1, "sparql.quick_ms": 200})
    found = Pool(tmp_path, Bounds.of(settings))
    yield found
    found.close()


def ask(pool: Pool, query: Query = ONE) -> bytes:
    """Return the whole answer."""
    return asyncio.run(pool.ask(query, "127.0.0.1")).first


def _origins() -> set[int]:
    return {child for child in children(os.getpid()) if b"kg.store.forking" in command(child)}


@pytest.fixture
def origin() -> Callable[[], int]:
    """What returns the process from which those come that answer in this test: other tests have theirs."""
    others = _origins()

    def find() -> int:
        [found] = _origins() - others
        return found

    return find


def end(process: int) -> None:
    """Kill a process of somebody else's and see it dead."""
    os.kill(process, signal.SIGKILL)
    assert eventually(lambda: _is_dead(process))


def _is_dead(process: int) -> bool:
    """Tell whether all its threads have ended, which is when its files are closed."""
    try:
        is_alone = len(list(Path(f"/proc/{process}/task").iterdir())) == 1
        return is_alone and ") Z " in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return True


def eventually(is_so: Callable[[], bool]) -> bool:
    """Tell whether it comes to be so within ten seconds."""
    end = time.monotonic() + 10
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def test_processes_come_from_one_that_has_the_code(pool: Pool, origin: Callable[[], int]) -> None:
    """As many as there should be; they yield to the server, and know nothing of its environment."""
    assert b"o\r\nc\r\n" == ask(pool)
    assert eventually(lambda: len(children(origin())) == 2)
    for process in children(origin()):
        assert os.getpriority(os.PRIO_PROCESS, process) == os.getpriority(os.PRIO_PROCESS, 0) + 10
        environment = Path(f"/proc/{process}/environ").read_bytes().split(b"\0")
        assert {b"PYTHONPATH"} == {line.partition(b"=")[0] for line in environment if line}


def test_what_has_ended_is_forgotten(pool: Pool, origin: Callable[[], int]) -> None:
    """Neither a killed process nor one that had to be killed stays behind as a zombie; others take their place."""
    ask(pool)
    assert eventually(lambda: len(children(origin())) == 2)
    [first, second] = before = children(origin())
    end(first)
    end(second)

    assert b"o\r\nc\r\n" == ask(pool)
    with pytest.raises(EndpointError, match="within 1 seconds"):
        ask(pool, ENDLESS)

    assert eventually(lambda: len(children(origin())) == 2 and not {*children(origin())} & {*before})
    assert "Z" not in children(origin()).values()


def test_the_origin_is_started_again(pool: Pool, origin: Callable[[], int]) -> None:
    """Somebody ends it: what it had started goes on, and the next comes from another."""
    ask(pool)
    assert eventually(lambda: len(children(origin())) == 2)
    before, processes = origin(), [*children(origin())]
    end(before)
    assert b"o\r\nc\r\n" == ask(pool)

    for process in processes:
        end(process)
    assert b"o\r\nc\r\n" == ask(pool)
    assert before != origin()


def test_nothing_is_left_when_it_closes(pool: Pool, origin: Callable[[], int]) -> None:
    """All it has started ends with it, the origin too."""
    ask(pool)
    assert eventually(lambda: len(children(origin())) == 2)
    ended = [origin(), *children(origin())]
    pool.close()

    assert eventually(lambda: not any(Path(f"/proc/{process}").exists() for process in ended))


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    """The client hears that it cannot be opened, and nothing of where it is."""
    pool = Pool(tmp_path / "none", Bounds.of(Settings()))
    with pytest.raises(EndpointError, match="the store cannot be opened at the moment"):
        ask(pool)
    pool.close()
