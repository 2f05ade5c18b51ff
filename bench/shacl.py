"""Validation against pySHACL: `python bench/shacl.py DATA SHAPES [ROUNDS]`.

DATA is N-Triples sorted by subject (`LC_ALL=C sort -u`).  Each contestant reads shapes and data, validates, and says
how many results of which component it found; they must agree.

compiled  `kg validate`, node by node as the file streams
whole     the same engine over the graph in memory
pyshacl   pySHACL over rdflib's memory
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import measure


def main() -> None:
    """Check that the verdicts are the same, then print the table."""
    data, shapes = Path(sys.argv[1]), Path(sys.argv[2])
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    names = ("pyshacl", "compiled", "whole")
    contestants = {name: [sys.executable, __file__, "--run", name, str(data), str(shapes)] for name in names}
    said = {
        name: json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        for name, command in contestants.items()
    }
    found = [verdict["found"] for verdict in said.values()]
    if found[1:] != found[:-1]:
        sys.exit(f"the verdicts differ: {said}")
    print(f"{data.name}, {sum(found[0].values()):,} results, the same from each; {rounds} rounds\n")
    measure.table(measure.compare(contestants, rounds), {})
    print("\nValidation alone, wall s: ", {name: round(verdict["seconds"], 3) for name, verdict in said.items()})


def run(name: str, data: Path, shapes: Path) -> None:
    """Validate once, as one contestant, and print what was found."""
    if name == "pyshacl":
        found, seconds = _pyshacl(data, shapes)
    else:
        found, seconds = _compiled(data, shapes, is_whole=name == "whole")
    print(json.dumps({"found": dict(sorted(found.items())), "seconds": seconds}))


def _compiled(data: Path, shapes: Path, *, is_whole: bool) -> tuple[Counter[str], float]:
    from kg.shacl import Compiled, documents
    from kg.shacl.sorted import SortedFile

    engine, found = Compiled(documents.shapes([shapes])), Counter[str]()
    if is_whole:
        graph = documents.data([data])
        started = time.perf_counter()
        found.update(result.component for result in engine.results(graph))
    else:
        started = time.perf_counter()  # reading is part of it: that is how it streams
        SortedFile(data).check(engine, lambda result: found.update([result.component]))
    return found, time.perf_counter() - started


def _pyshacl(data: Path, shapes: Path) -> tuple[Counter[str], float]:
    import logging

    import pyshacl
    import rdflib
    from rdflib.namespace import SH

    logging.getLogger("rdflib").setLevel(logging.CRITICAL)
    read, graph = rdflib.Graph().parse(shapes), rdflib.Graph().parse(data, format="nt")
    started = time.perf_counter()
    _, report, _ = pyshacl.validate(graph, shacl_graph=read, inplace=True)
    seconds = time.perf_counter() - started
    (top,) = report.subjects(rdflib.RDF.type, SH.ValidationReport)
    kinds = (report.value(node, SH.sourceConstraintComponent) for node in report.objects(top, SH.result))
    return Counter(str(kind).rpartition("#")[2].removesuffix("ConstraintComponent") for kind in kinds), seconds


if __name__ == "__main__":
    run(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])) if sys.argv[1:2] == ["--run"] else main()
