"""The description of a dataset in VoID and DCAT, with the true counts of its generation.

VoID (https://www.w3.org/TR/void/) says what is in the graph and how to look it up, by class and property too, so
that query editors can offer what is there; DCAT 3 (https://www.w3.org/TR/vocab-dcat-3/) says what can be downloaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.formats import FORMATS
from kg.iris import Iris
from kg.terms import Iri, Literal, literal, typed
from kg.terms import iri as term
from kg.vocab import DCAT, DCTERMS, DQV, FOAF, PREFIXES, RDF, SPDX, VOID, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.site.generation import Dump, Manifest
    from kg.terms import Triple

REPORT = "validation.ttl"
"""The report of the gate, beside the dumps."""
_FORMAT_IRIS = {
    "Turtle": "http://www.w3.org/ns/formats/Turtle",
    "JSON-LD": "http://www.w3.org/ns/formats/JSON-LD",
    "N-Triples": "http://www.w3.org/ns/formats/N-Triples",
    "RDF/XML": "http://www.w3.org/ns/formats/RDF_XML",
    "TriG": "http://www.w3.org/ns/formats/TriG",
    "N-Quads": "http://www.w3.org/ns/formats/N-Quads",
}
_MEDIA_TYPES = {format_.name: format_.media_types[0] for format_ in FORMATS}
_IANA = "https://www.iana.org/assignments/media-types/"


def description(manifest: Manifest, example: Iri | None) -> Iterator[Triple]:
    """Yield the description of a generation's dataset; `example` is one of its articles."""
    iris = Iris(manifest.base)
    dataset = iris.dataset
    yield dataset, RDF.type, VOID.Dataset
    yield dataset, RDF.type, DCAT.Dataset
    yield dataset, DCTERMS.title, literal(manifest.title)
    yield dataset, DCTERMS.description, literal(manifest.description)
    yield dataset, DCTERMS.identifier, literal(manifest.base + "dataset")
    yield dataset, DCTERMS.modified, typed(manifest.created, XSD.dateTime)
    yield dataset, DCAT.version, literal(str(manifest.number))
    yield dataset, DCAT.keyword, literal("scholarly articles", "en")
    yield dataset, DCAT.landingPage, term(manifest.base)
    yield term(manifest.base), RDF.type, FOAF.Document
    yield from _rights(manifest, iris)
    yield from _contents(manifest, iris)
    if example is not None:
        yield dataset, VOID.exampleResource, example
    for dump in manifest.dumps:
        yield from _distribution(dump, manifest, iris)
    if manifest.gate and not manifest.gate.startswith("off"):
        report = term(f"{manifest.base}dumps/{REPORT}")
        yield dataset, DQV.hasQualityMetadata, report
        yield report, RDF.type, DQV.QualityMetadata


def _rights(manifest: Manifest, iris: Iris) -> Iterator[Triple]:
    licence = term(manifest.licence)
    yield iris.dataset, DCTERMS.license, licence
    yield licence, RDF.type, DCTERMS.LicenseDocument
    if manifest.publisher:
        by_url = manifest.publisher.startswith(("http://", "https://"))
        publisher = term(manifest.publisher) if by_url else iris.fragment(iris.dataset, "publisher")
        yield iris.dataset, DCTERMS.publisher, publisher
        yield publisher, RDF.type, FOAF.Agent
        if not by_url:
            yield publisher, FOAF.name, literal(manifest.publisher)


def _contents(manifest: Manifest, iris: Iris) -> Iterator[Triple]:
    dataset = iris.dataset
    yield dataset, VOID.uriSpace, literal(manifest.base)
    if manifest.store != "none":
        yield dataset, VOID.sparqlEndpoint, term(f"{manifest.base}sparql")
    yield dataset, VOID.triples, _integer(manifest.triples)
    yield dataset, VOID.entities, _integer(sum(manifest.counts.values()))
    yield dataset, VOID.documents, _integer(sum(manifest.counts.values()))
    yield dataset, VOID.classes, _integer(len(manifest.classes))
    yield dataset, VOID.properties, _integer(len(manifest.properties))
    for format_ in _FORMAT_IRIS.values():
        yield dataset, VOID.feature, term(format_)
    used = [*manifest.classes, *manifest.properties]
    for namespace in PREFIXES.values():
        if any(name.startswith(namespace) for name in used):
            yield dataset, VOID.vocabulary, term(namespace)
    for name, count in manifest.classes.items():
        partition = iris.fragment(dataset, f"class-{_short(name)}")
        yield dataset, VOID.classPartition, partition
        yield partition, getattr(VOID, "class"), term(name)
        yield partition, VOID.entities, _integer(count)
    for name, count in manifest.properties.items():
        partition = iris.fragment(dataset, f"property-{_short(name)}")
        yield dataset, VOID.propertyPartition, partition
        yield partition, VOID.property, term(name)
        yield partition, VOID.triples, _integer(count)


def _distribution(dump: Dump, manifest: Manifest, iris: Iris) -> Iterator[Triple]:
    distribution = iris.fragment(iris.dataset, f"dump-{dump.name}")
    checksum = iris.fragment(iris.dataset, f"dump-{dump.name}-sha256")
    url = term(f"{manifest.base}dumps/{dump.name}")
    yield iris.dataset, VOID.dataDump, url
    yield iris.dataset, DCAT.distribution, distribution
    yield distribution, RDF.type, DCAT.Distribution
    yield distribution, DCTERMS.title, literal(f"The whole graph as {dump.format}, compressed with gzip", "en")
    yield distribution, DCAT.accessURL, url
    yield distribution, DCAT.downloadURL, url
    yield distribution, DCAT.mediaType, term(_IANA + _MEDIA_TYPES[dump.format])
    yield distribution, DCAT.compressFormat, term(_IANA + "application/gzip")
    yield distribution, DCAT.byteSize, _integer(dump.size)
    yield distribution, DCTERMS.license, term(manifest.licence)
    yield distribution, SPDX.checksum, checksum
    yield checksum, RDF.type, SPDX.Checksum
    yield checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256
    yield checksum, SPDX.checksumValue, typed(dump.sha256, XSD.hexBinary)


def _integer(count: int) -> Literal:
    return typed(str(count), XSD.integer)


def _short(name: str) -> str:
    """`schema-name` for `https://schema.org/name`: what stands in the URI of a partition."""
    for prefix, namespace in PREFIXES.items():
        if name.startswith(namespace):
            return f"{prefix}-{name[len(namespace) :]}"
    return name.rpartition("/")[2].replace("#", "-")
