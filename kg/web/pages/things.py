"""The view of a thing that is no article: a catalogue card, and the works that belong to it.

One view for all kinds; what stands on the card of each is a function of a few lines below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import msgspec

from kg.vocab import BIBO, DCTERMS, FABIO, PROV, SCHEMA, SKOS
from kg.web.pages.figures import Figure, grouped, observations
from kg.web.pages.graph import Words
from kg.web.pages.identifiers import identifiers, label
from kg.web.pages.reading import Fact, Link, facts
from kg.web.pages.volumes import Part, parts, wholes

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.terms import Iri
    from kg.web.pages.reading import Reading

_MOST_LISTED = 500


class Section(msgspec.Struct, frozen=True):
    """A list of links under a heading; `is_cut` where there are more."""

    title: str
    links: tuple[Link, ...]
    is_cut: bool = False


class ThingView(msgspec.Struct, frozen=True, kw_only=True):
    """All that the page of a thing shows, beside its members and its triples."""

    kind: str
    title: Words
    within: tuple[Link, ...] = ()
    other_names: tuple[Words, ...] = ()
    description: Words | None = None
    facts: tuple[Fact, ...] = ()
    metrics: tuple[Figure, ...] = ()
    parts: tuple[Part, ...] = ()
    sections: tuple[Section, ...] = ()
    orcid: str = ""


def thing(reading: Reading) -> ThingView:
    """Return the view of a thing of any kind; what we know nothing of has its name and its triples."""
    return _VIEWS.get(reading.document.kind, _generic)(reading)


def _person(reading: Reading) -> ThingView:
    known = identifiers(reading)
    orcid = next((identifier.value for identifier in known if identifier.scheme == "orcid"), "")
    return ThingView(
        kind="Person",
        title=_title(reading),
        other_names=_other_names(reading),
        facts=facts(*((label_, links) for label_, links in _identified(reading) if label_ != label("orcid"))),
        orcid=orcid,
    )


def _organization(reading: Reading) -> ThingView:
    return ThingView(
        kind="Organization",
        title=_title(reading),
        other_names=_other_names(reading),
        facts=facts(("Country", reading.texts(reading.own("country"))), *_identified(reading)),
    )


def _periodical(reading: Reading) -> ThingView:
    described = reading.graph.words(reading.thing, SCHEMA.description, DCTERMS.description)
    return ThingView(
        kind=_PERIODICALS.get(next(iter(_schema_types(reading)), ""), "Journal"),
        title=_title(reading),
        other_names=_other_names(reading),
        description=described[0] if described else None,
        facts=facts(
            ("Publisher", reading.links(SCHEMA.publisher)),
            ("ISSN", _issns(reading)),
            ("Website", reading.links(SCHEMA.url)),
            ("Subjects", reading.links(SCHEMA.about)),
            *_keys(reading),
        ),
        metrics=observations(reading),
        parts=parts(reading),
    )


def _issns(reading: Reading) -> list[Link]:
    """Return the ISSNs, with what is known of each: `bibo:issn` is that of the print or of a medium nobody stated."""
    graph, thing = reading.graph, reading.thing
    electronic, linking = graph.texts(thing, BIBO.eissn), graph.texts(thing, FABIO.hasIssnL)
    return [
        Link(issn, note=", ".join(["electronic"] * (issn in electronic) + ["linking"] * (issn in linking)))
        for issn in graph.texts(thing, SCHEMA.issn)
    ]


def _volume(reading: Reading) -> ThingView:
    return ThingView(kind="Volume", title=_title(reading), within=wholes(reading), parts=parts(reading))


def _issue(reading: Reading) -> ThingView:
    return ThingView(kind="Issue", title=_title(reading), within=wholes(reading))


def _book(reading: Reading) -> ThingView:
    described = reading.graph.words(reading.thing, SCHEMA.description)
    is_proceedings = BIBO.Proceedings in reading.graph.types(reading.thing)
    return ThingView(
        kind="Proceedings" if is_proceedings else "Book",
        title=_title(reading),
        within=reading.links(SCHEMA.isPartOf),
        other_names=_other_names(reading),
        description=described[0] if described else None,
        facts=facts(
            ("Publisher", reading.links(SCHEMA.publisher)),
            ("ISBN", reading.texts(SCHEMA.isbn)),
            ("Website", reading.links(SCHEMA.url)),
            *_keys(reading),
        ),
    )


def _concept(reading: Reading) -> ThingView:
    return ThingView(
        kind="Subject",
        title=_title(reading),
        other_names=tuple(reading.graph.words(reading.thing, SKOS.altLabel)),
        facts=facts(
            ("Scheme", reading.links(SKOS.inScheme)),
            ("Code", reading.texts(SKOS.notation)),
            ("Same as", reading.links(SCHEMA.sameAs, SKOS.exactMatch)),
        ),
    )


def _record(reading: Reading) -> ThingView:
    return ThingView(
        kind="Record",
        title=Words(reading.text(DCTERMS.identifier) or reading.document.label),
        facts=facts(
            ("Source", reading.links(PROV.hadPrimarySource)),
            ("Key there", reading.texts(DCTERMS.identifier)),
            ("Retrieved", reading.texts(PROV.generatedAtTime)),
        ),
        sections=(_pointing(reading, PROV.wasDerivedFrom, "Part of what is said about"),),
    )


def _source(reading: Reading) -> ThingView:
    name = unquote(reading.document.path.partition("/")[2])
    records = reading.generation.manifest.sources.get(name)
    return ThingView(
        kind="Source",
        title=_title(reading),
        facts=facts(
            ("Website", reading.links(SCHEMA.url)),
            ("Records here", [Link(grouped(str(records)))] if records else []),
            ("Name in addresses", [Link(name)]),
        ),
    )


def _scheme(reading: Reading) -> ThingView:
    return ThingView(
        kind="Concept" if SKOS.Concept in reading.graph.types(reading.thing) else "List of concepts",
        title=_title(reading),
        within=reading.links(SKOS.inScheme),
        facts=facts(("Code", reading.texts(SKOS.notation)), ("Website", reading.links(SCHEMA.url))),
        sections=(_pointing(reading, SKOS.inScheme, "Concepts"),),
    )


def _generic(reading: Reading) -> ThingView:
    kind = reading.document.kind.capitalize() or "Thing"
    return ThingView(kind=kind, title=_title(reading), within=reading.links(SCHEMA.observationAbout))


_VIEWS: Final[dict[str, Callable[[Reading], ThingView]]] = {
    "person": _person,
    "organization": _organization,
    "periodical": _periodical,
    "volume": _volume,
    "issue": _issue,
    "book": _book,
    "concept": _concept,
    "record": _record,
    "source": _source,
    "scheme": _scheme,
}
_PERIODICALS = {"Periodical": "Journal", "BookSeries": "Book series", "WebSite": "Repository"}


def _title(reading: Reading) -> Words:
    return reading.graph.name(reading.thing) or Words(reading.document.label)


def _other_names(reading: Reading) -> tuple[Words, ...]:
    title = _title(reading)
    names = reading.graph.words(reading.thing, SCHEMA.alternateName, DCTERMS.alternative, SKOS.altLabel)
    return tuple(name for name in names if name != title)


def _schema_types(reading: Reading) -> list[str]:
    """Return the names of the thing's classes in schema.org."""
    paths = (iri[1:-1].decode().partition("https://schema.org/")[2] for iri in reading.graph.types(reading.thing))
    return [name for name in paths if name]


