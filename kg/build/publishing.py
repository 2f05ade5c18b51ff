"""The last files of a generation: its manifest, its description as VoID and DCAT, its checksums."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from kg import catalogue
from kg.build.description import description
from kg.errors import SiteError
from kg.formats import N_TRIPLES, TURTLE
from kg.serialise import Names, write
from kg.site.generation import Manifest
from kg.site.index import Index
from kg.store.oxigraph import OxigraphStore
from kg.terms import iri
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from kg.build.joining import Joined
    from kg.settings import Settings


def describe(folder: Path, database: Path, joined: Joined, settings: Settings) -> Manifest:
    """Write `generation.json`, `void.nt`, `void.ttl` and `dumps/SHA256SUMS`; return the manifest.

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
    )
    written = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
    (folder / "generation.json").write_bytes(written + b"\n")
    _write_description(folder, manifest, joined.example)
    sums = "".join(f"{dump.sha256}  {dump.name}\n" for dump in manifest.dumps)
    (folder / "dumps" / "SHA256SUMS").write_text(sums)
    return manifest


def _verify(store: Path, triples: int) -> None:
    if (held := len(OxigraphStore(store))) != triples:
        raise SiteError(f"{store}: holds {held:,} triples, and {triples:,} were written")


def _write_description(folder: Path, manifest: Manifest, example: str | None) -> None:
    triples = list(description(manifest, iri(manifest.base + example) if example else None))
    about, names = iri(manifest.base + "dataset"), Names(PREFIXES, manifest.base)
    for format_ in (TURTLE, N_TRIPLES):
        (folder / f"void.{format_.extension}").write_bytes(write(triples, format_, names, about=about))
