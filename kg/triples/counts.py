"""Figures, each with who counted and when: zero is a figure, and two sources may differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.terms import literal
from kg.triples import values
from kg.vocab import C4O, DCTERMS, RDF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.iris import Iris
    from kg.model import Count, Metric
    from kg.terms import Iri, Triple
    from kg.triples.about import About

# What is counted or measured, by the name it has in an article: a term of our own vocabulary.
VARIABLES = {
    "citations": "citationCount",
    "references": "referenceCount",
    "influential-citations": "influentialCitationCount",
    "journal-impact-factor": "journal-impact-factor",
    "jcr-quartile": "jcr-quartile",
    "cas-zone": "cas-zone",
}


def counts(about: About) -> Iterator[Triple]:
    """Yield citation counts for C4O and schema.org on one node, and all other counts as observations."""
    seen: set[tuple[str, str, str | None]] = set()
    for count in about.article.counts:
        identity = count.name, count.source, count.year
        if identity in seen:
            continue  # one node, one value
        seen.add(identity)
        if count.name == "citations" and count.year is None and count.value >= 0:
            yield from _citations(about, count)
        else:
            yield from _observed(about, count)


def metrics(node: Iri, key: str, measured: tuple[Metric, ...], iris: Iris) -> Iterator[Triple]:
    """Yield figures about a periodical, undated where their year is not known."""
    for metric in measured:
        name = f"{metric.name}:{metric.category}" if metric.category else metric.name
        observation = iris.metric(key, name, metric.source, metric.year)
        yield observation, RDF.type, SCHEMA.Observation
        yield observation, SCHEMA.observationAbout, node
        yield from _variable(observation, metric.name, iris)
        yield observation, SCHEMA.value, values.figure(metric.value)
        yield observation, DCTERMS.source, iris.source(metric.source)
        if metric.year:
            yield observation, SCHEMA.observationDate, values.date(metric.year)
        if metric.category:
            yield observation, iris.term("category"), literal(metric.category)


def _citations(about: About, count: Count) -> Iterator[Triple]:
    node, counter = about.node, about.part(f"citations-{count.source}")
    yield node, C4O.hasGlobalCitationFrequency, counter
    yield node, SCHEMA.interactionStatistic, counter
    yield counter, RDF.type, C4O.GlobalCitationCount
    yield counter, RDF.type, SCHEMA.InteractionCounter
    value = values.integer(count.value)
    yield counter, C4O.hasGlobalCountValue, value
    yield counter, SCHEMA.userInteractionCount, value
    yield counter, SCHEMA.interactionType, about.iris.term("CiteAction")
    yield counter, C4O.hasGlobalCountSource, about.iris.source(count.source)
    if count.date:
        is_day = len(count.date) == len("2024-02-26")  # C4O's range
        yield counter, C4O.hasGlobalCountDate if is_day else DCTERMS.date, values.date(count.date)


def _observed(about: About, count: Count) -> Iterator[Triple]:
    name = f"{count.name}-{count.source}" + (f"-{count.year}" if count.year else "")
    observation = about.part(name)
    yield observation, RDF.type, SCHEMA.Observation
    yield observation, SCHEMA.observationAbout, about.node
    yield from _variable(observation, count.name, about.iris)
    yield observation, SCHEMA.value, values.integer(count.value)
    yield observation, DCTERMS.source, about.iris.source(count.source)
    if count.year:
        yield observation, SCHEMA.observationDate, values.date(count.year)


def _variable(observation: Iri, name: str, iris: Iris) -> Iterator[Triple]:
    """Yield what is observed: a term of ours, or its name where nobody has defined it."""
    known = VARIABLES.get(name)
    yield observation, SCHEMA.variableMeasured, iris.term(known) if known else literal(name)
