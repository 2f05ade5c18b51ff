"""The context of one JSON-LD document: what it calls its IRIs, and how its values are to be read.

The terms of schema.org go by their bare names (`@vocab`), those of other vocabularies by a prefix.  The official
context of schema.org is not used: it says `http://schema.org/` where the graph says `https://`, and gives dates a
datatype of its own.  The context holds what the document needs and no more: a property whose values are all IRIs, or
all of one datatype, says so there, and its values are plain strings.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any

import orjson

from kg.serialise import reading
from kg.serialise.names import Remembered
from kg.serialise.reading import is_iri
from kg.terms import Iri
from kg.vocab import XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.serialise.names import Names
    from kg.serialise.order import Properties
    from kg.terms import Term

_VOCAB = "schema"
ID = b"@id"
# What JSON has itself and gives back as the same characters; integers below 2^53 (RFC 8259, section 6).
_NATIVE = {XSD.boolean: re.compile(rb"true|false"), XSD.integer: re.compile(rb"0|-?[1-9][0-9]{0,14}")}


class Context:
    """The names and the values of one document; what they need to be understood is in `definitions`.

    `term` returns what a property, a class or a datatype is called.
    """

    def __init__(self, nodes: Mapping[Iri, Properties], names: Names) -> None:
        self._names = names
        self.term: Callable[[Term], str] = Remembered(self._term).__getitem__
        self._reference: Callable[[Term], str] = Remembered(self._referred).__getitem__
        self._kind: Callable[[Term], bytes | None] = Remembered(kind).__getitem__
        self._kinds: dict[Iri, set[bytes | None]] = {}
        iris: set[bytes] = set(nodes)
        for predicate, objects in chain.from_iterable(nodes.values()):
            kinds = [self._kind(object_) for object_ in objects]
            self._kinds.setdefault(predicate, set()).update(kinds)
            iris.update(
                object_ if read_as == ID else read_as
                for object_, read_as in zip(objects, kinds, strict=True)
                if read_as
            )
        # <bibo:x> would be read as a short name, so nothing is called what an IRI of the document has as its scheme.
        self._taken = {iri[1 : iri.index(b":")].decode() for iri in iris.union(self._kinds)}
        self._prefixes: set[str] = set()
        self._defined: dict[Iri, bytes] = {}

    def classes(self, iris: list[Iri]) -> orjson.Fragment:
        """Return the value of `@type`, on one line."""
        quoted = [f'"{self.term(iri)}"' for iri in iris]
        return orjson.Fragment((f"[{', '.join(quoted)}]" if len(quoted) > 1 else quoted[0]).encode())

    def value(self, predicate: Iri, term: Term) -> Any:
        """Return an object as a value of this property: a bare string where the context can say the rest."""
        read_as = self._kind(term)
        if read_as is None:
            return own_value(term)
        is_said = len(self._kinds[predicate]) == 1 and self.term(predicate) != reading.value(predicate)
        if is_said:
            self._defined[predicate] = read_as
        if read_as == ID:
            reference = self._reference(term)
            return reference if is_said else _line("@id", reference)
        quoted = term[: term.rindex(b'"') + 1]
        return orjson.Fragment(quoted) if is_said else _line("@type", self.term(Iri(read_as)), quoted)

    def definitions(self) -> dict[str, Any]:
        """Return the context of a document whose every name and value came from here."""
        properties = {
            self.term(predicate): _line("@type", "@id" if read_as == ID else self._datatype(Iri(read_as)))
            for predicate, read_as in self._defined.items()
        }
        spaces = self._names.namespaces
        prefixes = {prefix: namespace for prefix, namespace in spaces.items() if prefix in self._prefixes}
        vocabulary = {"@vocab": spaces[_VOCAB]} if _VOCAB in spaces else {}
        return {**vocabulary, **prefixes, **properties}

    def _term(self, iri: Term) -> str:
        parts = self._names.split(iri)
        if parts and parts[0] == _VOCAB:
            name = parts[1].decode()
            if name not in self._taken and name not in self._names.namespaces:
                return name
        return self._reference(iri)

    def _referred(self, iri: Term) -> str:
        """Return an IRI as it may stand anywhere: with its prefix, or whole."""
        parts = self._names.split(iri)
        if parts is None or parts[0] in self._taken:
            return reading.value(iri)
        prefix, name = parts
        self._prefixes.add(prefix)
        return f"{prefix}:{name.decode()}"

    def _datatype(self, iri: Iri) -> str:
        """Return a datatype as a definition may name it: one that is a property too would define itself in a circle."""
        return reading.value(iri) if iri in self._kinds else self._reference(iri)


def kind(term: Term) -> bytes | None:
    """Return how a value is to be read: as `@id`, by its datatype, or None where JSON-LD shows it."""
    if is_iri(term):
        return ID
    if term.endswith(b'"'):
        return None
    end = term.rindex(b'"') + 1
    if term[end : end + 1] == b"@":
        return None
    datatype = Iri(term[end + 2 :])
    native = _NATIVE.get(datatype)
    return None if native and native.fullmatch(term, 1, end - 1) else datatype


def own_value(literal: Term) -> Any:
    """Return a literal of no other kind: a string, with its language if it has one, a number, a truth value."""
    end = literal.rindex(b'"') + 1
    quoted, mark = literal[:end], literal[end:]
    if not mark:
        return orjson.Fragment(quoted)
    if mark.startswith(b"@"):
        return _line("@language", mark[1:].decode(), quoted)
    return orjson.Fragment(quoted[1:-1])


def _line(keyword: str, said: str, quoted: bytes | None = None) -> orjson.Fragment:
    """Return an object of one or two keywords on one line, however the document is indented."""
    literal = b', "@value": ' + quoted if quoted else b""
    return orjson.Fragment(b'{"%b": "%b"%b}' % (keyword.encode(), said.encode(), literal))
