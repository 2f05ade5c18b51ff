"""The journal or the book, and where in it the paper stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg import identifiers
from kg.mappers import foreign, markup, parts
from kg.model import Container, Issn, Organization, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

_MEDIA: Final = {"Print": "print", "Electronic": "electronic"}


class Place(NamedTuple):
    """Volume, issue, pages, and the number of an article that has no pages."""

    volume: str | None
    issue: str | None
    pages: parts.Pages
    number: str | None


def place(held: Any, remarks: list[str]) -> Place:
    """Return where a paper stands; a `Web Server issue` is an issue, a `pii` no page."""
    issue = held.find("Journal/JournalIssue")
    first, last = markup.first(held, "Pagination/StartPage"), markup.first(held, "Pagination/EndPage")
    stated = markup.first(held, "Pagination/MedlinePgn")
    ranged = f"{first}\u2013{last}" if first and last and first != last else first
    pages = parts.pages(stated or ranged)
    number = None
    if pages.pages and pages.end is None and pages.pages.lower().startswith("e") and pages.pages[1:].isdigit():
        remarks.append("page-is-article-number")
        pages, number = parts.Pages(), pages.pages
    return Place(
        parts.numbering(markup.first(issue, "Volume")), parts.numbering(markup.first(issue, "Issue")), pages, number
    )


def containers(held: Any, citation: Any, *, is_book: bool) -> tuple[Container, ...]:
    """Return the journal by its ISSNs and its number at the library, or the book of a chapter and its series."""
    return tuple(_books(held, citation) if is_book else _journals(held, citation))


def _journals(held: Any, citation: Any) -> Iterator[Container]:
    journal, info = held.find("Journal"), citation.find("MedlineJournalInfo")
    title = markup.first(journal, "Title")
    shorts = [markup.first(journal, "ISOAbbreviation"), markup.first(info, "MedlineTA")]
    names = [name for name in (title, *shorts) if name]
    issns = {
        value: Issn(value, _MEDIA.get(str(number.get("IssnType"))))
        for number in markup.all_(journal, "ISSN")
        if (value := foreign.identified(identifiers.issn, (number.text or "").strip()))
    }
    linking = foreign.identified(identifiers.issn, markup.first(info, "ISSNLinking"))
    number = markup.first(info, "NlmUniqueID")
    if names or issns:
        yield Container(
            titles=(Text(names[0]),) if names else (),
            short_titles=tuple(dict.fromkeys(name for name in shorts if name and name != names[0])),
            issns=tuple(issns.values()),
            issn_l=linking,
            key=f"nlm:{number}" if number else None,
        )


def _books(held: Any, citation: Any) -> Iterator[Container]:
    book = citation.find("Book")
    title, publisher = markup.line(book.find("BookTitle")), markup.first(book, "Publisher/PublisherName")
    chapter = markup.line(held.find("ArticleTitle"))
    isbns = (foreign.identified(identifiers.isbn, number) for number in markup.lines(book, "Isbn"))
    if title and chapter and chapter != title:
        yield Container(
            kind="book",
            titles=(Text(title),),
            isbns=tuple(dict.fromkeys(isbn for isbn in isbns if isbn)),
            publisher=Organization(name=publisher) if publisher else None,
        )
    series = markup.first(book, "CollectionTitle")
    if series and series != title:
        yield Container(kind="series", titles=(Text(series),))
