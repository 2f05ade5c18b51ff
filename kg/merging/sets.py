"""Values of several sources in one tuple: which are the same, and what one of them adds to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from kg.model import Count, Grant, Location, Reference, Relation, Subject, Text

_Item = TypeVar("_Item")
_Struct = TypeVar("_Struct", bound=msgspec.Struct)


def first(values: Iterable[_Item]) -> _Item | None:
    """Return the first value that says something; `()` and None say nothing."""
    last = None
    for value in values:
        if value is not None and value != ():
            return value
        last = value
    return last


def united(
    items: Iterable[_Item],
    same: Callable[[_Item], Hashable] | None = None,
    fill: Callable[[_Item, _Item], _Item] | None = None,
) -> tuple[_Item, ...]:
    """Return each item once; of those that are the same, the first, with what it lacks filled in from the next."""
    known: dict[Hashable, _Item] = {}
    for item in items:
        identity = same(item) if same else item
        if identity not in known:
            known[identity] = item
        elif fill:
            known[identity] = fill(known[identity], item)
    return tuple(known.values())


def filled(item: _Struct, other: _Struct) -> _Struct:
    """Return an item with the fields that it leaves empty as another has them."""
    missing = {
        field: value
        for field, default in zip(item.__struct_fields__, msgspec.structs.fields(item), strict=True)
        if getattr(item, field) == default.default and (value := getattr(other, field)) != default.default
    }
    return msgspec.structs.replace(item, **missing) if missing else item


def by_text(text: Text) -> Hashable:
    """Return what makes two texts the same: not the language that one of them states."""
    return text.text.casefold()


def by_subject(subject: Subject) -> Hashable:
    """Return what makes two subjects the same: their identifier or their label, in one scheme."""
    return subject.scheme, subject.id or subject.label.casefold()


def _later(count: Count, other: Count) -> Count:
    return other if (other.date or "") > (count.date or "") else count


def _count(count: Count) -> Hashable:
    return count.name, count.source, count.year


def _location(location: Location) -> Hashable:
    return location.url


def _grant(grant: Grant) -> Hashable:
    funder = grant.funder and (grant.funder.ror or grant.funder.identifiers or (grant.funder.name or "").casefold())
    return grant.award, funder


def _reference(reference: Reference) -> Hashable:
    return reference.identifier or reference.text


def _relation(relation: Relation) -> Hashable:
    return relation.name, relation.identifier, relation.url


SAME: Final[dict[str, Callable[[Any], Hashable]]] = {
    "other_titles": by_text,
    "locations": _location,
    "counts": _count,
    "keywords": by_text,
    "subjects": by_subject,
    "grants": _grant,
    "references": _reference,
    "relations": _relation,
}
"""What makes two values of a field the same; those of other fields are the same if they are equal."""

FILL: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "locations": filled,
    "counts": _later,
    "subjects": filled,
    "grants": filled,
    "relations": filled,
}
"""What the same value of another source adds."""
