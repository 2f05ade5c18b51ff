"""Lists and the search: pages for people, the same rows as JSON for programs.

They run in threads: a full-text search or a far page of a long list takes milliseconds that others should not wait.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter, Query
from starlette.responses import Response

from kg.formats import HTML
from kg.site.index import WorkRow
from kg.web.asked import FromRequest  # noqa: TC001 - FastAPI reads the annotations
from kg.web.described import LIST_PARAMETERS, LISTED
from kg.web.negotiation import JSON, wanted
from kg.web.refusals import Refusal
from kg.web.representations import Representation

if TYPE_CHECKING:
    from kg.formats import Format
    from kg.site.index import Page, ThingRow
    from kg.web.asked import Asked
    from kg.web.opened import Opened

LISTS = {"articles": "article", "journals": "periodical", "people": "person", "organizations": "organization"}
_OFFERED = (HTML, JSON)
_MOST_THINGS = 10
_LAST = 10**9  # no list has so many pages

PageNumber = Annotated[int, Query(ge=1, description="Which page of the list, from 1.")]
Words = Annotated[str, Query(description="Beginnings of words of titles, names or venues; all must occur.")]


def lists() -> APIRouter:
    """Return the routes of all lists and of the search."""
    router = APIRouter(default_response_class=Response)
    for name, kind in LISTS.items():
        _add_list(router, name, kind)
    _add_search(router)
    return router


def _add_list(router: APIRouter, name: str, kind: str) -> None:
    @router.get(f"/{name}", name=name, summary=f"All {name}", responses=LISTED, openapi_extra=LIST_PARAMETERS)
    def listing(asked: FromRequest, page: PageNumber = 1) -> Response:
        listed = _List(asked.opened, name, kind, min(page, _LAST))
        format_ = wanted(asked, _OFFERED, listed.urls())
        found = asked.opened.kept(name, format_, listed.page, lambda: listed.representation(format_))
        return _sent(asked, found)


def _add_search(router: APIRouter) -> None:
    @router.get("/search", summary="Full-text search", responses=LISTED, openapi_extra=LIST_PARAMETERS)
    def search(asked: FromRequest, q: Words = "", page: PageNumber = 1) -> Response:
        """Return the works that hold all these words, best first; and the people and journals with such names."""
        listed = _Search(asked.opened, "search", q, min(page, _LAST))
        return _sent(asked, listed.representation(wanted(asked, _OFFERED, listed.urls())))


def _sent(asked: Asked, found: Representation | None) -> Response:
    if found is None:
        raise Refusal(404, "There is no such page of this list")
    return found.reply(asked, negotiated=True)


class _List:
    """One page of a list; `about` is the kind of things in it."""

    def __init__(self, opened: Opened, name: str, about: str, page: int) -> None:
        self.page = page
        self._opened = opened
        self._name = name
        self._about = about
        self._start, self._size = (page - 1) * opened.page_size, opened.page_size

    def urls(self) -> dict[str, str]:
        """Return the URL of this page in each format, by extension."""
        return {format_.extension: self._url(self.page, format_) for format_ in _OFFERED}

    def representation(self, format_: Format) -> Representation | None:
        """Return the page in one format, or None where the list is not so long."""
        rows = self._rows()
        pages = max(1, -(-rows.total // self._size))
        if self.page > pages:
            return None
        body = self._html() if format_ is HTML else orjson.dumps(self._json(rows, pages))
        headers = {"content-location": self._url(self.page, format_), "link": self._links(pages, format_)}
        return Representation(body, format_.content_type, headers | self._opened.headers)

    def _query(self) -> dict[str, str]:
        return {}

    def _rows(self) -> Page[WorkRow] | Page[ThingRow]:
        index = self._opened.generation.index
        if self._about == "article":
            return index.works(self._start, self._size)
        return index.things(self._about, self._start, self._size)

    def _html(self) -> bytes:
        return (self._opened.pages.listing(self._about, self.page) or "").encode()

    def _json(self, rows: Page[WorkRow] | Page[ThingRow], pages: int) -> dict[str, Any]:
        around = {"prev": self.page - 1, "next": self.page + 1}
        return {
            "total": rows.total,
            "page": self.page,
            "pages": pages,
            **{name: self._url(number, JSON) for name, number in around.items() if 1 <= number <= pages},
            "items": [_item(row, self._opened.base) for row in rows.rows],
        }

    def _url(self, page: int, format_: Format | None = None) -> str:
        query = self._query() | ({"page": str(page)} if page > 1 else {})
        query |= {"format": format_.extension} if format_ else {}
        return f"{self._opened.base}{self._name}" + (f"?{urlencode(query)}" if query else "")

    def _links(self, pages: int, format_: Format) -> str:
        """Return the Link header: the other format of this page, and the way through the pages."""
        others = [other for other in _OFFERED if other is not format_]
        numbers = {"first": 1, "prev": self.page - 1, "next": self.page + 1, "last": pages}
        return ", ".join(
            [f'<{self._url(self.page, to)}>; rel="alternate"; type="{to.media_types[0]}"' for to in others]
            + [f'<{self._url(number)}>; rel="{name}"' for name, number in numbers.items() if 1 <= number <= pages]
        )


class _Search(_List):
    """One page of what a search found; `about` is what was typed."""

    def _query(self) -> dict[str, str]:
        return {"q": self._about}

    def _rows(self) -> Page[WorkRow]:
        return self._opened.generation.index.search(self._about, self._start, self._size)

    def _html(self) -> bytes:
        return self._opened.pages.search(self._about, self.page).encode()

    def _json(self, rows: Page[WorkRow] | Page[ThingRow], pages: int) -> dict[str, Any]:
        things = self._opened.generation.index.search_things(self._about, _MOST_THINGS)
        return super()._json(rows, pages) | {"things": [_item(thing, self._opened.base) for thing in things.rows]}


def _item(row: WorkRow | ThingRow, base: str) -> dict[str, Any]:
    uri = {"id": base + row.path}
    if isinstance(row, WorkRow):
        said = {"title": row.title, "date": row.date, "names": row.names, "venue": row.venue, "type": row.type}
        return uri | {name: value for name, value in said.items() if value}
    return uri | {"name": row.label, "kind": row.kind, "works": row.works}
