"""Who wrote a work: names as printed, profiles that fit them, institutions."""

from __future__ import annotations

from typing import Any

import pytest

from kg.model import Agent, Identifier, Organization
from tests.mappers.openalex_works import made


def authorship(name: str | None = None, printed: str | None = None, **fields: Any) -> dict[str, Any]:
    author = {"id": "https://openalex.org/A5023888391", "display_name": name, "orcid": None} | fields.pop("author", {})
    return {"author": author, "raw_author_name": printed, "institutions": []} | fields


def test_the_printed_name_is_the_name_and_the_profile_an_identifier() -> None:
    """`raw_author_name` stands on the paper; `display_name` is the profile's."""
    author = {"orcid": "http://orcid.org/0000-0002-1825-0097"}
    agents = made(authorships=[authorship("Josiah Stinkney Carberry", "J. S. Carberry", author=author)]).agents

    assert (
        Agent(
            name="J. S. Carberry",
            orcid="0000-0002-1825-0097",
            identifiers=(Identifier("openalex", "A5023888391"),),
        ),
    ) == agents
    assert "Josiah Carberry" == made(authorships=[authorship("Josiah Carberry")]).agents[0].name


@pytest.mark.parametrize(
    ("printed", "name", "family"),
    [
        ("Gómez-Mera, Laura", "Laura Gómez-Mera", "Gómez-Mera"),
        ("De La Harpe, Derek", "Derek De La Harpe", "De La Harpe"),
        ("Hacker, P. M. S. 1939-", "P. M. S. Hacker", "Hacker"),
        ("King, Martin Luther, Jr.", "Martin Luther King, Jr.", "King"),
        ("Vittorio Gallese †", "Vittorio Gallese", None),
        ("Turi E King", "Turi E King", None),
        ("王嘉陵", "王嘉陵", None),
    ],
)
def test_an_entry_for_one_author_may_hold_the_family_name_first(printed: str, name: str, family: str | None) -> None:
    """Here a comma cannot part two people, so its parts are known."""
    (agent,) = made(authorships=[authorship(None, printed)]).agents

    assert (name, family) == (agent.name, agent.family)


def test_a_list_in_one_name_is_several_authors() -> None:
    """The profile of a list is nobody's."""
    article = made(authorships=[authorship("Ana Ruiz1, Bo Li2 and Cy Coe", "Ana Ruiz1, Bo Li2 and Cy Coe")])

    assert ["Ana Ruiz", "Bo Li", "Cy Coe"] == [agent.name for agent in article.agents]
    assert all(agent.identifiers == () for agent in article.agents)
    assert ("no-title", "authors-in-one-name") == article.remarks


@pytest.mark.parametrize(
    ("printed", "profile", "is_followed"),
    [
        ("Vivien Foster", "Caridad Araujo", False),
        ("World Bank", "Bruce Aylward", False),
        ("P. Ritson", "Peter Ritson", True),
        ("Rafal Jozefowicz", "Rafał Józefowicz", True),
        ("Grieg-Gran, Maryanne", "Maryanne Grieg‐Gran", True),
        ("I. N. Aleksandrov", "И. Н. Александров", True),
        ("王嘉陵", "Jialing Wang", True),
    ],
)
def test_a_link_to_somebody_with_another_name_is_not_followed(printed: str, profile: str, *, is_followed: bool) -> None:
    """An ORCID iD at the wrong person is worse than none; names in two scripts cannot be compared."""
    entry = authorship(profile, printed, author={"orcid": "https://orcid.org/0000-0002-1825-0097"})
    article = made(authorships=[entry])
    (agent,) = article.agents

    assert (agent.orcid is not None) == is_followed
    assert bool(agent.identifiers) == is_followed
    assert ("author-link-refused" in article.remarks) != is_followed


def test_an_author_listed_again_without_a_profile_is_one() -> None:
    """Some works hold each author twice: once linked, once not."""
    linked = authorship("Wei Zhang", "Zhang, Wei")
    again = authorship("Zhang, Wei", "Zhang, Wei", author={"id": None})

    assert ["Wei Zhang"] == [agent.name for agent in made(authorships=[linked, again]).agents]
    assert 2 == len(made(authorships=[authorship("Jane Doe"), authorship("Jane Doe", author={"id": None})]).agents)


def test_institutions_and_printed_affiliations_stand_side_by_side() -> None:
    """What is printed is left out where it only repeats an institution's name."""
    entry = authorship(
        "Jane Doe",
        institutions=[
            {
                "id": "https://openalex.org/I97018004",
                "display_name": "Stanford University",
                "ror": "https://ror.org/00f54p054",
                "country_code": "us",
            },
            {"id": None, "display_name": None, "ror": None, "country_code": "DE"},
        ],
        raw_affiliation_strings=["Stanford University ()", "Dept. of Physics,<br>Stanford", ""],
        is_corresponding=True,
    )
    (agent,) = made(authorships=[entry]).agents

    assert (
        Organization(
            name="Stanford University",
            ror="00f54p054",
            country="US",
            identifiers=(Identifier("openalex", "I97018004"),),
        ),
        Organization(name="Dept. of Physics, Stanford"),
    ) == agent.affiliations
    assert agent.is_corresponding
    old = authorship("Jane Doe", raw_affiliation_string="Western University London, Ontario, Canada.")
    assert ("Western University London, Ontario, Canada.",) == tuple(
        affiliation.name for affiliation in made(authorships=[old]).agents[0].affiliations
    )


def test_who_answers_letters_may_stand_in_a_list_of_its_own() -> None:
    """`corresponding_author_ids` says it where the authorship does not."""
    entry = authorship("Jane Doe")

    assert made(authorships=[entry], corresponding_author_ids=[entry["author"]["id"]]).agents[0].is_corresponding
    assert made(authorships=[entry]).agents[0].is_corresponding is None


@pytest.mark.parametrize(
    ("fields", "is_complete"),
    [
        ({"authorships": []}, True),
        ({"authorships": [authorship("A B", author_position="first")]}, True),
        ({"authorships": [authorship("A B", author_position="middle")]}, False),
        ({"authorships": [authorship("A B", author_position="last")], "is_authors_truncated": True}, False),
        ({"authorships": [authorship("A B", author_position="last")], "authors_count": 101}, False),
        ({"authorships": [authorship("A B", author_position="last")], "authors_count": 1}, True),
    ],
)
def test_a_list_cut_at_a_hundred_is_known_to_be_cut(fields: dict[str, Any], *, is_complete: bool) -> None:
    """The last author of all is "last"; one in the middle at the end has others behind him."""
    assert is_complete == made(**fields).agents_complete
