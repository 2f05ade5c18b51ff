"""Every record of every set: mapped, sound, known by one mapper alone, with no field left over."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import mappers, sources
from kg.errors import RecordError
from kg.mappers.coverage import unmapped
from kg.model import Article, Origin, Record, Reject
from tests.mappers.invariants import faults
from tests.mappers.odd_records import odd

# Each set with the rejects that it must make, and why: what cannot be read, or is nobody's work.
SETS = {
    "semantic_scholar": ("semanticscholar/dev/papers.jsonl.gz", {"no paper id: None": 9}),  # papers that were not found
    "datacite": ("datacite/dev/*.jsonl.gz", {}),
    "europepmc": ("europepmc/dev/results.jsonl.gz", {}),
    "doaj": ("doaj/dev/*.jsonl.gz", {}),
    "csl": ("csl/dev/items.jsonl.gz", {}),
    "csl (Crossref's)": ("crossref-csl/dev/items.jsonl.gz", {}),
    "pubmed": ("pubmed/dev", {}),
    "arxiv": ("arxiv-atom/dev", {"not an arXiv id": 1}),  # an error that the API answers with
    # Fragments of front matter, and files that use a prefix without declaring it.
    "jats": ("jats/dev", {"no identifier and no title": 26, "not well-formed XML": 16}),
    "bibtex": ("bibtex/dev", {"broken BibTeX": 9, "no citation key and no title": 3}),
    "ris": ("ris/dev", {"a RIS record with nothing in it": 8}),
}
# Fields of programs that keep more in an entry than what it is about.
FOREIGN = {"bibtex", "csl", "ris"}


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_a_set_is_mapped_whole(shared: Path, name: str) -> None:
    """No exception, no reject but those that are listed, nothing unsound, and no other mapper that would take it."""
    folder, expected = SETS[name]
    mapper = mappers.find(name.partition(" ")[0])
    rejects: Counter[str] = Counter()
    wrong: list[str] = []
    left: Counter[str] = Counter()
    mapped = 0
    for record in sources.read([shared / "corpus" / folder]):
        if isinstance(record, Reject):
            rejects[record.reason] += 1
            continue
        try:
            assert mappers.recognised(record) is mapper, record.origin
            mapper.key(record)
            article = mapper.article(record)
        except RecordError as error:
            rejects[error.reason] += 1
            continue
        mapped += 1
        others = [other for other in mappers._of(record.container) if other is not mapper]
        wrong += [f"{record.origin}: {other.SOURCE} would take it" for other in others if other.recognises(record.data)]
        wrong += [f"{record.origin}: {fault}" for fault in faults(article)]
        left.update(unmapped(record.data, mapper.FIELDS))
    listed = {reason: sum(count for said, count in rejects.items() if said.startswith(reason)) for reason in expected}

    assert [] == wrong
    assert expected == listed
    assert sum(rejects.values()) == sum(listed.values())
    assert mapped >= 45
    assert name in FOREIGN or not left, left


@pytest.mark.parametrize("name", [name for name in mappers.names() if mappers.find(name).CONTAINER == "json"])
@given(data=st.data())
def test_anything_in_any_field_is_mapped_or_rejected(name: str, data: st.DataObject) -> None:
    """A record error, or a sound article; nothing else."""
    mapper = mappers.find(name)
    fields = mapper.FIELDS["attributes"] if name == "datacite" else mapper.FIELDS
    record = Record(origin=Origin(file="odd.jsonl", line=1), raw=b"", data=data.draw(odd(fields)))
    try:
        mapper.key(record)
        article = mapper.article(record)
    except RecordError:
        return

    assert isinstance(article, Article)
    assert [] == faults(article)


@pytest.mark.parametrize("name", ["bibtex", "ris"])
@given(data=st.data())
def test_any_text_in_any_field_is_mapped_or_rejected(name: str, data: st.DataObject) -> None:
    """Braces, dollars, backslashes, names without an end."""
    mapper = mappers.find(name)
    text = st.text("ab {}$\\\"'&,;-~_^0123456789.:/é\n", max_size=40)
    values = text if name == "bibtex" else st.lists(text.map(str.strip).filter(bool), min_size=1, max_size=2)
    fields = st.dictionaries(st.sampled_from(sorted(mapper.FIELDS)), values, max_size=8)
    given_ = (
        {"ENTRYTYPE": "article", "ID": "x", "ENCODING": "utf-8"}
        if name == "bibtex"
        else {"TY": ["JOUR"], "number": "1"}
    )
    drawn = {field: value for field, value in data.draw(fields).items() if field not in {"encoding", *given_}}
    record = Record(origin=Origin(file="odd", line=1), raw=b"", data=drawn | given_, container=name)
    try:
        mapper.key(record)
        article = mapper.article(record)
    except RecordError:
        return

    assert [] == faults(article)
