"""Shared things: the same key for the same thing on any machine, and one thing of all that is said about it."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.iris import Iris, hashed
from kg.model import (
    Agent,
    Article,
    Container,
    Dates,
    Grant,
    Identifier,
    Issn,
    Metric,
    Organization,
    Subject,
    Text,
)
from kg.things import Book, Concept, Issue, Periodical, Periodicals, Person, Thing, Volume, keys, merged, things
from kg.things import Organization as SharedOrganization
from kg.triples import thing_triples
from kg.vocab import SCHEMA, SKOS
from tests.strategies import ARTICLES


@pytest.mark.parametrize(
    ("container", "key"),
    [
        (Container(issn_l="0021-9517", issns=(Issn("1090-2694"),), key="agg:1"), "issn:0021-9517"),
        (Container(issns=(Issn("1090-2694"), Issn("0021-9517")), key="agg:1"), "issn:0021-9517"),
        (Container(key="agg:42501", titles=(Text("Latin American Policy"),)), "agg:42501"),
        (Container(titles=(Text("Latin American Policy"),)), hashed("periodical", "latin american policy")),
        (Container(short_titles=("ＬＡＰ",)), hashed("periodical", "lap")),
        (Container(kind="series", issns=(Issn("0302-9743"),)), "issn:0302-9743"),
        (Container(kind="book", issns=(Issn("0302-9743"),), titles=(Text("A book"),)), None),
        (Container(), None),
    ],
)
def test_a_periodical_is_known_by_its_best_number(container: Container, key: str | None) -> None:
    """ISSN-L before any ISSN, before a source's own key, before the name; a book is no periodical."""
    assert key == Periodicals().key(container)


@pytest.mark.parametrize(
    ("issns", "key"),
    [
        (("1090-2694",), "issn:0021-9517"),
        (("2434-561X",), "issn:2434-561X"),
        (("1090-2694", "2434-561X"), "issn:0021-9517"),
        (("1111-1119",), "issn:0021-9517"),  # a link to what links on
        (("2222-2225",), "issn:2222-2225"),  # links in a circle end at the lowest
        (("3333-3331",), "issn:2222-2225"),
    ],
)
def test_issns_that_any_record_links_are_one_journal(issns: tuple[str, ...], key: str) -> None:
    """The electronic edition that one source knows is the printed one of another."""
    links = {
        "1090-2694": "0021-9517",
        "0021-9517": "0021-9517",
        "1111-1119": "1090-2694",
        "2222-2225": "3333-3331",
        "3333-3331": "2222-2225",
    }

    assert key == Periodicals(links).key(Container(issns=tuple(map(Issn, issns))))


@pytest.mark.parametrize(
    ("organization", "key", "as_publisher"),
    [
        (Organization(name="Wiley", ror="03cpyc314"), "ror:03cpyc314", "ror:03cpyc314"),
        (
            Organization(
                identifiers=(Identifier("openalex", "F4320320879"), Identifier("doi", "10.13039/501100001659"))
            ),
            "doi:10.13039/501100001659",
            "doi:10.13039/501100001659",
        ),
        (
            Organization(name="X", identifiers=(Identifier("openalex", "no number"),)),
            None,
            hashed("organization", "x", ""),
        ),
        (
            Organization(name="DFG", identifiers=(Identifier("doi", "10.13039/501100001659"),)),
            "doi:10.13039/501100001659",
            hashed("organization", "dfg", ""),
        ),
        (Organization(name="Wiley ", country="US"), None, hashed("organization", "wiley", "US")),
        (
            Organization(identifiers=(Identifier("openalex", "P4310320595"),)),
            "openalex:P4310320595",
            "openalex:P4310320595",
        ),
        (Organization(), None, None),
    ],
)
def test_an_organisation_is_known_by_its_number(
    organization: Organization, key: str | None, as_publisher: str | None
) -> None:
    """A name alone makes a publisher, and nothing else: names of funders and institutes are not unique."""
    assert key == keys.organization(organization)
    assert as_publisher == keys.publisher(organization)


@pytest.mark.parametrize(
    ("agent", "key"),
    [
        (Agent(name="Jane Doe"), None),
        (Agent(name="Jane Doe", orcid="0000-0002-1825-0097"), "orcid:0000-0002-1825-0097"),
        (Agent(name="CERN", is_group=True, identifiers=(Identifier("ror", "01ggx4157"),)), "ror:01ggx4157"),
        (Agent(name="ATLAS", is_group=True), None),
    ],
)
def test_nobody_is_known_by_name_alone(agent: Agent, key: str | None) -> None:
    """Two people of one name are two people."""
    assert key == keys.agent(agent)


def test_a_concept_without_a_number_is_known_by_its_label() -> None:
    """Within one scheme a label means one thing."""
    numbered = Subject(scheme="openalex", label="Catalysis", id="T10017")

    assert "openalex:T10017" == keys.concept(numbered)
    assert keys.concept(Subject(scheme="s2", label="Medicine")) == keys.concept(Subject(scheme="s2", label="medicine"))
    assert keys.concept(Subject(scheme="s2", label="Medicine")) != keys.concept(Subject(scheme="x", label="Medicine"))


