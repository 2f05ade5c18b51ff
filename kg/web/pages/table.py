"""The triples of a document as a table that people can read: one group for each subject, names for the terms.

Properties with the same values share a row, since the graph says many things in three vocabularies at once.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from kg.serialise.order import descriptions
from kg.serialise.reading import datatype, is_iri, language, value
from kg.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.serialise import Names
    from kg.serialise.order import Properties
    from kg.terms import Term
    from kg.web.pages.places import Places
    from kg.web.pages.reading import Reading

_MOST_ROWS = 300
_MOST_SUBJECTS = 150
_MOST_VALUES = 40  # of one property
_MOST = (
    256  # properties that are remembered: those of our vocabularies, and few, since each keeps the names of its site
)
_LONG = 240  # characters of a literal before the fold
_PLAIN = {"string", "langString"}


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """An object: an IRI as people write it and where it leads, or a literal with its language or datatype."""

    text: str
    href: str | None = None
    title: str = ""
    language: str | None = None
    datatype: str = ""
    rest: str = ""  # of a long literal, what is folded away


class Property(msgspec.Struct, frozen=True):
    """A property: its prefixed name, and where its IRI leads."""

    name: str
    href: str | None
    iri: str


class Row(msgspec.Struct, frozen=True):
    """Properties that have the same values; `more` values are left out."""

    properties: tuple[Property, ...]
    values: tuple[Value, ...]
    more: int = 0


class Group(msgspec.Struct, frozen=True):
    """What is said about one subject; `anchor` is its fragment, where it is a part of the thing."""

    name: str
    href: str | None
    anchor: str
    rows: tuple[Row, ...]


class Table(msgspec.Struct, frozen=True):
    """The triples of a document; `total` counts all, of which the table may leave out some."""

    groups: tuple[Group, ...]
    total: int
    is_cut: bool


def table(reading: Reading, names: Names) -> Table:
    """Return the table of a document's triples, the thing first, then its parts, then what it points to."""
    subjects = _first(reading)
    triples = (triple for subject in subjects for triple in reading.stated.about(subject))
    described = descriptions(triples, reading.thing, names.rank)
    groups: list[Group] = []
    left = _MOST_ROWS
    for subject, properties in described:
        rows = tuple(islice(_rows(properties, reading, names), left))
        if not rows:
            break
        left -= len(rows)
        anchor = reading.anchor(subject)
        shown = f"#{anchor}" if anchor else _shown(subject, reading.places, names)
        groups.append(Group(shown, reading.places.link(subject), anchor, rows))
    is_cut = left == 0 or len(subjects) == _MOST_SUBJECTS or any(row.more for group in groups for row in group.rows)
    return Table(tuple(groups), len(reading.document.triples), is_cut)


def _first(reading: Reading) -> list[Iri]:
    """Return the subjects that the table begins with: as many as may fit."""
    ranked = sorted(
        reading.stated.subjects(), key=lambda subject: (subject != reading.thing, not reading.anchor(subject))
    )
    return ranked[:_MOST_SUBJECTS]


def _rows(properties: Properties, reading: Reading, names: Names) -> Iterator[Row]:
    sharing: dict[tuple[Term, ...], list[Iri]] = {}
    for predicate, objects in properties:
        sharing.setdefault(tuple(objects), []).append(predicate)
    for values, predicates in sharing.items():
        yield Row(
            tuple([_property(predicate, reading.places, names) for predicate in predicates]),
            tuple([_value(object_, reading, names) for object_ in values[:_MOST_VALUES]]),
            max(len(values) - _MOST_VALUES, 0),
        )


@lru_cache(_MOST)
def _property(predicate: Iri, places: Places, names: Names) -> Property:
    return Property(_shown(predicate, places, names), places.link(predicate), value(predicate))


def _value(term: Term, reading: Reading, names: Names) -> Value:
    if is_iri(term):
        iri = Iri(term)
        anchor = reading.anchor(iri)
        shown = f"#{anchor}" if anchor else _shown(iri, reading.places, names)
        known = reading.graph.name(iri)
        title = known.text if known and not anchor else ""
        return Value(text=shown, href=reading.places.link(iri), title=title, language=known.language if known else None)
    text, type_ = value(term), datatype(term)
    short = value(type_).rpartition("#")[2] if type_ else ""
    cut = text.rfind(" ", 0, _LONG) if len(text) > _LONG * 1.5 else -1
    return Value(
        text=text[:cut] if cut > 0 else text,
        rest=text[cut:] if cut > 0 else "",
        language=language(term),
        datatype="" if short in _PLAIN else f"xsd:{short}" if "XMLSchema#" in value(type_ or term) else short,
    )


def _shown(iri: Iri, places: Places, names: Names) -> str:
    """Return an IRI as people write it: by its prefix, by its path below the base, else in full."""
    short = names.short(iri)
    if short is not iri and not short.startswith(b"<"):
        return short.decode()
    path = places.path(iri)
    return f"/{path}" if path is not None else value(iri)
