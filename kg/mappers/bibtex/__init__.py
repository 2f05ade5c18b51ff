"""Entries of BibTeX and biblatex, as people, reference managers and publishers' pages write them.

A citation key is a name in one file: the record is known by the file's name and the key in it.
https://mirrors.ctan.org/macros/latex/contrib/biblatex/doc/biblatex.pdf (section 2)
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from kg import identifiers
from kg.errors import RecordError
from kg.mappers import foreign, latex, parts
from kg.mappers.bibtex import names, occasions
from kg.mappers.coverage import fields
from kg.model import Article, Container, Identifier, Issn, Licence, Location, Organization, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Record

SOURCE: Final = "bibtex"
CONTAINER: Final = "bibtex"
FIELDS: Final = fields(
    "ENTRYTYPE ID ENCODING title subtitle titleaddon shorttitle author editor editora editorb translator crossref xdata"
    " journal journaltitle journalsubtitle shortjournal booktitle booksubtitle maintitle series volume number issue"
    " pages eid year month day date doi url eprint eprinttype archiveprefix primaryclass isbn issn pmid pmcid pmc"
    " eprintclass keywords keyword abstract language"
    " langid publisher institution school organization howpublished edition note"
    " type eventtitle file pdf license copyright"
    # left out on purpose: what is about the entry and not about the work,
    " timestamp owner groups added-at biburl interhash intrahash bdsk-url-1 bdsk-url-2 bdsk-url-3 bdsk-file-1"
    " date-added date-modified rating read ranking qualityassured priority citeulike-article-id posted-at"
    " citeulike-linkout-0 citeulike-linkout-1 citeulike-linkout-2 mendeley-groups mendeley-tags urldate lastchecked"
    " bibsource username creationdate modificationdate comment review citationkey created da ids options"
    # what a style needs, and what only prints,
    " key sortkey sortname sorttitle sortyear presort label shorthand shortauthor shorteditor entrysubtype gender"
    " nameaddon authortype editortype editoratype editorbtype hyphenation indextitle reprinttitle annote annotation"
    " addendum pubstate version related relatedtype relatedstring execute entryset xref user usera userb list lista"
    " verba volumes pagetotal numpages bookpagination pagination chapter part"
    # places and dates that no field of an article has, and people who did not write it
    " address location venue city country eventdate eventtitleaddon origdate origlanguage origlocation origpublisher"
    " origtitle bookauthor commentator annotator introduction foreword afterword holder issuetitle issuesubtitle"
    " mainsubtitle maintitleaddon booktitleaddon editorc editorctype"
)

_TYPES: Final = {
    "article": "journal-article",
    "suppperiodical": "journal-article",
    "review": "review-article",
    "periodical": "journal-issue",
    "inproceedings": "proceedings-article",
    "conference": "proceedings-article",
    "proceedings": "proceedings",
    "mvproceedings": "proceedings",
    "book": "book",
    "mvbook": "book",
    "booklet": "book",
    "collection": "edited-book",
    "mvcollection": "edited-book",
    "reference": "reference-book",
    "mvreference": "reference-book",
    "inbook": "book-chapter",
    "bookinbook": "book-chapter",
    "suppbook": "book-chapter",
    "incollection": "book-chapter",
    "suppcollection": "book-chapter",
    "inreference": "reference-entry",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "manual": "report",
    "standard": "standard",
    "dataset": "dataset",
    "data": "dataset",
    "software": "software",
}
_WHOLES: Final = {"proceedings-article": "proceedings", "book-chapter": "book", "reference-entry": "book"}
_BOOKS: Final = frozenset({"book", "edited-book", "reference-book", "proceedings", "thesis", "report"})
_URL: Final = re.compile(r"https?://[^\s{}\\]+")
_ARXIV: Final = re.compile(
    r"arxiv[:\s./]*(?:preprint\s+arxiv:)?\s*(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})", re.IGNORECASE
)
_ESCAPED: Final = re.compile(r"\\([_#%&$~{}])|[{}]")
_NOT_ENTRIES: Final = {
    "comment": "a comment",
    "string": "a string",
    "preamble": "a preamble",
    "xdata": "data of others",
}


def recognises(data: Any) -> bool:
    """Tell whether this is an entry as `kg.sources.bibtex` makes it."""
    return "ENTRYTYPE" in data


def key(record: Record) -> str:
    """Return the name of the file and the citation key in it; raises `RecordError` for what is no entry of a work."""
    kind, local = str(record.data.get("ENTRYTYPE")), foreign.string(record.data.get("ID"))
    if kind in _NOT_ENTRIES:
        raise RecordError(f"{_NOT_ENTRIES[kind]}, not a work", field="ENTRYTYPE")
    name = re.sub(r"\.(?:gz|gzip|zst|zstd)$", "", PurePath(record.origin.file).name, flags=re.IGNORECASE)
    if local is None:
        title = latex.text(record.data.get("title"))
        if title is None:
            raise RecordError("no citation key and no title", field="ID")
        return f"{name}/{title}"
    return f"{name}/{local}"


def article(record: Record) -> Article:
    """Return the article; raises `RecordError` for what is no entry of a work."""
    key(record)
    data = record.data
    remarks = ["not-utf-8"] if data.get("ENCODING") != "utf-8" else []
    type_ = _TYPES.get(str(data["ENTRYTYPE"]), "other")
    title, subtitle = latex.text(data.get("title")), latex.text(data.get("subtitle"))
    short, abstract = latex.text(data.get("shorttitle")), latex.block(data.get("abstract"))
    if title is None:
        remarks.append("no-title")
    known = tuple(dict.fromkeys(_identifiers(data, type_, remarks)))
    if type_ in {"other", "journal-article"} and _is_preprint(data, known):
        type_ = "preprint"
    number = parts.numbering(latex.text(data.get("number")) or latex.text(data.get("issue")))
    agents, is_complete = names.agents(data, remarks)
    pages, eid = parts.pages(latex.text(data.get("pages"))), parts.numbering(latex.text(data.get("eid")))
    publisher = next((name for field in _PUBLISHERS if (name := latex.text(data.get(field)))), None)
    issued, raw = occasions.issued(data)
    return Article(
        type=type_,
        titles=(Text(title),) if title else (),
        subtitles=(Text(subtitle),) if subtitle else (),
        short_titles=(short,) if short and short != title else (),
        abstracts=(Text(abstract),) if abstract else (),
        identifiers=known,
        agents=agents,
        agents_complete=is_complete,
        containers=tuple(_containers(data, type_, known)),
        volume=parts.numbering(latex.text(data.get("volume"))),
        issue=number if type_ in {"journal-article", "review-article", "proceedings-article"} else None,
        pages=pages.pages,
        page_start=pages.start,
        page_end=pages.end,
        article_number=eid,
        edition=parts.numbering(latex.text(data.get("edition"))),
        dates=occasions.dated(issued, raw, remarks),
        publisher=Organization(name=publisher) if publisher else None,
        language=parts.language(latex.text(data.get("language")) or latex.text(data.get("langid"))),
        licences=_licences(data),
        urls=tuple(dict.fromkeys(_urls(data))),
        locations=tuple(_locations(data)),
        keywords=tuple(dict.fromkeys(_keywords(data))),
        event=latex.text(data.get("eventtitle")),
        remarks=tuple(dict.fromkeys(remarks)),
    )


_PUBLISHERS: Final = ("publisher", "school", "institution", "organization")


def _plain(stated: Any) -> str:
    """Return an address or an identifier, in which LaTeX escapes what it reads otherwise."""
    return _ESCAPED.sub(lambda found: found[1] or "", str(stated or "")).strip()


def _identifiers(data: dict[str, Any], type_: str, remarks: list[str]) -> Iterator[Identifier]:
    stated = _plain(data.get("doi"))
    link = _plain(data.get("url"))
    doi = identifiers.doi(stated) or (identifiers.doi(link) if "doi.org/" in link.lower() else None)
    if doi is not None:
        yield Identifier("doi", doi)
    elif stated:
        remarks.append("doi-not-valid")
    for field, scheme in (("pmid", "pmid"), ("pmcid", "pmcid"), ("pmc", "pmcid")):
        if (value := identifiers.NORMALISERS[scheme](_plain(data.get(field)))) is not None:
            yield Identifier(scheme, value)
    if (number := _arxiv(data)) is not None:
        yield Identifier("arxiv", number)
    if type_ in _BOOKS:
        yield from (Identifier("isbn", isbn) for isbn in _isbns(data))


def _arxiv(data: dict[str, Any]) -> str | None:
    """Return arXiv's number, from the fields for it, or from where people put it: `arXiv preprint arXiv:1412.6980`."""
    kind = str(data.get("archiveprefix") or data.get("eprinttype") or "").lower()
    eprint = _plain(data.get("eprint"))
    if eprint and (kind == "arxiv" or (not kind and data.get("primaryclass")) or "arxiv" in eprint.lower()):
        return identifiers.arxiv(eprint)
    for field in ("journal", "journaltitle", "url", "note", "howpublished", "volume"):
        if found := _ARXIV.search(_plain(data.get(field))):
            return identifiers.arxiv(found[1])
    return None


