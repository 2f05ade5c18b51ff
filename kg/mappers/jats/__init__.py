"""Articles in JATS, and in the NLM DTDs before it: what stands in `front`, and the reference list of `back`.

The body is not read.  Twenty years of publishers' habits are in these files: three generations of dates, of journal
titles and of funding, affiliations by reference or in place, names in several scripts.
https://jats.nlm.nih.gov/archiving/tag-library/1.3/ · https://jats4r.niso.org/recommendations-list/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg import identifiers
from kg.errors import RecordError
from kg.iris import hashed
from kg.mappers import foreign, markup, parts
from kg.mappers.coverage import fields
from kg.mappers.jats import access, citing, funding, occasions, people, venues, words
from kg.model import Article, Identifier, Organization

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Record

SOURCE: Final = "jats"
CONTAINER: Final = "xml"
_META: Final = (
    "article-id article-categories.* title-group.* contrib-group.* aff aff-alternatives author-notes.* pub-date.*"
    " pub-date-not-available volume volume-series issue issue-part issue-title issue-sponsor supplement fpage lpage"
    " page-range elocation-id isbn history.* permissions.* self-uri.* related-article.* related-object.* abstract.*"
    " trans-abstract.* kwd-group.* funding-group.* contract-num contract-sponsor conference.* pub-history.*"
    # left out on purpose: numbers and sizes of the file, products under review, what publishers keep for themselves
    " volume-id issue-id counts product supplementary-material custom-meta-group custom-meta-wrap email ext-link uri"
    " support-group processing-meta article-version article-version-alternatives trans-title-group copyright-statement"
    " copyright-year copyright-holder license notes @xml x pub-date-group"
)
FIELDS: Final = fields(
    "@article-type @lang front.journal-meta.* "
    + " ".join(f"front.article-meta.{name}" for name in _META.split())
    # a stub, which the parts of a collection have, says the same
    + " "
    + " ".join(f"front-stub.{name}" for name in _META.split())
    + " back.ref-list.* back.sec.* back.title back.label"
    # left out on purpose: the text itself and what stands behind it; parts of other articles inside this one
    + " body floats-group floats-wrap sub-article response processing-meta back front.notes front.list front.def-list"
    " @dtd-version @id @schemaLocation @specific-use @noNamespaceSchemaLocation @version @base @type @space"
    " @journal-type @structure-type @open_access @publish_type @year @month @article-state"
)

_TYPES: Final = {
    "research-article": "journal-article",
    "article": "journal-article",
    "original-article": "journal-article",
    "brief-report": "journal-article",
    "rapid-communication": "journal-article",
    "case-report": "journal-article",
    "article-commentary": "journal-article",
    "data-paper": "journal-article",
    "methods-article": "journal-article",
    "protocol": "journal-article",
    "review-article": "review-article",
    "systematic-review": "review-article",
    "editorial": "editorial",
    "introduction": "editorial",
    "letter": "letter",
    "reply": "letter",
    "discussion": "letter",
    "correction": "correction",
    "addendum": "correction",
    "retraction": "retraction",
    "partial-retraction": "retraction",
    "proceedings": "proceedings-article",
    "proceedings-article": "proceedings-article",
    "preprint": "preprint",
    "dissertation": "thesis",
    "chapter-article": "book-chapter",
    "dataset": "dataset",
    "referee-report": "peer-review",
    "peer-review": "peer-review",
    "reviewer-report": "peer-review",
}
_SCHEMES: Final = {
    "doi": "doi",
    "pmid": "pmid",
    "pubmed": "pmid",
    "medline": "pmid",
    "pmc": "pmcid",
    "pmcid": "pmcid",
    "pmcaid": None,  # PubMed Central's number of the file
    "arxiv": "arxiv",
    "pii": "pii",
}


def recognises(data: Any) -> bool:
    """Tell whether an element is an article."""
    return markup.local(data) == "article"


def key(record: Record) -> str:
    """Return the DOI, else another identifier with its scheme, else a hash of what the article is called.

    Raises `RecordError` where nothing names it: a fragment without its front matter.
    """
    root = record.data
    known = list(_identifiers(words.plain(root), []))
    doi = next((identifier.value for identifier in known if identifier.scheme == "doi"), None)
    if doi is not None:
        return doi
    if known:
        return f"{known[0].scheme}:{known[0].value}"
    meta = _meta(words.plain(root))
    title, place = _title(meta), venues.place(meta, [])
    if title is None:
        raise RecordError("no identifier and no title", field="front")
    return hashed("jats", title, str(place.volume), str(place.pages.start), str(occasions.dated(meta, []).issued))


def article(record: Record) -> Article:
    """Return the article; raises `RecordError` where nothing names it."""
    key(record)
    root = words.plain(record.data)
    meta, journal = _meta(root), root.find("front/journal-meta")
    remarks: list[str] = []
    named = words.titles(meta, root, remarks)
    place = venues.place(meta, remarks)
    agents, is_complete = people.agents(meta, root, remarks)
    containers = venues.containers(journal, meta)
    publisher = markup.first(journal, "publisher/publisher-name")
    relations = citing.relations(meta, remarks)
    type_ = _type(root, meta, remarks)
    return Article(
        type=type_,
        titles=named.titles,
        subtitles=named.subtitles,
        short_titles=named.short,
        other_titles=named.others,
        abstracts=words.abstracts(meta, root),
        identifiers=tuple(dict.fromkeys(_identifiers(root, remarks))),
        agents=agents,
        agents_complete=is_complete,
        containers=containers,
        volume=place.volume,
        issue=place.issue,
        pages=place.pages.pages,
        page_start=place.pages.start,
        page_end=place.pages.end,
        article_number=place.number,
        dates=occasions.dated(meta, remarks),
        publisher=Organization(name=publisher) if publisher else None,
        language=parts.language(markup.attribute(root, "lang")),
        licences=access.licences(meta),
        is_open=access.is_open(meta),
        urls=access.urls(meta),
        locations=access.locations(meta),
        keywords=words.keywords(meta),
        subjects=words.subjects(meta),
        grants=funding.grants(meta),
        references=citing.references(root, remarks),
        relations=relations,
        is_retracted=any(relation.name == "is-retracted-by" for relation in relations),
        event=markup.first(meta, "conference/conf-name"),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _meta(root: Any) -> Any:
    """Return the metadata of the article; a fragment has none."""
    meta = root.find("front/article-meta")
    return meta if meta is not None else root.find("front-stub")


def _title(meta: Any) -> str | None:
    return markup.first(meta, "title-group/article-title")


def _type(root: Any, meta: Any, remarks: list[str]) -> str:
    stated = (markup.attribute(root, "article-type") or "").lower()
    if stated in _TYPES:
        type_ = _TYPES[stated]
        is_part = markup.first(meta, "conference/conf-name") and stated == "research-article"
        return "proceedings-article" if is_part and root.find("front/journal-meta/isbn") is not None else type_
    if stated and stated != "other":
        remarks.append("type-unknown")
    return "other" if stated.endswith("-review") or stated in {"obituary", "news", "other"} else "journal-article"


def _identifiers(root: Any, remarks: list[str]) -> Iterator[Identifier]:
    """Yield the identifiers, the DOI first, of which one is the article's own."""
    stated = [
        (str(found.get("pub-id-type") or "").lower(), "".join(found.itertext()).strip())
        for found in markup.all_(_meta(root), "article-id")
    ]
    dois = [foreign.identified(identifiers.doi, value) for kind, value in stated if kind == "doi" and value]
    if None in dois:
        remarks.append("doi-not-valid")
    if (doi := next((known for known in dois if known), None)) is not None:
        yield Identifier("doi", doi)
    for kind, value in stated:
        scheme = _SCHEMES.get(kind, "publisher-id" if kind == "publisher-id" else None)
        if scheme in {None, "doi"} or not value or scheme is None:
            continue
        known_value = foreign.identified(identifiers.NORMALISERS.get(scheme, str.strip), value)
        if known_value:
            yield Identifier(scheme, known_value)
