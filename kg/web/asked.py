"""One request, as far as our answers depend on it: never on Host or X-Forwarded-*, which anybody can write."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING, Annotated
from urllib.parse import parse_qsl, unquote_to_bytes

from fastapi import Depends, Request

from kg.web.conneg import takes_gzip
from kg.web.refusals import Refusal

if TYPE_CHECKING:
    from starlette.types import Scope

    from kg.web.opened import Opened

LONGEST = 8_192  # octets of a path or a query; RFC 9110, section 4.1, wants 8,000 understood
LONGEST_BY_PATH = {"sparql": 65_535}  # octets of a query, where a client may send a whole one in it
_HEADERS = frozenset({b"accept", b"accept-encoding", b"if-none-match", b"if-modified-since", b"range", b"if-range"})
_ANSWERED = frozenset({b"accept", b"accept-encoding"})  # of POST: what it gives is no representation of its URL
_MOST_DIGITS = 9


class Asked:
    """What a client asks of one generation: path below the base, query, and the headers that decide the answer."""

    def __init__(self, opened: Opened, scope: Scope, path: str, request_id: str) -> None:
        """Take the path as the client spelled it, percent-encoded."""
        self.opened = opened
        self.path = path
        self.request_id = request_id
        self.failure: Exception | None = None
        self.is_head = scope["method"] == "HEAD"
        self.query_string: str = scope["query_string"].decode("latin-1")
        self._headers: dict[bytes, str] = {}
        heard = _ANSWERED if scope["method"] == "POST" else _HEADERS
        for name, value in scope["headers"]:
            if name in heard:
                said = value.decode("latin-1")
                self._headers[name] = f"{self._headers[name]}, {said}" if name in self._headers else said

    @cached_property
    def query(self) -> dict[str, str]:
        """The parameters of the query; of one that comes twice, the first."""
        return dict(reversed(parse_qsl(self.query_string, keep_blank_values=True))) if self.query_string else {}

    @property
    def accept(self) -> str | None:
        return self._headers.get(b"accept")

    @property
    def takes_gzip(self) -> bool:
        return takes_gzip(self._headers.get(b"accept-encoding", ""))

    @property
    def range(self) -> str | None:
        return self._headers.get(b"range")

    @property
    def page(self) -> int:
        """The page that is asked for, from 1."""
        return page_number(self.query.get("page", "1"))

    def has(self, etag: str, modified: float) -> bool:
        """Tell whether the client holds this representation already (RFC 9110, sections 13.1.2 and 13.1.3)."""
        if (known := self._headers.get(b"if-none-match")) is not None:
            return known.strip() == "*" or etag in {tag.strip().removeprefix("W/") for tag in known.split(",")}
        since = _time(self._headers.get(b"if-modified-since"))
        return since is not None and modified <= since

    @property
    def is_conditional(self) -> bool:
        """Whether the client names tags of what it has."""
        return b"if-none-match" in self._headers

    def names(self, etag: str) -> bool:
        """Tell whether the client names this very tag: it had that answer once."""
        return etag in {tag.strip().removeprefix("W/") for tag in self._headers.get(b"if-none-match", "").split(",")}

    def may_have_a_part(self, etag: str, modified: float) -> bool:
        """Tell whether a range may be sent: the client's other parts are of this representation (section 13.1.5)."""
        condition = self._headers.get(b"if-range")
        return condition is None or condition == etag or _time(condition) == modified

    def refuse_nonsense(self) -> None:
        """Raise `Refusal` where nobody could mean this path: too long, or no text once it is decoded."""
        longest = LONGEST_BY_PATH.get(self.path, LONGEST)
        if len(self.path) > LONGEST or len(self.query_string) > longest:
            hint = "" if longest == LONGEST else "; send a longer one by POST"
            raise Refusal(414, f"path and query may have {longest:,} octets each{hint}")
        if "%" in self.path:
            octets = unquote_to_bytes(self.path)
            if b"\0" in octets:
                raise Refusal(400, "the path holds the character NUL")
            try:
                octets.decode()
            except UnicodeDecodeError:
                raise Refusal(400, "the path is not UTF-8 once its percent-encoding is undone") from None


async def _asked(request: Request) -> Asked:
    asked: Asked = request.scope["kg.asked"]
    return asked


FromRequest = Annotated[Asked, Depends(_asked)]


def page_number(text: str) -> int:
    """Return a page number; raises `Refusal` where it is no whole number above zero."""
    if not (text.isascii() and text.isdigit() and int(text[:_MOST_DIGITS])):
        raise Refusal(400, f"page={text[:40]!r} is not a whole number above zero")
    return int(text) if len(text) <= _MOST_DIGITS else 10**_MOST_DIGITS  # beyond the last page of any list


def _time(date: str | None) -> float | None:
    try:
        return parsedate_to_datetime(date).timestamp() if date else None
    except (ValueError, OverflowError):
        return None
