"""The official vocabulary files beside the checkout, as far as tests ask them: terms, classes, domains, ranges."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SCHEMA = "https://schema.org/"
DCAM = "http://purl.org/dc/dcam/"
_FORMATS = {".nt": ox.RdfFormat.N_TRIPLES, ".ttl": ox.RdfFormat.TURTLE, ".owl": ox.RdfFormat.RDF_XML}


class Ontologies:
    """What the files say; the http form of schema.org, which some of them align with, is taken as the https one."""

    def __init__(self, files: Iterable[Path], base: str) -> None:
        self._objects: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.terms: set[str] = set()
        for file in files:
            with file.open("rb") as stream:
                for triple in ox.parse(stream, format=_FORMATS[file.suffix], base_iri=base):
                    self._add(triple)
        self._above = self._direct_superclasses()

    def superclasses(self, class_: str) -> set[str]:
        """Return a class with all that it is a subclass of, or the same as."""
        found, open_ = {class_}, [class_]
        while open_:
            for above in self._above[open_.pop()] - found:
                found.add(above)
                open_.append(above)
        return found

    def domains(self, property_: str) -> list[frozenset[str]]:
        """Return what a subject must be: of each set, one of its classes."""
        return self._constraints(property_, "domain")

    def ranges(self, property_: str) -> list[frozenset[str]]:
        """Return what an object must be: of each set, one of its classes or datatypes."""
        return self._constraints(property_, "range")

    def disjoint(self) -> set[frozenset[str]]:
        """Return the pairs of classes that nothing can be in both of."""
        pairs = {
            frozenset({subject, object_})
            for (subject, predicate), objects in self._objects.items()
            if predicate == f"{OWL}disjointWith"
            for object_ in objects
        }
        for (_, predicate), lists in list(self._objects.items()):
            if predicate == f"{OWL}members":
                pairs |= {frozenset(pair) for list_ in lists for pair in combinations(self._list(list_), 2)}
        return pairs

    def _constraints(self, property_: str, kind: str) -> list[frozenset[str]]:
        required = [self._members(class_) for class_ in self._objects[property_, f"{RDFS}{kind}"]]
        included = [
            class_
            for vocabulary in (SCHEMA, DCAM)
            for class_ in self._objects[property_, f"{vocabulary}{kind}Includes"]
        ]
        return [members for members in [*required, frozenset(included)] if members]

    def _members(self, class_: str) -> frozenset[str]:
        """A class by itself, or those of a union."""
        if not class_.startswith("_:"):
            return frozenset([class_])
        return frozenset(member for list_ in self._objects[class_, f"{OWL}unionOf"] for member in self._list(list_))

    def _list(self, cell: str) -> Iterator[str]:
        while cell != f"{RDF}nil":
            yield from self._objects[cell, f"{RDF}first"]
            (cell,) = self._objects[cell, f"{RDF}rest"]

    def _add(self, triple: ox.Triple | ox.Quad) -> None:
        subject, predicate = _name(triple.subject), _name(triple.predicate)
        if not subject.startswith("_:"):
            self.terms.add(subject)
        if not isinstance(triple.object, ox.Literal):
            self._objects[subject, predicate].append(_name(triple.object))

    def _direct_superclasses(self) -> dict[str, set[str]]:
        above: dict[str, set[str]] = defaultdict(set)
        for (subject, predicate), objects in list(self._objects.items()):
            named = [object_ for object_ in objects if not object_.startswith("_:")]
            if predicate in {f"{RDFS}subClassOf", f"{OWL}equivalentClass"}:
                above[subject].update(named)
            if predicate == f"{OWL}equivalentClass":
                for object_ in named:
                    above[object_].add(subject)
                for union in set(objects) - set(named):
                    for member in self._members(union):
                        above[member].add(subject)
        return above


def _name(node: object) -> str:
    if isinstance(node, ox.BlankNode):
        return f"_:{node.value}"
    value: str = node.value  # type: ignore[attr-defined]
    return value.replace("http://schema.org/", SCHEMA)
