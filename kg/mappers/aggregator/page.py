"""The text of an aggregator's page, which follows the JSON: citation count, abstract, introduction of the journal.

Its labels stand at the beginning of a line: `引用次数: 0` (cited by), `Abstract` (the block below it) and
`期刊介绍:` (about the journal), with an ASCII or a full-width colon.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.mappers import foreign

_CITATIONS = re.compile(r"[ \t]*引用次数[ \t]*[:：][ \t]*(\d+)[ \t]*")
_LABEL = re.compile(
    r"[ \t]*(?:(?P<abstract>Abstract[ \t]*[:：]?)|(?P<introduction>期刊介绍[ \t]*[:：]))[ \t]*(?P<rest>.*)"
)


class Page(NamedTuple):
    """What a page says; `is_read` is False where lines stand before any label, which nothing here understands."""

    citations: int | None = None
    abstract: str | None = None
    introduction: str | None = None
    is_read: bool = True


def page(text: str | None) -> Page:
    """Return what the text of a page says, each part once: a label that comes again is a line like any other."""
    if not text:
        return Page()
    citations: int | None = None
    blocks: dict[str, list[str]] = {"before": []}
    block = blocks["before"]
    for line in text.splitlines():
        if citations is None and (found := _CITATIONS.fullmatch(line)):
            citations = foreign.count(found[1])
        elif (label := _label(line)) and label[0] not in blocks:
            block = blocks[label[0]] = [label[1]]
        else:
            block.append(line)
    return Page(
        citations,
        foreign.block("\n".join(blocks.get("abstract", ()))),
        foreign.block("\n".join(blocks.get("introduction", ()))),
        is_read=not any(line.strip() for line in blocks["before"]),
    )


def _label(line: str) -> tuple[str, str] | None:
    """Return the block that a line begins and what it says of it; "Abstract interpretation is …" begins none."""
    found = _LABEL.fullmatch(line)
    if found is None:
        return None
    if found["introduction"]:
        return "introduction", found["rest"]
    return ("abstract", found["rest"]) if not found["rest"] or found["abstract"][-1] in ":：" else None
