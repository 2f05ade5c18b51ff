"""How a work relates to others: what its publisher states, what updates it, and the trials that it reports.

https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/relationships/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from kg import identifiers
from kg.mappers import foreign
from kg.mappers.crossref.occasions import date
from kg.model import Identifier, Relation

if TYPE_CHECKING:
    from collections.abc import Iterator

# Crossref's names that are not ours (`kg.mappers.parts.RELATIONS`).
_NAMES: Final = {
    "is-review-of": "reviews",
    "has-review": "is-reviewed-by",
    "is-comment-on": "comments-on",
    "has-comment": "is-commented-on-by",
    "is-reply-to": "comments-on",
    "has-reply": "is-commented-on-by",
    "is-translation-of": "translates",
    "has-translation": "is-translated-by",
    "is-supplement-to": "supplements",
    "has-supplement": "is-supplemented-by",
    "is-manuscript-of": "is-version-of",
    "has-manuscript": "has-version",
    "is-expression-of": "is-version-of",
    "has-expression": "has-version",
    "is-manifestation-of": "is-format-of",
    "has-manifestation": "has-format",
    "is-variant-form-of": "is-format-of",
    "is-original-form-of": "has-format",
    "is-same-as": "is-identical-to",
    "is-derived-from": "is-based-on",
    "has-derivation": "is-basis-for",
    "is-based-on-data": "is-based-on",
    "based-on-data": "is-based-on",
    "is-data-basis-for": "is-basis-for",
    "references": "cites",
    "is-referenced-by": "is-cited-by",
    "compiles": "has-part",
    "is-compiled-by": "is-part-of",
    "is-related-material": "relates-to",
    "has-related-material": "relates-to",
    "continues": "replaces",
    "is-continued-by": "is-replaced-by",
    "finances": "relates-to",
    "is-financed-by": "relates-to",
    "new-version": "has-version",
}
# Crossmark's types of updates: what the notice does, and what happens to the work.
_UPDATES: Final = {
    "retraction": ("retracts", "is-retracted-by"),
    "withdrawal": ("withdraws", "is-withdrawn-by"),
    "removal": ("withdraws", "is-withdrawn-by"),
    "correction": ("corrects", "is-corrected-by"),
    "corrigendum": ("corrects", "is-corrected-by"),
    "erratum": ("corrects", "is-corrected-by"),
    "expression-of-concern": ("expresses-concern-about", "is-subject-of-concern-in"),
    "concern": ("expresses-concern-about", "is-subject-of-concern-in"),
}
_OTHER_UPDATE: Final = ("updates", "is-updated-by")  # addendum, clarification, new version or edition, publisher's note
_SCHEMES: Final = frozenset({"doi", "pmid", "pmcid", "arxiv", "isbn"})
_REGISTRIES: Final = {
    "clinical-trials-gov": ("https://clinicaltrials.gov/study/", re.compile(r"NCT\d{8}")),
    "isrctn": ("https://www.isrctn.com/", re.compile(r"ISRCTN\d{8}")),
}


def relations(data: dict[str, Any], own: str, remarks: list[str]) -> tuple[Relation, ...]:
    """Return the relations of a work, each once; to itself only where it was retracted in place."""
    stated = (*_stated(data, own, remarks), *_updates(data, own), *_trials(data, remarks))
    return tuple(dict.fromkeys(stated))


def _stated(data: dict[str, Any], own: str, remarks: list[str]) -> Iterator[Relation]:
    for stated, targets in foreign.mapping(data.get("relation")).items():
        name = str(stated).lower().replace("_", "-")
        for target in foreign.mappings(targets):
            identifier, url = _target(target)
            if identifier is None and url is None:
                remarks.append("relation-to-nothing-known")
            elif identifier != Identifier("doi", own):
                yield Relation(name=_NAMES.get(name, name), identifier=identifier, url=url)


def _target(target: dict[str, Any]) -> tuple[Identifier | None, str | None]:
    scheme, value = str(target.get("id-type")).lower(), target.get("id")
    if scheme in _SCHEMES:
        known = foreign.identified(identifiers.NORMALISERS[scheme], value)
        return (Identifier(scheme, known) if known else None), None if known else foreign.link(value)
    if scheme == "issn":
        known = foreign.identified(identifiers.issn, value)
        return (Identifier(scheme, known) if known else None), None
    doi = foreign.identified(identifiers.doi, value)
    return (Identifier("doi", doi), None) if doi else (None, foreign.link(value))


def _updates(data: dict[str, Any], own: str) -> Iterator[Relation]:
    for side, field in enumerate(("update-to", "updated-by")):
        for update in foreign.mappings(data.get(field)):
            other = foreign.identified(identifiers.doi, update.get("DOI"))
            if other is None:
                continue
            kind = str(update.get("type")).lower().replace("_", "-")
            names = _UPDATES.get(kind, _OTHER_UPDATE)
            if other != own:
                yield Relation(name=names[side], identifier=Identifier("doi", other), date=date(update.get("updated")))
            elif kind == "retraction":
                yield Relation(name=names[1], identifier=Identifier("doi", own), date=date(update.get("updated")))


def _trials(data: dict[str, Any], remarks: list[str]) -> Iterator[Relation]:
    """Yield the clinical trials that a work reports, by their pages in the registries that have one for each."""
    for entry in foreign.mappings(data.get("clinical-trial-number")):
        number = (foreign.string(entry.get("clinical-trial-number")) or "").upper()
        registry = str(entry.get("registry")).lower().rpartition("/")[2]
        base, form = _REGISTRIES.get(registry, ("", None))
        if form and form.fullmatch(number):
            yield Relation(name="relates-to", url=base + number)
        else:
            remarks.append("trial-of-unknown-registry")
