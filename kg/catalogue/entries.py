"""What goes into the catalogue, and what comes out of it."""

from __future__ import annotations

import msgspec

from kg.identity import Claim  # noqa: TC001 - msgspec reads the annotations
from kg.model import Article, Origin, RecordKey  # noqa: TC001


class Entry(msgspec.Struct, frozen=True, array_like=True, tag="entry"):
    """A record on its way into the catalogue, with its article already packed.

    `venues` are ISSNs with the ISSN-L that the record states for each; `findings` are (kind, name) pairs for the
    report, of kind `remark` or `unmapped`.
    """

    origin: Origin
    digest: bytes
    modified: str
    raw: bytes
    article: bytes
    claim: Claim
    venues: tuple[tuple[str, str | None], ...] = ()
    findings: tuple[tuple[str, str], ...] = ()

    @property
    def record(self) -> RecordKey:
        return self.claim.record


class Version(msgspec.Struct, frozen=True):
    """One record of a work as the graph takes it: its name and its article."""

    record: RecordKey
    article: Article


class Described(msgspec.Struct, frozen=True):
    """A work with the latest version of each of its records.

    `retired` are the keys that it had or could have had before all its records were known.
    """

    key: str
    versions: tuple[Version, ...]
    retired: tuple[str, ...] = ()


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a record as it is kept, without its bytes."""

    record: RecordKey
    origin: Origin
    digest: bytes
    modified: str
    is_latest: bool
