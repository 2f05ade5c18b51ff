"""The OpenAPI description (https://spec.openapis.org/oas/v3.1.0): true for every path, method, type and status.

FastAPI describes the routes that are its own; the others are described by their table (`kg.web.routes`).  HEAD and
OPTIONS, which the front answers for all of them, are added here.
"""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from fastapi.openapi.utils import get_openapi

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.routing import BaseRoute

    from kg.site.generation import Manifest
    from kg.web.described import Described
    from kg.web.routes import Hot

_SCHEMAS = Path(__file__).parent / "schemas.json"
_CONVERTER = re.compile(r"\{(\w+)(?::\w+)?\}")
_OPTIONS = {
    "summary": "What may be asked, by whom (CORS)",
    "responses": {"204": {"description": "The methods, for anybody"}},
}


def openapi(routes: Iterable[BaseRoute], hot: Iterable[Hot], manifest: Manifest) -> dict[str, Any]:
    """Return the description of all routes, at the base of this site."""
    said = get_openapi(
        title=manifest.title,
        version=version("kg-publisher"),
        description=f"{manifest.description}\n\nOther methods than those described are answered with 405.",
        routes=list(routes),
        servers=[{"url": manifest.base.rstrip("/")}],
    )
    described = {_CONVERTER.sub(r"{\1}", known.path): _operations(known) for known in hot}
    paths = {**described, **said.get("paths", {})}
    for path, operations in paths.items():
        get = operations["get"]
        get["responses"].pop("422", None)  # wrong parameters are 400 here
        operations["head"] = _head(get)
        operations["options"] = _OPTIONS | {"parameters": _in_path(path)}
    schemas = orjson.loads(_SCHEMAS.read_bytes())
    return {**said, "paths": paths, "components": {"schemas": schemas}}


def _operations(known: Hot) -> dict[str, Any]:
    """Return what a route does by method; OpenAPI 3.1 has no word for QUERY."""
    get = _operation(known)
    if "POST" not in known.methods:
        return {"get": get}
    text: dict[str, Any] = {"schema": {"type": "string"}}
    names = {said["name"]: said["schema"] for said in known.parameters}
    form = {"schema": {"type": "object", "properties": names, "required": ["query"]}}
    body = {
        "required": True,
        "content": {"application/sparql-query": text, "application/x-www-form-urlencoded": form},
    }
    return {"get": get, "post": {**get, "operationId": f"post{get['operationId'][3:]}", "requestBody": body}}


def _operation(known: Hot) -> dict[str, Any]:
    return {
        "summary": known.summary,
        "operationId": "get" + re.sub(r"\W+", "_", known.path),
        "parameters": [*_in_path(known.path), *known.parameters],
        "responses": _responses(known.responses),
    }


def _in_path(path: str) -> list[dict[str, Any]]:
    """Return the parameters of a path: whatever stands there is text, and names something or does not."""
    text = {"type": "string", "minLength": 1}
    return [{"name": name, "in": "path", "required": True, "schema": text} for name in _CONVERTER.findall(path)]


def _responses(responses: Described) -> dict[str, Any]:
    return {str(status): said for status, said in sorted(responses.items(), key=lambda item: str(item[0]))}


def _head(get: dict[str, Any]) -> dict[str, Any]:
    """Return what HEAD answers: what GET does, without a body."""
    without = {
        status: {name: value for name, value in said.items() if name != "content"}
        for status, said in get["responses"].items()
    }
    return {**get, "operationId": f"{get['operationId']}_head", "responses": without}
