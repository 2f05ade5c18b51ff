"""Papers of Semantic Scholar: one JSON object of its Graph API, alone, in a batch or among the answers to a search.

Which fields there are depends on what was asked for.  Authors are printed names alone; volume and issue share a
field; a paper on arXiv and the article it became are one record there.
https://api.semanticscholar.org/api-docs/graph
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
    Identifier,
    Issn,
    Licence,
    Location,
    Organization,
    Reference,
    Subject,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Record

SOURCE = "s2"
CONTAINER = "json"
_VENUE = "id name type issn alternate_issns url"
FIELDS = fields(
    "paperId externalIds.* corpusId title abstract year publicationDate publicationTypes venue"
    " journal.name journal.volume journal.pages authors.authorId authors.name authors.affiliations authors.externalIds"
    " isOpenAccess openAccessPdf.url openAccessPdf.status openAccessPdf.license fieldsOfStudy s2FieldsOfStudy.category"
    " s2FieldsOfStudy.source citationCount referenceCount references.* citations "
    + " ".join(f"publicationVenue.{name}" for name in _VENUE.split())
    # left out on purpose: other names of a venue, among them those of other venues; what is said again elsewhere; what
    # a model wrote or counted; facts about an author that are not of this paper
    + " publicationVenue.alternate_names publicationVenue.alternate_urls url citationStyles tldr embedding matchScore"
    " influentialCitationCount openAccessPdf.disclaimer authors.url authors.homepage authors.paperCount"
    " authors.citationCount authors.hIndex authors.aliases"
)

_PAPER: Final = re.compile(r"[0-9a-f]{40}")
# Of several types the first of these is the paper's; `JournalArticle` stands beside almost any.
_TYPES: Final = (
    ("Dataset", "dataset"),
    ("Editorial", "editorial"),
    ("LettersAndComments", "letter"),
    ("Conference", "proceedings-article"),
    ("Review", "review-article"),
    ("BookSection", "book-chapter"),
    ("JournalArticle", "journal-article"),
    ("Book", "book"),
)
_STATUS: Final = frozenset({"gold", "green", "hybrid", "bronze", "closed"})
_LICENCES: Final = {
    "CCBY": "cc-by",
    "CCBYSA": "cc-by-sa",
    "CCBYNC": "cc-by-nc",
    "CCBYND": "cc-by-nd",
    "CCBYNCSA": "cc-by-nc-sa",
    "CCBYNCND": "cc-by-nc-nd",
    "CC0": "cc0",
}
_SCHEMES: Final = (
    ("PubMed", "pmid"),
    ("PubMedCentral", "pmcid"),
    ("ArXiv", "arxiv"),
)
_KEPT: Final = (("MAG", "mag"), ("CorpusId", "corpusid"), ("DBLP", "dblp"), ("ACL", "acl"))
_SERVERS: Final = frozenset({"arxiv", "arxiv.org", "biorxiv", "medrxiv", "ssrn electronic journal", "research square"})
_VOLUME_OF_ARXIV: Final = "abs/"


def recognises(data: Any) -> bool:
    """Tell whether a record is named by a paper id, or would be if the paper had been found."""
    number = data.get("paperId", 0)
    if number is None:
        return "externalIds" in data
    return isinstance(number, str) and _PAPER.fullmatch(number) is not None


def key(record: Record) -> str:
    """Return the paper id; raises `RecordError` where there is none, as for papers that were not found."""
    number = foreign.mapping(record.data).get("paperId")
    if not isinstance(number, str) or not _PAPER.fullmatch(number):
        raise RecordError(f"no paper id: {number!r}", field="paperId")
    return number


def article(record: Record) -> Article:
    """Return the article; raises `RecordError` where there is no paper id."""
    data = record.data
    number = key(record)
    remarks: list[str] = []
    title, abstract = foreign.string(data.get("title")), foreign.block(data.get("abstract"))
    if title is None:
        remarks.append("no-title")
    journal = foreign.mapping(data.get("journal"))
    place, pages = _place(journal, remarks), parts.pages(foreign.string(journal.get("pages")))
    pdf = foreign.mapping(data.get("openAccessPdf"))
    status = (foreign.string(pdf.get("status")) or "").lower()
    known = tuple(_identifiers(data, number, remarks))
    type_ = _type(data, known)
    return Article(
        type=type_,
        titles=(Text(title),) if title else (),
        abstracts=(Text(abstract),) if abstract else (),
        identifiers=known,
        agents=tuple(_agents(data, remarks)),
        containers=tuple(_containers(data, journal, type_)),
        volume=place.volume,
        issue=place.issue,
        pages=pages.pages,
        page_start=pages.start,
        page_end=pages.end,
        dates=Dates(issued=_issued(data)),
        is_open=foreign.boolean(data.get("isOpenAccess")),
        oa_status=status if status in _STATUS else None,
        locations=tuple(_locations(pdf)),
        counts=tuple(_counts(data)),
        subjects=tuple(dict.fromkeys(_subjects(data))),
        references=tuple(dict.fromkeys(_references(data))),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _type(data: dict[str, Any], known: tuple[Identifier, ...]) -> str:
    """Return our type; what is on a preprint server alone is a preprint, whatever it is called."""
    stated = set(foreign.strings(data.get("publicationTypes")))
    venue = (foreign.string(data.get("venue")) or "").lower()
    dois = [identifier.value for identifier in known if identifier.scheme == "doi"]
    on_server = venue in _SERVERS or (not venue and any(identifier.scheme == "arxiv" for identifier in known))
    if on_server and all(doi.startswith(("10.48550/", "10.1101/", "10.21203/", "10.2139/")) for doi in dois):
        return "preprint"
    found = next((type_ for name, type_ in _TYPES if name in stated), None)
    if found is None and foreign.mapping(data.get("publicationVenue")).get("type") == "conference":
        return "proceedings-article"
    return found or ("journal-article" if _names_a_journal(data) else "other")


def _names_a_journal(data: dict[str, Any]) -> bool:
    journal = foreign.mapping(data.get("journal"))
    is_one = foreign.mapping(data.get("publicationVenue")).get("type") == "journal"
    return is_one or bool(foreign.string(journal.get("name")) and foreign.string(journal.get("volume")))


def _identifiers(data: dict[str, Any], number: str, remarks: list[str]) -> Iterator[Identifier]:
    others = foreign.mapping(data.get("externalIds"))
    stated = others.get("DOI")
    if (doi := foreign.identified(identifiers.doi, stated)) is not None:
        yield Identifier("doi", doi)
    elif stated:
        remarks.append("doi-not-valid")
    yield Identifier("s2", number)
    for name, scheme in _SCHEMES:
        if (value := foreign.identified(identifiers.NORMALISERS[scheme], others.get(name))) is not None:
            yield Identifier(scheme, value)
    for name, scheme in _KEPT:
        value = foreign.string(others.get(name)) or (
            foreign.string(data.get("corpusId")) if scheme == "corpusid" else None
        )
        if value is not None:
            yield Identifier(scheme, value)


def _agents(data: dict[str, Any], remarks: list[str]) -> Iterator[Agent]:
    """Yield authors as printed; groups can only be told by their words."""
    for author in foreign.mappings(data.get("authors")):
        name = foreign.string(author.get("name"))
        if name is None or not any(character.isalpha() for character in name):
            remarks.append("author-without-name")
            continue
        number = foreign.string(author.get("authorId"))
        is_group = byline.is_collective(name)
        if is_group:
            remarks.append("group-told-by-name")
        stated = foreign.mapping(author.get("externalIds")).get("ORCID")
        yield Agent(
            name=name,
            orcid=None if is_group else foreign.identified(identifiers.orcid, stated),
            is_group=is_group,
            affiliations=tuple(Organization(name=held) for held in foreign.strings(author.get("affiliations"))),
            identifiers=(Identifier("s2author", number),) if number else (),
        )


def _place(journal: dict[str, Any], remarks: list[str]) -> parts.Place:
    stated = foreign.string(journal.get("volume"))
    if stated and stated.startswith(_VOLUME_OF_ARXIV):
        return parts.Place()  # `abs/2101.00001`: the identifier once more
    place = parts.volume_issue(stated)
    if place.is_whole:
        remarks.append("volume-kept-whole")
    return parts.Place(place.volume, place.issue)


def _containers(data: dict[str, Any], journal: dict[str, Any], type_: str) -> Iterator[Container]:
    """Yield the venue; its record knows ISSNs, `journal` the name that this paper bears."""
    venue = foreign.mapping(data.get("publicationVenue"))
    names = [foreign.string(held) for held in (venue.get("name"), journal.get("name"), data.get("venue"))]
    name = next((held for held in names if held), None)
    stated = [venue.get("issn"), *foreign.items(venue.get("alternate_issns"))]
    issns = dict.fromkeys(value for held in stated if (value := foreign.identified(identifiers.issn, held)))
    number = foreign.string(venue.get("id"))
    if name is None and not issns:
        return
    yield Container(
        kind=_kind(venue, name, type_),
        titles=(Text(name),) if name else (),
        issns=tuple(Issn(value) for value in issns),
        key=f"s2:{number}" if number else None,
        url=foreign.link(venue.get("url")),
    )


def _kind(venue: dict[str, Any], name: str | None, type_: str) -> str:
    if (name or "").lower() in _SERVERS:
        return "repository"
    if venue.get("type") == "conference":
        return "series"  # the conference over the years; which of its proceedings is not said
    return {"proceedings-article": "proceedings", "book-chapter": "book", "book": "series"}.get(type_, "periodical")


def _issued(data: dict[str, Any]) -> str | None:
    day = dates.parsed(str(data.get("publicationDate") or ""))
    return day or dates.partial(foreign.integer(data.get("year")))


def _locations(pdf: dict[str, Any]) -> Iterator[Location]:
    url = foreign.link(pdf.get("url"))
    if url is None:
        return
    stated = foreign.string(pdf.get("license"))
    code = _LICENCES.get(stated or "")
    yield Location(url=url, is_pdf=url.lower().endswith(".pdf"), licence=Licence(code=code) if code else None)


def _counts(data: dict[str, Any]) -> Iterator[Count]:
    for name, field in (("citations", "citationCount"), ("references", "referenceCount")):
        if (value := foreign.count(data.get(field))) is not None:
            yield Count(name=name, value=value, source=SOURCE)


def _subjects(data: dict[str, Any]) -> Iterator[Subject]:
    """Yield fields of study, whoever found them: a model, or the lists that were there before."""
    for label in foreign.strings(data.get("fieldsOfStudy")):
        yield Subject(scheme=SOURCE, label=label)
    for known in foreign.mappings(data.get("s2FieldsOfStudy")):
        if (named := foreign.string(known.get("category"))) is not None:
            yield Subject(scheme=SOURCE, label=named)


def _references(data: dict[str, Any]) -> Iterator[Reference]:
    """Yield what a paper cites, by DOI before anything else; an entry that is not held there is its title."""
    for cited in foreign.mappings(data.get("references")):
        held = foreign.mapping(cited.get("citedPaper")) or cited
        doi = foreign.identified(identifiers.doi, foreign.mapping(held.get("externalIds")).get("DOI"))
        number, title = held.get("paperId"), foreign.string(held.get("title"))
        if doi is not None:
            yield Reference(identifier=Identifier("doi", doi))
        elif isinstance(number, str) and _PAPER.fullmatch(number):
            yield Reference(identifier=Identifier("s2", number))
        elif title:
            yield Reference(text=title)
