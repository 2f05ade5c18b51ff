"""A graph in memory, as the compiled engine asks it: what a node has, who has a node, of which classes it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from kg.shacl.terms import LITERAL, RDF, RDFS, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Node = dict[bytes, list[bytes]]
NOTHING: Node = {}
_MANY = 16


class Data(Protocol):
    """What a check may ask of the data.

    `known` is for checks to remember in which nodes conform: many links lead to one journal, one person.
    """

    known: dict[object, dict[bytes, bool]]

    def node(self, term: Term) -> Mapping[bytes, Sequence[bytes]]:
        """Return the values of a node by predicate; empty where it is no subject."""

    def incoming(self, term: Term, predicate: bytes) -> Sequence[bytes]:
        """Return the subjects that have this node as a value of the predicate."""

    def is_a(self, term: Term, class_: bytes) -> bool:
        """Tell whether a node is a SHACL instance of a class (SHACL, section 1.3)."""


class Graph:
    """Triples by subject and predicate, each once."""

    def __init__(self, triples: Iterable[tuple[bytes, bytes, bytes]] = ()) -> None:
        self.subjects: dict[bytes, Node] = {}
        self._large: dict[tuple[bytes, bytes], set[bytes]] = {}
        self._objects: dict[bytes, dict[bytes, list[bytes]]] | None = None
        self._classes: dict[bytes, set[bytes]] = {}
        self.known: dict[object, dict[bytes, bool]] = {}
        self.add(triples)

    def add(self, triples: Iterable[tuple[bytes, bytes, bytes]]) -> None:
        """Add triples; before the first question."""
        subjects = self.subjects
        for subject, predicate, object_ in triples:
            node = subjects.get(subject)
            if node is None:
                node = subjects[subject] = {}
            values = node.get(predicate)
            if values is None:
                node[predicate] = [object_]
            elif len(values) < _MANY:
                if object_ not in values:
                    values.append(object_)
            else:
                self._add_to_many(subject, predicate, object_, values)
        self._objects = None
        self.known.clear()
        self._classes = self._superclasses()

    def node(self, term: Term) -> Node:
        return self.subjects.get(term, NOTHING)

    def incoming(self, term: Term, predicate: bytes) -> list[bytes]:
        return self.by_object(predicate).get(term, [])

    def is_a(self, term: Term, class_: bytes) -> bool:
        types = self.node(term).get(RDF.type, ())
        return class_ in types or (
            bool(self._classes) and any(class_ in self._classes.get(type_, ()) for type_ in types)
        )

    def classes(self, types: Iterable[bytes]) -> Iterable[bytes]:
        """Return classes with all classes above them."""
        return (
            {above for type_ in types for above in (type_, *self._classes.get(type_, ()))} if self._classes else types
        )

    def instances(self, class_: bytes) -> Iterator[bytes]:
        """Yield the SHACL instances of a class."""
        below = [class_, *(sub for sub, above in self._classes.items() if class_ in above)]
        typed = self.by_object(RDF.type)
        return iter(dict.fromkeys(node for sub in dict.fromkeys(below) for node in typed.get(sub, ())))

    def by_object(self, predicate: bytes) -> dict[bytes, list[bytes]]:
        """Return the subjects of a predicate by its values."""
        if self._objects is None:
            self._objects = {}
            for subject, node in self.subjects.items():
                for found, values in node.items():
                    by_value = self._objects.setdefault(found, {})
                    for value in values:
                        by_value.setdefault(value, []).append(subject)
        return self._objects.get(predicate, {})

    def triples(self) -> Iterator[tuple[bytes, bytes, bytes]]:
        """Yield all triples."""
        for subject, node in self.subjects.items():
            for predicate, values in node.items():
                for value in values:
                    yield subject, predicate, value

    def _add_to_many(self, subject: bytes, predicate: bytes, object_: bytes, values: list[bytes]) -> None:
        known = self._large.get((subject, predicate))
        if known is None:
            known = self._large[subject, predicate] = set(values)
        if object_ not in known:
            known.add(object_)
            values.append(object_)

    def _superclasses(self) -> dict[bytes, set[bytes]]:
        direct = {sub: node[RDFS.subClassOf] for sub, node in self.subjects.items() if RDFS.subClassOf in node}
        closed: dict[bytes, set[bytes]] = {}
        for sub, own in direct.items():
            above: set[bytes] = set()
            waiting = list(own)
            while waiting:
                class_ = waiting.pop()
                if class_ not in above and class_[0] != LITERAL:
                    above.add(class_)
                    waiting.extend(direct.get(class_, ()))
            closed[sub] = above
        return closed
