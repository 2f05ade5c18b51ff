"""From an IRI to the link that leads to it from a page.

What is ours becomes a path from the root of the host, so that a site can be tried on another host than that of its
URIs.  What is elsewhere stays as it is, where it is something that a reader may follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

from kg.serialise.names import Remembered
from kg.serialise.reading import value

if TYPE_CHECKING:
    from kg.terms import Iri

_MOST = 8_192  # IRIs whose links are remembered: those of vocabularies stand on every page
_FOLLOWED = ("https://", "http://", "ftp://", "mailto:")


class Places:
    """Where the things of a site are, seen from its pages."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.prefix = urlsplit(base).path
        self._links = Remembered(self._link, _MOST)

    def path(self, iri: Iri) -> str | None:
        """Return the path below the base of something of ours, its fragment included, or None."""
        text = value(iri)
        return text[len(self.base) :] if text.startswith(self.base) else None

    def link(self, iri: Iri) -> str | None:
        """Return where an IRI leads, or None where it is none to be followed (`javascript:`, `urn:`)."""
        return self._links[iri]

    def _link(self, iri: Iri) -> str | None:
        return self.url(value(iri))

    def url(self, url: str) -> str | None:
        """Return where a URL leads, as `link` does."""
        if url.startswith(self.base):
            return self.below(url[len(self.base) :])
        return url if url[:8].lower().startswith(_FOLLOWED) else None

    def below(self, path: str, **query: str | int) -> str:
        """Return the link to a path below the base: a canonical one, which needs no more encoding."""
        return f"{self.prefix}{path}" + (f"?{urlencode(query, quote_via=quote)}" if query else "")
