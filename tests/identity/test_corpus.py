"""Real records of a dozen sources: the same article is one work, and no two are."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from kg import catalogue, sources
from kg.build.mapping import Options, rows
from kg.catalogue import Entry
from kg.identity import Claim
from kg.identity.claims import disagree

SETS = (
    "crossref/dev/works.jsonl.gz openalex/dev/works.jsonl.gz datacite/dev/dois.jsonl.gz pubmed/dev jats/dev"
    " arxiv-atom/dev semanticscholar/dev/papers.jsonl.gz europepmc/dev/results.jsonl.gz doaj/dev csl/dev/items.jsonl.gz"
    " crossref-csl/dev/items.jsonl.gz bibtex/dev ris/dev"
).split()


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> dict[str, list[Claim]]:
    """What the records of each work claim."""
    file = tmp_path_factory.mktemp("identity") / "catalogue.sqlite"
    with catalogue.create(file) as opened:
        for name in SETS:
            for unit in sources.plan([shared / "corpus" / name]).units:
                opened.add(row for row in rows(unit, Options()) if isinstance(row, Entry))
        opened.settle()
    held = defaultdict(list)
    with catalogue.opened(file) as opened:
        for claim, work in opened.claims():
            held[work].append(claim)
    return dict(held)


@pytest.mark.slow
def test_a_doi_that_several_records_have_is_one_work_with_all_of_them(works: dict[str, list[Claim]]) -> None:
    """Except for records that are certainly of another work, whatever DOI they bear."""
    bearing: dict[str, list[tuple[str, Claim]]] = defaultdict(list)
    for key, claims in works.items():
        for claim in claims:
            for name in claim.names:
                if name.startswith("doi:"):
                    bearing[name].append((key, claim))
    several = {doi: held for doi, held in bearing.items() if len(held) > 1}
    sources_of = {doi: {claim.record.source for _, claim in held} for doi, held in several.items()}
    parted = {
        doi
        for doi, held in several.items()
        if len({key for key, _ in held}) > 1
        and not any(disagree(claim, other) for _, claim in held for _, other in held)
    }

    assert set() == parted
    assert len(several) >= 300
    assert sum(len(names) > 1 for names in sources_of.values()) >= 40
    assert sum(len(names) > 2 for names in sources_of.values()) >= 3


@pytest.mark.slow
def test_no_two_different_articles_are_one_work(works: dict[str, list[Claim]]) -> None:
    """Nothing in a work speaks against its being one."""
    mixed = {
        key: [(claim.record, claim.title, claim.author) for claim in claims]
        for key, claims in works.items()
        if any(disagree(claim, other) for claim in claims for other in claims)
    }

    assert {} == mixed
