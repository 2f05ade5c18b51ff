"""N-Triples and N-Quads (https://www.w3.org/TR/n-triples/, https://www.w3.org/TR/n-quads/): one triple a line.

A triple in the default graph is the same line in both.  Terms arrive in N-Triples and are joined as they are.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from kg.serialise.reading import XSD_STRING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.serialise.names import Names
    from kg.terms import Iri, Triple

_BATCH = 1024
# A line break ends a line and nothing else does, so this is never part of a literal.
_STRING_END = b'"^^%b .\n' % XSD_STRING


def document(triples: Iterable[Triple], _names: Names, _about: Iri | None) -> bytes:
    """Return the lines of a document, sorted, each once."""
    return b"".join(sorted({_lines([triple]) for triple in triples}))


def ntriples(triples: Iterable[Triple]) -> Iterator[bytes]:
    """Yield whole lines, many at a time, in the order of the triples."""
    stream = iter(triples)
    while batch := list(islice(stream, _BATCH)):
        yield _lines(batch)


def _lines(triples: list[Triple]) -> bytes:
    return b"".join([b"%b %b %b .\n" % triple for triple in triples]).replace(_STRING_END, b'" .\n')
