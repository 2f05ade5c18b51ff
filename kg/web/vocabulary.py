"""Our own terms as triples: ontologies/kg.ttl, at the base of the site that serves it."""

from __future__ import annotations

from functools import lru_cache

import rdflib

from kg.errors import SiteError
from kg.resources import folder
from kg.terms import Literal, Term, Triple, iri, literal, typed


@lru_cache(4)
def vocabulary(base: str) -> tuple[Triple, ...]:
    """Return the triples of ontologies/kg.ttl, its relative IRIs resolved against `base`.

    Raises `SiteError` where the file is missing or holds a blank node.
    """
    file = folder("ontologies") / "kg.ttl"
    if not file.is_file():
        raise SiteError(f"this installation lacks {file.name}; install it again")
    graph = rdflib.Graph().parse(file, format="turtle", publicID=base)
    return tuple((iri(_named(s)), iri(_named(p)), _term(o)) for s, p, o in graph)


def _named(node: rdflib.term.Node) -> str:
    if not isinstance(node, rdflib.URIRef):
        raise SiteError(f"ontologies/kg.ttl: {node!r} has no IRI")
    return str(node)


def _term(node: rdflib.term.Node) -> Term:
    if not isinstance(node, rdflib.Literal):
        return iri(_named(node))
    return _typed(node) if node.datatype else literal(str(node), node.language)


def _typed(node: rdflib.Literal) -> Literal:
    return typed(str(node), iri(str(node.datatype)))
