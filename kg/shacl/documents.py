"""Files → graphs: data of any RDF syntax, shapes with what they import from beside them."""

from __future__ import annotations

import gzip
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from kg.errors import ShapesError, SourceError
from kg.formats import BY_EXTENSION, JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Format
from kg.shacl import reading
from kg.shacl.graph import Graph
from kg.shacl.terms import OWL, canonical, text
from kg.store.parsing import triples as parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.shacl.shapes import Shapes

_OTHER_NAMES = {"turtle": TURTLE, "n3": TURTLE, "json": JSON_LD, "owl": RDF_XML, "xml": RDF_XML, "ntriples": N_TRIPLES}
_STDIN = "-"


def format_of(name: str) -> Format:
    """Return the format of a file by its name; Turtle for standard input.  Raises `SourceError` where it tells none."""
    if name == _STDIN:
        return TURTLE
    extension = name.removesuffix(".gz").rpartition(".")[2].lower()
    format_ = BY_EXTENSION.get(extension) or _OTHER_NAMES.get(extension)
    if format_ is None or not format_.is_rdf:
        known = " ".join(f".{form.extension}" for form in BY_EXTENSION.values() if form.is_rdf)
        raise SourceError(
            f"{name}: the name does not say which RDF it is; it should end in one of {known}, then .gz or not"
        )
    return format_


def triples(file: Path, base: str | None = None) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield the triples of a file, terms in their one spelling; raises `SourceError` where it cannot be read."""
    format_ = format_of(str(file))
    with ExitStack() as stack:
        stream = stack.enter_context(opened(file))
        base = base or ("file:///dev/stdin" if str(file) == _STDIN else file.absolute().as_uri())
        for subject, predicate, object_ in parsed(stream, format_, str(file), base):
            yield canonical(subject), canonical(predicate), canonical(object_)


def opened(file: Path) -> IO[bytes]:
    """Open a file, `-` for standard input, unpacked where it is packed."""
    if str(file) == _STDIN:
        return sys.stdin.buffer
    try:
        stream = file.open("rb")
    except OSError as error:
        raise SourceError(f"{file}: cannot be read ({error.strerror})") from error
    return gzip.open(stream) if file.suffix == ".gz" else stream  # type: ignore[return-value]  # a GzipFile reads bytes


def data(files: Iterable[Path]) -> Graph:
    """Return files as one graph."""
    graph = Graph()
    for file in files:
        graph.add(triples(file))
    return graph


def shapes(given: Iterable[Path], base: str | None = None) -> Shapes:
    """Return the shapes of files and of the files that they import; `base` resolves their relative IRIs.

    Nothing is fetched: an import that names no file here is noted in `Shapes.imports`.  Raises `ShapesError` where
    there are no shapes in them, or ill-formed ones.
    """
    given = list(given)
    graph, elsewhere = Graph(), list[str]()
    for _, one, foreign in _walked(given, base):
        graph.add(one.triples())
        elsewhere += foreign
    read = reading.read(graph, elsewhere)
    if not any(True for _ in read.targeted()):
        raise ShapesError(f"{', '.join(map(str, given))}: no shape with a target, so nothing would be checked")
    return read


def files(given: Iterable[Path]) -> list[Path]:
    """Return these files and all that they import, each once."""
    return [file for file, _, _ in _walked(given)]


def _walked(given: Iterable[Path], base: str | None = None) -> Iterator[tuple[Path, Graph, list[str]]]:
    """Yield each file with its graph and those of its imports that are no files here."""
    waiting = [file.absolute() for file in given]
    seen: set[Path] = set()
    while waiting:
        file = waiting.pop(0).resolve()
        if file in seen:
            continue
        seen.add(file)
        graph = Graph(triples(file, base))
        named = [text(node) for node in graph.instances(OWL.Ontology)]
        places = {iri: _local(iri, file, named) for iri in reading.imported(graph)}
        waiting += [place for place in places.values() if place is not None]
        yield file, graph, [iri for iri, place in places.items() if place is None]


def _local(iri: str, importer: Path, names: Iterable[str]) -> Path | None:
    """Return the file that an import names: by its place, or as its importer is named (`…/a` is beside `…/b`)."""
    split = urlsplit(iri)
    if split.scheme != "file":
        return next((file for name in names if (file := _sibling(iri, importer, name)) is not None), None)
    file = Path(url2pathname(unquote(split.path)))
    if not file.is_file():
        raise ShapesError(f"{importer}: imports {iri}, and there is no such file")
    return file


def _sibling(iri: str, importer: Path, name: str) -> Path | None:
    """Return where a file stands if files are named by their places, as the importer is: `…/profiles/default`."""
    folder = importer.with_suffix("")
    while name and folder.name and name.rpartition("/")[2] == folder.name:
        name, folder = name.rpartition("/")[0], folder.parent
    if folder == importer.with_suffix("") or not iri.startswith(f"{name}/"):
        return None
    file = (folder / f"{iri[len(name) + 1 :]}{importer.suffix}").resolve()
    return file if file.is_file() and file.is_relative_to(folder.resolve()) else None
