"""Triples as descriptions, in the order in which a person reads them: the same set always gives the same bytes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kg.serialise.names import RDF_TYPE, Remembered
from kg.serialise.reading import XSD_STRING
from kg.terms import Literal
from kg.vocab import PRO, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kg.terms import Iri, Term, Triple

_LAST = [b"\xff"]
_FEW = 8  # objects that are looked through one by one
_MOST = 8192  # what is remembered of all documents
_DIGITS = re.compile(rb"([0-9]+)")
_STRING = b"^^" + XSD_STRING

Properties = list[tuple["Iri", list["Term"]]]
"""What is said about one subject: its predicates in order, each with its objects in order."""
Natural = list[bytes]


def descriptions(
    triples: Iterable[Triple],
    about: Iri | None,
    rank: Callable[[Term], Any],
    places: Mapping[Term, Natural] | None = None,
) -> list[tuple[Iri, Properties]]:
    """Return each subject with what is said about it: `about` first, then its fragments, then the others.

    `rank` gives the place of a predicate or a class, `places` that of an author (by default, `byline` of the same
    triples); everything else stands in natural order, `#author-2` before `#author-10`.
    """
    nodes = _grouped(triples)
    place = _place(about, _byline(nodes) if places is None else places)
    in_order = _in_order(rank)
    described = []
    for subject in sorted(nodes, key=lambda iri: (iri != about, place(iri)[1:], iri)):
        objects = nodes[subject]
        for predicate, values in objects.items():
            if len(values) > 1:
                if predicate == RDF_TYPE:
                    objects[predicate] = [*in_order(tuple(values))]
                else:
                    values.sort()
                    values.sort(key=place)
        described.append((subject, [(predicate, objects[predicate]) for predicate in in_order(tuple(objects))]))
    return described


def _grouped(triples: Iterable[Triple]) -> dict[Iri, dict[Iri, list[Term]]]:
    nodes: dict[Iri, dict[Iri, list[Term]]] = {}
    for subject, predicate, object_ in triples:
        if object_.endswith(_STRING):
            object_ = plain(object_)  # noqa: PLW2901 - the same literal
        objects = nodes.get(subject)
        if objects is None:
            nodes[subject] = {predicate: [object_]}
        elif predicate not in objects:
            objects[predicate] = [object_]
        elif object_ not in (values := objects[predicate]) or len(values) > _FEW:
            values.append(object_)
    for objects in nodes.values():
        for predicate, values in objects.items():
            if len(values) > _FEW:
                objects[predicate] = [*dict.fromkeys(values)]
    return nodes


@lru_cache(2)  # sites: the one that is served, and the next
def _in_order(rank: Callable[[Term], Any]) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """Return what puts predicates or classes in order: of most things the same few are said, in the same order."""

    def in_order(terms: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(sorted(sorted(terms), key=rank))

    return Remembered(in_order, _MOST).__getitem__


def _place(about: Iri | None, places: Mapping[Term, Natural]) -> Callable[[Term], tuple[Natural, bool, Natural]]:
    """Return the key by which objects sort: their place in the byline, then the document's own fragments, then all."""
    own = about[:-1] + b"#" if about else b"\0"

    def place(term: Term) -> tuple[Natural, bool, Natural]:
        is_own = term.startswith(own)
        said = places.get(term, _LAST) if places else _LAST
        return said, not is_own, _natural(term[len(own) :]) if is_own else natural(term)

    return Remembered(place).__getitem__


def byline(triples: Iterable[Triple]) -> dict[Term, Natural]:
    """Return the places of those who hold a role at a stated position, for their IRIs say nothing about the order."""
    return _byline(_grouped(triples))


def _byline(nodes: Mapping[Iri, Mapping[Iri, list[Term]]]) -> dict[Term, Natural]:
    places: dict[Term, Natural] = {}
    for objects in nodes.values():
        for holder in objects.get(PRO.isHeldBy, ()):
            position = min(map(natural, objects.get(SCHEMA.position, ())), default=_LAST)
            places[holder] = min(position, places.get(holder, _LAST))
    return places


def natural(term: bytes) -> Natural:
    """Return a key by which terms sort as people count: what another begins with first, and 2 before 10.

    >>> sorted([b"<x:a-10>", b"<x:a-2/b>", b"<x:a-2>"], key=natural)
    [b'<x:a-2>', b'<x:a-2/b>', b'<x:a-10>']
    """
    parts = _DIGITS.split(term[:-1])
    parts[1::2] = [digits.zfill(20) for digits in parts[1::2]]
    return parts


_natural = Remembered(natural, _MOST).__getitem__  # of fragments, which are named alike in all documents


def plain(term: Term) -> Term:
    """Return a literal without the datatype xsd:string, which every literal without one has."""
    return Literal(term[: -len(_STRING)]) if term.endswith(_STRING) else term
