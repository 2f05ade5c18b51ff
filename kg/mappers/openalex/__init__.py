"""Works of OpenAlex, in each shape that they have had since 2022 and in the few fields that a `select` leaves.

https://docs.openalex.org/api-entities/works/work-object

A record that lacks a field says nothing; one whose date is 1 January may know the year alone, and keeps the date
under a remark.  `language` is OpenAlex's own guess: it stands at the work and tags no title.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kg import dates, identifiers
from kg.errors import RecordError
from kg.mappers import foreign, parts
from kg.mappers.coverage import fields
from kg.mappers.openalex import authorships, funding, subjects, venues
from kg.mappers.openalex.abstract import abstract
from kg.model import Article, Count, Dates, Identifier, Reference, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Record

SOURCE = "openalex"
CONTAINER = "json"
_LOCATION = (
    "is_oa landing_page_url pdf_url license version raw_type raw_source_name source.id source.display_name"
    " source.issn_l source.issn source.type source.host_organization source.host_organization_name source.publisher"
    " source.publisher_id"
    # left out: what follows from the other fields, and what is said of the source rather than of the work
    " id doi license_id is_accepted is_published source_text source.is_oa source.is_in_doaj source.is_core"
    " source.raw_type source.host_organization_lineage source.host_organization_lineage_names source.publisher_lineage"
    " source.publisher_lineage_names source.host_institution_lineage source.host_institution_lineage_names"
).split()
FIELDS = fields(
    "id doi ids.openalex ids.doi ids.mag ids.pmid ids.pmcid title display_name publication_date publication_year type"
    " type_crossref language is_retracted is_paratext updated_date updated open_access.is_oa open_access.oa_status"
    " open_access.oa_url is_oa biblio.volume biblio.issue biblio.first_page biblio.last_page cited_by_count"
    " counts_by_year.year counts_by_year.cited_by_count referenced_works referenced_works_count abstract_inverted_index"
    " authors_count is_authors_truncated corresponding_author_ids authorships.author.id authorships.author.display_name"
    " authorships.author.orcid authorships.author_position authorships.raw_author_name authorships.raw_orcid"
    " authorships.is_corresponding authorships.raw_affiliation_strings authorships.raw_affiliation_string"
    " authorships.institutions.id authorships.institutions.display_name authorships.institutions.ror"
    " authorships.institutions.country_code topics.id topics.display_name topics.score concepts.id"
    " concepts.display_name concepts.score keywords.display_name keywords.keyword mesh.descriptor_name"
    " mesh.descriptor_ui mesh.qualifier_name mesh.qualifier_ui sustainable_development_goals.id"
    " sustainable_development_goals.display_name sustainable_development_goals.score grants.funder"
    " grants.funder_display_name grants.award_id awards.funder_id awards.funder_display_name awards.funder_award_id"
    " awards.display_name funders.id funders.display_name funders.ror host_venue.* alternate_host_venues.*"
    # left out: works that a model finds alike, ranks and percentiles, what a search or an index adds,
    " related_works fwci citation_normalized_percentile cited_by_percentile_year summary_stats relevance_score"
    " @timestamp @version has_fulltext fulltext_origin ngrams_url has_content content_urls cited_by_api_url is_xpac"
    # fees, which are the journal's, and what repeats or counts other fields, or says more of a concept than of the work
    " apc_list apc_paid authorships.affiliations authorships.countries authorships.institutions.type"
    " authorships.institutions.lineage corresponding_institution_ids countries_distinct_count"
    " institutions_distinct_count locations_count concepts_count indexed_in is_in_doaj doi_registration_agency"
    " created_date primary_topic open_access.any_repository_has_fulltext concepts.level concepts.wikidata"
    " topics.subfield topics.field topics.domain keywords.id keywords.score mesh.is_major_topic awards.id "
    + " ".join(
        f"{place}.{name}" for place in ("primary_location", "best_oa_location", "locations") for name in _LOCATION
    )
)

_KINDS_OF_ID = {
    "A": "an author",
    "S": "a source",
    "V": "a venue",
    "I": "an institution",
    "C": "a concept",
    "T": "a topic",
    "P": "a publisher",
    "F": "a funder",
    "G": "an award",
}
_DELETED = "W4285719527"  # what OpenAlex puts in the place of a work that it has deleted
_TYPES = {
    "article": "journal-article",
    "review": "review-article",
    "dissertation": "thesis",
    "erratum": "correction",
    "monograph": "book",
    "book-part": "book-chapter",
    "book-section": "book-chapter",
    "book-track": "book-chapter",
    "book-set": "book",
    "conference-paper": "proceedings-article",
    "posted-content": "preprint",
    "supplementary-materials": "supplement",
    "database": "dataset",
    "report-component": "report",
    "report-series": "report",
    "proceedings-series": "book-series",
    "journal-issue": "journal-issue",
    "grant": "other",
    "paratext": "other",
    "libguides": "other",
    "component": "other",
    "other": "other",
}
_ARTICLE_NUMBER = re.compile(r"[eE]\d+|\d{5,}")
_OA_STATUS = frozenset({"gold", "green", "hybrid", "bronze", "diamond", "closed"})


def recognises(data: dict[str, Any]) -> bool:
    """Tell whether a record is named by an id of OpenAlex."""
    ids = data.get("ids")
    names = (data.get("id"), ids.get("openalex") if isinstance(ids, dict) else None)
    return any(isinstance(name, str) and "openalex.org/" in name for name in names)


def key(record: Record) -> str:
    """Return the id of a work, `W2741809807`; raises `RecordError` for an id of anything else, or none."""
    data = record.data
    stated = data.get("id") or foreign.mapping(data.get("ids")).get("openalex")
    number = foreign.identified(identifiers.openalex, stated)
    if number is None:
        raise RecordError(f"no OpenAlex id: {stated!r}", field="id")
    if not number.startswith("W"):
        raise RecordError(f"{_KINDS_OF_ID.get(number[0], 'something else')} ({number}), not a work", field="id")
    if number == _DELETED:
        raise RecordError(f"OpenAlex's stand-in for deleted works ({number}), not a work", field="id")
    return number


def article(record: Record) -> Article:
    """Return the article; raises `RecordError` for what is not a work."""
    data = record.data
    number = key(record)
    remarks: list[str] = []
    location = venues.primary(data)
    type_ = _type(data, location, remarks)
    containers = tuple(venues.containers(location, type_))
    if type_ == "journal-article" and any(held.kind == "proceedings" for held in containers):
        type_ = "proceedings-article"
    title = foreign.string(data.get("title")) or foreign.string(data.get("display_name"))
    if title is None:
        remarks.append("no-title")
    text = abstract(data.get("abstract_inverted_index"), remarks)
    biblio, access = foreign.mapping(data.get("biblio")), foreign.mapping(data.get("open_access"))
    pages, article_number = _place(biblio)
    status, updated = foreign.string(access.get("oa_status")), _updated(data)
    return Article(
        type=type_,
        titles=(Text(title),) if title else (),
        abstracts=(Text(text),) if text else (),
        identifiers=tuple(_identifiers(data, number, remarks)),
        agents=authorships.agents(data, remarks),
        agents_complete=authorships.is_complete(data),
        containers=containers,
        volume=parts.numbering(foreign.string(biblio.get("volume"))),
        issue=parts.numbering(foreign.string(biblio.get("issue"))),
        pages=pages.pages,
        page_start=pages.start,
        page_end=pages.end,
        article_number=article_number,
        dates=_dates(data, remarks),
        publisher=next((held.publisher for held in containers if held.kind != "repository" and held.publisher), None),
        language=parts.language(foreign.string(data.get("language"))),
        licences=venues.licences(data, location),
        is_open=_is_open(data, access),
        oa_status=status if status in _OA_STATUS else None,
        urls=tuple(_urls(location)),
        locations=venues.locations(data),
        counts=tuple(_counts(data, dates.parsed(updated) if updated else None)),
        keywords=subjects.keywords(data),
        subjects=subjects.subjects(data),
        grants=funding.grants(data),
        references=tuple(_references(data, remarks)),
        is_retracted=data.get("is_retracted") is True,
        modified=updated,
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _type(data: dict[str, Any], location: dict[str, Any], remarks: list[str]) -> str:
    """Return our type: OpenAlex calls proceedings papers articles, and Crossref's word for them stands beside that."""
    stated = foreign.string(data.get("type"))
    if data.get("is_paratext") is True or stated == "paratext":
        remarks.append("paratext")
    crossref = foreign.string(data.get("type_crossref")) or foreign.string(location.get("raw_type"))
    if stated in {"article", "preprint", None} and crossref == "proceedings-article":
        return crossref
    type_ = _TYPES.get(stated or "article", stated)
    if type_ in parts.TYPES:
        return str(type_)
    remarks.append("type-unknown")
    return "other"


