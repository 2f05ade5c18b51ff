"""Identifiers as a page shows them: what the scheme is called, the value, and where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kg.vocab import SCHEMA

if TYPE_CHECKING:
    from kg.web.pages.reading import Reading

# What people call a scheme; one that is not here is called by its name in capitals.
_LABELS = {
    "doi": "DOI",
    "pmid": "PubMed",
    "pmcid": "PubMed Central",
    "arxiv": "arXiv",
    "openalex": "OpenAlex",
    "s2": "Semantic Scholar",
    "mag": "Microsoft Academic",
    "wikidata": "Wikidata",
    "handle": "Handle",
    "bibcode": "Bibcode",
    "orcid": "ORCID",
    "agg": "Aggregator",
    "crossref": "Crossref",
    "crossref-funder": "Crossref Funder Registry",
    "h": "Made from its name",
}
_ORDER = {scheme: place for place, scheme in enumerate(_LABELS)}


class Identifier(msgspec.Struct, frozen=True, kw_only=True):
    """An identifier: its scheme, what that is called, its value, where it leads; `anchor` is its own fragment."""

    scheme: str
    label: str
    value: str
    href: str | None
    anchor: str


def identifiers(reading: Reading) -> tuple[Identifier, ...]:
    """Return the identifiers of the thing, the best known schemes first."""
    graph = reading.graph
    found = []
    for part in graph.iris(reading.thing, SCHEMA.identifier):
        scheme, value = graph.text(part, SCHEMA.propertyID), graph.text(part, SCHEMA.value)
        if scheme is None or value is None:
            continue
        url = graph.iri(part, SCHEMA.url)
        found.append(
            Identifier(
                scheme=scheme,
                label=label(scheme),
                value=value,
                href=reading.places.link(url) if url else None,
                anchor=reading.anchor(part),
            )
        )
    return tuple(sorted(found, key=lambda known: (_ORDER.get(known.scheme, len(_ORDER)), known.scheme)))


def label(scheme: str) -> str:
    """Return what people call an identifier scheme."""
    return _LABELS.get(scheme) or scheme.upper()
