"""The endpoint for people: the form, and what a query gave, as far as a page can show it."""

from __future__ import annotations

import time
from contextlib import aclosing
from typing import TYPE_CHECKING

import msgspec
import orjson

from kg.formats import HTML, TURTLE
from kg.store.answers import ROWS
from kg.web.conneg import choose
from kg.web.pages import querying
from kg.web.refusals import PROBLEM
from kg.web.reply import Reply
from kg.web.sparql.examples import examples
from kg.web.sparql.formats import offered

if TYPE_CHECKING:
    from kg.settings import Settings
    from kg.store.querying import Answer, Executor, Query
    from kg.web.asked import Asked
    from kg.web.refusals import Refusal
    from kg.web.sparql.protocol import Request

MOST_ROWS = 1_000
_MOST_BYTES = 1 << 20
_LONGEST_LINKED = 8_000  # characters of a query that stands in links to its answer
_ASKED_AS = {"SELECT": ROWS["tsv"][0], "ASK": ROWS["json"][0]}
_HEADERS = {"cache-control": "no-store", "vary": "Accept, Accept-Encoding"}
_CHOICES = (("CSV", "csv"), ("JSON", "json"), ("XML", "xml"), ("Turtle, of a graph", "turtle"))


class QueryPage:
    """The page of one endpoint, with its limits."""

    def __init__(self, settings: Settings) -> None:
        self._bounds = querying.Bounds(settings.number("sparql.timeout"), settings.number("sparql.answer_mb"))

    def form(self, asked: Asked) -> Reply:
        """Return the page without an answer."""
        return self._reply(asked, querying.Query())

    async def answer(self, asked: Asked, query: Query, executor: Executor, client: str) -> Reply:
        """Return the page with an answer; raises as the executor does."""
        began = time.perf_counter()
        query = msgspec.structs.replace(query, media_type=_ASKED_AS.get(query.form, TURTLE.media_types[0]))
        body, is_cut = await _beginning(await executor.ask(query, client))
        text, form = query.text, query.form
        shown = querying.Query(
            text=text,
            rows=querying.rows(body, MOST_ROWS, asked.opened.pages.places) if form == "SELECT" else None,
            boolean=orjson.loads(body)["boolean"] if form == "ASK" else None,
            graph=None if form in _ASKED_AS else body.decode("utf-8", "replace"),
            is_cut=is_cut,
            took=time.perf_counter() - began,
            downloads=_downloads(asked, query) if len(text) < _LONGEST_LINKED else (),
        )
        return self._reply(asked, shown)

    def error(self, asked: Asked, request: Request, refusal: Refusal) -> Reply:
        """Return the page with a query and what is wrong with it."""
        line, column = (int(refusal.more.get(name, 0)) for name in ("line", "column"))
        shown = querying.Query(text=request.query or "", error=refusal.detail, line=line, column=column)
        reply = self._reply(asked, shown, refusal.status)
        reply.raw_headers += [(name.encode(), value.encode()) for name, value in refusal.headers.items()]
        return reply

    def _reply(self, asked: Asked, shown: querying.Query, status: int = 200) -> Reply:
        page = asked.opened.pages.query(shown, self._bounds, examples(), _CHOICES)
        return Reply(status, page.encode(), HTML.content_type, _HEADERS)


def is_wanted(asked: Asked, request: Request) -> bool:
    """Tell whether what goes wrong is to be said on the page."""
    if request.format is not None:
        return request.format.lower() == HTML.extension
    return choose(asked.accept, (PROBLEM, HTML)) is HTML


async def _beginning(answer: Answer) -> tuple[bytes, bool]:
    """Return what a page can show of an answer, and whether there is more."""
    if answer.rest is None:
        return answer.first, False
    parts, size, lines = [answer.first], len(answer.first), answer.first.count(b"\n")
    async with aclosing(answer.rest) as rest:
        async for data in rest:
            parts.append(data)
            size, lines = size + len(data), lines + data.count(b"\n")
            if size > _MOST_BYTES or lines > MOST_ROWS + 1:
                return b"".join(parts), True
    return b"".join(parts), False


def _downloads(asked: Asked, query: Query) -> tuple[tuple[str, str], ...]:
    below = asked.opened.pages.places.below
    return tuple(
        (format_.name, below("sparql", query=query.text, format=format_.extension))
        for format_ in offered(query.form)
        if format_ is not HTML
    )
