"""The shared things, as small values: one article states a few of them, a site holds each merged from all."""

from __future__ import annotations

import msgspec

from kg.model import Identifier, Issn, Metric, Text  # noqa: TC001 - msgspec reads the annotations


class _Shared(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, tag_field="kind"):
    key: str

    @property
    def kind(self) -> str:
        """The kind of thing, as in its URI: `person`, `volume`, ..."""
        return str(self.__struct_config__.tag)


class Person(_Shared, frozen=True, kw_only=True, tag="person"):
    """Somebody with an ORCID iD (`orcid:0000-0002-1825-0097`); `names` as printed, the preferred one first."""

    names: tuple[str, ...]
    given: str | None = None
    family: str | None = None
    suffix: str | None = None
    identifiers: tuple[Identifier, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        return self.names


class Organization(_Shared, frozen=True, kw_only=True, tag="organization"):
    """An institution, a publisher or a funder: `ror:042nb2s44`, `doi:10.13039/…`, or a publisher by its name."""

    names: tuple[str, ...] = ()
    country: str | None = None
    identifiers: tuple[Identifier, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        return self.names


class Periodical(_Shared, frozen=True, kw_only=True, tag="periodical"):
    """A journal, a series or a repository (`type`); `publisher` and `subjects` are keys of other things."""

    type: str = "periodical"
    titles: tuple[Text, ...] = ()
    short_titles: tuple[str, ...] = ()
    issns: tuple[Issn, ...] = ()
    issn_l: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    description: Text | None = None
    publisher: str | None = None
    urls: tuple[str, ...] = ()
    metrics: tuple[Metric, ...] = ()
    subjects: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        return (*(title.text for title in self.titles), *self.short_titles)


class Volume(_Shared, frozen=True, kw_only=True, tag="volume"):
    """A volume of the periodical with that key, which is of that `type`; its key is its path below `/periodical/`."""

    periodical: str
    number: str
    type: str = "periodical"

    @property
    def labels(self) -> tuple[str, ...]:
        return (f"Volume {self.number}",)


class Issue(_Shared, frozen=True, kw_only=True, tag="issue"):
    """An issue, of a volume or, where a periodical counts none, of a year."""

    periodical: str
    number: str
    volume: str | None = None
    year: str | None = None
    type: str = "periodical"

    @property
    def labels(self) -> tuple[str, ...]:
        within = f"Volume {self.volume}" if self.volume else self.year
        return (f"{within}, Issue {self.number}" if within else f"Issue {self.number}",)


class Book(_Shared, frozen=True, kw_only=True, tag="book"):
    """A book or proceedings (`type`) that articles and chapters stand in: `isbn:…`, else by its title.

    `publisher` and `series` are keys of other things.
    """

    type: str = "book"
    titles: tuple[Text, ...] = ()
    short_titles: tuple[str, ...] = ()
    isbns: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    description: Text | None = None
    publisher: str | None = None
    series: str | None = None
    urls: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        return (*(title.text for title in self.titles), *self.short_titles)


class Concept(_Shared, frozen=True, kw_only=True, tag="concept"):
    """A subject of a scheme (`openalex:T10017`); `code` is its identifier there, where it has one."""

    scheme: str
    names: tuple[str, ...] = ()
    code: str | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        return self.names


Thing = Person | Organization | Periodical | Volume | Issue | Book | Concept
