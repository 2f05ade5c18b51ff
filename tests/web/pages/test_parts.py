"""The small parts that pages are made of."""

from __future__ import annotations

import pytest

from kg.serialise import Names
from kg.serialise.reading import value
from kg.site.generation import Generation
from kg.site.index import ThingRow, WorkRow
from kg.terms import Iri, Triple, iri, literal, typed
from kg.vocab import PREFIXES, RDF, SCHEMA, XSD
from kg.web.documents import Document, document
from kg.web.pages.dates import moment
from kg.web.pages.graph import Graph, Words
from kg.web.pages.head import shortened
from kg.web.pages.places import Places
from kg.web.pages.reading import Reading
from kg.web.pages.rows import pager, things, works
from kg.web.pages.table import table
from tests.web.pages import making
from tests.web.pages.reader import Page

THING, OTHER = iri("https://kg.example.org/article/x"), iri("https://kg.example.org/article/x#author-2")
TRIPLES: list[Triple] = [
    (THING, SCHEMA.name, literal("Titel", "de")),
    (THING, SCHEMA.name, literal("Title", "en")),
    (THING, SCHEMA.author, iri("https://kg.example.org/article/x#author-10")),
    (THING, SCHEMA.author, OTHER),
    (THING, SCHEMA.position, typed("3", XSD.integer)),
    (OTHER, SCHEMA.name, literal("Bob")),
    (OTHER, RDF.type, SCHEMA.Person),
]


def test_a_graph_answers_in_order() -> None:
    """2 before 10, whatever order the triples came in."""
    graph = Graph(TRIPLES)

    assert [OTHER, iri("https://kg.example.org/article/x#author-10")] == graph.iris(THING, SCHEMA.author)
    assert [Words("Titel", "de"), Words("Title", "en")] == graph.words(THING, SCHEMA.name)
    assert ("3", None) == (graph.text(THING, SCHEMA.position), graph.text(OTHER, SCHEMA.position))
    assert (Words("Bob"), None) == (graph.name(OTHER), graph.name(iri("https://kg.example.org/none")))
    assert [SCHEMA.Person] == graph.types(OTHER)
    assert [THING, OTHER] == graph.subjects()
    assert [*graph.about(OTHER)] == TRIPLES[-2:]


@pytest.mark.parametrize(
    ("base", "url", "link"),
    [
        ("https://kg.example.org/", "https://kg.example.org/article/10.1/x", "/article/10.1/x"),
        ("https://kg.example.org/", "https://kg.example.org/", "/"),
        ("https://kg.example.org/data/", "https://kg.example.org/data/ns#x", "/data/ns#x"),
        ("https://kg.example.org/data/", "https://kg.example.org/other", "https://kg.example.org/other"),
        ("https://kg.example.org/", "https://doi.org/10.1/x", "https://doi.org/10.1/x"),
        ("https://kg.example.org/", "HTTP://example.org", "HTTP://example.org"),
        ("https://kg.example.org/", "ftp://example.org/x", "ftp://example.org/x"),
        ("https://kg.example.org/", "mailto:a@example.org", "mailto:a@example.org"),
        ("https://kg.example.org/", "javascript:alert(1)", None),
        ("https://kg.example.org/", " javascript:alert(1)", None),
        ("https://kg.example.org/", "data:text/html,x", None),
        ("https://kg.example.org/", "urn:isbn:1", None),
        ("https://kg.example.org/", "//evil.example/", None),
        ("https://kg.example.org/", "", None),
    ],
)
def test_where_a_url_leads(base: str, url: str, link: str | None) -> None:
    """Ours by a path from the root; elsewhere only what a reader may follow."""
    assert link == Places(base).url(url)


def test_a_link_carries_its_query() -> None:
    """Encoded, spaces too."""
    assert "/data/search?q=a%20b%26c" == Places("https://x.example/data/").below("search", q="a b&c")


@pytest.mark.parametrize(
    ("date", "text", "machine", "year"),
    [
        ("2024", "2024", "2024", "2024"),
        ("2024-02", "February 2024", "2024-02", "2024"),
        ("2024-12-01", "1 December 2024", "2024-12-01", "2024"),
        ("2024-13", "2024-13", "", ""),
        ("Spring 2024", "Spring 2024", "", ""),
    ],
)
def test_a_date_for_people(date: str, text: str, machine: str, year: str) -> None:
    """As precise as it is, and no machine date where there is none."""
    made = moment(date)

    assert (text, machine, year) == (made.text, made.machine, made.year)


