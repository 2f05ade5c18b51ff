"""Pieces of the OpenAPI description that routes share: what they answer, and what can be asked of them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from kg.formats import FORMATS, HTML
from kg.web.negotiation import JSON, named

if TYPE_CHECKING:
    from kg.formats import Format

Described = dict[int | str, dict[str, Any]]  # as FastAPI has it: status → response

_RDF = tuple(format_.media_types[0] for format_ in FORMATS if format_.is_rdf)
_HTML = "text/html"
_JSON = "application/json"
_LOCATION = {"Location": {"required": True, "schema": {"type": "string", "format": "uri"}}}

PAGE: dict[str, Any] = {
    "name": "page",
    "in": "query",
    "description": "Which page of the members of a periodical, a person, a subject, from 1.",
    "schema": {"type": "integer", "minimum": 1, "default": 1},
}


def format_parameter(formats: tuple[Format, ...]) -> dict[str, Any]:
    """Return the parameter that overrides the Accept header, with the names it takes."""
    return {
        "name": "format",
        "in": "query",
        "description": "Overrides the Accept header: an extension, a media type or the second half of one.",
        "schema": {"type": "string", "enum": list(named(formats))},
    }


def sent(*media_types: str, schema: str | None = None) -> Described:
    """Return 200 with these media types, the JSON among them by a named schema, and 304."""
    content: dict[str, Any] = {media_type: {"schema": {"type": "string"}} for media_type in media_types}
    if schema is not None:
        content[_JSON] = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    return {
        200: {"description": "The representation that was asked for", "content": content},
        304: {"description": "The client has it already"},
    }


def refused(*statuses: int) -> Described:
    """Return these statuses as problem details or a page."""
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    content = {"application/problem+json": problem, _HTML: {"schema": {"type": "string"}}}
    always = (400, 414, 500, 503)
    return {
        status: {"description": HTTPStatus(status).phrase, "content": content}
        for status in sorted({*statuses, *always})
    }


def redirected(status: int, description: str) -> Described:
    """Return a redirect."""
    return {status: {"description": description, "headers": _LOCATION}}


DOCUMENT = sent(*_RDF, _HTML)
LISTED = sent(_HTML, schema="Listed") | refused(404, 406)
DUMPS = sent(_HTML, schema="Dumps") | redirected(308, "The URL ends in a slash") | refused(406)
RESOLVED = redirected(303, "The URI of the thing") | refused(404)
DESCRIPTION: Described = {
    **refused(),
    200: {"description": "OpenAPI 3.1", "content": {_JSON: {"schema": {"type": "object"}}}},
    304: {"description": "The client has it already"},
}
ROBOTS = sent("text/plain") | refused()
SITEMAP = sent("application/xml") | refused(404)
HEALTH: Described = {**refused(), 200: sent(schema="Health")[200]}
LIST_PARAMETERS: dict[str, Any] = {"parameters": [format_parameter((HTML, JSON))]}
DOCUMENT_FORMAT = format_parameter(FORMATS)
