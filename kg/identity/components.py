"""Union-find over records: which can be one work at all, since a chain of shared identifiers joins them."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Components:
    """Sets of records by their numbers, joined by names; eight bytes a record."""

    def __init__(self, size: int) -> None:
        self._parents = array("q", range(size))

    def join(self, claims: Iterable[tuple[str, int]]) -> None:
        """Join the records that claim one name; claims come with the same names next to one another."""
        last, first = None, -1
        for name, record in claims:
            if name == last:
                self._unite(first, record)
            else:
                last, first = name, record

    def sets(self) -> Iterator[list[int]]:
        """Yield the sets of more than one record, each and all in ascending order."""
        members: dict[int, list[int]] = {}
        for record in range(len(self._parents)):
            root = self._root(record)
            if root != record:
                members.setdefault(root, [root]).append(record)
        yield from members.values()

    def _root(self, record: int) -> int:
        parents = self._parents
        while parents[record] != record:
            parents[record] = parents[parents[record]]
            record = parents[record]
        return record

    def _unite(self, record: int, other: int) -> None:
        low, high = sorted((self._root(record), self._root(other)))
        self._parents[high] = low
