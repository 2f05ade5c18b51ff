"""What holds for every article, whatever record it was made from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from kg import identifiers
from kg.identity import work_key
from kg.iris import Iris
from kg.mappers import parts
from kg.model import (
    Article,
    Container,
    Count,
    Dates,
    Identifier,
    Issn,
    Licence,
    Metric,
    RecordKey,
    Subject,
    Work,
)
from kg.terms import literal
from kg.things import Periodicals
from kg.triples import triples
from kg.triples.types import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATE = re.compile(r"[1-9]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_FIGURE = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?")
_LANGUAGE = re.compile(r"[a-z]{2,8}(?:-[a-z0-9]{1,8})*")
_KINDS = {"periodical", "book", "proceedings", "series", "repository"}
_STATUS = {None, "gold", "green", "hybrid", "bronze", "diamond", "closed"}
_SETS = "identifiers containers subjects grants references locations keywords urls remarks".split()
_AS_WRITTEN = {"identifier", "url", "urls", "images", "modified"}
_ENCODE, _DECODE = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Article)
_IRIS = Iris("https://kg.example.org/")


def faults(article: Article) -> list[str]:
    """Return what is wrong with an article; nothing, if its mapper is right."""
    return list(_faults(article))


def _faults(article: Article) -> Iterator[str]:
    if article.type not in TYPES or article.type not in parts.TYPES:
        yield f"no type of ours: {article.type}"
    if article.oa_status not in _STATUS or not _LANGUAGE.fullmatch(article.language or "en"):
        yield f"no status or no language: {article.oa_status}, {article.language}"
    if article.page_end and not article.page_start:
        yield "an end without a beginning"
    for name in _SETS:
        if len(set(getattr(article, name))) < len(getattr(article, name)):
            yield f"{name}: the same twice"
    if _DECODE.decode(_ENCODE.encode(article)) != article:
        yield "does not travel"
    yield from _strings(article, "article")
    yield from (f"wrong: {struct}" for struct in _structs(article) if not _is_right(struct))
    work = Work(key=work_key(article, RecordKey("test", "1")), article=article, records=(RecordKey("test", "1"),))
    if not list(triples(work, _IRIS, Periodicals())):
        yield "no triples"


def _is_right(struct: msgspec.Struct) -> bool:  # noqa: PLR0911 - one answer for each type
    match struct:
        case Identifier(scheme, value):
            return identifiers.normalised(scheme, value) == value
        case Issn(value):
            return identifiers.issn(value) == value
        case Container():
            return struct.kind in _KINDS and bool(struct.titles or struct.key or struct.issns or struct.isbns)
        case Dates():
            return all(_is_date(getattr(struct, name)) for name in struct.__struct_fields__ if name != "raw")
        case Count():
            return struct.value >= 0 and _is_date(struct.date) and len(struct.year or "2024") == 4
        case Subject():
            return struct.score is None or _FIGURE.fullmatch(struct.score) is not None
        case Metric(name="journal-impact-factor"):
            return _FIGURE.fullmatch(struct.value) is not None
        case Licence():
            return bool(struct.url or struct.code)
    return True


def _is_date(date: str | None) -> bool:
    return date is None or _DATE.fullmatch(date) is not None


def _structs(value: Any) -> Iterator[msgspec.Struct]:
    if isinstance(value, msgspec.Struct):
        yield value
        for name in value.__struct_fields__:
            yield from _structs(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _structs(item)


def _strings(value: Any, name: str) -> Iterator[str]:
    """Yield the faults of texts: none is empty, a term can hold each, and words stand in lines or paragraphs."""
    if isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from _strings(getattr(value, field), "identifier" if isinstance(value, Identifier) else field)
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings(item, name)
    elif isinstance(value, str):
        literal(value)
        lines = [" ".join(paragraph.split()) for paragraph in value.split("\n\n")]
        if not value.strip() or (name not in _AS_WRITTEN and "\n\n".join(lines) != value):
            yield f"{name}: {value!r}"