def _identified(reading: Reading) -> list[tuple[str, list[Link]]]:
    """Return a row for each identifier scheme."""
    rows: dict[str, list[Link]] = {}
    for known in identifiers(reading):
        rows.setdefault(known.label, []).append(Link(known.value, known.href))
    return list(rows.items())


def _keys(reading: Reading) -> list[tuple[str, list[Link]]]:
    """Return the keys that sources have for a thing: literals such as `openalex:S137773608`."""
    rows: dict[str, list[Link]] = {}
    for key in reading.graph.texts(reading.thing, DCTERMS.identifier):
        scheme, _, rest = key.partition(":")
        rows.setdefault(label(scheme), []).append(Link(rest or key))
    return list(rows.items())


def _pointing(reading: Reading, predicate: Iri, title: str) -> Section:
    """Return what points to the thing by this property, by name."""
    store = reading.generation.store
    found = [subject for subject, _, _ in store.incoming(reading.thing, _MOST_LISTED, predicate)]
    if predicate == SKOS.inScheme:  # concepts of our own lists stand in no index
        reading.extend([triple for subject in found for triple in store.outgoing(subject, SCHEMA.name)])
    links = sorted((reading.link(subject) for subject in sorted(found)), key=lambda link: link.text.casefold())
    return Section(title, tuple(links), len(found) == _MOST_LISTED)
