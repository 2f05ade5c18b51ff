"""Profiles of SHACL shapes: which files of `shapes/` belong together, found without a network.

Files name each other by the IRIs that their `owl:imports` state; each such IRI is a file of this installation,
`https://w3id.org/kg-publisher/shapes/core/values` the file `shapes/core/values.ttl`, or a file beside the one that
imports it.  OWL 2, imports: https://www.w3.org/TR/owl2-syntax/#Imports
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from kg.errors import SettingsError
from kg.resources import folder

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMESPACE: Final = "https://w3id.org/kg-publisher/shapes/"
DEFAULT: Final = "default"
_SUFFIX: Final = ".ttl"


def names() -> tuple[str, ...]:
    """Return the names of all profiles, in the order of the alphabet."""
    return tuple(sorted(file.stem for file in (folder("shapes") / "profiles").glob(f"*{_SUFFIX}")))


def files(profile: str = DEFAULT) -> tuple[Path, ...]:
    """Return the files of a profile, each once and imported ones first; raises `SettingsError` for an unknown one."""
    if profile not in names():
        raise SettingsError(f"shapes: there is no profile {profile!r}; there are {', '.join(names())}")
    return closure(folder("shapes") / "profiles" / f"{profile}{_SUFFIX}")


def closure(file: Path) -> tuple[Path, ...]:
    """Return a file of shapes behind all that it imports, directly or through others.

    Raises `SettingsError` where a file cannot be read, and where an import is no file of this machine.
    """
    found: dict[Path, None] = {}
    _add(file.resolve(), found, set())
    return tuple(found)


def _add(file: Path, found: dict[Path, None], open_: set[Path]) -> None:
    if file in open_:
        return
    open_.add(file)
    for imported in _imports(file):
        _add(imported, found, open_)
    found[file] = None


def _imports(file: Path) -> Iterator[Path]:
    from rdflib import OWL, Graph  # noqa: PLC0415 - slow to load, and most commands read no shapes

    try:
        graph = Graph().parse(file, format="turtle", publicID=file.as_uri())
    except (OSError, SyntaxError, ValueError) as error:
        raise SettingsError(f"shapes: {file} cannot be read as Turtle: {error}") from error
    for iri in sorted({str(iri) for iri in graph.objects(predicate=OWL.imports)}):
        yield _local(iri, file)


def _local(iri: str, importer: Path) -> Path:
    """Return the file that an imported IRI names; nothing is ever fetched."""
    if iri.startswith(NAMESPACE):
        root = folder("shapes").resolve()
        place = (root / f"{iri.removeprefix(NAMESPACE)}{_SUFFIX}").resolve()
        is_ours = place.is_relative_to(root)
    else:
        split = urlsplit(iri)
        place = Path(unquote(split.path)).resolve()
        is_ours = split.scheme == "file" and not split.netloc
    if not is_ours or not place.is_file():
        raise SettingsError(
            f"shapes: {importer} imports {iri}, which is no file here; "
            "imports are never fetched: save it beside and import it by a relative IRI"
        )
    return place
