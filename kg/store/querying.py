"""What answers SPARQL queries for the web: the one interface, whether processes stand behind it or another endpoint.

The web knows a query, what it is to be answered as, and what came of it; it knows nothing of processes or proxies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from kg.store.patterns import Lookup


FORM = "application/x-www-form-urlencoded"
"""The media type of a form, by which queries are asked here and elsewhere."""


class Query(msgspec.Struct, frozen=True):
    """A query that passed the scan (`kg.store.scan`), and how it is to be answered.

    `default_graphs` and `named_graphs` are the dataset of the request, which goes before that of the query (SPARQL 1.1
    Protocol, section 2.1.4); None where the request names none.  `graphs` are those that the query itself names.
    `lookup` is all that the query says, where it says no more than patterns.
    """

    text: str
    form: str
    media_type: str
    base: str = ""
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    graphs: tuple[str, ...] = ()
    lookup: Lookup | None = None


class Answer(msgspec.Struct, frozen=True):
    """An answer as it comes: its first bytes, and the rest, or None where the first are all.

    Who takes an answer closes `rest` (`contextlib.aclosing`), read to its end or not.  Iterating it raises
    `EndpointError` where the answer breaks off: then it must not look like a whole one.
    """

    media_type: str
    first: bytes
    rest: AsyncGenerator[bytes, None] | None = None


class Executor(Protocol):
    """What answers queries."""

    def at_once(self, query: Query) -> bytes | None:
        """Return the whole answer, where that is a matter of a millisecond; None where it has to be asked for."""

    async def ask(self, query: Query, client: str) -> Answer:
        """Return the answer; whoever cancels this call ends the query too.  `client` is the address that asks.

        Raises `QueryError` where the query is wrong, with its place, and `EndpointError` where there is no answer:
        its `kind` says why (`time`, `memory`, `size`, `busy`, `many`, `failed`, `down`).
        """

    def close(self) -> None:
        """Take no more queries: those that were taken are answered, then what stands behind is let go."""
