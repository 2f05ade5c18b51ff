"""Who had a part in a work of Crossref, in what order, and who is nobody."""

from __future__ import annotations

from typing import Any

import pytest

from kg.model import Agent, Identifier, Organization
from tests.mappers.crossref_works import made
from tests.mappers.invariants import faults


def test_people_with_all_that_is_known_of_them() -> None:
    article = made(
        author=[
            {
                "given": "Emily M.",
                "family": "Bender",
                "suffix": "Jr.",
                "sequence": "first",
                "ORCID": "http://orcid.org/0000-0001-5384-6227",
                "authenticated-orcid": True,
                "affiliation": [
                    {"name": "University of Washington", "id": [{"id": "https://ror.org/00cvxb145", "id-type": "ROR"}]},
                    {"name": "University of Washington", "id": [{"id": "https://ror.org/00cvxb145", "id-type": "ROR"}]},
                    {"name": "Elsewhere, Washington"},
                ],
            }
        ],
        editor=[{"given": "Jane", "family": "Doe", "sequence": "first", "affiliation": []}],
        translator=[{"given": "Rick", "family": "Roe"}],
        chair=[{"given": "Ana", "family": "Ruiz"}],
    )

    first, *others = article.agents
    assert first == Agent(
        name="Emily M. Bender, Jr.",
        given="Emily M.",
        family="Bender",
        suffix="Jr.",
        orcid="0000-0001-5384-6227",
        affiliations=(
            Organization(name="University of Washington", ror="00cvxb145"),
            Organization(name="Elsewhere, Washington"),
        ),
    )
    assert [("Jane Doe", "editor"), ("Ana Ruiz", "chair"), ("Rick Roe", "translator")] == [
        (agent.name, agent.role) for agent in others
    ]
    assert article.agents_complete


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"name": "the ATLAS Collaboration"}, Agent(name="the ATLAS Collaboration", is_group=True)),
        ({"family": "the NOTES Development Group"}, Agent(name="the NOTES Development Group", is_group=True)),
        ({"family": "양승일"}, Agent(name="양승일")),
        ({"family": "Deogjo Jung"}, Agent(name="Deogjo Jung")),
        ({"given": "Bin Peng"}, Agent(name="Bin Peng")),
        ({"given": "-", "family": "Sukarno"}, Agent(name="Sukarno")),
        ({"given": "Gwangsu", "family": "NA"}, Agent(name="Gwangsu NA", given="Gwangsu", family="NA")),
        ({"given": "J.", "family": "O&apos;Neil"}, Agent(name="J. O'Neil", given="J.", family="O'Neil")),
        ({"given": "מרים", "family": "כהן"}, Agent(name="מרים כהן", given="מרים", family="כהן")),
    ],
)
def test_names_as_they_are_printed(entry: dict[str, Any], expected: Agent) -> None:
    """A family name alone is the whole name as often as not, so nothing is called a family name then."""
    assert (expected,) == made(author=[entry]).agents


@pytest.mark.parametrize(
    "entry",
    [
        {"sequence": "additional", "affiliation": []},
        {"given": "", "family": " "},
        {"family": "&NA;"},
        {"given": "&NA;", "family": "&NA;"},
        {"name": "NA"},
        {"family": "Anonymous"},
        {"given": "<b></b>", "family": "-"},
        {"family": None, "given": 7.5e400},
    ],
)
def test_nobody_is_left_out_under_a_remark(entry: dict[str, Any]) -> None:
    article = made(author=[entry, {"given": "Jane", "family": "Doe"}])
    assert ["Jane Doe"] == [agent.name for agent in article.agents]
    assert ("author-without-name",) == article.remarks
    assert article.agents_complete


def test_et_al_stands_for_more() -> None:
    article = made(author=[{"given": "Jane", "family": "Doe"}, {"family": "et al."}])
    assert ["Jane Doe"] == [agent.name for agent in article.agents]
    assert not article.agents_complete


