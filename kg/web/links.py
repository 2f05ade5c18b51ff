"""Link headers (RFC 8288) of a document: its other formats, what it is about, and FAIR Signposting.

https://signposting.org/FAIR/: the HTML document is the landing page; `describedby` leads from it to the data, and
`describes` from the data to what both are about.  `cite-as` is our URI, the one that redirects here.

Proxies give a whole header 4 to 8 kilobytes, so what does not fit is left out, the least needed first.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kg.formats import FORMATS, HTML, JSON_LD
from kg.terms import Iri
from kg.vocab import RDF, SCHEMA
from kg.web.documents import Document, Place, document_urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.formats import Format
    from kg.site.generation import Manifest

_MOST_OCTETS = 2_600
_DATA = (JSON_LD, *(format_ for format_ in FORMATS if format_.is_rdf and format_ is not JSON_LD))
_SCHEMA = b"<https://schema.org/"
_ORCID = "person/orcid:"
_MOST_AUTHORS = 10
_ITS_PATH = "\0"  # stands where the path of an article does


def links(document: Place, format_: Format, manifest: Manifest) -> str:
    """Return the value of the Link header of a document in one format."""
    if format_ is not HTML and document.kind == "article" and document.pages == 1:
        said = _of_article(format_, manifest.base, manifest.licence).replace(_ITS_PATH, document.path)
        if len(said) <= _MOST_OCTETS:
            return said
    return _fitting(document, format_, manifest.base, manifest.licence)


@lru_cache(64)
def _of_article(format_: Format, base: str, licence: str) -> str:
    """Return the links of all articles in one format: nothing of them is another but the path."""
    urls = document_urls(base, _ITS_PATH)
    some = Place(path=_ITS_PATH, iri=Iri(b""), kind="article", urls=urls)
    return ", ".join(_links(some, format_, base, licence))


def _fitting(document: Place, format_: Format, base: str, licence: str) -> str:
    kept: list[str] = []
    room = _MOST_OCTETS
    for link in _links(document, format_, base, licence):
        room -= len(link) + 2
        if room >= 0:
            kept.append(link)
    return ", ".join(kept)


def _links(document: Place, format_: Format, base: str, licence: str) -> Iterator[str]:
    urls = document.urls
    thing = base + document.path
    yield _link(thing, "describes")
    yield _link(urls[format_.extension], "canonical")
    yield from _pages(document, format_, base)
    # rdflib and jsonld.js look for the first of these two parameters, in this order and these quotes.
    yield from (
        _link(urls[other.extension], "alternate", type=other.media_types[0])
        for other in (*_DATA, HTML)
        if other is not format_
    )
    if document.kind == "article":
        yield _link(thing, "cite-as")
    yield from (_link(licence, "license") for licence in _licences(document, format_, licence))
    if thing != base + "dataset":
        yield _link(base + "dataset", "collection")
    if format_ is HTML and isinstance(document, Document):
        yield from (_link(urls[data.extension], "describedby", type=data.media_types[0]) for data in _DATA)
        yield _link(SCHEMA_ABOUT_PAGE, "type")
        yield from (_link(type_, "type") for type_ in _types(document))
        yield from (_link(author, "author") for author in _authors(document, base))


SCHEMA_ABOUT_PAGE = "https://schema.org/AboutPage"


def _pages(document: Place, format_: Format, base: str) -> Iterator[str]:
    """Yield the way through a document of several pages."""
    if document.pages == 1:
        return
    numbers = {"first": 1, "prev": document.page - 1, "next": document.page + 1, "last": document.pages}
    for relation, number in numbers.items():
        if 1 <= number <= document.pages:
            yield _link(document_urls(base, document.path, number)[format_.extension], relation)


def _licences(document: Place, format_: Format, licence: str) -> list[str]:
    """Return the licence of what the page shows: of an article its own, of everything else that of the dataset."""
    if format_ is not HTML or not isinstance(document, Document) or document.kind != "article":
        return [licence] if licence.isascii() else []
    own = (triple[2] for triple in document.triples if triple[:2] == (document.iri, SCHEMA.license))
    return [said[1:-1].decode() for said in own if said.startswith(b"<http") and said.isascii()][:1]


def _types(document: Document) -> list[str]:
    said = {
        object_[1:-1].decode()
        for subject, predicate, object_ in document.triples
        if subject == document.iri and predicate == RDF.type and object_.startswith(_SCHEMA)
    }
    return sorted(said)[:1]


def _authors(document: Document, base: str) -> list[str]:
    """Return the ORCID iDs of the authors who have one: their identifiers everywhere, not only here."""
    person = f"<{base}{_ORCID}".encode()
    known = {
        object_[len(person) : -1].decode()
        for subject, predicate, object_ in document.triples
        if predicate == SCHEMA.author and subject == document.iri and object_.startswith(person)
    }
    return [f"https://orcid.org/{orcid}" for orcid in sorted(known)[:_MOST_AUTHORS]]


def _link(target: str, relation: str, **parameters: str) -> str:
    said = "".join(f'; {name}="{value}"' for name, value in parameters.items())
    return f'<{target}>; rel="{relation}"{said}'
