"""Who had a part in an article: in order, as printed, with the affiliations of that article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from kg.serialise.reading import value
from kg.vocab import PRO, RDF, SCHEMA
from kg.web.pages.reading import Link

if TYPE_CHECKING:
    from kg.terms import Iri
    from kg.web.pages.reading import Reading

# SPAR's roles, by what a page calls those who hold them; authors first.
_ROLES: Final = {
    PRO.author: "Authors",
    PRO.editor: "Editors",
    PRO.translator: "Translators",
    PRO.reviewer: "Reviewers",
    PRO.illustrator: "Illustrators",
    PRO.compiler: "Compilers",
    PRO.contributor: "Contributors",
}
_MOST_PARTED = 500  # names looked up for their parts: a page costs no more, however long its byline


class Contributor(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody with a role: the name as printed, where it leads, and what the article says of them.

    `anchor` is the fragment of somebody who is known from this article alone, `role_anchor` that of the role.
    """

    node: Iri
    name: str
    href: str | None
    anchor: str = ""
    role_anchor: str = ""
    orcid: str | None = None
    orcid_url: str | None = None
    is_corresponding: bool = False
    is_group: bool = False
    affiliations: tuple[Link, ...] = ()
    given: str | None = None
    family: str | None = None
    suffix: str | None = None

    @property
    def inverted(self) -> str:
        """The name with its family name first where the parts are known, else as printed."""
        if not self.family or not self.given:
            return self.name
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)


class Role(msgspec.Struct, frozen=True):
    """All who have one role, in order."""

    label: str
    people: tuple[Contributor, ...]

    @property
    def is_of_authors(self) -> bool:
        return self.label == _ROLES[PRO.author]


def roles(reading: Reading) -> tuple[Role, ...]:
    """Return who had a part in the article, role by role."""
    graph = reading.graph
    held: dict[str, list[tuple[int, Iri]]] = {}
    for part in graph.iris(reading.thing, PRO.isDocumentContextFor):
        role = graph.iri(part, PRO.withRole)
        label = _ROLES.get(role, "Contributors") if role else "Contributors"
        held.setdefault(label, []).append((_position(reading, part), part))
    parted = _Parts(reading)
    return tuple(
        Role(label, tuple(_contributor(reading, part, parted) for _, part in sorted(held[label])))
        for label in dict.fromkeys(_ROLES.values())
        if label in held
    )


def is_complete(reading: Reading) -> bool:
    """Tell whether all authors are named; false where the source itself ends in "et al."."""
    return reading.text(reading.own("authorListComplete")) != "false"


def _position(reading: Reading, part: Iri) -> int:
    number = reading.graph.text(part, SCHEMA.position) or ""
    return int(number) if number.isdigit() else 0


def _contributor(reading: Reading, part: Iri, parted: _Parts) -> Contributor:
    graph = reading.graph
    holder = graph.iri(part, PRO.isHeldBy) or part
    known = graph.name(holder)
    given, family, suffix = parted.of(holder)
    orcid = _orcid(reading, holder)
    return Contributor(
        node=holder,
        name=graph.text(part, SCHEMA.creditText) or (known.text if known else value(holder)),
        href=_href(reading, holder),
        anchor=reading.anchor(holder) if holder != part else "",
        role_anchor=reading.anchor(part),
        orcid=orcid,
        orcid_url=f"https://orcid.org/{orcid}" if orcid else None,
        is_corresponding=graph.text(part, reading.own("corresponding")) == "true",
        is_group=SCHEMA.Organization in graph.types(holder),
        affiliations=(
            *(reading.link(at) for at in graph.iris(part, reading.own("affiliation"))),
            *(Link(text) for text in graph.texts(part, reading.own("rawAffiliation"))),
        ),
        given=given,
        family=family,
        suffix=suffix,
    )


def _href(reading: Reading, holder: Iri) -> str | None:
    anchor = reading.anchor(holder)
    return f"#{anchor}" if anchor else reading.places.link(holder)


def _orcid(reading: Reading, holder: Iri) -> str | None:
    path = reading.places.path(holder) or ""
    return path.removeprefix("person/orcid:") if path.startswith("person/orcid:") else None


class _Parts:
    """The parts of names: those of this article's own people stand in it, those of others in the store."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._left = _MOST_PARTED

    def of(self, holder: Iri) -> tuple[str | None, str | None, str | None]:
        graph = self._reading.graph
        if not self._reading.anchor(holder) and self._left:
            self._left -= 1
            graph = type(graph)(self._reading.generation.store.outgoing(holder))
        if SCHEMA.Organization in graph.iris(holder, RDF.type):
            return None, None, None
        return (
            graph.text(holder, SCHEMA.givenName),
            graph.text(holder, SCHEMA.familyName),
            graph.text(holder, SCHEMA.honorificSuffix),
        )
