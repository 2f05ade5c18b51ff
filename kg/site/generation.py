"""A published generation, read-only: what the web serves.  It knows nothing of records and mapping."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kg.errors import SiteError
from kg.iris import Iris
from kg.site.index import Index
from kg.site.records import Records
from kg.store.oxigraph import OxigraphStore

if TYPE_CHECKING:
    from pathlib import Path

    from kg.site.layout import Layout
    from kg.store import Store

VERSION = 2


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
    """An open generation: its manifest, its store, its index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)
        self.iris = Iris(self.manifest.base)
        if self.manifest.store == "none":
            raise SiteError(f"{folder}: built with --store none: there are dumps, but nothing to serve")
        self.store: Store = OxigraphStore(folder / "store")
        self.index = Index(folder / "index.sqlite")
        self.records = Records(folder / "records.sqlite")


def current(layout: Layout) -> Generation:
    """Open the generation that is served; raises `SiteError` where there is none or it is of another version."""
    if not layout.current.exists():
        raise SiteError(f"{layout.folder}: no site here; build one first (kg build SOURCES --site {layout.folder})")
    return Generation(layout.current.resolve())


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
