"""Faults: one edit of a valid node for each constraint, as tables in `faults/*.toml`, one for each file of shapes.

`set P O` replaces the values of a property, `add P O` adds some, `drop P Q` takes properties away, `blank P O` makes a
blank node.  Each fault is done to a copy of its node (the values of `valid.ttl`, a subject of its own), so that many
are validated in one graph.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyshacl
import rdflib
from rdflib import RDF, SH

from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BASE = "https://kg.example.org/"
HERE = Path(__file__).parent
SHAPE = rdflib.Namespace("https://w3id.org/kg-publisher/shapes#")
VALID = rdflib.Namespace("https://example.org/valid/")
_MORE = {"ex": str(VALID), "kg": f"{BASE}ns#", "http": "http://schema.org/", "sh": str(SH)}
_PREFIXES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in {**PREFIXES, **_MORE}.items())


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What an edit of a node makes fire; `component` is the parameter, as in `sh:minCount`."""

    file: str
    shape: str
    component: str
    focus: str
    edit: str

    @property
    def fires(self) -> tuple[str, str]:
        return self.shape, self.component


def faults() -> Iterator[Fault]:
    """Yield all faults of all files."""
    for file in sorted((HERE / "faults").glob("*.toml")):
        for shape, row in tomllib.loads(file.read_text()).items():
            for component, edit in row.items():
                if component != "focus":
                    yield Fault(file=file.stem, shape=shape, component=component, focus=row["focus"], edit=edit)


def parsed(turtle: str) -> rdflib.Graph:
    """Parse a few lines with all prefixes."""
    return rdflib.Graph().parse(data=_PREFIXES + turtle, format="turtle")


def shapes(files: Iterable[Path]) -> rdflib.Graph:
    """Read shapes, our own terms relative to the base of the examples."""
    graph = rdflib.Graph()
    for file in files:
        graph.parse(file, publicID=BASE)
    return graph


def valid() -> rdflib.Graph:
    """Read the nodes that conform."""
    return rdflib.Graph().parse(HERE / "valid.ttl")


def faulty(done: list[Fault]) -> tuple[rdflib.Graph, dict[rdflib.term.Node, Fault]]:
    """Return the valid nodes with a faulty copy for each fault, and whose copy is whose."""
    graph, owners, original = valid(), {}, valid()
    for number, fault in enumerate(done):
        verb, _, rest = fault.edit.partition(" ")
        node: rdflib.term.Node = rdflib.BNode() if verb == "blank" else rdflib.URIRef(f"https://example.org/f/{number}")
        if verb != "blank":
            assert (VALID[fault.focus], None, None) in original, fault
        copied = {(p, o) for p, o in original.predicate_objects(VALID[fault.focus]) if verb != "blank"}
        if verb == "drop":
            gone = {predicate for _, predicate, _ in parsed(f"<urn:x> {' ; '.join(f'{p} 1' for p in rest.split())} .")}
            assert gone & {p for p, _ in copied}, fault
            made = {(p, o) for p, o in copied if p not in gone}
        else:
            new = {(p, o) for _, p, o in parsed(f"<urn:x> {rest} .")}
            gone = {p for p, _ in new} if verb == "set" else set()
            made = {(p, o) for p, o in copied if p not in gone} | new
        owners[node] = fault
        for predicate, object_ in made:
            graph.add((node, predicate, object_))
    return graph, owners


def results(data: rdflib.Graph, against: rdflib.Graph) -> set[tuple[rdflib.term.Node, str, str, str]]:
    """Validate with pySHACL: focus node, local name of the shape, parameter of its constraint, severity."""
    _, report, _ = pyshacl.validate(data, shacl_graph=against)
    assert isinstance(report, rdflib.Graph)
    return {
        (
            report.value(result, SH.focusNode),
            str(report.value(result, SH.sourceShape)).removeprefix(str(SHAPE)),
            parameter(str(report.value(result, SH.sourceConstraintComponent))),
            str(report.value(result, SH.resultSeverity)).removeprefix(str(SH)),
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


def parameter(component: str) -> str:
    """Return `minCount` for `sh:MinCountConstraintComponent`."""
    name = component.removeprefix(str(SH)).removesuffix("ConstraintComponent")
    return "sparql" if name == "SPARQL" else name[:1].lower() + name[1:]
