"""A generation whose graph is in somebody else's store, which is all that there is of it.

Any store that holds our shape of data is one: works with their records (`prov:wasDerivedFrom`), names, members.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Final

from kg.errors import SiteError
from kg.iris import Iris
from kg.site.generation import REMOTE, VERSION, Generation, Manifest
from kg.site.records import Behind, Written
from kg.site.remote import RemoteIndex, query, quoted, text
from kg.store.remote import Remote, RemoteStore
from kg.terms import Iri
from kg.vocab import PROV

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.serialise.turtle import Blocks
    from kg.settings import Settings
    from kg.store.endpoint import Target
    from kg.terms import Triple

_SUBJECTS: Final = 5_000  # in one answer: each costs the store a walk over all it holds, and Virtuoso cuts at 10,000


class NoRecords:
    """The records behind works: a store of triples has none."""

    def of(self, path: str) -> Behind:  # noqa: ARG002 - whatever it is
        return Behind()

    def triples(self, path: str) -> list[Triple] | None:  # noqa: ARG002 - the store has them
        return None

    def turtle(self, path: str) -> Written | None:  # noqa: ARG002 - likewise
        return None

    def named(self, path: str) -> Blocks | None:  # noqa: ARG002 - likewise
        return None

    def size(self, path: str) -> int:  # noqa: ARG002 - the store has them
        return 0


def opened(target: Target, settings: Settings, folder: Path) -> tuple[Generation, Iri | None]:
    """Return what an endpoint publishes as a generation, and one of its works; `folder` is for what is derived.

    The base is that of the settings if one is set, else the one that its works have.  Raises `EndpointError` where
    it does not answer, `SiteError` where it holds no works.
    """
    remote = Remote(target, settings.number("sparql.timeout"))
    rows = remote.rows(query("one_work"))
    if not rows:
        raise SiteError(
            f"{target.url}: holds no works with their records (prov:wasDerivedFrom); kg load puts some there"
        )
    example = Iri(rows[0]["work"])
    base = settings.text("site.base") if settings.is_set("site.base") else _base_of(example, target)
    if not example[1:-1].decode().startswith(base):
        raise SiteError(f"{target.url}: {example.decode()} is not below site.base, which is {base}")
    properties = _counts(remote, "properties")
    store = RemoteStore(remote, base, sum(properties.values()))
    index = RemoteIndex(remote, store, base)
    manifest = _manifest(remote, base, target, settings, index.counts(), properties)
    return Generation(folder, manifest, store, index, NoRecords()), example


def subjects(remote: Remote) -> Iterator[Iri]:
    """Yield all that the store says something of, in the order of their names; blank nodes are left out."""
    after = ""
    while rows := remote.rows(query("subjects", after=quoted(after), limit=_SUBJECTS)):
        for row in rows:
            yield Iri(row["subject"])
        after = text(rows[-1], "subject")


def _base_of(work: Iri, target: Target) -> str:
    base, found, _ = work[1:-1].decode().partition("article/")
    if not found:
        raise SiteError(f"{target.url}: {work.decode()} is no article of ours; set site.base")
    return base


def _counts(remote: Remote, name: str) -> dict[str, int]:
    return {text(row, "name"): int(text(row, "count")) for row in remote.rows(query(name))}


def _manifest(  # noqa: PLR0913 - what was asked already
    remote: Remote, base: str, target: Target, settings: Settings, counts: dict[str, int], properties: dict[str, int]
) -> Manifest:
    created = dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    sources = remote.rows(query("sources", **{"from": PROV.hadPrimarySource.decode()}))
    return Manifest(
        version=VERSION,
        number=0,
        base=Iris(base).base,
        created=created,
        digest=hashlib.sha256(f"{target.url} {created}".encode()).hexdigest(),
        title=settings.text("site.title"),
        description=settings.text("site.description"),
        publisher=settings.text("site.publisher"),
        contact=settings.text("site.contact"),
        licence=settings.text("site.license"),
        triples=sum(properties.values()),
        counts=counts,
        classes=_counts(remote, "classes"),
        properties=properties,
        sources={text(row, "source").rpartition("/")[2]: int(text(row, "count")) for row in sources},
        store=REMOTE,
        dumps=(),
    )
