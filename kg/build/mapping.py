"""Unit → rows of the catalogue: read, map, pack.  Runs in any process and knows no other record."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from kg import mappers, sources
from kg.catalogue import Entry
from kg.errors import KgError, RecordError
from kg.identity import claim
from kg.mappers.coverage import Fields, unmapped
from kg.model import Article, Record, RecordKey, Reject

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_KEPT_OF_REJECTS = 64 << 10
_pack = msgspec.msgpack.Encoder().encode
_rows = msgspec.msgpack.Encoder()
_row = msgspec.msgpack.Decoder(Entry | Reject)


class Options(msgspec.Struct, frozen=True):
    """How records are read: the mapper's name where it is not to be recognised, and the size of the largest one."""

    mapper: str | None = None
    record_limit: int = 64 << 20


class Mapped(msgspec.Struct, frozen=True):
    """An article with the record it was made from."""

    record: Record
    source: str
    key: str
    article: Article
    known: Fields


def mapped(unit: sources.Unit, options: Options) -> Iterator[Mapped | Reject]:
    """Yield each record of a unit as an article, or as what it was rejected for; never raises for a record."""
    refused = set[str]()
    for record in sources.records(unit, limit=options.record_limit):
        if isinstance(record, Reject):
            yield record
        elif record.container == "table" and options.mapper is None:
            # Nobody has said what its columns mean: that is one thing to say, and not one for each row.
            if record.origin.file not in refused:
                yield _mapped(record, options)
            refused.add(record.origin.file)
        else:
            yield _mapped(record, options)


def rows(unit: sources.Unit, options: Options) -> Iterator[Entry | Reject]:
    """Yield the rows that a unit adds to the catalogue."""
    return (item if isinstance(item, Reject) else _entry(item) for item in mapped(unit, options))


def write_rows(unit: sources.Unit, options: Options, file: Path) -> Path:
    """Write the rows of a unit to a file, so that a large unit crosses no process border; return the file."""
    with file.open("wb", buffering=1 << 20) as stream:
        for row in rows(unit, options):
            packed = _rows.encode(row)
            stream.write(len(packed).to_bytes(8, "big") + packed)
    return file


def read_rows(file: Path) -> Iterator[Entry | Reject]:
    """Yield the rows of a file that `write_rows` wrote."""
    with file.open("rb", buffering=1 << 20) as stream:
        while size := stream.read(8):
            yield _row.decode(stream.read(int.from_bytes(size, "big")))


def _mapped(record: Record, options: Options) -> Mapped | Reject:
    mapper = key = None
    try:
        mapper = _mapper(record, options.mapper)
        key = mapper.key(record)
        return Mapped(record, mapper.SOURCE, key, mapper.article(record), mapper.FIELDS)
    except KgError as error:
        reason, field = str(error), error.field if isinstance(error, RecordError) else None
    except Exception as error:  # noqa: BLE001 - one bad record must not end a build of millions; it is reported
        reason, field = f"mapping failed ({type(error).__name__}: {error})", None
    return Reject(
        origin=record.origin,
        reason=reason,
        raw=record.raw[:_KEPT_OF_REJECTS],
        field=field,
        source=mapper.SOURCE if mapper else None,
        key=key,
    )


def _mapper(record: Record, name: str | None) -> mappers.Mapper:
    mapper = mappers.find(name) if name else None
    is_object = record.container != "json" or isinstance(record.data, dict)
    if mapper is None or mapper.CONTAINER != record.container or not is_object:
        return mappers.recognised(record)  # or it says what the record is instead
    return mapper


def _entry(item: Mapped) -> Entry:
    article = item.article
    raw = item.record.raw if item.record.text is None else item.record.raw + b"\n" + item.record.text.encode()
    remarks = [("remark", name) for name in article.remarks]
    left_out = [("unmapped", name) for name in dict.fromkeys(unmapped(item.record.data, item.known))]
    return Entry(
        origin=item.record.origin,
        digest=hashlib.sha256(raw).digest(),
        modified=article.modified or "",
        raw=raw,
        article=_pack(article),
        claim=claim(article, RecordKey(item.source, item.key)),
        venues=tuple(
            dict.fromkeys(
                (issn.value, container.issn_l) for container in article.containers for issn in container.issns
            )
        ),
        findings=(*remarks, *left_out),
    )
