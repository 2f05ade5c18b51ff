"""Terms read back from their bytes: a line split into its three terms, and what a page says of each.

No parser: this reads what `kg.terms` made and `kg.serialise.lines` (or Oxigraph) wrote, one space between terms
and a JSON string in every literal.  Lines from anywhere else belong to the store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from kg.errors import TermError
from kg.terms import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.terms import Term, Triple

XSD_STRING = Iri(b"<http://www.w3.org/2001/XMLSchema#string>")
LANG_STRING = Iri(b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>")


def parse_terms(line: bytes) -> Triple:
    r"""Return the three terms of one N-Triples line, as they stand in it; the line end may be missing.

    Raises `TermError` where the line is not a triple as we write it.

    >>> parse_terms(b'<x:s> <x:p> "one two"@en .\n')
    (b'<x:s>', b'<x:p>', b'"one two"@en')
    """
    try:
        subject, predicate, rest = line.split(b" ", 2)
    except ValueError:
        raise TermError(f"not a line of N-Triples: {line[:80]!r}") from None
    if rest.endswith(b" .\n"):
        object_ = rest[:-3]
    elif rest.endswith(b" ."):
        object_ = rest[:-2]
    else:
        raise TermError(f"not a line of N-Triples: {line[:80]!r} does not end in ' .'")
    return Iri(subject), Iri(predicate), _term(object_)


def parse_lines(text: bytes) -> Iterator[Triple]:
    """Yield the triples of a piece of an N-Triples file."""
    return map(parse_terms, text.splitlines())  # bytes end a line only at \n and \r, which literals escape


def is_iri(term: Term) -> bool:
    """Tell an IRI from a literal."""
    return term.startswith(b"<")


def value(term: Term) -> str:
    r"""Return the IRI without its brackets, or the text of a literal.

    >>> value(Literal(rb'"caf\u00e9 \"x\""@fr'))
    'café "x"'
    """
    if term.startswith(b"<"):
        return term[1:-1].decode()
    text: str = orjson.loads(term[: term.rindex(b'"') + 1])
    return text


def language(term: Term) -> str | None:
    """Return the language tag of a literal that has one."""
    mark = suffix(term)
    return mark[1:].decode() if mark.startswith(b"@") else None


def datatype(term: Term) -> Iri | None:
    """Return the datatype of a literal: xsd:string where none is written, rdf:langString beside a language."""
    if term.startswith(b"<"):
        return None
    mark = suffix(term)
    if mark.startswith(b"^^"):
        return Iri(mark[2:])
    return LANG_STRING if mark else XSD_STRING


def suffix(term: Term) -> bytes:
    """Return what follows the string of a literal: nothing, `@en` or `^^<…>`; nothing for an IRI."""
    return term[term.rindex(b'"') + 1 :] if term.startswith(b'"') else b""


def _term(text: bytes) -> Term:
    return Iri(text) if text.startswith(b"<") else Literal(text)
