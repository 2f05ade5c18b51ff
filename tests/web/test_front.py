"""Paths that go straight to who answers them: the router would find the same."""

from __future__ import annotations

import pytest
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from kg.web.front import Direct


async def _found(scope: Scope, receive: Receive, send: Send) -> None:
    """Stand for an endpoint, which is found and not called."""


@pytest.mark.parametrize(
    ("path", "method", "is_found"),
    [
        ("article/10.1/x", "GET", True),
        ("article/", "GET", True),
        ("article", "GET", False),
        ("doc/ttl/article/10.1/x", "GET", True),
        ("doc/ttl/", "GET", True),
        ("doc/ttl", "GET", False),
        ("doc", "GET", False),
        ("health", "GET", True),
        ("health/", "GET", False),
        ("dumps/kg.nt.gz", "GET", False),
        ("article/10.1/x", "POST", False),
        ("", "GET", False),
    ],
)
def test_what_is_asked_most_needs_no_router(path: str, method: str, *, is_found: bool) -> None:
    """As far as the router would find the same; all else is left to it."""
    patterns = ("/article/{key:path}", "/doc/{extension}/{path:path}", "/health", "/dumps/{name}")
    direct = Direct((pattern, ("GET",), _found) for pattern in patterns)
    scope = {"type": "http", "path": f"/{path}", "method": method}
    router = [Route(pattern, _found, methods=["GET"]) for pattern in patterns if pattern != "/dumps/{name}"]

    assert is_found == (direct.endpoint(path, method) is _found)
    assert is_found == any(route.matches(scope)[0] is Match.FULL for route in router)
