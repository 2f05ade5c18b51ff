"""The report on quality: a page for people, JSON and CSV for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from fastapi import APIRouter
from starlette.responses import Response

from kg.formats import HTML, Format
from kg.site.quality import as_csv, cases, read
from kg.web.asked import FromRequest  # noqa: TC001 - FastAPI reads the annotations
from kg.web.described import format_parameter, refused, sent
from kg.web.negotiation import JSON, wanted
from kg.web.refusals import Refusal
from kg.web.representations import Representation

if TYPE_CHECKING:
    from kg.web.opened import Opened

CSV = Format(name="CSV", extension="csv", media_types=("text/csv",), is_rdf=False)
_OFFERED = (HTML, JSON, CSV)

router = APIRouter(default_response_class=Response)


@router.get(
    "/quality",
    summary="What is wrong with the records, or missing in them",
    responses=sent("text/html", "application/json", "text/csv") | refused(404, 406),
    openapi_extra={"parameters": [format_parameter(_OFFERED)]},
)
def quality(asked: FromRequest) -> Response:
    """Return the report as a page, every finding as CSV or, with counts, as JSON."""
    opened = asked.opened
    if opened.waits:
        raise Refusal(404, "There is no report: what is published here is all in another store")
    url = f"{opened.base}quality"
    format_ = wanted(asked, _OFFERED, {known.extension: f"{url}?format={known.extension}" for known in _OFFERED})
    found = opened.kept("quality", format_, 1, lambda: _made(opened, url, format_))
    return found.reply(asked, negotiated=True)


def _made(opened: Opened, url: str, format_: Format) -> Representation:
    folder = opened.generation.folder
    headers = {"content-location": f"{url}?format={format_.extension}", **opened.headers}
    if format_ is HTML:
        body = opened.pages.quality(read(folder)).encode()
    elif format_ is CSV:
        body = b"".join(as_csv(folder))
    else:
        body = msgspec.json.encode({"quality": read(folder), "cases": list(cases(folder))})
    content_type = "text/csv; charset=utf-8; header=present" if format_ is CSV else format_.content_type
    return Representation(body, content_type, headers)
