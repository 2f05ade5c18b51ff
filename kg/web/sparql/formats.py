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
_ALIASES = {"json-ld": "jsonld", "ntriples": "nt", "n3": "ttl", "rdf/xml": "rdf"}
_HAS_ROWS = frozenset(("SELECT", "ASK"))


def offered(form: str) -> tuple[Format, ...]:
    """Return the formats of what a query of this form gives."""
    return ROWS if form in _HAS_ROWS else GRAPHS


def wanted(asked: Asked, form: str, name: str | None) -> Format:
    """Return the format for a form of query; raises `Refusal` (406) that lists what there is."""
    return chosen(asked, offered(form), name, f"What {form} gives")


def chosen(asked: Asked, formats: tuple[Format, ...], name: str | None, what: str) -> Format:
    """Return the format that is named, else the one that the Accept header prefers; raises as `wanted` does."""
    found = _named(formats, name.lower()) if name else choose(asked.accept, formats)
    if found is not None:
        return found
    said = f"is in no format named {name[:40]!r}" if name else "is in none of the formats of your Accept header"
    names = ", ".join(f"{format_.extension} ({format_.media_types[0]})" for format_ in formats)
    available = [{"name": format_.extension, "type": format_.media_types[0]} for format_ in formats]
    raise Refusal(406, f"{what} {said}; there are: {names}", available=available)


def _named(formats: tuple[Format, ...], name: str) -> Format | None:
    return named(formats).get(_ALIASES.get(name, name))
