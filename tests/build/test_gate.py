"""What the shapes forbid is not published, does not vanish, and comes back when the shapes allow it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import rdflib

from kg.build.limits import limits
from kg.build.pipeline import build
from kg.build.updating import add, retry
from kg.catalogue import opened
from kg.errors import GateError, SettingsError, ShapesError, SourceError
from kg.settings import Settings
from kg.site import quality
from kg.site.layout import Layout

SHAPES = Path(__file__).with_name("gate.ttl")
GOOD, BAD = "10.1000/good", "10.1000/bad"


def record(doi: str, year: int) -> str:
    return json.dumps(
        {
            "DOI": doi,
            "type": "journal-article",
            "title": [f"On {doi}"],
            "source": "Crossref",
            "container-title": ["A Journal"],
            "ISSN": ["1468-2230"],
            "issued": {"date-parts": [[year]]},
            "author": [{"given": "Ada", "family": "Lovelace", "sequence": "first"}],
        }
    )


def settings(shapes: Path = SHAPES, gate: str = "violation") -> Settings:
    return Settings({"build.shapes": str(shapes), "build.gate": gate, "build.workers": 1})


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "works.jsonl"
    file.write_text(f"{record(GOOD, 2001)}\n{record(BAD, 1801)}\n")
    return file


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "site")


def published(layout: Layout) -> set[str]:
    with (layout.current / "dumps" / "kg.nt.gz").open("rb") as stream:
        import gzip

        text = gzip.decompress(stream.read()).decode()
    return {doi for doi in (GOOD, BAD) if f"/article/{doi}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>" in text}


def test_a_work_that_fails_is_kept_back_with_its_results(source: Path, layout: Layout) -> None:
    """It stands in the quarantine and in the report on quality; the others are published."""
    report = build([source], layout, settings())
    (case,) = (case for case in quality.cases(layout.current.resolve()) if case.check == "quarantined")

    assert (2, 1, {GOOD}) == (report.records, report.quarantined, published(layout))
    assert (BAD, "crossref") == (case.record, case.source)
    assert case.detail.startswith("year (Pattern): An article has a year of the last two centuries")
    with opened(layout.catalogue) as catalogue:
        ((work, packed),) = catalogue.quarantine()
    assert BAD == work
    assert ["violation"] == [finding["severity"] for finding in json.loads(packed)]


def test_no_gate_publishes_all(source: Path, layout: Layout) -> None:
    """As `--gate off` says."""
    report = build([source], layout, settings(gate="off"))

    assert (0, {GOOD, BAD}) == (report.quarantined, published(layout))


def test_corrected_shapes_let_it_out_again(source: Path, layout: Layout, tmp_path: Path) -> None:
    """Without the sources; and where nothing was corrected, nothing is written."""
    shapes = tmp_path / "mine.ttl"
    shapes.write_text(SHAPES.read_text())
    first = build([source], layout, settings(shapes))
    same = retry(layout, settings(shapes))
    shapes.write_text(SHAPES.read_text().replace("(19|20)", "(18|19|20)"))
    corrected = retry(layout, settings(shapes))

    assert (first.generation, first.generation + 1) == (same.generation, corrected.generation)
    assert (0, {GOOD, BAD}) == (corrected.quarantined, published(layout))


def test_an_update_remembers_what_is_in_quarantine(source: Path, layout: Layout, tmp_path: Path) -> None:
    """Also where the run that it belongs to was not written anew; a corrected record leaves it."""
    build([source], layout, settings())
    more = tmp_path / "more.jsonl"
    more.write_text(record("10.1000/other", 2002) + "\n")
    added = add([more], layout, settings())
    more.write_text(record(BAD, 1901) + "\n")
    build([source, more], layout, settings())

    assert (1, 3) == (added.quarantined, added.works)


def test_where_nothing_passes_nothing_is_published(tmp_path: Path, layout: Layout) -> None:
    """The old site would be replaced by an empty one."""
    file = tmp_path / "bad.jsonl"
    file.write_text(record(BAD, 1801) + "\n")

    with pytest.raises(SourceError, match=r"none of the works passes the gate.*10\.1000/bad"):
        build([file], layout, settings())
    assert not layout.current.exists()


def test_shapes_that_cannot_be_used_stop_the_build_before_it_begins(
    source: Path, layout: Layout, tmp_path: Path
) -> None:
    """A file that is not there, a term that no engine knows, a target that is no class."""
    broken, aimed = tmp_path / "broken.ttl", tmp_path / "aimed.ttl"
    broken.write_text(SHAPES.read_text().replace("sh:pattern", "sh:patern"))
    aimed.write_text(SHAPES.read_text().replace("sh:targetClass", "sh:targetNode"))

    with pytest.raises(SettingsError, match="no such file"):
        build([source], layout, settings(tmp_path / "none.ttl"))
    with pytest.raises(ShapesError, match="sh:patern"):
        build([source], layout, settings(broken))
    with pytest.raises(SettingsError, match="another kind of target"):
        build([source], layout, settings(aimed))


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [
        ("build.max_errors", "0", r"1 works fail the shapes so far, and build.max_errors is 0; nothing was published"),
        ("build.max_error_rate", "1%", r"1 of 2 works fail the shapes, more than 1 % \(build.max_error_rate\)"),
    ],
)
def test_too_many_failures_stop_a_build(source: Path, layout: Layout, limit: str, value: str, said: str) -> None:
    """The old site stays, nothing half-written is left, and the rules that fail are named with an example."""
    build([source], layout, settings())
    before = layout.current.resolve()
    with pytest.raises(GateError, match=said) as raised:
        build([source], layout, settings().with_({limit: value}))

    assert f"year (Pattern) 1 times, as in {BAD}" in str(raised.value)
    assert before == layout.current.resolve()
    assert [] == list(layout.generations.glob("*.part"))


@pytest.mark.parametrize(("limit", "value"), [("build.max_errors", "1"), ("build.max_error_rate", "50")])
def test_as_many_failures_as_are_let_pass_stop_nothing(
    source: Path, layout: Layout, limit: str, value: str, tmp_path: Path
) -> None:
    """An update is stopped like a build."""
    report = build([source], layout, settings().with_({limit: value}))
    more = tmp_path / "more.jsonl"
    more.write_text(record("10.1000/worse", 1701) + "\n")
    with pytest.raises(GateError):
        add([more], layout, settings().with_({limit: value}))

    assert (1, {GOOD}) == (report.quarantined, published(layout))


def test_limits_are_numbers() -> None:
    with pytest.raises(SettingsError, match=r"build\.max_errors = 'many' is no number"):
        limits(Settings({"build.max_errors": "many"}))


def test_an_update_checks_only_what_it_changes(source: Path, layout: Layout, tmp_path: Path) -> None:
    """What failed before still fails, in the run that is written anew and unasked."""
    first = build([source], layout, settings())
    more = tmp_path / "more.jsonl"
    more.write_text(record("10.1000/bee", 2002) + "\n")  # between the two
    second = add([more], layout, settings())

    assert (2, 1) == (first.checked, first.quarantined)
    assert (1, 1) == (second.checked, second.quarantined)
    assert {GOOD} == published(layout)


MAPPING = """
source = "w"
key = "doi"

