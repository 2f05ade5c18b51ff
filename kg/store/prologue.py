"""What can be told of a query without parsing it: its form, and which prefixes it uses undeclared.

One linear pass over the tokens of SPARQL 1.1 (https://www.w3.org/TR/sparql11-query/#sparqlGrammar); strings, IRIs and
comments are skipped.  Nothing here recurses, so no query is too deep for it.
"""

from __future__ import annotations

import re

import msgspec

from kg.errors import QueryError
from kg.vocab import PREFIXES

_IRI = r"""<[^<>"{}|^`\\\x00-\x20]*>"""
_NAMED = re.compile(_IRI)
_TOKEN = re.compile(
    rf"""(?P<skipped> \#[^\r\n]* | {_IRI} | [?$@]\w+
        | \"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*+'''
        | "(?:[^"\\\r\n]|\\.)*+" | '(?:[^'\\\r\n]|\\.)*+' )
    | (?P<prefix> (?:\w[\w.-]*)?(?<!\.) ):
    | (?P<word> \w+ )""",
    re.VERBOSE | re.DOTALL,
)
_FORMS = frozenset(("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"))
_UPDATES = frozenset(("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"))


class Text(msgspec.Struct, frozen=True):
    """A query that is ready to be sent: its form, its text with prefixes, and how many characters were put before it.

    They are put on its first line, so that the lines of the text keep their numbers.
    """

    form: str
    text: str
    added: int = 0

    def place(self, line: int, column: int) -> str:
        """Say where in the query as it was given something is, with that line."""
        lines = self.text[self.added :].splitlines() or [""]
        shown = lines[line - 1].strip()[:120] if line <= len(lines) else ""
        return f"line {line}, column {max(column - self.added, 1) if line == 1 else column}" + (
            f", in {shown!r}" if shown else ""
        )


def prefixed(query: str) -> str:
    """Return a query that passed the scan (`kg.store.scan`) with the prefixes that we know and it uses undeclared."""
    if '"' not in query and "'" not in query and ":" not in _NAMED.sub("", query):
        return query  # it uses none: to see that costs a tenth
    return read(query).text


def read(query: str) -> Text:
    """Return a query with the prefixes that we know and it uses undeclared.

    Raises `QueryError` where it is an update, or nothing that asks.
    """
    form, declared, used, declaring = "", set[str](), dict[str, None](), False
    for token in _TOKEN.finditer(query):
        if (prefix := token["prefix"]) is not None:
            if declaring:
                declared.add(prefix)
            else:
                used[prefix] = None
            declaring = False
        elif word := token["word"]:
            name = word.upper()
            declaring = name == "PREFIX"
            if not form and name in _UPDATES:
                raise QueryError(f"{name} changes data, and a query only asks: SELECT, ASK, CONSTRUCT or DESCRIBE")
            if not form and name in _FORMS:
                form = name
    if not form:
        raise QueryError("no query: there is no SELECT, ASK, CONSTRUCT or DESCRIBE in it")
    prologue = "".join(
        f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in used if prefix in PREFIXES and prefix not in declared
    )
    return Text(form, prologue + query, len(prologue))
