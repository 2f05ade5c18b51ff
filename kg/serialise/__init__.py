"""RDF as text: triples of serialised terms (`kg.terms`) in every format of `kg.formats` that is RDF.

No parser and no graph: terms are joined, grouped and shortened as bytes.  A document is the same bytes for the same
set of triples, in whatever order they come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Format
from kg.serialise import jsonld, lines, rdfxml, turtle
from kg.serialise.names import Names
from kg.serialise.schema_org import schema_org

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.terms import Iri, Triple

__all__ = ["Names", "schema_org", "write"]

_DOCUMENTS = {
    TURTLE: turtle.document,
    JSON_LD: jsonld.document,
    N_TRIPLES: lines.document,
    RDF_XML: rdfxml.document,
    TRIG: turtle.document,
    N_QUADS: lines.document,
}


def write(triples: Iterable[Triple], format_: Format, names: Names, *, about: Iri | None = None) -> bytes:
    """Return a document of these triples; `about` is what it is about and comes first, with its fragments.

    In TriG and N-Quads the triples are in the default graph.  Raises `TermError` where the format cannot say
    a triple (RDF/XML: a predicate that no XML name ends), and `KeyError` for a format that is not RDF.
    """
    return _DOCUMENTS[format_](triples, names, about)
