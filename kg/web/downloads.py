"""The dumps: a list of them, and the files, whole or in part, with their checksums.

A dump keeps its name from one generation to the next, so a cache must ask again; `?sha256=` names these very bytes,
which never change.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING, Any

import anyio
import msgspec
import orjson

from kg.formats import HTML
from kg.web.negotiation import JSON, wanted
from kg.web.refusals import Refusal
from kg.web.reply import Reply, encoded
from kg.web.representations import Representation
from kg.web.things import moved

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import Receive, Scope, Send

    from kg.web.asked import Asked
    from kg.web.opened import Opened

_OFFERED = (HTML, JSON)
_CHUNK = 256 << 10
_FOREVER = "max-age=31536000, immutable"
_SUMS, _REPORT = "SHA256SUMS", "validation.ttl"
_BESIDE = {_SUMS: "text/plain; charset=utf-8", _REPORT: "text/turtle; charset=utf-8"}
_ONE_RANGE = re.compile(r"bytes=\s*(?:(\d{1,18})-(\d{1,18})?|-(\d{1,18}))\s*", re.IGNORECASE)


class File(msgspec.Struct, frozen=True):
    """A file that can be downloaded: where it is, what it is, its size in bytes and its SHA-256 in hex."""

    path: Path
    content_type: str
    size: int
    sha256: str


async def listing(asked: Asked) -> Reply:
    """Answer with the list of dumps."""
    if not asked.path.endswith("/"):
        return moved(asked, f"{asked.path}/")
    opened = asked.opened
    url = f"{opened.base}dumps/?format="
    format_ = wanted(asked, _OFFERED, {known.extension: url + known.extension for known in _OFFERED})

    def make() -> Representation:
        if format_ is HTML:
            return opened.page(opened.pages.dumps(), url + HTML.extension)
        headers = {"content-location": url + JSON.extension, **opened.headers}
        return Representation(orjson.dumps(_listed(opened)), JSON.content_type, headers)

    return opened.kept("dumps/", format_, 1, make).reply(asked, negotiated=True)


class Download:
    """An endpoint that sends a file in chunks: no more of it is in memory than the client takes."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked: Asked = scope["kg.asked"]
        file = _file(asked)
        reply, part = _answer(asked, file)
        if part is None or asked.is_head:
            await reply(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": reply.status_code, "headers": reply.raw_headers})
        async with anyio.create_task_group() as group:
            group.start_soon(_until_left, receive, group.cancel_scope)
            await _stream(file.path, part, send)
            group.cancel_scope.cancel()


async def _stream(path: Path, part: range, send: Send) -> None:
    """Send some bytes of a file.  Raises `OSError` where it is shorter: the client sees a broken connection."""
    left = len(part)
    async with await anyio.open_file(path, "rb") as stream:
        await stream.seek(part.start)
        while left:
            chunk = await stream.read(min(_CHUNK, left))
            if not chunk:
                raise OSError(f"{path} became shorter while it was sent")
            left -= len(chunk)
            await send({"type": "http.response.body", "body": chunk, "more_body": left > 0})


async def _until_left(receive: Receive, sending: anyio.CancelScope) -> None:
    """Stop sending when the client has gone; the server itself would read the rest of the file for nobody."""
    while (await receive())["type"] != "http.disconnect":
        pass
    sending.cancel()


def _answer(asked: Asked, file: File) -> tuple[Reply, range | None]:
    """Return the head of the answer, and which bytes follow; None where there are none."""
    etag = f'"{file.sha256[:32]}"'
    headers = _headers(asked, file, etag)
    if asked.has(etag, asked.opened.modified):
        return Reply(304, ready=headers), None
    part = _part(asked, file, etag)
    about = [(b"content-type", file.content_type.encode())]
    if part is None:
        return _head(200, [*headers, *about], file.size), range(file.size)
    span = encoded({"content-range": f"bytes {part.start}-{part.stop - 1}/{file.size}"})
    return _head(206, [*headers, *about, *span], len(part)), part


def _head(status: int, headers: list[tuple[bytes, bytes]], size: int) -> Reply:
    reply = Reply(status, ready=headers)
    reply.raw_headers[-1] = (b"content-length", b"%d" % size)
    return reply


def _headers(asked: Asked, file: File, etag: str) -> list[tuple[bytes, bytes]]:
    stated = asked.query.get("sha256")
    if stated is not None and stated.lower() != file.sha256:
        raise Refusal(404, f"{file.path.name} has other bytes now, with the SHA-256 {file.sha256}")
    digest = base64.b64encode(bytes.fromhex(file.sha256)).decode()
    headers = asked.opened.headers | ({"cache-control": _FOREVER} if stated else {})
    return encoded({"etag": etag, "accept-ranges": "bytes", "repr-digest": f"sha-256=:{digest}:", **headers})


def _part(asked: Asked, file: File, etag: str) -> range | None:
    """Return the bytes of a range request (RFC 9110, section 14), or None for all of them.

    One range is served; several, or what cannot be read, are no reason not to send the whole file.
    """
    found = _ONE_RANGE.fullmatch(asked.range or "")
    if found is None or not asked.may_have_a_part(etag, asked.opened.modified):
        return None
    first, last, suffix = found.groups()
    start = int(first) if first else max(file.size - int(suffix), 0)
    stop = min(int(last) + 1, file.size) if last else file.size
    if last and int(last) < start:
        return None
    if start >= stop:
        raise Refusal(416, f"{file.path.name} has {file.size} bytes", headers={"content-range": f"bytes */{file.size}"})
    return range(start, stop)


def _file(asked: Asked) -> File:
    generation = asked.opened.generation
    name = asked.path.removeprefix("dumps/")
    folder = generation.folder / "dumps"
    for dump in generation.manifest.dumps:
        if dump.name == name:
            return File(folder / name, "application/gzip", dump.size, dump.sha256)
    if name in _BESIDE and (folder / name).is_file():
        text = (folder / name).read_bytes()
        return File(folder / name, _BESIDE[name], len(text), hashlib.sha256(text).hexdigest())
    raise Refusal(404, "There is no dump of this name; dumps/ lists them")


def _listed(opened: Opened) -> dict[str, Any]:
    manifest = opened.generation.manifest
    dumps = [
        {
            "name": dump.name,
            "format": dump.format,
            "size": dump.size,
            "sha256": dump.sha256,
            "url": f"{opened.base}dumps/{dump.name}",
            "immutable": f"{opened.base}dumps/{dump.name}?sha256={dump.sha256}",
        }
        for dump in manifest.dumps
    ]
    about = {"dataset": f"{opened.base}dataset", "created": manifest.created, "triples": manifest.triples}
    if (opened.generation.folder / "dumps" / _REPORT).is_file():
        about["validation"] = f"{opened.base}dumps/{_REPORT}"
    return about | {"license": manifest.licence, "checksums": f"{opened.base}dumps/{_SUMS}", "dumps": dumps}
