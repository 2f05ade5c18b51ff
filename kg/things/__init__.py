"""What many articles share: people, organisations, periodicals, their volumes and issues, books, concepts.

Every article says a little about the things it mentions (`things`); each different statement is kept once, with
how often it was made, and `merged` makes one thing of them.  Who has no identifier that others use too is not
shared and stays a part of its article (`#author-1`).
"""

from __future__ import annotations

from kg.things.agreement import merged
from kg.things.keys import Periodicals, other_keys
from kg.things.kinds import Book, Concept, Issue, Organization, Periodical, Person, Thing, Volume
from kg.things.stated import things

__all__ = [
    "Book",
    "Concept",
    "Issue",
    "Organization",
    "Periodical",
    "Periodicals",
    "Person",
    "Thing",
    "Volume",
    "merged",
    "other_keys",
    "things",
]