def test_the_first_author_comes_first() -> None:
    """Repositories mark it, and write it anywhere; the others keep their places."""
    people = [{"family": name, "sequence": "additional"} for name in ("Ab", "Bc", "Cd")]
    people.insert(2, {"family": "Zz", "sequence": "first"})
    assert ["Zz", "Ab", "Bc", "Cd"] == [agent.name for agent in made(author=people).agents]


def test_a_suffix_is_no_degree_and_no_accident() -> None:
    article = made(
        author=[
            {"given": "A.", "family": "B", "suffix": "Ph.D"},
            {"given": "C.", "family": "D", "suffix": "join(' '"},
            {"given": "E.", "family": "F", "suffix": "III"},
        ]
    )
    assert [("A. B", None), ("C. D", None), ("E. F, III", "III")] == [(a.name, a.suffix) for a in article.agents]
    assert ("suffix-left-out",) == article.remarks


def test_an_orcid_of_two_people_is_that_of_neither() -> None:
    """One who is author and editor may have it twice."""
    jane = {"given": "Jane", "family": "Doe", "ORCID": "https://orcid.org/0000-0002-1825-0097"}
    rick = {"given": "Rick", "family": "Roe", "ORCID": "https://orcid.org/0000-0002-1825-0097"}

    article = made(author=[jane, rick])
    assert [None, None] == [agent.orcid for agent in article.agents]
    assert ("orcid-of-two-people",) == article.remarks
    assert ["0000-0002-1825-0097"] * 2 == [agent.orcid for agent in made(author=[jane], editor=[jane]).agents]


def test_an_orcid_with_a_wrong_check_digit_is_none() -> None:
    article = made(author=[{"given": "Jane", "family": "Doe", "ORCID": "http://orcid.org/0000-0002-1825-0098"}])
    assert [None] == [agent.orcid for agent in article.agents]
    assert ("orcid-not-valid",) == article.remarks


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({"department": ["Physics", "Chemistry"]}, Organization(name="Physics, Chemistry")),
        ({"department": ["Physics"], "id": [{"id": "01aj84f44", "id-type": "ROR"}]}, Organization(ror="01aj84f44")),
        (
            {"name": "MIT", "id": [{"id": "https://www.isni.org/0000 0001 2341 2786", "id-type": "ISNI"}]},
            Organization(name="MIT", identifiers=(Identifier("isni", "0000000123412786"),)),
        ),
        ({"name": "MIT", "id": [{"id": "https://ror.org/nonsense", "id-type": "ROR"}]}, Organization(name="MIT")),
    ],
)
def test_affiliations(place: dict[str, Any], expected: Organization) -> None:
    """A department never lends its name to the university whose number stands beside it."""
    (agent,) = made(author=[{"given": "Jane", "family": "Doe", "affiliation": [place, {}, {"name": ""}]}]).agents
    assert (expected,) == agent.affiliations


def test_institutions_behind_a_report_are_named_unless_they_publish_it() -> None:
    report = made(
        type="report",
        publisher="Office of Scientific and Technical Information (OSTI)",
        institution=[
            {"name": "Argonne National Laboratory", "id": [{"id": "https://ror.org/05gvnxz63", "id-type": "ROR"}]},
            {"name": "Office of Scientific and Technical Information"},
            {"name": "Not Available"},
        ],
    )
    assert (
        Agent(
            name="Argonne National Laboratory",
            is_group=True,
            role="institution",
            identifiers=(Identifier("ror", "05gvnxz63"),),
        ),
    ) == report.agents
    assert [] == faults(report)
    assert () == made(type="posted-content", institution=[{"name": "bioRxiv"}]).agents  # where it was posted


def test_five_thousand_authors() -> None:
    people = [{"given": f"G{number}", "family": f"F{number}", "sequence": "additional"} for number in range(5000)]
    article = made(author=people)
    assert [f"G{number} F{number}" for number in range(5000)] == [agent.name for agent in article.agents]
