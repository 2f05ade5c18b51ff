"""The generation before, as far as an update takes it over: its parts, their segments, who points to whom."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, BinaryIO, Self
from urllib.parse import unquote

from kg.build import ledger
from kg.build.dumps import CHUNK, decompressed
from kg.iris import Iris
from kg.site.generation import read_manifest
from kg.store.oxigraph import OxigraphStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    from kg.build.ledger import Placed
    from kg.terms import Iri

_ARTICLE = "article/"
_ALL = 1 << 62  # links that are followed


class Previous:
    """A published generation, read part by part."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            dumps = self.folder / "dumps"
            self._ntriples = stack.enter_context((dumps / "kg.nt.gz").open("rb", buffering=CHUNK))
            self._turtle = stack.enter_context((dumps / "kg.ttl.gz").open("rb", buffering=CHUNK))
            self.ledger = stack.enter_context(ledger.reading(self.folder / "parts.sqlite"))
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def ntriples(self, placed: Placed) -> bytes:
        """Return the segment of a part in the N-Triples dump."""
        return _read(self._ntriples, placed.nt_at, placed.ntriples.size)

    def turtle(self, placed: Placed) -> bytes:
        """Return the segment of a part in the Turtle dump."""
        return _read(self._turtle, placed.ttl_at, placed.turtle.size)

    def lines(self, placed: Placed) -> list[bytes]:
        """Return the triples of a part as lines of N-Triples."""
        return decompressed(self.ntriples(placed)).splitlines(keepends=True)

    def citing(self, keys: Iterable[str]) -> Iterator[str]:
        """Yield the keys of the works that point to the works with these keys, whether these were held or not."""
        iris, store = Iris(self.manifest.base), OxigraphStore(self.folder / "store")
        begin = len(iris.article("")) - 1
        for key in keys:
            for subject, _, _ in store.incoming(iris.article(key), _ALL):
                if subject.startswith(b"<%b%b" % (iris.base.encode(), _ARTICLE.encode())):
                    yield _key(subject, begin)


def _key(subject: Iri, begin: int) -> str:
    """Return the key of the work that a URI or one of its fragments is of."""
    return unquote(subject[begin:-1].partition(b"#")[0].decode())


def _read(stream: BinaryIO, start: int, size: int) -> bytes:
    stream.seek(start)
    return stream.read(size)
