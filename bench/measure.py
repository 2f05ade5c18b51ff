"""Measuring in one run: each contestant is a process of its own, turns alternate, CPU seconds decide.

CPU is user plus system time of the process and all it started, as the kernel counted it; wall-clock time stands
beside it.  The median of the rounds is printed, with the least and the most, and ratios to the first contestant.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Run(NamedTuple):
    """What one run of a program took."""

    cpu: float
    wall: float
    megabytes: float


def run(command: Sequence[str]) -> Run:
    """Run a program to its end; raise where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(cpu, wall, usage.ru_maxrss / 1024)


def compare(contestants: Mapping[str, Sequence[str]], rounds: int) -> dict[str, list[Run]]:
    """Run every contestant once a round, in turn."""
    runs: dict[str, list[Run]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, command in contestants.items():
            runs[name].append(run(command))
    return runs


def table(runs: Mapping[str, list[Run]], units: Mapping[str, int]) -> None:
    """Print a Markdown table: CPU, wall, memory, units a CPU second, ratio of CPU to the first."""
    head = ["", "CPU s [least-most]", "wall s", "peak MB", *(f"{unit}/CPU s" for unit in units), "ratio"]
    print("| " + " | ".join(head) + " |")
    print("|---" * len(head) + "|")
    first = statistics.median(run.cpu for run in next(iter(runs.values())))
    for name, measured in runs.items():
        cpus = [run.cpu for run in measured]
        cpu = statistics.median(cpus)
        row = [
            name,
            f"{cpu:.2f} [{min(cpus):.2f}-{max(cpus):.2f}]",
            f"{statistics.median(run.wall for run in measured):.2f}",
            f"{max(run.megabytes for run in measured):.0f}",
            *(f"{count / cpu:,.0f}" for count in units.values()),
            f"{cpu / first:.2f}",
        ]
        print("| " + " | ".join(row) + " |")
