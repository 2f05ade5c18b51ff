"""Who had a part in the article: a direct link to each person, and a role that knows place, name and affiliation.

The direct link (`schema:author`) is what queries join on; the order, the name as printed and the affiliation belong
to this article and not to the person, so they stand on `#authorship-1`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kg.terms import Iri, literal
from kg.things import keys
from kg.triples import values
from kg.vocab import BIBO, DCTERMS, FOAF, PRO, RDF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Agent
    from kg.terms import Triple
    from kg.triples.about import About


class Role(NamedTuple):
    """A role: the properties that link the article to who holds it, and SPAR's name for it."""

    links: tuple[Iri, ...]
    pro: Iri


ROLES: Final = {
    "author": Role((SCHEMA.author, DCTERMS.creator), PRO.author),
    "editor": Role((SCHEMA.editor, BIBO.editor, DCTERMS.contributor), PRO.editor),
    "translator": Role((SCHEMA.translator, BIBO.translator, DCTERMS.contributor), PRO.translator),
    "reviewer": Role((SCHEMA.contributor, DCTERMS.contributor), PRO.reviewer),
    "illustrator": Role((SCHEMA.contributor, DCTERMS.contributor), PRO.illustrator),
    "compiler": Role((SCHEMA.contributor, DCTERMS.contributor), PRO.compiler),
    "contributor": Role((SCHEMA.contributor, DCTERMS.contributor), PRO.contributor),
}


def agents(about: About) -> Iterator[Triple]:
    """Yield all who have a role, numbered role by role in the order of the source."""
    article = about.article
    counts: dict[str, int] = {}
    for agent in article.agents:
        role = agent.role if agent.role in ROLES else "contributor"
        counts[role] = counts.get(role, 0) + 1
        yield from _agent(about, agent, role, counts[role])
    if not article.agents_complete:
        yield about.node, about.iris.term("authorListComplete"), values.boolean(False)
    if article.publisher and (key := keys.publisher(article.publisher)):
        publisher = about.iris.organization(key)
        yield about.node, SCHEMA.publisher, publisher
        yield about.node, DCTERMS.publisher, publisher


def _agent(about: About, agent: Agent, role: str, number: int) -> Iterator[Triple]:
    node, links = about.node, ROLES[role]
    name = literal(agent.name)
    key = keys.agent(agent)
    if key is None:
        holder = about.part(f"{role}-{number}")
        yield from _unknown(about, agent, holder)
    elif agent.is_group:
        holder = about.iris.organization(key)
    else:
        holder = about.iris.person(key)
    for link in links.links:
        yield node, link, holder
    held = about.part(f"{role}ship-{number}")
    yield node, PRO.isDocumentContextFor, held
    yield held, RDF.type, PRO.RoleInTime
    yield held, PRO.withRole, links.pro
    yield held, PRO.isHeldBy, holder
    yield held, PRO.relatesToDocument, node
    yield held, SCHEMA.position, values.integer(number)
    yield held, SCHEMA.creditText, name
    if key is None:  # who else somebody may be is a guess of the source
        for identifier in agent.identifiers:
            yield held, SCHEMA.identifier, literal(f"{identifier.scheme}:{identifier.value}")
    if agent.is_corresponding:  # who is not is rarely stated, though often written down as false
        yield held, about.iris.term("corresponding"), values.boolean(True)
    for affiliation in agent.affiliations:
        if (at := keys.organization(affiliation)) is not None:
            yield held, about.iris.term("affiliation"), about.iris.organization(at)
        elif affiliation.name:
            yield held, about.iris.term("rawAffiliation"), literal(affiliation.name)


def _unknown(about: About, agent: Agent, holder: Iri) -> Iterator[Triple]:
    """Yield somebody who is known from this article alone, and whose affiliation therefore can be called theirs."""
    name = literal(agent.name)
    if agent.is_group:
        yield holder, RDF.type, SCHEMA.Organization
        yield holder, RDF.type, FOAF.Organization
    else:
        yield holder, RDF.type, SCHEMA.Person
        yield holder, RDF.type, FOAF.Person
    yield holder, SCHEMA.name, name
    yield holder, FOAF.name, name
    if agent.is_group:
        return
    if agent.given:
        given = literal(agent.given)
        yield holder, SCHEMA.givenName, given
        yield holder, FOAF.givenName, given
    if agent.family:
        family = literal(agent.family)
        yield holder, SCHEMA.familyName, family
        yield holder, FOAF.familyName, family
    if agent.suffix:
        yield holder, SCHEMA.honorificSuffix, literal(agent.suffix)
    for affiliation in agent.affiliations:
        if (at := keys.organization(affiliation)) is not None:
            yield holder, SCHEMA.affiliation, about.iris.organization(at)
