"""What a document holds: the thing, the names of what it points to, its members page by page; nothing invented."""

from __future__ import annotations

import pytest

from kg.iris import kind_of
from kg.serialise.reading import value
from kg.terms import iri
from kg.vocab import CITO, OWL, RDF, SCHEMA
from kg.web.documents import Document, document, document_urls, exists
from tests.web.client import Client
from tests.web.conftest import Site
from tests.web.tricky import TRICKY


@pytest.fixture(scope="session")
def cited_only(site: Site) -> str:
    """The path of an article that others cite and no record describes."""
    store, index = site.generation.store, site.generation.index
    base = f"<{site.base}".encode()
    for row in index.works(0, 1_000).rows:
        for _, predicate, object_ in store.outgoing(_iri(site, row.path)):
            if predicate == CITO.cites and object_.startswith(base) and not store.outgoing(object_):  # type: ignore[arg-type]
                return object_[len(base) : -1].decode()
    pytest.fail("no seed cites what no seed describes")


def test_an_article_comes_with_its_parts(site: Site) -> None:
    """All that the store says about it and its fragments."""
    found = _found(site, "article/10.1111/lamp.12329")

    assert set(site.generation.store.about(found.iri)) <= set(found.triples)
    assert ("article", "A global protection gap: Migrant insecurity in Mexico") == (found.kind, found.label)
    assert (1, 1, 0, True) == (found.page, found.pages, found.total, found.is_described)


def test_what_it_points_to_is_named(site: Site) -> None:
    """Type and name of the journal and the issue, so that the document can be read by itself."""
    found = _found(site, "article/10.1111/lamp.12329")
    names = {SCHEMA.name, SCHEMA.issueNumber}
    named = {value(s): value(o) for s, p, o in found.triples if p in names and s != found.iri}
    typed = {value(s) for s, p, o in found.triples if p == RDF.type}

    assert "Latin American Policy" == named[f"{site.base}periodical/agg:42501"]
    assert "1" == named[f"{site.base}periodical/agg:42501/volume/15/issue/1"]
    assert f"{site.base}periodical/agg:42501/volume/15/issue/1" in typed


def test_nothing_is_invented(site: Site) -> None:
    """Every triple of a document stands in the store."""
    store = site.generation.store
    for path in ("article/10.1111/lamp.12329", "periodical/agg:7", "periodical/agg:7/volume/3/issue/1"):
        for triple in _found(site, path).triples:
            assert triple in store.outgoing(triple[0])


def test_members_come_page_by_page(site: Site) -> None:
    """Each page has so many, each with the link and its name; together they are all, and none twice."""
    thing = f"<{site.base}periodical/agg:7>".encode()
    pages = [_found(site, "periodical/agg:7", page=number, size=4) for number in range(1, 7)]
    seen = [row.path for page in pages for row in page.members]

    assert {(6, len(TRICKY))} == {(page.pages, page.total) for page in pages}
    assert sorted(f"article/{path}" for path in TRICKY.values()) == sorted(seen)
    for page in pages:
        linked = {triple[0] for triple in page.triples if triple[2] == thing}
        named = {triple[0] for triple in page.triples if triple[1] == SCHEMA.name}
        assert {_iri(site, row.path) for row in page.members} <= linked & named
    assert document(site.generation, "periodical/agg:7", page=7, size=4) is None
    assert document(site.generation, "periodical/agg:7", page=10**9, size=4) is None


def test_a_periodical_lists_its_volumes_and_issues(site: Site) -> None:
    """Which no article needs to be read for."""
    found = _found(site, "periodical/agg:42501")

    assert {"periodical/agg:42501/volume/15", "periodical/agg:42501/volume/15/issue/1"} <= {p.path for p in found.parts}


def test_an_article_that_is_only_cited_answers(site: Site, client: Client, cited_only: str) -> None:
    """Its document holds who cites it, and nothing else is known."""
    found = _found(site, cited_only)

    assert not found.is_described
    assert {triple for triple in found.triples if triple[2] == found.iri}
    assert not [triple for triple in found.triples if triple[0] == found.iri]
    assert cited_only.removeprefix("article/").split("%")[0] in found.label.replace(" ", "")
    assert 200 == client.followed(f"/{cited_only}", "text/turtle").status
    assert 200 == client.followed(f"/{cited_only}", "text/html").status


@pytest.mark.parametrize("path", ["dataset", "ns"])
def test_files_are_documents_too(site: Site, path: str) -> None:
    """VoID and our own terms, whose fragments are all in the one document."""
    found = _found(site, path)

    assert {triple for triple in found.triples if triple[0] == found.iri}
    assert {triple for triple in found.triples if triple[0].startswith(found.iri[:-1] + b"#")}
    assert found.label


