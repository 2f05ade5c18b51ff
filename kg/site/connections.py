"""Connections to a database that is only read: one for each thread, closed with its thread or the database."""

from __future__ import annotations

import sqlite3
import weakref
from threading import local
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_MAPPED = 1 << 40  # bytes of a file, which SQLite cuts to what it can


class Connections:
    """The connections to one file, which nobody changes as long as it is there."""

    def __init__(self, file: Path) -> None:
        self._uri = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
        self._local = local()

    def mine(self) -> sqlite3.Connection:
        """Return the connection of this thread."""
        held: _Held | None = getattr(self._local, "held", None)
        if held is None:
            held = self._local.held = _Held(self._uri)
        return held.connection


class _Held:
    """A connection that is closed when nobody holds it any more."""

    def __init__(self, uri: str) -> None:
        # Used by one thread; closed by whichever lets it go.
        self.connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self.connection.execute(f"PRAGMA mmap_size = {_MAPPED}")  # a row read so costs half of one that is copied
        weakref.finalize(self, self.connection.close)
