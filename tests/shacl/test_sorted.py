"""A sorted file that streams gives the results of the whole graph; what cannot stream says so."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kg.errors import SourceError
from kg.shacl import Compiled, Graph, documents, reading
from kg.shacl.sorted import NotSorted, SortedFile, can_stream

if TYPE_CHECKING:
    from pathlib import Path

    from kg.shacl import Result

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <x:> .
:S sh:targetClass :C ; sh:property [ sh:path :p ; sh:class :C ; sh:node :T ] .
:T sh:property [ sh:path :q ; sh:minCount 1 ] .
"""
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def engine(folder: Path, shapes: str = SHAPES) -> Compiled:
    (folder / "shapes.ttl").write_text(shapes)
    return Compiled(documents.shapes([folder / "shapes.ttl"]))


def streamed(file: Path, compiled: Compiled) -> Counter[Result]:
    found: list[Result] = []
    with closing(SortedFile(file)) as data:
        data.check(compiled, found.append)
    return Counter(found)


def write(file: Path, lines: list[str]) -> Path:
    file.write_text("".join(sorted(f"{line} .\n" for line in lines)))
    return file


@pytest.mark.parametrize("nodes", [1, 10, 3000])
def test_nodes_are_found_wherever_they_stand(tmp_path: Path, nodes: int) -> None:
    """Each node points to one far away; half of what is pointed to lacks a type or a value."""
    lines = []
    for number in range(nodes):
        name, other = f"<x:n{number:05}>", f"<x:n{(number * 7919) % nodes:05}>"
        lines += [f"{name} <x:p> {other}", f'{name} <x:r> "{"long " * (number % 50)}"']
        lines += [f"{name} {TYPE} <x:C>"] * (number % 3 > 0) + [f"{name} <x:q> <x:absent>"] * (number % 2)
    file, compiled = write(tmp_path / "data.nt", lines), engine(tmp_path)
    whole = Counter(compiled.results(documents.data([file])))

    assert whole == streamed(file, compiled)
    assert nodes < 10 or sum(whole.values()) >= nodes / 3


def test_faulty_articles(shared: Path, tmp_path: Path) -> None:
    """All results of the whole graph, of shapes that look forwards and backwards."""
    folder, made = shared / "prototypes" / "shacl", tmp_path / "made.nt"
    command = [sys.executable, folder / "gen.py", "500", "0.5", made]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    lines = {line for line in made.read_text().splitlines() if not line.startswith("#")}
    file = write(tmp_path / "sorted.nt", [line.removesuffix(" .") for line in lines])
    compiled = engine(tmp_path, (folder / "shapes_core.ttl").read_text())

    assert can_stream(compiled)
    assert Counter(compiled.results(documents.data([file]))) == streamed(file, compiled)


@pytest.mark.parametrize(
    "lines",
    [
        f"<x:b> {TYPE} <x:C> .\n<x:a> {TYPE} <x:C> .\n",
        f"<x:\\u00e9> {TYPE} <x:C> .\n",
        "<x:C> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <x:D> .\n",
    ],
)
def test_what_cannot_stream_says_so(tmp_path: Path, lines: str) -> None:
    """Subjects out of order or in another spelling, and classes below classes."""
    (tmp_path / "data.nt").write_text(lines)

    with pytest.raises(NotSorted):
        streamed(tmp_path / "data.nt", engine(tmp_path))


def test_terms_have_one_spelling(tmp_path: Path) -> None:
    """Escapes, `^^xsd:string` and the case of language tags tell no values apart."""
    string = "^^<http://www.w3.org/2001/XMLSchema#string>"
    lines = [f'<x:a> <x:p> "é"{string}', '<x:a> <x:p> "\\u00E9"', '<x:a> <x:p> "é"', '<x:a> <x:q> "a"@EN']
    with closing(SortedFile(write(tmp_path / "data.nt", lines))) as data:
        node = data.node(b"<x:a>")

    assert {b"<x:p>": ['"é"'.encode()], b"<x:q>": [b'"a"@en']} == node


def test_a_line_that_is_no_triple_is_named(tmp_path: Path) -> None:
    """With its number."""
    (tmp_path / "data.nt").write_text("# a comment\n\n<x:a> <x:p> .\n")

    with pytest.raises(SourceError, match="line 3: not N-Triples"):
        streamed(tmp_path / "data.nt", engine(tmp_path))


def test_shapes_about_single_nodes_do_not_stream(tmp_path: Path) -> None:
    """The file says nothing of where they are."""
    assert can_stream(engine(tmp_path))
    assert not can_stream(engine(tmp_path, SHAPES.replace("sh:targetClass", "sh:targetNode")))
    assert reading.read(Graph()).by_node == {}


@pytest.mark.parametrize(
    "path", ["[ sh:inversePath :p ]", "[ sh:inversePath ( :p :p ) ]", "( :p [ sh:inversePath :p ] )"]
)
def test_who_has_a_node_is_known(tmp_path: Path, path: str) -> None:
    """By any path that goes backwards."""
    lines = [f"<x:n{number}> <x:p> <x:n{number * number % 17}>" for number in range(17)]
    file = write(tmp_path / "data.nt", [*lines, *(f"<x:n{number}> {TYPE} <x:C>" for number in range(0, 17, 2))])
    compiled = engine(tmp_path, SHAPES.replace("sh:path :p", f"sh:minCount 2 ; sh:path {path}"))
    whole = Counter(compiled.results(documents.data([file])))

    assert whole == streamed(file, compiled)
    assert len(whole) > 5


@pytest.mark.parametrize("pieces", [1, 2, 3, 7, 500])
def test_pieces_come_to_the_same_as_the_whole(tmp_path: Path, pieces: int) -> None:
    """Cut where a subject begins, however many and however long the nodes are."""
    lines = []
    for number in range(60):
        name = f"<x:n{number:05}>"
        lines += [f"{name} <x:p> <x:n{other:05}>" for other in range(0, number, 3)]
        lines += [f"{name} {TYPE} <x:C>"] * (number % 3 > 0) + [f"{name} <x:q> <x:absent>"] * (number % 2)
    file, compiled = write(tmp_path / "data.nt", lines), engine(tmp_path)
    found: list[Result] = []
    with closing(SortedFile(file)) as data:
        cuts = data.cuts(pieces)
        for start, end in zip([0, *cuts], [*cuts, None], strict=True):
            data.check(compiled, found.append, start, end)

    assert Counter(compiled.results(documents.data([file]))) == Counter(found)
    assert len(cuts) >= min(pieces, 40) - 1


def test_a_bad_line_of_a_later_piece_has_its_number(tmp_path: Path) -> None:
    """That of the whole file."""
    (tmp_path / "data.nt").write_text("<x:a> <x:p> <x:b> .\n<x:b> <x:p> <x:c> .\n<x:c> <x:p> .\n")
    with closing(SortedFile(tmp_path / "data.nt")) as data, pytest.raises(SourceError, match="line 3"):
        data.check(engine(tmp_path), print, 20, None)
