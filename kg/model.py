"""The types at the seams: a record as it came, and an article as we understand it.

A mapper makes an `Article` from a `Record` and knows no RDF; `kg.triples` makes triples from an `Article` and
knows no source.  Everything here is frozen, compares by value and travels as MessagePack.  Absent is absent:
`None` or an empty tuple, never `""`, `"null"` or a zero that stands for "unknown".

Text is clean when it gets here (`kg.text`): no markup, NFC, only characters that XML 1.0 can carry.  Dates are
`"2024"`, `"2024-02"` or `"2024-02-26"` (`kg.dates`), as precise as the source and no more.
"""

from __future__ import annotations

from typing import Any

import msgspec


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Where a record stands: the file (or `-`), the line or the byte it begins at, counted from 1 and from 0."""

    file: str
    line: int | None = None
    offset: int | None = None

    def __str__(self) -> str:
        if self.line is not None:
            return f"{self.file}:{self.line}"
        return f"{self.file}@{self.offset}" if self.offset else self.file


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One raw record: the bytes as they came, what they decode to, and text that followed them on the page.

    `container` is the kind of file it stood in, and decides what `data` is: `json` a JSON value, `xml` the
    record's element (`lxml.etree`), `bibtex` and `ris` the entry as its reader makes it, `table` a row by column.
    """

    origin: Origin
    raw: bytes
    data: Any
    text: str | None = None
    container: str = "json"


class Reject(msgspec.Struct, frozen=True, kw_only=True, array_like=True, tag="reject"):
    """What could not become a record or an article: where it stands, why, and the first of its bytes."""

    origin: Origin
    reason: str
    raw: bytes = b""
    field: str | None = None
    source: str | None = None
    key: str | None = None


class Text(msgspec.Struct, frozen=True, omit_defaults=True, array_like=True):
    """Words, with their language (BCP 47) where a source states it; never guessed."""

    text: str
    language: str | None = None


class Identifier(msgspec.Struct, frozen=True, omit_defaults=True, array_like=True):
    """A normalised identifier: `doi`, `pmid`, `pmcid`, `arxiv`, `openalex`, `s2`, `mag`, `isbn`, ... and its value."""

    scheme: str
    value: str


