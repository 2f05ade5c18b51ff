"""The commands about graphs and formats, of a site or of anybody: asked, checked, loaded, mapped."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli import screen
from kg.cli.application import (
    SITE,
    Base,
    From,
    Mapping,
    Own,
    Site,
    Sources,
    Workers,
    application,
    mapper_of,
    settings_of,
)
from kg.errors import SettingsError, SiteError
from kg.site.layout import Layout


@application.command()
def query(
    query: Annotated[str, typer.Argument(help="A SPARQL query, a file of one, or - for standard input.")],
    site: Site = SITE,
    endpoint: Annotated[str | None, typer.Option("--endpoint", help="Ask there, not the site.", metavar="URL")] = None,
    format_: Annotated[
        str, typer.Option("--format", help="table, csv, tsv, json, xml, turtle, jsonld or nt.")
    ] = "table",
    timeout: Annotated[float, typer.Option("--timeout", help="Seconds until it is given up.", min=0.1)] = 60.0,
) -> None:
    """Ask a site or any SPARQL endpoint; prefixes that the site uses need not be declared."""
    from kg.cli.asking import write
    from kg.store.endpoint import Target

    settings = settings_of(site, {})
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
    settings = settings_of(source if source.is_dir() else None, {})
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

    settings = settings_of(None, {"site.base": base})
    if format_ not in {"nt", "ttl"}:
        raise SettingsError(f"--format {format_}: there are nt and ttl")
    chosen = mapper_of(mapper, own, mapping)
    rejected = write(sources, output, format_=format_, base=settings.text("site.base"), mapper=chosen)
    if rejected:
        raise typer.Exit(1)


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
    if not run(asked, settings_of(None, {}), output).passed:
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
