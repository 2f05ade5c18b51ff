"""What the triples of a work are made from: its node, its article, and who mints the other nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.iris import segment
from kg.terms import Iri

if TYPE_CHECKING:
    from kg.iris import Iris
    from kg.model import Article, Work
    from kg.things import Periodicals


class About:
    """One work while its triples are made; every part of the package takes it and yields triples."""

    __slots__ = ("_parts", "article", "iris", "node", "periodicals", "work")

    def __init__(self, work: Work, iris: Iris, periodicals: Periodicals) -> None:
        self.work = work
        self.article: Article = work.article
        self.iris = iris
        self.periodicals = periodicals
        self.node = iris.article(work.key)
        self._parts = self.node[:-1] + b"#"

    def part(self, name: str) -> Iri:
        """Return the IRI of a part of the article, described in the same document: `#author-1`."""
        return Iri(b"%b%b>" % (self._parts, segment(name).encode()))
