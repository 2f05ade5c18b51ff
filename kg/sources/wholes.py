"""Files of text that make sense only as a whole: read up to a limit, and decoded as they most likely were written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Origin, Reject
from kg.sources.decoding import BOM, reject, too_large

if TYPE_CHECKING:
    from kg.sources.streams import Source


def text(source: Source) -> tuple[str, str] | Reject:
    """Return the text of a stream and its encoding; or why it is not read.

    UTF-8 where it is that, else Windows-1252, which says anything: reference managers wrote it for twenty years.
    """
    held = bytearray()
    while chunk := source.stream.read():
        held += chunk
        if len(held) > source.limit:
            return too_large(source.limit, Origin(file=source.file), held)
    if source.stream.damage and not held:
        return reject(source.stream.damage, Origin(file=source.file))
    raw = bytes(held).removeprefix(BOM)
    try:
        return raw.decode().replace("\r\n", "\n").replace("\r", "\n"), "utf-8"
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace").replace("\r\n", "\n").replace("\r", "\n"), "cp1252"
