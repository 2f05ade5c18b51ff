"""Triples as descriptions, in the order in which a person reads them: the same set always gives the same bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kg.serialise.names import RDF_TYPE, Remembered
from kg.serialise.reading import XSD_STRING
from kg.terms import Literal
from kg.vocab import PRO, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kg.terms import Iri, Term, Triple

_LAST = [b"\xff"]
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
    distinct = {(subject, predicate, plain(object_)) for subject, predicate, object_ in triples}
    nodes: dict[Iri, dict[Iri, list[Term]]] = {}
    for subject, predicate, object_ in distinct:
        nodes.setdefault(subject, {}).setdefault(predicate, []).append(object_)
    place = _place(about, byline(distinct) if places is None else places)
    described = []
    for subject in sorted(nodes, key=lambda iri: (iri != about, place(iri)[1:], iri)):
        objects = nodes[subject]
        for predicate, values in objects.items():
            if len(values) > 1:
                values.sort()
                values.sort(key=rank if predicate == RDF_TYPE else place)
        described.append((subject, [(predicate, objects[predicate]) for predicate in sorted(objects, key=rank)]))
    return described


def _place(about: Iri | None, places: Mapping[Term, Natural]) -> Callable[[Term], tuple[Natural, bool, Natural]]:
    """Return the key by which objects sort: their place in the byline, then the document's own fragments, then all."""
    own = about[:-1] + b"#" if about else b"\0"

    def place(term: Term) -> tuple[Natural, bool, Natural]:
        is_own = term.startswith(own)
        return places.get(term, _LAST), not is_own, natural(term[len(own) :] if is_own else term)

    return Remembered(place).__getitem__


def byline(triples: Iterable[Triple]) -> dict[Term, Natural]:
    """Return the places of those who hold a role at a stated position, for their IRIs say nothing about the order."""
    held: list[tuple[Iri, Term]] = []
    positions: dict[Iri, Natural] = {}
    for subject, predicate, object_ in triples:
        if predicate == PRO.isHeldBy:
            held.append((subject, object_))
        elif predicate == SCHEMA.position:
            positions[subject] = min(natural(object_), positions.get(subject, _LAST))
    places: dict[Term, Natural] = {}
    for role, holder in held:
        places[holder] = min(positions.get(role, _LAST), places.get(holder, _LAST))
    return places


def natural(term: bytes) -> Natural:
    """Return a key by which terms sort as people count: what another begins with first, and 2 before 10.

    >>> sorted([b"<x:a-10>", b"<x:a-2/b>", b"<x:a-2>"], key=natural)
    [b'<x:a-2>', b'<x:a-2/b>', b'<x:a-10>']
    """
    parts = _DIGITS.split(term[:-1])
    parts[1::2] = [digits.zfill(20) for digits in parts[1::2]]
    return parts


def plain(term: Term) -> Term:
    """Return a literal without the datatype xsd:string, which every literal without one has."""
    return Literal(term[: -len(_STRING)]) if term.endswith(_STRING) else term
