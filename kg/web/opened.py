"""A generation as the web holds it: with its pages, its names, and what was already answered from it."""

from __future__ import annotations

import datetime as dt
import logging
import os
import sqlite3
import threading
import time
from email.utils import format_datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool

from kg.errors import KgError, SiteError
from kg.formats import HTML, TRIG, TURTLE, Format
from kg.serialise import Names, write
from kg.site.generation import REMOTE, Generation, current, opened
from kg.site.layout import Layout
from kg.vocab import PREFIXES
from kg.web.documents import document, place
from kg.web.links import links
from kg.web.pages import Pages
from kg.web.reply import encoded
from kg.web.representations import Cache, Representation
from kg.web.spelling import spelled
from kg.web.written import WrittenTurtle

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.settings import Settings
    from kg.site.index import Lists
    from kg.web.documents import Document, Place

_TURTLE = (TURTLE, TRIG)  # a default graph is the same in both
_LOOK_EVERY = 1.0  # seconds between two looks at what is published
_SOONEST = 60  # seconds after which what another store publishes is opened anew
_CACHE_BYTES = 64 << 20
_LONGEST_REMEMBERED = 500
_SMALL = 16 << 10  # bytes of packed triples, some hundreds of them: a document in a millisecond or two
Made = TypeVar("Made", bound=Representation | None)
_log = logging.getLogger(__name__)


class Opened:
    """An open generation and all that is derived from it; thrown away as one when another takes its place."""

    def __init__(self, generation: Generation, settings: Settings) -> None:
        """Take a generation; raises `SiteError` where its base cannot stand in a header."""
        manifest = generation.manifest
        if not manifest.base.isascii():
            raise SiteError(f"site.base: {manifest.base!r} must be ASCII to be sent; write the host as xn--…")
        self.generation = generation
        self.waits = manifest.store == REMOTE
        self.base = manifest.base
        self.prefix = urlsplit(manifest.base).path
        self.pages = Pages(generation, settings)
        self.page_size = max(settings.number("web.page_size"), 1)
        self.redirects = settings.text("web.dereference") == "303"
        created = dt.datetime.fromisoformat(manifest.created)
        self.modified = created.timestamp()
        seconds = settings.number("web.cache_seconds")
        self.freshness = f"max-age={seconds}" if seconds else "no-cache"
        self.headers = {
            "last-modified": format_datetime(created.astimezone(dt.UTC), usegmt=True),
            "cache-control": self.freshness,
        }
        self.encoded = encoded(self.headers)
        self._names = Names(PREFIXES, manifest.base)
        self._turtle = WrittenTurtle(generation, self._names)
        self._cache = Cache(_CACHE_BYTES)
        self.cuts = lru_cache(4)(partial(_cuts, generation.index))
        self._spelled = lru_cache(1 << 14)(lambda raw: spelled(generation, raw))

    def spelled(self, raw: str) -> str | None:
        """Return the canonical path of the thing that a client's path names, or None where there is none."""
        return self._spelled(raw) if len(raw) < _LONGEST_REMEMBERED else spelled(self.generation, raw)

    def page(self, html: str, url: str) -> Representation:
        """Return a page as it is sent; `url` names it without negotiation."""
        return Representation(html.encode(), HTML.content_type, {"content-location": url, **self.headers})

    def kept(self, path: str, format_: Format, page: int, make: Callable[[], Made]) -> Representation | Made:
        """Return what was made for this resource before, else what `make` returns, and remember that."""
        key = (path, format_.extension, page)
        if (found := self._cache.get(key)) is not None:
            return found
        made = make()
        if made is not None:
            self._cache.put(key, made)
        return made

    async def document(self, path: str, format_: Format, page: int) -> Representation | None:
        """Return the document about the thing with this canonical path, or None where there is no such page of it.

        RDF about a work of the usual size is made here and now.  All else is made in a thread, a quarter dearer: a page
        takes some milliseconds, a paper with three thousand authors seconds, in which nobody else would be answered.
        """
        found = self._cache.get((path, format_.extension, page))
        if found is not None:
            return found

        def make() -> Representation | None:
            return self._document(path, format_, page)

        if format_ is not HTML and 0 < self.generation.records.size(path) < _SMALL:
            return self.kept(path, format_, page, make)
        return await run_in_threadpool(self.kept, path, format_, page, make)

    def _document(self, path: str, format_: Format, page: int) -> Representation | None:
        if format_ in _TURTLE and page == 1 and (written := self._turtle.document(path)) is not None:
            return self._represented(place(self.generation, path), format_, written)
        found = document(self.generation, path, page=page, size=self.page_size)
        if found is None:
            return None
        body = self._html(found) if format_ is HTML else write(found.triples, format_, self._names, about=found.iri)
        return self._represented(found, format_, body)

    def _represented(self, where: Place, format_: Format, body: bytes) -> Representation:
        headers = {
            "content-location": where.urls[format_.extension],
            "link": links(where, format_, self.generation.manifest),
            **self.headers,
        }
        return Representation(body, format_.content_type, headers)

    def _html(self, found: Document) -> bytes:
        return self.pages.thing(found).encode()