class Organization(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An institution as one source names it."""

    name: str | None = None
    ror: str | None = None
    country: str | None = None
    identifiers: tuple[Identifier, ...] = ()


class Agent(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Somebody with a role in the article, in the order of the source.

    `name` is the name as printed ("Laura Gómez-Mera"); the parts stand beside it only where the source gives
    parts.  `affiliations` are those on this article, not those of the person.
    """

    name: str
    given: str | None = None
    family: str | None = None
    suffix: str | None = None
    orcid: str | None = None
    is_group: bool = False
    role: str = "author"
    is_corresponding: bool | None = None
    affiliations: tuple[Organization, ...] = ()
    identifiers: tuple[Identifier, ...] = ()


class Issn(msgspec.Struct, frozen=True, omit_defaults=True, array_like=True):
    """An ISSN with valid check digit, and its medium (`print`, `electronic`) where that is stated."""

    value: str
    medium: str | None = None


class Metric(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A figure about a periodical: `journal-impact-factor`, `jcr-quartile`, `cas-zone`; dated where it is known."""

    name: str
    value: str
    year: str | None = None
    category: str | None = None
    source: str


class Container(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What the article appeared in.

    `kind` is `periodical`, `book`, `proceedings`, `series` or `repository`.  `key` identifies it within one
    source (`agg:42501`, `openalex:S137773608`); an ISSN is better and wins.
    """

    kind: str = "periodical"
    titles: tuple[Text, ...] = ()
    short_titles: tuple[str, ...] = ()
    issns: tuple[Issn, ...] = ()
    issn_l: str | None = None
    isbns: tuple[str, ...] = ()
    key: str | None = None
    description: Text | None = None
    publisher: Organization | None = None
    url: str | None = None
    metrics: tuple[Metric, ...] = ()
    subjects: tuple[Subject, ...] = ()


class Subject(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A concept of a scheme (`openalex`, `mesh`, `jcr`), with the weight a source gives it (0 to 1)."""

    scheme: str
    label: str
    id: str | None = None
    score: str | None = None


class Dates(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Partial dates by what happened; `issued` is the one that a citation prints."""

    issued: str | None = None
    print: str | None = None
    online: str | None = None
    submitted: str | None = None
    accepted: str | None = None
    posted: str | None = None
    raw: str | None = None


class Licence(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A licence by its URL, or by a code that names none (`cc-by` without a version); `version` is what it covers."""

    url: str | None = None
    code: str | None = None
    version: str | None = None
    start: str | None = None


class Location(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A place where the article can be read."""

    url: str
    is_pdf: bool = False
    media_type: str | None = None
    is_open: bool | None = None
    version: str | None = None
    licence: Licence | None = None
    host: str | None = None


class Count(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A count that a source makes, on the day it was made: `citations`, `references`, or `citations` of one year."""

    name: str
    value: int
    source: str
    date: str | None = None
    year: str | None = None


class Grant(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Funding: who paid, and the number of the award."""

    funder: Organization | None = None
    award: str | None = None
    title: str | None = None


class Reference(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An entry of the reference list: an identifier where there is one, else the text as printed."""

    identifier: Identifier | None = None
    text: str | None = None


class Relation(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """How the article relates to another: `is-preprint-of`, `has-preprint`, `retracts`, `is-retracted-by`, ...

    The names are those of `kg.triples.relations`; the target is an identifier or a URL.
    """

    name: str
    identifier: Identifier | None = None
    url: str | None = None
    date: str | None = None


class Article(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An article as one source describes it, or as several do once merged (`kg.merging`).

    `type` is one of `kg.triples.types`.  `oa_status` is `gold`, `green`, `hybrid`, `bronze`, `diamond` or
    `closed`.  `remarks` are short slugs of what the mapper had to decide (`volume-kept-whole`); the report
    counts them.  `modified` is when the source last touched its record, as its own string, and only orders
    two versions of one record.
    """

    type: str
    titles: tuple[Text, ...]
    subtitles: tuple[Text, ...] = ()
    short_titles: tuple[str, ...] = ()
    other_titles: tuple[Text, ...] = ()
    abstracts: tuple[Text, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    agents: tuple[Agent, ...] = ()
    agents_complete: bool = True
    containers: tuple[Container, ...] = ()
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    page_start: str | None = None
    page_end: str | None = None
    article_number: str | None = None
    edition: str | None = None
    dates: Dates = Dates()
    publisher: Organization | None = None
    language: str | None = None
    licences: tuple[Licence, ...] = ()
    is_open: bool | None = None
    oa_status: str | None = None
    urls: tuple[str, ...] = ()
    locations: tuple[Location, ...] = ()
    images: tuple[str, ...] = ()
    counts: tuple[Count, ...] = ()
    keywords: tuple[Text, ...] = ()
    subjects: tuple[Subject, ...] = ()
    grants: tuple[Grant, ...] = ()
    references: tuple[Reference, ...] = ()
    relations: tuple[Relation, ...] = ()
    is_retracted: bool = False
    event: str | None = None
    modified: str | None = None
    remarks: tuple[str, ...] = ()

    def identifier(self, scheme: str) -> str | None:
        """Return the first identifier of a scheme, e.g. the DOI."""
        return next((known.value for known in self.identifiers if known.scheme == scheme), None)


class RecordKey(msgspec.Struct, frozen=True, array_like=True, order=True):
    """The name of a record: its source (`crossref`) and its key there (`10.1111/lamp.12329`)."""

    source: str
    key: str


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """One work of the graph: the key in its URI, the merged article, and the records it was made from.

    `modified` is when the source of each record last touched it, where it says so; `retired` are keys that the work
    had, or could have had, while fewer of its records were known.
    """

    key: str
    article: Article
    records: tuple[RecordKey, ...] = ()
    modified: tuple[str | None, ...] = ()
    retired: tuple[str, ...] = ()
