"""HTML as a browser takes it in; our templates close all that they open, and what they do not is a fault."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any, NamedTuple

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


class Element(NamedTuple):
    """An element: its name, its attributes, and how deep it stands."""

    name: str
    attributes: dict[str, str | None]
    depth: int

    def __getitem__(self, name: Any) -> Any:
        """Return an attribute, empty where it is missing."""
        return self.attributes.get(name) or ""


class Page(HTMLParser):
    """A page, read once."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.faults: list[str] = []
        self._open: list[Element] = []
        self._texts: list[tuple[tuple[str, ...], str]] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{element.name}> is never closed" for element in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), len(self._open))
        if len(element.attributes) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].name != tag:
            self.faults.append(f"</{tag}> where {[element.name for element in self._open[-3:]]} are open")
        else:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._texts.append((tuple(element.name for element in self._open), data))

    def all(self, name: str) -> list[Element]:
        return [element for element in self.elements if element.name == name]

    def text(self, within: str | None = None) -> str:
        """Return the text below elements of a name, or what a reader sees of all."""
        hidden = {"script", "style", "title"}
        kept = (data for names, data in self._texts if (within in names if within else not hidden.intersection(names)))
        return " ".join("".join(kept).split())

    def metas(self, name: str) -> list[str]:
        return [meta["content"] for meta in self.all("meta") if meta["name"] == name]

    def links(self, relation: str) -> list[str]:
        return [link["href"] for link in self.all("link") if link["rel"] == relation]

    @property
    def json_ld(self) -> Any:
        """What the page tells search engines."""
        return json.loads(next(data for names, data in self._texts if names[-1:] == ("script",) and data.strip()))

    @property
    def ids(self) -> list[str]:
        return [element["id"] for element in self.elements if element["id"]]

    @property
    def hrefs(self) -> list[str]:
        return [element["href"] for element in self.all("a") if "href" in element.attributes]
