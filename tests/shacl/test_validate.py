"""`kg validate` as people run it: exit codes, every form of report, and shapes that are broken."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <https://example.org/> .\n"
SHAPES = HEAD + (
    ":Person a sh:NodeShape ; sh:targetClass :P ; sh:property :name , :mail .\n"
    ':name sh:path :n ; sh:minCount 1 ; sh:message "A person has a name: add it." .\n'
    ':mail sh:path [ sh:inversePath :of ] ; sh:pattern "@" ; sh:severity sh:Warning .\n'
)
BAD = "".join(f":p{number} a :P .\n" for number in range(5)) + ":mail5 :of :p5 . :p5 a :P ; :n 'Eve' .\n"


def kg(folder: Path, *arguments: str, data: str = BAD, shapes: str = SHAPES) -> subprocess.CompletedProcess[bytes]:
    (folder / "data.ttl").write_text(HEAD + data)
    (folder / "shapes.ttl").write_text(shapes)
    command = [sys.executable, "-W", "error", "-m", "kg", "validate", "data.ttl", "--shapes", "shapes.ttl", *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, check=False, timeout=60, env={"PYTHONPATH": str(ROOT)}
    )


@pytest.mark.parametrize(
    ("arguments", "data", "code", "said"),
    [
        ((), ":p :n 'Ann' ; a :P .", 0, "conforms (0 violations, 0 warnings, 0 info); gate violation: passed"),
        ((), BAD, 1, "does not conform (5 violations, 1 warning, 0 info); gate violation: failed"),
        (("--gate", "off"), BAD, 0, "no gate"),
        ((), ":p a :P ; :n 'Ann' . :m :of :p .", 0, "does not conform (0 violations, 1 warning, 0 info)"),
        (("--gate", "warning"), ":p a :P ; :n 'Ann' . :m :of :p .", 1, "gate warning: failed"),
        (("--engine", "jena"), BAD, 2, "--engine jena: there are compiled, pyshacl"),
        (("--format", "pdf"), BAD, 2, "--format pdf: there are table, json"),
    ],
)
def test_the_exit_code_says_whether_the_gate_was_passed(
    tmp_path: Path, arguments: tuple[str, ...], data: str, code: int, said: str
) -> None:
    """0 passed, 1 findings, 2 usage; that a graph conforms is another question."""
    done = kg(tmp_path, *arguments, data=data)

    assert code == done.returncode, done.stderr.decode()
    assert said in (done.stdout + done.stderr).decode()


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (SHAPES.replace("sh:minCount", "sh:minCuont"), "<https://example.org/name> has sh:minCuont"),
        (SHAPES.replace("sh:minCount 1", "sh:minCount 'x'"), '"x" is no whole number'),
        (SHAPES.replace("sh:targetClass :P ;", ""), "no shape with a target"),
        (SHAPES.replace('"@"', '"["'), "sh:pattern '[' cannot be compiled"),
        (SHAPES + ":name sh:node :Person .", "refers to itself"),
        (SHAPES + ":name sh:path :m .", "sh:path may stand once in a shape, and stands here 2 times"),
        (SHAPES + ":name sh:or ( :Person", "shapes.ttl: not Turtle"),
        (SHAPES + "<> <http://www.w3.org/2002/07/owl#imports> <none.ttl> .", "there is no such file"),
        (SHAPES + "[] sh:entailment :RDFS .", "entailment"),
    ],
)
def test_broken_shapes_are_named_and_nothing_is_checked(tmp_path: Path, broken: str, said: str) -> None:
    """Exit code 2 and one line; never a shape that is silently not checked."""
    done = kg(tmp_path, shapes=broken)

    assert (2, b"") == (done.returncode, done.stdout)
    assert said in done.stderr.decode()
    assert 1 == done.stderr.count(b"\n")


def test_imports_from_beside_the_shapes_are_read(tmp_path: Path) -> None:
    """Those from elsewhere are not fetched, and the report says so."""
    (tmp_path / "more.ttl").write_text(SHAPES)
    imports = "<> <http://www.w3.org/2002/07/owl#imports> <more.ttl> , <https://example.org/far> ."
    done = kg(tmp_path, shapes=HEAD + imports)

    assert 1 == done.returncode
    assert b"Not read, since nothing is fetched: https://example.org/far" in done.stdout


def test_imports_are_found_by_the_places_that_names_say(tmp_path: Path) -> None:
    """`…/s/core/name` beside `…/s/profiles/all`; and never outside of their folder."""
    (tmp_path / "core").mkdir()
    (tmp_path / "profiles").mkdir()
    (tmp_path / "core" / "name.ttl").write_text(SHAPES)
    imports = (
        "<http://www.w3.org/2002/07/owl#imports> <https://example.org/s/core/name> , <https://example.org/s/../out>"
    )
    profile = f"<https://example.org/s/profiles/all> a <http://www.w3.org/2002/07/owl#Ontology> ; {imports} ."
    (tmp_path / "profiles" / "all.ttl").write_text(profile)
    (tmp_path.parent / "out.ttl").write_text("this is not Turtle")
    done = kg(tmp_path, "--shapes", "profiles/all.ttl", shapes="")

    assert (1, b"") == (done.returncode, done.stderr)
    assert b"5 violations" in done.stdout


def test_totals_are_true_where_less_is_listed(tmp_path: Path) -> None:
    """In JSON and in lines; `conforms` and `passed` are two things."""
    whole = json.loads(kg(tmp_path, "--format", "json", "--max-results", "2", "--gate", "off").stdout)
    lines = [json.loads(line) for line in kg(tmp_path, "--format", "ndjson").stdout.splitlines()]

    assert (False, True) == (whole["conforms"], whole["passed"])
    assert {"violation": 5, "warning": 1, "info": 0} == whole["totals"] == lines[-1]["totals"]
    assert [(5, 2, True), (1, 1, False)] == [
        (rule["total"], len(rule["results"]), rule["truncated"]) for rule in whole["rules"]
    ]
    assert 7 == len(lines)
    assert "A person has a name: add it." == lines[0]["message"]


def test_the_graph_of_a_report_is_one(tmp_path: Path) -> None:
    """A `sh:ValidationReport` with every result; the same from both engines."""
    numbers = []
    for name in ("compiled", "pyshacl"):
        written = kg(tmp_path, "--format", "turtle", "--engine", name).stdout
        graph = list(ox.parse(written, format=ox.RdfFormat.TURTLE))
        predicates = sorted(quad.predicate.value.rpartition("#")[2] for quad in graph)
        numbers.append({predicate: predicates.count(predicate) for predicate in predicates})

    assert numbers[0] == numbers[1]
    assert (6, 6, 1) == tuple(numbers[0][name] for name in ("result", "focusNode", "conforms"))
    assert 1 == numbers[0]["inversePath"]


def test_reports_for_continuous_integration(tmp_path: Path) -> None:
    """JUnit fails one case for each rule at the gate; SARIF lists every result under its rule."""
    suite = ET.fromstring(kg(tmp_path, "--format", "junit").stdout)
    log = json.loads(kg(tmp_path, "--format", "sarif").stdout)
    (run,) = log["runs"]

    assert ("1", 1) == (suite.get("failures"), len(suite.findall("testcase/failure")))
    assert ("2.1.0", 6) == (log["version"], len(run["results"]))
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {result["ruleId"] for result in run["results"]}


def test_the_page_escapes_what_data_say(tmp_path: Path) -> None:
    """A value is shown, and never run."""
    data = ":m :of :p . :p a :P ; :n '<script>alert(1)</script>' ."
    done = kg(tmp_path, "--format", "html", data=data, shapes=SHAPES.replace("sh:minCount", "sh:maxLength"))

    assert b"&lt;script&gt;" in done.stdout
    assert b"<script>" not in done.stdout


def test_several_processes_find_what_one_does(shared: Path, tmp_path: Path) -> None:
    """A file large enough for them."""
    folder, made = shared / "prototypes" / "shacl", tmp_path / "made.nt"
    subprocess.run([sys.executable, folder / "gen.py", "9000", "0.02", made], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["sort", "-u", made, "-o", made], check=True, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})
    command = [sys.executable, "-m", "kg", "validate", made, "--shapes", folder / "shapes_core.ttl", "--format", "json"]
    found = [
        subprocess.run([*command, "--workers", workers], capture_output=True, check=False, timeout=120).stdout
        for workers in ("1", "2")
    ]

    assert made.stat().st_size > 32 << 20
    assert found[0] == found[1]
    assert json.loads(found[0])["totals"]["violation"] > 100
