"""RDF/XML (https://www.w3.org/TR/rdf-syntax-grammar/): one element for each subject, one child for each statement.

A predicate is an element name here, so it must end in one: ASCII letters, digits, `_`, `-` and `.`, no digit first.
The format has no other way to say a predicate; one that does not fit is an error and never left out.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from kg.errors import TermError
from kg.serialise.names import RDF_TYPE
from kg.serialise.order import descriptions
from kg.serialise.reading import is_iri, value
from kg.terms import Iri, Literal, literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.serialise.names import Names
    from kg.serialise.order import Properties
    from kg.terms import Term, Triple

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
# What cannot be a property (section 5.1; `li` would become `_1`), and what no prefix may stand for (XML Namespaces, 3).
_SYNTAX = frozenset(
    _RDF + name
    for name in "RDF Description ID about parseType resource nodeID datatype li aboutEach aboutEachPrefix bagID".split()
)
_XMLNS = "http://www.w3.org/2000/xmlns/"


def document(triples: Iterable[Triple], names: Names, about: Iri | None) -> bytes:
    """Return the document; raises `TermError` where a predicate cannot be an element name."""
    described = descriptions(triples, about, names.rank)
    tags = _Tags(names)
    elements = [_element(subject, properties, tags) for subject, properties in described]
    return b"\n".join([b'<?xml version="1.0" encoding="UTF-8"?>', tags.opening(), *elements, b"</rdf:RDF>\n"])


class _Tags:
    """The element names of one document: by the prefixes of the site, else by `ns1`, `ns2`, ..."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._prefixes = {namespace: prefix for prefix, namespace in names.namespaces.items()} | {_RDF: "rdf"}
        self._free = (f"ns{number}" for number in count(1) if f"ns{number}" not in names.namespaces)
        self._used = {_RDF}
        self._tags: dict[Iri, bytes] = {}

    def tag(self, iri: Iri) -> bytes:
        """Return the element name for a property."""
        known = self._tags.get(iri)
        if known is None:
            known = self._tags[iri] = self._made(iri)
        return known

    def node(self, properties: Properties) -> tuple[bytes, Properties]:
        """Return the element name for a node, its first class where that has a short name, and what is left to say."""
        (predicate, classes), *others = properties
        first = Iri(classes[0])
        if predicate != RDF_TYPE or self._names.split(first) is None or value(first).startswith(_RDF):
            return b"rdf:Description", properties
        return self.tag(first), [(predicate, classes[1:]), *others]

    def opening(self) -> bytes:
        """Return the start tag of the root, which declares every prefix in use."""
        declared = [
            f'\n    xmlns:{prefix}="{_reference(namespace.encode()).decode()}"'
            for namespace, prefix in self._prefixes.items()
            if namespace in self._used
        ]
        return f"<rdf:RDF{''.join(declared)}>\n".encode()

    def _made(self, iri: Iri) -> bytes:
        namespace, name = self._parts(iri)
        if not name or namespace + name in _SYNTAX or namespace == _XMLNS:
            raise TermError(f"RDF/XML has no way to write the predicate <{value(iri)}>; ask for another format")
        self._used.add(namespace)
        prefix = self._prefixes.get(namespace) or self._prefixes.setdefault(namespace, next(self._free))
        return f"{prefix}:{name}".encode()

    def _parts(self, iri: Iri) -> tuple[str, str]:
        """Return an IRI in two, the second as long an XML name as it ends in."""
        if parts := self._names.split(iri):
            return self._names.namespaces[parts[0]], parts[1].decode()
        text = value(iri)
        name = _NAME.search(text)
        return (text[: name.start()], name[0]) if name else (text, "")


def _element(subject: Iri, properties: Properties, tags: _Tags) -> bytes:
    node, others = tags.node(properties)
    lines = [b'  <%b rdf:about="%b">' % (node, _reference(subject[1:-1]))]
    for predicate, objects in others:
        tag = tags.tag(predicate)
        lines += [_property(tag, object_) for object_ in objects]
    return b"%b\n  </%b>\n" % (b"\n".join(lines), node)


def _property(tag: bytes, term: Term) -> bytes:
    if is_iri(term):
        return b'    <%b rdf:resource="%b"/>' % (tag, _reference(term[1:-1]))
    end = term.rindex(b'"') + 1
    quoted, mark = term[:end], term[end:]
    if mark.startswith(b"@"):
        attribute = b' xml:lang="%b"' % mark[1:]
    elif mark:
        attribute = b' rdf:datatype="%b"' % _reference(mark[3:-1])
    else:
        attribute = b""
    return b"    <%b%b>%b</%b>" % (tag, attribute, _content(quoted), tag)


def _content(quoted: bytes) -> bytes:
    """Return a string as the content of an element, where a parser would make a line feed of a carriage return."""
    if b"\\" not in quoted:
        return _escaped(quoted[1:-1])
    text = value(Literal(quoted))
    literal(text)  # raises where XML cannot carry a character
    return _escaped(text.encode()).replace(b"\r", b"&#13;")


def _reference(iri: bytes) -> bytes:
    """Return an IRI as the value of an attribute; it has no other character that XML minds."""
    return iri.replace(b"&", b"&amp;")


def _escaped(text: bytes) -> bytes:
    return text.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
