"""Figures, each with who counted and when; zero is a figure, and two sources may differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kg.serialise.order import natural
from kg.vocab import C4O, DCTERMS, SCHEMA

if TYPE_CHECKING:
    from kg.terms import Iri
    from kg.web.pages.dates import Moment
    from kg.web.pages.reading import Link, Reading

_MOST_OBSERVATIONS = 200
# Terms of our own that are measured, as a page calls them; any other is called by its own name.
_MEASURED = {
    "citationCount": "Citations",
    "referenceCount": "References",
    "influentialCitationCount": "Influential citations",
    "journal-impact-factor": "Journal Impact Factor",
    "jcr-quartile": "JCR quartile",
    "cas-zone": "CAS zone",
}


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure: what is counted, how many, by whom, of which time; `date` is None where nobody says."""

    label: str
    value: str
    source: Link | None = None
    date: Moment | None = None
    category: str = ""
    anchor: str = ""


def citations(reading: Reading) -> tuple[Figure, ...]:
    """Return how often an article is cited, by each source that counts."""
    graph = reading.graph
    counters = graph.iris(reading.thing, C4O.hasGlobalCitationFrequency, SCHEMA.interactionStatistic)
    return tuple(
        Figure(
            label="Citations",
            value=grouped(graph.text(counter, C4O.hasGlobalCountValue, SCHEMA.userInteractionCount) or ""),
            source=_source(reading, counter, C4O.hasGlobalCountSource),
            date=reading.moment(counter, C4O.hasGlobalCountDate),
            anchor=reading.anchor(counter),
        )
        for counter in counters
    )


def observations(reading: Reading) -> tuple[Figure, ...]:
    """Return what was measured about the thing, by name and the newest year first.

    Observations lead to the thing, and nothing leads from it to them.
    """
    store = reading.generation.store
    about = [node for node, _, _ in store.incoming(reading.thing, _MOST_OBSERVATIONS, SCHEMA.observationAbout)]
    if about:
        reading.extend([triple for node in about for triple in store.outgoing(node)])
    graph = reading.graph
    figures = [
        Figure(
            label=_label(reading, node),
            value=grouped(graph.text(node, SCHEMA.value) or ""),
            source=_source(reading, node, DCTERMS.source),
            date=reading.moment(node, SCHEMA.observationDate),
            category=graph.text(node, reading.own("category")) or "",
            anchor=reading.anchor(node),
        )
        for node in sorted(about, key=lambda node: (natural(node), node))
    ]
    figures.sort(key=lambda figure: figure.date.year if figure.date else "", reverse=True)
    figures.sort(key=lambda figure: (figure.label, figure.source.text if figure.source else ""))
    return tuple(figures)


def grouped(number: str) -> str:
    """Return a whole number with its thousands parted, and anything else as it is.

    >>> grouped("1234567"), grouped("0.8"), grouped("Q3")
    ('1,234,567', '0.8', 'Q3')
    """
    return f"{int(number):,}" if number.isascii() and number.isdigit() else number


def _source(reading: Reading, node: Iri, predicate: Iri) -> Link | None:
    source = reading.graph.iri(node, predicate)
    return reading.link(source) if source else None


def _label(reading: Reading, node: Iri) -> str:
    term = reading.graph.iri(node, SCHEMA.variableMeasured)
    if term is None:
        return reading.graph.text(node, SCHEMA.variableMeasured) or "Figure"
    name = (reading.places.path(term) or reading.link(term).text).rpartition("#")[2]
    return _MEASURED.get(name, name)
