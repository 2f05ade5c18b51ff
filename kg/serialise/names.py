"""Short names for IRIs, `schema:name` for `<https://schema.org/name>`, and the order in which people read them.

A name is short only where no escape is needed in any format: an ASCII letter, then letters, digits, `_` and `-`.
Whatever else an IRI ends in, it is written in full.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from kg.errors import TermError
from kg.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from kg.terms import Term

RDF_TYPE = Iri(b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>")

# In a vocabulary: what names a thing, who made it, when and where it appeared; the rest by name; long text last.
_FIRST = (
    "name headline title prefLabel label alternateName alternativeHeadline alternative shortTitle givenName familyName "
    "propertyID value position author creator editor datePublished issued publicationDate hasPublicationYear isPartOf "
    "partOf volumeNumber volume issueNumber issue issueIdentifier pagination pages pageRange pageStart startingPage "
    "pageEnd endingPage identifier doi"
)
_LAST = "description abstract"
_PLACES = {name.encode(): place - 100 for place, name in enumerate(_FIRST.split())}
_PLACES |= {name.encode(): place for place, name in enumerate(_LAST.split(), start=1)}

_LOCAL = re.compile(rb"[A-Za-z_][A-Za-z0-9_-]*")
_MOST = 8192  # the terms of all vocabularies in use, and the IRIs of some hundred articles

Rank = tuple[int, int, bytes]
Key = TypeVar("Key", bound="Hashable")
Value = TypeVar("Value")


class Names:
    """The prefixes of one site: those of the vocabularies, and `kg:` for its own terms (`{base}ns#`).

    `split` returns prefix and name of an IRI, or None where it has no short name; `short` returns `prefix:name`, or
    the IRI in its brackets; `rank` returns the place of a predicate or class: `a` first, then by vocabulary and name,
    those without a name last.  They remember what they returned; nothing else about an instance changes, so all
    threads may share one.
    """

    def __init__(self, prefixes: Mapping[str, str], base: str) -> None:
        """Take prefix → namespace in the order in which predicates are to be read."""
        self.namespaces = {**prefixes, "kg": f"{base}ns#"}
        for prefix, namespace in self.namespaces.items():
            if not namespace.endswith(("/", "#")):
                raise TermError(f"prefix {prefix}: the namespace <{namespace}> ends in neither / nor #")
        self._prefixes = {b"<" + namespace.encode(): prefix for prefix, namespace in self.namespaces.items()}
        self._places = {prefix: place for place, prefix in enumerate(self.namespaces)}
        self.split: Callable[[Term], tuple[str, bytes] | None] = Remembered(self._split, _MOST).__getitem__
        self.short: Callable[[Term], bytes] = Remembered(self._short, _MOST).__getitem__
        self.rank: Callable[[Term], Rank] = Remembered(self._rank, _MOST).__getitem__

    def _split(self, iri: Term) -> tuple[str, bytes] | None:
        cut = (iri.rfind(b"#") + 1) or (iri.rfind(b"/") + 1)  # a fragment with a slash is no name either way
        prefix = self._prefixes.get(iri[:cut])
        return (prefix, iri[cut:-1]) if prefix and _LOCAL.fullmatch(iri, cut, len(iri) - 1) else None

    def _short(self, iri: Term) -> bytes:
        parts = self.split(iri)
        return b"%b:%b" % (parts[0].encode(), parts[1]) if parts else iri

    def _rank(self, term: Term) -> Rank:
        if term == RDF_TYPE:
            return -1, 0, b""
        parts = self.split(term)
        if parts is None:
            return len(self._places), 0, term
        prefix, name = parts
        return self._places[prefix], place(name), name


class Remembered(dict[Key, Value]):
    """What a function returned for each key; beyond `most` of them all is forgotten, and it begins anew.

    A look-up costs half of what `functools.lru_cache` takes, and a dump makes several for each triple.
    """

    def __init__(self, function: Callable[[Key], Value], most: int | None = None) -> None:
        super().__init__()
        self._function = function
        self._most = most

    def __missing__(self, key: Key) -> Value:
        if self._most is not None and len(self) >= self._most:
            self.clear()
        value = self[key] = self._function(key)
        return value


def place(name: bytes) -> int:
    """Return where a term stands among those of its vocabulary: below 0 first, 0 by name, above 0 last."""
    return _PLACES.get(name, 0)


def is_local(name: bytes) -> bool:
    """Tell whether a name can stand behind a prefix in every format."""
    return _LOCAL.fullmatch(name) is not None
