"""Head and body of an answer leave together, and a head whose body is not there yet leaves alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest

from kg.web.packets import HeadsHeld
from tests.web.conftest import Served

HEAD = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n"


class Wire(asyncio.Transport):
    """A transport that remembers what was sent by each call."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bytes] = []
        self.is_closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.sent.append(bytes(data))

    def writelines(self, list_of_data: Iterable[bytes | bytearray | memoryview]) -> None:
        self.sent.append(b"".join(list_of_data))

    def close(self) -> None:
        self.is_closed = True


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ([HEAD, b"body"], [HEAD + b"body"]),
        ([HEAD, b""], [HEAD]),
        ([HEAD], [HEAD]),
        ([HEAD, b"bo", b"dy"], [HEAD + b"bo", b"dy"]),
        ([HEAD, b"body", HEAD, b"HTTP"], [HEAD + b"body", HEAD + b"HTTP"]),
        ([HEAD, None, b"body"], [HEAD, b"body"]),
        ([HEAD, None, HEAD], [HEAD, HEAD]),
    ],
)
def test_a_head_waits_for_what_comes_next(written: list[bytes | None], sent: list[bytes]) -> None:
    """In the same round of the loop (None is another round), and no longer."""
    wire = Wire()

    async def write() -> None:
        transport = HeadsHeld(wire, asyncio.get_running_loop())
        for data in written:
            if data is None:
                await asyncio.sleep(0)
            else:
                transport.write(data)
        await asyncio.sleep(0)

    asyncio.run(write())
    assert sent == wire.sent


def test_a_head_leaves_before_the_connection_closes() -> None:
    """Nothing is lost."""
    wire = Wire()

    async def write() -> None:
        transport = HeadsHeld(wire, asyncio.get_running_loop())
        transport.write(HEAD)
        transport.close()
        assert ([HEAD], True) == (wire.sent, wire.is_closed)

    asyncio.run(write())
    assert [HEAD] == wire.sent


def test_answers_are_whole(served: Served) -> None:
    """To requests that follow one another on one connection, with bodies and without."""
    path = "/doc/ttl/article/10.1111/lamp.12329"
    tag = served.client.ask(path)["etag"]
    lines = [f"GET {path}", f"HEAD {path}", f"GET {path}", "GET /article/10.1111/lamp.12329", "GET /no", "GET /health"]
    conditions = ["", "", f"If-None-Match: {tag}\r\n", "Accept: text/turtle\r\n", "", "Connection: close\r\n"]
    request = "".join(
        f"{line} HTTP/1.1\r\nHost: x\r\n{condition}\r\n" for line, condition in zip(lines, conditions, strict=True)
    )
    answer = served.client.raw(request.encode())

    assert [b"200", b"200", b"304", b"303", b"404", b"200"] == [part[:3] for part in answer.split(b"HTTP/1.1 ")[1:]]
