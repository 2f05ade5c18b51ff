"""Turtle (https://www.w3.org/TR/turtle/): documents for people, blocks for dumps; a default graph in TriG is the same.

    <https://kg.example.org/article/10.1111/lamp.12329>
        a schema:ScholarlyArticle,
          bibo:AcademicArticle ;
        schema:name "A global protection gap" ;
        schema:author :author-1,
                      :author-2 .

A document calls its fragments `:author-1` and writes paragraphs as paragraphs; a dump declares every prefix at its
head and keeps each value on one line.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import msgspec

from kg.serialise.names import RDF_TYPE, Remembered, is_local
from kg.serialise.order import descriptions
from kg.serialise.reading import XSD_STRING, value
from kg.terms import Iri, Literal
from kg.vocab import XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

    from kg.serialise.names import Names
    from kg.serialise.order import Properties
    from kg.terms import Term, Triple

# What needs no quotes, as far as a parser that computes the value gives the same characters back.
_BARE = {
    XSD.boolean: re.compile(rb"true|false"),
    XSD.integer: re.compile(rb"0|-?[1-9][0-9]{0,17}"),
    XSD.decimal: re.compile(rb"-?(?:0|[1-9][0-9]{0,17})\.(?:[0-9]{0,5}[1-9]|0)"),
}
_BATCH = 1024
_IRI, _QUOTE, _AT = b'<"@'  # what terms begin or end with
_CLOSING = re.compile(r'"(?="|\Z)')  # a quote in long text that could be taken for its end
_UNSEEN = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\U0010ffff]")  # controls and line breaks that editors act on


class Blocks(msgspec.Struct, frozen=True, array_like=True):
    """Blocks of one document, and the prefixes of the names in them."""

    text: bytes
    prefixes: frozenset[str]


def document(triples: Iterable[Triple], names: Names, about: Iri | None) -> bytes:
    """Return the document about `about`: that first, then its fragments, then whatever else is described."""
    return joined([blocks(triples, names, about)], names, about)


def blocks(triples: Iterable[Triple], names: Names, about: Iri | None) -> Blocks:
    """Return the blocks of the document about `about`."""
    known = Remembered(_shortening(names, _own(about)))
    short, literal = known.__getitem__, partial(_literal, known.__getitem__, _paragraphs)
    written = [
        _block(subject, properties, short, literal) for subject, properties in descriptions(triples, about, names.rank)
    ]
    return Blocks(b"\n".join(written), frozenset(_prefixes(known.values())))


def joined(parts: Iterable[Blocks], names: Names, about: Iri | None) -> bytes:
    """Return the document of these blocks, which stand in their order."""
    held = [part for part in parts if part.text]
    used = frozenset[str]().union(*[part.prefixes for part in held])
    own = b"@prefix : <%b> .\n" % _own(about)[1:] if "" in used else b""
    declared = own + _head(names, used)
    texts = [part.text for part in held]
    return b"\n".join([declared, *texts] if declared else texts)


def _own(about: Iri | None) -> bytes:
    """Return what the fragments of a document begin with; what no IRI does where it has none."""
    return about[:-1] + b"#" if about and not about.count(b"#") else b"\0"


def header(names: Names) -> bytes:
    """Return the head of a dump, which declares every prefix of the site."""
    return _declared(names.namespaces, names.namespaces)


def stream(triples: Iterable[Triple], names: Names) -> Iterator[bytes]:
    """Yield a dump: its head, then blocks; a subject has one where its triples follow one another."""
    yield header(names)
    batch: list[Triple] = []
    for triple in triples:
        if len(batch) >= _BATCH and triple[0] != batch[-1][0]:
            yield block(batch, names)
            batch = []
        batch.append(triple)
    yield block(batch, names)


def block(triples: Iterable[Triple], names: Names) -> bytes:
    """Return a piece of a dump: triples grouped by subject; subjects and objects in order of their first mention."""
    nodes: dict[Iri, dict[Iri, list[Term]]] = {}
    for subject, predicate, object_ in triples:
        objects = nodes.get(subject)
        if objects is None:
            nodes[subject] = {predicate: [object_]}
        elif predicate in objects:
            objects[predicate].append(object_)
        else:
            objects[predicate] = [object_]
    short, rank = names.short, names.rank
    literal = partial(_literal, short, _line)
    return b"".join(
        [
            b"\n"
            + _block(
                subject, [(predicate, objects[predicate]) for predicate in sorted(objects, key=rank)], short, literal
            )
            for subject, objects in nodes.items()
        ]
    )


def _block(
    subject: Iri, properties: Properties, short: Callable[[Term], bytes], literal: Callable[[Term], bytes]
) -> bytes:
    lines = []
    for predicate, objects in properties:
        name = b"a" if predicate == RDF_TYPE else short(predicate)
        if len(objects) == 1:
            term = objects[0]
            lines.append(b"    %b %b" % (name, short(term) if term[0] == _IRI else literal(term)))
        else:
            values = [short(term) if term[0] == _IRI else literal(term) for term in objects]
            below = b",\n" + b" " * (len(name) + 5)
            lines.append(b"    %b %b" % (name, below.join(dict.fromkeys(values))))
    return b"%b\n%b .\n" % (short(subject), b" ;\n".join(lines))


def _literal(short: Callable[[Term], bytes], string: Callable[[bytes], bytes], term: Term) -> bytes:
    if term[-1] == _QUOTE:
        return string(term)
    end = term.rindex(b'"') + 1
    if term[end] == _AT:
        return string(term[:end]) + term[end:]
    datatype = Iri(term[end + 2 :])
    if datatype == XSD_STRING:
        return string(term[:end])
    bare = _BARE.get(datatype)
    if bare and bare.fullmatch(term, 1, end - 1):
        return term[1 : end - 1]
    return b"%b^^%b" % (string(term[:end]), short(datatype))


def _line(quoted: bytes) -> bytes:
    return quoted


def _paragraphs(quoted: bytes) -> bytes:
    """Return a string as it reads: one of several lines on several lines."""
    if rb"\n" not in quoted:
        return quoted
    text = value(Literal(quoted))
    if "\n" not in text or _UNSEEN.search(text):
        return quoted
    text = _CLOSING.sub(r"\"", text.replace("\\", r"\\"))
    return f'"""{text}"""'.encode()


def _shortening(names: Names, own: bytes) -> Callable[[Term], bytes]:
    """Return what gives what a document calls an IRI: its own fragments by name alone."""
    short, size = names.short, len(own)
    if short(Iri(own + b"a>")) != own + b"a>":  # they have names already: our own terms
        return short

    def shorten(iri: Term) -> bytes:
        if not iri.startswith(own):
            return short(iri)
        return _local(iri[size:]) or iri

    return shorten


def _named(fragment: bytes) -> bytes:
    return b":" + fragment[:-1] if is_local(fragment[:-1]) else b""


_local = Remembered(_named, 8192).__getitem__  # fragments are named alike in all documents


def _prefixes(names: Iterable[bytes]) -> set[str]:
    return {prefix.decode() for prefix in {name.partition(b":")[0] for name in names if name[0] != _IRI}}


@lru_cache(64)  # few, since each keeps the names of its site
def _head(names: Names, used: frozenset[str]) -> bytes:
    return _declared(names.namespaces, used)


def _declared(namespaces: Mapping[str, str], used: Container[str]) -> bytes:
    return "".join(
        [f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in namespaces.items() if prefix in used]
    ).encode()
