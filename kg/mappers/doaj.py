"""Articles and journals of DOAJ: JSON objects with a `bibjson`, of its API and its data dumps.

Everything in DOAJ is open; a record without an id, as in old dumps, is known by the DOI of its article.
https://doaj.org/api/v3/docs · https://doaj.github.io/doaj-docs/master/data_models/IncomingAPIArticle
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg import dates, identifiers
from kg.errors import RecordError
from kg.iris import hashed
from kg.mappers import byline, foreign, parts
from kg.mappers.coverage import fields
from kg.model import Agent, Article, Container, Dates, Identifier, Issn, Licence, Location, Organization, Subject, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Record

SOURCE: Final = "doaj"
CONTAINER: Final = "json"
FIELDS: Final = fields(
    "id last_updated bibjson.identifier.* bibjson.title bibjson.abstract bibjson.author.* bibjson.year bibjson.month"
    " bibjson.start_page bibjson.end_page bibjson.keywords bibjson.subject.* bibjson.link.* bibjson.alternative_title"
    " bibjson.pissn bibjson.eissn bibjson.publisher.* bibjson.language bibjson.ref.journal bibjson.license.*"
    " bibjson.journal.title bibjson.journal.volume bibjson.journal.number bibjson.journal.issns"
    " bibjson.journal.publisher bibjson.journal.language bibjson.journal.license.* bibjson.journal.start_page"
    " bibjson.journal.end_page"
    # left out on purpose: where a journal comes from, and what it says of its own practice
    " bibjson.journal.country created_date es_type admin bibjson.boai bibjson.publication_time_weeks bibjson.apc"
    " bibjson.article bibjson.copyright bibjson.deposit_policy bibjson.editorial bibjson.other_charges"
    " bibjson.pid_scheme bibjson.plagiarism bibjson.preservation bibjson.ref bibjson.waiver bibjson.oa_start"
    " bibjson.institution bibjson.is_replaced_by bibjson.replaces bibjson.labels"
    " bibjson.discontinued_date bibjson.type bibjson.properties last_manual_update"
)


def recognises(data: Any) -> bool:
    """Tell whether a record has a `bibjson` in it."""
    return isinstance(data.get("bibjson"), dict)


def key(record: Record) -> str:
    """Return DOAJ's id, else the DOI, else a hash of title and year; raises `RecordError` where nothing names it."""
    data, about = record.data, foreign.mapping(record.data.get("bibjson"))
    number = foreign.string(data.get("id"))
    doi = next((known.value for known in _identifiers(about, []) if known.scheme == "doi"), None)
    title = foreign.string(about.get("title"))
    if number or doi:
        return number or str(doi)
    if title is None:
        raise RecordError("no id, no DOI and no title", field="bibjson")
    return hashed("doaj", title, str(foreign.string(about.get("year"))))


def article(record: Record) -> Article:
    """Return the article, or the journal that a record describes; raises `RecordError` where nothing names it."""
    key(record)
    data, about = record.data, foreign.mapping(record.data.get("bibjson"))
    return _journal(data, about) if _is_journal(about) else _article(data, about)


def _is_journal(about: dict[str, Any]) -> bool:
    return not about.keys().isdisjoint({"pissn", "eissn"}) and "journal" not in about


