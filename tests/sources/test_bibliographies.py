"""BibTeX and RIS: every entry that can be told from the next is a record, the others are rejects with their line."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Record, Reject

    Read = Callable[..., tuple[list[Record], list[Reject]]]


def only(read: Read, content: str, name: str = "refs.bib") -> dict[str, Any]:
    """Return the data of the last record of a file without rejects."""
    records, rejects = read(content.encode(), name)
    assert [] == rejects
    return dict(records[-1].data)


@pytest.mark.parametrize(
    ("content", "field", "value"),
    [
        ("@article{x, title = {T {U} V}}", "title", "T {U} V"),
        ('@article{x, title = "T {"}U{"} V"}', "title", 'T {"}U{"} V'),
        ("@ARTICLE(x, TITLE = {T})", "title", "T"),
        ("@article{x, year = 2024}", "year", "2024"),
        ('@string{acm = "ACM"}\n@article{x, publisher = acm # { Press}}', "publisher", "ACM Press"),
        ('@article{x, publisher = late}\n@string{late = "Late"}\n@misc{y, publisher = late}', "publisher", "Late"),
        ("@string{a = b}\n@string{b = a}\n@article{x, title = a}", "title", "b"),
        ("@article{x, month = feb # {~26}}", "month", "feb~26"),
        ("text\n@comment{@article{y, title = {No}}}\n@article{x, title = {T}}", "title", "T"),
        ("@preamble{{\\relax}}@article{x, title = {T},}", "title", "T"),
        ("@book{p, title = {Whole}, editor = {E}}@inproceedings{x, crossref = {P}}", "booktitle", "Whole"),
        ("@inproceedings{x, crossref = {x}, title = {T}}", "title", "T"),
        ("@misc{b, crossref = {a}, title = {B}}@misc{a, crossref = {b}, title = {A}}", "title", "A"),
        ("@xdata{d, publisher = {P}}@book{x, xdata = {d}}", "publisher", "P"),
        ("\ufeff@article{x,\r\n title = {T\r\nU}}", "title", "T\nU"),
    ],
)
def test_fields_of_bibtex(read: Read, content: str, field: str, value: str) -> None:
    """As BibTeX and biblatex understand them; a parent that names itself, or a circle of them, ends."""
    assert value == only(read, content)[field]


def test_text_in_another_encoding_is_read_and_told(read: Read) -> None:
    """As JabRef wrote it for twenty years."""
    (record,), _ = read("@article{x, title = {Übung}}".encode("cp1252"), "refs.bib")

    assert ("Übung", "cp1252") == (record.data["title"], record.data["ENCODING"])


def test_the_same_key_twice_is_two_records(read: Read) -> None:
    """The second has a number behind its key: nothing is lost, and keys are keys."""
    records, rejects = read(b"@article{x, title = {A}}\n\n@article{x, title = {B}}", "refs.bib")

    assert [("x", "A", 1), ("x~2", "B", 3)] == [
        (record.data["ID"], record.data["title"], record.origin.line) for record in records
    ]
    assert [] == rejects


@pytest.mark.parametrize(
    "broken", ["@article{y, title = {T", "@article{y, title {T}}", "@article{y, title = {T}} , x}", "@article"]
)
def test_a_broken_entry_costs_only_itself(read: Read, broken: str) -> None:
    """Entries before and behind it are records, or it is told."""
    records, rejects = read(f"@article{{a, title = {{A}}}}\n{broken}\n@article{{b, title = {{B}}}}\n".encode(), "r.bib")

    assert {"a", "b"} <= {record.data["ID"] for record in records} | {"b" for reject in rejects if b"{b," in reject.raw}
    assert all(2 == reject.origin.line and reject.reason.startswith("broken BibTeX") for reject in rejects)


@pytest.mark.parametrize(
    "content",
    [
        b"{" * 1_000_000,
        b"@" * 200_000,
        b"@article{x, title = " + b"{" * 200_000 + b"}" * 200_000 + b"}",
        b"@article{x, title = {" + b'"' * 200_000 + b"}}",
        b"@string{a = " + b"{x} # " * 50_000 + b"{y}}\n@article{x, title = a}",
        b"@article{x, title = {\0\0}}",
        b"@article{" + b"k" * 200_000 + b"}",
    ],
    ids=lambda content: content[:20].decode(),
)
def test_hostile_bibtex_ends(read: Read, content: bytes) -> None:
    """In a time that a person waits, with a record or a reject."""
    started = time.process_time()
    records, rejects = read(content, "refs.bib")

    assert records or rejects
    assert time.process_time() - started < 60  # a runaway takes hours


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("TY  - JOUR\nTI  - T\nER  - \n", {"TY": ["JOUR"], "TI": ["T"]}),
        ("TY  - JOUR\nTI  - T", {"TY": ["JOUR"], "TI": ["T"]}),
        ("TY - JOUR\nTI - T\nER -\n", {"TY": ["JOUR"], "TI": ["T"]}),
        ("\ufeffTY  - JOUR\r\nTI  - T\r\nER  - \r\n", {"TY": ["JOUR"], "TI": ["T"]}),
        ("TY  - JOUR\nAU  - A\nAU  - B\nER  - ", {"TY": ["JOUR"], "AU": ["A", "B"]}),
        ("TY  - JOUR\nAB  - one\ntwo\n  three\nER  - ", {"TY": ["JOUR"], "AB": ["one two three"]}),
        ("TY  - JOUR\nAU  - A\nAU  - B\n and C\nER  - ", {"TY": ["JOUR"], "AU": ["A", "B and C"]}),
        ("TY  - JOUR\nAB  - an Y2-B  - thing\nER  - ", {"TY": ["JOUR"], "AB": ["an Y2-B  - thing"]}),
        ("TY  - JOUR\nTI  -\nAU  - A\nER  - ", {"TY": ["JOUR"], "AU": ["A"]}),
    ],
)
def test_tags_of_ris(read: Read, content: str, expected: dict[str, list[str]]) -> None:
    """In the spellings of programs: spaces, ends of lines, an end left out, lines that go on."""
    data = only(read, content, "refs.ris")

    assert expected == {tag: held for tag, held in data.items() if tag.isupper()}


def test_records_that_do_not_end_are_two(read: Read) -> None:
    """Each begins with its type, at its line."""
    records, rejects = read(b"junk\nTY  - JOUR\nTI  - A\nTY  - BOOK\nTI  - B\nER  - \n", "refs.ris")

    assert [("JOUR", "A", 2), ("BOOK", "B", 4)] == [
        (record.data["TY"][0], record.data["TI"][0], record.origin.line) for record in records
    ]
    assert [] == rejects


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.text(max_size=200) | st.text('@{}(),="#ax \\\n%', max_size=120), name=st.sampled_from(["bib", "ris"]))
def test_any_text_is_records_or_rejects(read: Read, content: str, name: str) -> None:
    """Never an exception, never nothing."""
    prefix = "" if name == "bib" else "TY  - JOUR\n"
    records, rejects = read((prefix + content).encode(), f"refs.{name}")

    assert records or rejects
