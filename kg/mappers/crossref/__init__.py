"""Works of Crossref: one JSON object of its REST API, or of its yearly public data file.

The format has changed without a version: works of 2014 have `citing-count` and no `date-time`, those of a MongoDB
dump wrap numbers, and any list may be absent, empty or hold `null`.
https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from kg import identifiers
from kg.errors import RecordError
from kg.mappers import foreign, parts
from kg.mappers.coverage import fields
from kg.mappers.crossref import access, citing, contributors, funding, occasions, relating, venues, words
from kg.model import Article, Count, Identifier, Organization, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Record

SOURCE: Final = "crossref"
CONTAINER: Final = "json"
FIELDS: Final = fields(
    "DOI aliases alternative-id ISBN isbn-type ISSN issn-type.value issn-type.type type subtype language publisher"
    " title subtitle original-title short-title abstract description subject group-title event.name event.acronym"
    " container-title short-container-title volume issue journal-issue.* page article-number edition-number"
    + "".join(
        f" {role}.name {role}.given {role}.family {role}.suffix {role}.ORCID {role}.sequence"
        f" {role}.affiliation.name {role}.affiliation.department {role}.affiliation.id.*"
        # the place of an institution is part of its record; who checked an iD, and a role named again, say nothing new
        f" {role}.affiliation.place {role}.affiliation.acronym {role}.authenticated-orcid {role}.role.*"
        for role in contributors.ROLES
    )
    + " institution.name institution.department institution.id.* institution.place institution.acronym"
    " standards-body.name standards-body.acronym"
    " issued.date-parts published.date-parts published-print.date-parts published-online.date-parts"
    " published-other.date-parts posted.date-parts accepted.date-parts approved.date-parts submitted.date-parts"
    " indexed.* deposited.*"
    " license.URL license.start.* license.content-version free-to-read.* resource.primary.URL resource.secondary.URL"
    " link.URL link.content-type link.content-version link.intended-application"
    " funder.name funder.DOI funder.id.* funder.award funder.award-info.award-number"
    " reference.DOI reference.unstructured reference.author reference.year reference.article-title"
    " reference.volume-title reference.series-title reference.journal-title reference.volume reference.issue"
    " reference.first-page reference.edition"
    " relation.* update-to.DOI update-to.type update-to.updated.* updated-by.DOI updated-by.type updated-by.updated.*"
    " clinical-trial-number.clinical-trial-number clinical-trial-number.registry"
    " is-referenced-by-count cited-count reference-count references-count citing-count"
    " assertion.name assertion.label assertion.value"
    # left out on purpose: facts about the record and its keeper,
    " URL member prefix score source created _id message-type content-domain archive update-policy content-created"
    " content-updated publisher-location version review degree special_numbering"
    # how and by whom something was asserted,
    " assertion.URL assertion.explanation assertion.group assertion.order reference.key reference.doi-asserted-by"
    " reference.ISBN reference.ISSN reference.isbn-type reference.issn-type reference.type reference.component"
    " reference.standard-designator reference.standards-body funder.doi-asserted-by update-to.label update-to.source"
    " update-to.record-id updated-by.label updated-by.source updated-by.record-id resource.secondary.label"
    # and when and where an event was
    " event.location event.start event.end event.number event.sponsor event.theme license.delay-in-days"
    " clinical-trial-number.type"
)

_TYPES: Final = {
    "journal-article": "journal-article",
    "proceedings-article": "proceedings-article",
    "book-chapter": "book-chapter",
    "book-section": "book-chapter",
    "book-part": "book-chapter",
    "book-track": "book-chapter",
    "reference-entry": "reference-entry",
    "book": "book",
    "monograph": "book",
    "edited-book": "edited-book",
    "reference-book": "reference-book",
    "proceedings": "proceedings",
    "book-set": "book-series",
    "book-series": "book-series",
    "proceedings-series": "book-series",
    "report-series": "book-series",
    "standard-series": "book-series",
    "journal": "journal",
    "journal-volume": "journal-volume",
    "journal-issue": "journal-issue",
    "posted-content": "preprint",
    "dissertation": "thesis",
    "report": "report",
    "report-component": "report",
    "standard": "standard",
    "dataset": "dataset",
    "database": "dataset",
    "component": "supplement",
    "peer-review": "peer-review",
    "other": "other",
}
# What Crossref registers beside works: it has a DOI, and nobody wrote it for readers.
_NO_WORKS: Final = {"grant": "a grant", "award": "a grant", "prefix": "a prefix", "member": "a member"}
_BOOKS: Final = frozenset({"book", "edited-book", "reference-book", "proceedings", "book-series", "thesis", "report"})
_CORRECTIONS: Final = frozenset({"correction", "corrigendum", "erratum"})

_OURS: Final = frozenset(
    "prefix member score indexed deposited reference-count references-count citing-count is-referenced-by-count"
    " content-domain issn-type published-print published-online short-container-title resource type".split()
)
_PII: Final = re.compile(r"[SB]\d{15}[\dX]")


def recognises(data: dict[str, Any]) -> bool:
    """Tell whether a record has a DOI and its title in a list; CSL-JSON, Crossref's own too, has a string there."""
    title = data.get("title")
    if not isinstance(data.get("DOI"), str) or isinstance(title, str) or "openalex.org" in str(data.get("id")):
        return False
    return isinstance(title, list) or len(_OURS & data.keys()) > 1


