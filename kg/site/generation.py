"""A published generation, read-only: what the web serves.  It knows nothing of records and mapping."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

import msgspec

from kg.errors import SiteError
from kg.iris import Iris
from kg.site.index import Index, Lists
from kg.site.records import Recorded, Records
from kg.store.oxigraph import OxigraphStore
from kg.vocab import RDF

if TYPE_CHECKING:
    from pathlib import Path

    from kg.site.layout import Layout
    from kg.store import Store
    from kg.terms import Iri, Triple

VERSION = 4
_NAMED = 1 << 14  # things whose names are remembered
REMOTE = "remote"
"""What a manifest says of the store where that is another server."""


class Dump(msgspec.Struct, frozen=True, kw_only=True):
    """A dump of the whole graph: its file name, its media type, its size in bytes and its SHA-256 in hex."""

    name: str
    format: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a generation is: `generation.json`.

    `digest` is a SHA-256 over those of the parts of the sorted graph: the same graph has the same digest, whenever
    and wherever it was built, and entity tags are made of it.  The last five fields are what it depends on beside
    its records.
    """

    version: int = VERSION
    number: int
    base: str
    created: str
    digest: str
    title: str
    description: str
    publisher: str
    contact: str
    licence: str
    triples: int
    counts: dict[str, int]
    classes: dict[str, int]
    properties: dict[str, int]
    sources: dict[str, int]
    store: str
    dumps: tuple[Dump, ...]
    program: str = ""
    run: int = 0
    priority: tuple[str, ...] = ()
    priority_of_fields: tuple[str, ...] = ()
    gate: str = ""


class Generation:
    """An open generation: its manifest, its graph, its lists, and the records behind its works.

    `folder` has what is derived from it: the description of the dataset, dumps, reports.
    """

    def __init__(self, folder: Path, manifest: Manifest, store: Store, index: Lists, records: Recorded) -> None:
        self.folder = folder
        self.manifest = manifest
        self.iris = Iris(manifest.base)
        self.store = store
        self.index = index
        self.records = records
        self.named = lru_cache(_NAMED)(partial(_named, store))


def _named(store: Store, thing: Iri, called: Iri) -> tuple[Triple, ...]:
    """Return the triples that say of which classes a thing is and how it is called: documents share many."""
    return (*store.outgoing(thing, RDF.type), *store.outgoing(thing, called))


def opened(folder: Path) -> Generation:
    """Open a generation on disk; raises `SiteError` where it cannot be served."""
    manifest = read_manifest(folder)
    if manifest.store == "none":
        raise SiteError(f"{folder}: built with --store none: there are dumps, but nothing to serve")
    store, index = OxigraphStore(folder / "store"), Index(folder / "index.sqlite")
    return Generation(folder, manifest, store, index, Records(folder / "records.sqlite"))


def current(layout: Layout) -> Generation:
    """Open the generation that is served; raises `SiteError` where there is none or it is of another version."""
    if not layout.current.exists():
        raise SiteError(f"{layout.folder}: no site here; build one first (kg build SOURCES --site {layout.folder})")
    return opened(layout.current.resolve())


def read_manifest(folder: Path) -> Manifest:
    """Read `generation.json`; raises `SiteError` where it is missing, broken or of another version."""
    file = folder / "generation.json"
    try:
        written = file.read_bytes()
        found = msgspec.json.decode(written, type=dict).get("version")
        if found != VERSION:
            raise SiteError(f"{file}: version {found}, and this program reads {VERSION}; build the site again")
        return msgspec.json.decode(written, type=Manifest)
    except FileNotFoundError as error:
        raise SiteError(f"{folder}: no generation here; build the site again") from error
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise SiteError(f"{file}: {error}; build the site again") from error
