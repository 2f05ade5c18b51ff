"""What an article is: our types, each with its classes in schema.org, BIBO and FaBiO.

FaBiO follows FRBR, whose levels are disjoint: all its classes here are Expressions.  That is why a dataset is a
`fabio:DataFile` (`fabio:Dataset` is a Work), and why a correction or a peer review has no class of its own there.
Each is a document of BIBO's, a journal beside being a collection: only documents have pages, editions and editors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kg.vocab import BIBO, FABIO, SCHEMA

if TYPE_CHECKING:
    from kg.terms import Iri


class Classes(NamedTuple):
    """The classes of a type, what people call it, and whether schema.org gives it pages (`schema:pagination`)."""

    label: str
    classes: tuple[Iri, ...]
    has_pages: bool = False


_PAGED: Final = frozenset(
    {SCHEMA.ScholarlyArticle, SCHEMA.Report, SCHEMA.Chapter, SCHEMA.PublicationIssue, SCHEMA.PublicationVolume}
)


def _type(label: str, schema: Iri, bibo: Iri, *fabio: Iri) -> Classes:
    return Classes(label, (schema, bibo, *fabio), schema in _PAGED)


_ARTICLE = (SCHEMA.ScholarlyArticle, BIBO.AcademicArticle)

TYPES: Final = {
    "journal-article": _type("journal article", *_ARTICLE, FABIO.JournalArticle),
    "review-article": _type("review article", *_ARTICLE, FABIO.JournalArticle, FABIO.ReviewArticle),
    "editorial": _type("editorial", *_ARTICLE, FABIO.JournalArticle, FABIO.JournalEditorial),
    "letter": _type("letter", *_ARTICLE, FABIO.JournalArticle, FABIO.Letter),
    "correction": _type("correction", *_ARTICLE, FABIO.JournalArticle),
    "retraction": _type("retraction notice", *_ARTICLE, FABIO.JournalArticle, FABIO.RetractionNotice),
    "proceedings-article": _type("proceedings paper", *_ARTICLE, FABIO.ProceedingsPaper),
    "preprint": _type("preprint", *_ARTICLE, FABIO.Preprint),
    "book-chapter": _type("book chapter", SCHEMA.Chapter, BIBO.BookSection, FABIO.BookChapter),
    "reference-entry": _type("reference entry", SCHEMA.Chapter, BIBO.BookSection, FABIO.ReferenceEntry),
    "book": _type("book", SCHEMA.Book, BIBO.Book, FABIO.Book),
    "edited-book": _type("edited book", SCHEMA.Book, BIBO.EditedBook, FABIO.Book),
    "reference-book": _type("reference book", SCHEMA.Book, BIBO.ReferenceSource, FABIO.ReferenceBook),
    "proceedings": _type("proceedings", SCHEMA.Book, BIBO.Proceedings, FABIO.AcademicProceedings),
    "book-series": _type("book series", SCHEMA.BookSeries, BIBO.Series, FABIO.BookSeries, BIBO.Document),
    "journal": _type("journal", SCHEMA.Periodical, BIBO.Journal, FABIO.Journal, BIBO.Document),
    "journal-volume": _type("journal volume", SCHEMA.PublicationVolume, BIBO.Document, FABIO.JournalVolume),
    "journal-issue": _type("journal issue", SCHEMA.PublicationIssue, BIBO.Issue, FABIO.JournalIssue),
    "dataset": _type("dataset", SCHEMA.Dataset, BIBO.Document, FABIO.DataFile),
    "software": _type("software", SCHEMA.SoftwareSourceCode, BIBO.Document, FABIO.ComputerProgram),
    "thesis": _type("thesis", SCHEMA.Thesis, BIBO.Thesis, FABIO.Thesis),
    "report": _type("report", SCHEMA.Report, BIBO.Report, FABIO.ReportDocument),
    "standard": _type("standard", SCHEMA.CreativeWork, BIBO.Standard, FABIO.SpecificationDocument),
    "peer-review": _type("peer review", SCHEMA.Review, BIBO.Document, FABIO.Expression),
    "supplement": _type("supplement", SCHEMA.CreativeWork, BIBO.Document, FABIO.SupplementaryInformationFile),
    "other": _type("other", SCHEMA.CreativeWork, BIBO.Document, FABIO.Expression),
}


def classes(type_: str) -> Classes:
    """Return the classes of a type; one that we do not know is a document like any other."""
    return TYPES.get(type_) or TYPES["other"]
