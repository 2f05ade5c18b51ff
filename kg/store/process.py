"""One process that answers queries, as its pool sees it: started, asked, made to step back, killed."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from kg.errors import EndpointError
from kg.store.frames import FAULTS, HEAD, READY, Limits

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_SECONDS_TO_START = 60
_LEAST_IMPORTANT = 19
_RECEIVED = 80 << 10


class Process:
    """A process with the store open; made and waited for in a thread, since both take a while."""

    def __init__(self, folder: Path, limits: Limits, *, quietly: bool = False) -> None:
        """Start it and wait until it is ready; raises `EndpointError` where that fails.

        To start `quietly` takes longer, and leaves a processor to others.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            self._child = subprocess.Popen(  # noqa: S603 - a folder, a number and limits of ours
                [sys.executable, "-m", "kg.store.worker", str(folder), str(theirs.fileno()), _written(limits)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # what a dying process says there, no client may read
                pass_fds=[theirs.fileno()],
                env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},  # and no password of ours
            )
        self._connection = ours
        self._received = bytearray()
        self.is_slow = False
        if quietly:
            self._leave_one_processor()
        ours.settimeout(_SECONDS_TO_START)
        try:
            self._wait()
        except OSError as error:
            self.kill()
            self.reap()
            raise EndpointError(f"{folder}: no process to answer queries could be started ({error})") from error
        ours.setblocking(False)
        if quietly and hasattr(os, "sched_setaffinity"):
            self._run_on(os.sched_getaffinity(0))

    def _wait(self) -> None:
        head = self._connection.recv(HEAD.size, socket.MSG_WAITALL)
        if len(head) < HEAD.size:
            raise ConnectionError("it ended at once")
        kind, size = HEAD.unpack(head)
        if kind != READY:
            raise ConnectionError(FAULTS.decode(self._connection.recv(size, socket.MSG_WAITALL)).message)

    async def send(self, job: bytes) -> None:
        """Give it a job."""
        data = HEAD.pack(0, len(job)) + job
        await asyncio.get_running_loop().sock_sendall(self._connection, data)

    async def frame(self) -> tuple[int, bytes]:
        """Return the next frame it sends; raises `ConnectionError` where it has ended instead."""
        received, loop = self._received, asyncio.get_running_loop()
        while len(received) < HEAD.size or len(received) < HEAD.size + HEAD.unpack_from(received)[1]:
            data = await loop.sock_recv(self._connection, _RECEIVED)
            if not data:
                raise ConnectionResetError
            received += data
        kind, size = HEAD.unpack_from(received)
        payload = bytes(received[HEAD.size : HEAD.size + size])
        del received[: HEAD.size + size]
        return kind, payload

    def step_back(self) -> None:
        """Let all others go first from now on; it never gets its place back."""
        self.is_slow = True
        with suppress(OSError):  # it has ended already
            if hasattr(os, "SCHED_IDLE"):  # of Linux: whoever wakes up goes first at once, which nice does not give
                for thread in self._threads():
                    os.sched_setscheduler(thread, os.SCHED_IDLE, os.sched_param(0))
                self._leave_one_processor()
            else:
                os.setpriority(os.PRIO_PROCESS, self._child.pid, _LEAST_IMPORTANT)

    def _leave_one_processor(self) -> None:
        """Keep one processor free for who answers: the kernel may let whoever runs on it finish his turn."""
        if hasattr(os, "sched_setaffinity"):
            mine = sorted(os.sched_getaffinity(0))
            self._run_on(mine[1:] or mine)

    def _run_on(self, processors: Iterable[int]) -> None:
        with suppress(OSError):  # it has ended already
            for thread in self._threads():
                os.sched_setaffinity(thread, processors)

    def _threads(self) -> list[int]:
        return [int(name) for name in os.listdir(f"/proc/{self._child.pid}/task")]  # noqa: PTH208 - a name is all

    @property
    def is_alive(self) -> bool:
        return self._child.poll() is None

    def kill(self) -> None:
        """End it, whatever it does."""
        if self._child.returncode is None:
            self._child.send_signal(signal.SIGKILL)

    def reap(self) -> None:
        """Wait until the kernel has taken back its memory: in a thread, since that can take a while."""
        self._connection.close()
        self._child.wait()


def _written(limits: Limits) -> str:
    return msgspec.json.encode(limits).decode()
