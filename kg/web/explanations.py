"""Why an article says what it says: `/doc/explain/article/…`, a page for people and JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from starlette.concurrency import run_in_threadpool

from kg.formats import HTML
from kg.site.explaining import explanation
from kg.web.negotiation import JSON, wanted
from kg.web.refusals import Refusal
from kg.web.representations import Representation

if TYPE_CHECKING:
    from kg.formats import Format
    from kg.web.asked import Asked
    from kg.web.opened import Opened
    from kg.web.reply import Reply

_OFFERED = (HTML, JSON)


async def explain(asked: Asked, path: str) -> Reply:
    """Answer with the explanation of the work that has this canonical path.

    Raises `Refusal` (404) where it is no work of ours.
    """
    url = f"{asked.opened.base}doc/explain/{path}"
    format_ = wanted(asked, _OFFERED, {known.extension: f"{url}?format={known.extension}" for known in _OFFERED})
    made = await run_in_threadpool(
        asked.opened.kept, f"doc/explain/{path}", format_, 1, lambda: _made(asked.opened, path, url, format_)
    )
    if made is None:
        raise Refusal(404, "Only works that records describe are explained, and this is none")
    return made.reply(asked, negotiated=True)


def _made(opened: Opened, path: str, url: str, format_: Format) -> Representation | None:
    found = explanation(opened.generation, path)
    if found is None:
        return None
    body = opened.pages.explanation(found).encode() if format_ is HTML else msgspec.json.encode(found)
    headers = {"content-location": f"{url}?format={format_.extension}", **opened.headers}
    return Representation(body, format_.content_type, headers)