def _cuts(index: Lists, size: int) -> list[str]:
    """Return the paths after which the works are cut into runs of `size`, the first of them empty."""
    cuts = [""]
    while len(run := index.paths(cuts[-1], size)) == size:
        cuts.append(run[-1])
    return cuts


class Published(Protocol):
    """What says what there is to serve, where that is not a site on disk."""

    has_news: bool
    """Whether there is something that was not there at the last call."""

    def __call__(self) -> Generation: ...


class Following:
    """What is published at the moment: follows `current` of a site, so that a new build is served without a restart.

    A request keeps the generation it began with.  The next one is opened beside it, in a thread of its own, and the
    old one is closed when nobody reads it any more.  What another store publishes may change at any time: it is opened
    anew every so often (`web.cache_seconds`, a minute at the least).
    """

    def __init__(self, settings: Settings, site: Layout | Generation | Published) -> None:
        """Open what is published; raises `SiteError` or `EndpointError` where there is nothing that can be served."""
        self._settings = settings
        self._link = site.current if isinstance(site, Layout) else None
        self._anew = None if isinstance(site, (Layout, Generation)) else site
        self._every = max(settings.number("web.cache_seconds"), _SOONEST)
        self._old = time.monotonic() + self._every
        generation = site if isinstance(site, Generation) else current(site) if isinstance(site, Layout) else site()
        self._folder = str(generation.folder)
        self._opened = Opened(generation, settings)
        self._next_look = 0.0
        self._opening = False
        self._failed = ""

    def now(self) -> Opened:
        if self._link is not None and (moment := time.monotonic()) >= self._next_look:
            self._next_look = moment + _LOOK_EVERY
            self._look(str(self._link))
        elif self._anew is not None and not self._opening and (self._anew.has_news or time.monotonic() >= self._old):
            self._opening, self._old = True, time.monotonic() + self._every
            threading.Thread(target=self._open, args=("", self._anew), name="open-generation", daemon=True).start()
        return self._opened

    def _look(self, link: str) -> None:
        folder = os.path.realpath(link)  # a path object is ten times slower, and this is asked all the time
        if folder != self._folder and not self._opening:
            self._opening = True
            threading.Thread(target=self._open, args=(folder,), name="open-generation", daemon=True).start()

    def _open(self, folder: str, anew: Published | None = None) -> None:
        """Open a generation and serve it; one that cannot be opened is tried again at each look, and logged once."""
        try:
            self._opened = Opened(anew() if anew else opened(Path(folder)), self._settings)
            self._folder = folder
            if not anew:
                _log.info("now serving %s", folder)
        except (KgError, OSError, sqlite3.Error) as error:
            if folder != self._failed:
                _log.error("%s is published and cannot be served; the one before it still is: %s", folder, error)
            self._failed = folder
        finally:
            self._opening = False
