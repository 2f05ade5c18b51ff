"""The volumes and issues of a periodical: where they stand, what is in them, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kg.serialise.order import natural
from kg.serialise.reading import value
from kg.terms import Iri
from kg.vocab import PRISM
from kg.web.pages.reading import Link
from kg.web.pages.rows import Work, ranged, works

if TYPE_CHECKING:
    from kg.site.index import ThingRow
    from kg.web.pages.reading import Reading


class Part(msgspec.Struct, frozen=True):
    """A volume or an issue, how many works it has, and the issues in it."""

    name: Link
    size: int
    issues: tuple[Part, ...] = ()


def contents(reading: Reading) -> tuple[Work, ...]:
    """Return the table of contents of an issue: by page where all of it is on this page, and with the pages."""
    store, base = reading.generation.store, reading.places.base
    found = []
    for work, row in zip(works(reading.document.members, reading.places), reading.document.members, strict=True):
        node = Iri(f"<{base}{row.path}>".encode())
        pages = [value(term) for _, _, term in sorted(store.outgoing(node, PRISM.pageRange))]
        found.append(msgspec.structs.replace(work, pages=ranged(pages[0]) if pages else ""))
    if reading.document.pages > 1:
        return tuple(found)
    return tuple(sorted(found, key=lambda work: (not work.pages, natural(f"{work.pages}>".encode()))))


def wholes(reading: Reading) -> tuple[Link, ...]:
    """Return what a volume or issue stands in, from the periodical inwards."""
    path = reading.document.path
    above = []
    while path.count("/") > 1:
        path = path.rpartition("/")[0].rpartition("/")[0]
        above.append(path)
    links = [reading.link(Iri(f"<{reading.places.base}{path}>".encode())) for path in reversed(above)]
    return tuple(link for link in links if link.is_held)  # a year in which issues stand is no thing


def parts(reading: Reading) -> tuple[Part, ...]:
    """Return the volumes with their issues, and the issues of no volume on this page."""
    rows = sorted(reading.document.parts, key=lambda row: natural(row.path.encode() + b">"))
    issues: dict[str, list[ThingRow]] = {}
    for row in rows:
        if row.kind == "issue":
            issues.setdefault(row.path.rpartition("/issue/")[0], []).append(row)
    volumes = [row for row in rows if row.kind != "issue"]
    nested = {volume.path for volume in volumes}
    return (
        *(_part(reading, volume, issues.get(volume.path, [])) for volume in volumes),
        *(_part(reading, row, []) for within, found in issues.items() if within not in nested for row in found),
    )


def _part(reading: Reading, row: ThingRow, issues: list[ThingRow]) -> Part:
    is_within = row.kind == "issue" and reading.document.kind == "volume"  # the volume is what the page is about
    name = _number(row.label) if is_within else row.label
    return Part(
        Link(name, reading.places.below(row.path)),
        row.works,
        tuple(Part(Link(_number(issue.label), reading.places.below(issue.path)), issue.works) for issue in issues),
    )


def _number(label_: str) -> str:
    """Return "Issue 1" of "Volume 15, Issue 1"."""
    return "Issue " + label_.rpartition("Issue ")[2]
