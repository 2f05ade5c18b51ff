"""CSL-JSON: what citation processors read, as reference managers, citation.js and DOI registries write it.

Crossref's own (`application/vnd.citationstyles.csl+json`) is its record in this shape: it is Crossref's, but says
less than the record does, so it counts as any other list of references.
https://docs.citationstyles.org/en/stable/specification.html · https://github.com/citation-style-language/schema
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from kg import dates, identifiers
from kg.errors import RecordError
from kg.iris import hashed
from kg.mappers import byline, foreign, parts
from kg.mappers.coverage import fields
from kg.mappers.crossref import citing
from kg.model import Agent, Article, Container, Dates, Identifier, Issn, Licence, Organization, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Record

SOURCE: Final = "csl"
CONTAINER: Final = "json"

_TYPES: Final = {
    "article": "preprint",  # a preprint or working paper (CSL 1.0.2, appendix III)
    "article-journal": "journal-article",
    "article-magazine": "journal-article",
    "article-newspaper": "journal-article",
    "journal-article": "journal-article",
    "review": "review-article",
    "review-book": "review-article",
    "paper-conference": "proceedings-article",
    "proceedings-article": "proceedings-article",
    "chapter": "book-chapter",
    "book-chapter": "book-chapter",
    "entry": "reference-entry",
    "entry-dictionary": "reference-entry",
    "entry-encyclopedia": "reference-entry",
    "reference-entry": "reference-entry",
    "book": "book",
    "monograph": "book",
    "classic": "book",
    "collection": "edited-book",
    "periodical": "journal",
    "dataset": "dataset",
    "software": "software",
    "thesis": "thesis",
    "dissertation": "thesis",
    "report": "report",
    "standard": "standard",
    "legislation": "other",
    "posted-content": "preprint",
    "peer-review": "peer-review",
    **dict.fromkeys(
        "bill broadcast document event figure graphic hearing interview legal_case manuscript map motion_picture"
        " musical_score pamphlet patent performance personal_communication post post-weblog regulation song speech"
        " treaty webpage component other".split(),
        "other",
    ),
}
_WHOLES: Final = {
    "proceedings-article": "proceedings",
    "book-chapter": "book",
    "reference-entry": "book",
    "preprint": "repository",
}
_ROLES: Final = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "reviewer": "reviewer",
    "chair": "chair",
    "contributor": "contributor",
}
# Who made the whole that this is a part of, or what is not written at all, has no role in an article.
_NO_ROLES: Final = (
    "container-author collection-editor editorial-director reviewed-author original-author recipient interviewer"
    " director producer executive-producer performer narrator guest host script-writer series-creator compiler"
    " composer curator illustrator organizer"
)
_NAME: Final = (
    "family given suffix literal name dropping-particle non-dropping-particle ORCID affiliation.* isInstitution"
)
FIELDS: Final = fields(
    "type id citation-key DOI PMID PMCID ISBN ISSN title title-short shortTitle container-title container-title-short"
    " journalAbbreviation collection-title abstract keyword language volume issue page page-first number edition"
    " publisher publisher.name URL note issued.* available-date.* submitted.* original-date event event-title license"
    " subtitle short-title original-title subject reference.* genre"
    + "".join(f" {role}.{name}" for role in _ROLES for name in _NAME.split())
    + "".join(f" {role}" for role in _NO_ROLES.split())
    # left out on purpose: when and where somebody looked at it, what a style prints and a graph does not need,
    + " accessed source archive archive_location archive-place call-number authority annote section medium dimensions"
    " scale references status version chapter-number collection-number number-of-pages number-of-volumes part-number"
    " part-title volume-title volume-title-short reviewed-title reviewed-genre original-title original-publisher"
    " original-publisher-place publisher-place event-place event-date jurisdiction year-suffix citation-label"
    " first-reference-note-number citation-number locator categories custom division supplement-number printing-number"
    # and what the programs that wrote it keep for themselves
    " author._ordinal author.sequence author.authenticated-orcid author._graph editor._ordinal editor.sequence"
    " standard_citation short_url _graph copyright GSCC cid owner collection system_id"
    " translator.sequence author.role editor.role translator.role"
    # and what Crossref adds, and says better in its own format
    " indexed reference-count content-domain publisher-location short-container-title published-print created "
    " is-referenced-by-count prefix member reference deposited score resource relation journal-issue"
    " alternative-id references-count published published-online link issn-type update-policy assertion funder"
    " article-number isbn-type posted subtype group-title institution accepted approved content-created content-updated"
    " published-other"
    " proceedings-subject free-to-read aliases update-to clinical-trial-number edition-number special_numbering"
    " degree standards-body review message-type updated-by"
)

_NUMBER: Final = re.compile(r"\d{4}-?\d{3}[\dXx]")
_LABELLED: Final = re.compile(
    r"^\s*(?P<name>DOI|PMID|PMCID|arXiv|ISSN|ISBN):\s*(?P<value>\S+)\s*$", re.MULTILINE | re.IGNORECASE
)
_ARXIV_NUMBER: Final = re.compile(r"arxiv:\s*\S+|\d{4}\.\d{4,5}(?:v\d+)?", re.IGNORECASE)


def recognises(data: Any) -> bool:
    """Tell whether a record has a type of CSL and a title that is one text, or a name and a date with it."""
    if data.get("type") not in _TYPES or "openalex.org" in str(data.get("id")) or "bibjson" in data:
        return False
    if isinstance(data.get("title"), list) or "attributes" in data or "paperId" in data or "authorString" in data:
        return False
    return isinstance(data.get("title"), str) or "issued" in data or isinstance(data.get("author"), list)


def key(record: Record) -> str:
    """Return the DOI, else the name of the file and the id in it, else a hash; raises `RecordError` without a name."""
    data = record.data
    doi = foreign.identified(identifiers.doi, data.get("DOI"))
    if doi is not None:
        return doi
    local = foreign.string(data.get("id")) or foreign.string(data.get("citation-key"))
    if local is not None:
        return f"{_file(record)}/{local}"
    title = foreign.string(data.get("title"))
    if title is None:
        raise RecordError("no DOI, no id and no title", field="id")
    return hashed("csl", title, str(_issued(data)))


def article(record: Record) -> Article:
    """Return the article; raises `RecordError` where nothing names it."""
    key(record)
    data = record.data
    remarks: list[str] = []
    type_ = _type(data)
    title, short = foreign.string(data.get("title")), _first(data, "title-short", "shortTitle", "short-title")
    if title is None:
        remarks.append("no-title")
    abstract = foreign.block(data.get("abstract"))
    pages = parts.pages(foreign.string(data.get("page")) or foreign.string(data.get("page-first")))
    stated = data.get("publisher")
    publisher = foreign.string(foreign.mapping(stated).get("name") if isinstance(stated, dict) else stated)
    return Article(
        type=type_,
        titles=(Text(title),) if title else (),
        short_titles=(short,) if short and short != title else (),
        abstracts=(Text(abstract),) if abstract else (),
        identifiers=tuple(dict.fromkeys(_identifiers(data, type_, remarks))),
        agents=tuple(_agents(data, remarks)),
        agents_complete=not _has_others(data),
        containers=tuple(_containers(data, type_)),
        volume=parts.numbering(foreign.string(data.get("volume"))),
        issue=parts.numbering(foreign.string(data.get("issue"))),
        pages=pages.pages,
        page_start=pages.start,
        page_end=pages.end,
        edition=parts.numbering(foreign.string(data.get("edition"))),
        dates=Dates(
            issued=_issued(data), online=_date(data.get("available-date")), submitted=_date(data.get("submitted"))
        ),
        publisher=Organization(name=publisher) if publisher else None,
        language=parts.language(foreign.string(data.get("language"))),
        licences=_licences(data),
        urls=tuple(url for url in (foreign.link(data.get("URL")),) if url and identifiers.doi(url) is None),
        keywords=tuple(Text(word) for word in _keywords(data)),
        references=citing.references(data, foreign.identified(identifiers.doi, data.get("DOI")) or "", remarks),
        event=_first(data, "event-title", "event"),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _file(record: Record) -> str:
    """Return the name of a file as it is named in keys: without folder, and without the suffix of its compression."""
    name = PurePath(record.origin.file).name
    return re.sub(r"\.(?:gz|gzip|zst|zstd)$", "", name, flags=re.IGNORECASE)


def _first(data: dict[str, Any], *names: str) -> str | None:
    return next((value for name in names if (value := foreign.string(data.get(name)))), None)


def _type(data: dict[str, Any]) -> str:
    stated = str(data.get("type"))
    if stated == "article" and (data.get("volume") or data.get("ISSN")):
        return "journal-article"
    return _TYPES.get(stated, "other")


def _identifiers(data: dict[str, Any], type_: str, remarks: list[str]) -> Iterator[Identifier]:
    stated = {name: data.get(name) for name in ("DOI", "PMID", "PMCID")}
    for labelled in _LABELLED.finditer(str(data.get("note") or "")):  # what a style of old could not carry
        stated.setdefault(labelled["name"].upper(), None)
        stated[labelled["name"].upper()] = stated[labelled["name"].upper()] or labelled["value"]
    for name, value in stated.items():
        scheme = name.lower()
        if scheme not in {"doi", "pmid", "pmcid", "arxiv"} or not value:
            continue
        known = foreign.identified(identifiers.NORMALISERS[scheme], value)
        if known is not None:
            yield Identifier(scheme, known)
        else:
            remarks.append(f"{scheme}-not-valid")
    number = foreign.string(data.get("number")) or ""
    in_arxiv = "arxiv" in f"{data.get('container-title')} {data.get('publisher')} {number}".lower()
    if in_arxiv and _ARXIV_NUMBER.fullmatch(number) and (known := identifiers.arxiv(number)):
        yield Identifier("arxiv", known)
    if type_ in {"book", "edited-book", "proceedings", "report", "thesis"}:
        yield from (Identifier("isbn", isbn) for isbn in _isbns(data))
    if type_ == "journal":
        yield from (Identifier("issn", issn.value) for issn in _issns(data))


def _agents(data: dict[str, Any], remarks: list[str]) -> Iterator[Agent]:
    for role_name, role in _ROLES.items():
        for entry in foreign.mappings(data.get(role_name)):
            agent = _agent(entry, role)
            if agent is None:
                remarks.append("author-without-name")
            elif agent.name.lower().strip(".") not in _OTHERS:
                yield agent


_OTHERS: Final = frozenset({"others", "et al"})


def _has_others(data: dict[str, Any]) -> bool:
    names = [entry.get("literal") or entry.get("family") for entry in foreign.mappings(data.get("author"))]
    return any(str(name).lower().strip(".") in _OTHERS for name in names)


def _agent(entry: dict[str, Any], role: str) -> Agent | None:
    given, family = foreign.string(entry.get("given")), foreign.string(entry.get("family"))
    before = [foreign.string(entry.get(name)) for name in ("dropping-particle", "non-dropping-particle")]
    suffix = foreign.string(entry.get("suffix"))
    literal = _first(entry, "literal", "name")
    if family:
        family = " ".join([*(particle for particle in before if particle), family])
    name = parts.printed_name(given, family, suffix) or literal
    if name is None:
        return None
    is_parted = bool(given and family)
    is_group = not is_parted and (entry.get("isInstitution") is True or byline.is_collective(name))
    affiliations = (foreign.string(held.get("name")) for held in foreign.mappings(entry.get("affiliation")))
    return Agent(
        name=name,
        given=given if is_parted else None,
        family=family if is_parted else None,
        suffix=suffix if is_parted else None,
        orcid=None if is_group else foreign.identified(identifiers.orcid, entry.get("ORCID")),
        is_group=is_group,
        role=role,
        affiliations=tuple(dict.fromkeys(Organization(name=held) for held in affiliations if held)),
    )


def _containers(data: dict[str, Any], type_: str) -> Iterator[Container]:
    short = [*foreign.strings(data.get("container-title-short")), *foreign.strings(data.get("journalAbbreviation"))]
    titles = foreign.strings(data.get("container-title")) or tuple(short[:1])
    kind = _WHOLES.get(type_, "periodical")
    issns, isbns = tuple(dict.fromkeys(_issns(data))), tuple(dict.fromkeys(_isbns(data)))
    is_whole = type_ in {"book", "edited-book", "report", "thesis", "journal"}
    if titles or (issns and not is_whole):
        is_serial = kind in {"periodical", "repository"}
        yield Container(
            kind="series" if is_whole and not is_serial else kind,
            titles=tuple(map(Text, titles[:1])),
            short_titles=tuple(dict.fromkeys(name for name in short if name not in titles)),
            issns=issns if is_serial else (),
            isbns=() if is_serial or is_whole else isbns,
        )
    for name in foreign.strings(data.get("collection-title")):
        yield Container(kind="series", titles=(Text(name),), issns=issns if kind != "periodical" else ())


def _issns(data: dict[str, Any]) -> Iterator[Issn]:
    for stated in foreign.strings(data.get("ISSN")):
        for number in _NUMBER.findall(stated):
            if (value := identifiers.issn(number)) is not None:
                yield Issn(value)


def _isbns(data: dict[str, Any]) -> Iterator[str]:
    for stated in foreign.strings(data.get("ISBN")):
        for number in re.split(r"[\s,;]+", stated):
            if (value := identifiers.isbn(number)) is not None:
                yield value


def _issued(data: dict[str, Any]) -> str | None:
    return _date(data.get("issued"))


def _date(stated: Any) -> str | None:
    """Return a date from its parts, or from what was typed; of a range its beginning."""
    if not isinstance(stated, dict):
        return dates.parsed(foreign.string(stated) or "")
    for row in foreign.items(stated.get("date-parts"))[:1]:
        numbers = [foreign.integer(part) for part in foreign.items(row)][:3]
        if numbers and (date := dates.partial(*numbers)) is not None:
            return date
    texts = (foreign.string(stated.get(name)) for name in ("raw", "literal", "date-time"))
    return next((date for text in texts if text and (date := dates.parsed(text))), None)


def _licences(data: dict[str, Any]) -> tuple[Licence, ...]:
    found = []
    for stated in foreign.items(data.get("license")):
        text = stated.get("URL") if isinstance(stated, dict) else stated
        url = parts.licence_url(foreign.string(text))
        if url:
            version = foreign.string(stated.get("content-version")) if isinstance(stated, dict) else None
            found.append(Licence(url=url, version=version))
    return tuple(dict.fromkeys(found))


def _keywords(data: dict[str, Any]) -> tuple[str, ...]:
    words = (word.strip() for text in foreign.strings(data.get("keyword")) for word in re.split(r"[,;]", text))
    return tuple(dict.fromkeys(word for word in words if word))
