"""JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/): one readable object, with a context of its own.

A document about one thing nests what it describes where that is first mentioned, nearest to the top, and once.
Nothing is ever fetched: the context stands in the document (`kg.serialise.context`).
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

import orjson

from kg.serialise.context import Context
from kg.serialise.names import RDF_TYPE
from kg.serialise.order import descriptions
from kg.serialise.reading import is_iri, value
from kg.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.serialise.names import Names
    from kg.serialise.order import Properties
    from kg.terms import Triple

_DEPTH = 16  # levels of nesting: readers recurse, and a chain may be as long as the data


def document(triples: Iterable[Triple], names: Names, about: Iri | None) -> bytes:
    """Return the document, indented; what is described and not reached from `about` stands beside it in `@graph`."""
    nodes = dict(descriptions(triples, about, names.rank))
    tree = Tree(nodes, about)
    context = Context(nodes, names)
    roots = [_node(subject, tree, context) for subject in tree.roots]
    body = roots[0] if len(roots) == 1 else {"@graph": roots}
    return orjson.dumps(
        {"@context": context.definitions(), **body}, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    )


class Tree:
    """Which node is nested in which: each below the first mention that is nearest to the top, never in itself."""

    def __init__(self, nodes: Mapping[Iri, Properties], about: Iri | None) -> None:
        self.nodes = nodes
        self._homes = _homes(nodes, about) if about and about in nodes else {}
        self.roots = [subject for subject in nodes if subject not in self._homes]

    def nests(self, subject: Iri, predicate: Iri, node: Iri) -> bool:
        """Tell whether a node is to be nested in this property of this subject."""
        return self._homes.get(node) == (subject, predicate)


def _homes(nodes: Mapping[Iri, Properties], about: Iri) -> dict[Iri, tuple[Iri, Iri]]:
    homes: dict[Iri, tuple[Iri, Iri]] = {}
    depths = {about: 0}
    queue = deque([about])
    while queue:
        subject = queue.popleft()
        for predicate, objects in nodes[subject]:
            if predicate == RDF_TYPE or depths[subject] == _DEPTH:
                continue
            for node in map(Iri, objects):
                if node in nodes and node not in depths:
                    homes[node] = subject, predicate
                    depths[node] = depths[subject] + 1
                    queue.append(node)
    return homes


def _node(subject: Iri, tree: Tree, context: Context) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": value(subject)}
    for predicate, objects in tree.nodes[subject]:
        others = objects
        if predicate == RDF_TYPE:
            others = [object_ for object_ in objects if not is_iri(object_)]
            if classes := [Iri(object_) for object_ in objects if is_iri(object_)]:
                node["@type"] = context.classes(classes)
        if others:
            node[context.term(predicate)] = unwrapped(
                [
                    _node(Iri(object_), tree, context)
                    if tree.nests(subject, predicate, Iri(object_))
                    else context.value(predicate, object_)
                    for object_ in others
                ]
            )
    return node


def unwrapped(values: list[Any]) -> Any:
    """Return one value as itself, several as a list."""
    return values[0] if len(values) == 1 else values
