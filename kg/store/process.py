"""Processes that answer queries, as their pool sees them: started, asked, made to step back, killed."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from kg.errors import EndpointError
from kg.store.forking import NUMBER, Forget, Start
from kg.store.frames import ENCODER, FAULTS, HEAD, READY, Limits

if TYPE_CHECKING:
    from pathlib import Path

_SECONDS_TO_START = 60
_SECONDS_TO_END = 60
_LEAST_IMPORTANT = 19
_RECEIVED = 80 << 10


class Origin:
    """Where processes come from: one that starts them, begun when the first is wanted and again if somebody ends it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._orders: socket.socket | None = None

    def start(self, order: Start, connection: socket.socket) -> int:
        """Start a process with this end of a socket pair and return its number; raises `OSError`."""
        try:
            return self._ordered(order, connection)
        except OSError:
            self.close()
            return self._ordered(order, connection)

    def forget(self, process: int) -> None:
        """Let the number of a process that has ended be free again."""
        if self._orders:
            with suppress(OSError):  # who would have to forget it is no more
                self._ordered(Forget(process))

    def close(self) -> None:
        """End it; the processes it has started go on."""
        with self._lock:
            child, orders, self._child, self._orders = self._child, self._orders, None, None
        if child and orders:
            orders.close()
            child.kill()
            child.wait()

    def _ordered(self, order: Start | Forget, connection: socket.socket | None = None) -> int:
        with self._lock:
            orders = self._orders or self._begun()
            socket.send_fds(orders, [ENCODER.encode(order)], [connection.fileno()] if connection else [])
            said = orders.recv(NUMBER.size, socket.MSG_WAITALL)
        if len(said) < NUMBER.size:
            raise ConnectionResetError("who starts processes has ended")
        return int(NUMBER.unpack(said)[0])

    def _begun(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        ours.settimeout(_SECONDS_TO_START)
        with theirs:
            self._child = subprocess.Popen(  # noqa: S603 - a number of ours
                [sys.executable, "-m", "kg.store.forking", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # what a dying process says there, no client may read
                pass_fds=[theirs.fileno()],
                env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},  # and no password of ours
            )
        self._orders = ours
        return ours


class Process:
    """A process with the store open; made and waited for in a thread, since both take a while."""

    def __init__(self, origin: Origin, folder: Path, limits: Limits) -> None:
        """Start it and wait until it is ready; raises `EndpointError` where that fails."""
        ours, theirs = socket.socketpair()
        self._origin = origin
        self._connection = ours
        self._received = bytearray()
        self._number = 0
        self.is_slow = False
        ours.settimeout(_SECONDS_TO_START)
        try:
            with theirs:
                self._number = origin.start(Start(str(folder), limits), theirs)
            self._wait()
        except OSError as error:
            self.kill()
            self.reap()
            raise EndpointError(f"{folder}: no process to answer queries could be started ({error})") from error
        ours.setblocking(False)

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
                processors = sorted(os.sched_getaffinity(0))
                for thread in self._threads():
                    os.sched_setscheduler(thread, os.SCHED_IDLE, os.sched_param(0))
                    # one is left to who answers: the kernel may let whoever runs on it finish his turn
                    os.sched_setaffinity(thread, processors[1:] or processors)
            else:
                os.setpriority(os.PRIO_PROCESS, self._number, _LEAST_IMPORTANT)

    def _threads(self) -> list[int]:
        return [int(name) for name in os.listdir(f"/proc/{self._number}/task")]  # noqa: PTH208 - a name is all

    @property
    def is_alive(self) -> bool:
        """Tell whether it is there to be given a job."""
        try:
            return bool(self._connection.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return True
        except OSError:
            return False

    def kill(self) -> None:
        """End it, whatever it does."""
        if self._number:
            with suppress(ProcessLookupError):
                os.kill(self._number, signal.SIGKILL)

    def reap(self) -> None:
        """Wait until the kernel has taken back its memory: in a thread, since that can take a while."""
        with suppress(OSError):
            self._connection.settimeout(_SECONDS_TO_END)
            while self._connection.recv(_RECEIVED):  # closed by the kernel, after the memory
                pass
        self._connection.close()
        number, self._number = self._number, 0
        if number:
            self._origin.forget(number)
