"""Records of an aggregator of journal articles: one JSON object, with the text of the article's page behind it.

It joins Semantic Scholar's fields (`paperid`, `journal`, `isOpenAccess`) to figures about journals of its own.  Two
things are said twice, the citation count and the abstract, and compared here: a remark says where they differ.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from kg import dates, identifiers
from kg.errors import RecordError
from kg.mappers import byline, foreign, parts
from kg.mappers.aggregator import periodical
from kg.mappers.aggregator.page import Page, page
from kg.mappers.coverage import fields
from kg.model import Article, Count, Dates, Identifier, Location, Subject, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Record

SOURCE = "agg"
CONTAINER = "json"
FIELDS = fields(
    "title authors doi DOIUrl url ListUrlMain abstract publicationDate EPubDate publicationTypes fieldsOfStudy"
    " isOpenAccess openAccessPdf citationCount platform paperid PMCID ArticlePicture TitleCN AbstractTextCN"
    " journal.name journal.volume journal.pages PeriodicalId PeriodicalName PeriodicalIF JCR JCRName RegionNum"
    " RegionCategory"
    # left out on purpose: a category's number without its name, a search's ranking, how PubMed calls the medium
    " FirstCategoryId Score Total resultStr PubModel"
)

_OURS = frozenset({"PeriodicalId", "PeriodicalName", "PeriodicalIF", "ListUrlMain", "FirstCategoryId", "TitleCN"})
_S2_ID = re.compile(r"[0-9a-f]{40}")
_PDF = re.compile(r"(?:\.pdf|/pdf)$|/pdf/", re.IGNORECASE)  # `/epdf/` is a page that shows one
_TYPES = {
    "journalarticle": "journal-article",
    "review": "review-article",
    "systematicreview": "review-article",
    "metaanalysis": "review-article",
    "editorial": "editorial",
    "letter": "letter",
    "lettersandcomments": "letter",
    "comment": "letter",
    "conference": "proceedings-article",
    "conferencepaper": "proceedings-article",
    "preprint": "preprint",
    "book": "book",
    "booksection": "book-chapter",
    "bookchapter": "book-chapter",
    "dataset": "dataset",
    "thesis": "thesis",
    "report": "report",
    "publishederratum": "correction",
    "casereport": "journal-article",
    "casereports": "journal-article",
    "clinicaltrial": "journal-article",
    "study": "journal-article",
}
_RETRACTED = "retractedpublication"


def recognises(data: dict[str, Any]) -> bool:
    """Tell whether a record has two or more of the fields that only this source has."""
    return len(_OURS & data.keys()) > 1


def key(record: Record) -> str:
    """Return the DOI, else the number of its platform or of PubMed Central, else a hash of title, authors and year."""
    data = record.data
    if (doi := _doi(data)) is not None:
        return doi
    for field in ("paperid", "PMCID"):
        if (number := foreign.string(data.get(field))) is not None:
            return number
    named = "\x1f".join(str(data.get(field) or "") for field in ("title", "authors", "publicationDate"))
    return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()


def article(record: Record) -> Article:
    """Return the article; raises `RecordError` where there is neither a title nor an identifier."""
    data = record.data
    remarks: list[str] = []
    known = tuple(_identifiers(data, remarks))
    title = foreign.string(data.get("title"))
    if title is None and not known:
        raise RecordError("neither a title nor an identifier that is valid", field="title")
    said = page(record.text)
    if not said.is_read:
        remarks.append("page-text-not-read")
    container = periodical.container(data, said.introduction, SOURCE, remarks)
    authors = _authors(data.get("authors"))
    kind, is_retracted = _type(data, remarks)
    journal = foreign.mapping(data.get("journal"))
    place = parts.volume_issue(foreign.string(journal.get("volume")))
    pages = parts.pages(foreign.string(journal.get("pages")))
    if place.is_whole:
        remarks.append("volume-kept-whole")
    return Article(
        type=kind,
        titles=(Text(title),) if title else (),
        other_titles=tuple(_translated(data.get("TitleCN"), title)),
        abstracts=tuple(_abstracts(data, said, remarks)),
        identifiers=known,
        agents=authors.agents,
        agents_complete=authors.complete,
        containers=(container,) if container else (),
        volume=place.volume,
        issue=place.issue,
        pages=pages.pages,
        page_start=pages.start,
        page_end=pages.end,
        dates=_dates(data, remarks),
        is_open=_is_open(data, remarks),
        urls=tuple(_urls(data)),
        locations=tuple(_locations(data)),
        images=tuple(link for image in foreign.items(data.get("ArticlePicture")) if (link := foreign.link(image))),
        counts=tuple(_counts(data, said, remarks)),
        subjects=tuple(Subject(scheme="s2", label=label) for label in foreign.strings(data.get("fieldsOfStudy"))),
        is_retracted=is_retracted,
        remarks=tuple(dict.fromkeys((*remarks, *authors.remarks))),
    )


def _doi(data: dict[str, Any]) -> str | None:
    """Return the DOI, from its own field or from the link that holds it."""
    stated = (foreign.identified(identifiers.doi, data.get(field)) for field in ("doi", "DOIUrl", "url"))
    return next((doi for doi in stated if doi), None)


def _identifiers(data: dict[str, Any], remarks: list[str]) -> Iterator[Identifier]:
    if (doi := _doi(data)) is not None:
        yield Identifier("doi", doi)
    elif foreign.string(data.get("doi")):
        remarks.append("doi-not-valid")
    if (pmcid := foreign.identified(identifiers.pmcid, data.get("PMCID"))) is not None:
        yield Identifier("pmcid", pmcid)
    if (number := foreign.string(data.get("paperid"))) is not None:
        is_s2 = str(data.get("platform")).lower() == "semanticscholar" and _S2_ID.fullmatch(number)
        yield Identifier("s2" if is_s2 else SOURCE, number)


def _authors(stated: Any) -> byline.Byline:
    """Return the authors, from the one string that this source sends, or from a list of names."""
    if isinstance(stated, str):
        return byline.byline(stated) if foreign.string(stated) else byline.Byline()
    names = [entry.get("name") if isinstance(entry, dict) else entry for entry in foreign.items(stated)]
    return byline.byline("; ".join(foreign.strings(names))) if foreign.strings(names) else byline.Byline()


def _type(data: dict[str, Any], remarks: list[str]) -> tuple[str, bool]:
    """Return the most telling of the types that are stated, and whether one says "retracted".

    PubMed's types hold commas of their own ("Research Support, Non-U.S. Gov't"); those that say nothing of the
    kind of work are passed over.
    """
    stated = [word for words in foreign.strings(data.get("publicationTypes")) for word in re.split(r"[,;|]", words)]
    words = ["".join(filter(str.isalpha, word)).casefold() for word in stated]
    known = [_TYPES[word] for word in words if word in _TYPES]
    if stated and not known:
        remarks.append("type-unknown")
    told = next((type_ for type_ in known if type_ != "journal-article"), None)
    return told or "journal-article", _RETRACTED in words


def _translated(stated: Any, original: str | None) -> Iterator[Text]:
    words = foreign.block(stated)
    if words and words != original:
        yield Text(words, "zh")


def _abstracts(data: dict[str, Any], said: Page, remarks: list[str]) -> Iterator[Text]:
    """Yield the abstract of the JSON, or of the page where the JSON has none, and the Chinese one."""
    stated = foreign.block(data.get("abstract"))
    if stated and said.abstract and stated.split() != said.abstract.split():
        remarks.append("abstracts-differ")
    words = stated or said.abstract
    if words:
        yield Text(words)
    yield from _translated(data.get("AbstractTextCN"), words)


def _dates(data: dict[str, Any], remarks: list[str]) -> Dates:
    stated = foreign.string(data.get("publicationDate"))
    issued = dates.parsed(stated) if stated else None
    if stated and issued is None:
        remarks.append("date-not-read")
    online = dates.parsed(foreign.string(data.get("EPubDate")) or "")
    return Dates(issued=issued, online=online, raw=None if issued else stated)


def _is_open(data: dict[str, Any], remarks: list[str]) -> bool | None:
    """Return what is stated.  A link to a PDF proves no open access, and stands beside `false` often enough."""
    stated = foreign.boolean(data.get("isOpenAccess"))
    if stated is False and foreign.link(data.get("openAccessPdf")):
        remarks.append("pdf-though-not-open")
    return stated


def _urls(data: dict[str, Any]) -> Iterator[str]:
    """Yield the pages of an article, but for links that only resolve its DOI."""
    stated = (foreign.link(data.get(field)) for field in ("url", "ListUrlMain", "DOIUrl"))
    return (link for link in dict.fromkeys(stated) if link and identifiers.doi(link) is None)


def _locations(data: dict[str, Any]) -> Iterator[Location]:
    link = foreign.link(data.get("openAccessPdf"))
    if link:
        yield Location(url=link, is_pdf=_PDF.search(link.partition("?")[0]) is not None)


def _counts(data: dict[str, Any], said: Page, remarks: list[str]) -> Iterator[Count]:
    """Yield the citation count: zero is one.  Nobody says on what day it was made."""
    stated = foreign.count(data.get("citationCount"))
    if stated is not None and said.citations is not None and stated != said.citations:
        remarks.append("citation-counts-differ")
    cited = said.citations if stated is None else stated
    if cited is not None:
        yield Count(name="citations", value=cited, source=SOURCE)