def test_an_article_states_everything_it_shares() -> None:
    """One fact for each person, institution, publisher, journal, volume, issue, book, concept."""
    article = Article(
        type="journal-article",
        titles=(),
        agents=(
            Agent(
                name="Jane Doe",
                orcid="0000-0002-1825-0097",
                affiliations=(Organization(name="CERN", ror="01ggx4157"), Organization(name="nowhere")),
            ),
            Agent(name="John Doe"),
        ),
        containers=(
            Container(titles=(Text("Journal"),), key="agg:1", publisher=Organization(name="Wiley")),
            Container(kind="book", titles=(Text("Book"),), isbns=("9783161484100",)),
        ),
        volume="15",
        issue="1",
        dates=Dates(issued="2024"),
        subjects=(Subject(scheme="mesh", label="A", id="D1"), Subject(scheme="mesh", label="B", id="D2", score="0.1")),
        grants=(Grant(funder=Organization(name="F", identifiers=(Identifier("doi", "10.13039/501100001659"),))),),
    )

    assert [
        ("person", "orcid:0000-0002-1825-0097"),
        ("organization", "ror:01ggx4157"),
        ("organization", "doi:10.13039/501100001659"),
        ("organization", keys.publisher(Organization(name="Wiley"))),
        ("periodical", "agg:1"),
        ("book", "isbn:9783161484100"),
        ("volume", "agg:1/volume/15"),
        ("issue", "agg:1/volume/15/issue/1"),
        ("concept", "mesh:D1"),
    ] == [(thing.kind, thing.key) for thing in things(article, Periodicals())]


def test_an_issue_without_a_volume_stands_in_its_year() -> None:
    """`…/year/1923/issue/8`; a number of dots alone would be taken out of the path by every client."""
    held = Container(key="agg:1")
    counted = Article(type="letter", titles=(), containers=(held,), issue="8", dates=Dates(issued="1923-08"))
    dotted = msgspec.structs.replace(counted, volume="..")

    assert Issue(key="agg:1/year/1923/issue/8", periodical="agg:1", number="8", year="1923") in things(
        counted, Periodicals()
    )
    assert not [thing for thing in things(dotted, Periodicals()) if isinstance(thing, Volume)]


def test_a_chapter_in_a_book_of_a_series_counts_the_volumes_of_the_series() -> None:
    """The book is part of the series, and the volume is the series'."""
    article = Article(
        type="book-chapter",
        titles=(),
        containers=(
            Container(kind="book", titles=(Text("Book"),)),
            Container(kind="series", issns=(Issn("0302-9743"),)),
        ),
        volume="7295",
    )
    stated = list(things(article, Periodicals()))
    (book,) = [thing for thing in stated if isinstance(thing, Book)]

    assert "issn:0302-9743" == book.series
    assert Volume(key="issn:0302-9743/volume/7295", periodical="issn:0302-9743", number="7295", type="series") in stated


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ((("Jane Doe", 3), ("J. Doe", 2)), ("Jane Doe", "J. Doe")),
        ((("J. Doe", 3), ("Jane Doe", 2)), ("J. Doe", "Jane Doe")),
        ((("J. Doe", 2), ("Jane Doe", 2)), ("Jane Doe", "J. Doe")),
        ((("Jane Doe", 2), ("Jane Roe", 2)), ("Jane Doe", "Jane Roe")),
    ],
)
def test_the_name_said_most_often_is_preferred(said: tuple[tuple[str, int], ...], names: tuple[str, ...]) -> None:
    """Ties go to the longest, then to the smallest; no name is lost."""
    person = merged((Person(key="orcid:x", names=(name,)), times) for name, times in said)

    assert names == person.labels


def test_the_parts_of_a_name_are_those_of_the_preferred_one() -> None:
    """`J. Doe` is no given name `Jane`."""
    person = merged(
        [
            (Person(key="orcid:x", names=("J. Doe",), given="J.", family="Doe"), 1),
            (Person(key="orcid:x", names=("Jane Doe",), given="Jane", family="Doe"), 2),
            (Person(key="orcid:x", names=("Doe, J",), given="J", family="Doe"), 1),
        ]
    )

    assert isinstance(person, Person)
    assert ("Jane", "Doe") == (person.given, person.family)


def test_a_periodical_learns_from_every_record() -> None:
    """Titles, ISSNs with their medium, figures: all are kept, and of one figure the value said most often."""
    factor = Metric(name="journal-impact-factor", value="0.8", source="agg")
    periodical = merged(
        [
            (
                Periodical(
                    key="issn:0021-9517", titles=(Text("Catalysis"),), issns=(Issn("0021-9517"),), metrics=(factor,)
                ),
                2,
            ),
            (
                Periodical(
                    key="issn:0021-9517",
                    titles=(Text("Catalysis", "en"), Text("J. Cat.")),
                    issns=(Issn("0021-9517", "print"), Issn("1090-2694", "electronic")),
                    issn_l="0021-9517",
                    metrics=(msgspec.structs.replace(factor, value="0.9"),),
                    publisher="h:1",
                ),
                1,
            ),
        ]
    )

    assert (
        Periodical(
            key="issn:0021-9517",
            titles=(Text("Catalysis", "en"), Text("J. Cat.")),
            issns=(Issn("0021-9517", "print"), Issn("1090-2694", "electronic")),
            issn_l="0021-9517",
            metrics=(factor,),
            publisher="h:1",
        )
        == periodical
    )


