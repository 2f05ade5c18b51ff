"""The SPARQL endpoint (https://www.w3.org/TR/sparql11-protocol/), over whatever answers queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.web.described import format_parameter, refused, sent
from kg.web.routes import Hot, Plain
from kg.web.sparql import examples
from kg.web.sparql.description import FORMATS
from kg.web.sparql.endpoint import Sparql
from kg.web.sparql.formats import GRAPHS, PARAMETERS, ROWS

if TYPE_CHECKING:
    from kg.settings import Settings
    from kg.web.sparql.executors import Executors

_TYPES = dict.fromkeys(format_.media_types[0] for format_ in (*ROWS, *GRAPHS))
_ANSWERS = sent(*_TYPES) | refused(403, 406, 408, 413, 415, 429, 502)
_GIVEN = {
    "query": "A query of SPARQL 1.1.",
    "default-graph-uri": "A graph of the dataset to ask; may be repeated.",
    "named-graph-uri": "A named graph of the dataset to ask; may be repeated.",
    **dict.fromkeys(PARAMETERS, "The format of the answer, before the Accept header."),
}
_QUERY = tuple(
    {"name": name, "in": "query", "description": said, "schema": {"type": "string"}} for name, said in _GIVEN.items()
)


def sparql(settings: Settings, executors: Executors) -> list[Hot]:
    """Return the routes of the endpoint and of the examples."""
    endpoint = Sparql(settings, executors)
    listed = sent(*(format_.media_types[0] for format_ in FORMATS)) | refused(406)
    named = (format_parameter(FORMATS),)
    return [
        Hot("/sparql", endpoint, "Queries in SPARQL", _ANSWERS, _QUERY, ("GET", "POST", "QUERY")),
        Hot("/sparql/examples", Plain(examples.answer), "Example queries, as data", listed, named),
    ]