[fields]
title = "title"
doi = "doi"
date = "when"
"""


def test_a_corrected_mapper_lets_it_out_again(layout: Layout, tmp_path: Path) -> None:
    """The records in quarantine are read from their files again, and only they are mapped anew."""
    table, meant = tmp_path / "works.csv", tmp_path / "works.toml"
    table.write_text(f"doi,when,title\n{GOOD},2001,On good\n{BAD},1801,On bad\n")
    meant.write_text(MAPPING)
    first = build([table], layout, settings(), mapper=str(meant))
    same = retry(layout, settings(), mapper=str(meant))
    corrected_too = tmp_path / "corrected.toml"  # a process reads a mapping once
    corrected_too.write_text(MAPPING.replace('"when"', '{ value = "2024" }'))
    corrected = retry(layout, settings(), mapper=str(corrected_too))

    assert (1, 1, 0) == (first.quarantined, same.quarantined, corrected.quarantined)
    assert (first.generation, first.generation + 1) == (same.generation, corrected.generation)
    assert {GOOD, BAD} == published(layout)
    assert (2, 2) == (corrected.records, corrected.versions)


def test_records_whose_file_is_gone_stay_as_they_are(source: Path, layout: Layout) -> None:
    """And that is told."""
    build([source], layout, settings())
    source.unlink()
    report = retry(layout, settings())

    assert (2, 1) == (report.records, report.quarantined)
    assert (str(source), "is not there any more; its records are as they were") in report.skipped


def test_the_report_stands_beside_the_dumps(source: Path, layout: Layout) -> None:
    """As SHACL says it, with its sum, and linked from the description of the dataset; without a gate there is none."""
    build([source], layout, settings())
    folder = layout.current.resolve()
    report = rdflib.Graph().parse(folder / "dumps" / "validation.ttl", format="turtle")
    (result,) = report.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult)
    void = rdflib.Graph().parse(folder / "void.ttl", format="turtle")
    quality = rdflib.Namespace("http://www.w3.org/ns/dqv#")
    sums = (folder / "dumps" / "SHA256SUMS").read_text()

    assert str(report.value(result, rdflib.SH.focusNode)).endswith(f"/article/{BAD}")
    assert [rdflib.Literal(False)] == list(report.objects(predicate=rdflib.SH.conforms))
    assert ["dumps/validation.ttl"] == [str(o)[-20:] for o in void.objects(predicate=quality.hasQualityMetadata)]
    assert hashlib.sha256((folder / "dumps" / "validation.ttl").read_bytes()).hexdigest() in sums

    build([source], layout, settings(gate="off"))

    assert not (layout.current / "dumps" / "validation.ttl").exists()
    assert "dqv" not in (layout.current / "void.ttl").read_text()
