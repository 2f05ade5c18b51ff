"""How an article relates to others: what it cites, what cites it, what retracts, corrects or continues it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from kg.model import Identifier
from kg.triples.references import work_iri
from kg.vocab import CITO, DCTERMS, FRBR, SCHEMA
from kg.web.pages.identifiers import identifiers
from kg.web.pages.reading import Fact, Link, facts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.terms import Iri
    from kg.web.pages.reading import Reading


class Said(NamedTuple):
    """A relation, as a page puts it of either side; `inverse` is empty where the other side would say it itself."""

    label: str
    terms: tuple[Iri, ...]
    inverse: str = ""


_RELATIONS: Final = (
    Said("Retracted by", (CITO.isRetractedBy,), "Retracts"),
    Said("Retracts", (CITO.retracts,), "Retracted by"),
    Said("Corrected by", (CITO.isCorrectedBy, SCHEMA.correction), "Corrects"),
    Said("Corrects", (CITO.corrects,), "Corrected by"),
    Said("Updated by", (CITO.isUpdatedBy,), "Updates"),
    Said("Updates", (CITO.updates,), "Updated by"),
    Said("Replaced by", (DCTERMS.isReplacedBy,), "Replaces"),
    Said("Replaces", (DCTERMS.replaces,), "Replaced by"),
    Said("Has version", (DCTERMS.hasVersion, SCHEMA.workExample), "Version of"),
    Said("Version of", (DCTERMS.isVersionOf,), "Has version"),
    Said("Reviews", (CITO.reviews, SCHEMA.itemReviewed), "Reviewed by"),
    Said("Reviewed by", (CITO.isReviewedBy, SCHEMA.review), "Reviews"),
    Said("Comments on", (CITO.repliesTo,), "Commented on by"),
    Said("Commented on by", (CITO.hasReplyFrom,), "Comments on"),
    Said("Translation of", (FRBR.translationOf, SCHEMA.translationOfWork), "Translated as"),
    Said("Translated as", (FRBR.translation, SCHEMA.workTranslation), "Translation of"),
    Said("Supplement to", (FRBR.supplementOf,), "Supplement"),
    Said("Supplement", (FRBR.supplement,), "Supplement to"),
    Said("Has part", (DCTERMS.hasPart, SCHEMA.hasPart)),
    Said("Based on", (SCHEMA.isBasedOn, DCTERMS.source), "Basis of"),
    Said("Documents", (CITO.documents,), "Documented by"),
    Said("Documented by", (CITO.isDocumentedBy,), "Documents"),
    Said("Requires", (DCTERMS.requires,), "Required by"),
    Said("Required by", (DCTERMS.isRequiredBy,), "Requires"),
    Said("Format of", (DCTERMS.isFormatOf,), "Other format"),
    Said("Other format", (DCTERMS.hasFormat,), "Format of"),
    Said("Related", (DCTERMS.relation,), "Related"),
)
_MOST_CITING = 1_000
_MOST_RELATED = 200
_MOST_POINTING = 200  # triples that are looked through for relations
_INVERTED: Final = tuple(dict.fromkeys(term for said in _RELATIONS if said.inverse for term in said.terms))
SHOWN = 50  # entries of a long list before the fold


class Entries(msgspec.Struct, frozen=True):
    """A list of works: those in sight, those folded away, and whether it is cut at our bound."""

    first: tuple[Link, ...] = ()
    rest: tuple[Link, ...] = ()
    is_cut: bool = False

    @property
    def total(self) -> int:
        return len(self.first) + len(self.rest)


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """The works around an article."""

    references: Entries
    cited_by: Entries
    relations: tuple[Fact, ...]
    notices: tuple[Link, ...]


def around(reading: Reading) -> Around:
    """Return the works around an article: what it states of others, and what others state of it."""
    names = _names(reading)
    relations = _relations(reading, names)
    return Around(
        references=_references(reading),
        cited_by=_cited_by(reading, names),
        relations=relations,
        notices=next((fact.values for fact in relations if fact.label == "Retracted by"), ()),
    )


def cited_by(reading: Reading) -> Entries:
    """Return the articles that cite a work of which nothing else is known."""
    return _cited_by(reading, [reading.thing])


def _names(reading: Reading) -> list[Iri]:
    """Return the URIs by which others may mention the article: its own, and those of its other identifiers."""
    known = (Identifier(each.scheme, each.value) for each in identifiers(reading))
    others = (work_iri(identifier, reading.generation.iris) for identifier in known)
    return list(dict.fromkeys([reading.thing, *(iri for iri in others if iri)]))


def _cited_by(reading: Reading, names: list[Iri]) -> Entries:
    incoming = reading.generation.store.incoming
    citing = [subject for name in names for subject, _, _ in incoming(name, _MOST_CITING, CITO.cites)]
    return _entries(_by_name(reading, citing), is_cut=len(citing) >= _MOST_CITING)


def _references(reading: Reading) -> Entries:
    """Return the reference list: a set in the graph, so by title and not as printed; those that we hold first."""
    graph, thing = reading.graph, reading.thing
    works = _by_name(reading, graph.iris(thing, CITO.cites, SCHEMA.citation))
    printed = sorted(graph.words(thing, SCHEMA.citation), key=lambda words: words.text.casefold())
    return _entries([*works, *(Link(words.text, None, words.language, is_held=False) for words in printed)])


def _relations(reading: Reading, names: list[Iri]) -> tuple[Fact, ...]:
    found: dict[str, dict[Iri, None]] = {said.label: {} for said in _RELATIONS}
    stated = [_stated(reading, name) for name in names]
    for said in _RELATIONS:
        found[said.label].update(dict.fromkeys(reading.graph.iris(reading.thing, *said.terms)))
        for term in said.terms if said.inverse else ():
            for by_term in stated:
                found.setdefault(said.inverse, {}).update(dict.fromkeys(by_term.get(term, ())))
    return facts(*((label, _by_name(reading, works)) for label, works in found.items()))


def _stated(reading: Reading, name: Iri) -> dict[Iri, list[Iri]]:
    """Return who states a relation to a name, by the term: asked at once, unless so much points there that it hides."""
    incoming = reading.generation.store.incoming
    found = incoming(name, _MOST_POINTING)
    if len(found) >= _MOST_POINTING:
        found = [triple for term in _INVERTED for triple in incoming(name, _MOST_RELATED, term)]
    stated: dict[Iri, list[Iri]] = {}
    for subject, term, _ in found:
        stated.setdefault(term, []).append(subject)
    return stated


def _by_name(reading: Reading, works: Iterable[Iri]) -> list[Link]:
    links = {link.href: link for work in sorted(works) if (link := reading.link(work))}
    links.pop(reading.places.link(reading.thing), None)  # by another of its own identifiers
    return sorted(links.values(), key=lambda link: (not link.is_held, link.text.casefold()))


def _entries(links: list[Link], *, is_cut: bool = False) -> Entries:
    return Entries(tuple(links[:SHOWN]), tuple(links[SHOWN:]), is_cut)
