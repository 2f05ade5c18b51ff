"""Mapping against its floor and against rdflib: `python bench/mapping.py [RECORDS] [ROUNDS] [FILE]`.

Contestants, over the same JSON Lines file (synthetic records in the aggregator's shape, or FILE):
    decode    orjson reads each line, nothing else: the floor
    kg        line → record → article → triples → N-Triples bytes
    rdflib    the triples of the same mapping as rdflib terms in a Graph, serialised as N-Triples; it gets the
              mapped values for free (prepared outside the measured process): the mapping itself is not in it
"""

from __future__ import annotations

import pickle
import sys
import tempfile
from pathlib import Path

import measure
import orjson


def main() -> None:
    """Prepare the input, run the contestants, print the table."""
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as folder:
        file = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(folder) / "records.jsonl"
        if len(sys.argv) <= 3:
            measure.run([sys.executable, str(Path(__file__).parent / "records.py"), str(records), str(file)])
        values = Path(folder) / "values.pickle"
        records, triples = _prepare(file, values)
        me = [sys.executable, __file__]
        contestants = {
            "decode": [*me, "--decode", str(file)],
            "kg": [*me, "--kg", str(file)],
            "rdflib": [*me, "--rdflib", str(values)],
        }
        print(f"{records:,} records, {triples:,} triples, {file.stat().st_size / 1e6:.0f} MB, {rounds} rounds\n")
        measure.table(measure.compare(contestants, rounds), {"records": records, "triples": triples})


def _prepare(file: Path, values: Path) -> tuple[int, int]:
    """Write the mapped values for rdflib; return how many records and triples there are."""
    from kg import notebook
    from kg.serialise import reading

    records = triples = 0
    with values.open("wb") as stream:
        for block in notebook.blocks(file):
            records += 1
            triples += len(block)
            rows = [
                (
                    subject[1:-1].decode(),
                    predicate[1:-1].decode(),
                    reading.is_iri(object_),
                    reading.value(object_),
                    None if reading.is_iri(object_) else reading.language(object_),
                    None if reading.is_iri(object_) else reading.datatype(object_)[1:-1].decode(),
                )
                for subject, predicate, object_ in block
            ]
            pickle.dump(rows, stream)
    return records - 1, triples


def _decode(file: str) -> None:
    with open(file, "rb") as stream:
        for line in stream:
            orjson.loads(line)


def _kg(file: str) -> None:
    from kg import notebook

    with open("/dev/null", "wb") as sink:
        for lines in notebook.lines(file):
            sink.write(lines)


def _rdflib(file: str) -> None:
    import rdflib

    graph = rdflib.Graph()
    with open(file, "rb") as stream:
        while True:
            try:
                rows = pickle.load(stream)
            except EOFError:
                break
            for subject, predicate, is_iri, value, language, datatype in rows:
                if is_iri:
                    object_ = rdflib.URIRef(value)
                elif language:
                    object_ = rdflib.Literal(value, lang=language)
                else:
                    plain = datatype in (None, "http://www.w3.org/2001/XMLSchema#string")
                    object_ = (
                        rdflib.Literal(value) if plain else rdflib.Literal(value, datatype=rdflib.URIRef(datatype))
                    )
                graph.add((rdflib.URIRef(subject), rdflib.URIRef(predicate), object_))
    graph.serialize("/dev/null", format="nt", encoding="utf-8")


if __name__ == "__main__":
    role = {"--decode": _decode, "--kg": _kg, "--rdflib": _rdflib}.get(sys.argv[1] if len(sys.argv) > 1 else "")
    role(sys.argv[2]) if role else main()
