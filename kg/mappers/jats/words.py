"""Titles, abstracts, keywords, with the languages that they are marked with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from lxml import etree

from kg.mappers import foreign, markup, parts
from kg.model import Subject, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_SUMMARIES: Final = frozenset(
    {None, "abstract", "summary", "executive-summary", "section", "structured", "normal", "ASCII"}
)
_ABBREVIATIONS: Final = frozenset({"abbr", "abbreviation", "abbreviations"})
_NO_PARAGRAPHS: Final = frozenset({"title", "label", "object-id", "fig", "graphic", "related-article"})
_NOT_IN_TITLES: Final = frozenset({"fn", "xref", "label", "object-id"})


class Titles(NamedTuple):
    """Titles by what they are."""

    titles: tuple[Text, ...]
    subtitles: tuple[Text, ...]
    short: tuple[str, ...]
    others: tuple[Text, ...]


def plain(root: Any) -> Any:
    """Return an article without a namespace of its own; that of OAI-PMH's copies would stand in every path."""
    if not root.tag.startswith("{"):
        return root
    own = root.tag.partition("}")[0] + "}"
    copied = etree.fromstring(etree.tostring(root, with_tail=False), etree.XMLParser(resolve_entities=False))
    for element in copied.iter():
        if isinstance(element.tag, str) and element.tag.startswith(own):
            element.tag = element.tag.removeprefix(own)
    return copied


def titles(meta: Any, root: Any, remarks: list[str]) -> Titles:
    """Return the titles; one in another language is a title too, what stands for running heads is a short one."""
    language = _language(root)
    group = meta.find("title-group") if meta is not None else None
    title, subtitle = _line(group, "article-title"), _line(group, "subtitle")
    if title is None:
        remarks.append("no-title")
    own = group.find("article-title") if group is not None else None
    main = [Text(title, _language(own) if own is not None and own.get(_XML_LANG) else language)] if title else []
    translated, subtitles = [], [Text(subtitle, language)] if subtitle else []
    for other in markup.all_(group, "trans-title-group"):
        tongue = _language(other)
        name = _line(other, "trans-title")
        if name:
            translated.append(Text(name, _language(other.find("trans-title")) or tongue))
        if more := _line(other, "trans-subtitle"):
            subtitles.append(Text(more, tongue))
    translated += [  # before JATS it stood alone
        Text(name, _language(held))
        for held in markup.all_(group, "trans-title")
        if (name := markup.line(held, _NOT_IN_TITLES))
    ]
    short = (markup.line(held, _NOT_IN_TITLES) for held in markup.all_(group, "alt-title") if _is_short(held))
    return Titles(
        tuple(dict.fromkeys([*main, *translated])),
        tuple(dict.fromkeys(subtitles)),
        tuple(dict.fromkeys(name for name in short if name and name != title)),
        (),
    )


def abstracts(meta: Any, root: Any) -> tuple[Text, ...]:
    """Return the abstracts, translated ones too; graphical ones and teasers are none."""
    language = _language(root)
    found = [
        Text(text, _language(held) or (language if name == "abstract" else None))
        for name in ("abstract", "trans-abstract")
        for held in markup.all_(meta, name)
        if held.get("abstract-type") in _SUMMARIES and (text := _block(held))
    ]
    return tuple(dict.fromkeys(found))


def keywords(meta: Any) -> tuple[Text, ...]:
    """Return the keywords of authors and indexers, in the languages of their groups."""
    found = []
    for group in markup.all_(meta, "kwd-group"):
        if str(group.get("kwd-group-type")).lower() in _ABBREVIATIONS:
            continue
        language = _language(group)
        for word in group.iter("kwd", "compound-kwd"):
            line = "; ".join(markup.lines(word, "compound-kwd-part")) or markup.line(word)
            if line:
                found.append(Text(line, language))
    return tuple(dict.fromkeys(found))


def subjects(meta: Any) -> tuple[Subject, ...]:
    """Return the sections of the journal that an article stands under, if they are subjects and not kinds."""
    return tuple(dict.fromkeys(_subjects(meta)))


def _subjects(meta: Any) -> Iterator[Subject]:
    for group in markup.all_(meta, "article-categories/subj-group"):
        if str(group.get("subj-group-type")).lower() not in _KINDS:
            for held in group.iter("subject"):
                if (label := markup.line(held)) is not None:
                    yield Subject(scheme="jats", label=label)


_KINDS: Final = frozenset(
    {"heading", "display-channel", "article-type", "none", "toc-heading", "categories", "hwp-journal-coll"}
)


def _is_short(held: Any) -> bool:
    return str(held.get("alt-title-type")).lower().replace("_", "-") in {
        "short", "running-head", "right-running", "left-running", "running", "running-title", "short-title",
    }  # fmt: skip


def _line(group: Any, name: str) -> str | None:
    return markup.line(group.find(name), _NOT_IN_TITLES) if group is not None else None


def _block(abstract: Any) -> str | None:
    """Return an abstract in paragraphs, without the word over it, each section behind its heading."""
    paragraphs = []
    for child in abstract:
        name = markup.local(child)
        if name == "sec":
            heading = markup.line(child.find("title"))
            texts = [
                text for held in child if markup.local(held) not in {"title", "label"} if (text := markup.block(held))
            ]
            if texts:
                end = "" if not heading or heading.endswith((":", ".", "?")) else ":"
                paragraphs.append(f"{heading}{end} {texts[0]}" if heading else texts[0])
                paragraphs += texts[1:]
        elif name and name not in _NO_PARAGRAPHS and (text := markup.block(child)) is not None:
            paragraphs.append(text)
    return "\n\n".join(paragraphs) or foreign.block(abstract.text or "")


def _language(element: Any) -> str | None:
    return parts.language(element.get(_XML_LANG)) if element is not None else None
