"""Which records are one work: what joins them, what keeps them apart, and that order decides nothing."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.identity import Claim, Components, Conflict, claim, key_of, name_of, resolve
from kg.identity.resolution import AMBIGUOUS, DIFFERENT_DOIS, KEPT_APART, PREPRINT
from kg.model import Agent, Article, Dates, Identifier, RecordKey, Relation, Text


def made(source: str, key: str, names: str = "", *, title: str = "the same title", **said: object) -> Claim:
    """A claim of a record; `names` as in `doi:10.1/a pmid:1`."""
    claimed = tuple(names.split())
    own = key_of(claimed[0]) if claimed else f"h:{source}{key}"
    return Claim(RecordKey(source, key), own, claimed, title=title, **said)  # type: ignore[arg-type]


def works(*claims: Claim) -> dict[str, str]:
    """The key of each work, with the sources and keys of its records."""
    return {
        group.key: " ".join(f"{member.record.source}/{member.record.key}" for member in group.members)
        for group in resolve(claims).groups
    }


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        pytest.param(
            [made("crossref", "a", "doi:10.1/a"), made("pubmed", "1", "doi:10.1/a pmid:1"), made("s2", "x", "pmid:1")],
            {"10.1/a": "crossref/a pubmed/1 s2/x"},
            id="a chain of identifiers",
        ),
        pytest.param(
            [
                made("pubmed", "2", "pmid:2"),
                made("europepmc", "MED/2", "pmid:2 pmcid:PMC3"),
                made("jats", "3", "pmcid:PMC3"),
            ],
            {"pmid:2": "europepmc/MED/2 jats/3 pubmed/2"},
            id="the best identifier there is names the work",
        ),
        pytest.param(
            [made("crossref", "b", "doi:10.1/b"), made("crossref", "a", "doi:10.1/a doi:10.1/b")],
            {"10.1/a": "crossref/a crossref/b"},
            id="two DOIs that one record carries",
        ),
        pytest.param(
            [
                made("bibtex", "x/smith", "doi:10.1/a"),
                made("bibtex", "y/smith20", "doi:10.1/a", title="einanderertitel"),
            ],
            {"10.1/a": "bibtex/x/smith bibtex/y/smith20"},
            id="lists of references name a work as often as they like",
        ),
        pytest.param(
            [made("openalex", "W1", "doi:10.1/a openalex:W1"), made("openalex", "W2", "doi:10.1/a openalex:W2")],
            {"10.1/a": "openalex/W1 openalex/W2"},
            id="a source that has one paper twice",
        ),
    ],
)
def test_shared_identifiers_make_one_work(claims: list[Claim], expected: dict[str, str]) -> None:
    """In any order, with one key."""
    for order in permutations(claims):
        assert expected == works(*order)


@pytest.mark.parametrize(
    ("claims", "expected", "conflicts"),
    [
        pytest.param(
            [made("openalex", "W1", "doi:10.1/a pmid:1"), made("s2", "x", "doi:10.1/b pmid:1")],
            {"10.1/a": "openalex/W1", "10.1/b": "s2/x"},
            [Conflict("pmid:1", "10.1/b", DIFFERENT_DOIS)],
            id="two DOIs are two works",
        ),
        pytest.param(
            [
                made("europepmc", "PPR/1", "doi:10.1/p pmid:5", nature="preprint"),
                made("pubmed", "5", "pmid:5", nature="published"),
            ],
            {"10.1/p": "europepmc/PPR/1", "pmid:5": "pubmed/5"},
            [Conflict("pmid:5", "10.1/p", PREPRINT)],
            id="a preprint is not its article",
        ),
        pytest.param(
            [
                made("openalex", "W1", "pmid:1 openalex:W1", title="onepaper", author="doe"),
                made("openalex", "W2", "pmid:1 openalex:W2", title="anotherstudy", author="roe"),
            ],
            {"openalex:W1": "openalex/W1", "openalex:W2": "openalex/W2"},
            [],
            id="an identifier of two papers of one source",
        ),
        pytest.param(
            [
                made("s2", "x", "doi:10.1/a s2:x", year=1965),
                made("s2", "y", "doi:10.1/a s2:y", year=2002),
            ],
            {"s2:x": "s2/x", "s2:y": "s2/y"},
            [],
            id="a reprint in a source that keeps one record for each work",
        ),
        pytest.param(
            [
                made("crossref", "a", "doi:10.1/a", title="thebookofall", author="doe"),
                made("s2", "x", "doi:10.1/a s2:x", title="thebookofall", author="doe"),
                made("s2", "y", "doi:10.1/a s2:y", title="itsseventhchapter", author="roe"),
            ],
            {"10.1/a": "crossref/a s2/x", "s2:y": "s2/y"},
            [],
            id="it stays with the record that is registered under it",
        ),
        pytest.param(
            [
                made("bibtex", "a", "doi:10.1/a", title="onthestudyofthings", author="doe"),
                made("bibtex", "b", "doi:10.1/a", title="onthestudyofthings", author="doe"),
                made("bibtex", "c", "doi:10.1/a", title="labibliaenhd", author="roe"),
            ],
            {"10.1/a": "bibtex/a bibtex/b", "h:c": "bibtex/c"},
            [],
            id="without a register, with the greater number",
        ),
        pytest.param(
            [
                made("openalex", "W1", "doi:10.1/a openalex:W1", title="one paper"),
                made("s2", "x", "doi:10.1/a pmid:5"),
                made("openalex", "W2", "pmid:5 openalex:W2", title="another one"),
            ],
            {"10.1/a": "openalex/W1 s2/x", "pmid:5": "openalex/W2"},
            [],
            id="a chain does not join what one source keeps apart",
        ),
    ],
)
def test_an_identifier_does_not_join_what_is_certainly_two(
    claims: list[Claim], expected: dict[str, str], conflicts: list[Conflict]
) -> None:
    """It is left out of the works that it is not believed of, and said."""
    for order in permutations(claims):
        found = resolve(order)
        assert sorted(expected.values()) == sorted(works(*order).values())
        for key, records in expected.items():
            if not key.startswith("h:"):
                assert records == works(*order)[key]
        if conflicts:
            assert conflicts == list(found.conflicts)
        assert found.conflicts
        assert {conflict.reason for conflict in found.conflicts} <= {AMBIGUOUS, DIFFERENT_DOIS, PREPRINT, KEPT_APART}


_NAMES = [f"{scheme}:{value}" for scheme in ("doi", "pmid", "openalex", "s2") for value in ("10.1/a", "10.1/b", "3")]
_CLAIMS = st.lists(
    st.builds(
        lambda source, key, names, title, year, nature, author: Claim(
            RecordKey(source, key),
            key_of(names[0]) if names else f"h:{source}{key}",
            tuple(names),
            nature,
            title,
            year,
            author,
        ),
        st.sampled_from(["crossref", "openalex", "pubmed", "bibtex"]),
        st.sampled_from("abcdef"),
        st.lists(st.sampled_from(_NAMES), max_size=4, unique=True),
        st.sampled_from(["", "one long enough title", "another long title"]),
        st.sampled_from([0, 2000, 2001, 2010]),
        st.sampled_from(["", "preprint", "published"]),
        st.sampled_from(["", "doe", "roe"]),
    ),
    max_size=8,
    unique_by=lambda made: made.record,
)


@given(_CLAIMS, st.randoms())
def test_any_records_in_any_order_come_to_the_same_works(claims: list[Claim], random: Random) -> None:
    """Each record is in one work, and no two works have one key."""
    found = resolve(claims) if claims else None
    if found is None:
        return
    shuffled = random.sample(claims, len(claims))

    assert found == resolve(shuffled)
    assert sorted(claim.record for claim in claims) == sorted(
        member.record for group in found.groups for member in group.members
    )
    assert len(found.groups) == len({group.key for group in found.groups})
    for group in found.groups:
        natures = {member.nature for member in group.members} - {""}
        dois = [{name for name in member.names if name.startswith("doi:")} for member in group.members]
        assert len(natures) < 2 or any(one & other for one in dois for other in dois if one is not other)


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 9))))
def test_components_are_those_that_names_lead_through(claims: list[tuple[str, int]]) -> None:
    """As a search from record to record finds them."""
    components = Components(10)
    components.join(sorted(claims))
    names = {record: {name for name, holder in claims if holder == record} for record in range(10)}

    def reached(record: int) -> frozenset[int]:
        found, waiting = {record}, [record]
        while waiting:
            here = waiting.pop()
            more = {other for other in range(10) if names[here] & names[other]} - found
            found |= more
            waiting += more
        return frozenset(found)

    expected = {reached(record) for record in range(10) if len(reached(record)) > 1}
    assert expected == {frozenset(found) for found in components.sets()}


@pytest.mark.parametrize(
    ("article", "names", "nature"),
    [
        (
            {"identifiers": (Identifier("doi", "10.1/a"), Identifier("arxiv", "2101.00001"))},
            ("doi:10.1/a",),
            "published",
        ),
        (
            {"identifiers": (Identifier("arxiv", "2101.00001"),), "type": "preprint"},
            ("doi:10.48550/arxiv.2101.00001", "arxiv:2101.00001"),
            "preprint",
        ),
        (
            {"identifiers": (Identifier("doi", "10.48550/arxiv.2101.00001"),), "type": "other"},
            ("doi:10.48550/arxiv.2101.00001", "arxiv:2101.00001"),
            "preprint",
        ),
        ({"identifiers": (Identifier("mag", "1"),)}, (), ""),
        (
            {"relations": (Relation(name="is-identical-to", identifier=Identifier("doi", "10.1/b")),)},
            ("doi:10.1/b",),
            "",
        ),
    ],
)
def test_a_record_claims_what_identifies_its_work(
    article: dict[str, object], names: tuple[str, ...], nature: str
) -> None:
    """The arXiv id of a published paper is its preprint's; arXiv's papers have a DOI each."""
    said = claim(Article(**{"type": "journal-article", "titles": (), **article}), RecordKey("s2", "x"))

    assert (names, nature) == (said.names, said.nature)


def test_what_speaks_against_an_identifier_is_kept_with_the_claim() -> None:
    """Title, year and first author, folded."""
    article = Article(
        type="journal-article",
        titles=(Text("Über «Catalysis»: a review"),),
        agents=(Agent(name="The Editors", role="editor"), Agent(name="J. Müller")),
        dates=Dates(issued="2020-02"),
    )
    said = claim(article, RecordKey("s2", "x"))

    assert ("übercatalysisareview", 2020, "müller") == (said.title, said.year, said.author)


@pytest.mark.parametrize("key", ["10.1000/a", "pmid:1", "h:abc"])
def test_a_key_and_its_name_lead_to_one_another(key: str) -> None:
    """A DOI stands for itself in a URI."""
    assert key == key_of(name_of(key))
