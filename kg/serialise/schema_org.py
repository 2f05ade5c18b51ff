"""The schema.org view of a document, for the `<script type="application/ld+json">` of its page.

Search engines read one vocabulary: classes and properties of schema.org under its official context, nested below the
thing that the page is about.  It is a view: what is said in other vocabularies or not reached from that thing is left
out, and so are languages and datatypes, which its readers do not expect.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson

from kg.serialise.context import kind, own_value
from kg.serialise.jsonld import Tree, unwrapped
from kg.serialise.names import RDF_TYPE, place
from kg.serialise.order import byline, descriptions
from kg.serialise.reading import is_iri, language, value
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.terms import Term, Triple

_TERM = re.compile(rb"<https://schema\.org/([A-Za-z][A-Za-z0-9]*)>")
# Properties whose strings the official context reads as IRIs; elsewhere an IRI says that it is one.
_URLS = frozenset("contentUrl image inDefinedTermSet isBasedOn isPartOf license sameAs url usageInfo".split())
# "</script" and "<!--" act inside a script element, whatever stands around them; JSON can do without the characters.
_ESCAPES = {character.encode(): f"\\u{ord(character):04x}".encode() for character in "<>&\u2028\u2029"}


def schema_org(triples: Iterable[Triple], about: Iri) -> bytes:
    """Return JSON-LD of what schema.org can say about `about`, fit to stand inside a script element as it is."""
    whole = list(triples)
    said = [(subject, predicate, _bare(object_)) for subject, predicate, object_ in whole if _says(predicate, object_)]
    tree = Tree(dict(descriptions(said, about, _rank, byline(whole))), about)
    text = orjson.dumps({"@context": "https://schema.org", **_node(about, tree)})
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return text


def _says(predicate: Iri, object_: Term) -> bool:
    return _TERM.fullmatch(object_ if predicate == RDF_TYPE else predicate) is not None


def _bare(term: Term) -> Term:
    """Return a term as it is where JSON has such values, any other literal as a string."""
    if is_iri(term) or (kind(term) is None and not language(term)):
        return term
    return Literal(term[: term.rindex(b'"') + 1])


def _rank(term: Term) -> tuple[bool, int, str]:
    name = _name(term)
    return term != RDF_TYPE, place(name.encode()), name


def _name(term: Term) -> str:
    return value(term).removeprefix("https://schema.org/")


def _node(subject: Iri, tree: Tree) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": value(subject)}
    for predicate, objects in tree.nodes.get(subject, []):
        if predicate == RDF_TYPE:
            node["@type"] = unwrapped([_name(class_) for class_ in objects])
        else:
            node[_name(predicate)] = unwrapped([_value(subject, predicate, object_, tree) for object_ in objects])
    return node


def _value(subject: Iri, predicate: Iri, term: Term, tree: Tree) -> Any:
    if not is_iri(term):
        return own_value(term)
    node = Iri(term)
    if tree.nests(subject, predicate, node):
        return _node(node, tree)
    return value(node) if _name(predicate) in _URLS else {"@id": value(node)}
