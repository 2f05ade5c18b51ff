"""Works of DataCite: one object of its REST API (JSON:API), or the attributes of one alone.

Much is optional and little is checked: people come as organisations, publishers as texts or objects, and the type
that counts (`resourceTypeGeneral`) is missing from old records.
https://support.datacite.org/docs/api-get-doi · https://datacite-metadata-schema.readthedocs.io/en/4.6/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg import identifiers
from kg.errors import RecordError
from kg.mappers import foreign, parts
from kg.mappers.coverage import Fields, fields
from kg.mappers.datacite import contents, people, relating, venues
from kg.model import Article, Count, Identifier, Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Record

SOURCE: Final = "datacite"
CONTAINER: Final = "json"
_PERSON: Final = (
    "name givenName familyName given family nameType nameIdentifiers.nameIdentifier nameIdentifiers.schemeUri"
    " nameIdentifiers.nameIdentifierScheme affiliation.* contributorType"
    " raw_name role type id"  # left out: what a converter added
)
_ATTRIBUTES: Final = fields(
    "doi identifiers.* alternateIdentifiers.* titles.* publisher.* container.* publicationYear subjects.* dates.*"
    " language types.resourceTypeGeneral types.resourceType relatedIdentifiers.* relatedItems.* version rightsList.*"
    " descriptions.* fundingReferences.* url contentUrl citationCount viewCount downloadCount referenceCount"
    " citationsOverTime.* created registered updated published state "
    + " ".join(f"{role}.{name}" for role in ("creators", "contributors") for name in _PERSON.split())
    # left out on purpose: places and sizes of data, words of other schemes for the type, and facts about the record
    + " types.ris types.bibtex types.citeproc types.schemaOrg sizes formats geoLocations xml metadataVersion"
    " schemaVersion source isActive reason prefix suffix partCount partOfCount versionCount versionOfCount"
    " viewsOverTime downloadsOverTime providerId clientId agency id type"
)
# `relationships` leads from record to record inside DataCite; which works those are `relatedIdentifiers` says.
FIELDS: Fields = {"id": None, "type": None, "relationships": None, "attributes": _ATTRIBUTES, **_ATTRIBUTES}

_TYPES: Final = {
    "JournalArticle": "journal-article",
    "DataPaper": "journal-article",
    "Preprint": "preprint",
    "ConferencePaper": "proceedings-article",
    "ConferenceProceeding": "proceedings",
    "BookChapter": "book-chapter",
    "Book": "book",
    "Dissertation": "thesis",
    "Report": "report",
    "ProjectProposal": "report",
    "OutputManagementPlan": "report",
    "Standard": "standard",
    "PeerReview": "peer-review",
    "Journal": "journal",
    "Dataset": "dataset",
    "Software": "software",
    "ComputationalNotebook": "software",
    "Workflow": "software",
    "Model": "other",
}
# What the free text beside it says where the type is `Text` or missing, by the letters it holds.
_WORDS: Final = {
    "journalarticle": "journal-article",
    "researcharticle": "journal-article",
    "articlejournal": "journal-article",
    "article": "journal-article",
    "preprint": "preprint",
    "conferencepaper": "proceedings-article",
    "conferencearticle": "proceedings-article",
    "proceedingsarticle": "proceedings-article",
    "bookchapter": "book-chapter",
    "chapter": "book-chapter",
    "book": "book",
    "monograph": "book",
    "thesis": "thesis",
    "dissertation": "thesis",
    "doctoralthesis": "thesis",
    "masterthesis": "thesis",
    "report": "report",
    "technicalreport": "report",
    "workingpaper": "report",
    "editorial": "editorial",
    "review": "review-article",
    "dataset": "dataset",
    "software": "software",
}
_MARKS: Final = frozenset({"titles", "creators", "types", "publicationYear"})


def recognises(data: Any) -> bool:
    """Tell whether a record is a DOI's of JSON:API, or has DataCite's attributes."""
    if data.get("type") == "dois":
        return True
    attributes = foreign.mapping(data.get("attributes")) or data
    return len(_MARKS & attributes.keys()) > 1 and ("doi" in attributes or "identifiers" in attributes)


def key(record: Record) -> str:
    """Return the DOI of a work; raises `RecordError` where it is none."""
    data = foreign.mapping(record.data)
    attributes = _attributes(data)
    stated = [attributes.get("doi"), data.get("id"), *_dois(attributes)]
    doi = next((known for text in stated if (known := foreign.identified(identifiers.doi, text))), None)
    if doi is None:
        raise RecordError(f"not a DOI: {stated[0]!r}" if stated[0] else "no DOI", field="doi")
    return doi


def article(record: Record) -> Article:
    """Return the article; raises `RecordError` where there is no DOI."""
    doi, data = key(record), _attributes(record.data)
    remarks: list[str] = []
    named = contents.titles(data, remarks)
    agents = people.agents(data, remarks)
    venue = venues.venue(data)
    known = tuple(dict.fromkeys(_identifiers(data, doi)))
    type_ = _type(data, known, remarks)
    return Article(
        type=type_,
        titles=named.titles,
        subtitles=named.subtitles,
        other_titles=named.others,
        abstracts=contents.abstracts(data),
        identifiers=known,
        agents=agents,
        containers=venues.containers(data, venue, type_),
        volume=venue.volume,
        issue=venue.issue,
        pages=venue.pages.pages,
        page_start=venue.pages.start,
        page_end=venue.pages.end,
        edition=parts.numbering(foreign.string(data.get("version"))),
        dates=contents.dated(data),
        publisher=people.publisher(data),
        language=parts.language(foreign.string(data.get("language"))),
        licences=contents.licences(data),
        is_open=contents.is_open(data),
        urls=tuple(url for url in (foreign.link(data.get("url")),) if url),
        locations=tuple(_locations(data)),
        counts=tuple(_counts(data)),
        keywords=contents.keywords(data),
        subjects=contents.subjects(data),
        grants=people.grants(data),
        references=relating.references(data, doi),
        relations=relating.relations(data, doi, remarks),
        is_retracted=any(stated.get("dateType") == "Withdrawn" for stated in foreign.mappings(data.get("dates"))),
        modified=foreign.string(data.get("updated")),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _attributes(data: dict[str, Any]) -> dict[str, Any]:
    return foreign.mapping(data.get("attributes")) or data


def _type(data: dict[str, Any], known: tuple[Identifier, ...], remarks: list[str]) -> str:
    types = foreign.mapping(data.get("types"))
    stated = foreign.string(types.get("resourceTypeGeneral"))
    words = "".join(letter for letter in (foreign.string(types.get("resourceType")) or "").lower() if letter.isalpha())
    if any(identifier.scheme == "arxiv" for identifier in known) and stated in {None, "Text", "Preprint"}:
        return "preprint"
    type_ = _TYPES.get(stated or "")
    if type_ is None and stated in {None, "Text", "Other", "Collection"}:
        type_ = _WORDS.get(words)
    if type_ is None:
        remarks.append("type-not-of-a-text" if stated else "type-unknown")
    return type_ or "other"


def _dois(attributes: dict[str, Any]) -> Iterator[Any]:
    for other in foreign.mappings(attributes.get("identifiers")):
        if str(other.get("identifierType")).upper() == "DOI":
            yield other.get("identifier")


def _identifiers(data: dict[str, Any], doi: str) -> Iterator[Identifier]:
    """Yield the DOI, arXiv's number in it, and what the registrant calls the work."""
    yield Identifier("doi", doi)
    if doi.startswith(_ARXIV) and (number := identifiers.arxiv(doi.removeprefix(_ARXIV))) is not None:
        yield Identifier("arxiv", number)
    for name in ("identifiers", "alternateIdentifiers"):
        for other in foreign.mappings(data.get(name)):
            kind = str(other.get("identifierType") or other.get("alternateIdentifierType")).lower()
            stated = other.get("identifier") or other.get("alternateIdentifier")
            scheme = _SCHEMES.get(kind)
            if scheme and (value := foreign.identified(identifiers.NORMALISERS.get(scheme, str.strip), stated)):
                yield Identifier(scheme, value)


_ARXIV: Final = "10.48550/arxiv."
_SCHEMES: Final = {
    "arxiv": "arxiv",
    "pmid": "pmid",
    "pmcid": "pmcid",
    "handle": "handle",
    "ark": "ark",
    "isbn": "isbn",
    "bibcode": "bibcode",
}


def _locations(data: dict[str, Any]) -> Iterator[Location]:
    for stated in foreign.items(data.get("contentUrl")):
        if (url := foreign.link(stated)) is not None:
            yield Location(url=url, is_pdf=url.lower().endswith(".pdf"))


def _counts(data: dict[str, Any]) -> Iterator[Count]:
    """Yield what DataCite counts, in all and by year."""
    for name, field in (("citations", "citationCount"), ("references", "referenceCount")):
        value = foreign.count(data.get(field))
        if value is not None:
            yield Count(name=name, value=value, source=SOURCE)
    for counted in foreign.mappings(data.get("citationsOverTime")):
        year, value = foreign.string(counted.get("year")), foreign.count(counted.get("total"))
        if year and year.isdigit() and len(year) == 4 and value is not None:
            yield Count(name="citations", value=value, source=SOURCE, year=year)
