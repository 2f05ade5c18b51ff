"""Why an article says what it says: for each field who says what, what was chosen, and by which rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from kg.merging import FIRST, UNITED, merged, ranked, standard
from kg.merging.sets import SAME
from kg.model import Article, RecordKey

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterator, Sequence

    from kg.merging import Priorities

_TAKEN: Final = "The first source that states it, in the order of priority."
_UNITED: Final = "All sources together, each value once."
RULES: Final[dict[str, str]] = {
    **dict.fromkeys(FIRST, _TAKEN),
    **dict.fromkeys(UNITED, _UNITED),
    "counts": "One count for each source that counts, the latest.",
    "agents": "The first complete list in the order of priority, in its order; other sources add what they know of "
    "the same people, by ORCID iD, name, or family name and initial.",
    "containers": "Those of the first source that states any, with what others know of the same ones.",
    "issue": "The first source that states one for the volume that was chosen.",
    "pages": "Pages together with their first and last, of the first source that states any.",
    "page_start": "As the pages.",
    "page_end": "As the pages.",
    "dates": "For each event the first source that dates it, in the order of priority.",
    "is_retracted": "Retracted if any source says so.",
    "agents_complete": "As the list of agents.",
}
"""How each field of `Article` is merged, in a sentence."""

_SETS: Final = frozenset({*UNITED, "agents", "containers"})
_UNTOLD: Final = frozenset({"remarks", "modified", "agents_complete"})


class Stated(msgspec.Struct, frozen=True):
    """A value, as plain data, the records that state it, and whether the article has it."""

    value: Any
    records: tuple[RecordKey, ...]
    is_chosen: bool


class Explained(msgspec.Struct, frozen=True):
    """A field: the rule by which it was merged, and what is stated, chosen values first."""

    field: str
    rule: str
    stated: tuple[Stated, ...]


def explained(
    versions: Sequence[tuple[RecordKey, Article]],
    order: Priorities | None = None,
    refused: Collection[str] = (),
) -> list[Explained]:
    """Return what each field of the merged article comes from; fields that no record states are left out.

    The parameters are those of `kg.merging.merged`, and so is what it raises.
    """
    order = order or standard()
    article = merged(versions, order, refused)
    told = []
    for field in Article.__struct_fields__:
        if field in _UNTOLD:
            continue
        stated = list(_stated(field, article, versions, order))
        if stated:
            told.append(Explained(field, RULES[field], tuple(sorted(stated, key=lambda value: not value.is_chosen))))
    return told


def _stated(
    field: str, article: Article, versions: Sequence[tuple[RecordKey, Article]], order: Priorities
) -> Iterator[Stated]:
    by_article = {id(known): record for record, known in versions}
    records = [(by_article[id(known)], known) for known in ranked(versions, order, field)]
    identity = _IDENTITY.get(field, _itself)
    values: dict[Hashable, tuple[Any, list[RecordKey]]] = {}
    for record, known in records:
        for value in _values(field, known):
            values.setdefault(identity(value), (value, []))[1].append(record)
    chosen = {identity(value): value for value in _values(field, article)}
    for mark, value in chosen.items():
        stated_by = tuple(dict.fromkeys(values[mark][1])) if mark in values else ()
        yield Stated(_plain(value), stated_by, is_chosen=True)
    for mark, (value, stated_by_) in values.items():
        if mark not in chosen:
            yield Stated(_plain(value), tuple(dict.fromkeys(stated_by_)), is_chosen=False)


def _values(field: str, article: Article) -> tuple[Any, ...]:
    """Return what an article has in a field, one by one where it is a set; what says nothing is nothing."""
    value = getattr(article, field)
    if field in _SETS:
        return tuple(value)
    if field == "dates":
        return tuple((name, date) for name in value.__struct_fields__ if (date := getattr(value, name)))
    return () if (value in (None, (), False) and field != "is_open") or value is None else (value,)


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)


def _itself(value: Any) -> Hashable:
    return msgspec.json.encode(value)


def _agent(agent: Any) -> Hashable:
    return agent.role, agent.name


def _container(container: Any) -> Hashable:
    return container.kind, container.titles[:1]


_IDENTITY: Final[dict[str, Callable[[Any], Hashable]]] = {**SAME, "agents": _agent, "containers": _container}
