"""Values out of XML that others wrote: the text of an element, whatever is marked up in it.

Paths are ElementPath with `{*}` understood by lxml: `Article/Journal/Title`.  What an element says goes the way that
markup in JSON goes (`kg.text`), so that the same title reads the same from either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from kg.mappers import foreign
from kg.text import ELEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

Element = Any  # lxml has no types of its own

_NO_TEXT: Final = frozenset({"fn", "label", "object-id"})


def local(element: Element) -> str:
    """Return the name of an element without its namespace; `""` for a comment or an instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def inner(element: Element, without: frozenset[str] = _NO_TEXT) -> str:
    """Return what stands in an element as markup, some elements in it left out; a space stands for unknown ones."""
    said = [_escaped(element.text)]
    for child in element:
        if isinstance(child.tag, str):
            name = local(child)
            if name not in without:
                within = inner(child, without)
                said.append(f"<{name}>{within}</{name}>" if name in ELEMENTS else f" {within} ")
        elif child.tag is etree.Entity:
            said.append(f"&{child.name};")
        said.append(_escaped(child.tail))
    return "".join(said)


def line(element: Element | None, without: frozenset[str] = _NO_TEXT) -> str | None:
    """Return the text of an element as one clean line; None where it says nothing."""
    return foreign.string(inner(element, without)) if element is not None else None


def block(element: Element | None, without: frozenset[str] = _NO_TEXT) -> str | None:
    """Return the text of an element in paragraphs; None where it says nothing."""
    return foreign.block(inner(element, without)) if element is not None else None


def first(element: Element | None, *paths: str) -> str | None:
    """Return the text of the first of several paths that says something."""
    found = (line(child) for path in paths for child in all_(element, path))
    return next((text for text in found if text is not None), None)


def all_(element: Element | None, path: str) -> Iterator[Element]:
    """Yield the elements at a path."""
    return iter(element.findall(path)) if element is not None else iter(())


def lines(element: Element | None, path: str) -> tuple[str, ...]:
    """Return the texts at a path, each once, in order."""
    return tuple(dict.fromkeys(text for child in all_(element, path) if (text := line(child)) is not None))


def attribute(element: Element | None, name: str) -> str | None:
    """Return an attribute, by its name without a namespace, as one clean line."""
    if element is None:
        return None
    value = element.get(name)
    if value is None:
        value = next((held for known, held in element.attrib.items() if known.rpartition("}")[2] == name), None)
    return foreign.string(value)


def _escaped(text: str | None) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") if text else ""
