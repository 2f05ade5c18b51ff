"""How the article relates to other works, by the names of the relations: each to the terms that say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.terms import Iri, literal
from kg.triples import values
from kg.triples.references import work_iri
from kg.vocab import CITO, DCTERMS, FRBR, PSO, RDF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.terms import Triple
    from kg.triples.about import About


RELATIONS: Final = {
    "is-preprint-of": (DCTERMS.hasVersion, SCHEMA.workExample),
    "has-preprint": (DCTERMS.isVersionOf,),
    "is-version-of": (DCTERMS.isVersionOf,),
    "has-version": (DCTERMS.hasVersion,),
    "retracts": (CITO.retracts,),
    "is-retracted-by": (CITO.isRetractedBy,),
    "withdraws": (CITO.retracts,),
    "is-withdrawn-by": (CITO.isRetractedBy,),
    "expresses-concern-about": (CITO.critiques,),
    "is-subject-of-concern-in": (CITO.isCritiquedBy,),
    "corrects": (CITO.corrects,),
    "is-corrected-by": (CITO.isCorrectedBy, SCHEMA.correction),
    "updates": (CITO.updates,),
    "is-updated-by": (CITO.isUpdatedBy,),
    "replaces": (DCTERMS.replaces,),
    "is-replaced-by": (DCTERMS.isReplacedBy,),
    "reviews": (CITO.reviews,),
    "is-reviewed-by": (CITO.isReviewedBy, SCHEMA.review),
    "comments-on": (CITO.repliesTo,),
    "is-commented-on-by": (CITO.hasReplyFrom,),
    "translates": (FRBR.translationOf, SCHEMA.translationOfWork),
    "is-translated-by": (FRBR.translation, SCHEMA.workTranslation),
    "supplements": (FRBR.supplementOf,),
    "is-supplemented-by": (FRBR.supplement,),
    "is-part-of": (DCTERMS.isPartOf, SCHEMA.isPartOf),
    "has-part": (DCTERMS.hasPart, SCHEMA.hasPart),
    "is-based-on": (SCHEMA.isBasedOn, DCTERMS.source),
    "is-basis-for": (DCTERMS.relation,),
    "cites": (CITO.cites, SCHEMA.citation),
    "is-cited-by": (CITO.isCitedBy,),
    "documents": (CITO.documents,),
    "is-documented-by": (CITO.isDocumentedBy,),
    "requires": (DCTERMS.requires,),
    "is-required-by": (DCTERMS.isRequiredBy,),
    "is-format-of": (DCTERMS.isFormatOf,),
    "has-format": (DCTERMS.hasFormat,),
    "is-identical-to": (SCHEMA.sameAs,),
    "relates-to": (DCTERMS.relation,),
}
_RETRACTING: Final = frozenset({"is-retracted-by", "is-withdrawn-by"})
_RETRACTED = literal("Retracted")
_RETRACTED_STATUS: Iri = getattr(PSO, "retracted-from-publication")


def relations(about: About) -> Iterator[Triple]:
    """Yield relations to other works, ours by our URI, and the retraction of this one."""
    node, article = about.node, about.article
    for relation in article.relations:
        other = None
        if relation.identifier:
            other = work_iri(relation.identifier, about.iris)
        elif relation.url:
            other = values.link(relation.url)
        if other is None or other == node:
            continue
        for term in RELATIONS.get(relation.name) or RELATIONS["relates-to"]:
            yield node, term, other
        if relation.name == "reviews" and article.type == "peer-review":
            yield node, SCHEMA.itemReviewed, other
    if article.is_retracted:
        held = about.part("retraction")
        yield node, SCHEMA.creativeWorkStatus, _RETRACTED
        yield node, PSO.holdsStatusInTime, held
        yield held, RDF.type, PSO.StatusInTime
        yield held, PSO.withStatus, _RETRACTED_STATUS
        dated = (relation.date for relation in article.relations if relation.name in _RETRACTING)
        for date in [day for day in dated if day][:1]:
            yield held, DCTERMS.date, values.date(date)
