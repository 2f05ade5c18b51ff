"""Every constraint of every shape fires where it should and nowhere else; pySHACL is the reference."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import pyshacl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SH

from kg import profiles
from kg.iris import Iris
from kg.resources import folder
from kg.triples import scheme_triples, source_triples
from kg.vocab import BIBO, DATACITE
from tests.conftest import ROOT
from tests.shapes.faults import BASE, SHAPE, Fault, faults, faulty, parsed, results, shapes, valid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = sorted((ROOT / "shapes").rglob("*.ttl"))
# Parameters of constraints; each value of one is a constraint (SHACL, 2.1.3.1).
PARAMETERS = set(
    "class datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive maxInclusive minLength maxLength"
    " pattern languageIn uniqueLang equals disjoint lessThan lessThanOrEquals not and or xone node hasValue in closed"
    " qualifiedValueShape sparql".split()
)
HELPERS = {"Text", "PartialDate", "TextOrNode"}
SPARQL_FILES = {"dataset-unique", "sparql-check-digits"}


@pytest.fixture(scope="module", autouse=True)
def _lexical_forms() -> Iterator[None]:
    """Ill-formed values would be put right by rdflib before anybody can look at them."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    yield
    rdflib.NORMALIZE_LITERALS = before


@pytest.fixture(scope="module")
def everything() -> rdflib.Graph:
    """All shapes."""
    return shapes(FILES)


def _named(graph: rdflib.Graph) -> set[rdflib.URIRef]:
    kinds = (SH.NodeShape, SH.PropertyShape)
    return {s for kind in kinds for s in graph.subjects(RDF.type, kind) if isinstance(s, rdflib.URIRef)}


def _constraints(graph: rdflib.Graph) -> Iterator[tuple[str, str]]:
    for shape in _named(graph):
        for predicate, _ in graph.predicate_objects(shape):
            name = str(predicate).removeprefix(str(SH))
            if str(predicate).startswith(str(SH)) and name in PARAMETERS:
                yield shape.removeprefix(str(SHAPE)), name


def test_every_constraint_has_a_fault_and_every_fault_a_constraint(everything: rdflib.Graph) -> None:
    """A shape that nothing can fire is worse than none; each constraint is listed once."""
    found = list(_constraints(everything))

    assert len(found) == len(set(found)), "two values of one parameter: give each a shape of its own"
    assert sorted(c for c in found if c[0] not in HELPERS) == sorted(fault.fires for fault in faults())


def test_what_is_valid_fires_nothing(everything: rdflib.Graph) -> None:
    """Not even a recommendation."""
    assert not results(valid(), everything)


@pytest.mark.parametrize("with_sparql", [False, True])
def test_every_fault_fires_its_constraint(with_sparql: bool) -> None:  # noqa: FBT001 - which half
    """Each on a copy of its own, so that nothing else can have fired it."""
    done = [fault for fault in faults() if (fault.file in SPARQL_FILES) is with_sparql]
    files = [file for file in FILES if (_stem(file) in SPARQL_FILES) is with_sparql]
    data, owners = faulty(done)
    fired: dict[Fault, set[tuple[str, str]]] = defaultdict(set)
    for focus, shape, component, _ in results(data, shapes(files)):
        if focus in owners:
            fired[owners[focus]].add((shape, component))

    assert done
    assert not [fault for fault in done if fault.fires not in fired[fault]]


def _stem(file: Path) -> str:
    return "-".join(file.relative_to(ROOT / "shapes").with_suffix("").parts)


def test_every_property_shape_has_a_value_that_it_accepts(everything: rdflib.Graph) -> None:
    """A fault proves that a constraint fires; a value of a valid node, that it can hold."""
    data = valid()
    idle = set()
    for node in everything.subjects(SH.targetClass):
        targets = {t for c in everything.objects(node, SH.targetClass) for t in data.subjects(RDF.type, c)}
        assert targets, node
        for shape in everything.objects(node, SH.property):
            path = everything.value(shape, SH.path)
            if (shape, SH.maxCount, rdflib.Literal(0)) not in everything and not any(
                (target, path, None) in data for target in targets
            ):
                idle.add(shape)

    assert not idle


