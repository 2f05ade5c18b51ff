"""The last files of a generation: its manifest, its description as VoID and DCAT, its checksums."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

import msgspec

from kg import catalogue
from kg.build import quality, verdict
from kg.build.description import REPORT, description
from kg.build.report import Report, reported, write
from kg.errors import SiteError
from kg.formats import N_TRIPLES, TURTLE
from kg.serialise import Names
from kg.serialise import write as serialised
from kg.site.generation import Manifest
from kg.site.index import Index
from kg.site.layout import Layout, prune, publish
from kg.store.oxigraph import OxigraphStore
from kg.terms import iri
from kg.version import VERSION
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.build.clock import Clock
    from kg.build.gate import Rules
    from kg.build.joining import Joined
    from kg.catalogue import Changes
    from kg.settings import Settings


def finish(  # noqa: PLR0913 - what came of every step before
    part: Path,
    layout: Layout,
    settings: Settings,
    joined: Joined,
    clock: Clock,
    *,
    skipped: Sequence[tuple[str, str]] = (),
    changes: Changes | None = None,
    rules: Rules,
) -> Report:
    """Verify, describe, report on and publish what was joined in the folder of a generation; return the report."""
    database = part / "catalogue.sqlite"
    with catalogue.extended(database) as opened:
        opened.set_failed(joined.failed)
        opened.set_quarantine(joined.quarantined)
    with clock("publish"):
        manifest = describe(part, database, joined, settings, rules)
        report = reported(database, manifest, skipped, clock.seconds, joined.example, changes, joined.checked)
        write(report, part / "report.json")
        quality.write(part, database, settings.text("site.base"))
        generation = publish(layout, part, database)
        prune(layout, settings.number("build.keep"))
    report = msgspec.structs.replace(report, seconds=dict(clock.seconds))
    write(report, generation / "report.json")
    return report


def describe(folder: Path, database: Path, joined: Joined, settings: Settings, rules: Rules) -> Manifest:
    """Write `generation.json`, `void.nt`, `void.ttl` and what stands beside the dumps; return the manifest.

    Raises `SiteError` where the store does not hold just the triples that were written.
    """
    store = settings.text("build.store")
    if store != "none":
        _verify(folder / "store", joined.triples)
    with catalogue.opened(database) as opened:
        known = opened.sources()
    manifest = Manifest(
        number=int(folder.stem),
        base=settings.text("site.base"),
        created=dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        digest=joined.digest,
        title=settings.text("site.title"),
        description=settings.text("site.description"),
        publisher=settings.text("site.publisher"),
        contact=settings.text("site.contact"),
        licence=settings.text("site.license"),
        triples=joined.triples,
        counts=Index(folder / "index.sqlite").counts(),
        classes={name[1:-1].decode(): count for name, count in joined.classes.items()},
        properties={name[1:-1].decode(): count for name, count in joined.properties.items()},
        sources=known,
        store=store,
        dumps=joined.dumps,
        program=VERSION,
        run=settings.number("build.run"),
        priority=settings.words("sources.priority"),
        priority_of_fields=settings.words("sources.fields"),
        gate=joined.gate,
    )
    written = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
    (folder / "generation.json").write_bytes(written + b"\n")
    _write_description(folder, manifest, joined.example)
    sums = "".join(f"{dump.sha256}  {dump.name}\n" for dump in manifest.dumps)
    if (found := verdict.document(rules, joined.quarantined)) is not None:
        (folder / "dumps" / REPORT).write_bytes(found)
        sums += f"{hashlib.sha256(found).hexdigest()}  {REPORT}\n"
    (folder / "dumps" / "SHA256SUMS").write_text(sums)
    return manifest


def _verify(store: Path, triples: int) -> None:
    if (held := len(OxigraphStore(store))) != triples:
        raise SiteError(f"{store}: holds {held:,} triples, and {triples:,} were written")


def _write_description(folder: Path, manifest: Manifest, example: str | None) -> None:
    triples = list(description(manifest, iri(manifest.base + example) if example else None))
    about, names = iri(manifest.base + "dataset"), Names(PREFIXES, manifest.base)
    for format_ in (TURTLE, N_TRIPLES):
        (folder / f"void.{format_.extension}").write_bytes(serialised(triples, format_, names, about=about))
