"""Rows of a query over the embedded engine, for whoever asks many: a store of a site, or triples in memory.

The queries must be our own: nothing ends one that runs for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import EndpointError, SiteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    Row = dict[str, bytes]
    Ask = Callable[[str], Iterable[Row]]


def rows_in(folder: Path) -> Ask:
    """Return what answers queries from the store in a folder; raises `SiteError` where there is none."""
    try:
        return _asking(ox.Store.read_only(str(folder)))
    except OSError as error:
        raise SiteError(f"{folder}: no store that can be opened ({error}); build the site again") from error


def rows_of(triples: Iterable[tuple[bytes, bytes, bytes]]) -> Ask:
    """Return what answers queries from triples, which are kept in memory."""
    store = ox.Store()
    lines = b"".join(b"%b %b %b .\n" % triple for triple in triples)
    store.bulk_extend(ox.parse(lines, format=ox.RdfFormat.N_TRIPLES, lenient=True, rename_blank_nodes=False))
    return _asking(store)


def _asking(store: ox.Store) -> Ask:
    def ask(query: str) -> Iterator[Row]:
        try:
            found = store.query(query)
            if not isinstance(found, ox.QuerySolutions):
                raise EndpointError("a query of no rows", kind="failed")
            names = [variable.value for variable in found.variables]
            for solution in found:
                yield {name: str(term).encode() for name, term in zip(names, solution, strict=True) if term is not None}
        except (SyntaxError, RuntimeError, ValueError, OSError) as error:
            raise EndpointError(f"the query failed: {error}: {query}", kind="failed") from error

    return ask
