"""Every record once, the latest version first, works in the order of their keys, whatever the order of input."""

from __future__ import annotations

import hashlib
import sqlite3
from itertools import permutations
from pathlib import Path

import msgspec
import pytest

from kg import catalogue
from kg.catalogue import Entry
from kg.errors import SiteError
from kg.identity import Claim
from kg.model import Article, Origin, RecordKey, Reject, Text


def entry(
    key: str, work: str, *, source: str = "crossref", modified: str = "", title: str = "A", raw: bytes = b""
) -> Entry:
    raw = raw or f"{key}{modified}{title}".encode()
    return Entry(
        origin=Origin(file="a.jsonl", line=1),
        digest=hashlib.sha256(raw).digest(),
        modified=modified,
        raw=raw,
        article=msgspec.msgpack.encode(Article(type="journal-article", titles=(Text(title),))),
        claim=Claim(RecordKey(source, key), work, (f"doi:{work}",)),
        venues=(("1234-5679", "0028-0836"),),
        findings=(("remark", "no-date"), ("unmapped", "colour")),
    )


def filled(file: Path, rows: list[Entry | Reject]) -> Path:
    with catalogue.create(file) as opened:
        opened.add(rows)
        opened.settle()
    return file


def test_works_come_in_order_with_the_latest_version_of_each_record(tmp_path: Path) -> None:
    """Of two versions the one modified last counts, from whichever file it came first."""
    rows = [
        entry("w2", "10.1/b", source="openalex", title="B"),
        entry("10.1/b", "10.1/b", modified="2024", title="new"),
        entry("10.1/b", "10.1/b", modified="2023", title="old"),
        entry("10.1/a", "10.1/a"),
    ]
    seen = []
    for number, order in enumerate(permutations(rows)):
        with catalogue.opened(filled(tmp_path / f"{number}.sqlite", list(order))) as opened:
            seen.append(
                [(work.key, [(v.record, v.article.titles[0].text) for v in work.versions]) for work in opened.works()]
            )

    expected = [
        ("10.1/a", [(RecordKey("crossref", "10.1/a"), "A")]),
        ("10.1/b", [(RecordKey("crossref", "10.1/b"), "new"), (RecordKey("openalex", "w2"), "B")]),
    ]
    assert [expected] * len(seen) == seen


def test_the_same_record_twice_is_one_record(tmp_path: Path) -> None:
    """Same source, key and bytes: nothing is counted twice."""
    with catalogue.opened(filled(tmp_path / "c.sqlite", [entry("a", "10.1/a"), entry("a", "10.1/a")])) as opened:
        assert {"records": 1, "versions": 1, "works": 1, "rejects": 0, "quarantined": 0} == opened.counts()
        assert [("crossref", "colour", 1)] == opened.findings("unmapped")
        assert {"1234-5679": "0028-0836"} == opened.linking()
        assert b"aA" == opened.raw(RecordKey("crossref", "a"))
        assert opened.raw(RecordKey("crossref", "b")) is None


def test_a_reject_keeps_its_bytes_and_its_place(tmp_path: Path) -> None:
    """Nothing vanishes: what could not be mapped can be looked at."""
    reject = Reject(
        origin=Origin(file="a.jsonl", line=3), reason="no title", raw=b"{}", field="title", source="crossref"
    )
    with catalogue.opened(filled(tmp_path / "c.sqlite", [reject])) as opened:
        assert [reject] == list(opened.rejects())


def test_runs_are_cut_by_keys_and_together_are_everything(tmp_path: Path) -> None:
    """Each work is in one run, whatever the size of the runs; one work more cuts no other run."""
    keys = [f"10.1/{number:03}" for number in range(10)]
    with catalogue.opened(filled(tmp_path / "more.sqlite", [entry(key, key) for key in [*keys, "10.1/0055"]])) as more:
        wider = more.cuts(3)
    with catalogue.opened(filled(tmp_path / "c.sqlite", [entry(key, key) for key in keys])) as opened:
        for size in (1, 3, 10, 11):
            bounds = ["", *opened.cuts(size)]
            runs = [
                [work.key for work in opened.works(first, last)]
                for first, last in zip(bounds, [*bounds[1:], None], strict=True)
            ]
            assert keys == sum(runs, [])
        assert set(opened.cuts(3)) <= set(wider) <= {*opened.cuts(3), "10.1/0055"}
        assert 2 < len(opened.cuts(2))


def test_rows_can_be_added_to_a_finished_catalogue(tmp_path: Path) -> None:
    """What fails after mapping is written down too."""
    file = filled(tmp_path / "c.sqlite", [entry("a", "10.1/a")])
    with catalogue.extended(file) as opened:
        opened.add([Reject(origin=Origin(file="-"), reason="late")])
    with catalogue.opened(file) as opened:
        assert 1 == opened.counts()["rejects"]


def test_a_missing_broken_or_foreign_catalogue_is_one_clear_error(tmp_path: Path) -> None:
    """Each names the file and what to do."""
    broken, foreign = tmp_path / "broken.sqlite", filled(tmp_path / "foreign.sqlite", [])
    broken.write_bytes(b"not a database" * 100)
    connection = sqlite3.connect(foreign)
    connection.execute("UPDATE meta SET value = '99'")
    connection.commit()
    connection.close()

    for file, said in (
        (tmp_path / "none", "build the site first"),
        (broken, "not a catalogue"),
        (foreign, "version 99"),
    ):
        with pytest.raises(SiteError, match=said), catalogue.opened(file):
            pass
