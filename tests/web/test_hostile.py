"""Requests that no good client sends: an answer to each, and the server lives."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.client import Client

PLACES = ("/", "/article/", "/doc/ttl/article/", "/periodical/", "/record/agg/", "/static/", "/dumps/")
PARTS = (*map(chr, range(0x21, 0x7F)), "%2F", "%25", "%2e", "..", "10.1000/", "%E9", "%C3%A9", "%00", "agg:7", "doi:")
END = b"Host: x\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /article/10.1111/lamp.12329 HTTP/1.1\r\nAccept: text/turtle\r\n X-Folded: 1\r\n" + END,
        b"GET /article/10.1111/lamp.12329 HTTP/1.1\r\nAccept: text/turtle\nX-Injected: 1\r\n" + END,
        b"GET /article/10.1111/lamp.12329 HTTP/1.1\r\nAccept: \x00\r\n" + END,
        b"GET /article/\xe9 HTTP/1.1\r\n" + END,
        b"GET /article/\xc5\xbc HTTP/1.1\r\n" + END,
        b"GET /a b HTTP/1.1\r\n" + END,
        b"GET article HTTP/1.1\r\n" + END,
        b"GET ?x HTTP/1.1\r\n" + END,
        b"GET  HTTP/1.1\r\n" + END,
        b"NONSENSE / HTTP/1.1\r\n" + END,
        b"GET / HTTP/9.9\r\n" + END,
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # TLS on a plain port
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n" + END,
    ],
)
def test_what_is_no_http_is_refused(client: Client, request_: bytes) -> None:
    """400 and the connection ends; nothing of it comes back."""
    answer = client.raw(request_)

    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 505"))
    assert b"X-Injected" not in answer
    assert 200 == client.ask("/health").status


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"OPTIONS * HTTP/1.1\r\n" + END, b"204"),
        (b"GET * HTTP/1.1\r\n" + END, b"404"),
        (b"CONNECT evil.example:443 HTTP/1.1\r\n" + END, b"4"),
        (b"GET /health HTTP/1.0\r\n\r\n", b"200"),
        (b"GET /health HTTP/1.1\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings, close\r\n" + END, b"200"),
        (
            b"GET /health HTTP/1.1\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nConnection: Upgrade\r\n" + END,
            b"200",
        ),
        (b"GET /health HTTP/1.1\r\nContent-Length: 5\r\n" + END + b"hello", b"200"),
        (b"GET /health HTTP/1.1\r\nExpect: 100-continue\r\n" + END, b"200"),
    ],
)
def test_what_is_odd_but_http_is_answered(client: Client, request_: bytes, status: bytes) -> None:
    """Forms that a server must know, and upgrades that it need not take."""
    line = client.raw(request_).partition(b"\r\n")[0]

    assert status in line.split(b" ")[1]


@settings(max_examples=300, deadline=None)
@given(place=st.sampled_from(PLACES), parts=st.lists(st.sampled_from(PARTS), max_size=12))
def test_no_path_is_too_odd(client: Client, place: str, parts: list[str]) -> None:
    """Whatever is asked for: a thing, a redirect to one below the base, or no; never an error of ours."""
    answer = client.ask(place + "".join(parts).lstrip("/"), "text/turtle")

    assert answer.status in {200, 303, 308, 400, 404, 406}
    if answer.status == 308:
        assert client.ask(answer["location"], "text/turtle").status in {200, 303}


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=-1", "page=abc", "page=1e9", "page=%00", "page=", "page=" + "9" * 400, "page=١"],
)
@pytest.mark.parametrize("path", ["/articles", "/search", "/doc/ttl/periodical/agg:42501", "/periodical/agg:42501"])
def test_pages_that_are_no_numbers(client: Client, path: str, query: str) -> None:
    """400 where it is no number, 404 where there are not so many; never 500."""
    assert client.ask(f"{path}?{quote(query, safe='=%')}", "text/turtle, text/html;q=0.1").status in {400, 404}


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "*",
        "a* OR b",
        "NEAR(a b)",
        "col:x",
        "'; DROP TABLE work; --",
        "%00",
        "%E9",
        "(" * 500,
        "x " * 2_000,
        "^a",
        "-a",
    ],
)
def test_searches_that_are_queries(client: Client, words: str) -> None:
    """What a person types is words; no syntax of the index gets through."""
    assert 200 == client.ask(f"/search?q={quote(words, safe='%')}", "application/json").status


@pytest.mark.parametrize("evil", ["ttl%0D%0AX-Injected:%201", "%0d%0a%0d%0a<html>", "ttl%00"])
@pytest.mark.parametrize(
    "path",
    [
        "/article/10.1111/lamp.12329?format={}",
        "/resolve?id=10.1111/lamp.12329&format={}",
        "/doi/10.1111/LAMP.12329?x={}",
    ],
)
def test_no_header_can_be_injected(client: Client, path: str, evil: str) -> None:
    """What a query says never ends a header line."""
    answer = client.ask(path.format(evil))

    assert "" == answer["x-injected"]
    assert answer.status in {303, 308, 400, 406}
