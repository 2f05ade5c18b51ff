"""The URIs of our things: minted from keys, and read back from the paths that clients ask for.

A key is what stands behind the kind in a URI: `10.1111/lamp.12329` or `pmid:31978945` of an article, `orcid:…` of
a person, `issn:…` of a periodical.  Minting is a pure function of base and key; nothing here knows whether a
thing exists.  Patterns: docs/vocabulary.md.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Final
from urllib.parse import unquote_to_bytes

from kg import identifiers
from kg.errors import SettingsError, TermError
from kg.terms import Iri, iri

# The DOI handbook's table of what must and should be encoded, plus every byte outside ASCII; "/" only where it parts.
_KEPT = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*,;=:@")
_ENCODED: Final = tuple(chr(byte) if byte in _KEPT else f"%{byte:02X}" for byte in range(256))
_SAFE = re.compile(r"[A-Za-z0-9._~!$&'()*,;=:@-]*")
_DOTS = re.compile(r"(?<![^/])(\.\.?)/")  # a segment "." or "..", which clients would resolve away
_BASE = re.compile(r"https?://[^\s/?#@]+/(?:[^\s?#]*/)?")


def segment(text: str) -> str:
    """Return text as one segment of a path: everything but unreserved and sub-delims percent-encoded, "/" too.

    One canonical spelling: injective, upper-case hex, and `unquote` gives the text back.
    """
    return text if _SAFE.fullmatch(text) else "".join([_ENCODED[byte] for byte in text.encode()])


def path(text: str) -> str:
    """Return text as the rest of a path, "/" kept where it parts segments that a client leaves alone.

    Encoded are a "/" at either end, the second of two, and the one next to a segment `.` or `..`, which clients
    and proxies would drop (DOI handbook, encoding in URLs).

    >>> path("10.1002/(SICI)1<672::AID>3.0.CO;2-8")
    '10.1002/(SICI)1%3C672::AID%3E3.0.CO;2-8'
    """
    encoded = "/".join([segment(part) for part in text.split("/")])
    if "/." in encoded or encoded.startswith("."):
        encoded = _DOTS.sub(r"\1%2F", encoded)
        if encoded.endswith(("/.", "/..")):
            head, _, dots = encoded.rpartition("/")
            encoded = f"{head}%2F{dots}"
    while "//" in encoded:
        encoded = encoded.replace("//", "/%2F")
    if encoded.startswith("/"):
        encoded = "%2F" + encoded[1:]
    return encoded[:-1] + "%2F" if encoded.endswith("/") else encoded


def kind_of(path: str) -> str:
    """Return what a path names: its first segment, or what stands below a periodical.

    >>> kind_of("periodical/issn:1234-5679/volume/3/issue/1")
    'issue'
    """
    kind, _, rest = path.partition("/")
    if kind != "periodical":
        return kind
    below = rest.split("/")[1:]
    if "metric" in below[:1]:
        return "metric"
    return below[-2] if len(below) >= 2 else kind  # …/volume/3/issue/1: the name before the last value


def hashed(*parts: str) -> str:
    """Return the key of a thing that has no identifier: `h:` and 26 characters of the SHA-256 of what names it."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()
    return "h:" + base64.b32encode(digest)[:26].decode().lower()


