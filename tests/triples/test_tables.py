"""The tables of types, relations, roles and schemes know all that mappers may say."""

from __future__ import annotations

import pytest

from kg.iris import Iris
from kg.mappers import parts
from kg.model import Agent, Article, Identifier, RecordKey, Relation, Text, Work
from kg.things import Periodicals
from kg.triples import scheme_triples, source_triples, triples
from kg.triples.relations import RELATIONS
from kg.triples.types import TYPES, classes
from kg.vocab import BIBO, CITO, DCTERMS, FABIO, PRO, RDF, SCHEMA

IRIS = Iris("https://kg.example.org/")


def made(article: Article) -> set[tuple[bytes, bytes, bytes]]:
    """Make the triples of an article."""
    work = Work(key="10.1000/a", article=article, records=(RecordKey("crossref", "10.1000/a"),))
    return set(triples(work, IRIS, Periodicals()))


def test_every_type_of_the_mappers_has_classes() -> None:
    """No mapper names a type that the graph does not know, and the reverse."""
    assert parts.TYPES == set(TYPES)


def test_every_relation_of_the_mappers_has_terms() -> None:
    """Each relation that a mapper may name is said by a term of its own or on purpose by the general one."""
    assert parts.RELATIONS == set(RELATIONS)


def test_a_type_that_nobody_knows_is_a_document() -> None:
    """A record of a kind that came up yesterday is published all the same."""
    known = made(Article(type="hologram", titles=()))

    assert classes("hologram") == TYPES["other"]
    assert (IRIS.article("10.1000/a"), DCTERMS.type, IRIS.scheme("type", "other")) in known


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("journal-article", {SCHEMA.ScholarlyArticle, BIBO.AcademicArticle, FABIO.JournalArticle}),
        ("preprint", {SCHEMA.ScholarlyArticle, BIBO.AcademicArticle, FABIO.Preprint}),
        ("dataset", {SCHEMA.Dataset, BIBO.Document, FABIO.DataFile}),
        ("journal-volume", {SCHEMA.PublicationVolume, BIBO.Document, FABIO.JournalVolume}),
        ("book-chapter", {SCHEMA.Chapter, BIBO.BookSection, FABIO.BookChapter}),
    ],
)
def test_a_type_is_a_class_in_every_vocabulary(type_: str, expected: set[bytes]) -> None:
    """Whoever asks in the terms of schema.org, of BIBO or of FaBiO finds the article."""
    node = IRIS.article("10.1000/a")

    assert expected == {
        object_
        for subject, predicate, object_ in made(Article(type=type_, titles=(Text("x"),)))
        if (subject, predicate) == (node, RDF.type)
    }


def test_a_relation_without_a_name_of_its_own_is_a_relation() -> None:
    """What a source relates is related, whatever it calls it; an article is not related to itself."""
    relations = tuple(
        Relation(name=name, identifier=Identifier("doi", doi))
        for name, doi in (("own-relation", "10.1000/b"), ("corrects", "10.1000/a"), ("corrects", "10.1000/c"))
    )
    known = made(Article(type="other", titles=(), relations=relations))
    node = IRIS.article("10.1000/a")

    assert (node, DCTERMS.relation, IRIS.article("10.1000/b")) in known
    assert (node, CITO.corrects, IRIS.article("10.1000/c")) in known
    assert not [triple for triple in known if triple[0] == node == triple[2]]


def test_agents_are_numbered_role_by_role() -> None:
    """The first editor is the first, behind however many authors; a role that nobody knows is a contribution."""
    agents = (Agent(name="A"), Agent(name="B", role="editor"), Agent(name="C"), Agent(name="D", role="juggler"))
    known = made(Article(type="other", titles=(), agents=agents))
    node = IRIS.article("10.1000/a")

    for part, role, number in (
        ("authorship-2", PRO.author, b"2"),
        ("editorship-1", PRO.editor, b"1"),
        ("contributorship-1", PRO.contributor, b"1"),
    ):
        held = IRIS.fragment(node, part)
        assert (held, PRO.withRole, role) in known
        assert (held, SCHEMA.position, b'"%b"^^<http://www.w3.org/2001/XMLSchema#integer>' % number) in known


def test_every_type_and_scheme_that_the_graph_names_is_described() -> None:
    """A concept of ours that articles point to is among those that every site states."""
    stated = {subject for subject, _, _ in scheme_triples(IRIS)}

    assert {IRIS.scheme("type", name) for name in TYPES} <= stated
    assert IRIS.scheme("oa-status", "gold") in stated
    assert IRIS.scheme("licence", "cc-by") in stated
    assert IRIS.scheme("mesh") in stated


def test_a_source_that_nobody_knows_goes_by_its_name() -> None:
    """Anybody's records have a source."""
    assert (IRIS.source("our library"), SCHEMA.name, b'"our library"') in set(source_triples("our library", IRIS))
    assert (IRIS.source("crossref"), SCHEMA.name, b'"Crossref"') in set(source_triples("crossref", IRIS))
