"""What crawlers read first: robots.txt (RFC 9309) and the sitemap (https://www.sitemaps.org/protocol.html)."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from kg.formats import HTML, Format
from kg.web.asked import FromRequest  # noqa: TC001 - FastAPI reads the annotations
from kg.web.described import ROBOTS, SITEMAP
from kg.web.documents import document_urls
from kg.web.lists import LISTS
from kg.web.refusals import Refusal
from kg.web.representations import Representation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.web.opened import Opened

_ENTRIES = 10_000  # a fifth of what a sitemap may hold: about a megabyte
_XML = Format(name="XML", extension="xml", media_types=("application/xml",), is_rdf=False)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'

router = APIRouter(default_response_class=Response)


@router.get("/robots.txt", summary="What crawlers should leave alone", responses=ROBOTS)
async def robots(asked: FromRequest) -> Response:
    """Keep crawlers off what costs work for each request and says nothing new."""
    opened = asked.opened
    lines = [f"Disallow: {opened.prefix}{path}" for path in ("sparql", "search", "resolve", "lookup")]
    text = "\n".join(["User-agent: *", *lines, f"Allow: {opened.prefix}", "", f"Sitemap: {opened.base}sitemap.xml", ""])
    return Representation(text.encode(), "text/plain; charset=utf-8", opened.headers).reply(asked, negotiated=False)


@router.get("/sitemap.xml", summary="The list of sitemaps", responses=SITEMAP)
def sitemaps(asked: FromRequest) -> Response:
    """Return the index of sitemaps."""
    opened = asked.opened
    urls = (f"{opened.base}sitemap-{number}.xml" for number in range(1, len(opened.cuts(_ENTRIES)) + 1))
    made = opened.kept("sitemap.xml", _XML, 1, lambda: _sitemap(opened, "sitemapindex", "sitemap", urls))
    return made.reply(asked, negotiated=False)


@router.get("/sitemap-{number}.xml", summary="Some thousands of articles", responses=SITEMAP)
def sitemap(asked: FromRequest, number: int) -> Response:
    """Return one sitemap: the pages of so many articles; the first also has the lists."""
    opened = asked.opened
    cuts = opened.cuts(_ENTRIES)
    if not 1 <= number <= len(cuts):
        raise Refusal(404, f"There are {len(cuts)} sitemaps")

    def make() -> Representation:
        fixed = [opened.base, *(opened.base + name for name in LISTS)] if number == 1 else []
        paths = opened.generation.index.paths(cuts[number - 1], _ENTRIES)
        articles = [document_urls(opened.base, path)[HTML.extension] for path in paths]
        return _sitemap(opened, "urlset", "url", [*fixed, *articles])

    return opened.kept(f"sitemap-{number}.xml", _XML, 1, make).reply(asked, negotiated=False)


def _sitemap(opened: Opened, root: str, entry: str, urls: Iterable[str]) -> Representation:
    day = opened.generation.manifest.created[:10]
    entries = [f"<{entry}><loc>{escape(url)}</loc><lastmod>{day}</lastmod></{entry}>\n" for url in urls]
    text = "".join([_HEAD.format(root=root), *entries, f"</{root}>\n"])
    return Representation(text.encode(), "application/xml", opened.headers)
