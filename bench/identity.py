"""Bringing records to works: `python bench/identity.py [RECORDS]`.

Made-up records of three sources in equal parts, of which a fifth are of works that another source has too, known by
the DOI (Crossref), the DOI and PMID (PubMed), or the PMID and OpenAlex id with or without the DOI (OpenAlex).  They
are written into a catalogue, which is then settled: versions, components, works.  Mapping is not in it.
"""

from __future__ import annotations

import resource
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import kg.catalogue
from kg.catalogue.entries import Entry
from kg.catalogue.writing import Writer
from kg.identity import Claim
from kg.model import Origin, RecordKey

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCES = ("crossref", "pubmed", "openalex")
OVERLAP = 5  # one record of so many is of a work that the next source has as well


def main() -> None:
    """Fill and settle a catalogue; print what came of it, the time and the memory."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "catalogue.sqlite", isolation_level=None)
        connection.executescript((Path(kg.catalogue.__file__).parent / "schema.sql").read_text())
        connection.execute("BEGIN")
        writer = Writer(connection)
        started = time.process_time()
        writer.add(entries(size))
        filled = time.process_time()
        before = _peak()
        writer.settle()
        settled = time.process_time()
        works, groups = connection.execute(
            "SELECT count(*), sum(size > 1) FROM (SELECT count(*) AS size FROM record WHERE latest GROUP BY work)"
        ).fetchone()
        print(f"{size:,} records → {works:,} works, {groups:,} of more than one record")
        print(f"writing rows {filled - started:.1f} s CPU, bringing to works {settled - filled:.1f} s CPU")
        print(f"peak memory {before:,.0f} MB after writing, {_peak():,.0f} MB at the end")


def entries(size: int) -> Iterator[Entry]:
    """Yield the records; the work of record i is i, or that of its neighbour in the overlap."""
    for number in range(size):
        place = number % len(SOURCES)
        shared = number // len(SOURCES) % OVERLAP == 0
        work = number - place if shared else number
        source = SOURCES[place]
        names = _names(source, work)
        record = RecordKey(source=source, key=f"{number}")
        claim = Claim(
            record=record,
            own=names[0].removeprefix("doi:"),
            names=names,
            nature="published",
            title=f"anarticleaboutthenumber{work}",
            year=1990 + work % 30,
            author=f"author{work % 9973}",
        )
        yield Entry(
            claim=claim,
            digest=number.to_bytes(16, "big"),
            modified="",
            origin=Origin(file="made-up", line=number),
            raw=b"{}",
            article=b"",
            findings=(),
            venues=(),
        )


def _names(source: str, work: int) -> tuple[str, ...]:
    doi, pmid, openalex = f"doi:10.5555/{work}", f"pmid:{work}", f"openalex:W{work}"
    if source == "crossref":
        return (doi,)
    if source == "pubmed":
        return (doi, pmid)
    return (doi, pmid, openalex) if work % 2 else (pmid, openalex)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