def _is_preprint(data: dict[str, Any], known: tuple[Identifier, ...]) -> bool:
    """Tell whether an entry names nothing but a preprint server."""
    dois = [identifier.value for identifier in known if identifier.scheme == "doi"]
    journal = _plain(data.get("journal") or data.get("journaltitle")).lower()
    on_server = "arxiv" in journal or journal in {"corr", "biorxiv", "medrxiv"}
    has_number = any(identifier.scheme == "arxiv" for identifier in known)
    return (on_server or (has_number and not journal)) and all(doi.startswith("10.48550/") for doi in dois)


def _containers(data: dict[str, Any], type_: str, known: tuple[Identifier, ...]) -> Iterator[Container]:
    journal, short = latex.text(data.get("journaltitle") or data.get("journal")), latex.text(data.get("shortjournal"))
    whole, series = latex.text(data.get("booktitle")), latex.text(data.get("series"))
    issns = tuple(dict.fromkeys(Issn(number) for number in _numbers(data, "issn")))
    isbns = tuple(dict.fromkeys(_isbns(data)))
    if type_ == "preprint":
        if any(identifier.scheme == "arxiv" for identifier in known):
            yield Container(kind="repository", titles=(Text("arXiv"),), key="arxiv:arxiv", url="https://arxiv.org/")
        return
    if journal or (issns and not whole and not series):
        yield Container(
            titles=(Text(journal),) if journal else (),
            short_titles=(short,) if short and short != journal else (),
            issns=issns,
        )
    if whole and type_ not in _BOOKS:
        yield Container(kind=_WHOLES.get(type_, "book"), titles=(Text(whole),), isbns=isbns)
    if series:
        yield Container(kind="series", titles=(Text(series),), issns=issns if not journal else ())


