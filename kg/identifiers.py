"""Identifiers in their one canonical spelling; what is not valid is None, never repaired by guessing.

DOI: https://www.doi.org/doi-handbook/HTML/doi-name-syntax.html · ORCID: https://support.orcid.org (structure of
the identifier) · ISSN: ISO 3297 · ROR: https://ror.readme.io/docs/identifier
"""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import unquote

from stdnum import isbn as stdnum_isbn
from stdnum import issn as stdnum_issn
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2

# ASCII letters only: str.lower() would change other characters, and the handbook folds none of them.
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);")
_DOI_URL = re.compile(r"https?:/+(?:[\w-]+\.)*doi\.org/+", re.IGNORECASE)
_DOI_LABEL = re.compile(r"(?:info:doi/|urn:doi:|doi:?\s+|doi:)", re.IGNORECASE)
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S.*", re.DOTALL)

_ORCID = re.compile(
    r"(?:https?://(?:www\.)?orcid\.org/|orcid:)?\s*(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])/?", re.IGNORECASE
)
_ROR = re.compile(r"(?:https?://)?(?:www\.)?(?:ror\.org/)?(0[a-hj-km-np-tv-z0-9]{6}[0-9]{2})/?", re.IGNORECASE)
_PMID = re.compile(r"(?:https?://[\w./]*?/|pmid:?\s*)?0*([1-9]\d{0,8})/?", re.IGNORECASE)
_PMCID = re.compile(r"(?:https?://[\w./]*?/|pmcid:?\s*)?(?:PMC)?0*([1-9]\d{0,8})(?:\.\d+)?/?", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:https?://(?:\w+\.)?arxiv\.org/(?:abs|pdf)/|arxiv:\s*)?"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Za-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?",
    re.IGNORECASE,
)
_OPENALEX = re.compile(r"(?:https?://(?:api\.)?openalex\.org/(?:\w+/)?)?([A-Z]\d{2,12})", re.IGNORECASE)


def doi(text: str) -> str | None:
    """Return a DOI name, decoded and in lower-case ASCII letters, from any of the ways people write one.

    `https://doi.org/10.1111/LAMP.12329`, `doi:10.1111/lamp.12329` and the bare name give the same; a text that is
    no DOI gives None.  Idempotent: what it returns it returns again.
    """
    while (simpler := _simpler_doi(text)) != text:
        text = simpler
    return text if _DOI.fullmatch(text) else None


def _simpler_doi(text: str) -> str:
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text).strip())
    if "&" in text:
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    if label := _DOI_LABEL.match(text):
        text = text[label.end() :]
    elif url := _DOI_URL.match(text):
        text = unquote(text[url.end() :])
    return text.translate(_LOWER)


def orcid(text: str) -> str | None:
    """Return an ORCID iD as `0000-0002-1825-0097`, or None where form or check digit (ISO 7064 MOD 11-2) is wrong."""
    found = _ORCID.fullmatch(text.strip())
    if not found:
        return None
    digits = "".join(found.groups()).upper()
    return "-".join(digits[at : at + 4] for at in range(0, 16, 4)) if mod_11_2.is_valid(digits) else None


def issn(text: str) -> str | None:
    """Return an ISSN as `1234-567X`, or None where form or check digit is wrong (`0000-0000` is nobody's)."""
    try:
        digits = str(stdnum_issn.validate(text.strip().removeprefix("https://portal.issn.org/resource/ISSN/")))
    except ValidationError:
        return None
    return f"{digits[:4]}-{digits[4:]}" if digits != "00000000" else None


def isbn(text: str) -> str | None:
    """Return an ISBN as 13 digits, or None where form or check digit is wrong."""
    bare = re.sub(r"^(?:https?://\S*/|urn:isbn:|isbn:?\s*)", "", text.strip(), flags=re.IGNORECASE)
    try:
        return str(stdnum_isbn.compact(stdnum_isbn.validate(bare, convert=True)))
    except ValidationError:
        return None


def ror(text: str) -> str | None:
    """Return the nine characters of a ROR id (`042nb2s44`), or None."""
    found = _ROR.fullmatch(text.strip())
    return found[1].lower() if found else None


def pmid(text: str) -> str | None:
    """Return a PubMed id as bare digits, or None."""
    found = _PMID.fullmatch(text.strip())
    return found[1] if found else None


def pmcid(text: str) -> str | None:
    """Return a PubMed Central id with its prefix (`PMC6993921`), or None."""
    found = _PMCID.fullmatch(text.strip())
    return f"PMC{found[1]}" if found else None


def arxiv(text: str) -> str | None:
    """Return an arXiv id without its version (`2101.00001`, `hep-th/9901001`), or None."""
    found = _ARXIV.fullmatch(text.strip())
    return found[1].lower() if found else None


def openalex(text: str) -> str | None:
    """Return an OpenAlex id (`W2741809807`, `A5023888391`), or None."""
    found = _OPENALEX.fullmatch(text.strip())
    return found[1].upper() if found else None


def handle(text: str) -> str | None:
    """Return a Handle as `2027/1`, without the address or prefix before it, or None."""
    bare = re.sub(r"^(?:https?://hdl\.handle\.net/|hdl:|info:hdl/)", "", text.strip(), flags=re.IGNORECASE)
    return bare if re.fullmatch(r"[^\s/]+/\S+", bare) else None


NORMALISERS = {
    "doi": doi,
    "pmid": pmid,
    "pmcid": pmcid,
    "arxiv": arxiv,
    "openalex": openalex,
    "isbn": isbn,
    "handle": handle,
}


def normalised(scheme: str, value: str) -> str | None:
    """Return the canonical spelling of an identifier of any scheme; a scheme without rules is only trimmed."""
    normaliser = NORMALISERS.get(scheme)
    return normaliser(value) if normaliser else (value.strip() or None)
