"""One table of how authors are printed and whom that names."""

from __future__ import annotations

import gzip
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import text
from kg.mappers.byline import byline, inverted, is_collective, unmarked


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("Laura Gómez-Mera", ["Laura Gómez-Mera"]),
        ("Plato", ["Plato"]),
        # separators
        ("Jane Doe, Rick Roe", ["Jane Doe", "Rick Roe"]),
        ("Jane Doe , Rick Roe,", ["Jane Doe", "Rick Roe"]),
        ("Jane Doe; Rick Roe;", ["Jane Doe", "Rick Roe"]),
        ("Jane Doe | Rick Roe", ["Jane Doe", "Rick Roe"]),
        ("Jane Doe\nRick Roe", ["Jane Doe", "Rick Roe"]),
        ("Jane Doe and Rick Roe", ["Jane Doe", "Rick Roe"]),
        ("Jane Doe & Rick Roe", ["Jane Doe", "Rick Roe"]),
        ("Jane Doe &amp; Rick Roe", ["Jane Doe", "Rick Roe"]),
        ("Jane Doe, Rick Roe, and Ann Poe", ["Jane Doe", "Rick Roe", "Ann Poe"]),
        ("张伟、李娜", ["张伟", "李娜"]),
        ("张伟，李娜", ["张伟", "李娜"]),
        ("김철수, 이영희", ["김철수", "이영희"]),
        ("محمد علي، فاطمة حسن", ["محمد علي", "فاطمة حسن"]),
        ("Иванов И.И., Петров П.П.", ["Иванов И.И.", "Петров П.П."]),
        # words that look like separators
        ("Andrew Sandoval, Amanda Anderson", ["Andrew Sandoval", "Amanda Anderson"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        # one name among many, or initials behind the family name
        ("Anna Lee, Suharto, John Smith", ["Anna Lee", "Suharto", "John Smith"]),
        ("Smith J, Doe AB", ["Smith J", "Doe AB"]),
        # family names first, where that is beyond doubt
        ("Smith, John; Doe, Jane", ["John Smith", "Jane Doe"]),
        ("Smith, J., Doe, A. B.", ["J. Smith", "A. B. Doe"]),
        ("Smith, J., and Doe, A.", ["J. Smith", "A. Doe"]),
        ("Smith, J. & Doe, A.", ["J. Smith", "A. Doe"]),
        ("Vargas Llosa, Mario and Doe, Jane", ["Mario Vargas Llosa", "Jane Doe"]),
        ("Ana Ruiz, Bo Li and Cy Coe, Di Fu", ["Ana Ruiz", "Bo Li", "Cy Coe", "Di Fu"]),
        # suffixes are part of a name, degrees are not
        ("Martin Luther King, Jr.", ["Martin Luther King, Jr."]),
        ("John Smith, Jr., Jane Doe", ["John Smith, Jr.", "Jane Doe"]),
        ("John Smith, Jr. and Jane Doe", ["John Smith, Jr.", "Jane Doe"]),
        ("King, Jr., Martin Luther; Doe, Jane", ["Martin Luther King, Jr.", "Jane Doe"]),
        ("Jane Doe, MD, PhD, Rick Roe, MD", ["Jane Doe", "Rick Roe"]),
        ("Jane Doe, MD and Rick Roe, PhD", ["Jane Doe", "Rick Roe"]),
        # marks of footnotes
        ("Ana Ruiz1,2, Bo Li3* and Cy Coe †", ["Ana Ruiz", "Bo Li", "Cy Coe"]),
        ("Ana Ruiz<sup>1,2</sup>, Bo Li<sup>*</sup>", ["Ana Ruiz", "Bo Li"]),
        ("*1Ana Ruiz, 2Bo Li", ["Ana Ruiz", "Bo Li"]),
    ],
)
def test_each_author_is_named_in_the_order_of_the_list(printed: str, names: list[str]) -> None:
    """What a list says beyond doubt is told: who, and in what order."""
    assert names == [agent.name for agent in byline(printed).agents]
    assert byline(printed).complete


@pytest.mark.parametrize(
    "printed",
    ["Gómez-Mera, Laura", "van der Berg, Jan", "Smith, John, Doe, Jane", "O'Neil, Cathy", "Kahneman and Tversky"],
)
def test_what_could_be_read_two_ways_is_kept_whole(printed: str) -> None:
    """One person with the family name first, or two people with one name each: nobody is invented."""
    found = byline(printed)

    assert [printed] == [agent.name for agent in found.agents]
    assert ("authors-kept-whole",) == found.remarks


