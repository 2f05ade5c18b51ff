"""Records in RIS, in the dialects of EndNote, Zotero, ProQuest, Scopus, Web of Science and publishers' pages.

A tag means what its type makes of it: `T2` is the journal of an article and the series of a book, `SN` an ISSN or an
ISBN, `N2` an abstract, `M1` a number of anything.
https://refdb.sourceforge.net/manual-0.9.6/sect1-ris-format.html
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from kg import dates, identifiers
from kg.errors import RecordError
from kg.mappers import byline, foreign, parts
from kg.mappers.coverage import fields
from kg.model import Agent, Article, Container, Dates, Identifier, Issn, Location, Organization, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Record

SOURCE: Final = "ris"
CONTAINER: Final = "ris"
FIELDS: Final = fields(
    "TY encoding number TI T1 CT BT T2 T3 JO JF JA J1 J2 J9 JI ST AU A1 A2 A3 A4 ED PY Y1 DA VL IS SP EP SN DO UR L1 L2"
    " L4 LK KW AB N2 LA PB PU ID AN ET M1 M3 C2 C7 U1 U2 N1 DB"
    # left out on purpose: addresses of people and publishers, notes, and what a program keeps for itself
    " CY AD AV RP Y2 L3 C1 C3 C4 C5 C6 C8 M2 U3 U4 U5 TS DP FU FX AI WE PI PA PP CN CA RI RN CP NV OP SE TT VO TA TC"
    " SV Y3 CR HD KP LB LL OA OI PN PM EA DT EF CR AC DI DS UT WC SC GA M4 CO QD UK PT JK NR Z9 U6 U7 U8 U9 ER"
)

_TYPES: Final = {
    "JOUR": "journal-article",
    "EJOUR": "journal-article",
    "MGZN": "journal-article",
    "NEWS": "journal-article",
    "ABST": "journal-article",
    "INPR": "journal-article",
    "CONF": "proceedings-article",
    "CPAPER": "proceedings-article",
    "CHAP": "book-chapter",
    "ECHAP": "book-chapter",
    "ENCYC": "reference-entry",
    "DICT": "reference-entry",
    "BOOK": "book",
    "EBOOK": "book",
    "WHOLE": "book",
    "EDBOOK": "edited-book",
    "SER": "book-series",
    "JFULL": "journal",
    "THES": "thesis",
    "RPRT": "report",
    "GOVDOC": "report",
    "STAND": "standard",
    "DATA": "dataset",
    "COMP": "software",
    "UNPB": "preprint",
    "UNPD": "preprint",
}
_WHOLES: Final = {"proceedings-article": "proceedings", "book-chapter": "book", "reference-entry": "book"}
_BOOKS: Final = frozenset({"book", "edited-book", "thesis", "report", "book-series", "proceedings"})
_DOI: Final = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"<>]+")
_LABELLED: Final = re.compile(r"(\S+?)\[(pmid|pmcid|doi|pii)\]", re.IGNORECASE)
_SLASHED: Final = re.compile(r"(?P<year>\d{4})(?:/(?P<month>\d{0,2}))?(?:/(?P<day>\d{0,2}))?(?:/(?P<rest>.*))?")
_NUMBER: Final = re.compile(r"\d{4}-?\d{3}[\dXx](?!\d)")


def recognises(data: Any) -> bool:
    """Tell whether this is a record as `kg.sources.ris` makes it."""
    return "TY" in data


def key(record: Record) -> str:
    """Return the DOI, else the name of the file with the id in it, or with the place of the record there."""
    data = record.data
    doi = _doi(data)
    if doi is not None:
        return doi
    name = re.sub(r"\.(?:gz|gzip|zst|zstd)$", "", PurePath(record.origin.file).name, flags=re.IGNORECASE)
    local = _first(data, "ID", "AN") or data.get("number")
    if local is None:
        raise RecordError("no DOI and no id", field="ID")
    return f"{name}/{local}"


def article(record: Record) -> Article:
    """Return the article; a record with no title is one still, if anything identifies it."""
    data = record.data
    key(record)
    remarks = ["not-utf-8"] if data.get("encoding") != "utf-8" else []
    stated = str((data.get("TY") or [""])[0]).upper().split(" ")[0]
    type_ = _TYPES.get(stated, "other")
    title = _first(data, "TI", "T1", "CT") or (_first(data, "BT") if type_ in _BOOKS else None)
    if title is None:
        remarks.append("no-title")
    abstract = next((text for tag in ("AB", "N2") for held in data.get(tag, ()) if (text := foreign.block(held))), None)
    short = _first(data, "ST")
    publisher = _first(data, "PB", "PU")
    pages, number = _pages(data)
    agents, is_complete = _agents(data, type_, remarks)
    issued, raw = _issued(data)
    if raw:
        remarks.append("date-in-words")
    return Article(
        type=type_,
        titles=(Text(title),) if title else (),
        short_titles=(short,) if short and short != title else (),
        abstracts=(Text(abstract),) if abstract else (),
        identifiers=tuple(dict.fromkeys(_identifiers(data, type_))),
        agents=agents,
        agents_complete=is_complete,
        containers=tuple(_containers(data, type_, title)),
        volume=parts.numbering(_first(data, "VL")),
        issue=parts.numbering(_first(data, "IS")),
        pages=pages.pages,
        page_start=pages.start,
        page_end=pages.end,
        article_number=number,
        edition=parts.numbering(_first(data, "ET")) if type_ in _BOOKS or type_ == "book-chapter" else None,
        dates=Dates(issued=issued, raw=raw),
        publisher=Organization(name=publisher) if publisher else None,
        language=parts.language(_first(data, "LA")),
        urls=tuple(dict.fromkeys(_urls(data))),
        locations=tuple(_locations(data)),
        keywords=tuple(dict.fromkeys(_keywords(data))),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _first(data: dict[str, Any], *tags: str) -> str | None:
    return next((text for tag in tags for held in data.get(tag, ()) if (text := foreign.string(held))), None)


def _doi(data: dict[str, Any]) -> str | None:
    """Return the DOI, from its own tag, or from where it stood before there was one."""
    for tag in ("DO", "UR", "L3", "M3", "N1", "AN"):
        for stated in data.get(tag, ()):
            doi = identifiers.doi(stated)
            if doi is None and tag != "AN" and (found := _DOI.search(stated)) and "doi" in stated.lower():
                doi = identifiers.doi(found[0].rstrip(".,;)"))
            if doi is not None:
                return doi
    return None


def _identifiers(data: dict[str, Any], type_: str) -> Iterator[Identifier]:
    if (doi := _doi(data)) is not None:
        yield Identifier("doi", doi)
    for tag in ("U1", "U2", "C2", "AN"):
        for stated in data.get(tag, ()):
            yield from _numbered(stated.strip(), is_pubmed=tag == "AN" and _is_of_pubmed(data))
    for link in (*data.get("UR", ()), *data.get("LK", ())):
        if "pubmed" in link.lower() and (known := identifiers.pmid(link.split("?")[0])):
            yield Identifier("pmid", known)
        elif "arxiv.org/" in link.lower() and (known := identifiers.arxiv(link)):
            yield Identifier("arxiv", known)
    if type_ in _BOOKS:
        yield from (Identifier("isbn", isbn) for isbn in _isbns(data))


def _is_of_pubmed(data: dict[str, Any]) -> bool:
    return "pubmed" in (_first(data, "DB") or "").lower()


def _numbered(stated: str, *, is_pubmed: bool) -> Iterator[Identifier]:
    """Yield the identifier that a numbered field of somebody's holds: `26957754[pmid]`, `PMC4756000`."""
    labelled = _LABELLED.fullmatch(stated)
    scheme = labelled[2].lower() if labelled else "pmcid" if stated.upper().startswith("PMC") else "pmid"
    if not labelled and scheme == "pmid" and not is_pubmed:
        return
    normaliser = identifiers.NORMALISERS.get(scheme)
    if normaliser and (known := normaliser(labelled[1] if labelled else stated)) is not None:
        yield Identifier(scheme, known)


