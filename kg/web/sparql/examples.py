"""Example queries: one file each, with its title as a comment on the first line; shown on the page, and published.

As data they are `sh:SPARQLExecutable` of SHACL (https://www.w3.org/TR/shacl-af/#SPARQLExecutable) with their prefixes,
which query editors read.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg.serialise import Names, write
from kg.store import prologue
from kg.terms import iri, literal, typed
from kg.vocab import PREFIXES, RDF, RDFS, SCHEMA, SH, XSD
from kg.web.representations import Representation
from kg.web.sparql.description import FORMATS
from kg.web.sparql.formats import chosen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.formats import Format
    from kg.terms import Triple
    from kg.web.asked import Asked
    from kg.web.opened import Opened
    from kg.web.reply import Reply

_FOLDER = Path(__file__).parent / "queries"
_KINDS = {
    "SELECT": (SH.SPARQLSelectExecutable, SH.select),
    "ASK": (SH.SPARQLAskExecutable, SH.ask),
    "CONSTRUCT": (SH.SPARQLConstructExecutable, SH.construct),
}


class Example(msgspec.Struct, frozen=True):
    """A query: the name of its file, its title, its form, its text with the prefixes it uses and without."""

    name: str
    title: str
    form: str
    text: str
    bare: str


@cache
def examples() -> tuple[Example, ...]:
    """Return the examples, in the order of their files."""
    return tuple(_read(file) for file in sorted(_FOLDER.glob("*.sparql")))


def _read(file: Path) -> Example:
    comment, _, bare = file.read_text(encoding="utf-8").partition("\n")
    found = prologue.read(bare)
    prefixes = found.text[: found.added].replace("> ", ">\n")
    return Example(file.stem, comment.removeprefix("#").strip(), found.form, prefixes + bare, bare)


def triples(base: str) -> Iterator[Triple]:
    """Yield the examples as data."""
    document = iri(f"{base}sparql/examples")
    yield document, RDFS.label, literal("Example queries", "en")
    for prefix, namespace in PREFIXES.items():
        declared = iri(f"{base}sparql/examples#prefix-{prefix}")
        yield document, SH.declare, declared
        yield declared, SH.prefix, literal(prefix)
        yield declared, SH.namespace, typed(namespace, XSD.anyURI)
    for example in examples():
        kind, says = _KINDS[example.form]
        query = iri(f"{base}sparql/examples#{example.name}")
        yield document, SCHEMA.hasPart, query
        yield query, RDF.type, SH.SPARQLExecutable
        yield query, RDF.type, kind
        yield query, RDFS.label, literal(example.title, "en")
        yield query, says, literal(example.bare)
        yield query, SH.prefixes, document


async def answer(asked: Asked) -> Reply:
    """Answer with the examples in the format that is wanted."""
    format_ = chosen(asked, FORMATS, asked.query.get("format"), "The list of examples")
    made = asked.opened.kept("sparql/examples", format_, 1, lambda: _made(asked.opened, format_))
    return made.reply(asked, negotiated=True)


def _made(opened: Opened, format_: Format) -> Representation:
    body = write(
        triples(opened.base), format_, Names(PREFIXES, opened.base), about=iri(f"{opened.base}sparql/examples")
    )
    return Representation(body, format_.content_type, opened.headers)
