"""What is refused before it is parsed, and what is not although it looks like it."""

from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.store.scan import Bounds, Scanned, scan

BOUNDS = Bounds(65_536, 10)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT * { ?s ?p ?o }", Scanned("SELECT")),
        ("ask{}", Scanned("ASK")),
        ("DESCRIBE<a:b>", Scanned("DESCRIBE")),
        ("DESCRIBEa:b", Scanned("DESCRIBE")),
        ("BASE <http://b/> PREFIX select: <ask#> CONSTRUCT WHERE { ?s select:ask ?o }", Scanned("CONSTRUCT")),
        ("# SELECT\nASK {}", Scanned("ASK")),
        ("SELECT (NOW() AS ?n) {}", Scanned("SELECT", is_volatile=True)),
        ("SELECT (1-rand() AS ?n) {}", Scanned("SELECT", is_volatile=True)),
        ("SELECT ?now { ?now a:now 'NOW()' }", Scanned("SELECT")),
        (
            "PREFIX a: <http://a/> BASE <http://b/> SELECT * FROM a:x FROM NAMED <y> FROM <http://z/> {}",
            Scanned("SELECT", ("http://a/x", "http://b/y", "http://z/")),
        ),
        ("SELECT ?from { ?from a:from <from> }", Scanned("SELECT")),
    ],
)
def test_what_a_query_is(query: str, found: Scanned) -> None:
    """Its form, the graphs it names, whether it has another answer each time."""
    assert found == scan(query, BOUNDS)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?service a schema:Service ; a:service 'SERVICE <x> {}' . <service> a:b \"SERVICE\" }",
        "ASK { ?s a:b '''it's a SERVICE''' } # SERVICE",
        'ASK { ?s a:b """a "SERVICE" """ }',
        "ASK { ?s a:b 'a \\' SERVICE' }",
        "ASK { ?s <http://x.example/#service> 'O\\'Service' }",
        "ASK { ?s <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> schema:Service }",
        "ASK { ?s ?p ?o FILTER(?o < 3 && ?o > 2) } # service",
        "ASK { ?load a a:LOAD ; a:insert 'DELETE' }",
    ],
)
def test_words_that_only_look_like_it_pass(query: str) -> None:
    """In names, strings, variables, comments and IRIs."""
    assert "ASK" == scan(query, BOUNDS).form


@pytest.mark.parametrize(
    ("query", "kind", "line", "column"),
    [
        ("ASK { SERVICE <x:> {} }", "service", 1, 7),
        ("ASK {\n  service\n<x:> {} }", "service", 2, 3),
        ("ASK { {}SERVICEa:b{} }", "service", 1, 9),
        ("ASK { FILTER(1)SERVICE<x:>{} }", "service", 1, 16),
        ("ASK { ?s ?p 1SERVICE <x:> {} }", "service", 1, 13),
        ("ASK { ?s ?p trueSERVICE <x:> {} }", "service", 1, 13),
        ("ASK { ?s ?p a:.SERVICE <x:> {} }", "service", 1, 16),
        ("ASK { ?s ?p a:%SERVICE <x:> {} }", "service", 1, 16),
        ("ASK { \\u0053\\U00000045RVICE <x:> {} }", "service", 1, 7),
        ("ASK { FILTER(?a<'>' || EXISTS { SERVICE <x:> {} } || '>'='') }", "service", 1, 16),
        ("ASK { FILTER(?a<b:c#> '''\n) SERVICE <x:> {} #''' }", "service", 1, 16),
        ("ASK { VALUES ?x { '''a' } SERVICE <x:> {} }", "syntax", 1, 19),
        ("ASK { ?s ?p 'a\n' }", "syntax", 1, 13),
        ("  DELETE WHERE { ?s ?p ?o }", "update", 1, 3),
        ("INSERTDATA{}", "update", 1, 1),
        ("PREFIX a: <b:>\nLOAD <x:>", "update", 2, 1),
        ("ASK {{{{{{{{{{{", "depth", 1, 15),
        ("ASK { FILTER((((((((((1)))))))))) }", "depth", 1, 22),
        ("ASK {} #" + "a" * 70_000, "size", 0, 0),
        ("ASK {} #" + "é" * 40_000, "size", 0, 0),
        ("", "syntax", 0, 0),
        ("BASE <SELECT>", "syntax", 0, 0),
    ],
)
def test_what_is_refused_says_where(query: str, kind: str, line: int, column: int) -> None:
    """By kind, line and column, counted from one."""
    with pytest.raises(QueryError) as raised:
        scan(query, BOUNDS)

    assert (kind, line, column) == (raised.value.kind, raised.value.line, raised.value.column)
