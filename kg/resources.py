"""Where the files that ship beside the code are: in the installed package, or in the checkout."""

from __future__ import annotations

from pathlib import Path

from kg.errors import SiteError

_PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """Return the folder `ontologies` or `shapes`; raises `SiteError` where an installation lacks it."""
    for place in (_PACKAGE / name, _PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise SiteError(f"this installation lacks its folder {name!r}; install it again")
