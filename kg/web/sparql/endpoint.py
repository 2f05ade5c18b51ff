"""`/sparql`: a request is read, scanned, asked and sent, and what goes wrong has its status."""

from __future__ import annotations

import hashlib
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from kg.errors import EndpointError, KgError, QueryError
from kg.formats import HTML
from kg.store.patterns import read
from kg.store.querying import Query
from kg.store.scan import Bounds, Scanned, scan
from kg.web.refusals import Refusal
from kg.web.reply import Reply
from kg.web.representations import Cache, Representation
from kg.web.sparql import page, protocol
from kg.web.sparql.description import FORMATS as DESCRIBED
from kg.web.sparql.description import described
from kg.web.sparql.formats import chosen, wanted
from kg.web.sparql.sending import Leaving, stream, whole

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from kg.formats import Format
    from kg.settings import Settings
    from kg.store.patterns import Lookup
    from kg.web.asked import Asked
    from kg.web.sparql.executors import Executors
    from kg.web.sparql.protocol import Request

_STATUSES = {
    "syntax": 400,
    "graph": 400,
    "depth": 400,
    "size": 413,
    "service": 403,
    "update": 403,
    "time": 503,
    "memory": 503,
    "busy": 503,
    "many": 429,
    "failed": 500,
    "cut": 502,
    "down": 502,
}
_MOST_BYTES = 4  # of a character
_NO_STORE = {"cache-control": "no-store"}
Channel = tuple["Scope", "Receive", "Send"]


class Sparql:
    """The endpoint, over whatever executes queries."""

    def __init__(self, settings: Settings, executors: Executors) -> None:
        self._executors = executors
        self._bounds = Bounds(settings.number("sparql.query_bytes"), settings.number("sparql.depth"))
        self._cache = Cache(settings.number("sparql.cache_mb") << 20)
        self._page = page.QueryPage(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked: Asked = scope["kg.asked"]
        request = await protocol.read(scope, receive, self._bounds.size)
        reply = await self._reply(asked, request, (scope, receive, send))
        if reply is not None:
            await reply(scope, receive, send)

    async def _reply(self, asked: Asked, request: Request, channel: Channel) -> Reply | None:
        """Return the answer, or None where it was sent already, as it came."""
        if request.query is None:
            return self._description(asked, request, channel[0]["method"])
        try:
            return await self._answer(asked, request, request.query, channel)
        except (KgError, Refusal) as error:
            refused = refusal(error) if isinstance(error, KgError) else error
            if page.is_wanted(asked, request):
                return self._page.error(asked, request, refused)
            raise refused from error

    async def _answer(self, asked: Asked, request: Request, text: str, channel: Channel) -> Reply | None:
        scope, receive, send = channel
        lookup = read(text) if len(text) * _MOST_BYTES <= self._bounds.size else None
        scanned = Scanned(lookup.form) if lookup else scan(text, self._bounds)
        format_ = wanted(asked, scanned.form, request.format)
        is_steady = self._executors.is_steady and not scanned.is_volatile and format_ is not HTML
        tag = _tag(asked, request, text, format_) if is_steady else ""
        if tag and (known := self._known(asked, tag, is_get=scope["method"] == "GET")) is not None:
            return known
        query = _query(asked, request, scanned, format_.media_types[0], lookup)
        executor, client = self._executors.of(asked.opened), (scope.get("client") or ("",))[0]
        if (small := executor.at_once(query)) is not None:
            made = Representation(small, format_.content_type, asked.opened.encoded, tag=tag)
            return made.reply(asked, negotiated=True)
        async with Leaving(receive):
            if format_ is HTML:
                return await self._page.answer(asked, query, executor, client)
            answer = await executor.ask(query, client)
            if answer.rest is None:
                return self._whole(asked, answer.first, format_, tag)
            async with aclosing(answer.rest):
                if scope["http_version"] == "1.0":  # it could not tell a broken answer from a whole one
                    return self._whole(asked, await whole(answer), format_, tag)
                etag = {"etag": f'W/"{tag}{"-gzip" if asked.takes_gzip else ""}"'} if tag else {}
                headers = asked.opened.headers if tag else _NO_STORE
                await stream(answer, format_.content_type, asked, {**headers, **etag}, send)
        return None

    def _whole(self, asked: Asked, body: bytes, format_: Format, tag: str) -> Reply:
        """Return an answer that is all there, and keep it for the next who asks, unless it is another each time."""
        if not tag:
            headers = {**_NO_STORE, "vary": "Accept, Accept-Encoding"}
            return Reply(200, body, format_.content_type, headers)
        made = Representation(body, format_.content_type, asked.opened.encoded, tag=tag)
        self._cache.put((tag, "", 0), made)
        return made.reply(asked, negotiated=True)

    def _description(self, asked: Asked, request: Request, method: str) -> Reply:
        """Return what a request without a query gets."""
        if method != "GET":
            raise Refusal(400, "There is no query in this request")
        format_ = chosen(asked, (*DESCRIBED, HTML), request.format, "The description of this endpoint")
        if format_ is HTML:
            return self._page.form(asked)
        made = asked.opened.kept("sparql", format_, 1, lambda: described(asked.opened, format_))
        return made.reply(asked, negotiated=True)

    def _known(self, asked: Asked, tag: str, *, is_get: bool) -> Reply | None:
        """Return the answer where nobody has to be asked: the client has it (304), or we have."""
        if (found := self._cache.get((tag, "", 0))) is not None:
            return found.reply(asked, negotiated=True)
        if not (is_get and asked.is_conditional):
            return None
        has = next((known for known in (tag, f"{tag}-gzip") if asked.names(f'"{known}"')), None)
        if has is None:
            return None
        return Reply(304, headers={"etag": f'W/"{has}"', "vary": "Accept, Accept-Encoding", **asked.opened.headers})


def refusal(error: KgError) -> Refusal:
    """Return what is answered for what went wrong: its status, its kind, its place in the query, when to try again."""
    if isinstance(error, QueryError):
        place: dict[str, Any] = {"line": error.line, "column": error.column} if error.line else {}
        where = f"Line {error.line}, column {error.column}: " if error.line else ""
        return Refusal(_STATUSES.get(error.kind, 400), where + str(error), kind=error.kind, **place)
    kind, again = (error.kind, error.again) if isinstance(error, EndpointError) else ("failed", 0)
    headers = {"retry-after": str(again)} if again else {}
    return Refusal(_STATUSES.get(kind, 503), str(error), headers=headers, kind=kind)


def _query(asked: Asked, request: Request, scanned: Scanned, media_type: str, lookup: Lookup | None) -> Query:
    has_dataset = request.has_dataset
    return Query(
        text=request.query or "",
        form=scanned.form,
        media_type=media_type,
        base=asked.opened.base,
        default_graphs=request.default_graphs if has_dataset else None,
        named_graphs=request.named_graphs if has_dataset else None,
        graphs=scanned.graphs,
        lookup=lookup,
    )


def _tag(asked: Asked, request: Request, text: str, format_: Format) -> str:
    """Return what the answer depends on: the data, the query, its dataset, the format."""
    parts = (asked.opened.generation.manifest.digest, format_.extension, text)
    said = "\0".join((*parts, *request.default_graphs, "", *request.named_graphs))
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()