def _article(data: dict[str, Any], about: dict[str, Any]) -> Article:
    remarks: list[str] = []
    title, abstract = foreign.string(about.get("title")), foreign.block(about.get("abstract"))
    if title is None:
        remarks.append("no-title")
    journal = foreign.mapping(about.get("journal"))
    first, last = (
        foreign.string(about.get(name)) or foreign.string(journal.get(name)) for name in ("start_page", "end_page")
    )
    pages = parts.pages(f"{first}\u2013{last}" if first and last and first != last else first)
    month = foreign.integer(about.get("month"))
    year = foreign.integer(about.get("year"))
    languages = foreign.strings(journal.get("language"))
    return Article(
        type="journal-article",
        titles=(Text(title),) if title else (),
        abstracts=(Text(abstract),) if abstract else (),
        identifiers=tuple(dict.fromkeys(_identifiers(about, remarks))),
        agents=tuple(_agents(about, remarks)),
        containers=tuple(_containers(about, journal)),
        volume=parts.numbering(foreign.string(journal.get("volume"))),
        issue=parts.numbering(foreign.string(journal.get("number"))),
        pages=pages.pages,
        page_start=pages.start,
        page_end=pages.end,
        dates=Dates(issued=dates.partial(year, month) or dates.parsed(str(about.get("year") or ""))),
        language=parts.language(languages[0]) if len(languages) == 1 else None,
        licences=tuple(dict.fromkeys(_licences(journal))),
        is_open=True,
        urls=tuple(_urls(about)),
        locations=tuple(_locations(about)),
        keywords=tuple(Text(word) for word in foreign.strings(about.get("keywords"))),
        subjects=tuple(dict.fromkeys(_subjects(about))),
        modified=foreign.string(data.get("last_updated")),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _journal(data: dict[str, Any], about: dict[str, Any]) -> Article:
    """Return a journal as a work of its own; its articles name it as their container."""
    title, other = foreign.string(about.get("title")), foreign.string(about.get("alternative_title"))
    held = foreign.mapping(about.get("publisher"))
    publisher = foreign.string(held.get("name"))
    languages = foreign.strings(about.get("language"))
    url = foreign.link(foreign.mapping(about.get("ref")).get("journal"))
    stated = (foreign.identified(identifiers.issn, about.get(name)) for name in ("pissn", "eissn"))
    issns = dict.fromkeys(issn for issn in stated if issn)
    return Article(
        type="journal",
        titles=(Text(title),) if title else (),
        other_titles=(Text(other),) if other else (),
        identifiers=tuple(Identifier("issn", issn) for issn in issns),
        publisher=Organization(name=publisher, country=foreign.string(held.get("country"))) if publisher else None,
        language=parts.language(languages[0]) if len(languages) == 1 else None,
        licences=tuple(dict.fromkeys(_licences(about))),
        is_open=True,
        urls=(url,) if url else (),
        keywords=tuple(Text(word) for word in foreign.strings(about.get("keywords"))),
        subjects=tuple(dict.fromkeys(_subjects(about))),
        modified=foreign.string(data.get("last_updated")),
    )


def _identifiers(about: dict[str, Any], remarks: list[str]) -> Iterator[Identifier]:
    for held in foreign.mappings(about.get("identifier")):
        if str(held.get("type")).lower() != "doi":
            continue
        if (doi := foreign.identified(identifiers.doi, held.get("id"))) is not None:
            yield Identifier("doi", doi)
        elif held.get("id"):
            remarks.append("doi-not-valid")


def _agents(about: dict[str, Any], remarks: list[str]) -> Iterator[Agent]:
    for author in foreign.mappings(about.get("author")):
        name = foreign.string(author.get("name"))
        if name is None:
            remarks.append("author-without-name")
            continue
        stated, place = author.get("orcid_id"), foreign.string(author.get("affiliation"))
        orcid = foreign.identified(identifiers.orcid, stated)
        if stated and orcid is None:
            remarks.append("orcid-not-valid")
        inverted = byline.inverted(name)
        is_group = orcid is None and inverted is None and byline.is_collective(name)
        yield Agent(
            name=(inverted or Agent(name=name)).name,
            given=inverted.given if inverted else None,
            family=inverted.family if inverted else None,
            orcid=orcid,
            is_group=is_group,
            affiliations=(Organization(name=place),) if place else (),
        )


def _containers(about: dict[str, Any], journal: dict[str, Any]) -> Iterator[Container]:
    title, publisher = foreign.string(journal.get("title")), foreign.string(journal.get("publisher"))
    media = {"pissn": "print", "eissn": "electronic"}
    known: dict[str, Issn] = {}
    for held in foreign.mappings(about.get("identifier")):
        medium, value = media.get(str(held.get("type"))), foreign.identified(identifiers.issn, held.get("id"))
        if medium and value:
            # One number in both fields is that of a journal with one edition, whichever it is.
            known[value] = Issn(value) if value in known else Issn(value, medium)
    for stated in foreign.items(journal.get("issns")):
        if (number := foreign.identified(identifiers.issn, stated)) is not None:
            known.setdefault(number, Issn(number))
    if title or known:
        yield Container(
            titles=(Text(title),) if title else (),
            issns=tuple(known.values()),
            publisher=Organization(name=publisher) if publisher else None,
        )


def _licences(journal: dict[str, Any]) -> Iterator[Licence]:
    """Yield licences by their codes; the URLs beside them are pages of the publisher about them."""
    for held in foreign.mappings(journal.get("license")):
        url = parts.licence_url(foreign.string(held.get("url")))
        code = (foreign.string(held.get("type")) or "").lower().replace(" ", "-")
        if url and "creativecommons.org/" in url:
            yield Licence(url=url)
        elif code.startswith("cc-") or code == "cc0":
            yield Licence(code=code)


def _urls(about: dict[str, Any]) -> Iterator[str]:
    for held in foreign.mappings(about.get("link")):
        url = foreign.link(held.get("url"))
        if url and not _is_pdf(held, url) and identifiers.doi(url) is None:
            yield url


def _locations(about: dict[str, Any]) -> Iterator[Location]:
    for held in foreign.mappings(about.get("link")):
        url = foreign.link(held.get("url"))
        if url and _is_pdf(held, url):
            yield Location(url=url, is_pdf=True, is_open=True)


def _is_pdf(held: dict[str, Any], url: str) -> bool:
    return str(held.get("content_type")).upper() == "PDF" or url.lower().endswith(".pdf")


def _subjects(about: dict[str, Any]) -> Iterator[Subject]:
    for held in foreign.mappings(about.get("subject")):
        label, code = foreign.string(held.get("term")), foreign.string(held.get("code"))
        if label:
            yield Subject(scheme=str(held.get("scheme") or "lcc").lower(), label=label, id=code)
