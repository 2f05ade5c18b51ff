"""What is refused of a query before it is parsed, in one linear pass: SERVICE, updates, depth, size.

Parsing first would be too late: the parser of Oxigraph recurses, and SERVICE is a request from inside our network.
The pass reads the tokens of SPARQL 1.1 (https://www.w3.org/TR/sparql11-query/#sparqlGrammar).  Oxigraph reads without
tokens, so it may see others than the grammar does: `SERVICEa:b` is a keyword and a name to it, and in `?a<'>'…` it sees
a comparison where the grammar has an IRI.  What can be read both ways is refused where it matters.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import msgspec

from kg.errors import QueryError

if TYPE_CHECKING:
    from typing import NoReturn

_ESCAPED = r"%[0-9A-Fa-f]{2} | \\[-_~.!$&'()*+,;=/?\#@%]"
_LOCAL = rf"(?: (?: [\w:] | {_ESCAPED} ) (?: [\w:.-] | {_ESCAPED} )*+ )?+"
_TOKEN = re.compile(
    rf"""(?P<open> [{{(\[] ) | (?P<close> [}})\]] )
    | (?P<skipped> [?$@]\w+ | \#[^\r\n]*+
        | \"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*+'''
        | (?!\"\"\")"(?:[^"\\\r\n]|\\.)*+" | (?!''')'(?:[^'\\\r\n]|\\.)*+' )
    | <(?P<iri> [^<>"{{}}|^`\\\x00-\x20]*+ )>
    | (?P<word> \w[\w.-]*+ ) (?: : (?P<local> {_LOCAL} ) )?+ | : (?P<nameless> {_LOCAL} )
    | (?P<quote> ["'] )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_NO_COMPARISON = re.compile(r"\w[\w+.-]*://[^']*")  # no expression begins with a name, a colon and two slashes
_PARTS = re.compile(r"[.-]")  # of what is one word to us: 1-RAND
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_VOLATILE = frozenset(("NOW", "RAND", "UUID", "STRUUID", "BNODE"))
_SERVICE = "SERVICE"
_REMEMBERED = 4_096  # characters of a query whose scan is remembered
_LAST = 0x10FFFF


class Scanned(msgspec.Struct, frozen=True):
    """What the pass found: the form of the query, the graphs it names, whether its answer is another each time."""

    form: str
    graphs: tuple[str, ...] = ()
    is_volatile: bool = False


class Bounds(msgspec.Struct, frozen=True):
    """The longest query in bytes, and the deepest nesting."""

    size: int
    depth: int


def scan(query: str, bounds: Bounds) -> Scanned:
    """Return what can be told of a query without parsing it.

    Raises `QueryError`, with line and column, of the kinds `size`, `depth`, `service`, `update` and `syntax`.
    """
    return _remembered(query, bounds) if len(query) < _REMEMBERED else _scan(query, bounds)


def _scan(query: str, bounds: Bounds) -> Scanned:
    if len(query) > bounds.size or len(query.encode()) > bounds.size:
        raise QueryError(f"a query may have {bounds.size:,} bytes (sparql.query_bytes)", kind="size")
    found = _Scan(query, bounds.depth).run()
    if "\\u" in query or "\\U" in query:  # escapes are undone before anything is read (section 19.2)
        _Scan(_ESCAPE.sub(_unescaped, query), bounds.depth).run()
    return found


_remembered = lru_cache(1024)(_scan)


def _unescaped(escape: re.Match[str]) -> str:
    number = int(escape[1] or escape[2], 16)
    return chr(number) if number <= _LAST else escape[0]


class _Scan:
    """One pass over one text."""

    def __init__(self, text: str, depth: int) -> None:
        self._text = text
        self._most = depth
        self._depth = 0
        self._may_serve = "service" in text.casefold()
        self._form = ""
        self._is_volatile = False
        self._prefixes: dict[str, str] = {}
        self._base = ""
        self._graphs: list[str] = []
        self._before = ""  # the keyword whose IRI or name comes next: BASE, PREFIX, FROM
        self._prefix = ""

    def run(self) -> Scanned:
        for token in _TOKEN.finditer(self._text):
            kind = token.lastgroup
            if kind == "word":
                self._keyword(token, token["word"].upper())
            elif kind == "local":
                self._name(token, token["word"], token["local"])
            elif kind == "nameless":
                self._name(token, "", token["nameless"])
            elif kind == "iri":
                self._iri(token)
            elif kind != "skipped":
                self._bracket(token, kind)
        if not self._form:
            raise QueryError("no query: there is no SELECT, ASK, CONSTRUCT or DESCRIBE in it")
        return Scanned(self._form, tuple(self._graphs), self._is_volatile)

    def _bracket(self, token: re.Match[str], kind: str | None) -> None:
        if kind == "quote":
            self._refuse(token, "this string is not closed", "syntax")
        self._depth += 1 if kind == "open" else -1
        if self._depth > self._most:
            self._refuse(token, f"nested deeper than {self._most} levels (sparql.depth)", "depth")

    def _iri(self, token: re.Match[str]) -> None:
        name = token["iri"]
        if self._may_serve and ("'" in name or "#" in name) and not _NO_COMPARISON.fullmatch(name):
            self._refuse(token, "this IRI can be read as a comparison, in a query that has the word SERVICE", "service")
        if not self._before:
            return
        if self._before == "BASE":
            self._base = urljoin(self._base, name)
        elif self._before == "PREFIX":
            self._prefixes[self._prefix] = urljoin(self._base, name)
        else:
            self._graphs.append(urljoin(self._base, name))
        self._before = ""

    def _name(self, token: re.Match[str], word: str, local: str) -> None:
        if self._may_serve and _SERVICE in word.upper():
            self._refuse(token, _NO_SERVICE, "service")
        if self._before == "PREFIX":
            self._prefix = word
        elif self._before == "FROM":
            self._graphs.append(self._prefixes.get(word, "") + local)
            self._before = ""
        elif not self._form:
            self._keyword(token, word.upper())

    def _keyword(self, token: re.Match[str], word: str) -> None:
        if self._may_serve and _SERVICE in word:
            self._refuse(token, _NO_SERVICE, "service")
        if word in _VOLATILE or not _VOLATILE.isdisjoint(_PARTS.split(word)):
            self._is_volatile = True
        if self._before:
            self._before = self._before if word == "NAMED" else ""
        if word in {"BASE", "PREFIX", "FROM"}:
            self._before = word
        elif not self._form:
            self._form = next((form for form in _FORMS if word.startswith(form)), "")
            if not self._form and word.startswith(_UPDATES):
                self._refuse(token, "this endpoint answers queries; nothing here can be changed", "update")

    def _refuse(self, token: re.Match[str], reason: str, kind: str) -> NoReturn:
        start = token.start()
        line = self._text.count("\n", 0, start) + 1
        column = start - self._text.rfind("\n", 0, start)
        raise QueryError(reason, kind=kind, line=line, column=column)


_NO_SERVICE = "SERVICE is refused: this endpoint asks no other"
