"""The journal, and where in it the article stands."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from kg import identifiers
from kg.mappers import foreign, markup, parts
from kg.model import Container, Issn, Organization, Text

_MEDIA: Final = {
    "ppub": "print", "print": "print", "p": "print", "issn-p": "print",
    "epub": "electronic", "electronic": "electronic", "e": "electronic", "online": "electronic", "issn-e": "electronic",
}  # fmt: skip
_LINKING: Final = frozenset({"issn-l", "linking"})


class Place(NamedTuple):
    """Volume, issue, pages, and the number of an article that has no pages."""

    volume: str | None
    issue: str | None
    pages: parts.Pages
    number: str | None


def place(meta: Any, remarks: list[str]) -> Place:
    """Return where an article stands; a supplement is an issue where there is no other."""
    first, last = markup.first(meta, "fpage"), markup.first(meta, "lpage")
    number = parts.numbering(markup.first(meta, "elocation-id"))
    if number and identifiers.doi(number):
        number = None
    ranged = markup.first(meta, "page-range")
    stated = f"{first}\u2013{last}" if first and last and first != last else first
    pages = parts.pages(stated or ranged)
    if number is not None and pages.pages == number:
        pages = parts.Pages()
    issue = parts.numbering(markup.first(meta, "issue"))
    extra = markup.first(meta, "supplement")
    if extra and not issue:
        remarks.append("supplement-as-issue")
        issue = extra if "suppl" in extra.lower() else f"Suppl {extra}"
    return Place(parts.numbering(markup.first(meta, "volume")), issue, pages, number)


def containers(journal: Any, meta: Any) -> tuple[Container, ...]:
    """Return the journal with its names and numbers, and the proceedings of a conference where it says so."""
    if journal is None:
        return ()
    title = markup.first(journal, "journal-title-group/journal-title", "journal-title")
    shorts = [
        *markup.lines(journal, "journal-title-group/abbrev-journal-title"),
        *markup.lines(journal, "abbrev-journal-title"),
        *(
            line
            for held in journal.findall("journal-id")
            if held.get("journal-id-type") == "nlm-ta"
            if (line := markup.line(held))
        ),
    ]
    names = [name for name in (title, *shorts) if name]
    issns, linking = _issns(journal)
    publisher = markup.first(journal, "publisher/publisher-name")
    if not names and not issns:
        return ()
    isbn = foreign.identified(identifiers.isbn, markup.first(journal, "isbn") or markup.first(meta, "isbn"))
    is_book = isbn is not None and not issns
    return (
        Container(
            kind="proceedings" if is_book else "periodical",
            titles=(Text(names[0]),) if names else (),
            short_titles=tuple(dict.fromkeys(name for name in shorts if name != names[0])) if names else (),
            issns=issns,
            issn_l=linking,
            isbns=(isbn,) if is_book and isbn else (),
            publisher=Organization(name=publisher) if publisher else None,
        ),
    )


def _issns(journal: Any) -> tuple[tuple[Issn, ...], str | None]:
    known: dict[str, Issn] = {}
    linking = foreign.identified(identifiers.issn, markup.first(journal, "issn-l"))
    for held in journal.findall("issn"):
        value = foreign.identified(identifiers.issn, (held.text or "").strip())
        kind = str(held.get("pub-type") or held.get("publication-format") or "").lower()
        if value is None:
            continue
        if kind in _LINKING:
            linking = linking or value
            continue
        medium = _MEDIA.get(kind)
        # One number for both editions is that of a journal with one edition, whichever it is.
        known[value] = Issn(value) if value in known and known[value].medium != medium else Issn(value, medium)
    return tuple(known.values()), linking
