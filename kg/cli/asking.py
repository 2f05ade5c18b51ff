"""What `kg query` does: read the query, ask, and write the answer as it comes, or as a table."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.errors import EndpointError, QueryError
from kg.store import answers, prologue
from kg.store.asking import Task, asking
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from kg.store.asking import Answer
    from kg.store.endpoint import Target

_SUFFIXES = (".rq", ".sparql")


def text(given: str) -> str:
    """Return the query: of standard input (-), of a file, or the words themselves."""
    if given == "-":
        return sys.stdin.read()
    if given.endswith(_SUFFIXES) or ("\n" not in given and len(given) < 256 and Path(given).is_file()):
        try:
            return Path(given).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"{given}: cannot be read ({error})") from error
    return given


def write(given: str, where: Path | Target, format_: str, timeout: float) -> str:
    """Answer a query on standard output; return why the answer is not all, or nothing."""
    query = prologue.read(text(given))
    media_types = answers.media_types(query.form, format_)
    asked = {"folder": str(where)} if isinstance(where, Path) else {"target": where.checked()}
    task = Task(query.text, query.added, media_types, timeout, **asked)
    with asking(query, task) as answer:
        if format_ == answers.TABLE and query.form in {"SELECT", "ASK"}:
            _table(answer)
        else:
            for chunk in answer.body:
                sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
        return answer.cut


def _table(answer: Answer) -> None:
    try:
        found = orjson.loads(b"".join(answer.body))
    except orjson.JSONDecodeError as error:
        raise EndpointError(f"the answer is no whole JSON ({error}): it was broken off, or is an error") from error
    # A program that reads the table gets lines as long as they are.
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 1 << 20)
    if "boolean" in found:
        console.print("true" if found["boolean"] else "false")
        return
    names, rows = found["head"]["vars"], found["results"]["bindings"]
    table = Table(box=None, pad_edge=False)
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(_shown(row[name])) if name in row else Text() for name in names))
    console.print(table)
    console.print(f"{len(rows):,} rows" if len(rows) != 1 else "1 row")


def _shown(term: dict[str, Any]) -> str:
    """Return a term as a person reads it: an IRI with its prefix, a literal without its type."""
    value = str(term["value"])
    if term["type"] == "uri":
        for name, base in PREFIXES.items():
            if value.startswith(base) and value[len(base) :].isidentifier():
                return f"{name}:{value[len(base) :]}"
        return value
    return "".join(character if character.isprintable() else " " for character in value)
