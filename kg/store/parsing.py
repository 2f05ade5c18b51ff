"""RDF files of any syntax as triples of serialised terms; the parsers are Oxigraph's.

Unlike what `kg.terms` makes, what others wrote may hold blank nodes: they come as `_:name`, a name of its own for each
file.  Quads come as triples, whatever their graph.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import SourceError
from kg.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Format

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARSERS = {
    TURTLE: ox.RdfFormat.TURTLE,
    JSON_LD: ox.RdfFormat.JSON_LD,
    N_TRIPLES: ox.RdfFormat.N_TRIPLES,
    RDF_XML: ox.RdfFormat.RDF_XML,
    TRIG: ox.RdfFormat.TRIG,
    N_QUADS: ox.RdfFormat.N_QUADS,
}


def triples(stream: IO[bytes] | bytes, format_: Format, name: str, base: str) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield the triples of a document, each term as N-Triples writes it.

    `name` is what errors call it, `base` resolves its relative IRIs.  Raises `SourceError` where it is not in that
    format, with the place that the parser names.
    """
    try:
        quads = ox.parse(stream, format=_PARSERS[format_], base_iri=base, rename_blank_nodes=True)
        for quad in quads:
            yield str(quad.subject).encode(), str(quad.predicate).encode(), str(quad.object).encode()
    except (SyntaxError, ValueError, UnicodeDecodeError) as error:
        raise SourceError(f"{name}: not {format_.name}: {error}") from error
