"""What is wrong with the records of a site, or missing in them: counted by source, with every case to download."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import msgspec

from kg.errors import SiteError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JSON, CASES = "quality.json", "quality.jsonl"
COLUMNS = ("check", "source", "record", "work", "detail")


class Case(msgspec.Struct, frozen=True, omit_defaults=True):
    """One finding: the check, the source and the record it is about, the URI of its work, and what was found."""

    check: str
    source: str = ""
    record: str = ""
    work: str = ""
    detail: str = ""


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """All findings of one kind: what it means, how many there are, by source, and the first of them."""

    name: str
    title: str
    total: int
    sources: dict[str, int] = {}
    examples: tuple[Case, ...] = ()


class Quality(msgspec.Struct, frozen=True, kw_only=True):
    """The quality of a generation."""

    records: dict[str, int]
    works: int
    checks: tuple[Check, ...]


def read(folder: Path) -> Quality:
    """Read what a build found.  Raises `SiteError` where a generation has no such file."""
    file = folder / JSON
    if not file.is_file():
        raise SiteError(f"{file}: no report on quality; build the site again")
    return msgspec.json.decode(file.read_bytes(), type=Quality)


def cases(folder: Path) -> Iterator[Case]:
    """Yield every finding."""
    decode = msgspec.json.Decoder(Case).decode
    with (folder / CASES).open("rb") as stream:
        for line in stream:
            yield decode(line)


def as_csv(folder: Path) -> Iterator[bytes]:
    """Yield all findings as CSV (RFC 4180), row by row; a cell that a spreadsheet would run is kept from it."""
    yield _line(COLUMNS)
    for case in cases(folder):
        yield _line(tuple(_inert(getattr(case, name)) for name in COLUMNS))


def _line(row: tuple[str, ...]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerow(row)
    return written.getvalue().encode()


def _inert(cell: str) -> str:
    """Return a cell as a text, not as a formula (https://owasp.org/www-community/attacks/CSV_Injection)."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
