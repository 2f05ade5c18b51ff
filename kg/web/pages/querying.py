"""The page of the endpoint: a form, what a query gave as a table, what is wrong with it, examples, limits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from kg.web.pages.places import Places

_TERM = re.compile(r'<(?P<iri>[^>]*)>|(?P<string>"(?:[^"\\]|\\.)*")(?:@(?P<language>[\w-]+)|\^\^<(?P<type>[^>]*)>)?')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_PLAIN = ("http://www.w3.org/2001/XMLSchema#string", "http://www.w3.org/2001/XMLSchema#integer")


class Cell(NamedTuple):
    """A term as a person reads it: its text, where it leads, its language or datatype."""

    text: str
    href: str | None = None
    language: str = ""
    datatype: str = ""


class Rows(msgspec.Struct, frozen=True):
    """The rows of an answer; `is_cut` where there are more than a page shows."""

    names: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    is_cut: bool = False


class Query(msgspec.Struct, frozen=True):
    """What the page shows: the query, and what came of it; `downloads` are formats and links to the same answer."""

    text: str = ""
    rows: Rows | None = None
    boolean: bool | None = None
    graph: str | None = None
    is_cut: bool = False
    took: float = 0.0
    downloads: tuple[tuple[str, str], ...] = ()
    error: str = ""
    line: int = 0
    column: int = 0


class Bounds(msgspec.Struct, frozen=True):
    """The limits that the page states: seconds, and megabytes of an answer."""

    seconds: int
    answer: int


def rows(tsv: bytes, most: int, places: Places) -> Rows:
    """Return the rows of SPARQL results as TSV (https://www.w3.org/TR/sparql11-results-csv-tsv/), `most` at most.

    What follows the last line end is no row: there the reading was broken off.
    """
    head, *lines = tsv.decode("utf-8", "replace").split("\n")
    names = tuple(name.removeprefix("?") for name in head.rstrip("\r").split("\t"))
    made = (tuple(cell(term, places) for term in line.rstrip("\r").split("\t")) for line in lines[:-1][:most])
    return Rows(names, tuple(made), len(lines) - 1 > most)


def cell(term: str, places: Places) -> Cell:
    """Return what a term of TSV shows: names of known vocabularies in short, literals without their quotes."""
    found = _TERM.fullmatch(term)
    if found is None:  # a number, a blank node, or nothing
        return Cell(term)
    if (name := found["iri"]) is not None:
        return Cell(_short(name), places.url(name))
    text = _ESCAPE.sub(lambda escape: _ESCAPED.get(escape[1], escape[1]), found["string"][1:-1])
    type_ = found["type"] or ""
    return Cell(text, None, found["language"] or "", "" if type_ in _PLAIN else _short(type_))


def _short(name: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if name.startswith(namespace) and (local := name[len(namespace) :]).isidentifier():
            return f"{prefix}:{local}"
    return name
