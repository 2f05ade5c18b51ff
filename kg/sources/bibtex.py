"""BibTeX and biblatex → records: entries with strings put in, fields of parents handed down, and broken ones told.

bibtexparser finds the blocks; a file is one unit, since `@string` and `crossref` may stand anywhere in it.
https://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf · https://mirrors.ctan.org/macros/latex/contrib/biblatex/doc/biblatex.pdf
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any, Final

from bibtexparser import model as blocks
from bibtexparser.entrypoint import parse_string

from kg.model import Origin, Record, Reject
from kg.sources.decoding import reject
from kg.sources.wholes import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.sources.streams import Source

TYPE, KEY, ENCODING = "ENTRYTYPE", "ID", "ENCODING"
"""Names in the data of a record that no field has: those are in lower case."""

_MONTHS: Final = {month: month for month in "jan feb mar apr may jun jul aug sep oct nov dec".split()}
_PIECE: Final = re.compile(r"\s*(#|[^\s#{}\"]+)")
_IN_PARENTHESES: Final = re.compile(r"^[ \t]*@[ \t]*(?!comment\b)\w+\s*(\()", re.MULTILINE | re.IGNORECASE)
_NEXT: Final = re.compile(r"^[ \t]*@", re.MULTILINE)
_DEPTH: Final = 8  # parents above parents; more is a circle, or nobody's bibliography
# What a child does not get: what names the parent, who wrote all of it, and what is about the entry.
_NOT_HANDED: Final = frozenset(
    "crossref xref xdata entryset related relatedtype sortkey presort label shorthand options doi url urldate eprint"
    " eprinttype archiveprefix author abstract keywords note file pages title".split()
)
_WHOLES: Final = frozenset("inproceedings conference incollection inbook suppbook suppcollection inreference".split())


def records(source: Source) -> Iterator[Record | Reject]:
    """Yield the entries of a stream of BibTeX, and a reject for each block that is broken."""
    read = text(source)
    if isinstance(read, Reject):
        yield read
        return
    whole, encoding = read
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it warns of, we reject
    library = parse_string(_in_braces(whole), parse_stack=[])
    strings = _strings(library.blocks)
    held, taken = [], set[str]()
    for block in library.blocks:
        origin = Origin(file=source.file, line=block.start_line + 1)
        entry = _entry(block)
        if entry is not None and entry.entry_type.lower() != "xdata":  # which holds fields for others
            data = _data(entry, strings) | {ENCODING: encoding}
            data[KEY] = _free(str(data[KEY]), taken)
            held.append((origin, (entry.raw or "").encode(), data))
        elif isinstance(block, blocks.ParsingFailedBlock) and not isinstance(_meant(block), blocks.String):
            reason = str(getattr(block.error, "abort_reason", "") or block.error).strip() or "no entry"
            yield reject(f"broken BibTeX: {reason.splitlines()[-1]}", origin, (block.raw or "").encode())
    if not held and not any(isinstance(block, blocks.ParsingFailedBlock) for block in library.blocks):
        yield reject("BibTeX without entries", Origin(file=source.file), whole[:1000].encode())
    by_key = {str(data[KEY]).lower(): data for _, _, data in held} | _shared(library.blocks, strings)
    for origin, raw, data in held:
        yield Record(origin=origin, raw=raw, data=_inherited(data, by_key), container="bibtex")


def _in_braces(whole: str) -> str:
    """Return the text with `@book(…)` written as `@book{…}`, which the parser knows; places stay what they are."""
    said, place = [], 0
    for opening in _IN_PARENTHESES.finditer(whole):
        start = opening.start(1)
        following = _NEXT.search(whole, start)
        closing = _closing(whole, start + 1, following.start() if following else len(whole))
        if closing is not None and start >= place:
            said += [whole[place:start], "{", whole[start + 1 : closing], "}"]
            place = closing + 1
    return "".join([*said, whole[place:]]) if said else whole


def _closing(whole: str, place: int, stop: int) -> int | None:
    """Return where the parenthesis is that ends an entry: outside of braces and quotation marks."""
    depth, is_quoted = 0, False
    for at in range(place, stop):
        character = whole[at]
        if character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
        elif not depth and character == '"':
            is_quoted = not is_quoted
        elif character == ")" and not depth and not is_quoted:
            return at
    return None


def _entry(block: Any) -> Any:
    """Return the entry in a block, also where its key or one of its fields stands twice."""
    meant = _meant(block)
    return meant if isinstance(meant, blocks.Entry) else None


def _meant(block: Any) -> Any:
    return getattr(block, "ignore_error_block", None) or block


def _shared(found: list[Any], strings: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Return the entries that hold fields for others."""
    entries = (entry for block in found if (entry := _entry(block)) is not None)
    return {entry.key.lower(): _data(entry, strings) for entry in entries if entry.entry_type.lower() == "xdata"}


