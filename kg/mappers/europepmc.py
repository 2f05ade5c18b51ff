"""Results of Europe PMC's search: one JSON object, `lite` or `core`, and the shape that its full-text search had.

Authors come as a list of parts (`core`) or as one line (`Lai EC, Tam B`), in which initials follow family names.
https://europepmc.org/RestfulWebService
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from kg import dates, identifiers
from kg.errors import RecordError
from kg.mappers import byline, foreign, parts
from kg.mappers.coverage import fields
from kg.model import (
    Agent,
    Article,
    Container,
    Count,
    Dates,
    Grant,
    Identifier,
    Issn,
    Licence,
    Location,
    Organization,
    Relation,
    Subject,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Record

SOURCE: Final = "europepmc"
CONTAINER: Final = "json"
FIELDS: Final = fields(
    "id source pmid pmcid doi title authorString authorList.author.* pubYear volume issue pageInfo citationType pubType"
    " pubTypeList.pubType journalAbbreviation journalTitle journalVolume journalIssn"
    " journalInfo.issue journalInfo.volume journalInfo.dateOfPublication journalInfo.yearOfPublication"
    " journalInfo.printPublicationDate journalInfo.journal.*"
    " bookOrReportDetails.publisher bookOrReportDetails.isbn13 bookOrReportDetails.isbn10"
    " bookOrReportDetails.comprisingTitle bookOrReportDetails.edition bookOrReportDetails.yearOfPublication"
    " abstractText language isOpenAccess license fullTextUrlList.fullTextUrl.* keywordList.keyword"
    " meshHeadingList.meshHeading.* grantsList.grant.* chemicalList.chemical.name commentCorrectionList.*"
    " citedByCount dateOfRevision electronicPublicationDate firstPublicationDate"
    # left out on purpose: what else Europe PMC has of a record, and when it got it
    " fullTextIdList text inEPMC inPMC hasPDF hasBook hasSuppl hasData hasReferences hasTextMinedTerms"
    " hasDbCrossReferences hasLabsLinks hasTMAccessionNumbers authMan epmcAuthMan nihAuthMan tmAccessionTypeList"
    " dbCrossReferenceList luceneScore affiliation publicationStatus pubModel dateOfCompletion dateOfCreation"
    " firstIndexDate fullTextReceivedDate journalInfo.journalIssueId journalInfo.monthOfPublication"
    " bookOrReportDetails.numberOfPages bookOrReportDetails.publicationPlace bookOrReportDetails.seriesName"
    " investigatorList subsetList dataLinksTagsList authorIdList versionList versionNumber hasEvaluations"
    " embargoDate manuscriptId chemicalList.chemical.registryNumber"
)

_SOURCES: Final = frozenset("MED PMC PPR PAT AGR ETH HIR CBA CTX NBK".split())
_TYPES: Final = (  # the first that stands among the types of a record
    ("preprint", "preprint"),
    ("retraction of publication", "retraction"),
    ("retraction", "retraction"),
    ("published erratum", "correction"),
    ("editorial", "editorial"),
    ("letter", "letter"),
    ("systematic review", "review-article"),
    ("review", "review-article"),
    ("review-article", "review-article"),
    ("book", "book"),
    ("chapter", "book-chapter"),
    ("thesis", "thesis"),
    ("patent", "other"),
    ("dataset", "dataset"),
    ("journal article", "journal-article"),
    ("research-article", "journal-article"),
)
_CORRECTIONS: Final = {
    "Retraction in": "is-retracted-by",
    "Retraction of": "retracts",
    "Erratum in": "is-corrected-by",
    "Erratum for": "corrects",
    "Comment on": "comments-on",
    "Comment in": "is-commented-on-by",
    "Expression of concern in": "is-subject-of-concern-in",
    "Expression of concern for": "expresses-concern-about",
    "Update in": "is-updated-by",
    "Update of": "updates",
    "Republished in": "is-replaced-by",
    "Republished from": "replaces",
    "Preprint in": "has-preprint",
    "Preprint of": "is-preprint-of",
}
_AUTHOR: Final = re.compile(
    r"(?P<family>.+?) (?P<initials>[A-Z](?:[A-Z-]{0,4}))(?: (?P<suffix>Jr|Sr|\d(?:st|nd|rd|th)))?"
)
_STOP: Final = re.compile(r"(?<![.\s])\.$")
_LICENCE: Final = re.compile(r"cc[ -](?:by(?:[ -](?:nc|nd|sa))*|0)", re.IGNORECASE)


def recognises(data: Any) -> bool:
    """Tell whether a record is named by a source of Europe PMC and a key there."""
    return data.get("source") in _SOURCES and "id" in data and ("authorString" in data or "citedByCount" in data)


def key(record: Record) -> str:
    """Return source and id, `MED/31978945`; raises `RecordError` where one is missing."""
    data = record.data
    source, number = foreign.string(data.get("source")), foreign.string(data.get("id"))
    if source not in _SOURCES or number is None:
        raise RecordError(f"no source and id: {source!r}, {number!r}", field="id")
    return f"{source}/{number}"


def article(record: Record) -> Article:
    """Return the article; raises `RecordError` where nothing names it."""
    data = record.data
    key(record)
    remarks: list[str] = []
    info, stated = foreign.mapping(data.get("journalInfo")), foreign.string(data.get("title"))
    title = _STOP.sub("", stated) if stated else None  # PubMed ends each title so
    if title is None:
        remarks.append("no-title")
    abstract = foreign.block(data.get("abstractText"))
    pages = parts.pages(foreign.string(data.get("pageInfo")))
    type_ = _type(data, remarks)
    agents, is_complete = _agents(data)
    relations = tuple(dict.fromkeys(_relations(data)))
    return Article(
        type=type_,
        titles=(Text(title),) if title else (),
        abstracts=(Text(abstract),) if abstract else (),
        identifiers=tuple(dict.fromkeys(_identifiers(data, remarks))),
        agents=agents,
        agents_complete=is_complete,
        containers=tuple(_containers(data, info, type_)),
        volume=parts.numbering(_first(data, "volume", "journalVolume") or foreign.string(info.get("volume"))),
        issue=parts.numbering(foreign.string(data.get("issue") or info.get("issue"))),
        pages=pages.pages,
        page_start=pages.start,
        page_end=pages.end,
        dates=_dates(data, info),
        language=parts.language(foreign.string(data.get("language"))),
        licences=_licences(data),
        is_open={"Y": True, "N": False}.get(str(data.get("isOpenAccess"))),
        locations=tuple(_locations(data)),
        counts=tuple(_counts(data)),
        keywords=tuple(Text(word) for word in foreign.strings(foreign.mapping(data.get("keywordList")).get("keyword"))),
        subjects=tuple(dict.fromkeys(_subjects(data))),
        grants=tuple(dict.fromkeys(_grants(data))),
        relations=relations,
        is_retracted=any(relation.name == "is-retracted-by" for relation in relations),
        modified=foreign.string(data.get("dateOfRevision")),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _first(data: dict[str, Any], *names: str) -> str | None:
    return next((value for name in names if (value := foreign.string(data.get(name)))), None)


def _type(data: dict[str, Any], remarks: list[str]) -> str:
    if data.get("source") == "PPR":
        return "preprint"
    stated = [*foreign.strings(foreign.mapping(data.get("pubTypeList")).get("pubType"))]
    for name in ("citationType", "pubType"):
        stated += (foreign.string(data.get(name)) or "").split(";")
    words = {word.strip().lower() for word in stated}
    found = next((type_ for name, type_ in _TYPES if name in words), None)
    if found is None and any(words):
        remarks.append("type-unknown")
    in_journal = _first(data, "journalTitle", "journalAbbreviation") or data.get("journalInfo")
    return found or ("journal-article" if in_journal else "other")


def _identifiers(data: dict[str, Any], remarks: list[str]) -> Iterator[Identifier]:
    stated = data.get("doi")
    if (doi := foreign.identified(identifiers.doi, stated)) is not None:
        yield Identifier("doi", doi)
    elif stated:
        remarks.append("doi-not-valid")
    source, number = data.get("source"), data.get("id")
    pmid = number if source == "MED" else data.get("pmid")
    pmcid = number if source == "PMC" else data.get("pmcid")
    for scheme, value in (("pmid", pmid), ("pmcid", pmcid)):
        if (known := foreign.identified(identifiers.NORMALISERS[scheme], value)) is not None:
            yield Identifier(scheme, known)
    if source not in {"MED", "PMC"}:
        yield Identifier("europepmc", f"{source}/{foreign.string(number)}")


def _agents(data: dict[str, Any]) -> tuple[tuple[Agent, ...], bool]:
    listed = list(foreign.mappings(foreign.mapping(data.get("authorList")).get("author")))
    if listed:
        return tuple(agent for entry in listed if (agent := _listed(entry))), True
    names = [name.strip() for name in (foreign.string(data.get("authorString")) or "").rstrip(".").split(", ")]
    is_complete = "et al" not in {name.lower().strip(".") for name in names}
    return tuple(_printed(name) for name in names if name and name.lower().strip(".") != "et al"), is_complete


def _listed(entry: dict[str, Any]) -> Agent | None:
    group = foreign.string(entry.get("collectiveName"))
    given, family = foreign.string(entry.get("firstName")), foreign.string(entry.get("lastName"))
    suffix = foreign.string(entry.get("suffix"))
    name = parts.printed_name(given, family, suffix) or group or foreign.string(entry.get("fullName"))
    if name is None:
        return None
    number = foreign.mapping(entry.get("authorId"))
    orcid = foreign.identified(identifiers.orcid, number.get("value")) if number.get("type") == "ORCID" else None
    is_parted = bool(given and family)
    return Agent(
        name=name.rstrip("."),
        given=given if is_parted else None,
        family=family if is_parted else None,
        suffix=suffix if is_parted else None,
        orcid=orcid,
        is_group=group is not None and not family,
        affiliations=tuple(dict.fromkeys(_affiliations(entry))),
    )


def _affiliations(entry: dict[str, Any]) -> Iterator[Organization]:
    details = foreign.mapping(entry.get("authorAffiliationDetailsList")).get("authorAffiliation")
    for held in foreign.mappings(details):
        if name := foreign.string(held.get("affiliation")):
            yield Organization(name=name)
    if not details and (name := foreign.string(entry.get("affiliation"))):
        yield Organization(name=name)


def _printed(name: str) -> Agent:
    """Read `Lai EC` and `King ML Jr`; what is written otherwise is a group or one name."""
    found = _AUTHOR.fullmatch(name)
    if found is None or byline.is_collective(name):
        return Agent(name=name, is_group=byline.is_collective(name) or " " in name)
    suffix = found["suffix"]
    return Agent(
        name=parts.printed_name(found["initials"], found["family"], suffix) or name,
        given=found["initials"],
        family=found["family"],
        suffix=suffix,
    )


def _containers(data: dict[str, Any], info: dict[str, Any], type_: str) -> Iterator[Container]:
    journal, book = foreign.mapping(info.get("journal")), foreign.mapping(data.get("bookOrReportDetails"))
    title = foreign.string(journal.get("title")) or foreign.string(data.get("journalTitle"))
    short = _first(journal, "isoabbreviation", "medlineAbbreviation") or foreign.string(data.get("journalAbbreviation"))
    issns = dict.fromkeys(_issns(journal, data))
    number = foreign.string(journal.get("nlmid"))
    if title or short or issns:
        yield Container(
            kind="repository" if type_ == "preprint" else "periodical",
            titles=(Text(title or short or ""),) if title or short else (),
            short_titles=(short,) if short and title and short != title else (),
            issns=tuple(issns),
            key=f"nlm:{number}" if number else None,
        )
    whole = foreign.string(book.get("comprisingTitle"))
    if whole:
        stated = foreign.string(book.get("publisher"))
        isbns = (foreign.identified(identifiers.isbn, book.get(name)) for name in ("isbn13", "isbn10"))
        yield Container(
            kind="book",
            titles=(Text(whole),),
            isbns=tuple(dict.fromkeys(isbn for isbn in isbns if isbn)),
            publisher=Organization(name=stated) if stated else None,
        )


def _issns(journal: dict[str, Any], data: dict[str, Any]) -> Iterator[Issn]:
    for medium, stated in (("print", journal.get("issn")), ("electronic", journal.get("essn"))):
        if (value := foreign.identified(identifiers.issn, stated)) is not None:
            yield Issn(value, medium)
    for stated in (foreign.string(data.get("journalIssn")) or "").split(";"):
        if (value := identifiers.issn(stated)) is not None:
            yield Issn(value)


def _dates(data: dict[str, Any], info: dict[str, Any]) -> Dates:
    printed = dates.parsed(str(info.get("printPublicationDate") or ""))
    stated = dates.parsed(str(info.get("dateOfPublication") or ""))
    online = dates.parsed(str(data.get("electronicPublicationDate") or ""))
    year = dates.partial(foreign.integer(data.get("pubYear") or info.get("yearOfPublication")))
    first = dates.parsed(str(data.get("firstPublicationDate") or ""))
    is_preprint = data.get("source") == "PPR"
    return Dates(
        issued=(first if is_preprint else stated or printed or online) or year or first,
        print=stated or printed,
        online=online,
        posted=first if is_preprint else None,
    )


def _licences(data: dict[str, Any]) -> tuple[Licence, ...]:
    stated = foreign.string(data.get("license"))
    if stated and _LICENCE.fullmatch(stated):
        return (Licence(code=stated.lower().replace(" ", "-")),)
    return ()


def _locations(data: dict[str, Any]) -> Iterator[Location]:
    for held in foreign.mappings(foreign.mapping(data.get("fullTextUrlList")).get("fullTextUrl")):
        url = foreign.link(held.get("url"))
        if url and identifiers.doi(url) is None:
            code = held.get("availabilityCode")
            yield Location(
                url=url,
                is_pdf=held.get("documentStyle") == "pdf",
                is_open={"OA": True, "F": True, "S": False}.get(str(code)),
                host=foreign.string(held.get("site")),
            )


def _counts(data: dict[str, Any]) -> Iterator[Count]:
    if (cited := foreign.count(data.get("citedByCount"))) is not None:
        yield Count(name="citations", value=cited, source=SOURCE)


def _subjects(data: dict[str, Any]) -> Iterator[Subject]:
    for heading in foreign.mappings(foreign.mapping(data.get("meshHeadingList")).get("meshHeading")):
        if name := foreign.string(heading.get("descriptorName")):
            yield Subject(scheme="mesh", label=name)


def _grants(data: dict[str, Any]) -> Iterator[Grant]:
    for held in foreign.mappings(foreign.mapping(data.get("grantsList")).get("grant")):
        agency, award = foreign.string(held.get("agency")), foreign.string(held.get("grantId"))
        if agency or award:
            yield Grant(funder=Organization(name=agency) if agency else None, award=award)


def _relations(data: dict[str, Any]) -> Iterator[Relation]:
    for held in foreign.mappings(foreign.mapping(data.get("commentCorrectionList")).get("commentCorrection")):
        name = _CORRECTIONS.get(str(held.get("type")))
        pmid = foreign.identified(identifiers.pmid, held.get("id")) if held.get("source") == "MED" else None
        if name and pmid and pmid != str(data.get("id")):
            yield Relation(name=name, identifier=Identifier("pmid", pmid))
