"""Abstracts with their sections, and subject headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.mappers import markup, parts
from kg.model import Subject, Text

if TYPE_CHECKING:
    from collections.abc import Iterator


def abstracts(held: Any, citation: Any) -> tuple[Text, ...]:
    """Return the abstract and those in other languages, a section a paragraph, each with its label as printed."""
    others = citation.findall("OtherAbstract")
    texts = [
        _abstract(held.find("Abstract"), None),
        *(_abstract(other, parts.language(other.get("Language"))) for other in others),
    ]
    return tuple(dict.fromkeys(text for text in texts if text))


def subjects(citation: Any) -> tuple[Subject, ...]:
    """Return the headings of MeSH by their unique ids; a qualifier stands behind its heading, as MeSH prints it."""
    return tuple(dict.fromkeys(_subjects(citation)))


def _abstract(abstract: Any, language: str | None) -> Text | None:
    if abstract is None:
        return None
    paragraphs = []
    for section in abstract.findall("AbstractText"):
        text, label = markup.block(section), markup.attribute(section, "Label")
        if text and label and label.upper() != "UNLABELLED":
            text = f"{label}: {text}"
        if text:
            paragraphs.append(text)
    whole = "\n\n".join(paragraphs)
    return Text(whole, language) if whole else None


def _subjects(citation: Any) -> Iterator[Subject]:
    for heading in citation.findall("MeshHeadingList/MeshHeading"):
        descriptor = heading.find("DescriptorName")
        name, number = markup.line(descriptor), markup.attribute(descriptor, "UI")
        if name is None:
            continue
        yield Subject(scheme="mesh", label=name, id=number)
        for qualifier in heading.findall("QualifierName"):
            narrower, code = markup.line(qualifier), markup.attribute(qualifier, "UI")
            if narrower and number and code:
                yield Subject(scheme="mesh", label=f"{name}/{narrower}", id=f"{number}{code}")
    for added in citation.findall("SupplMeshList/SupplMeshName"):
        if (name := markup.line(added)) is not None:
            yield Subject(scheme="mesh", label=name, id=markup.attribute(added, "UI"))
