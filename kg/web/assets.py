"""Style sheets, scripts and pictures of the pages: ours, and read once when the application is made."""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING

from kg.web.refusals import Refusal
from kg.web.representations import Representation

if TYPE_CHECKING:
    from kg.web.asked import Asked
    from kg.web.reply import Reply

_FOLDER = Path(__file__).parent / "static"
_FOREVER = "max-age=31536000, immutable"
VERSION = 12  # characters of the digest
_ICON = "icon.svg"  # browsers take any picture there


class Assets:
    """The files below `/static/`.

    With `?v=` and the beginning of the file's SHA-256 a URL names these very bytes and may be kept for ever; without,
    a cache must ask again after an hour.
    """

    def __init__(self, folder: Path = _FOLDER) -> None:
        self._files: dict[str, Representation] = {}
        self._forever: dict[tuple[str, str], Representation] = {}
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                name, body, type_ = file.relative_to(folder).as_posix(), file.read_bytes(), _content_type(file)
                self._files[name] = Representation(body, type_, {"cache-control": "max-age=3600"})
                version = hashlib.sha256(body).hexdigest()[:VERSION]
                self._forever[name, version] = Representation(body, type_, {"cache-control": _FOREVER})

    async def answer(self, asked: Asked) -> Reply:
        """Answer with the file of this name."""
        return self._reply(asked, asked.path.removeprefix("static/"))

    async def icon(self, asked: Asked) -> Reply:
        """Answer where browsers look for an icon whatever the page says."""
        return self._reply(asked, _ICON)

    def _reply(self, asked: Asked, name: str) -> Reply:
        found = self._forever.get((name, asked.query.get("v", ""))) or self._files.get(name)
        if found is None:
            raise Refusal(404, "There is no such file")
        return found.reply(asked, negotiated=False)


def _content_type(file: Path) -> str:
    guessed = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed
