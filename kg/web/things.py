"""The URIs of things, and the documents about them.

`/article/10.1111/lamp.12329` is an article and redirects (303) to `/doc/ttl/article/10.1111/lamp.12329`, a document
about it, or sends that document at once (`web.dereference`).  The extension stands before the key, since a DOI may
end in `.ttl`.  Every other spelling of either redirects (308) to the canonical one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.formats import BY_EXTENSION, FORMATS, HTML
from kg.web.documents import document_urls
from kg.web.explanations import explain
from kg.web.negotiation import wanted
from kg.web.refusals import Refusal
from kg.web.reply import Reply
from kg.web.spelling import gone

if TYPE_CHECKING:
    from kg.formats import Format
    from kg.web.asked import Asked

_EXPLAIN = "explain"  # stands where an extension does, and is none
_QUERY = "%!$&'()*+,;=:@/?-._~"  # RFC 3986, section 3.4, and what is encoded already
_DATA_FIRST = (*(format_ for format_ in FORMATS if format_.is_rdf), HTML)


async def thing(asked: Asked) -> Reply:
    """Answer for the URI of a thing."""
    path = _spelled(asked, asked.path)
    if path != asked.path:
        return moved(asked, path)
    return await dereferenced(asked, path, FORMATS)


async def doc(asked: Asked) -> Reply:
    """Answer for the URL of a document about a thing, `doc/{extension}/{path}`, or of its explanation."""
    _, extension, raw = [*asked.path.split("/", 2), "", ""][:3]
    if extension == _EXPLAIN:
        path = _spelled(asked, raw)
        return await explain(asked, path) if path == raw else moved(asked, f"doc/{_EXPLAIN}/{path}")
    format_ = BY_EXTENSION.get(extension)
    if format_ is None:
        raise Refusal(404, f"There is no format {extension[:40]!r}; there are: {', '.join(BY_EXTENSION)}")
    path = _spelled(asked, raw)
    if path != raw:
        return moved(asked, f"doc/{extension}/{path}")
    return await _document(asked, path, format_, negotiated=False)


async def well_known_void(asked: Asked) -> Reply:
    """Answer for the place where crawlers look for the description of the dataset (VoID, section 7.2)."""
    return await dereferenced(asked, "dataset", _DATA_FIRST)


async def home(asked: Asked) -> Reply:
    """Answer for the base itself: the home page, or the description of the dataset as data."""
    urls = document_urls(asked.opened.base, "dataset") | {"html": asked.opened.base}
    format_ = wanted(asked, FORMATS, urls)
    if format_ is not HTML:
        return _see(asked, urls[format_.extension])
    made = asked.opened.kept("", HTML, 1, lambda: asked.opened.page(asked.opened.pages.home(), asked.opened.base))
    return made.reply(asked, negotiated=True)


async def dereferenced(asked: Asked, path: str, formats: tuple[Format, ...]) -> Reply:
    """Lead to the document about a thing, or send it, in the format that is wanted."""
    page = asked.page
    urls = document_urls(asked.opened.base, path, page)
    format_ = wanted(asked, formats, urls)
    if not asked.opened.redirects:
        return await _document(asked, path, format_, negotiated=True)
    if page > 1 and await asked.opened.document(path, format_, page) is None:
        raise _no_page(page)
    return _see(asked, urls[format_.extension])


def moved(asked: Asked, path: str) -> Reply:
    """Redirect to another path below the base, for good and with the same query (RFC 9110, section 15.4.9)."""
    query = f"?{quote(asked.query_string, safe=_QUERY)}" if asked.query_string else ""
    location = f"{asked.opened.base}{path}{query}"
    return Reply(308, headers={"location": location, "cache-control": asked.opened.freshness, "vary": "Accept"})


def _see(asked: Asked, url: str) -> Reply:
    return Reply(303, headers={"location": url, "cache-control": asked.opened.freshness, "vary": "Accept"})


async def _document(asked: Asked, path: str, format_: Format, *, negotiated: bool) -> Reply:
    found = await asked.opened.document(path, format_, asked.page)
    if found is None:
        raise _no_page(asked.page)
    return found.reply(asked, negotiated=negotiated)


def _spelled(asked: Asked, raw: str) -> str:
    """Return the canonical path of what is asked for.

    Raises `Refusal`: 410 for what was here once, with what it was and why it went, 404 for what never was.
    """
    path = asked.opened.spelled(raw)
    if path is not None:
        return path
    if (was := gone(asked.opened.generation, raw)) is not None:
        said = f"{was.label!r} was here until {was.since}. {was.reason}"
        raise Refusal(410, said, label=was.label, since=was.since, reason=was.reason)
    raise Refusal(404, "There is nothing with this URI here")


def _no_page(page: int) -> Refusal:
    return Refusal(404, f"There is no page {page}")
