"""Many statements about one thing → the thing: what most say is its name, and nothing that any says is lost.

The order of the statements decides nothing, so any number of workers come to the same.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, TypeVar, cast

import msgspec

from kg.model import Issn, Metric, Text
from kg.things.kinds import Book, Concept, Issue, Organization, Periodical, Person, Thing, Volume

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_Value = TypeVar("_Value")
_Stated = TypeVar("_Stated", bound=Thing)


def merged(things: Iterable[tuple[Thing, int]]) -> Thing:
    """Return the one thing that statements about one kind and key make, each with how often it was said.

    A value of which there is one is the one said most often (ties: the longest, then the smallest); of names
    that is the first, and the others follow; sets are united.  Raises `ValueError` where there is no statement.
    """
    said = Counter[Thing]()
    for thing, times in things:
        said[thing] += times
    if not said:
        raise ValueError("nothing was said that a thing could be made of")
    first = next(iter(said))
    return first if len(said) == 1 else _MERGERS[type(first)](list(said.items()))


def _person(said: Sequence[tuple[Person, int]]) -> Person:
    names = _names(said, lambda person: person.names)
    parted = [(person, times) for person, times in said if person.family or person.given]
    printed = [(person, times) for person, times in parted if person.names[:1] == names[:1]]
    parts = _most(printed or parted, lambda person: (person.given, person.family, person.suffix))
    given, family, suffix = parts or (None, None, None)
    return Person(
        key=said[0][0].key,
        names=names,
        given=given,
        family=family,
        suffix=suffix,
        identifiers=_united(said, lambda person: person.identifiers),
    )


def _organization(said: Sequence[tuple[Organization, int]]) -> Organization:
    return Organization(
        key=said[0][0].key,
        names=_names(said, lambda organization: organization.names),
        country=_most(said, lambda organization: organization.country),
        identifiers=_united(said, lambda organization: organization.identifiers),
    )


def _periodical(said: Sequence[tuple[Periodical, int]]) -> Periodical:
    return Periodical(
        key=said[0][0].key,
        type=_most(said, lambda periodical: periodical.type) or "periodical",
        titles=_titles(said, lambda periodical: periodical.titles),
        short_titles=_names(said, lambda periodical: periodical.short_titles),
        issns=_issns(said),
        issn_l=_most(said, lambda periodical: periodical.issn_l),
        identifiers=_united(said, lambda periodical: periodical.identifiers),
        description=_most(said, lambda periodical: periodical.description),
        publisher=_most(said, lambda periodical: periodical.publisher),
        urls=_united(said, lambda periodical: periodical.urls),
        metrics=_metrics(said),
        subjects=_united(said, lambda periodical: periodical.subjects),
    )


def _book(said: Sequence[tuple[Book, int]]) -> Book:
    return Book(
        key=said[0][0].key,
        type=_most(said, lambda book: book.type) or "book",
        titles=_titles(said, lambda book: book.titles),
        short_titles=_names(said, lambda book: book.short_titles),
        isbns=_united(said, lambda book: book.isbns),
        identifiers=_united(said, lambda book: book.identifiers),
        description=_most(said, lambda book: book.description),
        publisher=_most(said, lambda book: book.publisher),
        series=_most(said, lambda book: book.series),
        urls=_united(said, lambda book: book.urls),
    )


def _concept(said: Sequence[tuple[Concept, int]]) -> Concept:
    return Concept(
        key=said[0][0].key,
        scheme=said[0][0].scheme,
        names=_names(said, lambda concept: concept.names),
        code=_most(said, lambda concept: concept.code),
    )


def _place(said: Sequence[tuple[Volume | Issue, int]]) -> Volume | Issue:
    type_ = _most(said, lambda place: place.type) or "periodical"
    return msgspec.structs.replace(said[0][0], type=type_)


_MERGERS = cast(
    "dict[type[Thing], Callable[[Sequence[tuple[Any, int]]], Thing]]",  # each is called with its own kind
    {
        Person: _person,
        Organization: _organization,
        Periodical: _periodical,
        Volume: _place,
        Issue: _place,
        Book: _book,
        Concept: _concept,
    },
)


def _votes(said: Sequence[tuple[_Stated, int]], values: Callable[[_Stated], Iterable[_Value]]) -> Counter[_Value]:
    votes = Counter[_Value]()
    for thing, times in said:
        for value in values(thing):
            votes[value] += times
    return votes


def _most(said: Sequence[tuple[_Stated, int]], value: Callable[[_Stated], _Value | None]) -> _Value | None:
    """Return what is said most often; of those, the longest; of those, the smallest."""
    votes = _votes(said, lambda thing: () if (stated := value(thing)) is None else (stated,))
    return min(votes, key=lambda stated: (-votes[stated], -len(str(stated)), str(stated)), default=None)


def _united(said: Sequence[tuple[_Stated, int]], values: Callable[[_Stated], Iterable[_Value]]) -> tuple[_Value, ...]:
    return tuple(sorted(_votes(said, values), key=repr))


def _names(said: Sequence[tuple[_Stated, int]], values: Callable[[_Stated], Sequence[str]]) -> tuple[str, ...]:
    """All names: first those that most statements put first, then those said most often."""
    firsts = _votes(said, lambda thing: values(thing)[:1])
    votes = _votes(said, values)
    return tuple(sorted(votes, key=lambda name: (-firsts[name], -votes[name], -len(name), name)))


def _titles(said: Sequence[tuple[_Stated, int]], values: Callable[[_Stated], Sequence[Text]]) -> tuple[Text, ...]:
    """All titles, ranked as names are; of one text, the language that is known and said most often."""
    votes = _votes(said, values)
    languages: dict[str, str | None] = {}
    for title in sorted(votes, key=lambda title: (title.language is None, -votes[title], repr(title))):
        languages.setdefault(title.text, title.language)
    return tuple(Text(text, languages[text]) for text in _names(said, lambda thing: [t.text for t in values(thing)]))


def _issns(said: Sequence[tuple[Periodical, int]]) -> tuple[Issn, ...]:
    votes = _votes(said, lambda periodical: periodical.issns)
    known: dict[str, Issn] = {}
    for issn in sorted(votes, key=lambda issn: (issn.medium is None, -votes[issn], repr(issn))):
        known.setdefault(issn.value, issn)
    return tuple(known[value] for value in sorted(known))


def _metrics(said: Sequence[tuple[Periodical, int]]) -> tuple[Metric, ...]:
    """Of one figure for one year, from one source, the value said most often."""
    votes = _votes(said, lambda periodical: periodical.metrics)
    best: dict[tuple[str | None, ...], Metric] = {}
    for metric in sorted(votes, key=lambda metric: (-votes[metric], repr(metric))):
        best.setdefault((metric.name, metric.source, metric.year, metric.category), metric)
    return tuple(sorted(best.values(), key=repr))
