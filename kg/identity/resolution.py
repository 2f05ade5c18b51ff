"""The claims of one component → its works, and the identifiers that were refused, with the reason.

A shared identifier makes two records one work, unless it would make one of two that are certainly not:

- An identifier that records claim which are certainly of different works, by title and author, or by year in one
  registry, is believed of the record that is registered under it and of those that agree with that one, or of the
  greater number.
- An identifier other than a DOI never joins works with different DOIs, nor a preprint with what it became, nor two
  papers that one registry keeps apart.

Two DOIs are one work only where a record carries both.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

import msgspec

from kg.identity.claims import REGISTRIES, SCHEMES, Claim, disagree, key_of, name_of, same_paper
from kg.iris import hashed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import RecordKey

_RANK: Final = {scheme: rank for rank, scheme in enumerate(SCHEMES)}

AMBIGUOUS: Final = "claimed by works that are not the same"
DIFFERENT_DOIS: Final = "claimed by works with different DOIs"
PREPRINT: Final = "claimed by a preprint and by a published work"
KEPT_APART: Final = "claimed by works that one source keeps apart"


class Conflict(msgspec.Struct, frozen=True, array_like=True, order=True):
    """An identifier that a work claims and that was not believed, and why."""

    name: str
    work: str
    reason: str


class Group(msgspec.Struct, frozen=True):
    """A work: its key and the records that describe it, in order."""

    key: str
    members: tuple[Claim, ...]


class Resolution(msgspec.Struct, frozen=True):
    """What came of a component."""

    groups: tuple[Group, ...]
    conflicts: tuple[Conflict, ...]


class _Set:
    """A work while it is put together."""

    def __init__(self, claim: Claim) -> None:
        self.members = [claim]
        self.refused: dict[str, str] = {}

    @property
    def dois(self) -> set[str]:
        return {name for member in self.members for name in member.names if name.startswith("doi:")}

    @property
    def natures(self) -> set[str]:
        return {member.nature for member in self.members} - {""}


def resolve(claims: Iterable[Claim]) -> Resolution:
    """Return the works that the records of a component describe; each record is in one of them.

    Keys are unique within the component, and so among all works, since no other component has these names.
    """
    ordered = sorted(claims, key=lambda claim: claim.record)
    if len(ordered) == 1:
        return Resolution((Group(ordered[0].own, (ordered[0],)),), ())
    sets = _Sets(ordered)
    for name, claimants in _by_name(ordered):
        sets.join(name, claimants)
    return _named(sets.all())


def _by_name(claims: Sequence[Claim]) -> Iterator[tuple[str, list[Claim]]]:
    """Yield each name that several records claim, DOIs first, with the records in their order."""
    claimants: dict[str, list[Claim]] = {}
    for claim in claims:
        for name in claim.names:
            claimants.setdefault(name, []).append(claim)
    for name in sorted(claimants, key=lambda name: (_rank(name), name)):
        if len(claimants[name]) > 1:
            yield name, claimants[name]


class _Sets:
    """The works of a component while names join them."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._of = {claim.record: _Set(claim) for claim in claims}

    def all(self) -> list[_Set]:
        """Return the works, in the order of their first records."""
        return list({id(set_): set_ for set_ in self._of.values()}.values())

    def join(self, name: str, claimants: Sequence[Claim]) -> None:
        """Make the works of those who claim a name one, as far as nothing forbids it."""
        believed = _believed(name, claimants)
        joined: list[_Set] = []
        for claim in sorted(claimants, key=lambda claim: not _registers(claim, name)):
            mine = self._of[claim.record]
            if claim not in believed:
                mine.refused.setdefault(name, AMBIGUOUS)
                continue
            if any(mine is other for other in joined):
                continue
            reason = ""
            for other in joined:
                reason = "" if name.startswith("doi:") else _forbidden(mine, other)
                if not reason:
                    self._unite(other, mine)
                    break
            else:
                if reason:
                    mine.refused.setdefault(name, reason)
                joined.append(mine)

    def _unite(self, kept: _Set, gone: _Set) -> None:
        kept.members = sorted(kept.members + gone.members, key=lambda claim: claim.record)
        kept.refused |= gone.refused
        for member in gone.members:
            self._of[member.record] = kept


def _believed(name: str, claimants: Sequence[Claim]) -> list[Claim]:
    """Return the records of which it is believed that this name is theirs: all, unless some are of other works.

    Then it is of the one that is registered under it, with those that agree with that; else of the most who agree.
    """
    if not any(disagree(claim, other) for claim, other in combinations(claimants, 2)):
        return list(claimants)
    owners = [claim for claim in claimants if _registers(claim, name)]
    if owners:
        return [claim for claim in claimants if not any(disagree(claim, owner) for owner in owners)]
    sides: list[list[Claim]] = []
    for claim in claimants:
        side = next((side for side in sides if not any(disagree(claim, held) for held in side)), None)
        if side is None:
            sides.append([claim])
        else:
            side.append(claim)
    most = max(map(len, sides))
    largest = [side for side in sides if len(side) == most]
    return largest[0] if len(largest) == 1 else []


def _registers(claim: Claim, name: str) -> bool:
    """Tell whether a name is the very key under which a registry keeps this record."""
    scheme = name.partition(":")[0]
    return REGISTRIES.get(claim.record.source) == scheme and claim.own == key_of(name)


def _forbidden(mine: _Set, other: _Set) -> str:
    """Return why two works cannot be one whatever identifier they share, or nothing."""
    if mine.dois and other.dois and not mine.dois & other.dois:
        return DIFFERENT_DOIS
    if len(mine.natures | other.natures) > 1:
        return PREPRINT
    for claim in mine.members:
        if claim.record.source in REGISTRIES:
            for held in other.members:
                if held.record.source == claim.record.source and not same_paper(held, claim):
                    return KEPT_APART
    return ""


def _named(sets: Sequence[_Set]) -> Resolution:
    """Give each work its key: the best that a record of it would have alone, and that no other work has."""
    taken: dict[str, _Set] = {}
    for set_ in sorted(sets, key=_claim_to_name):
        taken.setdefault(next(key for key in _candidates(set_) if key not in taken), set_)
    groups, conflicts = [], []
    for key, set_ in taken.items():
        groups.append(Group(key, tuple(set_.members)))
        conflicts += [Conflict(name, key, reason) for name, reason in set_.refused.items()]
    return Resolution(tuple(sorted(groups, key=lambda group: group.key)), tuple(sorted(conflicts)))


def _candidates(set_: _Set) -> Iterator[str]:
    """Yield the keys that a work can have, the best first; the last is nobody else's."""
    own = {member.own for member in set_.members if name_of(member.own) not in set_.refused}
    yield from sorted(own, key=lambda key: (_rank(name_of(key)), key))
    if set_.refused:  # then what else identifies it
        names = {name for member in set_.members for name in member.names if name not in set_.refused}
        yield from sorted(map(key_of, names - set(map(name_of, own))), key=lambda key: (_rank(name_of(key)), key))
    first = set_.members[0].record
    yield hashed("work", first.source, first.key)


def _claim_to_name(set_: _Set) -> tuple[bool, RecordKey]:
    """Return the order in which works choose their keys: those that a registry keeps under that key first."""
    best = next(_candidates(set_))
    is_kept = any(_registers(member, name_of(best)) for member in set_.members)
    return not is_kept, set_.members[0].record


def _rank(name: str) -> int:
    return _RANK.get(name.partition(":")[0], len(_RANK))
