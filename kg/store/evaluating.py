"""A query evaluated by Oxigraph, its answer written out, and what is wrong with it said in words that people read.

Runs in processes that may be killed and nowhere else: nothing interrupts a query of Oxigraph.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO

import pyoxigraph as ox

from kg.errors import EndpointError, QueryError
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_UNDECLARED = "Prefix not found"
_SENTENCE = re.compile(
    r"(?:^|, |one of |expected )([A-Z](?:[a-z]+| [A-Z]+|[A-Z]+)(?: [\w'?.]+){2,})"
)  # among the tokens that are expected
_WORD = re.compile(r"""(?:(?<=, )|(?<=one of )|(?<=expected ))("(?:[^"\\]|\\.)*"|\w+)(?=,|$)""")
_MOST_WORDS = 12
_SORTED = 20_000  # triples of a graph that is put in order before it is written


def evaluated(
    store: ox.Store,
    query: str,
    *,
    base: str | None = None,
    default_graphs: Iterable[str] | None = None,
    named_graphs: Iterable[str] | None = None,
) -> Found:
    """Return what a query gives, before most of it is computed; our prefixes need not be declared.

    Raises `QueryError` with its place where the query is wrong, and `EndpointError` where it fails.
    """
    ask = partial(
        store.query,
        query,
        base_iri=base,
        default_graph=None if default_graphs is None else [ox.NamedNode(name) for name in default_graphs],
        named_graphs=None if named_graphs is None else [ox.NamedNode(name) for name in named_graphs],
    )
    try:
        try:
            return ask()
        except SyntaxError as error:  # to give them at once is half as dear as a small query
            if _UNDECLARED not in str(error):
                raise
            return ask(prefixes=PREFIXES)
    except SyntaxError as error:
        if place := _PLACE.match(str(error)):
            raise QueryError(_wrong(place[3]), line=int(place[1]), column=int(place[2])) from error
        raise QueryError(str(error)) from error
    except (RuntimeError, ValueError, OSError) as error:
        raise EndpointError(f"the query failed: {error}", kind="failed") from error


def write(found: Found, media_type: str, out: BinaryIO) -> None:
    """Write an answer as it is computed; raises `EndpointError` where that fails."""
    try:
        if isinstance(found, ox.QueryTriples):
            _graph(found, media_type, out)
        else:
            found.serialize(out, format=ox.QueryResultsFormat.from_media_type(media_type))
    except (RuntimeError, ValueError) as error:
        raise EndpointError(f"the query failed: {error}", kind="failed") from error


def _graph(triples: ox.QueryTriples, media_type: str, out: BinaryIO) -> None:
    """Write a graph: in order, so that Turtle groups what belongs together, unless it is too large to be sorted."""
    held = sorted(islice(triples, _SORTED), key=str)
    text = "\n".join(map(str, held))
    prefixes = {name: base for name, base in PREFIXES.items() if f"<{base}" in text}
    ox.serialize(chain(held, triples), out, format=ox.RdfFormat.from_media_type(media_type), prefixes=prefixes)


def _wrong(message: str) -> str:
    """Return what the parser says is wrong, in words: no classes of characters, which no person reads."""
    if _UNDECLARED in message:
        return "a prefix that is not declared and that we do not know"
    if sentence := _SENTENCE.search(message):
        return sentence[1]
    words = _WORD.findall(message)
    if not words:
        return "this cannot be read as a query"
    more = ", …" if len(words) > _MOST_WORDS else ""
    return f"expected {'one of ' if words[1:] else ''}{', '.join(words[:_MOST_WORDS])}{more}"