def _agents(data: dict[str, Any], type_: str, remarks: list[str]) -> tuple[tuple[Agent, ...], bool]:
    """Return authors and editors; `A2` edits what a part stands in, and the series of a whole."""
    found: list[Agent] = []
    is_complete = True
    roles = {"AU": "author", "A1": "author", "ED": "editor", "A4": "translator"}
    if type_ in {"proceedings-article", "book-chapter", "reference-entry", "edited-book"}:
        roles["A2"] = "editor"
    for tag, role in roles.items():
        for stated in data.get(tag, ()):
            name = (foreign.string(stated) or "").rstrip(",; ")
            if not name:
                continue
            if name.lower().strip(". ") in {"et al", "others", "and others"}:
                is_complete = False
                continue
            found.append(_agent(name, role))
    if not found and (data.get("AU") or data.get("A1")):
        remarks.append("author-without-name")
    return tuple(dict.fromkeys(found)), is_complete


def _agent(name: str, role: str) -> Agent:
    inverted = byline.inverted(name)
    if inverted is None or byline.is_collective(name):
        return Agent(name=name, is_group=byline.is_collective(name), role=role)
    return Agent(name=inverted.name, given=inverted.given, family=inverted.family, suffix=inverted.suffix, role=role)


def _containers(data: dict[str, Any], type_: str, title: str | None) -> Iterator[Container]:
    is_journal = type_ in {"journal-article", "preprint", "other", "dataset", "review-article"}
    names = [_first(data, "JF"), _first(data, "JO"), _first(data, "T2"), _first(data, "BT"), _first(data, "J1")]
    if not is_journal:
        names = [_first(data, "T2"), _first(data, "BT"), _first(data, "JF"), _first(data, "JO")]
    name = next((held for held in names if held and held != title), None)
    short = [held for tag in ("JA", "J2", "JI", "J9", "JO") if (held := _first(data, tag)) and held != name]
    issns = tuple(dict.fromkeys(Issn(value) for value in _issns(data)))
    isbns = tuple(dict.fromkeys(_isbns(data)))
    if type_ in _BOOKS or type_ == "journal":
        if name and type_ != "journal":
            yield Container(kind="series", titles=(Text(name),), issns=issns)
        return
    if is_journal and (name or issns or short):
        titles = [*([name] if name else []), *short]
        yield Container(
            titles=(Text(titles[0]),) if titles else (),
            short_titles=tuple(dict.fromkeys(held for held in titles[1:])),
            issns=issns,
        )
    elif name:
        kind = _WHOLES.get(type_, "book")
        yield Container(kind=kind, titles=(Text(name),), isbns=isbns)
    series = _first(data, "T3")
    if series and series != name:
        yield Container(kind="series", titles=(Text(series),), issns=issns if not is_journal else ())


