"""What comes in broken or hostile: one clear error or reject each, nothing lost, nothing half-written."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.build.pipeline import build
from kg.build.report import Report
from kg.errors import KgError
from kg.settings import Settings
from kg.site.layout import Layout

SETTINGS = Settings({"site.base": "https://kg.example.org/", "build.workers": 1})
GOOD = {"DOI": "10.1000/good", "type": "journal-article", "title": ["Good"], "issued": {"date-parts": [[2020]]}}


def line(**fields: object) -> bytes:
    return json.dumps({**GOOD, **fields}).encode() + b"\n"


def published(folder: Path, content: bytes, name: str = "records.jsonl") -> tuple[Report, bytes]:
    """Build a site of this file; return the report and the graph, which strict parsers have read."""
    (folder / name).write_bytes(content)
    layout = Layout(folder / "site")
    report = build([folder / name], layout, SETTINGS)
    graph = gzip.decompress((layout.current / "dumps" / "kg.nt.gz").read_bytes())
    assert report.triples == len(set(ox.parse(graph, format=ox.RdfFormat.N_TRIPLES)))
    return report, graph


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (b'{"DOI": "10.1000/half", "title": ["Ha', "record"),
        (b'{"DOI": "10.1000/x",, "title": []}\n', "JSON"),
        (b'{"DOI": "10.1000/x", "title": ["\xe9t\xe9"]}\n', "UTF-8"),
        (b'{"DOI": "10.1000/x", "title": ["\\ud800"]}\n', "surrogate"),
        (b'{"DOI": "10.1000/x", "title": [NaN]}\n', "JSON"),
        (b"[" * 5000 + b"]" * 5000 + b"\n", "depth"),
        (b"null\n", "null"),
        (b'"text"\n', "string"),
        (b'{"hello": "world"}\n', "hello"),
    ],
)
def test_a_bad_line_is_a_reject_with_its_place_and_its_reason(tmp_path: Path, bad: bytes, said: str) -> None:
    """The lines around it are published."""
    report, _ = published(
        tmp_path, line() + bad + (b"\n" if not bad.endswith(b"\n") else b"") + line(DOI="10.1000/after")
    )

    assert (2, 1) == (report.works, report.rejects)
    (group,) = report.rejected
    assert said.lower() in group.reason.lower()
    assert group.examples[0].place.endswith("records.jsonl:2")


def test_a_truncated_file_keeps_what_is_whole(tmp_path: Path) -> None:
    """The last record is cut off: one reject."""
    report, _ = published(tmp_path, line() + line(DOI="10.1000/cut")[:-20])

    assert (1, 1) == (report.works, report.rejects)


def test_a_truncated_answer_keeps_what_is_whole(tmp_path: Path) -> None:
    """An API answer whose end is missing."""
    answer = json.dumps(
        {"status": "ok", "message-type": "work-list", "message": {"items": [GOOD, {**GOOD, "DOI": "10.1000/b"}]}}
    )
    report, _ = published(tmp_path, answer.encode()[:-40], "answer.json")

    assert (1, 1) == (report.works, report.rejects)


def test_a_damaged_compressed_file_keeps_what_comes_before_the_damage(tmp_path: Path) -> None:
    """A download that broke off."""
    whole = b"".join(line(DOI=f"10.1000/{number}", note=str(number) * 50) for number in range(5000))
    report, _ = published(tmp_path, gzip.compress(whole)[:-2000], "records.jsonl.gz")

    assert 0 < report.works < 5000
    assert report.rejects >= 1


@pytest.mark.slow
def test_a_line_of_two_gigabytes_is_skipped(tmp_path: Path) -> None:
    """It is over the limit, and says so; the next line is read."""
    file = tmp_path / "records.jsonl"
    with file.open("wb") as stream:
        stream.write(line() + b'{"DOI": "')
        stream.truncate(2 << 30)  # a sparse file: zeros that take no space
        stream.seek(2 << 30)
        stream.write(b"\n" + line(DOI="10.1000/after"))
    report = build([file], Layout(tmp_path / "site"), SETTINGS)

    assert (2, 1) == (report.works, report.rejects)
    assert "limit" in report.rejected[0].reason


@pytest.mark.parametrize(
    "doi",
    [
        "10.1002/(SICI)1097-4571(199006)41:4<1::AID>3.0.CO;2-8",
        "10.1000/a b",
        "10.1000/[x]",
        "10.1000/100%",
        "10.1000/a#b?c&d",
        '10.1000/"><script>alert(1)</script>',
        "10.1000/a> <http://evil/> .\n<http://x",
        "10.1000/🧬数据é",
        "10.1000/{a}|b^c`d\\e",
        "10.1000/../../etc/passwd",
        "10.1000/" + "x" * 2000,
    ],
)
def test_no_doi_breaks_the_graph(tmp_path: Path, doi: str) -> None:
    """Every spelling becomes one valid IRI, and nothing that it says becomes a triple."""
    report, graph = published(tmp_path, line(DOI=doi))

    assert (1, 0) == (report.works, report.rejects)
    subjects = {str(quad.subject) for quad in ox.parse(graph, format=ox.RdfFormat.N_TRIPLES)}
    assert all(subject.startswith("<https://kg.example.org/") for subject in subjects)


@pytest.mark.parametrize(
    "title", ["<script>alert(1)</script>Title", "</script><img src=x onerror=alert(1)>Title", "Title <b>"]
)
def test_markup_in_a_title_is_gone(tmp_path: Path, title: str) -> None:
    """What is left is text."""
    _, graph = published(tmp_path, line(title=[title]))

    assert b'name> "Title" .' in graph
    assert b"alert(1)<" not in graph


def test_five_thousand_authors(tmp_path: Path) -> None:
    """Each in its place."""
    authors = [{"given": "A.", "family": f"Author{number}"} for number in range(5000)]
    report, graph = published(tmp_path, line(author=authors))

    assert 0 == report.rejects
    assert b"#authorship-5000>" in graph


@pytest.mark.parametrize("content", [b"", b"\n\n", b"%PDF-1.7 nonsense", "{}".encode("utf-16")])
def test_a_file_without_records_is_one_error_that_names_it(tmp_path: Path, content: bytes) -> None:
    """And no site is left behind."""
    with pytest.raises(KgError, match=r"records\.jsonl") as raised:
        published(tmp_path, content)

    assert 2 == raised.value.exit_code
    assert "\n" not in str(raised.value)
    assert not (tmp_path / "site" / "current").exists()


def test_a_folder_without_records_is_one_error_that_names_it(tmp_path: Path) -> None:
    """Says what would be read."""
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")

    with pytest.raises(KgError, match="notes"):
        build([tmp_path / "notes"], Layout(tmp_path / "site"), SETTINGS)
