"""Answers that are no: problem details (RFC 9457) for programs, a page for people, by negotiation."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import orjson

from kg.formats import HTML, Format
from kg.web.conneg import choose
from kg.web.reply import Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.web.asked import Asked

PROBLEM = Format(
    name="Problem details", extension="json", media_types=("application/problem+json", "application/json"), is_rdf=False
)
_OFFERED = (PROBLEM, HTML)
_ALLOWED = "GET, HEAD, OPTIONS"
_ALLOWED_BY_PATH = {"sparql": "GET, HEAD, POST, QUERY, OPTIONS"}


def allowed(path: str) -> str:
    """Return the methods that a path answers, as headers have them."""
    return _ALLOWED_BY_PATH.get(path, _ALLOWED)


class Refusal(Exception):  # noqa: N818 - an answer, not an error of ours
    """A request that is answered with a 4xx or 5xx status, and why; `more` are further members of the problem."""

    def __init__(self, status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        self.more = more

    def reply(self, asked: Asked) -> Reply:
        """Return the answer, as a page where the client prefers HTML and as problem details otherwise."""
        title = HTTPStatus(self.status).phrase
        headers = {"vary": "Accept", "cache-control": "no-store", **self.headers}
        if choose(asked.accept, _OFFERED) is HTML:
            page = asked.opened.pages.error(self.status, title, self.detail)
            return Reply(self.status, page.encode(), HTML.content_type, headers)
        problem = {"type": "about:blank", "title": title, "status": self.status, "detail": self.detail}
        body = orjson.dumps(problem | self.more | {"request": asked.request_id}, option=orjson.OPT_APPEND_NEWLINE)
        return Reply(self.status, body, PROBLEM.media_types[0], headers)
