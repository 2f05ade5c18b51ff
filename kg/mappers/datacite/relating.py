"""Related identifiers → references, and relations under our names.

https://datacite-metadata-schema.readthedocs.io/en/4.6/appendices/appendix-1/relationType/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg import identifiers
from kg.mappers import foreign
from kg.model import Identifier, Reference, Relation

if TYPE_CHECKING:
    from collections.abc import Iterator

_CITING: Final = frozenset({"References", "Cites"})
_NAMES: Final = {
    "IsCitedBy": "is-cited-by",
    "IsReferencedBy": "is-cited-by",
    "IsSupplementTo": "supplements",
    "IsSupplementedBy": "is-supplemented-by",
    "IsContinuedBy": "is-replaced-by",
    "Continues": "replaces",
    "IsDescribedBy": "is-documented-by",
    "Describes": "documents",
    "HasMetadata": None,  # a file about the record, not about the work
    "IsMetadataFor": None,
    "HasVersion": "has-version",
    "IsVersionOf": "is-version-of",
    "IsNewVersionOf": "replaces",
    "IsPreviousVersionOf": "is-replaced-by",
    "IsPartOf": "is-part-of",
    "HasPart": "has-part",
    "IsPublishedIn": "is-part-of",
    "IsDocumentedBy": "is-documented-by",
    "Documents": "documents",
    "IsCompiledBy": "is-part-of",
    "Compiles": "has-part",
    "IsVariantFormOf": "is-format-of",
    "IsOriginalFormOf": "has-format",
    "IsIdenticalTo": "is-identical-to",
    "IsReviewedBy": "is-reviewed-by",
    "Reviews": "reviews",
    "IsDerivedFrom": "is-based-on",
    "IsSourceOf": "is-basis-for",
    "IsRequiredBy": "is-required-by",
    "Requires": "requires",
    "IsObsoletedBy": "is-replaced-by",
    "Obsoletes": "replaces",
    "IsTranslationOf": "translates",
    "HasTranslation": "is-translated-by",
}
_SCHEMES: Final = {"doi": "doi", "pmid": "pmid", "arxiv": "arxiv", "isbn": "isbn"}
_SERIALS: Final = frozenset({"issn", "eissn", "lissn"})
_LINKS: Final = frozenset({"url", "purl", "w3id"})
_ARXIV: Final = "10.48550/arxiv."


def references(data: dict[str, Any], doi: str) -> tuple[Reference, ...]:
    """Return what a work cites, its own DOI left out."""
    cited = (
        Reference(identifier=known)
        for related in foreign.mappings(data.get("relatedIdentifiers"))
        if related.get("relationType") in _CITING and (known := _identifier(related)) and known.value != doi
    )
    return tuple(dict.fromkeys(cited))


def relations(data: dict[str, Any], doi: str, remarks: list[str]) -> tuple[Relation, ...]:
    """Return the other relations; the journal that a work is part of is its container."""
    return tuple(dict.fromkeys(_relations(data, doi, remarks)))


def _relations(data: dict[str, Any], doi: str, remarks: list[str]) -> Iterator[Relation]:
    for related in foreign.mappings(data.get("relatedIdentifiers")):
        stated, kind = str(related.get("relationType")), str(related.get("relatedIdentifierType")).lower()
        name = _NAMES.get(stated, "relates-to")
        if stated in _CITING or name is None or kind in _SERIALS:
            continue
        known = _identifier(related)
        url = foreign.link(related.get("relatedIdentifier")) if known is None and kind in _LINKS else None
        if known is None and url is None:
            if kind in _SCHEMES:
                remarks.append(f"related-{_SCHEMES[kind]}-not-valid")
            continue
        if known and known.value == doi:
            continue
        if doi.startswith(_ARXIV) and name in {"is-version-of", "has-version"} and known and known.scheme == "doi":
            name = "is-preprint-of"
        yield Relation(name=name, identifier=known, url=url)


def _identifier(related: dict[str, Any]) -> Identifier | None:
    scheme = _SCHEMES.get(str(related.get("relatedIdentifierType")).lower())
    if scheme is None:
        return None
    value = foreign.identified(identifiers.NORMALISERS[scheme], related.get("relatedIdentifier"))
    return Identifier(scheme, value) if value else None
