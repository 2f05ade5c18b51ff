"""The application: what its commands share, their arguments and what settings are made of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from kg import mappers
from kg.errors import SettingsError
from kg.settings import Settings, read
from kg.site.generation import read_manifest
from kg.site.layout import Layout
from kg.version import VERSION

application = typer.Typer(
    name="kg",
    help="Publish records of scholarly articles as linked data.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Sources = Annotated[
    list[str], typer.Argument(help="Files, folders or globs of records; - for standard input.", metavar="SOURCES...")
]
OptionalSources = Annotated[
    list[str] | None,
    typer.Argument(
        help="Files, folders or globs of records; - for standard input.", metavar="SOURCES...", show_default=False
    ),
]
Site = Annotated[Path, typer.Option("--site", help="The folder of the site.", metavar="DIR")]
From = Annotated[
    str | None,
    typer.Option("--from", help=f"The format of the records: {', '.join(mappers.names())}. Recognised if not given."),
]
Own = Annotated[
    Path | None,
    typer.Option("--mapper", help="A mapper of your own: a Python file.", metavar="FILE", exists=True, dir_okay=False),
]
Mapping = Annotated[
    Path | None,
    typer.Option(
        "--mapping", help="What your columns or fields mean: a TOML file.", metavar="FILE", exists=True, dir_okay=False
    ),
]
Base = Annotated[str | None, typer.Option("--base", help="The URL below which URIs are minted.", metavar="URL")]
Workers = Annotated[int | None, typer.Option("--workers", help="Processes to use; 0 is one for each processor.", min=0)]
Host = Annotated[str | None, typer.Option("--host", help="The address to listen on.")]
Port = Annotated[int | None, typer.Option("--port", help="The port to listen on.", min=0, max=65535)]
SITE = Path("site")


@application.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Say which version this is.")] = False) -> None:
    if version:
        typer.echo(f"kg {VERSION}")
        raise typer.Exit


def settings_of(site: Path | None, flags: dict[str, str | int | None]) -> Settings:
    """Return the settings of a site, of the environment and of flags; a flag that is None says nothing."""
    file = Layout(site).settings if site else None
    return read(file, os.environ).with_(flags)


def of_site(site: Path, settings: Settings) -> Settings:
    """Return settings with the base that the site was built with, where nobody sets one: its URIs stay as they are."""
    layout = Layout(site)
    if settings.is_set("site.base") or not layout.current.exists():
        return settings
    return settings.with_({"site.base": read_manifest(layout.current).base})


def mapper_of(name: str | None, own: Path | None, mapping: Path | None) -> str | None:
    """Return what names the mapper; have one that cannot be used stop the command, and not each of its records."""
    given = [str(chosen) for chosen in (name, own, mapping) if chosen]
    if len(given) > 1:
        raise SettingsError("--from, --mapper and --mapping say the same thing: give one of them")
    if given:
        mappers.find(given[0])
    return given[0] if given else None
