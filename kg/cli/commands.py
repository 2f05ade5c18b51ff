"""The commands, their arguments and flags; what they do stands in the modules they call."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from kg import mappers
from kg.cli import screen
from kg.errors import SettingsError, SiteError
from kg.settings import Settings, read
from kg.site.layout import Layout
from kg.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.build.report import Report

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
_SITE = Path("site")


@application.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Say which version this is.")] = False) -> None:
    if version:
        typer.echo(f"kg {VERSION}")
        raise typer.Exit


@application.command()
def up(
    sources: Sources,
    site: Site = _SITE,
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

    settings = _settings(site, {"site.base": base, "web.host": host, "web.port": port, "build.workers": workers})
    bound(settings.text("web.host"), settings.number("web.port")).close()  # a port in use is said before the work
    if not settings.is_set("site.base"):
        settings = settings.with_({"site.base": _local_base(settings)})
    report = _build(sources, site, settings, _chosen(mapper, own, mapping))
    _serve(site, settings, lambda: screen.invitation(report, _local_base(settings)))


@application.command()
def build(
    sources: OptionalSources = None,
    site: Site = _SITE,
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
    settings = _settings(site, {"site.base": base, "build.workers": workers, "build.store": store, **of_gate})
    if retry_quarantine:
        from kg.build.updating import retry

        with screen.progress() as progress:
            chosen = _chosen(mapper, own, mapping)
            report = retry(Layout(site), _of_site(site, settings), mapper=chosen, progress=progress)
        screen.report(report)
    elif sources:
        report = _build(sources, site, settings, _chosen(mapper, own, mapping))
    else:
        raise SettingsError("name SOURCES to build from, or --retry-quarantine to check a site by its shapes again")
    read_in_all = report.versions + report.rejects
    if report.rejects and 100 * report.rejects > max_rejects * read_in_all:
        raise typer.Exit(1)


@application.command()
def add(
    sources: Sources,
    site: Site = _SITE,
    mapper: From = None,
    own: Own = None,
    mapping: Mapping = None,
    workers: Workers = None,
) -> None:
    """Add records to a site, or newer versions of some; only what they change is written anew."""
    from kg.build.updating import add as run

    settings = _settings(site, {"build.workers": workers})
    chosen = _chosen(mapper, own, mapping)
    with screen.progress() as progress:
        report = run(sources, Layout(site), _of_site(site, settings), mapper=chosen, progress=progress)
    screen.report(report)


@application.command()
def remove(
    keys: Annotated[
        list[str] | None,
        typer.Argument(
            help="Works by any identifier, or records as SOURCE/KEY.", metavar="KEYS...", show_default=False
        ),
    ] = None,
    site: Site = _SITE,
    source: Annotated[str | None, typer.Option("--source", help="All records of this source.")] = None,
    reason: Annotated[str, typer.Option("--reason", help="What the URIs say from then on.")] = "It was withdrawn.",
) -> None:
    """Take records out of a site; a work without any answers that it is gone (410)."""
    from kg.build.updating import remove as run

    if not keys and source is None:
        raise SettingsError("name works or records to remove, or --source NAME")
    settings = _of_site(site, _settings(site, {}))
    screen.report(run(Layout(site), settings, keys=keys or (), source=source, reason=reason))


@application.command()
def explain(
    uri: Annotated[str, typer.Argument(help="A URI of the site, or any identifier of a work.", metavar="URI")],
    site: Site = _SITE,
    format_: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
) -> None:
    """Say why an article says what it says: for each field the value, its sources, and the rule."""
    from kg.cli.explaining import write

    if format_ not in {"text", "json"}:
        raise SettingsError(f"--format {format_}: there are text and json")
    write(uri, Layout(site), as_json=format_ == "json")


@application.command()
def quality(
    site: Site = _SITE,
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


Profile = Annotated[
    str | None, typer.Option("--profile", help="Shapes that ship with kg: default, strict, dataset, schema-only, …")
]
OfShapes = Annotated[list[Path] | None, typer.Option("--shapes", help="SHACL shapes of your own.", metavar="FILE")]
ShapesBase = Annotated[
    str | None, typer.Option("--base", help="What relative IRIs of the shapes are relative to: the site's URL.")
]


@application.command()
def validate(
    data: Annotated[
        list[str],
        typer.Argument(
            help="RDF files of any syntax, - for Turtle on standard input; or a site; or an endpoint's URL."
        ),
    ],
    shapes: OfShapes = None,
    profile: Profile = None,
    engine: Annotated[
        str | None, typer.Option("--engine", help="compiled, pyshacl or sparql; for sites and endpoints sparql.")
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", help="table, json, ndjson, turtle, junit, sarif or html.")
    ] = "table",
    gate: Annotated[
        str, typer.Option("--gate", help="What makes the exit code 1: violation, warning, info or off.")
    ] = "violation",
    base: ShapesBase = None,
    max_results: Annotated[int, typer.Option("--max-results", help="Results listed of each rule.", min=1)] = 1000,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write here and not to standard output.")
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", help="Seconds for each query of an endpoint.", min=0.1)
    ] = 600.0,
    workers: Workers = None,
) -> None:
    """Check RDF against SHACL shapes; exit code 0 passed, 1 findings at the gate, 2 usage or broken shapes."""
    from kg.cli.validating import Asked
    from kg.cli.validating import validate as run

    asked = Asked(
        data=tuple(data),
        shapes=tuple(shapes or ()),
        profile=profile or "",
        engine=engine or "",
        format=format_,
        gate=gate,
        kept=max_results,
        base=base,
        timeout=timeout,
        workers=workers or 0,
    )
    if not run(asked, _settings(None, {}), output).passed:
        raise typer.Exit(1)


shapes_commands = typer.Typer(help="What shapes check, and where.", no_args_is_help=True)
application.add_typer(shapes_commands, name="shapes")


@shapes_commands.callback()
def _shapes() -> None:
    """Keep `explain` a command of its own, though it is the only one."""


@shapes_commands.command("explain")
def shapes_explain(
    shapes: OfShapes = None,
    profile: Profile = None,
    base: ShapesBase = None,
    format_: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
) -> None:
    """Say which constraint is checked with each record and which over the whole dataset, by which engines, and why."""
    from kg.cli.scoping import explained

    if format_ not in {"text", "json"}:
        raise SettingsError(f"--format {format_}: there are text and json")
    typer.echo(explained(shapes or (), profile or "strict", base, as_json=format_ == "json"))


mapping_commands = typer.Typer(help="What the columns of a table mean.", no_args_is_help=True)
application.add_typer(mapping_commands, name="mapping")


@mapping_commands.callback()
def _mapping() -> None:
    """Keep `init` a command of its own, though it is the only one."""


@mapping_commands.command("init")
def mapping_init(
    file: Annotated[Path, typer.Argument(help="A table or JSON file.", exists=True, dir_okay=False)],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write here and not to standard output.")
    ] = None,
) -> None:
    """Propose a mapping from the columns of a file: a TOML file to correct and use with --mapping."""
    from kg.cli.proposing import proposal

    proposed = proposal(file)
    if output is None:
        typer.echo(proposed, nl=False)
    else:
        output.write_text(proposed)


@application.command()
def serve(
    site: Site = _SITE,
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
    settings = _settings(site, given)
    _serve(site, settings, lambda: screen.serving(_local_base(settings)))


@application.command()
def query(
    query: Annotated[str, typer.Argument(help="A SPARQL query, a file of one, or - for standard input.")],
    site: Site = _SITE,
    endpoint: Annotated[str | None, typer.Option("--endpoint", help="Ask there, not the site.", metavar="URL")] = None,
    format_: Annotated[
        str, typer.Option("--format", help="table, csv, tsv, json, xml, turtle, jsonld or nt.")
    ] = "table",
    timeout: Annotated[float, typer.Option("--timeout", help="Seconds until it is given up.", min=0.1)] = 60.0,
) -> None:
    """Ask a site or any SPARQL endpoint; prefixes that the site uses need not be declared."""
    from kg.cli.asking import write
    from kg.store.endpoint import Target

    settings = _settings(site, {})
    where: Path | Target = Layout(site).current.resolve() / "store"
    if endpoint is not None:
        where = Target(endpoint, settings.text("store.user"), settings.text("store.password"))
    elif not Layout(site).current.exists():
        raise SiteError(f"{site}: no site here; build one first (kg build SOURCES --site {site})")
    if cut := write(query, where, format_, timeout):
        sys.stderr.write(f"kg: incomplete: {cut}\n")
        raise typer.Exit(1)


@application.command()
def load(
    source: Annotated[Path, typer.Argument(help="A site, or a file of RDF.", metavar="SITE|DUMP")],
    to: Annotated[str | None, typer.Option("--to", help="Where the store takes data.", metavar="URL")] = None,
    graph: Annotated[
        str | None, typer.Option("--graph", help="The graph to load into, by its IRI; the default graph if not given.")
    ] = None,
    protocol: Annotated[
        str, typer.Option("--protocol", help="update (SPARQL Update) or graph-store (Graph Store HTTP Protocol).")
    ] = "update",
    asked: Annotated[
        str | None,
        typer.Option("--query", help="Where the store answers queries.", metavar="URL"),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Empty the graph first.")] = False,
    add: Annotated[bool, typer.Option("--add", help="Keep what the graph holds.")] = False,
    piece: Annotated[
        int | None, typer.Option("--piece", help="Triples in one request; 1000 by update, 50000 by graph-store.", min=1)
    ] = None,
    timeout: Annotated[float, typer.Option("--timeout", help="Seconds for each request.", min=0.1)] = 60.0,
    print_: Annotated[
        str | None, typer.Option("--print", help="Load nothing: print the commands of virtuoso or qlever for it.")
    ] = None,
) -> None:
    """Load a site or a dump into a triple store, in pieces; a load that broke off goes on, and the end is counted."""
    from kg.cli import loading
    from kg.store.endpoint import Target
    from kg.store.loading import PROTOCOLS, destination

    found = loading.source(source)
    if print_:
        typer.echo(loading.commands(print_, found, graph or "urn:kg:graph"), nl=False)
        return
    if to is None:
        raise SettingsError("--to URL says where to load it; --print virtuoso and --print qlever need none")
    settings = _settings(source if source.is_dir() else None, {})
    target = Target(to, settings.text("store.user"), settings.text("store.password"))
    where = destination(target, graph=graph or "", protocol=protocol, asked=asked, timeout=timeout)
    with screen.loading() as told:
        loaded = loading.Load(found, where, piece or PROTOCOLS[protocol], told).run(replace=replace, add=add)
    screen.loaded(loaded, graph or "the default graph", to)


@application.command("map")
def map_(
    sources: Sources,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write here and not to standard output.")
    ] = None,
    format_: Annotated[str, typer.Option("--format", help="nt or ttl.")] = "nt",
    mapper: From = None,
    own: Own = None,
    mapping: Mapping = None,
    base: Base = None,
) -> None:
    """Map records to RDF and write it as it comes; no site, and no more memory for more records."""
    from kg.cli.mapping import write

    settings = _settings(None, {"site.base": base})
    if format_ not in {"nt", "ttl"}:
        raise SettingsError(f"--format {format_}: there are nt and ttl")
    chosen = _chosen(mapper, own, mapping)
    rejected = write(sources, output, format_=format_, base=settings.text("site.base"), mapper=chosen)
    if rejected:
        raise typer.Exit(1)


@application.command()
def get(
    path: Annotated[str, typer.Argument(help="A path or URL of the site, such as /article/10.1111/lamp.12329.")],
    site: Site = _SITE,
    accept: Annotated[str | None, typer.Option("--accept", help="The Accept header; Turtle if not given.")] = None,
    include: Annotated[bool, typer.Option("--include", "-i", help="Print status and headers too.")] = False,
    location: Annotated[bool, typer.Option("--location/--no-location", help="Follow redirects.")] = True,
) -> None:
    """Answer one request without a server, and print the answer."""
    from kg.web.once import get as answer

    settings = _settings(site, {})
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


def _settings(site: Path | None, flags: dict[str, str | int | None]) -> Settings:
    file = Layout(site).settings if site else None
    return read(file, os.environ).with_(flags)


def _of_site(site: Path, settings: Settings) -> Settings:
    """Return settings with the base that the site was built with, where nobody sets one: its URIs stay as they are."""
    from kg.site.generation import read_manifest

    layout = Layout(site)
    if settings.is_set("site.base") or not layout.current.exists():
        return settings
    return settings.with_({"site.base": read_manifest(layout.current).base})


def _build(sources: list[str], site: Path, settings: Settings, mapper: str | None) -> Report:
    from kg.build.pipeline import build as run

    with screen.progress() as progress:
        report = run(sources, Layout(site), settings, mapper=mapper, progress=progress)
    screen.report(report)
    return report


def _chosen(name: str | None, own: Path | None, mapping: Path | None) -> str | None:
    """Return what names the mapper; have one that cannot be used stop the command, and not each of its records."""
    given = [str(chosen) for chosen in (name, own, mapping) if chosen]
    if len(given) > 1:
        raise SettingsError("--from, --mapper and --mapping say the same thing: give one of them")
    if given:
        mappers.find(given[0])
    return given[0] if given else None


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
