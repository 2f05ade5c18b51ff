"""Several records of one work make one article: by priority, by union, and in any order the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import merging
from kg.identity import work_key
from kg.iris import hashed
from kg.merging import Priorities, merged
from kg.model import (
    Agent,
    Article,
    Container,
    Count,
    Dates,
    Grant,
    Identifier,
    Issn,
    Location,
    Metric,
    Organization,
    RecordKey,
    Reference,
    Relation,
    Subject,
    Text,
)
from tests.strategies import ARTICLES, RECORD_KEYS

if TYPE_CHECKING:
    from random import Random

CROSSREF, OPENALEX, AGG = RecordKey("crossref", "1"), RecordKey("openalex", "2"), RecordKey("agg", "3")
VERSIONS = st.lists(st.tuples(RECORD_KEYS, ARTICLES), min_size=1, max_size=3)


def article(**fields: object) -> Article:
    """Make an article of which only these fields are known."""
    return Article(**{"type": "journal-article", "titles": (), **fields})


@pytest.mark.parametrize(
    ("identifiers", "key"),
    [
        ("doi 10.1000/a;pmid 1", "10.1000/a"),
        ("s2 ab;openalex W12;arxiv 2101.00001;pmcid PMC1;pmid 1", "pmid:1"),
        ("s2 ab;openalex W12;arxiv 2101.00001;pmcid PMC1", "pmcid:PMC1"),
        ("s2 ab;openalex W12;arxiv 2101.00001", "arxiv:2101.00001"),
        ("s2 ab;openalex W12", "openalex:W12"),
        ("s2 ab", "s2:ab"),
        ("mag 1", hashed("work", "crossref", "1")),
        ("", hashed("work", "crossref", "1")),
    ],
)
def test_a_work_is_known_by_its_best_identifier(identifiers: str, key: str) -> None:
    """DOI before PMID, PMCID, arXiv, OpenAlex, Semantic Scholar; else by its record, on any machine the same."""
    known = tuple(Identifier(*entry.split(" ")) for entry in identifiers.split(";") if entry)

    assert key == work_key(article(identifiers=known), CROSSREF)


def test_single_values_come_from_the_first_source_that_has_them() -> None:
    """Crossref before OpenAlex before the aggregator before any other; what the first lacks the next fills in."""
    one = merged(
        [
            (RecordKey("zenodo", "9"), article(titles=(Text("Z"),), language="de", edition="1")),
            (AGG, article(titles=(Text("A"),), language="fr", is_open=False, dates=Dates(issued="2020-01-01"))),
            (OPENALEX, article(titles=(Text("O"),), is_open=True, dates=Dates(issued="2020-02", online="2020"))),
            (CROSSREF, article(dates=Dates(issued="2020-03"))),
        ]
    )

    assert (
        article(
            titles=(Text("O"),),
            language="fr",
            edition="1",
            is_open=True,
            dates=Dates(issued="2020-03", online="2020"),
        )
        == one
    )


def test_the_priority_is_a_setting() -> None:
    """Who trusts another source more says so."""
    versions = [(CROSSREF, article(titles=(Text("C"),))), (OPENALEX, article(titles=(Text("O"),)))]

    assert (Text("C"),) == merged(versions).titles
    assert (Text("O"),) == merged(versions, Priorities(("openalex",))).titles


def test_an_issue_belongs_to_its_volume_and_pages_to_one_another() -> None:
    """No issue of a volume that another source does not know of; the end of one range is not another's."""
    agreeing = merged([(CROSSREF, article(volume="15")), (OPENALEX, article(volume="15", issue="1"))])
    differing = merged([(CROSSREF, article(volume="15")), (OPENALEX, article(volume="2024", issue="1"))])
    paged = merged(
        [(CROSSREF, article(page_start="e12")), (OPENALEX, article(page_start="1", page_end="9", pages="1-9"))]
    )

    assert ("15", "1") == (agreeing.volume, agreeing.issue)
    assert ("15", None) == (differing.volume, differing.issue)
    assert ("e12", None, None) == (paged.page_start, paged.page_end, paged.pages)