class Iris:
    """The URIs of one site, all below its base (`https://kg.example.org/`)."""

    def __init__(self, base: str) -> None:
        if not _BASE.fullmatch(base):
            raise SettingsError(f"site.base: {base!r} is not an http(s) URL that ends in a slash")
        try:
            iri(base)
        except TermError as error:
            raise SettingsError(f"site.base: {error}") from error
        self.base = base
        self._base = base.encode()
        self.dataset = self._minted("dataset")

    def article(self, key: str) -> Iri:
        return self._minted(f"article/{path(key)}")

    def person(self, key: str) -> Iri:
        return self._minted(f"person/{segment(key)}")

    def organization(self, key: str) -> Iri:
        return self._minted(f"organization/{segment(key)}")

    def periodical(self, key: str) -> Iri:
        return self._minted(f"periodical/{segment(key)}")

    def volume(self, periodical: str, number: str) -> Iri:
        return self._minted(f"periodical/{segment(periodical)}/volume/{segment(number)}")

    def issue(self, periodical: str, volume: str | None, year: str | None, number: str) -> Iri:
        """Return the URI of an issue, in its volume or, where a periodical counts none, in its year."""
        within = f"volume/{segment(volume)}" if volume else f"year/{segment(year or 'unknown')}"
        return self._minted(f"periodical/{segment(periodical)}/{within}/issue/{segment(number)}")

    def metric(self, periodical: str, name: str, source: str, year: str | None) -> Iri:
        return self._minted(
            f"periodical/{segment(periodical)}/metric/{segment(name)}/{segment(source)}/{year or 'unknown'}"
        )

    def book(self, key: str) -> Iri:
        return self._minted(f"book/{segment(key)}")

    def concept(self, key: str) -> Iri:
        return self._minted(f"concept/{segment(key)}")

    def record(self, source: str, key: str) -> Iri:
        return self._minted(f"record/{segment(source)}/{path(key)}")

    def source(self, name: str) -> Iri:
        return self._minted(f"source/{segment(name)}")

    def scheme(self, name: str, value: str | None = None) -> Iri:
        return self._minted(f"scheme/{segment(name)}" + (f"/{segment(value)}" if value else ""))

    def term(self, name: str) -> Iri:
        """Return the URI of a term of our own vocabulary (ontologies/kg.ttl)."""
        return self._minted(f"ns#{name}")

    @staticmethod
    def fragment(thing: Iri, name: str) -> Iri:
        """Return the URI of a part of a thing, described in the same document: `#author-1`."""
        return Iri(b"%b#%b>" % (thing[:-1], segment(name).encode()))

    def _minted(self, path_: str) -> Iri:
        return Iri(b"<%b%b>" % (self._base, path_.encode()))


def canonical(raw_path: str) -> str | None:
    """Return the one spelling of a path below the base (`article/10.1111/lamp.12329`), or None where it names nothing.

    `raw_path` is percent-encoded as the client sent it.  Any way to write a DOI, an ORCID iD, an ISSN or a
    ROR id is understood: upper case, `%2F`, `doi:`, the whole URL.  Bytes that are not UTF-8 name nothing.
    """
    kind, _, rest = raw_path.partition("/")
    reader = _READERS.get(kind)
    if reader is None or not rest:
        return raw_path if raw_path in _PLAIN else None
    try:
        spelled = reader(rest)
    except UnicodeDecodeError:
        return None
    return spelled and f"{kind}/{spelled}"


def article_key(text: str) -> str | None:
    """Return the key of an article from an identifier as people write it, or None."""
    if (doi := identifiers.doi(text)) is not None:
        return doi
    scheme, colon, value = text.strip().partition(":")
    return _scheme_key(scheme, value) if colon else None


def _decoded(text: str) -> str:
    return unquote_to_bytes(text).decode()


def _scheme_key(scheme: str, value: str) -> str | None:
    scheme = scheme.lower()
    normaliser = _SCHEMES.get(scheme)
    known = normaliser(value) if normaliser else value
    return f"{scheme}:{known}" if known and scheme else None


def _read_article(rest: str) -> str | None:
    key = article_key(_decoded(rest))
    return key and path(key)


def _read_key(rest: str) -> str | None:
    """`orcid:…`, `ror:…`, `isbn:…`: one segment, its value in the spelling of its scheme."""
    scheme, colon, value = _decoded(rest).partition(":")
    key = _scheme_key(scheme, value) if colon else None
    return key and segment(key)


def _read_periodical(rest: str) -> str | None:
    first, *within = rest.split("/")
    key = _read_key(first)
    if key is None or "" in within:
        return None
    return "/".join([key, *(segment(_decoded(part)) for part in within)])


def _read_name(rest: str) -> str | None:
    return "/".join(segment(_decoded(part)) for part in rest.split("/"))


def _read_record(rest: str) -> str | None:
    source, slash, key = rest.partition("/")
    return f"{segment(_decoded(source))}/{path(_decoded(key))}" if slash and key else None


_SCHEMES = {**identifiers.NORMALISERS, "orcid": identifiers.orcid, "ror": identifiers.ror, "issn": identifiers.issn}
_READERS = {
    "article": _read_article,
    "person": _read_key,
    "organization": _read_key,
    "periodical": _read_periodical,
    "book": _read_key,
    "concept": _read_key,
    "record": _read_record,
    "source": _read_name,
    "scheme": _read_name,
}
_PLAIN = frozenset({"dataset", "ns"})
