"""Citations of PubMed: one `PubmedArticle` of a PubmedArticleSet, or a `PubmedBookArticle`.

https://dtd.nlm.nih.gov/ncbi/pubmed/doc/out/250101/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from kg import identifiers
from kg.errors import RecordError
from kg.mappers import foreign, markup, parts
from kg.mappers.coverage import fields
from kg.mappers.pubmed import contents, occasions, people, relating, venues
from kg.model import Article, Identifier, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Record

SOURCE: Final = "pubmed"
CONTAINER: Final = "xml"
_ARTICLE: Final = (
    "Journal.* ArticleTitle VernacularTitle Pagination.* ELocationID Abstract.* AuthorList.* Language"
    " GrantList.* PublicationTypeList.* ArticleDate.* @PubModel DataBankList.*"
)
FIELDS: Final = fields(
    " ".join(f"MedlineCitation.Article.{name}" for name in _ARTICLE.split())
    + " MedlineCitation.PMID MedlineCitation.DateRevised MedlineCitation.MedlineJournalInfo.*"
    " MedlineCitation.MeshHeadingList.* MedlineCitation.SupplMeshList.* MedlineCitation.KeywordList.*"
    " MedlineCitation.CommentsCorrectionsList.* MedlineCitation.OtherAbstract.* MedlineCitation.OtherID"
    " PubmedData.ArticleIdList.* PubmedData.History.* PubmedData.PublicationStatus PubmedData.ReferenceList.*"
    " BookDocument.PMID BookDocument.ArticleIdList.* BookDocument.Book.* BookDocument.ArticleTitle"
    " BookDocument.VernacularTitle BookDocument.Language BookDocument.AuthorList.* BookDocument.PublicationType"
    " BookDocument.Abstract.* BookDocument.KeywordList.* BookDocument.ContributionDate BookDocument.DateRevised"
    " BookDocument.ReferenceList.* BookDocument.Pagination.* BookDocument.GrantList.* PubmedBookData.ArticleIdList.*"
    # left out on purpose: what the library did with the record when; what indexes beside MeSH say; notes of the
    # indexers; who is written about, and who helped without writing
    " MedlineCitation.@Status MedlineCitation.@Owner MedlineCitation.@VersionID MedlineCitation.@VersionDate"
    " MedlineCitation.@IndexingMethod MedlineCitation.DateCreated MedlineCitation.DateCompleted"
    " MedlineCitation.CitationSubset MedlineCitation.ChemicalList MedlineCitation.GeneSymbolList"
    " MedlineCitation.NumberOfReferences MedlineCitation.PersonalNameSubjectList MedlineCitation.InvestigatorList"
    " MedlineCitation.GeneralNote MedlineCitation.SpaceFlightMission MedlineCitation.CoiStatement"
    " PubmedData.ObjectList BookDocument.Sections BookDocument.ItemList BookDocument.LocationLabel"
    " PubmedBookData.History PubmedBookData.PublicationStatus PubmedBookData.ObjectList"
)

_NAMES: Final = frozenset({"PubmedArticle", "PubmedBookArticle"})
_TYPES: Final = (  # the first that stands among the types of a citation
    ("retraction of publication", "retraction"),
    ("published erratum", "correction"),
    ("corrected and republished article", "journal-article"),
    ("preprint", "preprint"),
    ("editorial", "editorial"),
    ("letter", "letter"),
    ("comment", "letter"),
    ("systematic review", "review-article"),
    ("review", "review-article"),
    ("dataset", "dataset"),
)
_BRACKETED: Final = re.compile(r"\[(?P<title>.+)\](?P<note>\([^)]*\))?\.?")  # translated, and in brackets for that
_STOP: Final = re.compile(r"(?<![.\s])\.$")
_SCHEMES: Final = {"doi": "doi", "pubmed": "pmid", "pmc": "pmcid", "pmcid": "pmcid", "pii": "pii", "arxiv": "arxiv"}
_IN_TITLE: Final = ("[not available].", "[in process citation]", "in process citation")


def recognises(data: Any) -> bool:
    """Tell whether an element is a citation of PubMed."""
    return markup.local(data) in _NAMES


def key(record: Record) -> str:
    """Return the PMID; raises `RecordError` where there is none."""
    number = _pmid(record.data)
    if number is None:
        raise RecordError("no PMID", field="PMID")
    return number


def article(record: Record) -> Article:
    """Return the article, or the chapter or book of a book record; raises `RecordError` where there is no PMID."""
    root = record.data
    number = key(record)
    remarks: list[str] = []
    is_book = markup.local(root) == "PubmedBookArticle"
    citation = root.find("BookDocument" if is_book else "MedlineCitation")
    held = citation if is_book else citation.find("Article")
    titles, others = _titles(held, citation, remarks, is_book=is_book)
    agents, is_complete = people.agents(held, citation, remarks, is_book=is_book)
    place = venues.place(held, remarks)
    relations = relating.relations(citation, number, remarks)
    keywords = tuple(dict.fromkeys(map(Text, markup.lines(citation, "KeywordList/Keyword"))))
    return Article(
        type=_type(held, citation, is_book=is_book),
        titles=titles,
        other_titles=others,
        abstracts=contents.abstracts(held, citation),
        identifiers=tuple(dict.fromkeys(_identifiers(root, held, number, remarks))),
        agents=agents,
        agents_complete=is_complete,
        containers=venues.containers(held, citation, is_book=is_book),
        volume=place.volume,
        issue=place.issue,
        pages=place.pages.pages,
        page_start=place.pages.start,
        page_end=place.pages.end,
        article_number=place.number,
        dates=occasions.dated(root, held, remarks, is_book=is_book),
        language=_language(held),
        keywords=keywords,
        subjects=contents.subjects(citation),
        grants=people.grants(held),
        references=relating.references(root, number),
        relations=relations,
        is_retracted=any(relation.name == "is-retracted-by" for relation in relations),
        modified=occasions.revised(citation),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _pmid(root: Any) -> str | None:
    """Return the PMID of the citation, of which there may be several, the last one valid; else that among its ids."""
    stated = [*root.findall("MedlineCitation/PMID"), *root.findall("BookDocument/PMID")]
    ids = "PubmedData/ArticleIdList/ArticleId", "PubmedBookData/ArticleIdList/ArticleId"
    stated = [found.text for found in reversed(stated)] + [
        found.text for path in ids for found in root.findall(path) if found.get("IdType") == "pubmed"
    ]
    known = (foreign.identified(identifiers.pmid, (text or "").strip()) for text in stated)
    return next((number for number in known if number), None)


def _type(held: Any, citation: Any, *, is_book: bool) -> str:
    if is_book:
        title, book = markup.line(held.find("ArticleTitle")), markup.line(citation.find("Book/BookTitle"))
        return "book-chapter" if title and title != book else "book"
    stated = {text.lower() for text in markup.lines(held, "PublicationTypeList/PublicationType")}
    return next((type_ for name, type_ in _TYPES if name in stated), "journal-article")


def _titles(
    held: Any, citation: Any, remarks: list[str], *, is_book: bool
) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    """Return the title as printed and in English; PubMed ends a title with a stop, and brackets a translated one."""
    stated = markup.line(held.find("ArticleTitle"))
    if stated is None and is_book:
        stated = markup.line(citation.find("Book/BookTitle"))
    if stated is None or stated.lower() in _IN_TITLE:
        stated = None
    vernacular = markup.line(held.find("VernacularTitle"))
    language = _language(held)
    if stated and (found := _BRACKETED.fullmatch(stated)):
        remarks.append("title-translated")
        english = Text(_STOP.sub("", found["title"]), "en")
        if vernacular:
            return (Text(_STOP.sub("", vernacular), language),), (english,)
        return (english,), ()
    title = _STOP.sub("", stated) if stated else None
    if title is None and vernacular is None:
        remarks.append("no-title")
    main, other = (title, vernacular) if title else (vernacular, None)
    return (
        (Text(_STOP.sub("", main)),) if main else (),
        (Text(_STOP.sub("", other), language if language != "en" else None),) if other else (),
    )


def _language(held: Any) -> str | None:
    stated = markup.lines(held, "Language")
    return parts.language(stated[0]) if len(stated) == 1 else None


def _identifiers(root: Any, held: Any, number: str, remarks: list[str]) -> Iterator[Identifier]:
    """Yield DOI, PMID and others; ids of other papers, which stand in lists of references, are not among them."""
    stated = [
        *((found.get("EIdType"), found.text) for found in held.findall("ELocationID") if found.get("ValidYN") != "N"),
        *(
            (found.get("IdType"), found.text)
            for path in ("PubmedData/ArticleIdList", "PubmedBookData/ArticleIdList", "BookDocument/ArticleIdList")
            for found in root.findall(f"{path}/ArticleId")
        ),
    ]
    dois = [foreign.identified(identifiers.doi, text) for kind, text in stated if kind == "doi"]
    if dois and None in dois:
        remarks.append("doi-not-valid")
    if (doi := next((known for known in dois if known), None)) is not None:
        yield Identifier("doi", doi)  # a second one is a slip as often as an alias
    yield Identifier("pmid", number)
    for kind, text in stated:
        scheme = _SCHEMES.get(str(kind))
        if scheme in {"doi", "pmid", None} or not text:
            continue
        known = foreign.identified(identifiers.NORMALISERS.get(scheme, str.strip), text) if scheme else None
        if known and scheme:
            yield Identifier(scheme, known)
