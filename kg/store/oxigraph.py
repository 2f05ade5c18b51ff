"""The embedded store: Oxigraph (https://github.com/oxigraph/oxigraph), written once and then only read."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

import pyoxigraph as ox

from kg.errors import SiteError
from kg.terms import Iri, Literal, Term, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    Subject = ox.NamedNode | ox.BlankNode | ox.Triple
    Object = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_DEFAULT = ox.DefaultGraph()


class OxigraphStore:
    """A store on disk, opened read-only; any number of processes may have it open."""

    def __init__(self, folder: Path) -> None:
        try:
            self._store = ox.Store.read_only(str(folder))
        except OSError as error:
            raise SiteError(f"{folder}: no store that can be opened ({error}); build the site again") from error

    def about(self, thing: Iri) -> list[Triple]:
        found: list[Triple] = []
        waiting, seen, parts = [thing], {thing}, thing[:-1] + b"#"
        while waiting:
            for triple in self.outgoing(waiting.pop()):
                found.append(triple)
                part = triple[2]
                if part.startswith(parts) and part not in seen:
                    seen.add(Iri(part))
                    waiting.append(Iri(part))
        return found

    def outgoing(self, thing: Iri, predicate: Iri | None = None) -> list[Triple]:
        wanted = _node(predicate) if predicate else None
        quads = self._store.quads_for_pattern(_node(thing), wanted, None, None)
        return [(thing, _iri(quad.predicate), _term(quad.object)) for quad in quads]  # the subject is known

    def incoming(self, thing: Iri, limit: int, predicate: Iri | None = None) -> list[Triple]:
        wanted = _node(predicate) if predicate else None
        quads = self._store.quads_for_pattern(None, wanted, _node(thing), None)
        return [_triple(quad) for quad in islice(quads, limit)]

    def matching(
        self, subject: Subject | None, predicate: ox.NamedNode | None, object_: Object | None
    ) -> Iterator[ox.Quad]:
        """Return the triples of the default graph that have these terms, as they are read; None stands for any."""
        return self._store.quads_for_pattern(subject, predicate, object_, _DEFAULT)

    def __len__(self) -> int:
        return len(self._store)


def changed(before: Path, folder: Path, removed: Iterable[bytes], added: Iterable[bytes]) -> None:
    """Make a new store that holds what another does, less some lines of N-Triples, and others besides.

    The other one stays as it is; its files are shared, not copied.  Raises `SiteError` where it cannot be opened.
    """
    try:
        ox.Store.read_only(str(before)).backup(str(folder))
        store = ox.Store(str(folder))
    except OSError as error:
        raise SiteError(f"{before}: no store that can be opened ({error}); build the site again") from error
    for quad in ox.parse(b"".join(removed), format=ox.RdfFormat.N_TRIPLES, lenient=True):
        store.remove(quad)
    store.extend(ox.parse(b"".join(added), format=ox.RdfFormat.N_TRIPLES, lenient=True))
    store.flush()


@contextmanager
def loading(folder: Path) -> Iterator[BinaryIO]:
    """Fill a new store with the N-Triples written to the yielded stream; loading runs beside the writing.

    The folder must not exist: bulk loading is atomic, but a killed one leaves files that nothing removes.
    Raises `SiteError` where what was written is no N-Triples, with the line that Oxigraph names.
    """
    reading, writing = os.pipe()
    failures: list[Exception] = []

    def load() -> None:
        try:
            store = ox.Store(str(folder))
            # Every term was checked when it was made (kg.terms): checking again costs an eighth of the load.
            store.bulk_load(path=f"/dev/fd/{reading}", format=ox.RdfFormat.N_TRIPLES, lenient=True)
            store.flush()
        except (OSError, SyntaxError, ValueError) as error:
            failures.append(error)
        finally:
            os.close(reading)  # a writer that still waits gets its BrokenPipeError

    loader = threading.Thread(target=load, name="bulk-load")
    loader.start()
    try:
        with os.fdopen(writing, "wb", buffering=1 << 20) as stream:
            yield stream
    except BrokenPipeError:
        if not failures:
            loader.join()
        if not failures:
            raise
    finally:
        loader.join()
    if failures:
        raise SiteError(f"{folder}: loading failed: {failures[0]}") from failures[0]


def _node(term: Iri) -> ox.NamedNode:
    return ox.NamedNode(term[1:-1].decode())


def _triple(quad: ox.Quad) -> Triple:
    return _iri(quad.subject), _iri(quad.predicate), _term(quad.object)


def _iri(node: object) -> Iri:
    return Iri(str(node).encode())


def _term(node: object) -> Term:
    text = str(node).encode()
    return Iri(text) if text.startswith(b"<") else Literal(text)
