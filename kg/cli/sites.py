"""The commands about a site: made, updated, explained, served; what they do stands in the modules they call."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import screen
from kg.cli.application import (
    SITE,
    Base,
    From,
    Host,
    Mapping,
    OptionalSources,
    Own,
    Port,
    Site,
    Sources,
    Workers,
    application,
    mapper_of,
    of_site,
    settings_of,
)
from kg.errors import SettingsError
from kg.site.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.build.report import Report
    from kg.settings import Settings


@application.command()
def up(
    sources: Sources,
    site: Site = SITE,
    mapper: From = None,
    own: Own = None,
    mapping: Mapping = None,
    base: Base = None,
    host: Host = None,
    port: Port = None,
    workers: Workers = None,
) -> None:
    """Build a site from records, then serve it: the main job in one command."""
    from kg.web.server import bound

    settings = settings_of(site, {"site.base": base, "web.host": host, "web.port": port, "build.workers": workers})
    bound(settings.text("web.host"), settings.number("web.port")).close()  # a port in use is said before the work
    if not settings.is_set("site.base"):
        settings = settings.with_({"site.base": _local_base(settings)})
    report = _build(sources, site, settings, mapper_of(mapper, own, mapping))
    _serve(site, settings, lambda: screen.invitation(report, _local_base(settings)))


@application.command()
def build(
    sources: OptionalSources = None,
    site: Site = SITE,
    mapper: From = None,
    own: Own = None,
    mapping: Mapping = None,
    base: Base = None,
    workers: Workers = None,
    store: Annotated[str | None, typer.Option("--store", help="oxigraph, or none for dumps only.")] = None,
    max_rejects: Annotated[
        float, typer.Option("--max-rejects", help="Share of rejected records, in percent, above which to exit with 1.")
    ] = 100.0,
    gate: Annotated[
        str | None,
        typer.Option("--gate", help="What keeps a work from being published: violation, warning, info or off."),
    ] = None,
    shapes: Annotated[
        Path | None, typer.Option("--shapes", help="The shapes of the gate, a file.", metavar="FILE")
    ] = None,
    retry_quarantine: Annotated[
        bool, typer.Option("--retry-quarantine", help="Read, map and check again what is in quarantine.")
    ] = False,
    max_errors: Annotated[
        str | None,
        typer.Option("--max-errors", help="Works that may fail the gate; one more, and nothing is published."),
    ] = None,
    max_error_rate: Annotated[
        str | None, typer.Option("--max-error-rate", help="The same as a share of all works, in percent.")
    ] = None,
) -> None:
    """Build a site from records and publish it; what was served before is served until then."""
    most = {"build.max_errors": max_errors, "build.max_error_rate": max_error_rate}
    of_gate = {"build.gate": gate, "build.shapes": str(shapes) if shapes else None, **most}
    settings = settings_of(site, {"site.base": base, "build.workers": workers, "build.store": store, **of_gate})
    if retry_quarantine:
        from kg.build.updating import retry

        with screen.progress() as progress:
            chosen = mapper_of(mapper, own, mapping)
            report = retry(Layout(site), of_site(site, settings), mapper=chosen, progress=progress)
        screen.report(report)
    elif sources:
        report = _build(sources, site, settings, mapper_of(mapper, own, mapping))
    else:
        raise SettingsError("name SOURCES to build from, or --retry-quarantine to check a site by its shapes again")
    read_in_all = report.versions + report.rejects
    if report.rejects and 100 * report.rejects > max_rejects * read_in_all:
        raise typer.Exit(1)


@application.command()
def add(
    sources: Sources,
    site: Site = SITE,
    mapper: From = None,
    own: Own = None,
    mapping: Mapping = None,
    workers: Workers = None,
) -> None:
    """Add records to a site, or newer versions of some; only what they change is written anew."""
    from kg.build.updating import add as run

    settings = settings_of(site, {"build.workers": workers})
    chosen = mapper_of(mapper, own, mapping)
    with screen.progress() as progress:
        report = run(sources, Layout(site), of_site(site, settings), mapper=chosen, progress=progress)
    screen.report(report)


@application.command()
def remove(
    keys: Annotated[
        list[str] | None,
        typer.Argument(
            help="Works by any identifier, or records as SOURCE/KEY.", metavar="KEYS...", show_default=False
        ),
    ] = None,
    site: Site = SITE,
    source: Annotated[str | None, typer.Option("--source", help="All records of this source.")] = None,
    reason: Annotated[str, typer.Option("--reason", help="What the URIs say from then on.")] = "It was withdrawn.",
) -> None:
    """Take records out of a site; a work without any answers that it is gone (410)."""
    from kg.build.updating import remove as run

    if not keys and source is None:
        raise SettingsError("name works or records to remove, or --source NAME")
    settings = of_site(site, settings_of(site, {}))
    screen.report(run(Layout(site), settings, keys=keys or (), source=source, reason=reason))


@application.command()
def explain(
    uri: Annotated[str, typer.Argument(help="A URI of the site, or any identifier of a work.", metavar="URI")],
    site: Site = SITE,
    format_: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
) -> None:
    """Say why an article says what it says: for each field the value, its sources, and the rule."""
    from kg.cli.explaining import write

    if format_ not in {"text", "json"}:
        raise SettingsError(f"--format {format_}: there are text and json")
    write(uri, Layout(site), as_json=format_ == "json")


@application.command()
def quality(
    site: Site = SITE,
    format_: Annotated[str, typer.Option("--format", help="text, csv or json (one finding a line).")] = "text",
) -> None:
    """Say what is wrong with the records of a site, or missing in them."""
    from kg.site import quality as report
    from kg.site.generation import current

    if format_ not in {"text", "csv", "json"}:
        raise SettingsError(f"--format {format_}: there are text, csv and json")
    folder = current(Layout(site)).folder
    if format_ == "text":
        screen.quality(report.read(folder))
    elif format_ == "csv":
        sys.stdout.buffer.writelines(report.as_csv(folder))
    else:
        sys.stdout.buffer.write((folder / report.CASES).read_bytes())


@application.command()
def serve(
    site: Site = SITE,
    host: Host = None,
    port: Port = None,
    dereference: Annotated[str | None, typer.Option("--dereference", help="How a URI answers: 303 or 200.")] = None,
    endpoint: Annotated[
        str | None,
        typer.Option("--endpoint", help="Serve what this endpoint holds; with a site, its queries.", metavar="URL"),
    ] = None,
) -> None:
    """Serve a site that was built, or what another store holds."""
    given = {"web.host": host, "web.port": port, "web.dereference": dereference, "store.endpoint": endpoint}
    settings = settings_of(site, given)
    _serve(site, settings, lambda: screen.serving(_local_base(settings)))


@application.command()
def get(
    path: Annotated[str, typer.Argument(help="A path or URL of the site, such as /article/10.1111/lamp.12329.")],
    site: Site = SITE,
    accept: Annotated[str | None, typer.Option("--accept", help="The Accept header; Turtle if not given.")] = None,
    include: Annotated[bool, typer.Option("--include", "-i", help="Print status and headers too.")] = False,
    location: Annotated[bool, typer.Option("--location/--no-location", help="Follow redirects.")] = True,
) -> None:
    """Answer one request without a server, and print the answer."""
    from kg.web.once import get as answer

    settings = settings_of(site, {})
    response = answer(settings, Layout(site), path, accept or "text/turtle", follow=location)
    if include:
        typer.echo(f"HTTP/1.1 {response.status}")
        for name, value in response.headers:
            typer.echo(f"{name}: {value}")
        typer.echo()
    sys.stdout.buffer.write(response.body)
    sys.stdout.buffer.flush()
    if response.status >= 400:
        raise typer.Exit(1)


def _build(sources: list[str], site: Path, settings: Settings, mapper: str | None) -> Report:
    from kg.build.pipeline import build as run

    with screen.progress() as progress:
        report = run(sources, Layout(site), settings, mapper=mapper, progress=progress)
    screen.report(report)
    return report


def _serve(site: Path, settings: Settings, started: Callable[[], None]) -> None:
    from kg.web.server import serve as run

    if settings.text("store.endpoint") and not Layout(site).current.exists():
        from kg.build.mirror import Mirror

        with TemporaryDirectory(prefix="kg-") as folder:
            run(settings, Mirror(settings, Path(folder)), started=started)
        return
    run(settings, Layout(site), started=started)


def _local_base(settings: Settings) -> str:
    host = settings.text("web.host")
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 - read, not bound
    return f"http://{shown}:{settings.number('web.port')}/"
