"""Whether an article is open, under which licence, and where it can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kg.serialise.reading import value
from kg.vocab import DCTERMS, FABIO, FRBR, PSO, SCHEMA
from kg.web.pages.licences import licence_name
from kg.web.pages.reading import Link

if TYPE_CHECKING:
    from kg.terms import Iri
    from kg.web.pages.dates import Moment
    from kg.web.pages.reading import Reading

_PDF = "application/pdf"
_RETRACTED: Iri = getattr(PSO, "retracted-from-publication")
# What the codes of versions and hosts say, at Crossref and OpenAlex.
_VERSIONS = {
    "publishedVersion": "published version",
    "acceptedVersion": "accepted manuscript",
    "submittedVersion": "submitted manuscript",
    "vor": "published version",
    "am": "accepted manuscript",
    "tdm": "for text mining",
}
_HOSTS = {"publisher": "publisher", "repository": "repository", "journal": "publisher"}


class Location(msgspec.Struct, frozen=True, kw_only=True):
    """A place where the article can be read: its host and address, and what lies there."""

    anchor: str
    host: str
    url: str
    href: str | None
    media_type: str = ""
    is_open: bool = False
    notes: tuple[str, ...] = ()
    licence: Link | None = None

    @property
    def is_pdf(self) -> bool:
        return self.media_type == _PDF


class Retraction(msgspec.Struct, frozen=True):
    """That the article was withdrawn, when, and by which notices."""

    date: Moment | None
    notices: tuple[Link, ...]


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader may do with the article."""

    is_open: bool | None
    status: Link | None
    licences: tuple[Link, ...]
    usage: tuple[Link, ...]
    locations: tuple[Location, ...]

    @property
    def pdf(self) -> str | None:
        """The address of a real PDF: an open one before others."""
        pdfs = sorted(
            (place for place in self.locations if place.is_pdf and place.href), key=lambda pdf: not pdf.is_open
        )
        return pdfs[0].url if pdfs else None


def access(reading: Reading) -> Access:
    """Return what a reader may do with the article."""
    stated = reading.text(SCHEMA.isAccessibleForFree)
    status = reading.graph.iri(reading.thing, reading.own("oaStatus"))
    licences = [licence(reading, iri) for iri in reading.graph.iris(reading.thing, SCHEMA.license, DCTERMS.license)]
    return Access(
        is_open=None if stated is None else stated == "true",
        status=reading.link(status) if status else None,
        licences=(*licences, *reading.texts(reading.own("licenceAsStated"))),
        usage=tuple(licence(reading, iri) for iri in reading.graph.iris(reading.thing, SCHEMA.usageInfo)),
        locations=tuple(
            _location(reading, part) for part in reading.graph.iris(reading.thing, SCHEMA.encoding, FRBR.embodiment)
        ),
    )


def retraction(reading: Reading, notices: tuple[Link, ...]) -> Retraction | None:
    """Return the retraction of the article, or None where it stands."""
    parts = reading.graph.iris(reading.thing, PSO.holdsStatusInTime)
    held = next((part for part in parts if reading.graph.has(part, PSO.withStatus, _RETRACTED)), None)
    if held is None and "Retracted" not in [words.text for words in reading.texts(SCHEMA.creativeWorkStatus)]:
        return None
    return Retraction(reading.moment(held, DCTERMS.date) if held else None, notices)


def licence(reading: Reading, iri: Iri) -> Link:
    """Return the link to a licence, by the name that people know it by where its address says that."""
    link = reading.link(iri)
    return Link(licence_name(value(iri)) or link.text, link.href)


def _location(reading: Reading, part: Iri) -> Location:
    graph = reading.graph
    link = graph.iri(part, SCHEMA.contentUrl, SCHEMA.url)
    url = value(link) if link else graph.text(part, FABIO.hasURL) or ""
    version = graph.text(part, SCHEMA.version)
    host = graph.text(part, reading.own("host"))
    under = graph.iri(part, SCHEMA.license, DCTERMS.license)
    stated = graph.text(part, reading.own("licenceAsStated"))
    media_type = graph.text(part, SCHEMA.encodingFormat) or ""
    notes = (_VERSIONS.get(version or "", version), _HOSTS.get(host or "", host))
    return Location(
        anchor=reading.anchor(part),
        host=url.partition("://")[2].partition("/")[0].removeprefix("www."),
        url=url,
        href=reading.places.url(url),
        media_type=media_type,
        is_open=graph.text(part, SCHEMA.isAccessibleForFree) == "true",
        notes=tuple(note for note in notes if note),
        licence=licence(reading, under) if under else Link(stated) if stated else None,
    )
