"""Adding, removing, explaining, judging: the commands on a site as people run them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.test_commands import SEED, kg

BASE = "https://kg.example.org/"
MINE = '''"""A mapper of somebody's own."""

from kg.errors import RecordError
from kg.model import Article, Text

SOURCE = "mine"
CONTAINER = "json"
FIELDS = {"headline": None}


def recognises(data):
    return "headline" in data


def key(record):
    if not record.data.get("headline"):
        raise RecordError("no headline", field="headline")
    return record.data["headline"]


def article(record):
    return Article(type="journal-article", titles=(Text(record.data["headline"]),))
'''


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of one article."""
    folder = tmp_path_factory.mktemp("updates") / "site"
    done = kg("build", SEED, "--site", folder, "--base", BASE)
    assert 0 == done.returncode, done.stderr.decode()
    return folder


def said(done: subprocess.CompletedProcess[bytes]) -> str:
    return " ".join(done.stderr.decode().split())


def test_records_are_added_and_removed_again(site: Path, tmp_path: Path) -> None:
    """With the base of the site, and a report of what was done."""
    more = tmp_path / "more.jsonl"
    more.write_text(json.dumps({"DOI": "10.1000/more", "type": "journal-article", "title": ["More"]}))
    added = kg("add", more, "--site", site)
    again = kg("add", more, "--site", site)
    found = kg("get", "/article/10.1000/more", "--site", site)
    removed = kg("remove", "10.1000/more", "--site", site, "--reason", "A test.")
    gone = kg("get", "/article/10.1000/more", "--site", site)

    assert (0, 0, 0) == (added.returncode, again.returncode, removed.returncode), added.stderr
    assert "1 new records, 0 changed, 0 removed" in said(added)
    assert "0 new records, 0 changed, 0 removed, 1 as they were; 0 works written anew" in said(again)
    assert b"<https://kg.example.org/article/10.1000/more>" in found.stdout
    assert (1, True) == (gone.returncode, b"A test." in gone.stdout)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("remove",), "name works or records to remove, or --source NAME"),
        (("remove", "10.1000/none"), "10.1000/none: no work and no record here is called so"),
        (("remove", "--source", "none"), "no records of 'none'; there are: agg"),
        (("explain", "10.1000/none"), "10.1000/none: no work of this site is called so"),
        (("explain", "10.1111/lamp.12329", "--format", "xml"), "--format xml: there are text and json"),
        (("quality", "--format", "xml"), "--format xml: there are text, csv and json"),
    ],
)
def test_what_cannot_be_done_is_one_line(site: Path, arguments: tuple[str, ...], error: str) -> None:
    """And says what to do."""
    done = kg(*arguments, "--site", site)

    assert done.returncode in {2, 3}
    assert error in said(done)
    assert "Traceback" not in said(done)


def test_an_article_is_explained_by_any_of_its_names(site: Path) -> None:
    """As text with the place of each record, and as JSON."""
    text = kg("explain", "https://doi.org/10.1111/LAMP.12329", "--site", site)
    found = json.loads(kg("explain", f"{BASE}article/10.1111/lamp.12329", "--site", site, "--format", "json").stdout)

    assert 0 == text.returncode
    assert "000_c146a4e45ae02680.txt" in text.stdout.decode()
    assert "agg" == found["records"][0]["source"]
    assert "titles" in {field["field"] for field in found["fields"]}


@pytest.mark.parametrize(("format_", "begin"), [("text", "Records"), ("csv", "check,source,record"), ("json", "{")])
def test_the_quality_is_told(site: Path, format_: str, begin: str) -> None:
    """As a table, as CSV, as JSON lines."""
    done = kg("quality", "--site", site, "--format", format_)

    assert 0 == done.returncode
    assert begin in done.stdout.decode() or (format_ == "json" and not done.stdout)


def test_a_table_is_mapped_as_its_mapping_says(tmp_path: Path) -> None:
    """Proposed from the columns, and used as it is; without one, the row says what to do."""
    table, mapping = tmp_path / "my.csv", tmp_path / "my.toml"
    table.write_text('ID;Titel;Autoren;Jahr\n1;Über Dinge;"Müller, Anna; Meier, Bernd";2020\n')
    refused = kg("map", table)
    proposed = kg("mapping", "init", table, "-o", mapping)
    mapped = kg("map", table, "--mapping", mapping)
    built = kg("build", table, "--mapping", mapping, "--site", tmp_path / "site", "--workers", "2")

    assert (1, True) == (refused.returncode, "kg mapping init proposes one" in said(refused))
    assert (0, 0, 0) == (proposed.returncode, mapped.returncode, built.returncode), mapped.stderr
    assert '"Anna Müller"' in mapped.stdout.decode()


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ("[fields]\ntitel = 'T'\n", "my.toml:2: titel: no field 'titel' in [fields]; did you mean title?"),
        ("type = 'poem'\n[fields]\ntitle = 'T'\n", "my.toml:1: type: 'poem' is none of"),
        ("[fields]\n\nauthors = {from = 'A', splt = ';'}\n", "my.toml:3: authors: no option 'splt'"),
        ("[fields]\ntitle = {from = 'T', regex = '(a+)+'}\n", "my.toml:2: title: regex: a repetition within"),
        ("[fields]\ntitle = 3\n", "my.toml:2: title: 3 is neither a column"),
        ("[fields\n", "not TOML"),
        ("source = 'x'\n", "a mapping needs a table [fields]"),
    ],
)
def test_a_mistake_in_a_mapping_is_told_with_its_line(tmp_path: Path, wrong: str, error: str) -> None:
    """Before any record is read."""
    mapping, table = tmp_path / "my.toml", tmp_path / "my.csv"
    mapping.write_text(wrong)
    table.write_text("T\nx\n")
    done = kg("map", table, "--mapping", mapping)

    assert 2 == done.returncode
    assert error in said(done)


def test_a_mapper_of_ones_own_is_a_file(tmp_path: Path) -> None:
    """Used by every process; what it lacks is said."""
    mine, lacking, records = tmp_path / "mine.py", tmp_path / "lacking.py", tmp_path / "records.jsonl"
    mine.write_text(MINE)
    lacking.write_text("SOURCE = 'x'\n")
    records.write_text('{"headline": "News"}\n{"headline": ""}\n')
    built = kg("build", records, "--mapper", mine, "--site", tmp_path / "site", "--workers", "2")
    refused = kg("build", records, "--mapper", lacking, "--site", tmp_path / "other")
    both = kg("build", records, "--mapper", mine, "--from", "crossref", "--site", tmp_path / "other")

    assert 0 == built.returncode, built.stderr
    assert "1 records (mine 1)" in said(built)
    assert "no headline" in said(built)
    assert (2, 2) == (refused.returncode, both.returncode)
    assert "no mapper, it lacks CONTAINER, FIELDS, recognises, key, article" in said(refused)
    assert "give one of them" in said(both)
