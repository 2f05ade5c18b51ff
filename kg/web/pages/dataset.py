"""The dataset as a page shows it, and as search engines for data sets read it (schema.org/Dataset)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kg.errors import TermError
from kg.formats import FORMATS
from kg.iris import Iris
from kg.serialise.reading import value
from kg.terms import Iri, Namespace, iri, literal, typed
from kg.vocab import RDF, SCHEMA, XSD
from kg.web.pages.dates import Moment, moment
from kg.web.pages.licences import licence_name
from kg.web.pages.rows import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.serialise import Names
    from kg.site.generation import Generation, Manifest
    from kg.terms import Triple
    from kg.web.pages.places import Places

# Said to search engines alone: the graph itself describes the dataset in VoID and DCAT.
_SCHEMA = Namespace(
    "https://schema.org/",
    "DataDownload contentSize dateModified distribution isAccessibleForFree includedInDataCatalog",
)
_MEDIA_TYPES = {format_.name: format_.media_types[0] for format_ in FORMATS}


class Download(msgspec.Struct, frozen=True, kw_only=True):
    """A dump: its name, where it is, what it is, its size in bytes and its SHA-256."""

    name: str
    href: str
    url: str
    format: str
    size: int
    sha256: str


class Counted(msgspec.Struct, frozen=True):
    """A class or property: its prefixed name, where it leads, how often it occurs."""

    name: str
    href: str | None
    count: int


_REPORT = "dumps/validation.ttl"


class DatasetView(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says of the dataset."""

    title: str
    description: str
    triples: int
    created: Moment
    number: int
    digest: str
    licence: str
    licence_name: str
    licence_href: str | None
    publisher: str
    publisher_href: str | None
    contact: str
    contact_href: str | None
    counts: tuple[tuple[str, int], ...]
    sources: tuple[tuple[str, str, int], ...]
    classes: tuple[Counted, ...]
    properties: tuple[Counted, ...]
    downloads: tuple[Download, ...]
    validation: str | None


def dataset(generation: Generation, places: Places, names: Names) -> DatasetView:
    """Return the view of the dataset of a generation."""
    manifest = generation.manifest
    contact = manifest.contact
    is_address = "@" in contact and "/" not in contact and ":" not in contact
    return DatasetView(
        title=manifest.title,
        description=manifest.description,
        triples=manifest.triples,
        created=moment(manifest.created[:10]),
        number=manifest.number,
        digest=manifest.digest,
        licence=manifest.licence,
        licence_name=licence_name(manifest.licence) or manifest.licence,
        licence_href=places.url(manifest.licence),
        publisher=manifest.publisher,
        publisher_href=places.url(manifest.publisher),
        contact=contact.removeprefix("mailto:"),
        contact_href=places.url(f"mailto:{contact}" if is_address else contact),
        counts=tuple(
            (KINDS.get(kind, (kind, kind))[count != 1].capitalize(), count)
            for kind, count in sorted(manifest.counts.items(), key=lambda item: (-item[1], item[0]))
        ),
        sources=tuple(_source(generation, places, name) for name in sorted(manifest.sources)),
        classes=_counted(manifest.classes, places, names),
        properties=_counted(manifest.properties, places, names),
        downloads=tuple(
            Download(
                name=dump.name,
                href=places.below(f"dumps/{dump.name}"),
                url=f"{places.base}dumps/{dump.name}",
                format=dump.format,
                size=dump.size,
                sha256=dump.sha256,
            )
            for dump in manifest.dumps
        ),
        validation=places.below(_REPORT) if (generation.folder / _REPORT).is_file() else None,
    )


def in_schema_org(manifest: Manifest) -> Iterator[Triple]:
    """Yield the dataset in terms of schema.org, for the page alone."""
    iris = Iris(manifest.base)
    node, catalogue = iris.dataset, iri(manifest.base)
    yield node, RDF.type, SCHEMA.Dataset
    yield node, SCHEMA.name, literal(manifest.title)
    yield node, SCHEMA.description, literal(manifest.description)
    yield node, SCHEMA.url, node
    yield node, SCHEMA.license, iri(manifest.licence)
    yield node, _SCHEMA.dateModified, literal(manifest.created)
    yield node, _SCHEMA.isAccessibleForFree, typed("true", XSD.boolean)
    yield node, _SCHEMA.includedInDataCatalog, catalogue
    yield catalogue, RDF.type, SCHEMA.DataCatalog
    yield catalogue, SCHEMA.name, literal(manifest.title)
    if manifest.publisher:
        publisher = _linked(manifest.publisher) or iris.fragment(node, "publisher")
        yield node, SCHEMA.publisher, publisher
        yield publisher, RDF.type, SCHEMA.Organization
        yield publisher, SCHEMA.name, literal(manifest.publisher)
    for dump in manifest.dumps:
        download = iris.fragment(node, f"dump-{dump.name}")
        yield node, _SCHEMA.distribution, download
        yield download, RDF.type, _SCHEMA.DataDownload
        yield download, SCHEMA.name, literal(dump.name)
        yield download, SCHEMA.contentUrl, iri(f"{manifest.base}dumps/{dump.name}")
        yield download, SCHEMA.encodingFormat, literal(_MEDIA_TYPES.get(dump.format, "application/gzip"))
        yield download, _SCHEMA.contentSize, literal(f"{dump.size} B")


def _source(generation: Generation, places: Places, name: str) -> tuple[str, str, int]:
    node = generation.iris.source(name)
    names = [value(term) for _, _, term in generation.store.outgoing(node, SCHEMA.name)]
    return (names[0] if names else name, places.link(node) or "", generation.manifest.sources[name])


def _linked(text: str) -> Iri | None:
    try:
        return iri(text) if text.startswith(("http://", "https://")) else None
    except TermError:
        return None


def _counted(counts: dict[str, int], places: Places, names: Names) -> tuple[Counted, ...]:
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Counted(names.short(Iri(f"<{name}>".encode())).decode().strip("<>"), places.url(name), count)
        for name, count in most
    )