def key(record: Record) -> str:
    """Return the DOI of a work; raises `RecordError` where it is none."""
    stated = foreign.mapping(record.data).get("DOI")
    doi = foreign.identified(identifiers.doi, stated)
    if doi is None:
        raise RecordError(f"not a DOI: {stated!r}" if stated else "no DOI", field="DOI")
    return doi


def article(record: Record) -> Article:
    """Return the article; raises `RecordError` where there is no DOI, or no work behind it."""
    data = record.data
    doi = key(record)
    remarks: list[str] = []
    type_ = _type(data, doi, remarks)
    named = words.titles(data, remarks)
    abstract = words.abstract(data)
    agents, agents_complete = contributors.agents(data, remarks)
    pages, article_number = _pages(data)
    seen, relations = occasions.seen(data), relating.relations(data, doi, remarks)
    publisher = foreign.string(data.get("publisher"))
    return Article(
        type=type_,
        titles=named.titles,
        subtitles=named.subtitles,
        short_titles=named.short_titles,
        other_titles=named.other_titles,
        abstracts=(Text(abstract),) if abstract else (),
        identifiers=tuple(dict.fromkeys(_identifiers(data, doi, type_))),
        agents=agents,
        agents_complete=agents_complete,
        containers=venues.containers(data, type_, remarks),
        volume=parts.numbering(foreign.string(data.get("volume"))),
        issue=parts.numbering(
            foreign.string(data.get("issue") or foreign.mapping(data.get("journal-issue")).get("issue"))
        ),
        pages=pages.pages,
        page_start=pages.start,
        page_end=pages.end,
        article_number=article_number,
        edition=parts.numbering(foreign.string(data.get("edition-number"))),
        dates=occasions.dates(data, remarks),
        publisher=Organization(name=publisher) if publisher else None,
        language=parts.language(foreign.string(data.get("language"))),
        licences=access.licences(data, remarks),
        is_open=access.is_open(data, seen),
        urls=access.urls(data),
        locations=access.locations(data),
        counts=tuple(_counts(data, seen)),
        keywords=words.keywords(data),
        grants=funding.grants(data),
        references=citing.references(data, doi, remarks),
        relations=relations,
        is_retracted=any(relation.name == "is-retracted-by" for relation in relations),
        event=_event(data.get("event")),
        modified=occasions.modified(data),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _type(data: dict[str, Any], doi: str, remarks: list[str]) -> str:
    stated = foreign.string(data.get("type"))
    if stated in _NO_WORKS:
        raise RecordError(f"{_NO_WORKS[stated]}, not a work", field="type")
    type_ = _TYPES.get(stated or "")
    if type_ is None:
        remarks.append("type-unknown")
        return "other"
    if type_ == "preprint" and foreign.string(data.get("subtype")) not in {None, "preprint", "working_paper"}:
        return "other"  # a blog post, a report, a letter, which were posted too
    updates = [(update.get("DOI"), str(update.get("type"))) for update in foreign.mappings(data.get("update-to"))]
    if type_ == "journal-article" and any(
        kind in _CORRECTIONS and foreign.identified(identifiers.doi, other) != doi for other, kind in updates
    ):
        return "correction"
    return type_


def _identifiers(data: dict[str, Any], doi: str, type_: str) -> Iterator[Identifier]:
    """Yield DOI and aliases, the ISBN or ISSN of a work that is a book or journal itself, the publisher's numbers."""
    yield Identifier("doi", doi)
    for alias in foreign.items(data.get("aliases")):
        if (other := foreign.identified(identifiers.doi, alias)) is not None:
            yield Identifier("doi", other)
    if type_ in _BOOKS:
        yield from (Identifier("isbn", isbn) for isbn in venues.isbns(data, []))
    if type_ == "journal":
        yield from (Identifier("issn", issn.value) for issn in venues.issns(data, []))
    for number in foreign.strings(data.get("alternative-id")):
        if _PII.fullmatch(number):
            yield Identifier("pii", number)
        elif identifiers.doi(number) != doi:
            yield Identifier("publisher-id", number)


def _pages(data: dict[str, Any]) -> tuple[parts.Pages, str | None]:
    """Return pages and article number; many publishers write the number where the pages should be, too."""
    pages = parts.pages(foreign.string(data.get("page")))
    number = parts.numbering(foreign.string(data.get("article-number")))
    if number is not None and pages.pages in {number, f"{number}-{number}"}:
        return parts.Pages(), number
    return pages, number


def _counts(data: dict[str, Any], seen: str | None) -> Iterator[Count]:
    for name, fields_ in (
        ("citations", ("is-referenced-by-count", "cited-count")),
        ("references", ("reference-count", "references-count", "citing-count")),
    ):
        known = (foreign.integer(data.get(field)) for field in fields_)
        value = next((value for value in known if value is not None), None)
        if value is not None and value >= 0:
            yield Count(name=name, value=value, source=SOURCE, date=seen)


def _event(event: Any) -> str | None:
    if not isinstance(event, dict):
        return foreign.string(event)
    acronyms = foreign.strings(event.get("acronym"))
    return foreign.string(event.get("name")) or (acronyms[0] if acronyms else None)
