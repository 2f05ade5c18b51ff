"""Results in the order of the jobs, here or elsewhere; a dead worker is an error and not a hang."""

from __future__ import annotations

import os

import pytest

from kg.build.pool import Here, pool
from kg.errors import SiteError


def square(number: int) -> int:
    return number * number


def die(number: int) -> int:
    os._exit(number)


def test_one_worker_is_this_process() -> None:
    """No start-up cost for a small site."""
    with pool(1) as here:
        assert isinstance(here, Here)
        assert [0, 1, 4] == list(here.map(square, range(3)))


@pytest.mark.slow
def test_workers_keep_the_order() -> None:
    """Whoever is done first waits for its turn."""
    with pool(2) as workers:
        assert [number * number for number in range(50)] == list(workers.map(square, range(50)))


@pytest.mark.slow
def test_a_worker_that_dies_ends_the_build() -> None:
    """Out of memory, most likely: the message says what to try."""
    with pool(2) as workers, pytest.raises(SiteError, match="--workers 1"):
        list(workers.map(die, [1, 1]))