def _strings(found: list[Any]) -> dict[str, str]:
    strings = dict(_MONTHS)
    for block in found:
        held = _meant(block)
        if isinstance(held, blocks.String):
            strings[held.key.lower()] = _value(str(held.value), strings)
    return strings


def _data(entry: Any, strings: dict[str, str]) -> dict[str, Any]:
    data: dict[str, Any] = {TYPE: entry.entry_type.lower(), KEY: entry.key}
    for field in entry.fields:
        data.setdefault(field.key.lower(), _value(str(field.value), strings))
    return data


def _free(key: str, taken: set[str]) -> str:
    """Return a key as it is, or with a number behind it where another entry of the file has it already."""
    free, number = key, 2
    while free in taken:
        free, number = f"{key}~{number}", number + 1
    taken.add(free)
    return free


def _value(stated: str, strings: dict[str, str]) -> str:
    """Return the value of a field: quoted and braced pieces and names of strings, joined by `#`.

    >>> _value('acm # " Press" # {, 2nd}', {"acm": "ACM"})
    'ACM Press, 2nd'
    """
    said, place = [], 0
    while place < len(stated):
        rest = stated[place:].lstrip()
        place = len(stated) - len(rest)
        if rest[:1] in {"{", '"'}:
            size = _enclosed(rest)
            said.append(rest[1 : size - 1])
            place += size
        elif found := _PIECE.match(rest):
            place += found.end()
            if found[1] != "#":
                said.append(strings.get(found[1].lower(), found[1]))
        else:
            said.append(rest)
            break
    return "".join(said)


def _enclosed(text_: str) -> int:
    """Return how long the piece is that begins with a brace or a quotation mark, which braces may hide."""
    closing, depth = ("}" if text_[0] == "{" else '"'), 0
    for place, character in enumerate(text_):
        if character == closing and place and depth == (1 if closing == "}" else 0) and text_[place - 1] != "\\":
            return place + 1
        if character == "{" and (place == 0 or text_[place - 1] != "\\"):
            depth += 1
        elif character == "}" and text_[place - 1] != "\\":
            depth -= 1
    return len(text_) + 1


def _inherited(data: dict[str, Any], by_key: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return an entry with what it has from its parents, as BibTeX hands fields down, and biblatex titles."""
    child, seen = dict(data), {str(data[KEY]).lower()}
    waiting = _parents(data)
    while waiting and len(seen) <= _DEPTH:
        kind, name = waiting.pop(0)
        parent = by_key.get(name.lower())
        if parent is None or name.lower() in seen:
            continue
        seen.add(name.lower())
        handed = {field: value for field, value in parent.items() if field.islower()}
        if kind == "crossref":
            whole = handed.get("title")
            handed = {field: value for field, value in handed.items() if field not in _NOT_HANDED}
            if whole and data[TYPE] in _WHOLES:
                handed.setdefault("booktitle", whole)
            elif whole and data[TYPE] == "article":
                handed.setdefault("journal", whole)
        for field, value in handed.items():
            child.setdefault(field, value)
        waiting += _parents(parent)
    return child


def _parents(data: dict[str, Any]) -> list[tuple[str, str]]:
    named = [("xdata", name) for name in str(data.get("xdata", "")).split(",")]
    return [
        (kind, name.strip()) for kind, name in [*named, ("crossref", str(data.get("crossref", "")))] if name.strip()
    ]
