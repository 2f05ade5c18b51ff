"""What a query can be answered as: the media types of its rows, and those of its graph.

SPARQL 1.1 results in JSON, XML, CSV and TSV (https://www.w3.org/TR/sparql11-overview/, section 3); graphs as
`kg.formats` has them.
"""

from __future__ import annotations

from kg.errors import QueryError
from kg.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE

ROWS = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
GRAPHS = {
    "turtle": TURTLE.media_types,
    "jsonld": JSON_LD.media_types,
    "nt": N_TRIPLES.media_types,
    "xml": RDF_XML.media_types,
}
TABLE = "table"
FORMATS = (TABLE, *dict.fromkeys((*ROWS, *GRAPHS)))


def media_types(form: str, name: str) -> tuple[str, ...]:
    """Return the media types of a format for a form of query; a table is made of JSON, and of a graph it is Turtle.

    Raises `QueryError` where the format cannot hold what such a query gives.
    """
    kinds, default = (ROWS, "json") if form in {"SELECT", "ASK"} else (GRAPHS, "turtle")
    chosen = default if name == TABLE else name
    if chosen not in kinds:
        raise QueryError(f"{name} cannot hold what {form} gives; there are {TABLE}, {', '.join(kinds)}")
    return kinds[chosen]
