"""A whole build against loading its dump: `python bench/build.py [RECORDS] [ROUNDS]`.

load      `oxigraph load` of the N-Triples dump that the build wrote: what a store alone costs
build     `kg build`: map, catalogue, dumps, store, search index, description
dumps     `kg build --store none`: the same without the store
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import measure
import msgspec


def main() -> None:
    """Prepare the input, run the contestants, print the table."""
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "records.jsonl"
        measure.run([sys.executable, str(Path(__file__).parent / "records.py"), str(records), str(file)])
        binaries = Path(sys.executable).parent
        kg, oxigraph = str(binaries / "kg"), str(binaries / "oxigraph")
        measure.run([kg, "build", str(file), "--site", str(folder / "site")])
        manifest = msgspec.json.decode((folder / "site/current/generation.json").read_bytes())
        dump = str((folder / "site/current/dumps/kg.nt.gz").resolve())
        sweep = f"rm -rf {folder}/store {folder}/other"  # every round starts from nothing
        contestants = {
            "load": ["sh", "-c", f"{sweep}; {oxigraph} load --location {folder}/store --file {dump}"],
            "build": ["sh", "-c", f"{sweep}; {kg} build {file} --site {folder}/other"],
            "dumps": ["sh", "-c", f"{sweep}; {kg} build {file} --site {folder}/other --store none"],
        }
        print(f"{records:,} records, {manifest['triples']:,} triples, {rounds} rounds\n")
        measure.table(measure.compare(contestants, rounds), {"records": records, "triples": manifest["triples"]})


if __name__ == "__main__":
    main()
