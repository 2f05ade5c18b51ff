"""URIs that answered once: they move, or are gone, and say so; and why a work says what it says."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kg.build.pipeline import build
from kg.build.updating import add, remove
from kg.settings import Settings
from kg.site.generation import current
from kg.site.layout import Layout
from kg.web.once import get

BASE = "https://kg.example.org/"
SETTINGS = Settings({"site.base": BASE, "build.workers": 1})


def write(file: Path, *records: dict[str, object]) -> Path:
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    return file


def crossref(doi: str, title: str, **fields: object) -> dict[str, object]:
    return {"DOI": doi, "type": "journal-article", "title": [title], "issued": {"date-parts": [[2020]]}, **fields}


def openalex(number: int, title: str, **fields: object) -> dict[str, object]:
    return {"id": f"https://openalex.org/W{1000000 + number}", "title": title, "type": "article", **fields}


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """A site that saw a better identifier of one work, and the removal of another."""
    layout = Layout(tmp_path / "site")
    first = [openalex(1, "Moved"), crossref("10.1000/gone", "Withdrawn"), crossref("10.1000/stays", "Stays")]
    build([write(tmp_path / "first.jsonl", *first)], layout, SETTINGS)
    better = openalex(1, "Moved", doi="https://doi.org/10.1000/better", updated_date="2024-01-01")
    add([write(tmp_path / "better.jsonl", better)], layout, SETTINGS)
    remove(layout, SETTINGS, keys=["10.1000/gone"], reason="The author <asked> for it.")
    return layout


def test_an_old_uri_redirects_for_good(layout: Layout) -> None:
    """308 to the better one, whose document says so."""
    moved = get(SETTINGS, layout, "/article/openalex:W1000001", "text/turtle", follow=False)
    found = get(SETTINGS, layout, "/doc/nt/article/10.1000/better", "text/turtle")

    assert (308, f"{BASE}article/10.1000/better") == (moved.status, dict(moved.headers)["location"])
    assert b"article/openalex:W1000001> <http://purl.org/dc/terms/isReplacedBy>" in found.body


@pytest.mark.parametrize(
    "path", ["/article/10.1000/gone", "/article/DOI:10.1000%2FGONE", "/doc/ttl/article/10.1000/gone"]
)
def test_what_was_withdrawn_is_gone_and_says_why(layout: Layout, path: str) -> None:
    """410 by every spelling, as problem details and as a page."""
    problem = get(SETTINGS, layout, path, "application/json")
    page = get(SETTINGS, layout, path, "text/html")

    assert (410, 410) == (problem.status, page.status)
    said = json.loads(problem.body)
    assert ("Withdrawn", "The author <asked> for it.") == (said["label"], said["reason"])
    assert b"The author &lt;asked&gt; for it." in page.body


def test_what_never_was_is_not_gone(layout: Layout) -> None:
    """404."""
    assert 404 == get(SETTINGS, layout, "/article/10.1000/never", "text/html").status


def test_a_rollback_finds_what_was_gone(layout: Layout, tmp_path: Path) -> None:
    """What comes back answers again."""
    add([tmp_path / "first.jsonl"], layout, SETTINGS)

    assert 200 == get(SETTINGS, layout, "/article/10.1000/gone", "text/html").status


def test_an_article_explains_what_it_says(tmp_path: Path) -> None:
    """Each field with what every source states, what was taken, and the rule."""
    layout = Layout(tmp_path / "site")
    records = [
        crossref("10.1000/a", "The title", author=[{"given": "Jane", "family": "Doe"}]),
        openalex(
            1,
            "A title",
            doi="https://doi.org/10.1000/a",
            authorships=[
                {
                    "author": {"display_name": "J. Doe", "orcid": "https://orcid.org/0000-0002-1825-0097"},
                    "institutions": [],
                }
            ],
        ),
    ]
    build([write(tmp_path / "a.jsonl", *records)], layout, SETTINGS)
    found = json.loads(get(SETTINGS, layout, "/doc/explain/article/10.1000/a", "application/json").body)
    page = get(SETTINGS, layout, "/doc/explain/article/10.1000/a", "text/html")
    fields = {field["field"]: field for field in found["fields"]}
    opened = current(layout)

    assert {"crossref", "openalex"} == {record["source"] for record in found["records"]}
    assert [("The title", True), ("A title", False)] == [
        (said["value"][0][0], said["is_chosen"]) for said in fields["titles"]["stated"]
    ]
    assert "first source" in fields["titles"]["rule"]
    assert (200, True) == (page.status, b"not taken" in page.body)
    assert "Jane Doe" == fields["agents"]["stated"][0]["value"]["name"]
    assert "0000-0002-1825-0097" == fields["agents"]["stated"][0]["value"]["orcid"]
    assert opened.index.label("person/orcid:0000-0002-1825-0097")
    assert 404 == get(SETTINGS, layout, "/doc/explain/article/10.1000/none", "text/html").status
    assert 404 == get(SETTINGS, layout, "/doc/explain/source/crossref", "text/html").status


def test_the_quality_of_records_is_reported(tmp_path: Path) -> None:
    """Counts by source on the page, every case in CSV and JSON, duplicates only suggested."""
    layout = Layout(tmp_path / "site")
    author = [{"given": "Jane", "family": "Doe", "ORCID": "0000-0002-1825-0098"}]
    records = [
        crossref("10.1000/a", "On the nature of things", author=author),
        crossref("10.1000/b", "On the Nature of Things!", author=author, colour="red"),
        {"DOI": "10.1000/c", "type": "journal-article", "title": []},
        openalex(5, "=cmd()|evil"),
        crossref("10.1000/d", "A grant", type="grant"),
    ]
    build([write(tmp_path / "a.jsonl", *records)], layout, SETTINGS)
    told = json.loads(get(SETTINGS, layout, "/quality", "application/json").body)
    totals = {check["name"]: check["total"] for check in told["quality"]["checks"]}
    rows = list(csv.DictReader(io.StringIO(get(SETTINGS, layout, "/quality", "text/csv").body.decode())))
    page = get(SETTINGS, layout, "/quality", "text/html").body.decode()

    assert 4 == current(layout).manifest.counts["article"]
    assert {"rejected": 1, "no-doi": 1, "no-title": 1, "no-date": 2, "no-authors": 2} == {
        name: totals[name] for name in ("rejected", "no-doi", "no-title", "no-date", "no-authors")
    }
    assert (1, 2, 1) == (totals["suspected-duplicate"], totals["identifier-not-valid"], totals["unmapped-field"])
    assert len(rows) == sum(totals.values()) == len(told["cases"])
    assert f"{BASE}article/10.1000/b" in {row["work"] for row in rows if row["check"] == "suspected-duplicate"}
    assert all(not cell.startswith("=") for row in rows for cell in row.values())
    assert "Works that may be one" in page
