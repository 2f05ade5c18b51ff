"""Catalogue → the report on quality: what was rejected, what is missing, what may be wrong, what no rule maps.

Suspected duplicates are suggestions: same title, year and first author.  Nothing is merged for that.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Final

import msgspec

from kg import catalogue
from kg.build.gate import Finding
from kg.iris import Iris
from kg.site.quality import CASES, JSON, Case, Check, Quality

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.identity import Claim

_EXAMPLES: Final = 20
_findings = msgspec.json.Decoder(list[Finding]).decode
_SHORTEST: Final = 12  # letters of a title that is not that of any editorial
TITLES: Final = {
    "rejected": "Records that could not be read or mapped",
    "quarantined": "Works that the shapes keep from being published",
    "no-doi": "Records without a DOI",
    "no-title": "Records without a title",
    "no-date": "Records without a date",
    "no-authors": "Records without authors",
    "identifier-not-believed": "Identifiers that works which are not the same claim",
    "identifier-not-valid": "Records with an identifier whose form or check digit is wrong",
    "suspected-duplicate": "Works that may be one: same title, year and first author",
    "unmapped-field": "Fields that no rule maps",
}
"""The checks, and what each means."""


def write(folder: Path, database: Path, base: str) -> None:
    """Write `quality.json` and `quality.jsonl` into the folder of a generation."""
    writer = _Writer(base)
    with catalogue.opened(database) as opened, (folder / CASES).open("wb") as stream:
        for case in _cases(opened, Iris(base)):
            writer.count(case)
            stream.write(msgspec.json.encode(case) + b"\n")
        quality = Quality(records=opened.sources(), works=opened.counts()["works"], checks=writer.checks())
    (folder / JSON).write_bytes(msgspec.json.format(msgspec.json.encode(quality), indent=2) + b"\n")


class _Writer:
    """Counts cases as they pass, and keeps the first of each check."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._counts: dict[str, Counter[str]] = {name: Counter() for name in TITLES}
        self._examples: dict[str, list[Case]] = {name: [] for name in TITLES}

    def count(self, case: Case) -> None:
        self._counts[case.check][case.source or "unknown"] += 1
        if len(self._examples[case.check]) < _EXAMPLES:
            self._examples[case.check].append(case)

    def checks(self) -> tuple[Check, ...]:
        return tuple(
            Check(
                name=name,
                title=title,
                total=self._counts[name].total(),
                sources=dict(sorted(self._counts[name].items())),
                examples=tuple(self._examples[name]),
            )
            for name, title in TITLES.items()
        )


def _cases(opened: catalogue.Catalogue, iris: Iris) -> Iterator[Case]:
    for reject in opened.rejects():
        detail = f"{reject.reason} (field {reject.field})" if reject.field else reject.reason
        yield Case("rejected", reject.source or "", reject.key or "", detail=detail)
    with closing(sqlite3.connect("")) as known:  # on disk where it grows: there may be more works than memory holds
        known.execute("CREATE TABLE paper (mark TEXT, work TEXT, title TEXT)")
        for claim, work in opened.claims():
            yield from _missing(claim, _url(work, iris))
            if claim.year and claim.author and len(claim.title) >= _SHORTEST:
                mark = f"{claim.title}\t{claim.year}\t{claim.author}"
                known.execute("INSERT INTO paper VALUES (?, ?, ?)", (mark, work, claim.title))
        for conflict in opened.conflicts():
            detail = f"{conflict.name}: {conflict.reason}"
            yield Case("identifier-not-believed", work=_url(conflict.work, iris), detail=detail)
        yield from _duplicates(known, iris)
    for record, work, remark in opened.remarked("*-not-valid"):
        yield Case("identifier-not-valid", record.source, record.key, _url(work, iris), remark)
    for work, packed in opened.quarantine():
        found = _findings(packed)
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        said = f"{found[0].rule} ({found[0].component}): {found[0].message or found[0].path} {found[0].value}".rstrip()
        for record in opened.records_of(work):
            yield Case("quarantined", record.source, record.key, _url(work, iris), said + more)
    for source, name, count in opened.findings("unmapped"):
        yield Case("unmapped-field", source, detail=f"{name} ({count:,})")


def _missing(claim: Claim, url: str) -> Iterator[Case]:
    lacks = {
        "no-doi": not any(name.startswith("doi:") for name in claim.names),
        "no-title": not claim.title,
        "no-date": not claim.year,
        "no-authors": not claim.author,
    }
    for check, is_missing in lacks.items():
        if is_missing:
            yield Case(check, claim.record.source, claim.record.key, url)


def _duplicates(known: sqlite3.Connection, iris: Iris) -> Iterator[Case]:
    known.execute("CREATE INDEX paper_by_mark ON paper (mark, work)")
    suspected = "SELECT mark FROM paper GROUP BY mark HAVING count(DISTINCT work) > 1 ORDER BY mark"
    works = "SELECT DISTINCT work FROM paper WHERE mark = ? ORDER BY work"
    for (mark,) in known.execute(suspected).fetchall():
        first, *others = [work for (work,) in known.execute(works, (mark,))]
        for other in others:
            yield Case("suspected-duplicate", work=_url(other, iris), detail=_url(first, iris))


def _url(work: str, iris: Iris) -> str:
    return iris.article(work)[1:-1].decode()