def test_sets_are_united() -> None:
    """Each identifier, keyword, grant, location, subject, reference and relation once, with what the others know."""
    doi = Identifier("doi", "10.1000/a")
    one = merged(
        [
            (
                OPENALEX,
                article(
                    identifiers=(Identifier("openalex", "W12"), doi),
                    keywords=(Text("catalysis"), Text("edges")),
                    locations=(Location(url="https://x.org/1", is_pdf=True, host="X"),),
                    subjects=(Subject(scheme="mesh", label="A", id="D1", score="0.5"),),
                    references=(Reference(identifier=doi), Reference(text="B")),
                    relations=(Relation(name="retracts", identifier=doi, date="2020"),),
                    grants=(Grant(funder=Organization(name="dfg"), award="1", title="T"),),
                    is_retracted=True,
                    remarks=("b",),
                ),
            ),
            (
                CROSSREF,
                article(
                    identifiers=(doi,),
                    keywords=(Text("Catalysis", "en"),),
                    locations=(Location(url="https://x.org/1"),),
                    subjects=(Subject(scheme="mesh", label="A", id="D1"),),
                    references=(Reference(identifier=doi, text="as printed"),),
                    relations=(Relation(name="retracts", identifier=doi),),
                    grants=(Grant(funder=Organization(name="DFG"), award="1"),),
                    remarks=("a",),
                ),
            ),
        ]
    )

    assert (
        article(
            identifiers=(doi, Identifier("openalex", "W12")),
            keywords=(Text("Catalysis", "en"), Text("edges")),
            locations=(Location(url="https://x.org/1", is_pdf=True, host="X"),),
            subjects=(Subject(scheme="mesh", label="A", id="D1", score="0.5"),),
            references=(Reference(identifier=doi, text="as printed"), Reference(text="B")),
            relations=(Relation(name="retracts", identifier=doi, date="2020"),),
            grants=(Grant(funder=Organization(name="DFG"), award="1", title="T"),),
            is_retracted=True,
            remarks=("a", "b"),
        )
        == one
    )


def test_of_one_count_by_one_source_the_latest_holds() -> None:
    """Two sources count what they like; one source has one count of one year."""
    one = merged(
        [
            (CROSSREF, article(counts=(Count(name="citations", value=1, source="crossref", date="2024-01-01"),))),
            (
                AGG,
                article(
                    counts=(
                        Count(name="citations", value=2, source="crossref", date="2025-01-01"),
                        Count(name="citations", value=0, source="agg"),
                    )
                ),
            ),
        ]
    )

    assert [(2, "crossref"), (0, "agg")] == [(count.value, count.source) for count in one.counts]


def test_agents_are_those_of_one_source_and_learn_from_the_others() -> None:
    """An iD or an affiliation is added where name and place agree, and an iD stays with one author."""
    cern = Organization(name="CERN", ror="01ggx4157")
    orcid, other, bob = "0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-9079-593X"
    one = merged(
        [
            (
                CROSSREF,
                article(agents=(Agent(name="Jane Doe"), Agent(name="B. Roe"), Agent(name="C. Coe", orcid=other))),
            ),
            (
                OPENALEX,
                article(
                    agents=(
                        Agent(name="Jane Doe", orcid=orcid, affiliations=(cern,)),
                        Agent(name="Bob Roe", orcid=bob),
                        Agent(name="C. Coe", orcid=bob),
                        Agent(name="D. Doe"),
                    )
                ),
            ),
            (AGG, article(agents=(Agent(name="Jane Doe"), Agent(name="B. Roe", orcid=other)))),
        ]
    )

    assert (
        Agent(name="Jane Doe", orcid=orcid, affiliations=(cern,)),
        Agent(name="B. Roe", orcid=bob),
        Agent(name="C. Coe", orcid=other),
    ) == one.agents


