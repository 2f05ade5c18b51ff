"""The routes whose paths are read raw, and which must cost little; OpenAPI describes them from this table."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import msgspec
import orjson
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from kg.web import downloads, things
from kg.web.assets import Assets
from kg.web.described import DOCUMENT, DOCUMENT_FORMAT, DUMPS, HEALTH, LIST_PARAMETERS, PAGE, redirected, refused, sent
from kg.web.reply import Reply

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import ASGIApp, Receive, Scope, Send

    from kg.web.asked import Asked
    from kg.web.described import Described

_KINDS = {
    "article": "An article",
    "periodical": "A periodical, its volumes and issues, and figures about it",
    "person": "A person",
    "organization": "An organization",
    "book": "A book or proceedings",
    "concept": "A subject",
    "record": "A record that articles were made from",
    "source": "A source of records",
    "scheme": "A scheme of subjects or of identifiers",
}
_SPELLED = redirected(308, "The canonical spelling of this URL")
_SEE = redirected(303, "A document about it, in the format that is wanted") | _SPELLED | refused(404, 406)
_PARAMETERS = (DOCUMENT_FORMAT, PAGE)


class Plain:
    """An endpoint without the costs of FastAPI's: the answer depends on what was asked alone."""

    def __init__(self, answer: Callable[[Asked], Awaitable[Reply]]) -> None:
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked: Asked = scope["kg.asked"]
        if asked.opened.waits:  # for another server: not in the loop that answers everybody
            reply = await run_in_threadpool(_run, self._answer, asked)
        else:
            reply = await self._answer(asked)
        await reply(scope, receive, send)


def _run(answer: Callable[[Asked], Awaitable[Reply]], asked: Asked) -> Reply:
    async def run() -> Reply:
        return await answer(asked)

    return asyncio.run(run())


class Hot(msgspec.Struct, frozen=True):
    """A route: its path as Starlette writes it, what answers, and what OpenAPI says of it."""

    path: str
    endpoint: ASGIApp
    summary: str
    responses: Described
    parameters: tuple[dict[str, Any], ...] = ()
    methods: tuple[str, ...] = ("GET",)

    def route(self) -> Route:
        return Route(self.path, self.endpoint, methods=[*self.methods])


def hot(*, redirects: bool) -> list[Hot]:
    """Return the routes, the most asked for first; `redirects` tells whether the URI of a thing redirects."""
    assets = Assets()
    thing, answers = Plain(things.thing), _SEE if redirects else DOCUMENT | _SPELLED | refused(404, 406)
    return [
        *(Hot(f"/{kind}/{{key:path}}", thing, said, answers, _PARAMETERS) for kind, said in _KINDS.items()),
        Hot("/doc/{extension}/{path:path}", Plain(things.doc), "A document about a thing", _DOC, (PAGE,)),
        Hot("/dataset", thing, "The dataset, in VoID and DCAT", answers, (DOCUMENT_FORMAT,)),
        Hot("/ns", thing, "Our own terms", answers, (DOCUMENT_FORMAT,)),
        Hot(
            "/.well-known/void", Plain(things.well_known_void), "The dataset, for crawlers", answers, (DOCUMENT_FORMAT,)
        ),
        Hot("/doi/{doi:path}", thing, "An article by its DOI", _SPELLED | refused(404)),
        Hot("/", Plain(things.home), "The home page; as data, the dataset", _HOME, (DOCUMENT_FORMAT,)),
        Hot("/dumps", Plain(downloads.listing), "The list of dumps", redirected(308, "The list of dumps") | refused()),
        Hot("/dumps/", Plain(downloads.listing), "The list of dumps", DUMPS, tuple(LIST_PARAMETERS["parameters"])),
        Hot("/dumps/{name}", downloads.Download(), "A dump", _DUMP, (_SHA256,)),
        Hot("/health", Plain(health), "Whether the server answers", HEALTH),
        Hot("/static/{name:path}", Plain(assets.answer), "A file of the pages", _FILE),
        Hot("/favicon.ico", Plain(assets.icon), "The icon of the site", _FILE),
    ]


async def health(asked: Asked) -> Reply:
    """Answer that the server answers, and what it serves; reads nothing."""
    manifest = asked.opened.generation.manifest
    said = {"status": "ok", "generation": manifest.number, "created": manifest.created, "triples": manifest.triples}
    return Reply(200, orjson.dumps(said), "application/json", {"cache-control": "no-store"})


_DOC = DOCUMENT | _SPELLED | refused(404)
_HOME = sent("text/html") | redirected(303, "The description of the dataset, as data") | refused(406)
_FILE = sent("*/*") | refused(404)
_DUMP = sent("application/gzip", "text/plain") | refused(404, 416)
_DUMP |= {206: {"description": "The bytes that were asked for", "content": _DUMP[200]["content"]}}
_SHA256 = {
    "name": "sha256",
    "in": "query",
    "description": "The digest that the dump must have; such an answer may be kept for ever.",
    "schema": {"type": "string", "pattern": "^[0-9A-Fa-f]{64}$"},
}
