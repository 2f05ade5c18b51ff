"""The terms we write, by vocabulary; closed, so that a typo is an error and not a new property.

Each stands in its official file (a test proves it); docs/vocabulary.md says why these and not others.
"""

from __future__ import annotations

from kg.terms import Namespace

RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#", "label comment isDefinedBy seeAlso")
XSD = Namespace(
    "http://www.w3.org/2001/XMLSchema#",
    "string boolean integer nonNegativeInteger decimal date gYear gYearMonth dateTime anyURI hexBinary",
)
