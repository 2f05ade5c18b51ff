"""Terms as the engines take them: N-Triples bytes, a blank node as `_:name`, each term in one spelling only.

Terms are equal just where their bytes are, so that a graph is a dictionary and a check compares bytes.  `canonical`
brings there what others wrote: the escapes of `kg.terms`, no `^^xsd:string`, language tags in lower case (RDF 1.1,
section 3.3).
"""

from __future__ import annotations

import re
from functools import lru_cache

import orjson

from kg.terms import Namespace

SH = Namespace(
    "http://www.w3.org/ns/shacl#",
    # shapes and what they are about
    "NodeShape PropertyShape targetClass targetNode targetSubjectsOf targetObjectsOf path property severity message"
    " deactivated name description Violation Warning Info"
    # paths
    " inversePath alternativePath zeroOrMorePath oneOrMorePath zeroOrOnePath"
    # constraints
    " class datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive maxInclusive minLength maxLength"
    " pattern flags languageIn uniqueLang equals disjoint lessThan lessThanOrEquals not and or xone node"
    " qualifiedValueShape qualifiedMinCount qualifiedMaxCount qualifiedValueShapesDisjoint closed ignoredProperties"
    " hasValue in"
    # reports
    " ValidationReport ValidationResult conforms result focusNode resultPath value sourceConstraintComponent"
    " sourceShape resultSeverity resultMessage"
    # beyond Core: known, so that they can be refused by name
    " ConstraintComponent parameter entailment"
    # SPARQL-based constraints
    " sparql select prefixes declare prefix namespace",
)
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type first rest nil langString")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#", "Class subClassOf seeAlso")
OWL = Namespace("http://www.w3.org/2002/07/owl#", "imports Ontology")
XSD = "http://www.w3.org/2001/XMLSchema#"

Term = bytes
IRI, BLANK, LITERAL = b"<"[0], b"_"[0], b'"'[0]  # what the first byte of a term tells
_QUOTE, _CLOSING = b'"'[0], b">"[0]
_STRING = b'"^^<http://www.w3.org/2001/XMLSchema#string>'
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_SHORT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def canonical(term: bytes) -> Term:
    r"""Return the one spelling of a term in valid N-Triples.

    >>> canonical(rb'"caf\u00E9"^^<http://www.w3.org/2001/XMLSchema#string>').decode()
    '"café"'
    >>> canonical(b'"colour"@en-GB')
    b'"colour"@en-gb'
    """
    if term[0] == LITERAL:
        if term.endswith(_STRING):
            term = term[: 1 - len(_STRING)]
        end = term.rindex(b'"')
        if term[end + 1 : end + 2] == b"@":
            term = term[:end] + term[end:].lower()
        return orjson.dumps(_unescaped(term[1:end])) + term[end + 1 :] if b"\\" in term[:end] else term
    return b"<%b>" % _unescaped(term[1:-1]).encode() if b"\\" in term else term


def own_spelling(term: bytes) -> Term:
    """Return the one spelling of a term that `kg.terms` made: its escapes are ours already.

    >>> own_spelling(b'"colour"@en-GB')
    b'"colour"@en-gb'
    """
    last = term[-1]
    if last == _CLOSING:
        return term[: 1 - len(_STRING)] if term.endswith(_STRING) else term
    if last == _QUOTE or term[0] != LITERAL:
        return term
    end = term.rindex(b'"')
    return term[:end] + term[end:].lower()


def text(term: Term) -> str:
    """Return what SPARQL's `str` does: the IRI, or the lexical form of a literal."""
    if term[0] == LITERAL:
        end = len(term) - 1 if term[-1] == _QUOTE else term.rindex(b'"')
        return orjson.loads(term[: end + 1]) if b"\\" in term else term[1:end].decode()
    return term[1:-1].decode()


def language(term: Term) -> bytes:
    """Return the language tag of a literal in lower case, empty where it has none."""
    last = term[-1]
    return b"" if last in {_QUOTE, _CLOSING} or term[0] != LITERAL else term[term.rindex(b"@") + 1 :]


def datatype(term: Term) -> bytes:
    """Return the datatype of a literal as a term; empty where it is none."""
    if term[0] != LITERAL:
        return b""
    if term[-1] == _QUOTE:
        return b"<%bstring>" % XSD.encode()
    return term[term.rindex(b"^^") + 2 :] if term[-1] == _CLOSING else RDF.langString


def suffix(term: Term) -> bytes:
    """Return what follows the string of a literal: nothing, `@en` or `^^<…>`."""
    return term[term.rindex(b'"') + 1 :]


def literal_of(term: Term) -> tuple[str, bytes, bytes]:
    """Return lexical form, datatype and language of a literal."""
    return text(term), datatype(term), language(term)


@lru_cache(4096)
def local(term: Term) -> str:
    """Return how a person calls an IRI: what follows its last `#` or `/`."""
    named = term[1:-1].decode()
    return re.split(r"[#/]", named)[-1] or named


def _unescaped(written: bytes) -> str:
    return _ESCAPE.sub(_character, written.decode())


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _SHORT[escape[3]]
