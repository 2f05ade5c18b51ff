"""The form and the prefixes of a query are told from its tokens."""

from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.store.prologue import prefixed, read

SCHEMA = "PREFIX schema: <https://schema.org/> "


@pytest.mark.parametrize(
    ("query", "form", "added"),
    [
        ("SELECT * { ?s schema:name ?o }", "SELECT", SCHEMA),
        ("prefix schema: <http://x/> ask { ?s schema:name ?o }", "ASK", ""),
        ("# DELETE bibo:x\nCONSTRUCT WHERE { ?s ?p 'bibo:x INSERT' }", "CONSTRUCT", ""),
        ('DESCRIBE <http://x/bibo:doi> # "', "DESCRIBE", ""),
        ('SELECT * { ?s ?p """a " bibo:x \\"""" ; schema:name ?o }', "SELECT", SCHEMA),
        ("PREFIX insert: <http://x/> SELECT * { ?s insert:name ?o }", "SELECT", ""),
        ("SELECT * { ?s foo:bar ?o . FILTER(?s<?o) }", "SELECT", ""),
        ("SELECT * { <http://x/bibo:doi> ?p ?o }", "SELECT", ""),
        ("SELECT * { <http://x/> ?p ?o . ?o schema:name ?n }", "SELECT", SCHEMA),
        ("SELECT * { ?s ?p '<'. ?s schema:name '>' }", "SELECT", SCHEMA),
    ],
)
def test_form_and_prefixes(query: str, form: str, added: str) -> None:
    """Strings, IRIs, comments and declared prefixes do not count."""
    text = read(query)

    assert form == text.form
    assert added + query == text.text == prefixed(query)


@pytest.mark.parametrize("query", ["INSERT DATA { }", "PREFIX a: <http://a/> DELETE WHERE { ?s ?p ?o }", "", "hello"])
def test_what_does_not_ask_is_refused(query: str) -> None:
    """Updates, and what is no query at all."""
    with pytest.raises(QueryError):
        read(query)


def test_places_are_those_of_the_query_as_given() -> None:
    """What was put before it does not count."""
    text = read("SELECT * { ?s schema:name }\n")

    assert "line 1, column 27, in 'SELECT * { ?s schema:name }'" == text.place(1, 27 + len(SCHEMA))
