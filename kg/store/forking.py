"""The process that starts the others: it has read their code already, so that one more costs milliseconds.

    python -m kg.store.forking DESCRIPTOR

It takes orders over a socket, one after another, and has one thread and no store, since both would not survive a fork:

→  an order to start a process, with the descriptor of its end of a socket pair
←  the number of the process
→  an order to forget a process that has ended, so that its number is free again
←  its number
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import struct
import sys
from contextlib import suppress

import msgspec

from kg.store import worker
from kg.store.frames import Limits  # noqa: TC001 - msgspec reads it

NUMBER = struct.Struct("!q")
_LESS_IMPORTANT = 10  # than the server, which must not wait for a processor while queries compute
_RECEIVED = 64 << 10  # bytes; more than a path and numbers need


class Start(msgspec.Struct, frozen=True, tag=True):
    """The order to start a process over the store in this folder."""

    folder: str
    limits: Limits


class Forget(msgspec.Struct, frozen=True, tag=True):
    """The order to forget this process."""

    process: int


ORDERS = msgspec.msgpack.Decoder(Start | Forget)


def main(descriptor: str) -> None:
    """Carry out orders until nobody gives any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the server ends us when it has ended
    orders = socket.socket(fileno=int(descriptor))
    os.nice(_LESS_IMPORTANT)
    gc.freeze()  # what is here stays, and its pages are shared
    while True:
        data, descriptors, _, _ = socket.recv_fds(orders, _RECEIVED, 1)
        if not data:
            return
        order = ORDERS.decode(data)
        if isinstance(order, Forget):
            number = order.process
            with suppress(ChildProcessError):  # of one that was here before us
                os.waitpid(number, 0)
        else:
            number = _forked(orders, order, descriptors[0])
            os.close(descriptors[0])
        orders.sendall(NUMBER.pack(number))


def _forked(orders: socket.socket, order: Start, descriptor: int) -> int:
    number = os.fork()
    if number:
        return number
    status = 1
    try:
        orders.close()
        worker.answer(order.folder, socket.socket(fileno=descriptor), order.limits)
        status = 0
    finally:
        os._exit(status)  # whatever it was: the loop above is not its own


if __name__ == "__main__":
    main(*sys.argv[1:])
