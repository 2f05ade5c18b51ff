"""What answers look-ups about things: the one interface, and the engines behind it, one file each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kg.terms import Iri, Triple


class Store(Protocol):
    """A published graph, read-only: fixed look-ups that are fast and need no query language."""

    def about(self, thing: Iri) -> list[Triple]:
        """Return the triples of a thing and of its fragments, in no particular order; none where it is no subject."""

    def outgoing(self, thing: Iri, predicate: Iri | None = None) -> list[Triple]:
        """Return the triples with this subject (and predicate)."""

    def incoming(self, thing: Iri, limit: int, predicate: Iri | None = None) -> list[Triple]:
        """Return at most `limit` triples whose object this thing is (and with this predicate)."""

    def __len__(self) -> int: ...
