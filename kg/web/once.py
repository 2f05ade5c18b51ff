"""One request without a server: the application is called as a server would call it, and answers in memory."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

import msgspec

from kg.web.app import create_app

if TYPE_CHECKING:
    from kg.settings import Settings
    from kg.site.layout import Layout

_HOPS = 5


class Response(msgspec.Struct, frozen=True):
    """An answer: status, headers in order, body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((value for known, value in self.headers if known.lower() == name), None)


def get(settings: Settings, layout: Layout, path: str, accept: str, *, follow: bool = True) -> Response:
    """Return the answer to GET for a path or a URL of the site, after redirects where `follow` is set.

    Raises `SiteError` where there is no site.
    """
    app = create_app(settings, layout)
    for _ in range(_HOPS):
        response = asyncio.run(_answer(app, path, accept))
        target = response.header("location")
        if not (follow and 300 <= response.status < 400 and target):
            break
        path = urljoin(path, target)
    return response


async def _answer(app: Any, url: str, accept: str) -> Response:
    split = urlsplit(url)
    path = split.path if split.path.startswith("/") else f"/{split.path}"
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": split.scheme or "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": split.query.encode(),
        "root_path": "",
        "headers": [(b"host", (split.netloc or "localhost").encode()), (b"accept", accept.encode("latin-1"))],
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 80),
    }
    messages: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        messages.append(message)

    await app(scope, receive, send)
    start = next(message for message in messages if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in messages if message["type"] == "http.response.body")
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"])
    return Response(start["status"], headers, body)
