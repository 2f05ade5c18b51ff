"""The reference list, and articles that this one corrects, retracts or answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from kg import identifiers
from kg.mappers import foreign, markup
from kg.model import Identifier, Reference, Relation

if TYPE_CHECKING:
    from collections.abc import Iterator

_CITATIONS: Final = ("element-citation", "mixed-citation", "nlm-citation", "citation", "note", "product")
_SCHEMES: Final = {"doi": "doi", "pmid": "pmid", "pmcid": "pmcid", "pmc": "pmcid", "arxiv": "arxiv"}
_NO_TEXT: Final = frozenset({"label", "object-id", "pub-id"})
_RELATIONS: Final = {
    "corrected-article": "corrects",
    "correction-forward": "is-corrected-by",
    "correction": "is-corrected-by",
    "retracted-article": "retracts",
    "retraction-forward": "is-retracted-by",
    "commentary-article": "comments-on",
    "commentary": "is-commented-on-by",
    "letter": "is-commented-on-by",
    "letter-reply": "is-commented-on-by",
    "object-of-concern": "expresses-concern-about",
    "concern-forward": "is-subject-of-concern-in",
    "updated-article": "updates",
    "update": "is-updated-by",
    "peer-reviewed-article": "reviews",
    "peer-reviewed-material": "reviews",
    "preprint": "has-preprint",
    "republished-article": "replaces",
    "translated-article": "translates",
    "companion": "relates-to",
}
_RELATED: Final = {"doi": "doi", "pmid": "pmid", "pubmed": "pmid", "pmc": "pmcid", "pmcid": "pmcid", "arxiv": "arxiv"}
_STOPS: Final = re.compile(r"\s+([,.;:)])")


def references(root: Any, remarks: list[str]) -> tuple[Reference, ...]:
    """Return what is cited: by an identifier, else as printed; several works in one entry are several."""
    return tuple(dict.fromkeys(_references(root, remarks)))


def relations(meta: Any, remarks: list[str]) -> tuple[Relation, ...]:
    """Return related articles that something identifies."""
    found = []
    for held in [*markup.all_(meta, "related-article"), *markup.all_(meta, "related-object")]:
        kind = str(held.get("related-article-type") or held.get("link-type") or held.get("document-type") or "")
        scheme = _RELATED.get(str(held.get("ext-link-type") or held.get("document-id-type") or "").lower())
        stated = markup.attribute(held, "href") or held.get("document-id") or held.get("object-id")
        known = foreign.identified(identifiers.NORMALISERS[scheme], stated) if scheme else None
        if known is None and (doi := foreign.identified(identifiers.doi, stated)) is not None:
            scheme, known = "doi", doi
        url = foreign.link(stated) if known is None else None
        if known is None and url is None:
            remarks.append("relation-without-identifier")
            continue
        identifier = Identifier(scheme, known) if scheme and known else None
        found.append(Relation(name=_RELATIONS.get(kind, "relates-to"), identifier=identifier, url=url))
    return tuple(dict.fromkeys(found))


def _references(root: Any, remarks: list[str]) -> Iterator[Reference]:
    back = root.find("back")
    for entry in back.iter("ref") if back is not None else ():
        citations = [held for name in _CITATIONS for held in entry.iter(name)]
        first = entry.find("citation-alternatives")
        if first is not None:
            citations = [held for name in _CITATIONS for held in first.findall(name)][:1]
        for held in citations or [entry]:
            yield from _reference(held, remarks)


def _reference(held: Any, remarks: list[str]) -> Iterator[Reference]:
    known = _identifier(held, remarks)
    if known is not None:
        yield Reference(identifier=known)
        return
    text = _printed(held)
    if text:
        yield Reference(text=text)
    else:
        remarks.append("reference-without-text")


def _identifier(held: Any, remarks: list[str]) -> Identifier | None:
    stated: dict[str, str] = {}
    for number in held.iter("pub-id", "object-id"):
        kind = str(number.get("pub-id-type") or number.get("object-id-type")).lower()
        stated.setdefault(kind, "".join(number.itertext()).strip())
    for link in held.iter("ext-link", "uri", "comment"):
        text = markup.attribute(link, "href") or "".join(link.itertext())
        if "doi.org/" in (text or "") or str(link.get("ext-link-type")).lower() == "doi":
            stated.setdefault("doi", (text or "").strip())
    for kind, scheme in _SCHEMES.items():
        if kind not in stated:
            continue
        value = foreign.identified(identifiers.NORMALISERS[scheme], stated[kind])
        if value is not None:
            return Identifier(scheme, value)
        remarks.append(f"reference-{scheme}-not-valid")
    return None


def _printed(held: Any) -> str | None:
    """Return an entry as printed; of one in parts alone, the parts in their order."""
    if markup.local(held) != "element-citation":
        line = markup.line(held, _NO_TEXT)
        return _STOPS.sub(r"\1", line) if line else None
    people = [
        " ".join(part for part in (markup.first(name, "surname"), markup.first(name, "given-names")) if part)
        for name in held.iter("name", "string-name")
    ] + [line for collab in held.iter("collab") if (line := markup.line(collab))]
    names = ", ".join(name for name in people if name)
    fields = (
        "year",
        "article-title",
        "chapter-title",
        "source",
        "volume",
        "issue",
        "fpage",
        "elocation-id",
        "publisher-name",
    )
    said = [names, *(text for field in fields if (text := markup.first(held, field)))]
    return ". ".join(part.rstrip(".") for part in said if part) or markup.line(held, _NO_TEXT)
