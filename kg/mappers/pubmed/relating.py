"""Comments, corrections and retractions as relations; reference lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg import identifiers
from kg.mappers import foreign, markup
from kg.model import Identifier, Reference, Relation

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES: Final = {
    "CommentOn": "comments-on",
    "CommentIn": "is-commented-on-by",
    "ErratumIn": "is-corrected-by",
    "ErratumFor": "corrects",
    "CorrectedandRepublishedIn": "is-replaced-by",
    "CorrectedandRepublishedFrom": "replaces",
    "RepublishedIn": "is-replaced-by",
    "RepublishedFrom": "replaces",
    "RetractionIn": "is-retracted-by",
    "RetractionOf": "retracts",
    "RetractedandRepublishedIn": "is-retracted-by",
    "RetractedandRepublishedFrom": "replaces",
    "ExpressionOfConcernIn": "is-subject-of-concern-in",
    "ExpressionOfConcernFor": "expresses-concern-about",
    "UpdateIn": "is-updated-by",
    "UpdateOf": "updates",
    "PreprintIn": "has-preprint",
    "PreprintOf": "is-preprint-of",
    "AssociatedDataset": "is-supplemented-by",
    "AssociatedPublication": "supplements",
    "OriginalReportIn": "is-based-on",
    "ReprintIn": "has-version",
    "ReprintOf": "is-version-of",
    "SummaryForPatientsIn": "relates-to",
}
_CITES: Final = "Cites"


def relations(citation: Any, number: str, remarks: list[str]) -> tuple[Relation, ...]:
    """Return the relations to citations that PubMed holds; what has no PMID is named in words that name nothing."""
    found = []
    for held in citation.findall("CommentsCorrectionsList/CommentsCorrections"):
        kind = str(held.get("RefType"))
        if kind == _CITES:
            continue
        pmid = foreign.identified(identifiers.pmid, markup.first(held, "PMID"))
        if pmid is None:
            remarks.append("relation-without-identifier")
        elif pmid != number:
            found.append(Relation(name=_NAMES.get(kind, "relates-to"), identifier=Identifier("pmid", pmid)))
    return tuple(dict.fromkeys(found))


def references(root: Any, number: str) -> tuple[Reference, ...]:
    """Return what a paper cites: by DOI, PMID or PMCID, else as printed."""
    return tuple(dict.fromkeys(_references(root, number)))


def _references(root: Any, number: str) -> Iterator[Reference]:
    for path in ("PubmedData", "BookDocument"):
        for held in root.iterfind(f"{path}//Reference"):
            known = _identifier(held)
            if known is not None and known.value != number:
                yield Reference(identifier=known)
            elif known is None and (text := markup.first(held, "Citation")) is not None:
                yield Reference(text=text)
    cited = (
        foreign.identified(identifiers.pmid, markup.first(held, "PMID"))
        for held in root.iterfind("MedlineCitation/CommentsCorrectionsList/CommentsCorrections")
        if held.get("RefType") == _CITES
    )
    yield from (Reference(identifier=Identifier("pmid", pmid)) for pmid in cited if pmid and pmid != number)


def _identifier(held: Any) -> Identifier | None:
    stated = {found.get("IdType"): (found.text or "").strip() for found in held.findall("ArticleIdList/ArticleId")}
    for kind, scheme in (("doi", "doi"), ("pubmed", "pmid"), ("pmc", "pmcid"), ("pmcid", "pmcid")):
        if (value := foreign.identified(identifiers.NORMALISERS[scheme], stated.get(kind))) is not None:
            return Identifier(scheme, value)
    return None
