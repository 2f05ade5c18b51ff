"""What an answer can be sent as, by the form of the query, and how a client says which one it wants.

SPARQL 1.1 results in JSON, XML, CSV and TSV (https://www.w3.org/TR/sparql11-overview/, section 3); graphs as documents
have them; both as a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.formats import HTML, JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Format
from kg.store import answers
from kg.web.conneg import choose
from kg.web.negotiation import named
from kg.web.refusals import Refusal

if TYPE_CHECKING:
    from kg.web.asked import Asked

_NAMES = {"json": "SPARQL results in JSON", "xml": "SPARQL results in XML", "csv": "CSV", "tsv": "TSV"}
ROWS = (
    *(
        Format(
            name=_NAMES[extension],
            extension=f"sr{extension[0]}" if extension in {"json", "xml"} else extension,
            media_types=media_types,
            is_rdf=False,
        )
        for extension, media_types in answers.ROWS.items()
    ),
    HTML,
)
GRAPHS = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML, HTML)
PARAMETERS = ("format", "output", "results")  # as clients say it; SPARQLWrapper sends all three
_HAS_ROWS = frozenset(("SELECT", "ASK"))


def offered(form: str) -> tuple[Format, ...]:
    """Return the formats of what a query of this form gives."""
    return ROWS if form in _HAS_ROWS else GRAPHS


def wanted(asked: Asked, form: str, name: str | None) -> Format:
    """Return the format for a form of query: the one that is named, else what the Accept header prefers.

    Raises `Refusal` (406) that lists what there is.
    """
    formats = offered(form)
    found = named(formats).get(name.lower()) if name else choose(asked.accept, formats)
    if found is not None:
        return found
    said = f"is no format of what {form} gives" if name else f"is {form}, and your Accept header has no format of that"
    names = ", ".join(f"{format_.extension} ({format_.media_types[0]})" for format_ in formats)
    available = [{"name": format_.extension, "type": format_.media_types[0]} for format_ in formats]
    raise Refusal(406, f"{name[:40] if name else 'The query'} {said}; there are: {names}", available=available)
