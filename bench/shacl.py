"""Validation against other engines: `python bench/shacl.py DATA SHAPES`, with --rounds, --without, --rudof and --node.

DATA is N-Triples sorted by subject (`LC_ALL=C sort -u`).  Each contestant reads shapes and data, validates, and says
how many results of which component it found; whoever finds others is told.

pyshacl       pySHACL over rdflib's memory
compiled      `kg validate`, node by node as the file streams, in one process
two           the same by as many processes as there are processors
whole         the same engine over the graph in memory
sparql        each constraint a query of the graph in an embedded store
rudof         pyrudof, of a Python that has it (--rudof)
shacl-engine  on N3's store, of a folder with both npm packages (--node)
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import measure

OURS = ("pyshacl", "compiled", "two", "whole", "sparql")


def main() -> None:
    """Say who finds what, then print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("data", type=Path)
    asked.add_argument("shapes", type=Path)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--without", nargs="*", default=[])
    asked.add_argument("--rudof")
    asked.add_argument("--node", type=Path)
    given = asked.parse_args()
    files = [str(given.data.resolve()), str(given.shapes.resolve())]
    contestants = {
        name: [sys.executable, __file__, "--run", name, *files] for name in OURS if name not in given.without
    }
    if given.rudof:
        contestants["rudof"] = [given.rudof, __file__, "--run", "rudof", *files]
    if given.node:
        os.chdir(given.node)
        contestants["shacl-engine"] = [
            "node",
            "--max-old-space-size=16000",
            str(Path(__file__).with_suffix(".mjs")),
            *files,
        ]
    said = {
        name: json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        for name, command in contestants.items()
    }
    first, *others = said
    print(f"{given.data.name}, {sum(said[first]['found'].values()):,} results by {first}; {given.rounds} rounds")
    for name in others:
        mine, theirs = Counter(said[name]["found"]), Counter(said[first]["found"])
        if mine != theirs:
            print(f"  {name} finds others: {dict(mine - theirs)} more, {dict(theirs - mine)} fewer")
    print()
    measure.table(measure.compare(contestants, given.rounds), {})
    print("\nValidation alone, wall s: ", {name: round(verdict["seconds"], 3) for name, verdict in said.items()})


def run(name: str, data: Path, shapes: Path) -> None:
    """Validate once, as one contestant, and print what was found."""
    engines = {"pyshacl": _pyshacl, "sparql": _sparql, "rudof": _rudof, "two": _command}
    if name in engines:
        found, seconds = engines[name](data, shapes)
    else:
        found, seconds = _compiled(data, shapes, is_whole=name == "whole")
    print(json.dumps({"found": dict(sorted(found.items())), "seconds": seconds}))


def _command(data: Path, shapes: Path) -> tuple[Counter[str], float]:
    started = time.perf_counter()
    command = [sys.executable, "-m", "kg", "validate", data, "--shapes", shapes, "--format", "json"]
    done = json.loads(subprocess.run(command, check=False, capture_output=True).stdout)
    found: Counter[str] = Counter()
    for rule in done["rules"]:
        found[rule["component"]] += rule["total"]
    return found, time.perf_counter() - started


def _sparql(data: Path, shapes: Path) -> tuple[Counter[str], float]:
    from kg.shacl import Queried, documents
    from kg.store.rows import rows_of

    engine, ask = Queried(documents.shapes([shapes])), rows_of(documents.triples(data))
    started = time.perf_counter()
    return Counter(result.component for result in engine.found(ask)), time.perf_counter() - started


def _rudof(data: Path, shapes: Path) -> tuple[Counter[str], float]:
    import pyrudof

    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    rudof.read_shacl(shapes)
    rudof.read_data(data, pyrudof.RDFFormat.NTriples)
    started = time.perf_counter()
    report = rudof.validate_shacl()
    found = Counter(
        str(entry.constraint_component).rpartition("#")[2].rstrip(">").removesuffix("ConstraintComponent")
        for entry in report
    )
    return found, time.perf_counter() - started


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
