"""The keys of shared things: what stands behind their kind in a URI, the same on any machine.

An identifier that others use too, else a hash of a name where names are all there is; the recipes of the hashes
never change, since URIs must not move.  Nobody is known by name alone: a person without an ORCID iD has no key.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.identifiers import normalised
from kg.iris import hashed, segment
from kg.things.kinds import Book, Organization, Periodical

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg import model
    from kg.model import Agent, Container, Subject
    from kg.things.kinds import Thing

# Containers whose volumes and issues an article counts, the likeliest first; the others are books.
SERIALS: Final = ("periodical", "series", "repository")
_ORGANIZATION_SCHEMES: Final = ("doi", "openalex", "isni", "wikidata", "grid")


class Periodicals:
    """The keys of periodicals, by what all records together know of their ISSNs.

    `links` is ISSN → ISSN-L: the electronic edition that one source knows and the printed one of another are
    the same journal.
    """

    def __init__(self, links: Mapping[str, str] | None = None) -> None:
        self._links = {issn: _last(issn, links) for issn in links} if links else {}

    def key(self, container: Container) -> str | None:
        """Return the key of a periodical, series or repository; None for a book, or where nothing names it.

        ISSN-L, else the lowest ISSN, else the key that its source gives it, else a hash of its name.
        """
        if container.kind not in SERIALS:
            return None
        issns = [container.issn_l] if container.issn_l else [issn.value for issn in container.issns]
        if issns:
            linked = [self._links[issn] for issn in issns if issn in self._links]
            return f"issn:{min(linked or issns)}"
        return container.key or _by_title("periodical", container)


def book(container: Container) -> str | None:
    """Return the key of a book or proceedings: its lowest ISBN, else a hash of its title."""
    if container.kind in SERIALS:
        return None
    return f"isbn:{min(container.isbns)}" if container.isbns else _by_title("book", container)


def agent(printed: Agent) -> str | None:
    """Return the key of a person with an ORCID iD or of a group with a ROR id, or None."""
    if not printed.is_group:
        return f"orcid:{printed.orcid}" if printed.orcid else None
    ror = next((known.value for known in printed.identifiers if known.scheme == "ror"), None)
    return f"ror:{ror}" if ror else None


def organization(institution: model.Organization) -> str | None:
    """Return the key of an organisation that has an identifier: ROR, else a funder's DOI, else another; or None."""
    if institution.ror:
        return f"ror:{institution.ror}"
    known = {identifier.scheme: identifier.value for identifier in reversed(institution.identifiers)}
    for scheme in _ORGANIZATION_SCHEMES:
        if scheme in known and normalised(scheme, known[scheme]) == known[scheme]:
            return f"{scheme}:{known[scheme]}"
    return None


def publisher(institution: model.Organization) -> str | None:
    """Return the key of a publisher: ROR, else a hash of name and country; sources name publishers, few number them."""
    if institution.ror or not institution.name:
        return organization(institution)
    return _by_name("organization", institution.name, institution.country or "")


def concept(subject: Subject) -> str:
    """Return the key of a concept: its identifier in its scheme, else a hash of scheme and label."""
    if subject.id and normalised(subject.scheme, subject.id) == subject.id:
        return f"{subject.scheme}:{subject.id}"
    return hashed("concept", subject.scheme, subject.id or folded(subject.label))


def volume(periodical: str, number: str) -> str:
    """Return the key of a volume: its path below `/periodical/`."""
    return f"{segment(periodical)}/volume/{segment(number)}"


def issue(periodical: str, volume_number: str | None, year: str | None, number: str) -> str:
    """Return the key of an issue: its path below `/periodical/`, in its volume or, without one, in its year."""
    if volume_number:
        return f"{volume(periodical, volume_number)}/issue/{segment(number)}"
    return f"{segment(periodical)}/year/{year or 'unknown'}/issue/{segment(number)}"


def other_keys(thing: Thing) -> Iterator[str]:
    """Yield the keys that a thing would have if less were known of it: those by which it may have been called."""
    match thing:
        case Periodical():
            yield from (f"issn:{issn.value}" for issn in thing.issns)
            yield from (_by_name("periodical", title) for title in thing.labels)
        case Book():
            yield from (f"isbn:{isbn}" for isbn in thing.isbns)
            yield from (_by_name("book", title) for title in thing.labels)
        case Organization():
            pass
        case _:
            return
    yield from (f"{known.scheme}:{known.value}" for known in thing.identifiers)


def folded(name: str) -> str:
    """Return a name as it is compared: compatibility forms, case and runs of space do not count."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _last(issn: str, links: Mapping[str, str]) -> str:
    """Follow links to their end; of a circle, which sources that disagree can make, the lowest is the end."""
    way = [issn]
    while (following := links.get(way[-1], way[-1])) != way[-1]:
        if following in way:
            return min(way[way.index(following) :])
        way.append(following)
    return way[-1]


def _by_title(kind: str, container: Container) -> str | None:
    names = [title.text for title in container.titles] or list(container.short_titles)
    return _by_name(kind, names[0]) if names else None


@lru_cache(1 << 12)  # the articles of a file are in few journals, of fewer publishers
def _by_name(kind: str, name: str, *more: str) -> str:
    return hashed(kind, folded(name), *more)
