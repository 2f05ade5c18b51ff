"""What a work appeared in, as several sources say it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import msgspec

from kg.merging.sets import by_subject, by_text, filled, united

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import Article, Container


def containers(ranked: Sequence[Article]) -> tuple[Container, ...]:
    """Return the containers of the first source that has any, with what others know of them, e.g. an ISSN."""
    lists = [article.containers for article in ranked if article.containers]
    if not lists:
        return ()
    first, *others = lists
    return tuple(_widened(container, [held for other in others for held in other]) for container in first)


def _widened(container: Container, others: Iterable[Container]) -> Container:
    for other in others:
        if _is_same(container, other):
            container = _joined(container, other)
    return container


def _is_same(container: Container, other: Container) -> bool:
    """Whether two containers may be one: a shared number, a shared name, or nothing that speaks against it."""
    if container.kind != other.kind:
        return False
    numbers, other_numbers = set(_numbers(container)), set(_numbers(other))
    names, other_names = set(_names(container)), set(_names(other))
    return bool(numbers & other_numbers or names & other_names) or not (numbers and other_numbers)


def _numbers(container: Container) -> Iterator[str]:
    yield from (issn.value for issn in container.issns)
    yield from container.isbns
    if container.issn_l:
        yield container.issn_l


def _names(container: Container) -> Iterator[str]:
    for name in (*(title.text for title in container.titles), *container.short_titles):
        yield "".join(character for character in unicodedata.normalize("NFKC", name).casefold() if character.isalnum())


def _joined(container: Container, other: Container) -> Container:
    return msgspec.structs.replace(
        filled(container, other),
        titles=united((*container.titles, *other.titles), by_text),
        short_titles=united((*container.short_titles, *other.short_titles)),
        issns=united((*container.issns, *other.issns), lambda issn: issn.value, filled),
        isbns=united((*container.isbns, *other.isbns)),
        metrics=united((*container.metrics, *other.metrics)),
        subjects=united((*container.subjects, *other.subjects), by_subject, filled),
    )