DATES = (
    '"2024" "2024-13"^^xsd:gYearMonth "2024-2"^^xsd:gYearMonth "12024-02-26"^^xsd:date "24"^^xsd:gYear '
    '"2024Z"^^xsd:gYear "2024-02"^^xsd:gYear "2024-02-40"^^xsd:date "2024"^^xsd:date "2024-02-26"^^xsd:dateTime'
)


@pytest.mark.parametrize(
    ("helper", "accepted", "refused"),
    [
        ("Text", '"a" "a"@en "边"', '"" " " "\\n" 5 "a"^^xsd:anyURI <urn:x>'),
        (
            "PartialDate",
            '"2024-02-26"^^xsd:date "2024-02"^^xsd:gYearMonth "2024"^^xsd:gYear',
            DATES,
        ),
        ("TextOrNode", '<urn:x> "a" "a"@en', '" " 5'),
    ],
)
def test_a_value_shape_accepts_and_refuses(helper: str, accepted: str, refused: str) -> None:
    """Each alternative accepts something that no other does, and each pattern and datatype refuses something."""
    wrapped = parsed(
        "<urn:s> a sh:NodeShape ; sh:targetSubjectsOf ex:is ;"
        f" sh:property [ sh:path ex:is ; sh:node <{SHAPE[helper]}> ] ."
    )
    against = shapes([ROOT / "shapes" / "core" / "values.ttl"]) + wrapped
    lists = parsed(f"<urn:accepted> ex:list ( {accepted} ) . <urn:refused> ex:list ( {refused} ) .")
    data, expected = rdflib.Graph(), set()
    for kind in ("accepted", "refused"):
        head = next(lists.objects(rdflib.URIRef(f"urn:{kind}")))
        for number, value in enumerate(lists.items(head)):
            node = rdflib.URIRef(f"urn:{kind}:{number}")
            data.add((node, rdflib.URIRef("https://example.org/valid/is"), value))
            if kind == "refused":
                expected.add(node)

    assert expected == {focus for focus, *_ in results(data, against)} & set(data.subjects())


def test_shapes_say_what_they_are_for(everything: rdflib.Graph) -> None:
    """A stable IRI, a name, a message that names class and property, a severity and a description."""
    for shape in everything.subjects(RDF.type, SH.PropertyShape):
        assert str(shape).startswith(str(SHAPE)), "a property shape has an IRI of ours"
        message, path = str(everything.value(shape, SH.message)), everything.value(shape, SH.path)
        assert everything.value(shape, SH.name)
        assert everything.value(shape, SH.description)
        assert everything.value(shape, SH.severity) in {SH.Violation, SH.Warning, SH.Info}
        (node,) = everything.subjects(SH.property, shape)
        assert message.startswith(f"{everything.value(node, RDFS.label)}: ")
        assert re.split(r"[/#]", str(path))[-1] in message
        assert re.fullmatch(r".+\. .+\.", message, re.DOTALL), f"{message}: what is the matter, then what to do"


def test_core_is_violations_and_what_is_recommended_is_none() -> None:
    """The folder of a file says how much its shapes matter."""
    for file in FILES:
        severities = set(shapes([file]).objects(None, SH.severity))
        if file.is_relative_to(ROOT / "shapes" / "recommended"):
            assert severities == {SH.Warning, SH.Info} & severities, file
        else:
            assert severities <= {SH.Violation}, file


def test_only_files_of_their_own_have_sparql() -> None:
    """What is SHACL Core, any engine can run."""
    assert SPARQL_FILES == {_stem(file) for file in FILES if "sh:sparql" in file.read_text()}


def test_every_term_of_shacl_exists(everything: rdflib.Graph, shared: Path) -> None:
    """`sh:minValue` is in no specification, and a shape that says it checks nothing."""
    official = set(rdflib.Graph().parse(shared / "ontologies" / "sh.nt").subjects())
    used = {term for triple in everything for term in triple if str(term).startswith(str(SH))}

    assert not used - official