def _identifiers(data: dict[str, Any], number: str, remarks: list[str]) -> Iterator[Identifier]:
    """Yield DOI, the work's own id, and its numbers at PubMed and at Microsoft Academic."""
    ids = foreign.mapping(data.get("ids"))
    stated = data.get("doi") or ids.get("doi")
    if (doi := foreign.identified(identifiers.doi, stated)) is not None:
        yield Identifier("doi", doi)
    elif stated:
        remarks.append("doi-not-valid")
    yield Identifier("openalex", number)
    for scheme in ("pmid", "pmcid"):
        if (known := foreign.identified(identifiers.NORMALISERS[scheme], ids.get(scheme))) is not None:
            yield Identifier(scheme, known)
    if (mag := foreign.integer(ids.get("mag"))) is not None:
        yield Identifier("mag", str(mag))


def _place(biblio: dict[str, Any]) -> tuple[parts.Pages, str | None]:
    """Return pages, or the number of an article that stands for both its first and its last page."""
    first, last = foreign.string(biblio.get("first_page")), foreign.string(biblio.get("last_page"))
    if first and first == last and _ARTICLE_NUMBER.fullmatch(first):
        return parts.Pages(), first
    return parts.pages(f"{first}\u2013{last}" if first and last and first != last else first), None


def _dates(data: dict[str, Any], remarks: list[str]) -> Dates:
    day = dates.parsed(str(data.get("publication_date") or ""))
    if day is None:
        return Dates(issued=dates.partial(foreign.integer(data.get("publication_year"))))
    if day.endswith("-01-01"):
        remarks.append("first-of-january")  # of the year alone, four times out of five
    return Dates(issued=day)


