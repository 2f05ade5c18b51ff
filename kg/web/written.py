"""Turtle of works that was written when the site was built, completed with the names of what works share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.serialise import turtle
from kg.serialise.names import Remembered
from kg.web.documents import named, thing_at

if TYPE_CHECKING:
    from kg.serialise import Names
    from kg.serialise.turtle import Blocks
    from kg.site.generation import Generation

_MOST = 1 << 14  # things whose blocks are remembered


class WrittenTurtle:
    """The Turtle of a generation's works; safe to use from several threads."""

    def __init__(self, generation: Generation, names: Names) -> None:
        self._generation = generation
        self._names = names
        self._block = Remembered(self._made, _MOST).__getitem__

    def document(self, path: str) -> bytes | None:
        """Return the document about the work with this path, the same bytes as if it was made of its triples.

        None where it has to be: it is no work of ours, or points to more things than a document names.
        """
        thing = thing_at(self._generation, path)
        written = self._generation.records.turtle(path)
        if written is None:
            return None
        return turtle.joined([written.own, *map(self._block, written.pointed)], self._names, thing)

    def _made(self, path: str) -> Blocks:
        kept = self._generation.records.named(path)
        return kept or turtle.blocks(named(self._generation, path), self._names, None)