def test_an_affiliation_gets_its_number_from_another_source() -> None:
    """The same institution by name is one, with its ROR id."""
    one = merged(
        [
            (CROSSREF, article(agents=(Agent(name="A", affiliations=(Organization(name="Cern"),)),))),
            (OPENALEX, article(agents=(Agent(name="A", affiliations=(Organization(name="CERN", ror="01ggx4157"),)),))),
        ]
    )

    assert (Organization(name="Cern", ror="01ggx4157"),) == one.agents[0].affiliations


def test_a_periodical_learns_every_issn() -> None:
    """The journal that one source knows by its printed and another by its electronic ISSN is one."""
    factor = Metric(name="journal-impact-factor", value="0.8", source="agg")
    one = merged(
        [
            (CROSSREF, article(containers=(Container(titles=(Text("J. of X"),), issns=(Issn("0021-9517"),)),))),
            (
                OPENALEX,
                article(
                    containers=(
                        Container(kind="repository", titles=(Text("PMC"),), issns=(Issn("2222-2225"),)),
                        Container(
                            titles=(Text("J of X"),),
                            issns=(Issn("0021-9517", "print"), Issn("1090-2694")),
                            issn_l="0021-9517",
                        ),
                    )
                ),
            ),
            (AGG, article(containers=(Container(key="agg:1", titles=(Text("Journal of X"),), metrics=(factor,)),))),
        ]
    )

    assert (
        Container(
            titles=(Text("J. of X"), Text("J of X"), Text("Journal of X")),
            issns=(Issn("0021-9517", "print"), Issn("1090-2694")),
            issn_l="0021-9517",
            key="agg:1",
            metrics=(factor,),
        ),
    ) == one.containers


def test_another_journal_is_not_mixed_in() -> None:
    """Sources that name two journals with other ISSNs and other names: the first source is right."""
    first = Container(titles=(Text("Journal of X"),), issns=(Issn("0021-9517"),))
    second = Container(titles=(Text("Annals of Y"),), issns=(Issn("1090-2694"),))

    assert (first,) == merged(
        [(CROSSREF, article(containers=(first,))), (AGG, article(containers=(second,)))]
    ).containers


def test_the_latest_version_of_a_record_wins() -> None:
    """Where one record comes twice, the one that its source touched last."""
    old, new = article(language="de", modified="2024-01-01"), article(language="en", modified="2025-01-01")

    assert "en" == merged([(CROSSREF, old), (CROSSREF, new)]).language


@settings(max_examples=25, deadline=None)
@given(VERSIONS, st.randoms(use_true_random=False))
def test_the_order_of_records_decides_nothing(versions: list[tuple[RecordKey, Article]], random: Random) -> None:
    """Files in any order, workers in any number: the same article."""
    assert merged(versions) == merged(random.sample(versions, len(versions)))


@settings(max_examples=25, deadline=None)
@given(VERSIONS)
def test_merging_again_changes_nothing(versions: list[tuple[RecordKey, Article]]) -> None:
    """One record is its own article, and records that come twice are records that came."""
    one = merged(versions)

    assert versions[0][1] == merged(versions[:1])
    assert one == merged(versions * 2)
    assert one == merged([(CROSSREF, one)])
    assert one == merged([(CROSSREF, one), (CROSSREF, one)])


@settings(max_examples=25, deadline=None)
@given(VERSIONS)
def test_no_identifier_is_lost(versions: list[tuple[RecordKey, Article]]) -> None:
    """What any record states of the work's identifiers, references and locations is there."""
    one = merged(versions)
    for _, version in versions:
        assert set(version.identifiers) <= set(one.identifiers)
        assert {location.url for location in version.locations} <= {location.url for location in one.locations}
        assert {reference.identifier for reference in version.references if reference.identifier} <= {
            reference.identifier for reference in one.references
        }


def test_every_field_has_a_rule() -> None:
    """A field that is added to the article must be merged as well."""
    by_hand = "agents agents_complete containers issue pages page_start page_end dates is_retracted".split()

    assert sorted(Article.__struct_fields__) == sorted([*merging.FIRST, *merging.UNITED, *by_hand])


def test_no_record_is_an_error() -> None:
    """There is no work without a record."""
    with pytest.raises(ValueError, match="no record"):
        merged([])
