"""Whole datasets: a site, a dump, an endpoint, and what only all records together show."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.shacl import documents
from kg.shacl.scope import scopes
from kg.triples import SHARED
from tests.cli.test_commands import ROOT, kg
from tests.store.servers import free_port, oxigraph
from tests.web.conftest import Site, built

SCHEMA, BIBO = "https://schema.org/", "http://purl.org/ontology/bibo/"
FAULTS = f"""
@prefix schema: <{SCHEMA}> . @prefix bibo: <{BIBO}> . @prefix prism: <http://prismstandard.org/namespaces/basic/2.0/> .
@prefix : <https://kg.example.org/> .
:one a bibo:AcademicArticle ; prism:doi "10.1000/one" .
:other a bibo:AcademicArticle ; prism:doi "10.1000/one" .
:article a schema:ScholarlyArticle ; schema:author :nobody ; schema:publisher :ada .
:ada a schema:Person ; schema:name "Ada" ; schema:identifier :ada-iD .
:lovelace a schema:Person ; schema:name "Lovelace" ; schema:identifier :lovelace-iD .
:ada-iD schema:propertyID "orcid" ; schema:value "0000-0002-1825-0097" .
:lovelace-iD schema:propertyID "orcid" ; schema:value "0000-0002-1825-0097" .
:journal a schema:Periodical ; schema:name "A" ; schema:issn "1234-5679" .
:again a schema:Periodical ; schema:name "B" ; schema:issn "1234-5679" .
:issn a schema:PropertyValue ; schema:propertyID "issn" ; schema:value "1234-5678" .
"""
FOUND = {
    ("unique-doi", "SPARQL", 2),
    ("unique-issn", "SPARQL", 2),
    ("unique-orcid", "SPARQL", 2),
    ("author", "Or", 1),
    ("publisher", "Class", 1),
    ("check-issn", "SPARQL", 1),
}


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("dump") / "faults.ttl"
    file.write_text(FAULTS)
    return file


@pytest.fixture(scope="module")
def endpoint(dump: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph(tmp_path_factory.mktemp("store") / "store") as url:
        assert 0 == kg("load", dump, "--to", f"{url}/update").returncode
        yield f"{url}/query"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return built(tmp_path_factory.mktemp("site"), [ROOT / "seeds"], site__base="https://kg.example.org/")


def rules(output: bytes) -> set[tuple[str, str, int]]:
    return {(rule["rule"], rule["component"], rule["total"]) for rule in json.loads(output)["rules"]}


@pytest.mark.parametrize("where", ["dump", "endpoint"])
def test_what_only_all_records_show_is_found(where: str, request: pytest.FixtureRequest) -> None:
    """Identifiers that name two things, links that lead nowhere; in a file, and over HTTP."""
    data = request.getfixturevalue(where)
    done = kg("validate", data, "--engine", "sparql", "--profile", "dataset", "--format", "json")

    assert 1 == done.returncode, done.stderr.decode()
    assert FOUND <= rules(done.stdout)


def test_a_message_names_what_it_is_about(endpoint: str) -> None:
    """The other thing, and the value."""
    said = kg("validate", endpoint).stdout.decode()

    assert "prism:doi 10.1000/one is on https://kg.example.org/other too. Merge the two" in said


@pytest.mark.parametrize("form", ["json", "ndjson", "turtle", "sarif"])
def test_each_result_has_its_own_message(endpoint: str, form: str) -> None:
    """In every form that lists results."""
    said = kg("validate", endpoint, "--format", form).stdout.decode()

    for other in ("other", "one"):
        assert f"prism:doi 10.1000/one is on https://kg.example.org/{other} too. Merge the two" in said


def test_a_site_is_checked_as_a_dataset(site: Site) -> None:
    """By queries of its store; and its dump by the other engine, with the shapes of records."""
    queried = kg("validate", site.layout.folder, "--format", "json")
    compiled = kg("validate", site.layout.folder, "--engine", "compiled", "--profile", "default", "--format", "json")

    assert (0, "sparql") == (queried.returncode, json.loads(queried.stdout)["engine"])
    assert (0, "compiled") == (compiled.returncode, json.loads(compiled.stdout)["engine"])
    assert rules(compiled.stdout)  # what is recommended, and missing


def test_queries_find_in_a_site_what_the_other_engine_finds(site: Site) -> None:
    """All shapes of records, warnings too."""
    asked = ("validate", site.layout.folder, "--profile", "default", "--format", "json")
    found = [rules(kg(*asked, "--engine", name).stdout) for name in ("compiled", "sparql")]

    assert found[0] == found[1]
    assert len(found[0]) > 5


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("{site}", "other.ttl"), 2, "is checked by itself"),
        (("{endpoint}", "--engine", "compiled"), 2, "an endpoint can only be asked queries"),
        (("{site}", "--profile", "lax"), 2, "--profile lax: there are bibo-only, dataset"),
        (("http://127.0.0.1:{port}/sparql",), 3, "Connection refused"),
    ],
)
def test_what_cannot_be_checked_is_told(
    site: Site, endpoint: str, arguments: tuple[str, ...], code: int, said: str
) -> None:
    filled = [a.format(site=site.layout.folder, endpoint=endpoint, port=free_port()) for a in arguments]
    done = kg("validate", *filled)

    assert (code, True) == (done.returncode, said in done.stderr.decode()), done.stderr.decode()


def test_every_constraint_has_a_scope() -> None:
    """The queries and what several records describe over the dataset, the rest with each record."""
    file = ROOT / "shapes" / "profiles" / "strict.ttl"
    found = list(scopes(documents.shapes([file]), SHARED))
    of = {
        where: {(each.label, each.component) for each in found if each.scope == where} for where in ("record", "both")
    }

    assert 559 == len(found)
    assert {"dataset"} == {each.scope for each in found if each.component == "SPARQL"}
    assert {"dataset"} == {each.scope for each in found if each.label.startswith("schema-Person")}
    assert not [each for each in found if "sparql" not in each.engines]
    assert all("Class" != component for _, component in of["record"])
    assert any("author" in label for label, _ in of["both"])


def test_the_command_explains() -> None:
    said = kg("shapes", "explain", "--profile", "strict").stdout.decode()
    listed = json.loads(kg("shapes", "explain", "--format", "json").stdout)

    assert "SPARQL" in said
    assert said.rstrip().endswith("22 both")
    assert {"shape", "component", "scope", "engines", "why", "severity", "label", "path"} == set(listed[0])
