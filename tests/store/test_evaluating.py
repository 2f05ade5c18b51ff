"""What is wrong with a query, in words."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.store.evaluating import evaluated


@pytest.mark.parametrize(
    ("query", "line", "column", "said"),
    [
        ("SELECT (COUNT(*) AS ?n) ?s", 1, 27, 'expected one of "$", "(", "?", "{"'),
        ("SELECT ?s WHER { ?s ?p ?o }", 1, 16, "expected one of DISTINCT, WHERE"),
        ("SELECT * {\n ?s ?p ?o", 2, 10, 'expected one of ",", ".", ";", "{", "{|", "}", "~"'),
        ("SELECT * { ?s unknown:p ?o }", 1, 24, "a prefix that is not declared and that we do not know"),
        ("ASK { <http://a b> ?p ?o }", 1, 19, "IRI parsing failed"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?p", 1, 35, "The SELECT contains a variable that is unbound"),
        ("SELECT (1 AS ?x) (2 AS ?x) {}", 1, 30, "Duplicated variable name in SELECT"),
    ],
)
def test_what_is_wrong_is_said_without_classes_of_characters(query: str, line: int, column: int, said: str) -> None:
    """With the place at which the parser ended."""
    with pytest.raises(QueryError) as raised:
        evaluated(ox.Store(), query)

    assert (line, column, said) == (raised.value.line, raised.value.column, str(raised.value))


def test_what_is_said_is_short() -> None:
    """However much could stand there."""
    with pytest.raises(QueryError) as raised:
        evaluated(ox.Store(), "SELECT * { ?s ?p ?o FILTER(?o > ) }")

    assert str(raised.value).startswith("expected one of ABS, AVG, ")
    assert str(raised.value).endswith(", …")
    assert len(str(raised.value)) < 120
