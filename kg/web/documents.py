"""What a document about a thing holds: its triples, the names of what it points to, and its members page by page.

Nothing is invented: every triple comes from the graph, the dataset's description or the vocabulary.  A document
that could grow without end is cut at a stated bound, never in silence: pages are counted and linked.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from kg.formats import FORMATS
from kg.iris import kind_of
from kg.serialise.reading import parse_lines, value
from kg.site.pointed import MOST_NAMES, called, pointed
from kg.terms import Iri
from kg.vocab import DCTERMS, OWL, RDFS, SCHEMA, SKOS
from kg.web.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.site.generation import Generation
    from kg.site.index import ThingRow, WorkRow
    from kg.terms import Triple

KINDS_WITH_MEMBERS = frozenset({"periodical", "volume", "issue", "person", "organization", "book", "concept"})
_NAMES = (SCHEMA.name, SKOS.prefLabel, DCTERMS.title, RDFS.label)
_MOST_FIGURES = 200  # observations in the document of what they are about
_MOST_INCOMING = 1_000  # citing articles in the document of one that is only cited


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a document about a thing is, or one page of it.

    `path` is the canonical path below the base and `iri` the thing's name; `urls` has the URL of this document, at
    this page, by extension of the format.
    """

    path: str
    iri: Iri
    kind: str
    urls: dict[str, str]
    page: int = 1
    pages: int = 1


class Document(Place, frozen=True, kw_only=True):
    """What is said about one thing, or one page of it.

    `total` counts the works that belong to the thing, over all pages; `members` and `parts` are those of this page.
    `is_described` is false for an article that is only cited.
    """

    label: str
    triples: tuple[Triple, ...]
    total: int = 0
    members: tuple[WorkRow, ...] = ()
    parts: tuple[ThingRow, ...] = ()
    is_described: bool = True


def document(generation: Generation, path: str, *, page: int = 1, size: int = 50) -> Document | None:
    """Return the document about the thing with this canonical path, or None where there is no such thing or page.

    `page` counts from 1; `size` is how many members stand on one.
    """
    thing = thing_at(generation, path)
    about = _about(generation, path, thing)
    described = bool(about)
    if not about and not (about := generation.store.incoming(thing, _MOST_INCOMING)):
        return None
    kind = kind_of(path)
    members = _Members(generation, path, kind, (page - 1) * size, size)
    pages = max(1, -(-members.longest // size))
    if not 1 <= page <= pages:
        return None
    # Each once, in the order of the store, which is the same in every process: pages and their tags depend on it.
    own = dict.fromkeys([*about, *members.triples(thing)])
    return Document(
        path=path,
        iri=thing,
        kind=kind,
        label=_label(generation, path, thing, about if described else []),
        triples=tuple(own | dict.fromkeys(_names(generation, thing, own))),
        urls=document_urls(generation.manifest.base, path, page),
        page=page,
        pages=pages,
        total=members.total,
        members=members.works,
        parts=members.parts,
        is_described=described,
    )


def place(generation: Generation, path: str) -> Place:
    """Return where the document about this thing is, for one that has one page."""
    urls = document_urls(generation.manifest.base, path)
    return Place(path=path, iri=thing_at(generation, path), kind=kind_of(path), urls=urls)


def exists(generation: Generation, path: str) -> bool:
    """Tell whether there is a document about the thing with this canonical path, without making it."""
    if path in _FILES or generation.records.size(path):
        return True
    thing = thing_at(generation, path)
    return bool(generation.store.incoming(thing, 1)) or bool(generation.store.outgoing(thing))


def document_urls(base: str, path: str, page: int = 1) -> dict[str, str]:
    """Return the URL of the document about a thing in each format, by extension."""
    query = f"?page={page}" if page > 1 else ""
    return {format_.extension: f"{base}doc/{format_.extension}/{path}{query}" for format_ in FORMATS}


class _Members:
    """What belongs to a thing, of one page: works, and the volumes and issues of a periodical."""

    def __init__(self, generation: Generation, path: str, kind: str, start: int, size: int) -> None:
        self._generation = generation
        self.works: tuple[WorkRow, ...] = ()
        self.parts: tuple[ThingRow, ...] = ()
        self.total = self.longest = 0
        if kind in KINDS_WITH_MEMBERS and start >= 0:
            works = generation.index.members(path, start, size)
            self.works, self.total = tuple(works.rows), works.total
            self.longest = works.total
        if kind in {"periodical", "volume"} and start >= 0:
            parts = generation.index.parts(path, start, size)
            self.parts = tuple(parts.rows)
            self.longest = max(self.longest, parts.total)

    def triples(self, thing: Iri) -> Iterator[Triple]:
        """Yield how each member belongs to the thing, and its name."""
        for path in [*(work.path for work in self.works), *(part.path for part in self.parts)]:
            member = thing_at(self._generation, path)
            outgoing = self._generation.store.outgoing(member)
            found = [triple for triple in outgoing if triple[2] == thing] or self._through_parts(member, thing)
            yield from found
            yield from (triple for triple in outgoing if triple[1] == called(path))

    def _through_parts(self, member: Iri, thing: Iri) -> list[Triple]:
        """Return the whole way to a thing that hangs on a fragment of the member: an affiliation, on the authorship."""
        about = self._generation.store.about(member)
        ends = [triple for triple in about if triple[2] == thing]
        fragments = {triple[0] for triple in ends}
        return ends + [triple for triple in about if triple[2] in fragments]


def thing_at(generation: Generation, path: str) -> Iri:
    """Return the URI of the thing with this path."""
    return Iri(b"<%b%b>" % (generation.manifest.base.encode(), path.encode()))


def _about(generation: Generation, path: str, thing: Iri) -> list[Triple]:
    store = generation.store
    if path in _FILES:
        return [*store.about(thing), *_FILES[path](generation)]
    if kept := generation.records.triples(path):
        return kept
    # A figure about a thing points to it and is pointed to by nothing.
    # Neither do the URIs that it had before.
    former_uris = [old for old, _, _ in store.incoming(thing, _MOST_FIGURES, OWL.sameAs)]
    observed = [figure for figure, _, _ in store.incoming(thing, _MOST_FIGURES, SCHEMA.observationAbout)]
    return [*store.about(thing), *(triple for node in (*observed, *former_uris) for triple in store.outgoing(node))]


def _dataset(generation: Generation) -> Iterable[Triple]:
    return parse_lines((generation.folder / "void.nt").read_bytes())


def _vocabulary(generation: Generation) -> Iterable[Triple]:
    return vocabulary(generation.manifest.base)


def _label(generation: Generation, path: str, thing: Iri, about: list[Triple]) -> str:
    said = {predicate: object_ for subject, predicate, object_ in about if subject == thing}
    named = next((said[name] for name in _NAMES if name in said), None)
    return value(named) if named else generation.index.label(path) or path.partition("/")[2] or path


def _names(generation: Generation, thing: Iri, triples: Iterable[Triple]) -> list[Triple]:
    """Return type and name of the things of ours that a document points to, so that it can be read by itself."""
    paths = islice(pointed(generation.manifest.base, thing, triples), MOST_NAMES)
    return [triple for path in paths for triple in named(generation, path)]


def named(generation: Generation, path: str) -> tuple[Triple, ...]:
    """Return type and name of a thing."""
    return generation.named(thing_at(generation, path), called(path))


_FILES = {"dataset": _dataset, "ns": _vocabulary}
