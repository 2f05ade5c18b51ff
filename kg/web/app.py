"""The application: routes, the front before them, and how what goes wrong is said."""

from __future__ import annotations

from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

import orjson
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from kg.web import crawlers, lookup, quality
from kg.web.described import DESCRIPTION
from kg.web.front import Caught, Direct, Front
from kg.web.lists import lists
from kg.web.negotiation import JSON
from kg.web.openapi import openapi
from kg.web.opened import Following
from kg.web.refusals import Refusal, allowed
from kg.web.representations import Representation
from kg.web.routes import Hot, Plain, hot
from kg.web.sparql import sparql
from kg.web.sparql.executors import of_endpoint, of_processes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from kg.settings import Settings
    from kg.site.generation import Generation
    from kg.site.layout import Layout
    from kg.web.asked import Asked
    from kg.web.opened import Published
    from kg.web.reply import Reply
    from kg.web.sparql.executors import Executors


def create_app(settings: Settings, site: Layout | Generation | Published, executors: Executors | None = None) -> Front:
    """Return the application that serves a site, or one generation of it.

    With a `Layout` it follows what is published; what says what there is is asked again every so often.  `executors`
    answer its queries; processes over its store do where none are given.  Raises `SiteError` where there is nothing to
    serve.
    """
    following = Following(settings, site)
    # The pages of FastAPI's own documentation come from a CDN; /openapi.json is for tools.
    executors = executors or (of_endpoint if settings.text("store.endpoint") else of_processes)(settings)
    app = FastAPI(
        openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=partial(_alive, executors)
    )
    table = [*hot(redirects=settings.text("web.dereference") == "303"), *sparql(settings, executors)]
    table.append(Hot("/openapi.json", Plain(_description(app, table)), "This description", DESCRIPTION))
    app.router.routes.extend(known.route() for known in table)
    for router in (lists(), lookup.router, crawlers.router, quality.router):
        app.include_router(router)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_middleware(Caught)
    direct = Direct((known.path, known.methods, known.endpoint) for known in table)
    return Front(app, following, direct)


@asynccontextmanager
async def _alive(executors: Executors, _: FastAPI) -> AsyncIterator[None]:
    yield
    executors.close()


def _description(app: FastAPI, table: list[Hot]) -> Callable[[Asked], Awaitable[Reply]]:
    async def answer(asked: Asked) -> Reply:
        opened = asked.opened

        def make() -> Representation:
            said = openapi(app.routes, table, opened.generation.manifest)
            return Representation(orjson.dumps(said), JSON.content_type, opened.headers)

        return opened.kept("openapi.json", JSON, 1, make).reply(asked, negotiated=False)

    return answer


async def _refused(request: Request, error: Exception) -> Response:
    """Say in our way what the router refuses: no such path (404), no such method (405)."""
    asked: Asked = request.scope["kg.asked"]
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == 405:
        methods = allowed(asked.path)
        refusal = Refusal(405, f"This URL answers {methods}", headers={"allow": methods})
    else:
        refusal = Refusal(error.status_code, "There is nothing with this URL here")
    return refusal.reply(asked)


async def _invalid(request: Request, error: Exception) -> Response:
    """Say in one line which parameter is wrong and why."""
    asked: Asked = request.scope["kg.asked"]
    if not isinstance(error, RequestValidationError):
        raise error
    wrong = error.errors()[0]
    where, *names = wrong["loc"]
    if where == "path":
        return Refusal(404, "There is nothing with this URL here").reply(asked)
    return Refusal(400, f"{'.'.join(map(str, names))}: {wrong['msg']}").reply(asked)
