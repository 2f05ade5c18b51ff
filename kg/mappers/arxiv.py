"""Entries of arXiv's API: preprints, as Atom.

The DOI and the journal reference in an entry are those of the article that the preprint became: another work.
https://info.arxiv.org/help/api/user-manual.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg import dates, identifiers
from kg.errors import RecordError
from kg.mappers import byline, foreign, markup
from kg.mappers.coverage import fields
from kg.model import Agent, Article, Container, Dates, Identifier, Location, Organization, Relation, Subject, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Record

SOURCE: Final = "arxiv"
CONTAINER: Final = "xml"
FIELDS: Final = fields(
    "id title summary published updated author.* category.@term category.@scheme primary_category.@term"
    " primary_category.@scheme link.* doi"
    # left out on purpose: remarks on pages and figures, and the reference in words to what `doi` names
    " comment journal_ref"
)

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_OWN: Final = "{http://arxiv.org/schemas/atom}"
_SERVER: Final = Container(kind="repository", titles=(Text("arXiv"),), key="arxiv:arxiv", url="https://arxiv.org/")


def recognises(data: Any) -> bool:
    """Tell whether an element is an entry of Atom with an id of arXiv; so are the errors that it answers with."""
    return data.tag == f"{_ATOM}entry" and "arxiv.org/" in (data.findtext(f"{_ATOM}id") or "")


def key(record: Record) -> str:
    """Return the id without its version; raises `RecordError` where it is none, as in arXiv's error entries."""
    stated = (record.data.findtext(f"{_ATOM}id") or "").strip()
    number = identifiers.arxiv(stated)
    if number is None:
        raise RecordError(f"not an arXiv id: {stated!r}", field="id")
    return number


def article(record: Record) -> Article:
    """Return the preprint; raises `RecordError` where there is no id."""
    entry, number = record.data, key(record)
    remarks: list[str] = []
    title, summary = markup.line(entry.find(f"{_ATOM}title")), markup.block(entry.find(f"{_ATOM}summary"))
    if title is None:
        remarks.append("no-title")
    posted = dates.parsed(entry.findtext(f"{_ATOM}published") or "")
    return Article(
        type="preprint",
        titles=(Text(title),) if title else (),
        abstracts=(Text(summary),) if summary else (),
        identifiers=(Identifier("arxiv", number),),
        agents=tuple(_agents(entry)),
        containers=(_SERVER,),
        dates=Dates(issued=posted, posted=posted),
        is_open=True,
        urls=(f"https://arxiv.org/abs/{number}",),
        locations=tuple(_locations(entry)),
        subjects=tuple(dict.fromkeys(_subjects(entry))),
        relations=tuple(_relations(entry, remarks)),
        modified=foreign.string(entry.findtext(f"{_ATOM}updated")),
        remarks=tuple(remarks),
    )


def _agents(entry: Any) -> Iterator[Agent]:
    for author in entry.findall(f"{_ATOM}author"):
        name = markup.line(author.find(f"{_ATOM}name"))
        if name is not None:
            places = markup.lines(author, f"{_OWN}affiliation")
            yield Agent(
                name=name,
                is_group=byline.is_collective(name),
                affiliations=tuple(Organization(name=place) for place in places),
            )


def _locations(entry: Any) -> Iterator[Location]:
    for link in entry.findall(f"{_ATOM}link"):
        url = foreign.link(link.get("href"))
        if url and link.get("type") == "application/pdf":
            yield Location(url=url, is_pdf=True, media_type="application/pdf", is_open=True, host="arXiv")


def _subjects(entry: Any) -> Iterator[Subject]:
    for path in (f"{_OWN}primary_category", f"{_ATOM}category"):
        for held in entry.findall(path):
            term = foreign.string(held.get("term"))
            if term and " " not in term:  # others are classes of the ACM or the AMS, several in one
                yield Subject(scheme="arxiv", label=term, id=term)


def _relations(entry: Any, remarks: list[str]) -> Iterator[Relation]:
    """Yield the articles that a preprint became; several DOIs may stand in one field."""
    for held in entry.findall(f"{_OWN}doi"):
        for stated in (held.text or "").split():
            doi = identifiers.doi(stated)
            if doi is None:
                remarks.append("doi-not-valid")
            else:
                yield Relation(name="is-preprint-of", identifier=Identifier("doi", doi))
