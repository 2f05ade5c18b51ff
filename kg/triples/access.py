"""Who may read and use the article, and where it lies.

Only an open article is called open: `false` means "not known to be open" at several sources, so it becomes
`schema:isAccessibleForFree` and nothing stronger, unless the source says `closed`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.terms import literal, typed
from kg.triples import values
from kg.triples.schemes import LICENCES, OA_STATUS
from kg.vocab import COAR, DCTERMS, FABIO, FRBR, PSO, RDF, SCHEMA, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Licence, Location
    from kg.terms import Iri, Triple
    from kg.triples.about import About

_OPEN_ACCESS: Iri = getattr(PSO, "open-access")
_SUBSCRIPTION: Iri = getattr(PSO, "subscription-access")
_CREATIVE_COMMONS = re.compile(r"https?://(?:www\.)?creativecommons\.org/(.*?)/?", re.IGNORECASE)
# What a licence covers, in the words of Crossref and of OpenAlex; one for text mining covers no reading.
_PUBLISHED = frozenset({None, "vor", "unspecified", "publishedVersion"})
_MANUSCRIPT = frozenset({"am", "acceptedVersion", "submittedVersion"})


def access(about: About) -> Iterator[Triple]:
    """Yield whether the article is open, in what way, under which licences, and where it can be read."""
    node, article = about.node, about.article
    if article.is_open is not None:
        yield node, SCHEMA.isAccessibleForFree, values.boolean(article.is_open)
    if article.is_open:
        yield node, DCTERMS.accessRights, COAR.c_abf2
        yield from _status(about, _OPEN_ACCESS)
    elif article.oa_status == "closed":
        yield from _status(about, _SUBSCRIPTION)
    if article.oa_status in OA_STATUS:
        yield node, about.iris.term("oaStatus"), about.iris.scheme("oa-status", article.oa_status)
    covered = _PUBLISHED | _MANUSCRIPT if article.type == "preprint" else _PUBLISHED
    for licence in article.licences:
        yield from _licence(about, node, licence, covers=licence.version in covered)
    for number, location in enumerate(article.locations, 1):
        yield from _location(about, location, number)


def licence_link(url: str) -> Iri | None:
    """Return the IRI of a licence; Creative Commons' have one spelling: https, with a slash at the end."""
    known = _CREATIVE_COMMONS.fullmatch(url.strip())
    return values.link(f"https://creativecommons.org/{known[1]}/" if known else url)


def _status(about: About, status: Iri) -> Iterator[Triple]:
    held = about.part("access")
    yield about.node, PSO.holdsStatusInTime, held
    yield held, RDF.type, PSO.StatusInTime
    yield held, PSO.withStatus, status


def _licence(about: About, node: Iri, licence: Licence, *, covers: bool) -> Iterator[Triple]:
    term = licence_link(licence.url) if licence.url else None
    if term is None and licence.code in LICENCES:
        term = about.iris.scheme("licence", licence.code)
    if term is not None and covers:
        yield node, SCHEMA.license, term
        yield node, DCTERMS.license, term
    elif term is not None:
        yield node, SCHEMA.usageInfo, term
    elif licence.code:
        yield node, about.iris.term("licenceAsStated"), literal(licence.code)


def _location(about: About, location: Location, number: int) -> Iterator[Triple]:
    link = values.link(location.url)
    if link is None:
        return
    node = about.part(f"location-{number}")
    yield about.node, SCHEMA.encoding, node
    yield about.node, FRBR.embodiment, node
    yield node, RDF.type, SCHEMA.MediaObject
    yield node, RDF.type, FABIO.DigitalManifestation
    yield node, FABIO.hasURL, typed(link[1:-1].decode(), XSD.anyURI)
    if location.is_pdf:
        yield node, SCHEMA.contentUrl, link
        yield node, SCHEMA.encodingFormat, literal(location.media_type or "application/pdf")
    else:
        yield node, SCHEMA.url, link
        if location.media_type:
            yield node, SCHEMA.encodingFormat, literal(location.media_type)
    if location.is_open is not None:
        yield node, SCHEMA.isAccessibleForFree, values.boolean(location.is_open)
    if location.version:
        yield node, SCHEMA.version, literal(location.version)
    if location.host:
        yield node, about.iris.term("host"), literal(location.host)
    if location.licence:
        yield from _licence(about, node, location.licence, covers=True)
