"""What a document points to and names beside what it is about: things of ours, but no other works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.iris import kind_of
from kg.vocab import RDF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.terms import Iri, Triple

_CALLED = {"volume": SCHEMA.volumeNumber, "issue": SCHEMA.issueNumber}  # the others have a schema:name
MOST_NAMES = 500  # things named in one document: a paper of three thousand authors still answers at once
_NAMED = frozenset({"periodical", "volume", "issue", "person", "organization", "book", "concept", "source", "scheme"})


def pointed(base: str, thing: Iri, triples: Iterable[Triple]) -> list[str]:
    """Return the paths below the base of the things that these triples about `thing` point to, in their order."""
    ours, parts = b"<" + base.encode(), thing[:-1] + b"#"
    found = dict.fromkeys(
        object_
        for _, _, object_ in triples
        if object_.startswith(ours) and object_ != thing and not object_.startswith(parts)
    )
    paths = (object_[len(ours) : -1].decode() for object_ in found)
    return [path for path in paths if kind_of(path) in _NAMED]


def called(path: str) -> Iri:
    """Return the predicate by which the thing with this path is named."""
    return _CALLED.get(kind_of(path), SCHEMA.name)


def naming(thing: Iri, path: str, triples: Iterable[Triple]) -> list[Triple]:
    """Return those of these triples that say of which classes a thing is and how it is called."""
    said = {RDF.type, called(path)}
    return [triple for triple in triples if triple[0] == thing and triple[1] in said]