def _issns(data: dict[str, Any]) -> Iterator[str]:
    for stated in data.get("SN", ()):
        for number in _NUMBER.findall(stated):
            if (value := identifiers.issn(number)) is not None:
                yield value


def _isbns(data: dict[str, Any]) -> Iterator[str]:
    for stated in data.get("SN", ()):
        for number in re.split(r"[\s,;()]+", stated):
            if (value := identifiers.isbn(number)) is not None:
                yield value


def _pages(data: dict[str, Any]) -> tuple[parts.Pages, str | None]:
    """Return the pages; `SP` may hold the whole range, and `C7` the number of an article without any."""
    first, last = _first(data, "SP"), _first(data, "EP")
    number = parts.numbering(_first(data, "C7"))
    if first and any(dash in first for dash in "-\u2013\u2014"):
        return parts.pages(first), number
    pages = parts.pages(f"{first}\u2013{last}" if first and last and first != last else first)
    return (parts.Pages(), number) if number and pages.pages == number else (pages, number)


def _issued(data: dict[str, Any]) -> tuple[str | None, str | None]:
    """Return the date, the most precise that agrees on the year, and what else was printed of it (`2019///Spring`)."""
    year, raw = None, None
    found: list[str] = []
    for tag in ("PY", "Y1", "DA"):
        for stated in data.get(tag, ()):
            slashed = _SLASHED.fullmatch(stated.strip())
            if slashed:
                numbers = [int(slashed[name]) if slashed[name] else None for name in ("year", "month", "day")]
                date = dates.partial(*numbers)
                if slashed["rest"] and not slashed["month"]:
                    raw = f"{slashed['rest']} {slashed['year']}"
            else:
                date = dates.parsed(stated) or dates.parsed(stated[:4])
            if date:
                year = year or date[:4]
                found.append(date)
    same = [date for date in found if date[:4] == year]
    return max(same, key=len, default=None), raw


def _urls(data: dict[str, Any]) -> Iterator[str]:
    for stated in (*data.get("UR", ()), *data.get("L2", ())):
        for piece in stated.split(";"):
            url = foreign.link(piece.strip())
            if url and identifiers.doi(url) is None and not url.lower().endswith(".pdf"):
                yield url


def _locations(data: dict[str, Any]) -> Iterator[Location]:
    for stated in (*data.get("L1", ()), *data.get("L4", ()), *data.get("UR", ())):
        url = foreign.link(stated)
        if url and url.lower().endswith(".pdf"):
            yield Location(url=url, is_pdf=True)


def _keywords(data: dict[str, Any]) -> Iterator[Text]:
    for stated in data.get("KW", ()):
        for word in re.split(r";", stated):
            if (clean := foreign.string(word)) is not None:
                yield Text(clean)
