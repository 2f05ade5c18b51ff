"""The view of a thing that is no article: a catalogue card, and the works that belong to it.

One view for all kinds; what stands on the card of each is a function of a few lines below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import msgspec

from kg.serialise.order import natural
from kg.serialise.reading import value
from kg.terms import Iri
from kg.vocab import BIBO, DCTERMS, FABIO, PRISM, PROV, SCHEMA, SKOS
from kg.web.pages.figures import Figure, grouped, observations
from kg.web.pages.graph import Words
from kg.web.pages.identifiers import identifiers, label
from kg.web.pages.reading import Fact, Link, facts
from kg.web.pages.rows import Work, ranged, works

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.site.index import ThingRow
    from kg.web.pages.reading import Reading

_MOST_METRICS = 100
_MOST_LISTED = 500


class Part(msgspec.Struct, frozen=True):
    """A volume or an issue, how many works it has, and the issues in it."""

    name: Link
    size: int
    issues: tuple[Part, ...] = ()


class Section(msgspec.Struct, frozen=True):
    """A list of links under a heading."""

    title: str
    links: tuple[Link, ...]


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


def contents(reading: Reading) -> tuple[Work, ...]:
    """Return the table of contents of an issue: by page where all of it is on this page, and with the pages."""
    store, base = reading.generation.store, reading.places.base
    found = []
    for work, row in zip(works(reading.document.members, reading.places), reading.document.members, strict=True):
        node = Iri(f"<{base}{row.path}>".encode())
        pages = [value(term) for _, _, term in sorted(store.outgoing(node, PRISM.pageRange))]
        found.append(msgspec.structs.replace(work, pages=ranged(pages[0]) if pages else ""))
    if reading.document.pages > 1:
        return tuple(found)
    return tuple(sorted(found, key=lambda work: (not work.pages, natural(f"{work.pages}>".encode()))))


def _person(reading: Reading) -> ThingView:
    known = identifiers(reading)
    orcid = next((identifier.value for identifier in known if identifier.scheme == "orcid"), "")
    return ThingView(
        kind="Person",
        title=_title(reading),
        other_names=_other_names(reading),
        facts=facts(*_identified(reading)),
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
    thing, store = reading.thing, reading.generation.store
    measured = [Iri(subject) for subject, _, _ in store.incoming(thing, _MOST_METRICS, SCHEMA.observationAbout)]
    reading.extend([triple for node in measured for triple in store.outgoing(node)])
    graph = reading.graph
    issns = {
        "Print": graph.texts(thing, BIBO.issn),
        "Electronic": graph.texts(thing, BIBO.eissn),
        "Linking": graph.texts(thing, FABIO.hasIssnL),
    }
    described = graph.words(thing, SCHEMA.description, DCTERMS.description)
    return ThingView(
        kind=_PERIODICALS.get(next(iter(_schema_types(reading)), ""), "Journal"),
        title=_title(reading),
        other_names=_other_names(reading),
        description=described[0] if described else None,
        facts=facts(
            ("Publisher", reading.links(SCHEMA.publisher)),
            ("ISSN", [Link(issn, note=medium.lower()) for medium, values in issns.items() for issn in values]),
            ("Website", reading.links(SCHEMA.url)),
            ("Subjects", reading.links(SCHEMA.about)),
            *_keys(reading),
        ),
        metrics=observations(reading, measured),
        parts=_parts(reading),
    )


def _volume(reading: Reading) -> ThingView:
    return ThingView(kind="Volume", title=_title(reading), within=_wholes(reading), parts=_parts(reading))


def _issue(reading: Reading) -> ThingView:
    return ThingView(kind="Issue", title=_title(reading), within=_wholes(reading))


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
            ("Scheme", [Link(label(scheme.text)) for scheme in reading.texts(reading.own("subjectScheme"))]),
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
        sections=(Section("Part of what is said about", _pointing(reading, PROV.wasDerivedFrom)),),
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
        facts=facts(("Code", reading.texts(SKOS.notation))),
        sections=(Section("Concepts", _pointing(reading, SKOS.inScheme)),),
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


def _wholes(reading: Reading) -> tuple[Link, ...]:
    """Return what a volume or issue stands in, from the periodical inwards."""
    path = reading.document.path
    above = []
    while path.count("/") > 1:
        path = path.rpartition("/")[0].rpartition("/")[0]
        above.append(path)
    links = [reading.link(Iri(f"<{reading.places.base}{path}>".encode())) for path in reversed(above)]
    return tuple(link for link in links if link.is_held)  # a year in which issues stand is no thing


def _parts(reading: Reading) -> tuple[Part, ...]:
    """Return the volumes with their issues, and the issues of no volume on this page."""
    rows = sorted(reading.document.parts, key=lambda row: natural(row.path.encode() + b">"))
    issues: dict[str, list[ThingRow]] = {}
    for row in rows:
        if row.kind == "issue":
            issues.setdefault(row.path.rpartition("/issue/")[0], []).append(row)
    volumes = [row for row in rows if row.kind != "issue"]
    nested = {volume.path for volume in volumes}
    return (
        *(_part(reading, volume, issues.get(volume.path, [])) for volume in volumes),
        *(_part(reading, row, []) for within, found in issues.items() if within not in nested for row in found),
    )


def _part(reading: Reading, row: ThingRow, issues: list[ThingRow]) -> Part:
    is_within = row.kind == "issue" and reading.document.kind == "volume"  # the volume is what the page is about
    name = _number(row.label) if is_within else row.label
    return Part(
        Link(name, reading.places.below(row.path)),
        row.works,
        tuple(Part(Link(_number(issue.label), reading.places.below(issue.path)), issue.works) for issue in issues),
    )


def _number(label_: str) -> str:
    """Return "Issue 1" of "Volume 15, Issue 1"."""
    return "Issue " + label_.rpartition("Issue ")[2]


def _pointing(reading: Reading, predicate: Iri) -> tuple[Link, ...]:
    """Return what points to the thing by this property, by name."""
    incoming = reading.generation.store.incoming(reading.thing, _MOST_LISTED, predicate)
    found = {Iri(subject) for subject, _, _ in incoming}
    names = reading.generation.store.outgoing
    if predicate == SKOS.inScheme:
        reading.extend([triple for subject in found for triple in names(subject, SCHEMA.name)])
    return tuple(sorted((reading.link(subject) for subject in sorted(found)), key=lambda link: link.text.casefold()))
