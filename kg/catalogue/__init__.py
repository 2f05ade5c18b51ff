"""The catalogue of a site: every record that was read, its article, its identity, and what was rejected.

One SQLite file, written by one process and read by many.  Graph, dumps and pages are derived from it.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.catalogue.entries import Described, Entry, Stored, Version
from kg.catalogue.reading import Catalogue
from kg.catalogue.updating import Changes, Updater
from kg.catalogue.writing import Writer
from kg.errors import SiteError
from kg.model import RecordKey

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Catalogue",
    "Changes",
    "Described",
    "Entry",
    "RecordKey",
    "Stored",
    "Updater",
    "Version",
    "Writer",
    "create",
    "extended",
    "opened",
    "updated",
]

VERSION = "3"
_HERE = Path(__file__).parent


@contextmanager
def create(file: Path) -> Iterator[Writer]:
    """Open a new catalogue for writing.  Not durable until the block ends without an error; then it is on disk."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        # The file is thrown away if the build does not reach its end: no journal is needed to undo half of it.
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -64000;")
        connection.executescript((_HERE / "schema.sql").read_text())
        connection.execute("INSERT INTO meta VALUES ('version', ?)", (VERSION,))
        connection.execute("BEGIN")
        yield Writer(connection)
        connection.execute("COMMIT")
        _have_on_disk(connection)


@contextmanager
def extended(file: Path) -> Iterator[Writer]:
    """Open a catalogue to add to it, in one transaction."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        yield Writer(connection)
        connection.execute("COMMIT")


@contextmanager
def updated(file: Path, before: Path) -> Iterator[Updater]:
    """Open a copy of a catalogue, to change some of its records; `before` stays as it is.

    Raises `SiteError` as `opened` does.
    """
    with opened(before) as old:
        shutil.copyfile(before, file)
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -64000;")
            connection.execute("BEGIN")
            yield Updater(connection, old)
            connection.execute("COMMIT")
            _have_on_disk(connection)


@contextmanager
def opened(file: Path) -> Iterator[Catalogue]:
    """Open a catalogue for reading; raises `SiteError` where it is missing or of another version."""
    if not file.is_file():
        raise SiteError(f"{file}: no catalogue; build the site first (kg build SOURCES --site {file.parent})")
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)) as connection:
        try:
            row = connection.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()
        except sqlite3.DatabaseError as error:
            raise SiteError(f"{file}: not a catalogue ({error})") from error
        if row is None or row[0] != VERSION:
            raise SiteError(f"{file}: version {row and row[0]}, and this program reads {VERSION}; build the site again")
        yield Catalogue(connection)


def _have_on_disk(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA synchronous = FULL")
    connection.executescript("BEGIN; UPDATE meta SET value = value; COMMIT;")
