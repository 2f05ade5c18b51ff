"""Where the article stands: its periodical or book directly, and its issue or volume, each one link away.

`bibo:issue` stays on the issue: BIBO gives it to issues alone, so on an article it would make the article one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.terms import literal
from kg.things import keys
from kg.things.stated import places
from kg.triples.things import thing_iri
from kg.vocab import BIBO, DCTERMS, FRBR, PRISM, RDF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.terms import Triple
    from kg.triples.about import About


def containers(about: About) -> Iterator[Triple]:
    """Yield what the article is part of, and its volume and issue as numbers."""
    node, article, iris = about.node, about.article, about.iris
    place = next(reversed(list(places(article, about.periodicals))), None)
    for container in article.containers:
        if (key := about.periodicals.key(container)) is not None:
            held = iris.periodical(key)
        elif (key := keys.book(container)) is not None:
            held = iris.book(key)
        else:
            continue
        yield node, SCHEMA.isPartOf, held
        yield node, DCTERMS.isPartOf, held
        if place is None or container.kind not in keys.SERIALS:
            yield node, FRBR.partOf, held
    if place is not None:
        within = thing_iri(place, iris)
        yield node, SCHEMA.isPartOf, within
        yield node, DCTERMS.isPartOf, within
        yield node, FRBR.partOf, within
    if article.volume:
        volume = literal(article.volume)
        yield node, BIBO.volume, volume
        yield node, PRISM.volume, volume
    if article.issue:
        yield node, PRISM.issueIdentifier, literal(article.issue)
    if article.event:
        event, name = about.part("event"), literal(article.event)
        yield node, BIBO.presentedAt, event
        yield event, RDF.type, BIBO.Event
        yield event, RDF.type, SCHEMA.Event
        yield event, SCHEMA.name, name
        yield event, DCTERMS.title, name
