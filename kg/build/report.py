"""What a build did, for people and programs: `report.json` in the generation, a table on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kg import catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kg.catalogue import Changes
    from kg.site.generation import Manifest

_EXAMPLES = 5


class Example(msgspec.Struct, frozen=True):
    """One record that was rejected: where it stands, its key where it has one, the field at fault."""

    place: str
    key: str | None
    field: str | None


class Rejects(msgspec.Struct, frozen=True):
    """All records rejected for one reason, with the first few of them."""

    reason: str
    count: int
    examples: tuple[Example, ...]


class Finding(msgspec.Struct, frozen=True):
    """Something mappers met: a field that no rule maps, or a decision they had to take; how often."""

    source: str
    name: str
    count: int


class Update(msgspec.Struct, frozen=True):
    """What an update of a site did to records, and how many works it wrote anew."""

    new: int
    changed: int
    removed: int
    unchanged: int
    works: int


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of a build; times are wall-clock seconds, `checked` is how many works the gate looked at."""

    generation: int
    base: str
    records: int
    versions: int
    works: int
    things: int
    triples: int
    rejects: int
    quarantined: int
    sources: dict[str, int]
    rejected: tuple[Rejects, ...]
    skipped: tuple[tuple[str, str], ...]
    unmapped: tuple[Finding, ...]
    remarks: tuple[Finding, ...]
    seconds: dict[str, float]
    example: str | None
    update: Update | None = None
    checked: int = 0


def reported(  # noqa: PLR0913 - what came of every step before
    database: Path,
    manifest: Manifest,
    skipped: Sequence[tuple[str, str]],
    seconds: Mapping[str, float],
    example: str | None,
    changes: Changes | None = None,
    checked: int = 0,
) -> Report:
    """Return the report of a generation from its catalogue and its manifest."""
    with catalogue.opened(database) as opened:
        counts = opened.counts()
        return Report(
            generation=manifest.number,
            base=manifest.base,
            records=counts["records"],
            versions=counts["versions"],
            works=counts["works"],
            things=sum(count for kind, count in manifest.counts.items() if kind != "article"),
            triples=manifest.triples,
            rejects=counts["rejects"],
            quarantined=counts["quarantined"],
            sources=manifest.sources,
            rejected=_rejected(opened),
            skipped=tuple(skipped),
            unmapped=tuple(Finding(*row) for row in opened.findings("unmapped")),
            remarks=tuple(Finding(*row) for row in opened.findings("remark")),
            seconds=dict(seconds),
            example=example,
            update=updated(changes) if changes else None,
            checked=checked,
        )


def updated(changes: Changes) -> Update:
    """Return what an update did, as a report says it."""
    return Update(changes.new, changes.changed, changes.removed, changes.unchanged, len(changes.works))


def _rejected(opened: catalogue.Catalogue) -> tuple[Rejects, ...]:
    """Group the rejects by reason, the most frequent first."""
    counts: dict[str, int] = {}
    examples: dict[str, list[Example]] = {}
    for reject in opened.rejects():
        counts[reject.reason] = counts.get(reject.reason, 0) + 1
        kept = examples.setdefault(reject.reason, [])
        if len(kept) < _EXAMPLES:
            kept.append(Example(str(reject.origin), reject.key, reject.field))
    ranked = sorted(counts, key=lambda reason: (-counts[reason], reason))
    return tuple(Rejects(reason, counts[reason], tuple(examples[reason])) for reason in ranked)


def write(report: Report, file: Path) -> None:
    """Write the report as JSON."""
    file.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")


def read(file: Path) -> Report:
    """Read a report that `write` wrote."""
    return msgspec.json.decode(file.read_bytes(), type=Report)
