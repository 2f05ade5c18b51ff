"""What every request passes first and every answer last: limits, the prefix of a sub-path, headers, errors.

CORS: anybody may read everything, and nothing here has credentials.  CSP: pages load what we serve and run no script
but ours; the JSON-LD in a page is data, which no script policy touches (HTML, section 4.12.1).
"""

from __future__ import annotations

import logging
import secrets
import sqlite3
import time
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kg.errors import EndpointError, SiteError
from kg.web.asked import Asked
from kg.web.refusals import Refusal, allowed
from kg.web.reply import Reply, encoded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from kg.web.opened import Following

_log = logging.getLogger(__name__)
_access = logging.getLogger("kg.web.access")
_EVERY_ANSWER = encoded(
    {
        "access-control-allow-origin": "*",
        "access-control-expose-headers": "Accept-Ranges, Content-Location, Content-Range, ETag, Link, Location, "
        "Repr-Digest, Retry-After, X-Request-Id",
        "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        "cross-origin-resource-policy": "cross-origin",
        "referrer-policy": "strict-origin-when-cross-origin",
        "x-content-type-options": "nosniff",
    }
)
_OPTIONS = {
    "access-control-allow-headers": "*",
    "access-control-max-age": "86400",
}
_UNAVAILABLE = (SiteError, OSError, sqlite3.Error)
_OVERLOADED = frozenset(("busy", "many", "time", "memory"))
_RETRY = {"retry-after": "5"}


class Front:
    """The outermost layer of the application.

    What is asked most goes straight to who answers it: the router would try one pattern after another.
    """

    def __init__(self, app: ASGIApp, following: Following, direct: Direct) -> None:
        self.app = app
        self._following = following
        self._direct = direct

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        opened = self._following.now()
        asked = Asked(opened, scope, _below(scope, opened.prefix), secrets.token_hex(8))
        answer = _Answer(send, asked)
        try:
            asked.refuse_nonsense()
            if scope["method"] == "OPTIONS":
                methods = allowed(asked.path)
                said = {"allow": methods, "access-control-allow-methods": methods, **_OPTIONS}
                await Reply(204, headers=said)(scope, receive, answer)
            else:
                inner = _inner(scope, asked)
                endpoint = self._direct.endpoint(asked.path, inner["method"]) or self.app
                await endpoint(inner, receive, answer)
                if asked.failure is not None:
                    raise asked.failure  # noqa: TRY301 - as if it had come through
        except Exception as error:  # the one place where whatever went wrong becomes an answer
            if answer.has_begun:
                raise  # a broken connection is the only honest end
            await _refusal(error, asked).reply(asked)(scope, receive, answer)
        if _access.isEnabledFor(logging.INFO):
            answer.log(scope)


class Caught:
    """What keeps errors from the router's own net, which answers them in its own way: the front raises them again."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except Exception as error:  # noqa: BLE001 - whatever it is, the front answers it
            scope["kg.asked"].failure = error


class Direct:
    """Endpoints by the path that they have, or by what it begins with, for the methods that they answer."""

    def __init__(self, routes: Iterable[tuple[str, Collection[str], ASGIApp]]) -> None:
        """Take routes as the router has them; of those with parameters, the ones that end in a path of any length."""
        self._whole: dict[str, tuple[Collection[str], ASGIApp]] = {}
        self._first: dict[str, tuple[Collection[str], ASGIApp, int]] = {}
        for path, methods, endpoint in routes:
            start, parameter, rest = path[1:].partition("{")
            if not parameter:
                self._whole[start] = methods, endpoint
            elif rest.endswith(":path}") and start.count("/") == 1:
                self._first[start[:-1]] = methods, endpoint, path.count("/") - 1

    def endpoint(self, path: str, method: str) -> ASGIApp | None:
        """Return who answers this, or None where the router has to tell."""
        if (whole := self._whole.get(path)) is not None:
            return whole[1] if method in whole[0] else None
        found = self._first.get(path.partition("/")[0])
        return found[1] if found is not None and method in found[0] and path.count("/") >= found[2] else None


class _Answer:
    """Sends what the application answers, with the headers that every answer has and, to HEAD, without its body."""

    def __init__(self, send: Send, asked: Asked) -> None:
        self._send = send
        self._asked = asked
        self._began = time.monotonic()
        self._status = 0

    @property
    def has_begun(self) -> bool:
        return bool(self._status)

    def log(self, scope: Scope) -> None:
        """Write one line: who, what, the answer, how long it took, and the id of the request."""
        client = (scope.get("client") or ("-",))[0]
        took = 1000 * (time.monotonic() - self._began)
        asked = self._asked
        _access.info(
            "%s %s /%s %d %.1f ms %s", client, scope["method"], asked.path[:200], self._status, took, asked.request_id
        )

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            request = (b"x-request-id", self._asked.request_id.encode())
            message = {**message, "headers": [*message["headers"], *_EVERY_ANSWER, request]}
        elif self._asked.is_head:
            message = {**message, "body": b""}
        await self._send(message)


def _below(scope: Scope, prefix: str) -> str:
    """Return the path below the base, as the client spelled it.

    Proxies pass a sub-path on or take it off; both are understood.
    """
    raw: str = (scope.get("raw_path") or b"/").decode("latin-1")
    if raw.startswith(prefix):
        return raw[len(prefix) :]
    return "" if raw == prefix[:-1] else raw.removeprefix("/")


def _inner(scope: Scope, asked: Asked) -> Scope:
    path = asked.path
    return {
        **scope,
        "method": "GET" if asked.is_head else scope["method"],
        "path": f"/{unquote(path) if '%' in path else path}",
        "raw_path": f"/{path}".encode("latin-1"),
        "root_path": "",
        "kg.asked": asked,
    }


def _refusal(error: Exception, asked: Asked) -> Refusal:
    if isinstance(error, Refusal):
        return error
    if isinstance(error, EndpointError):
        _log.warning("request %s: %s", asked.request_id, error)
        status = 503 if error.kind in _OVERLOADED else error.status
        return Refusal(status, "The store behind this site does not answer at the moment", headers=_RETRY)
    if isinstance(error, _UNAVAILABLE):
        _log.error("request %s: the site cannot be read", asked.request_id, exc_info=error)
        return Refusal(503, "The site cannot be read at the moment; try again soon", headers=_RETRY)
    _log.error("request %s failed", asked.request_id, exc_info=error)
    return Refusal(500, f"Something went wrong here; the log says what, under {asked.request_id}")
