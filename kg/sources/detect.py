"""What a file holds, told by how it begins: the one table of containers.

Whoever reads another container adds a module with a function like `lines.records` and names it here.  The name of a
file decides two things only: which files of a folder are looked at, and whether a line without a brace can be page
text (in `.jsonl` and `.ndjson` it cannot: it is a bad line).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import orjson

from kg.sources import bibtex, documents, lines, ris, tables, xml
from kg.sources.decoding import BOM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.model import Record, Reject
    from kg.sources.streams import Source

    Reader = Callable[[Source], Iterator[Record | Reject]]

_LINES = ("jsonl", "ndjson", "jl")
_COMPRESSED = ("gz", "gzip", "zst", "zstd")
_NO_RECORDS = re.compile(r"(?:readme|licen[cs]e|copying|notice|changelog|contributing)(?:\.|$)", re.IGNORECASE)
_BEGINS_AS_JSON = re.compile(rb"\s*[\[{](?!\0)")
_OBJECT_ON_SOME_LINE = re.compile(rb"^[ \t]*\{", re.MULTILINE)  # after something that does not belong there
_RECORDS = (b"{", b"[{")
_SAMPLE = 10  # lines that show whether the file is one record a line
_HEAD, _LONG_HEAD = 64 << 10, 1 << 20


class Container(NamedTuple):
    """A kind of file: its name in messages, its suffixes, how it begins, and what reads it, if anything does.

    A container without a reader has a `remedy`: what to do with such a file.
    """

    name: str
    suffixes: tuple[str, ...]
    begins: re.Pattern[bytes] | None
    read: Reader | None = None
    remedy: str = ""


_NOT_YET = ", which is not read yet"
_UNPACK = "; unpack it first"
_CONVERT = "; convert it to UTF-8"
_NOT_READ = ", which is no list of records"

JSON_LINES = Container("JSON Lines", _LINES, None, lines.records)
JSON = Container("JSON", ("json", "txt"), None, documents.records)

CONTAINERS = (
    JSON_LINES,
    JSON,
    Container("UTF-32", (), re.compile(rb"\xff\xfe\0\0|\0\0\xfe\xff|[{\[]\0\0\0|\0\0\0[{\[]"), remedy=_CONVERT),
    Container("UTF-16", (), re.compile(rb"\xff\xfe|\xfe\xff|[{\[]\0|\0[{\[]"), remedy=_CONVERT),
    Container("HTML", ("html", "htm"), re.compile(rb"\s*(?i:<!doctype html|<html)"), remedy=_NOT_READ),
    Container("XML", ("xml", "nxml"), re.compile(rb"\s*<[?!\w]"), xml.records),
    Container("BibTeX", ("bib", "bibtex", "biblatex"), re.compile(rb"(?:\s|%[^\n]*\n)*@\s*\w+\s*[{(]"), bibtex.records),
    Container("RIS", ("ris",), re.compile(rb"\s*TY {0,3}- ", re.IGNORECASE), ris.records),
    Container("MEDLINE", ("nbib", "medline"), re.compile(rb"\s*PMID- "), remedy=_NOT_YET),
    Container("CSV", ("csv", "tsv", "tab"), None, tables.records),
    Container("PDF", ("pdf",), re.compile(rb"%PDF"), remedy=_NOT_READ),
    Container(
        "XLSX",
        ("xlsx", "xlsm"),
        re.compile(rb"PK\x03\x04(?=.{1,40}(?:\[Content_Types\]|_rels/|docProps|xl/))", re.DOTALL),
        tables.sheet,
    ),
    Container("ZIP (or DOCX)", ("zip", "docx"), re.compile(rb"PK\x03\x04"), remedy=_UNPACK),
    Container("a tar archive", ("tar", "tgz"), re.compile(rb".{257}ustar", re.DOTALL), remedy=_UNPACK),
    Container("bzip2", ("bz2",), re.compile(rb"BZh[1-9]"), remedy=_UNPACK),
    Container("xz", ("xz",), re.compile(rb"\xfd7zXZ\0"), remedy=_UNPACK),
    Container("7-Zip", ("7z",), re.compile(rb"7z\xbc\xaf\x27\x1c"), remedy=_UNPACK),
    Container("gzip in gzip", (), re.compile(rb"\x1f\x8b|\x28\xb5\x2f\xfd"), remedy=_UNPACK),
    Container("Parquet", ("parquet",), re.compile(rb"PAR1"), remedy=_NOT_READ),
    Container("SQLite", ("sqlite", "db"), re.compile(rb"SQLite format 3\0"), remedy=_NOT_READ),
)
_BY_SUFFIX = {suffix: container for container in CONTAINERS for suffix in container.suffixes}
ABOUT = "about records, not records"
READ = tuple(f".{suffix}" for suffix, container in _BY_SUFFIX.items() if container.read)


def container(head: bytes, file: str) -> Container | None:
    """Return what a file is that begins so, or None where nothing fits; `file` is its name."""
    start = head.removeprefix(BOM)
    suffix, _ = _suffixes(file)
    if not _BEGINS_AS_JSON.match(start):
        for known in CONTAINERS:
            if known.begins and known.begins.match(start):
                return known
        named = _BY_SUFFIX.get(suffix)
        if named and named not in {JSON, JSON_LINES}:
            return named
        if not _OBJECT_ON_SOME_LINE.search(start):
            return None
    return JSON_LINES if _is_lines(start, suffix) else JSON


def is_enough(head: bytearray) -> bool:
    """Say whether this much of a file shows what it is: some lines of it, or a good part of a long one."""
    return len(head) >= _LONG_HEAD or (len(head) >= _HEAD and head.count(b"\n") > 2)


def refusal(head: bytes, found: Container | None) -> str:
    """Return why a file that begins so is not read."""
    if found:
        return f"looks like {found.name}{found.remedy}"
    begin = head.removeprefix(BOM).lstrip()[:24].decode("utf-8", "replace").splitlines()
    return f"nothing that is known begins with {begin[0]!r}" if begin else "empty file"


def skipped(name: str) -> str | None:
    """Return why a file of this name is left out of a folder, or None where it is read."""
    if name.startswith("."):
        return "hidden"
    if is_about_records(name):
        return ABOUT
    suffix, is_compressed = _suffixes(name)
    known = _BY_SUFFIX.get(suffix)
    if (known and known.read) or (is_compressed and not suffix):
        return None
    if known:
        return f"{known.name}{known.remedy}"
    kind = f".{suffix}" if suffix else "no suffix"
    return f"{kind}: not among {', '.join(READ)}; name the file itself to have it read"


def is_about_records(name: str) -> bool:
    """Say whether a file of this name explains others: a README, a licence."""
    return _NO_RECORDS.match(name) is not None


def _suffixes(file: str) -> tuple[str, bool]:
    """Return the suffix of a name without that of its compression, in lower case, and whether there was one."""
    _, *parts = file.rpartition("/")[2].lower().split(".")
    is_compressed = bool(parts) and parts[-1] in _COMPRESSED
    if is_compressed:
        parts.pop()
    return (parts[-1] if parts else ""), is_compressed


def _is_lines(head: bytes, suffix: str) -> bool:
    """Say whether a file is one record a line (or one list of them): several lines, and few bad ones among the first.

    The last line of the head may be cut short, and counts as a bad one.
    """
    written = [line for line in head.split(b"\n") if line.strip()]
    if len(written) < 2 or written[0].lstrip().startswith(b"["):
        return False
    if suffix not in _LINES and not all(line.lstrip().startswith(_RECORDS) for line in written):
        return False
    good = [_holds_records(line) for line in written[:_SAMPLE]]
    return sum(good) * 2 >= len(good) or (suffix in _LINES and good[0])


def _holds_records(line: bytes) -> bool:
    line = line.strip().removesuffix(b",")
    if not (line.startswith(_RECORDS) and line.endswith((b"}", b"}]"))):
        return False
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True
