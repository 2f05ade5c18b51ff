"""The authors of one paper in several lists: the order of one, and what the others know of each."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from kg.merging.sets import filled, united

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from kg.model import Agent, Article, Organization

Agents = tuple["Agent", ...]


def lists(ranked: Sequence[Article]) -> list[Article]:
    """Return the articles that name anybody, the one first whose list is taken: the first that leaves nobody out."""
    naming = [article for article in ranked if article.agents]
    return sorted(naming, key=lambda article: not article.agents_complete)


def agents(ranked: Sequence[Article]) -> Agents:
    """Return the agents of the list that is taken, in its order; others add what they know of the same people."""
    naming = lists(ranked)
    if not naming:
        return ()
    held = naming[0].agents
    for other in naming[1:]:
        held = _completed(held, other.agents)
    return held


def _completed(held: Agents, others: Agents) -> Agents:
    matches = _matches(held, others)
    taken = {agent.orcid for agent in held if agent.orcid}
    completed = []
    for place, agent in enumerate(held):
        other = others[matches[place]] if place in matches else None
        if other is None:
            completed.append(agent)
            continue
        if other.orcid and (agent.orcid or other.orcid in taken):
            other = msgspec.structs.replace(other, orcid=None)  # an iD belongs to one author, and ours is there
        if other.orcid:
            taken.add(other.orcid)
        completed.append(_joined(agent, other))
    return tuple(completed)


def _joined(agent: Agent, other: Agent) -> Agent:
    affiliations = united((*agent.affiliations, *other.affiliations), _institution, filled)
    identifiers = united((*agent.identifiers, *other.identifiers))
    if agent.family or agent.given or _folded(agent.name) != _folded(other.name):
        other = msgspec.structs.replace(other, given=agent.given, family=agent.family, suffix=agent.suffix)
    return msgspec.structs.replace(filled(agent, other), affiliations=affiliations, identifiers=identifiers)


def _matches(held: Agents, others: Agents) -> dict[int, int]:
    """Return which place of one list is which of the other: by iD, then by name, then by family name and initial.

    Of several people with one name, those of one list are matched to those of the other in their order, if both have
    as many.
    """
    matches: dict[int, int] = {}
    for sign in (_by_orcid, _by_name, _by_initial):
        left = _signed(held, sign, set(matches))
        right = _signed(others, sign, set(matches.values()))
        counts, other_counts = Counter(left.values()), Counter(right.values())
        waiting: dict[Hashable, Iterator[int]] = {}
        for mark in counts:
            if counts[mark] == other_counts[mark]:
                waiting[mark] = iter([place for place, known in right.items() if known == mark])
        for place, mark in left.items():
            if mark in waiting:
                matches[place] = next(waiting[mark])
    return matches


def _signed(agents_: Agents, sign: Callable[[Agent], Hashable], done: set[int]) -> dict[int, Hashable]:
    signed = {place: sign(agent) for place, agent in enumerate(agents_) if place not in done}
    return {place: mark for place, mark in signed.items() if mark is not None}


def _by_orcid(agent: Agent) -> Hashable:
    return agent.orcid


def _by_name(agent: Agent) -> Hashable:
    return agent.role, agent.is_group, _folded(agent.name)


def _by_initial(agent: Agent) -> Hashable:
    """Return a family name and the first letter before it; a family name alone could be anybody's."""
    if agent.is_group:
        return None
    words = _folded(agent.name).split()
    family = _folded(agent.family).split() if agent.family else words[-1:]
    given = _folded(agent.given or "") or (" ".join(words[: -len(family)]) if words[-len(family) :] == family else "")
    return (agent.role, family[-1], given[0]) if family and given else None


def _folded(name: str) -> str:
    """Return a name as it is compared: no accents, no case, no dots, family name last."""
    before, comma, after = name.partition(", ")
    if comma and " " not in after.strip(". ") and after.lower().strip(".") in {"jr", "sr", "ii", "iii", "iv"}:
        name = before
    elif comma:
        name = f"{after} {before}"
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


def _institution(organization: Organization) -> Hashable:
    return (organization.name or "").casefold() or organization.ror or organization.identifiers
