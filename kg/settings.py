"""Every setting once: name, type, default, help.  The table makes the parsing, the flags' help and docs/settings.md.

Read from `kg.toml` in the site, then from the environment (`KG_WEB_PORT=9000`), then from flags; later wins.
Nothing is read at import.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import msgspec

from kg.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Value = str | int | tuple[str, ...]


class Setting(msgspec.Struct, frozen=True):
    """One thing that can be set: `section.name`, its default (which fixes its type), and what it does."""

    name: str
    default: Value
    help: str
    choices: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return "KG_" + self.name.replace(".", "_").upper()


SETTINGS = (
    Setting(
        "site.base",
        "http://127.0.0.1:8000/",
        "The URL below which every URI of the site is minted; ends in a slash. Changing it changes every URI.",
    ),
    Setting("site.title", "Scholarly articles", "The name of the site and of its dataset."),
    Setting(
        "site.description", "Articles, their authors and journals as linked data.", "A sentence about the dataset."
    ),
    Setting("site.publisher", "", "Who publishes the dataset: a name, or the URL of an organisation."),
    Setting("site.contact", "", "Where people write to: an e-mail address or a URL."),
    Setting(
        "site.license",
        "https://creativecommons.org/publicdomain/zero/1.0/",
        "The licence of the dataset, by its URL.",
    ),
    Setting("build.workers", 0, "Processes that map and write; 0 is one for each processor."),
    Setting("build.store", "oxigraph", "What answers look-ups; none makes dumps only.", ("oxigraph", "none")),
    Setting("build.record_limit", 64 << 20, "The largest record that is read, in bytes; a larger one is rejected."),
    Setting(
        "build.run", 500, "Works or things that are written together, about; an update writes no fewer of them anew."
    ),
    Setting(
        "build.gate",
        "violation",
        "What keeps a work from being published: a result of this severity or a worse one; off checks nothing.",
        ("violation", "warning", "info", "off"),
    ),
    Setting("build.shapes", "", "The SHACL shapes of the gate, a file; those that ship with kg if empty."),
    Setting(
        "build.max_errors", "", "Works that may fail the gate; one more, and nothing is published. Empty: any number."
    ),
    Setting("build.max_error_rate", "", "The same as a share of all works, in percent."),
    Setting("build.keep", 2, "Generations kept on disk: the one that is served, and those before it."),
    # Who registers a work or publishes it knows it best, then those who curate, then those who gather, then lists.
    Setting(
        "sources.priority",
        tuple("crossref datacite jats pubmed europepmc doaj arxiv openalex s2 agg csl ris bibtex".split()),
        "Whose value is shown where sources differ, best first.",
    ),
    Setting(
        "sources.fields",
        (
            "abstracts=jats>pubmed>europepmc>crossref>datacite>arxiv>doaj",  # as publishers mark them up
            "is_open=openalex>doaj>europepmc>crossref",  # who looks at every copy there is
            "oa_status=openalex",
        ),
        "The order of sources for single fields of an article, each as field=source>source.",
    ),
    Setting("store.endpoint", "", "A SPARQL endpoint that answers queries in place of the embedded store, by its URL."),
    Setting("store.graph", "", "The graph of store.endpoint that is asked, where that is not its default graph."),
    Setting(
        "store.dump_triples",
        20_000_000,
        "How many triples the store of store.endpoint may hold for dumps to be made of them where there is no site.",
    ),
    Setting("store.user", "", "Who asks an endpoint that wants to know."),
    Setting("store.password", "", "The password for that; set it as KG_STORE_PASSWORD, and it stands in no file."),
    Setting("web.host", "127.0.0.1", "The address to listen on."),
    Setting("web.port", 8000, "The port to listen on."),
    Setting(
        "web.dereference",
        "303",
        "How a URI answers: 303 redirects to the document about it, 200 sends that document at once.",
        ("303", "200"),
    ),
    Setting("web.cache_seconds", 300, "How long a cache may keep a document before it asks again."),
    Setting("web.page_size", 50, "Entries on a page of a list."),
    Setting("sparql.timeout", 20, "Seconds that a query may take, its answer sent; then it is ended."),
    Setting("sparql.connections", 16, "Queries that are passed on to store.endpoint at a time."),
    Setting("sparql.workers", 2, "Processes that answer small queries."),
    Setting(
        "sparql.quick_ms",
        250,
        "Milliseconds after which a query is a long one: it goes on with the least importance, beside the small ones.",
    ),
    Setting("sparql.slow_queries", 4, "Long queries that are answered at a time; one more is refused."),
    Setting("sparql.memory_mb", 1_024, "Memory that a query may use, in MB."),
    Setting("sparql.answer_mb", 256, "The largest answer, in MB."),
    Setting("sparql.query_bytes", 65_536, "The longest query, in bytes."),
    Setting("sparql.depth", 128, "How deep parentheses and braces of a query may be nested."),
    Setting("sparql.waiting", 256, "Queries that may wait for a process; one more is refused."),
    Setting("sparql.wait_seconds", 10, "Seconds that a query may wait for a process."),
    Setting(
        "sparql.client_queries",
        20,
        "Queries of one address that are answered at a time; 0 is any number, as behind a proxy, where all have one.",
    ),
    Setting("sparql.recycle", 10_000, "Queries after which a process is replaced by a new one."),
    Setting("sparql.cache_mb", 32, "Memory for small answers that are sent again without asking the store, in MB."),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}


class Settings:
    """The settings in force: `settings["web.port"]`; `is_set` tells what somebody set from what is a default."""

    def __init__(self, values: Mapping[str, Value] | None = None) -> None:
        self._values = {name: _checked(name, value, "given") for name, value in (values or {}).items()}

    def text(self, name: str) -> str:
        value = self._value(name)
        return value if isinstance(value, str) else str(value)

    def number(self, name: str) -> int:
        value = self._value(name)
        if not isinstance(value, int):
            raise SettingsError(f"{name} is not a number")
        return value

    def words(self, name: str) -> tuple[str, ...]:
        value = self._value(name)
        return value if isinstance(value, tuple) else (str(value),)

    def is_set(self, name: str) -> bool:
        return name in self._values

    def with_(self, values: Mapping[str, Value | None]) -> Settings:
        """Return these settings with some replaced; None leaves one as it is."""
        return Settings(self._values | {name: value for name, value in values.items() if value is not None})

    def _value(self, name: str) -> Value:
        return self._values.get(name, _known(name, "asked for").default)


def read(file: Path | None, environment: Mapping[str, str]) -> Settings:
    """Return the settings of a `kg.toml` (where there is one) and of the environment.

    Raises `SettingsError` that names the file or variable where a setting is unknown or of the wrong type.
    """
    values: dict[str, Value] = {}
    if file is not None and file.is_file():
        try:
            tables = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"{file}: {error}") from error
        for section, table in tables.items():
            if not isinstance(table, dict):
                raise SettingsError(f"{file}: {section!r} stands outside a [section]")
            values |= {
                f"{section}.{name}": _checked(f"{section}.{name}", value, str(file)) for name, value in table.items()
            }
    for setting in SETTINGS:
        if (written := environment.get(setting.variable)) is not None:
            values[setting.name] = _checked(setting.name, written, setting.variable)
    return Settings(values)


def _known(name: str, where: str) -> Setting:
    if name not in _BY_NAME:
        raise SettingsError(f"{where}: no setting named {name!r}; there are: {', '.join(_BY_NAME)}")
    return _BY_NAME[name]


def _checked(name: str, value: Any, where: str) -> Value:
    setting = _known(name, where)
    kept = _converted(setting, value)
    if kept is None:
        raise SettingsError(f"{where}: {name} = {value!r} is not {_TYPES[type(setting.default)]}")
    if setting.choices and kept not in setting.choices:
        raise SettingsError(f"{where}: {name} = {value!r} is none of {', '.join(setting.choices)}")
    return kept


def _converted(setting: Setting, value: Any) -> Value | None:
    if isinstance(setting.default, tuple):
        words = value.replace(",", " ").split() if isinstance(value, str) else value
        return (
            tuple(words) if isinstance(words, list | tuple) and all(isinstance(word, str) for word in words) else None
        )
    if isinstance(setting.default, int):
        if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
            value = int(value)
        return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else None


_TYPES = {str: "text", int: "a whole number", tuple: "a list of words"}
