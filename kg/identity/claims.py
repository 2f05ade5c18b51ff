"""What one record says of the identity of its work, small enough to hold many of them at once."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

import msgspec

from kg.iris import hashed
from kg.model import RecordKey  # noqa: TC001 - msgspec reads the annotations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Article

SCHEMES: Final = ("doi", "pmid", "pmcid", "arxiv", "openalex", "s2")
"""The identifiers that a work is known by, the best first."""

REGISTRIES: Final = {
    "crossref": "doi",
    "datacite": "doi",
    "pubmed": "pmid",
    "arxiv": "arxiv",
    "openalex": "openalex",
    "s2": "s2",
    "europepmc": "",
    "doaj": "",
}
"""Sources that keep one record for each work, and the scheme that their keys are identifiers of, if they are.

Two records of such a source are two works by its own account; in a list of references that somebody typed they may
well be one.
"""

PREPRINT, PUBLISHED = "preprint", "published"
_ARXIV_DOI: Final = "10.48550/arxiv."
_PREPRINT_DOI: Final = re.compile(  # of servers that post nothing else; 10.1101 is of journals too
    r"10\.48550/arxiv\.|10\.1101/(?:\d{4}\.\d\d\.\d\d\.)?\d{6,8}|10\.21203/rs\.|10\.26434/chemrxiv|10\.20944/preprints"
)
_TITLE: Final = 120  # letters and digits that are compared


class Claim(msgspec.Struct, frozen=True, omit_defaults=True, array_like=True):
    """A record with the names that identify its work (`doi:10.1111/lamp.12329`), in the order of the source.

    `own` is the key that the work would have if there were no other record.  `nature` is `preprint` or `published`
    where that is certain; `title`, `year` and `author` can speak against an identifier and never for one.
    """

    record: RecordKey
    own: str
    names: tuple[str, ...] = ()
    nature: str = ""
    title: str = ""
    year: int = 0
    author: str = ""


def claim(article: Article, record: RecordKey) -> Claim:
    """Return what a record claims; `article` is what it was mapped to."""
    kind = nature(article)
    issued = article.dates.issued
    first = next((agent for agent in article.agents if agent.role == "author"), None)
    return Claim(
        record=record,
        own=work_key(article, record),
        names=tuple(dict.fromkeys(_names(article, kind))),
        nature=kind,
        title=_letters(article.titles[0].text)[:_TITLE] if article.titles else "",
        year=int(issued[:4]) if issued else 0,
        author=_letters(first.family or first.name.split()[-1]) if first else "",
    )


def work_key(article: Article, record: RecordKey) -> str:
    """Return the key that a work has if this is its only record: its best identifier, as its URI spells it.

    DOI before PMID, PMCID, arXiv, OpenAlex and Semantic Scholar; a work without any is known by its record.
    """
    for scheme in SCHEMES:
        if (value := article.identifier(scheme)) is not None:
            return key_of(f"{scheme}:{value}")
    return hashed("work", record.source, record.key)


def key_of(name: str) -> str:
    """Return the key of a work that has this name: a DOI stands for itself."""
    return name.removeprefix("doi:")


def name_of(key: str) -> str:
    """Return the name that a key is of, the reverse of `key_of`; the key of a record without identifier is its own."""
    return f"doi:{key}" if key.startswith("10.") else key


def same_paper(claim_: Claim, other: Claim) -> bool:
    """Tell whether nothing printed speaks against two records being of one work.

    Titles agree where one begins as the whole other does, years where they differ by one at the most: many a paper
    is of two years.
    """
    if claim_.year and other.year and abs(claim_.year - other.year) > 1:
        return False
    short, long = sorted((claim_.title, other.title), key=len)
    return bool(short) and (short == long or (len(short) >= _TELLING and long.startswith(short)))


def disagree(claim_: Claim, other: Claim) -> bool:
    """Tell whether two records that share a name are certainly not of one work.

    Their titles have little in common and their first authors are not the same; or one registry, which has no reason
    to hold a work twice, dates them years apart.  A title alone says nothing: it may be translated or abridged.
    """
    is_registry = claim_.record.source == other.record.source and claim_.record.source in REGISTRIES
    if is_registry and claim_.year and other.year and abs(claim_.year - other.year) > 1:
        return True
    if not (claim_.author and other.author) or claim_.author == other.author:
        return False
    return bool(claim_.title and other.title) and _likeness(claim_.title, other.title) < _ALIKE


def _likeness(title: str, other: str) -> float:
    """Return how much of two titles is the same: twice the pairs of letters that they share, of all they have."""
    if title.startswith(other) or other.startswith(title):
        return 1.0
    pairs, others = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (title, other))
    return 2 * len(pairs & others) / max(len(pairs) + len(others), 1)


_ALIKE: Final = 0.6
_TELLING: Final = 16  # letters of a title from which on it is hardly that of another


def _names(article: Article, kind: str) -> Iterator[str]:
    """Yield the names of a work; the arXiv id of a paper with a publisher's DOI is that of its preprint.

    arXiv's papers have a DOI each, of which arXiv's own records do not speak.
    """
    for known in article.identifiers:
        if known.scheme not in SCHEMES:
            continue
        if known.scheme == "arxiv":
            if kind == PUBLISHED:
                continue
            yield f"doi:{_ARXIV_DOI}{known.value}"
        yield f"{known.scheme}:{known.value}"
        if known.scheme == "doi" and known.value.startswith(_ARXIV_DOI):
            yield f"arxiv:{known.value.removeprefix(_ARXIV_DOI)}"
    for relation in article.relations:
        if relation.name == "is-identical-to" and relation.identifier and relation.identifier.scheme == "doi":
            yield f"doi:{relation.identifier.value}"


def nature(article: Article) -> str:
    """Return whether an article is a preprint or published, or nothing where that is not certain."""
    dois = [known.value for known in article.identifiers if known.scheme == "doi"]
    if article.type == "preprint" or (dois and all(_PREPRINT_DOI.match(doi) for doi in dois)):
        return PREPRINT
    if dois or article.identifier("pmid"):
        return PUBLISHED
    return PREPRINT if article.identifier("arxiv") and not article.volume else ""


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())