def test_a_volume_is_of_the_type_that_most_say() -> None:
    """One source calls a serial a journal, the others a series."""
    said = [
        (Volume(key="p/volume/1", periodical="p", number="1"), 1),
        (Volume(key="p/volume/1", periodical="p", number="1", type="series"), 2),
    ]

    assert Volume(key="p/volume/1", periodical="p", number="1", type="series") == merged(said)


def test_a_book_has_the_numbers_of_all_its_chapters() -> None:
    """Printed and electronic edition, as each chapter states them."""
    first = Book(key="isbn:9780306406157", titles=(Text("A book"),), isbns=("9783161484100", "9780306406157"))
    second = Book(key="isbn:9780306406157", type="proceedings", titles=(Text("A book"),), series="issn:0302-9743")

    assert Book(
        key="isbn:9780306406157",
        type="proceedings",
        titles=(Text("A book"),),
        isbns=("9780306406157", "9783161484100"),
        series="issn:0302-9743",
    ) == merged([(first, 1), (second, 2)])


def test_every_name_of_an_institution_and_of_a_subject_is_in_the_graph() -> None:
    """The one said most often is the name, the others are other names."""
    cern = [
        (SharedOrganization(key="ror:01ggx4157", names=("CERN",), country="CH"), 2),
        (SharedOrganization(key="ror:01ggx4157", names=("Organisation européenne",)), 1),
    ]
    concept = [(Concept(key="s:1", scheme="s", names=(name,), code="1"), 1) for name in ("Catalysis", "catalysis!")]
    iris = Iris("https://kg.example.org/")

    made = [*thing_triples(merged(cern), iris), *thing_triples(merged(concept), iris)]

    assert (iris.organization("ror:01ggx4157"), SCHEMA.name, b'"CERN"') in made
    assert (iris.organization("ror:01ggx4157"), iris.term("country"), b'"CH"') in made
    assert '"Organisation européenne"'.encode() in [
        object_ for _, term, object_ in made if term == SCHEMA.alternateName
    ]
    assert (iris.concept("s:1"), SKOS.prefLabel, b'"catalysis!"') in made
    assert (iris.concept("s:1"), SKOS.altLabel, b'"Catalysis"') in made


def _statements(articles: list[Article]) -> dict[tuple[str, str], list[Thing]]:
    stated: dict[tuple[str, str], list[Thing]] = {}
    for article in articles:
        for thing in things(article, Periodicals()):
            stated.setdefault((thing.kind, thing.key), []).append(thing)
    return stated


@settings(max_examples=25, deadline=None)
@given(st.lists(ARTICLES, min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_statements_decides_nothing(articles: list[Article], random: st.random.Random) -> None:
    """Any number of workers in any order come to the same thing; said twice is said with 2."""
    for said in _statements(articles).values():
        shuffled = random.sample(said, len(said))

        assert merged((thing, 1) for thing in said) == merged((thing, 1) for thing in shuffled)
        assert merged((thing, 1) for thing in said * 2) == merged((thing, 2) for thing in said)


@settings(max_examples=50, deadline=None)
@given(ARTICLES)
def test_a_thing_keeps_its_kind_and_key_and_travels(article: Article) -> None:
    """Hashable, and the same after a way through MessagePack; what is said once is what comes of it."""
    for thing in things(article, Periodicals()):
        assert thing == msgspec.msgpack.decode(msgspec.msgpack.encode(thing), type=Thing)
        assert thing == merged([(thing, 3)])
        assert hash(thing) == hash(msgspec.structs.replace(thing))


def test_nothing_said_is_an_error() -> None:
    """There is no thing without a statement."""
    with pytest.raises(ValueError, match="nothing was said"):
        merged([])


def test_labels_name_a_thing_in_a_list() -> None:
    """What a page shows where there is no graph at hand."""
    assert ("Volume 15",) == Volume(key="k", periodical="p", number="15").labels
    assert ("Volume 15, Issue 1",) == Issue(key="k", periodical="p", number="1", volume="15").labels
    assert ("1923, Issue 1",) == Issue(key="k", periodical="p", number="1", year="1923").labels
    assert ("Issue 1",) == Issue(key="k", periodical="p", number="1").labels
    assert ("A", "B") == Book(key="k", titles=(Text("A"),), short_titles=("B",)).labels
    assert ("A", "B") == Periodical(key="k", titles=(Text("A"),), short_titles=("B",)).labels
    assert (
        ("A",) == Concept(key="k", scheme="s", names=("A",)).labels == SharedOrganization(key="k", names=("A",)).labels
    )