def test_every_term_of_shacl_is_one_that_we_know(everything: rdflib.Graph) -> None:
    """The list is closed, also where the official file is not at hand."""
    known = PARAMETERS | set(
        "NodeShape PropertyShape SPARQLConstraint property path name description message severity Violation Warning"
        " Info targetClass targetSubjectsOf select prefixes declare prefix namespace IRI Literal BlankNodeOrIRI".split()
    )
    used = {str(t).removeprefix(str(SH)) for triple in everything for t in triple if str(t).startswith(str(SH))}

    assert not used - known


def test_patterns_are_those_of_xml_schema(everything: rdflib.Graph) -> None:
    r"""SPARQL's REGEX has no lookaround, and `\d` differs from engine to engine."""
    for pattern in everything.objects(None, SH.pattern):
        assert not re.search(r"\(\?|\\[dDwWsSbB]|\\[0-9]", str(pattern)), pattern


def test_shapes_conform_to_the_shapes_of_shapes() -> None:
    """Meta-SHACL: the W3C's own shapes find nothing wrong with them."""
    conforms, _, text = pyshacl.validate(rdflib.Graph(), shacl_graph=shapes(FILES), meta_shacl=True)

    assert conforms, text


def test_every_class_that_is_written_has_a_shape(everything: rdflib.Graph) -> None:
    """In all graphs that mappers and samples make, and in those of schemes and sources."""
    iris = Iris(BASE)
    lines = [b"%b %b %b .\n" % triple for triple in (*scheme_triples(iris), *source_triples("crossref", iris))]
    classes = set(rdflib.Graph().parse(data=b"".join(lines), format="nt").objects(None, RDF.type))
    for file in GOLDEN:
        classes |= set(rdflib.Graph().parse(file).objects(None, RDF.type))
    classes |= _in_the_code()

    assert {rdflib.URIRef(BIBO.Issue[1:-1].decode()), rdflib.URIRef(DATACITE.Identifier[1:-1].decode())} <= classes
    assert not classes - set(everything.objects(None, SH.targetClass))


def _in_the_code() -> set[rdflib.URIRef]:
    """Every class that kg.triples and the description of a dataset name: `SCHEMA.Person` begins with a capital."""
    from kg import vocab

    found = set()
    files = [*(ROOT / "kg" / "triples").glob("*.py"), ROOT / "kg" / "build" / "description.py"]
    for file in files:
        for namespace, name in re.findall(r"\b([A-Z][A-Z0-9]+)\.([A-Z]\w+)", file.read_text()):
            if namespace in vars(vocab) and namespace != "XSD":
                found.add(rdflib.URIRef(getattr(getattr(vocab, namespace), name)[1:-1].decode()))
    return found


GOLDEN = sorted((ROOT / "tests").glob("*/golden/**/*.ttl"))


@pytest.mark.parametrize("suite", ["mappers", "triples"])
def test_what_we_make_conforms(suite: str) -> None:
    """All graphs that were agreed, each by itself as records come; schemes and sources with them."""
    against = shapes(profiles.files())
    wrong = {}
    for file in (file for file in GOLDEN if file.parts[-3] == suite or file.parts[-4] == suite):
        violations = {r for r in results(rdflib.Graph().parse(file), against) if r[3] == "Violation"}
        if violations:
            wrong[file.name] = violations

    assert not wrong


def test_schemes_and_sources_conform() -> None:
    """What every site says, whatever its records are."""
    iris = Iris(BASE)
    made = [*scheme_triples(iris), *source_triples("crossref", iris), *source_triples("own", iris)]
    data = rdflib.Graph().parse(data=b"".join(b"%b %b %b .\n" % triple for triple in made), format="nt")

    assert not results(data, shapes(profiles.files("strict")))


def test_every_file_belongs_to_a_profile() -> None:
    """Nothing lies in the folder that nobody reads, and each file is named by its place."""
    root = folder("shapes").resolve()
    used = {file for name in profiles.names() for file in profiles.files(name)}

    assert used == set(root.rglob("*.ttl"))
    for file in used:
        (named,) = shapes([file]).subjects(RDF.type, OWL.Ontology)
        assert f"{profiles.NAMESPACE}{file.relative_to(root).with_suffix('').as_posix()}" == str(named)
