"""The steps of the pipeline one by one, for notebooks: `kg.records`, `kg.articles`, `kg.triples`, `kg.graph`.

`source` is a path, a glob, `-` for standard input, or several of them; format and compression are recognised.
Everything streams except `graph`, which holds its triples in memory.

>>> import kg
>>> for article in kg.articles("seeds/000_c146a4e45ae02680.txt"):
...     print(article.titles[0].text, article.identifier("doi"))
A global protection gap: Migrant insecurity in Mexico 10.1111/lamp.12329
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg import sources
from kg.build.mapping import Mapped, Options, mapped
from kg.identity import work_key
from kg.iris import Iris
from kg.model import Article, Record, RecordKey, Reject, Work
from kg.things import Periodicals, things
from kg.triples import source_triples, thing_triples
from kg.triples import triples as _triples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import rdflib

    from kg.terms import Triple
    from kg.things import Thing

    Source = str | Path | Iterable[str | Path]

BASE = "http://127.0.0.1:8000/"
_REMEMBERED = 1 << 16  # shared things already written; beyond that some are written again, which is no error


def records(source: Source, *, on_reject: Callable[[Reject], None] | None = None) -> Iterator[Record]:
    """Yield the records of a source as they came.

    What is no record is passed to `on_reject`, or left out.  Raises `SourceError` where a file cannot be read.

    >>> [record.data["doi"] for record in records("seeds/000_c146a4e45ae02680.txt")]
    ['10.1111/lamp.12329']
    """
    for unit in sources.plan(_paths(source)).units:
        for record in sources.records(unit):
            if isinstance(record, Record):
                yield record
            elif on_reject:
                on_reject(record)


def articles(
    source: Source, *, mapper: str | None = None, on_reject: Callable[[Reject], None] | None = None
) -> Iterator[Article]:
    """Yield the articles of a source; `mapper` names the format where it is not to be recognised.

    Records that cannot be mapped are passed to `on_reject`, or left out.

    >>> [article.dates.issued for article in articles("seeds/000_c146a4e45ae02680.txt")]
    ['2024-02-26']
    """
    return (item.article for item in _mapped(source, mapper, on_reject))


def triples(article: Article, *, base: str = BASE, record: RecordKey | None = None) -> Iterator[Triple]:
    """Yield the triples of an article and of the things it mentions, as serialised N-Triples terms.

    `base` is where the URIs live; `record` names what the article was made from, where it should be said.

    >>> article = next(articles("seeds/000_c146a4e45ae02680.txt"))
    >>> next(triples(article, base="https://kg.example.org/"))[0]
    b'<https://kg.example.org/article/10.1111/lamp.12329>'
    """
    yield from _Stream(base).triples(article, record)


def graph(
    source: Source,
    *,
    base: str = BASE,
    mapper: str | None = None,
    on_reject: Callable[[Reject], None] | None = None,
) -> rdflib.Graph:
    """Return the graph of a source as an `rdflib.Graph`, in memory.

    >>> len(graph("seeds/000_c146a4e45ae02680.txt")) > 90
    True
    """
    import rdflib  # noqa: PLC0415 - half a second that only this function needs

    from kg.vocab import PREFIXES  # noqa: PLC0415

    filled = rdflib.Graph()
    for prefix, namespace in PREFIXES.items():
        filled.bind(prefix, namespace, replace=True)
    filled.bind("kg", f"{base}ns#", replace=True)
    filled.parse(data=b"".join(lines(source, base=base, mapper=mapper, on_reject=on_reject)), format="nt")
    return filled


def lines(
    source: Source,
    *,
    base: str = BASE,
    mapper: str | None = None,
    on_reject: Callable[[Reject], None] | None = None,
) -> Iterator[bytes]:
    """Yield the graph of a source as N-Triples, the lines of one record at a time; memory stays flat."""
    for block in blocks(source, base=base, mapper=mapper, on_reject=on_reject):
        yield b"".join([b"%b %b %b .\n" % triple for triple in block])


def blocks(
    source: Source,
    *,
    base: str = BASE,
    mapper: str | None = None,
    on_reject: Callable[[Reject], None] | None = None,
) -> Iterator[list[Triple]]:
    """Yield the triples of a source, those of one record at a time, then those of the sources themselves."""
    stream, known = _Stream(base), set()
    for item in _mapped(source, mapper, on_reject):
        known.add(item.source)
        yield list(stream.triples(item.article, RecordKey(item.source, item.key)))
    for name in sorted(known):
        yield list(source_triples(name, Iris(base)))


class _Stream:
    """Triples of one article after the other; a shared thing is described when it first appears."""

    def __init__(self, base: str) -> None:
        self._iris = Iris(base)
        self._periodicals = Periodicals({})
        self._described: dict[Thing, None] = {}

    def triples(self, article: Article, record: RecordKey | None) -> Iterator[Triple]:
        key = work_key(article, record or RecordKey("", ""))
        work = Work(key=key, article=article, records=(record,) if record else ())
        yield from _triples(work, self._iris, self._periodicals)
        for thing in things(article, self._periodicals):
            if thing not in self._described:
                if len(self._described) >= _REMEMBERED:
                    self._described.pop(next(iter(self._described)))
                self._described[thing] = None
                yield from thing_triples(thing, self._iris)


def _mapped(source: Source, mapper: str | None, on_reject: Callable[[Reject], None] | None) -> Iterator[Mapped]:
    options = Options(mapper)
    for unit in sources.plan(_paths(source)).units:
        for item in mapped(unit, options):
            if isinstance(item, Mapped):
                yield item
            elif on_reject:
                on_reject(item)


def _paths(source: Source) -> list[str | Path]:
    return [source] if isinstance(source, str | Path) else list(source)