@pytest.mark.parametrize(
    "path", ["article/10.5555/none", "person/orcid:0000-0002-1825-0097", "source/none", "record/agg/x"]
)
def test_what_is_not_there_has_no_document(site: Site, path: str) -> None:
    assert document(site.generation, path) is None
    assert not exists(site.generation, path)


@pytest.mark.parametrize(
    "kind", ["article", "periodical", "person", "organization", "concept", "book", "volume", "issue"]
)
def test_every_kind_of_thing_exists_as_it_answers(site: Site, kind: str) -> None:
    """`exists` and `document` agree, for all that the index lists."""
    rows = site.generation.index.works(0, 50) if kind == "article" else site.generation.index.things(kind, 0, 50)
    for row in rows.rows:
        assert exists(site.generation, row.path)
        assert kind == _found(site, row.path).kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("article/10.1000/volume/3", "article"),
        ("periodical/issn:1234-5679", "periodical"),
        ("periodical/issn:1234-5679/volume/15", "volume"),
        ("periodical/issn:1234-5679/volume/15/issue/1", "issue"),
        ("periodical/issn:1234-5679/year/2024/issue/1", "issue"),
        ("periodical/issn:1234-5679/metric/journal-impact-factor/agg/2023", "metric"),
        ("dataset", "dataset"),
        ("ns", "ns"),
    ],
)
def test_a_path_tells_the_kind(path: str, kind: str) -> None:
    assert kind == kind_of(path)


def test_each_page_has_its_own_urls() -> None:
    """The first page is the document itself."""
    assert "https://x.org/doc/ttl/person/orcid:1" == document_urls("https://x.org/", "person/orcid:1")["ttl"]
    assert "https://x.org/doc/ttl/person/orcid:1?page=2" == document_urls("https://x.org/", "person/orcid:1", 2)["ttl"]


def test_pages_of_a_document_are_linked(client: Client, site: Site) -> None:
    """first, prev, next and last, in the same format; behind the last there is nothing."""
    first = client.ask("/doc/ttl/periodical/agg:7")
    second = client.ask("/doc/ttl/periodical/agg:7?page=2")
    url = f"{site.base}doc/ttl/periodical/agg:7"

    assert ([url], [], [f"{url}?page=2"], [f"{url}?page=3"]) == tuple(
        map(first.linked, ("first", "prev", "next", "last"))
    )
    assert ([url], [f"{url}?page=3"]) == (second.linked("prev"), second.linked("next"))
    assert first["etag"] != second["etag"]
    assert 404 == client.ask("/doc/ttl/periodical/agg:7?page=4").status


def test_the_uri_leads_to_the_page_that_is_asked_for(client: Client, site: Site) -> None:
    """A page is a part of the query; one too far is refused before the redirect."""
    see = client.ask("/periodical/agg:7?page=3", "text/turtle")

    assert (303, f"{site.base}doc/ttl/periodical/agg:7?page=3") == (see.status, see["location"])
    assert 404 == client.ask("/periodical/agg:7?page=4", "text/turtle").status


def _found(site: Site, path: str, **paging: int) -> Document:
    found = document(site.generation, path, **paging)
    assert found is not None
    return found


def _iri(site: Site, path: str) -> bytes:
    return f"<{site.base}{path}>".encode()


def test_a_document_has_the_figures_about_its_thing(site: Site) -> None:
    """An impact factor points to its journal, and nothing points to the impact factor: it is there all the same."""
    found = document(site.generation, "periodical/agg:42501")

    assert found is not None
    figures = {subject for subject, predicate, _ in found.triples if predicate == SCHEMA.observationAbout}
    assert len(figures) >= 2
    assert all(b"/periodical/agg:42501/metric/" in figure for figure in figures)


def test_the_triples_that_are_kept_are_those_of_the_store(site: Site) -> None:
    """Of each work, whatever its DOI, with the figures about it; of anything else none are kept."""
    opened = site.generation
    paths = opened.index.paths("", 1000)
    store = opened.store

    assert len(paths) > 60
    for path in paths:
        kept = opened.records.triples(path)
        assert kept is not None
        thing = iri(opened.manifest.base + path)
        leading_here = [*store.incoming(thing, 99, SCHEMA.observationAbout), *store.incoming(thing, 99, OWL.sameAs)]
        figures = [triple for node, _, _ in leading_here for triple in store.outgoing(node)]
        assert sorted([*store.about(thing), *figures]) == sorted(kept), path
    assert opened.records.triples("periodical/agg:7") is None
