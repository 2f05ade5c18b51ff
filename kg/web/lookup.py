"""From an identifier, as people write or paste it, to the URI of the thing: `/resolve?id=`, `/lookup?doi=`."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.responses import Response

from kg import identifiers
from kg.errors import TermError
from kg.iris import article_key, path, segment
from kg.model import Identifier
from kg.terms import iri
from kg.triples.identifiers import address
from kg.vocab import SCHEMA
from kg.web.asked import FromRequest  # noqa: TC001 - FastAPI reads the annotations
from kg.web.described import RESOLVED
from kg.web.refusals import Refusal
from kg.web.reply import Reply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.terms import Iri
    from kg.web.asked import Asked
    from kg.web.opened import Opened

_LONGEST_SAID = 80
_MOST_LINKS = 20
_OTHERS = {
    "person/orcid": identifiers.orcid,
    "periodical/issn": identifiers.issn,
    "organization/ror": identifiers.ror,
    "book/isbn": identifiers.isbn,
}

Known = Annotated[
    str, Query(min_length=1, description="A DOI, PMID, PMCID, arXiv id, ORCID iD, ISSN, ROR id or ISBN, or its URL.")
]
Doi = Annotated[str, Query(min_length=1, description="A DOI, in any spelling.")]

router = APIRouter(default_response_class=Response)


@router.get("/resolve", status_code=303, summary="The URI of what has this identifier", responses=RESOLVED)
def resolve(asked: FromRequest, id: Known) -> Response:  # noqa: A002 - the name in the URL
    """Redirect to the thing that has this identifier; any way to write it will do."""
    return _found(asked, id, _readings(id.strip(), asked.opened))


@router.get("/lookup", status_code=303, summary="The URI of the article with this DOI", responses=RESOLVED)
def lookup(asked: FromRequest, doi: Doi) -> Response:
    """Redirect to the article that has this DOI."""
    known = identifiers.doi(doi)
    return _found(asked, doi, [f"article/{path(known)}"] if known else [])


def _found(asked: Asked, said: str, readings: Iterator[str] | list[str]) -> Response:
    opened = asked.opened
    found = next((known for reading in readings if (known := opened.spelled(reading))), None)
    if found is None:
        raise Refusal(404, f"Nothing here has the identifier {said[:_LONGEST_SAID]!r}")
    query = f"?{urlencode({'format': asked.query['format']})}" if "format" in asked.query else ""
    return Reply(
        303, headers={"location": f"{opened.base}{found}{query}", "cache-control": opened.freshness, "vary": "Accept"}
    )


def _readings(text: str, opened: Opened) -> Iterator[str]:
    """Yield the paths that a text can mean, the likeliest first."""
    if text.startswith(opened.base):
        yield text[len(opened.base) :]
    key = article_key(text)
    if key:
        yield f"article/{path(key)}"
        scheme, _, value = key.partition(":")
        yield from _same_as(address(Identifier(scheme, value)), opened)
    for place, normalised in _OTHERS.items():
        if known := normalised(text):
            yield f"{place}:{segment(known)}"
    with suppress(TermError):
        yield from _same_as(iri(text), opened)


def _same_as(url: Iri | None, opened: Opened) -> Iterator[str]:
    """Yield the paths of our things that state to be the same as what has this URL elsewhere."""
    if url is None:
        return
    for subject, predicate, _ in opened.generation.store.incoming(url, _MOST_LINKS):
        if predicate == SCHEMA.sameAs:
            yield subject[1 + len(opened.base) : -1].decode()