@pytest.mark.parametrize(
    ("page", "pages", "numbers"),
    [
        (1, 1, [1]),
        (1, 4, [1, 2, 3, 4]),
        (1, 5, [1, 2, 3, None, 5]),
        (3, 4, [1, 2, 3, 4]),
        (50, 99, [1, None, 48, 49, 50, 51, 52, None, 99]),
        (99, 99, [1, None, 97, 98, 99]),
    ],
)
def test_the_way_through_a_list(page: int, pages: int, numbers: list[int | None]) -> None:
    """First, last and neighbours; a gap where pages are left out."""
    way = pager(page, pages, 1_000, lambda number: f"?page={number}")

    assert numbers == [place and place[0] for place in way.numbers]
    assert (page > 1, page < pages) == (way.previous is not None, way.following is not None)


def test_rows_of_the_index() -> None:
    """As a page shows them."""
    places = Places("https://x.example/kg/")
    [work] = works([WorkRow("article/10.1/x", "T", "2024-02", "A", "V", "book-chapter")], places)
    [thing] = things([ThingRow("periodical", "periodical/h:x", "P", 3)], places)

    assert ("/kg/article/10.1/x", "book chapter") == (work.href, work.type)
    assert ("/kg/periodical/h:x", "journal", 3) == (thing.name.href, thing.kind, thing.works)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("One.\n\n  Two. ", "One. Two."),
        ("word " * 100, "word " * 59 + "word…"),
        ("x" * 1_000, "x" * 300 + "…"),
    ],
)
def test_a_description_is_cut_between_words(text: str, short: str) -> None:
    """What a search engine shows."""
    assert short == shortened(text)


def reading(opened: Generation, path: str) -> Reading:
    found = document(opened, path)
    assert found is not None
    return Reading(opened, Places(opened.manifest.base), found)


def test_the_table_has_every_triple(opened: Generation) -> None:
    """Each value once below each of its properties; properties with the same values share a row."""
    read = reading(opened, "article/10.1111/lamp.12329")
    made = table(read, Names(PREFIXES, opened.manifest.base))
    shown = sum(len(row.properties) * len(row.values) for group in made.groups for row in group.rows)
    named = next(row for row in made.groups[0].rows if row.values[0].text.startswith("A global protection gap"))

    assert (len(read.document.triples), False) == (made.total, made.is_cut)
    assert shown == made.total
    assert ["schema:name", "schema:headline", "dcterms:title"] == [each.name for each in named.properties]
    assert "https://schema.org/name" == named.properties[0].href


def test_names_are_looked_up_so_often_and_no_more(opened: Generation) -> None:
    """A reference list of ten thousand costs no more than one of a thousand."""
    read = reading(opened, "article/10.1111/lamp.12329")
    base = opened.manifest.base
    links = [read.link(Iri(f"<{base}article/10.9999/{number}>".encode())) for number in range(1_500)]
    known = read.link(iri(f"{base}article/10.1000/xyz123"))

    assert {False} == {link.is_held for link in links}
    assert "10.1000/xyz123" == known.text


def test_a_long_literal_is_folded(opened: Generation) -> None:
    """The first words in sight, nothing lost."""
    words = "word " * 400
    found = document(opened, "article/10.1111/lamp.12329")
    assert found is not None
    said: Document = type(found)(
        **{name: getattr(found, name) for name in found.__struct_fields__}
        | {"triples": ((found.iri, SCHEMA.abstract, literal(words.strip())),)}
    )
    text = making.pages(opened).thing(said)

    assert '<details class="long">' in text
    assert words.strip() in Page(text).text().replace(" … ", " ").replace("…", "")


def test_the_value_of_a_term_is_shown_with_what_it_is(opened: Generation) -> None:
    """Language and datatype beside it, the name of a thing beside its path."""
    text = Page(making.page(opened, "article/10.1000/xyz123")).text()

    assert "Catalysis at the edge en Katalyse am Rand de" in text
    assert "2021-05 xsd:gYearMonth" in text
    assert "/periodical/issn:0021-9517 Journal of Catalysis" in text
    assert value(SCHEMA.name) not in text