def _is_open(data: dict[str, Any], access: dict[str, Any]) -> bool | None:
    """Return whether a work is open: as stated, else open where its first location is; a closed one proves nothing."""
    stated = foreign.boolean(access.get("is_oa", data.get("is_oa")))
    if stated is None and foreign.mapping(data.get("primary_location")).get("is_oa") is True:
        return True
    return stated


def _updated(data: dict[str, Any]) -> str | None:
    return foreign.string(data.get("updated_date")) or foreign.string(data.get("updated"))


def _urls(location: dict[str, Any]) -> Iterator[str]:
    """Yield the page of a work, unless it is behind its DOI anyway."""
    page = foreign.link(location.get("landing_page_url"))
    if page and identifiers.doi(page) is None:
        yield page


def _counts(data: dict[str, Any], day: str | None) -> Iterator[Count]:
    cited = foreign.count(data.get("cited_by_count"))
    if cited is not None:
        yield Count(name="citations", value=cited, source=SOURCE, date=day)
    cites = foreign.count(data.get("referenced_works_count"))
    if cites is not None:
        yield Count(name="references", value=cites, source=SOURCE, date=day)
    for counted in foreign.mappings(data.get("counts_by_year")):
        year, cited = (
            dates.partial(foreign.integer(counted.get("year"))),
            foreign.count(counted.get("cited_by_count")),
        )
        if year and cited is not None:
            yield Count(name="citations", value=cited, source=SOURCE, date=day, year=year)


def _references(data: dict[str, Any], remarks: list[str]) -> Iterator[Reference]:
    cited = (foreign.identified(identifiers.openalex, work) for work in foreign.items(data.get("referenced_works")))
    for number in dict.fromkeys(cited):
        if number == _DELETED:
            remarks.append("reference-to-deleted-work")
        elif number is not None:
            yield Reference(identifier=Identifier("openalex", number))