def _numbers(data: dict[str, Any], field: str) -> Iterator[str]:
    for number in re.findall(r"\d{4}-?\d{3}[\dXx]", _plain(data.get(field))):
        if (value := identifiers.issn(number)) is not None:
            yield value


def _isbns(data: dict[str, Any]) -> Iterator[str]:
    for number in re.split(r"[\s,;/]+(?!\d-)", _plain(data.get("isbn"))):
        if (value := identifiers.isbn(number)) is not None:
            yield value


def _urls(data: dict[str, Any]) -> Iterator[str]:
    for field in ("url", "howpublished"):
        found = _URL.search(_plain(data.get(field)))
        if found and identifiers.doi(found[0]) is None and not found[0].lower().endswith(".pdf"):
            yield found[0].rstrip(".,;)")


def _locations(data: dict[str, Any]) -> Iterator[Location]:
    for field in ("url", "pdf"):
        found = _URL.search(_plain(data.get(field)))
        if found and found[0].lower().endswith(".pdf"):
            yield Location(url=found[0], is_pdf=True)


def _licences(data: dict[str, Any]) -> tuple[Licence, ...]:
    found = _URL.search(_plain(data.get("license") or data.get("copyright")))
    url = parts.licence_url(found[0]) if found else None
    return (Licence(url=url),) if url else ()


def _keywords(data: dict[str, Any]) -> Iterator[Text]:
    for field in ("keywords", "keyword"):
        stated = latex.text(data.get(field)) or ""
        for word in re.split(r";" if ";" in stated else r",", stated):
            if word.strip():
                yield Text(word.strip())
