"""A mapping in TOML: every field and every option, on a table and on JSON; nothing in it can break a build."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import mappers, sources
from kg.errors import RecordError, SettingsError
from kg.mappers.declared import load
from kg.mappers.declared.reading import FIELDS
from kg.model import Agent, Identifier, Issn, Licence, Origin, Record, Reference, Text
from tests.mappers.invariants import faults
from tests.mappers.odd_records import ANYTHING

TABLE = """
source = "library"
key = "No"
type = "journal-article"

[fields]
title = { from = "Title", language = "de" }
subtitle = "Subtitle"
abstract = "Abstract"
authors = { from = ["Authors", "Creator"], split = ";", order = "family-first" }
editors = "Editor"
doi = { from = "DOI", strip_prefix = "DOI=" }
journal = "Journal"
issn = "ISSN"
eissn = "E-ISSN"
volume = "Vol"
issue = { from = "Issue", default = "1" }
first_page = "From"
last_page = "To"
date = { from = "Date", date = "%d.%m.%Y" }
type = { from = "Kind", lookup = { Aufsatz = "journal-article", Buch = "book", "*" = "other" } }
language = { value = "de" }
keywords = { from = "Keywords", split = "," }
licence = "Licence"
is_open = "Open"
pdf = "PDF"
citations = { from = "Cited", regex = "([0-9]+)" }
references = { from = "Refs", split = "|" }
funder = "Funder"
award = "Award"
"""
ROW = {
    "No": "7", "Title": "Über <i>Dinge</i>", "Subtitle": "", "Abstract": "Kurz.", "Authors": "Müller, Anna; et al.",
    "DOI": "DOI=10.1000/ABC", "Journal": "Dinge", "ISSN": "0028-0836", "E-ISSN": "1476-4687", "Vol": "15(2)",
    "Issue": "",
    "From": "12", "To": "9", "Date": "26.02.2024", "Kind": "Aufsatz", "Keywords": "eins, zwei,", "Licence": "CC BY",
    "Open": "ja", "PDF": "https://things.example/7.pdf", "Cited": "cited 12 times", "Refs": "10.1000/x|Somebody 1999",
    "Funder": "Fund", "Award": "A-1", "Colour": "red",
}  # fmt: skip
POINTERS = """
source = "api"
key = "/id"

[fields]
title = "/paper/titles/0/text"
authors = { each = "/paper/people", given = "/first", family = "/last", orcid = "/ids/orcid", affiliation = "/at" }
keywords = "/paper/tags/*/name"
date = "/paper/published~1on"
"""


def mapped(tmp_path: Path, toml: str, data: Any, container: str = "table") -> Any:
    """The mapper of a mapping, and the article of a record."""
    file = tmp_path / "my.toml"
    file.write_text(toml)
    mapper = load(file)
    return mapper, mapper.article(Record(origin=Origin(file="x"), raw=b"", data=data, container=container))


def test_the_columns_of_a_table_become_an_article(tmp_path: Path) -> None:
    """Split, looked up, parsed and normalised as the mapping says."""
    mapper, article = mapped(tmp_path, TABLE, ROW)

    assert "7" == mapper.key(Record(origin=Origin(file="x"), raw=b"", data=ROW, container="table"))
    assert ((Text("Über Dinge", "de"),), (Text("Kurz."),)) == (article.titles, article.abstracts)
    assert (Agent(name="Anna Müller", given="Anna", family="Müller"),) == article.agents
    assert not article.agents_complete
    assert (Identifier("doi", "10.1000/abc"),) == article.identifiers
    assert (Issn("0028-0836"), Issn("1476-4687", "electronic")) == article.containers[0].issns
    assert ("15", "1", "12", "19") == (article.volume, article.issue, article.page_start, article.page_end)
    assert ("2024-02-26", "de", True) == (article.dates.issued, article.language, article.is_open)
    assert (Text("eins"), Text("zwei")) == article.keywords
    assert (Licence(code="cc-by"),) == article.licences
    assert 12 == article.counts[0].value
    assert (Reference(identifier=Identifier("doi", "10.1000/x")), Reference(text="Somebody 1999")) == article.references
    assert ("Fund", "A-1") == (article.grants[0].funder.name, article.grants[0].award)
    assert [] == faults(article)


def test_pointers_lead_into_json(tmp_path: Path) -> None:
    """RFC 6901 with `*` for each item, and parts relative to each author."""
    people = [
        {"first": "Ada", "last": "Lovelace", "ids": {"orcid": "0000-0002-1825-0097"}, "at": "Somewhere"},
        {"first": None},
    ]
    data = {
        "id": 5,
        "paper": {"titles": [{"text": "T"}], "people": people, "tags": [{"name": "a"}], "published/on": "2020"},
    }
    mapper, article = mapped(tmp_path, POINTERS, data, "json")

    assert ("json", "api") == (mapper.CONTAINER, mapper.SOURCE)
    assert ("T", "2020") == (article.titles[0].text, article.dates.issued)
    assert ("0000-0002-1825-0097", "Somewhere") == (article.agents[0].orcid, article.agents[0].affiliations[0].name)
    assert (Text("a"),) == article.keywords
    assert ("author-without-name",) == article.remarks
    assert {"titles", "people", "tags", "published/on"} == set(mapper.FIELDS["paper"])


def test_a_record_that_the_mapping_finds_nothing_in_is_rejected(tmp_path: Path) -> None:
    """With the reason."""
    with pytest.raises(RecordError, match="nothing that the mapping names"):
        mapped(tmp_path, TABLE, {"Other": "x"})


def test_every_field_is_documented() -> None:
    """With what it takes."""
    page = (Path(__file__).parents[2] / "docs" / "mapping.md").read_text()

    assert [] == [field for field in FIELDS if f"`{field}`" not in page]


@pytest.mark.parametrize("name", ["table", "json"])
def test_the_examples_of_the_documentation_run(name: str) -> None:
    """As they stand there."""
    folder = Path(__file__).parents[2] / "docs" / "examples"
    (data,) = [file for file in folder.glob(f"{name}.*") if file.suffix != ".toml"]
    mapper = mappers.find(str(folder / f"{name}.toml"))
    articles = [mapper.article(record) for record in sources.read([data]) if isinstance(record, Record)]

    assert 2 <= len(articles)
    assert all(article.titles and article.agents and article.dates.issued for article in articles)
    assert [] == [fault for article in articles for fault in faults(article)]


@given(data=st.dictionaries(st.sampled_from(sorted(ROW)), ANYTHING, max_size=8))
def test_anything_in_a_record_is_mapped_or_rejected(tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    """Whatever stands where a text should."""
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_text(TABLE)
    record = Record(origin=Origin(file="x"), raw=b"", data=data, container="table")
    try:
        article = load(file).article(record)
    except RecordError:
        return

    assert [] == faults(article)


@given(value=ANYTHING | st.text(max_size=20), field=st.sampled_from(FIELDS))
def test_anything_in_a_mapping_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, value: Any, field: str
) -> None:
    """With one error that names file and line."""
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_text(f"[fields]\n{field} = {_toml(value)}\n")
    try:
        load(file)
    except SettingsError as error:
        said = str(error)
    else:
        return
    assert said.startswith(str(file))


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {_toml(held)}" for name, held in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, bool) or value is None:
        return str(bool(value)).lower()
    return repr(value) if isinstance(value, int | float) else "'" + "".join(c for c in value if c.isalnum()) + "'"