@pytest.mark.parametrize(
    ("printed", "names", "groups"),
    [
        ("World Bank", ["World Bank"], [True]),
        ("Food and Drug Administration", ["Food and Drug Administration"], [True]),
        ("Ministry of Health, Labour and Welfare", ["Ministry of Health, Labour and Welfare"], [True]),
        ("World Health Organization, Jane Doe", ["World Health Organization", "Jane Doe"], [True, False]),
        ("Jane Doe and the ATLAS Collaboration", ["Jane Doe", "ATLAS Collaboration"], [False, True]),
        ("Jane Doe, on behalf of the CARE Study Group", ["Jane Doe", "CARE Study Group"], [False, True]),
        ("GBD 2019 Collaborators", ["GBD 2019 Collaborators"], [True]),
        ("John Smith and Study Group 42", ["John Smith", "Study Group 42"], [False, True]),
        ("The Alan Turing Institute", ["The Alan Turing Institute"], [True]),
        ("中华医学会", ["中华医学会"], [True]),
        ("王小红, 新型冠状病毒肺炎流行病学组", ["王小红", "新型冠状病毒肺炎流行病学组"], [False, True]),
    ],
)
def test_groups_are_no_people(printed: str, names: list[str], groups: list[bool]) -> None:
    """An institution keeps its commas and its "and"."""
    agents = byline(printed).agents

    assert names == [agent.name for agent in agents]
    assert groups == [agent.is_group for agent in agents]


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("Jane Doe, Rick Roe, et al.", ["Jane Doe", "Rick Roe"]),
        ("Jane Doe et al", ["Jane Doe"]),
        ("Jane Doe and others", ["Jane Doe"]),
        ("张伟, 李娜, 等", ["张伟", "李娜"]),
        ("Ann One, Bob Two, ..., Zoë Last", ["Ann One", "Bob Two", "Zoë Last"]),
        ("Ann One, Bob Two…", ["Ann One", "Bob Two"]),
    ],
)
def test_a_list_that_says_so_is_not_complete(printed: str, names: list[str]) -> None:
    """The words "et al." name nobody but say that there are more."""
    assert names == [agent.name for agent in byline(printed).agents]
    assert not byline(printed).complete


@pytest.mark.parametrize("printed", ["", " ", "Anonymous", "[No authors listed]", "佚名", ",;"])
def test_nobody_is_no_agent(printed: str) -> None:
    """A word for "no author" names none."""
    assert () == byline(printed).agents
    assert ("no-author-named",) == byline(printed).remarks


def test_parts_of_a_name_stand_where_the_list_gives_them() -> None:
    """`King, Jr., Martin Luther`: family, suffix, given."""
    person = inverted("King, Jr., Martin Luther")

    assert person is not None
    assert ("Martin Luther", "King", "Jr.") == (person.given, person.family, person.suffix)
    assert inverted("Martin Luther King, Jr.") is None
    assert inverted("Doe, Jane, Roe, Rick") is None


@pytest.mark.parametrize("name", ["Frank Press", "John Bank", "Dominique Bureau", "Bill Gates", "Teamu Grouper"])
def test_a_surname_is_no_institution(name: str) -> None:
    """People are called Press, Bank and Bureau."""
    assert not is_collective(name)


def test_a_number_that_is_part_of_a_name_stays() -> None:
    """Only what stands directly behind a letter points to a footnote."""
    assert "Study Group 42" == unmarked("Study Group 42")
    assert "COVID-19 Group" == unmarked("COVID-19 Group")
    assert "Vittorio Gallese" == unmarked("Vittorio Gallese †")


_PIECES = "Jane Doe|Doe|J.|张伟|and|&|et al.|Jr.|PhD|,|, |; |the X Group|Ministry of Health|1,2|…|等".split("|")


@given(st.one_of(st.text("AbÉç 张李.,;、&|1*†\n<>'-", max_size=60), st.lists(st.sampled_from(_PIECES)).map(" ".join)))
def test_whatever_is_printed_the_names_are_clean_and_not_empty(printed: str) -> None:
    """No name is empty or needs cleaning, whatever the list looks like."""
    for agent in byline(printed).agents:
        assert agent.name
        assert agent.name == text.line(agent.name)


@given(st.lists(st.sampled_from(["Jane Doe", "Rick Roe", "Ana Ruiz", "José María Lee", "A. B. Poe"]), min_size=1))
@pytest.mark.parametrize("separator", [", ", "; ", ";", " | "])
def test_a_list_of_full_names_comes_back(separator: str, names: list[str]) -> None:
    """Names that hold a given and a family name are parted wherever a separator stands."""
    assert names == [agent.name for agent in byline(separator.join(names)).agents]


@pytest.mark.slow
@pytest.mark.parametrize("separator", [", ", "; "])
def test_real_lists_come_back(shared: Path, separator: str) -> None:
    """Of the authors of real works, joined as the aggregator joins them, 99 lists in a hundred come back."""
    joined = same = 0
    for file in sorted((shared / "corpus" / "semanticscholar" / "dev").glob("*.jsonl.gz")):
        for entry in gzip.decompress(file.read_bytes()).splitlines():
            names = [text.line(author["name"] or "") for author in orjson.loads(entry).get("authors") or ()]
            if names and all(names):
                joined += 1
                same += names == [agent.name for agent in byline(separator.join(names)).agents]

    assert joined > 2000
    assert same >= joined * 0.99
