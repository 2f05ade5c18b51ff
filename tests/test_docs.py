"""What the documents say is so: examples run, links lead somewhere, tables hold what the code has."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kg import __version__, errors
from kg.mappers import names

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "seeds").glob("*.md")])


def test_the_python_of_the_readme_runs() -> None:
    """As it stands there, from the root of the checkout."""
    (block,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", block],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    assert (0, "") == (done.returncode, done.stderr)
    assert "10.1111/lamp.12329 A global protection gap" in done.stdout
    assert "a schema:ScholarlyArticle" in done.stdout or "schema:ScholarlyArticle" in done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    """Files that are named are there."""
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text())

    assert [] == [target for target in targets if not (page.parent / target).exists()]


def test_every_error_is_documented() -> None:
    """Slug and exit code."""
    page = (ROOT / "docs" / "errors.md").read_text()
    slugs = {kind.slug for kind in vars(errors).values() if isinstance(kind, type) and kind is not errors.KgError}

    assert set() == {slug for slug in slugs if f"| `{slug}` |" not in page}


def test_every_source_format_is_in_the_readme() -> None:
    """A new mapper needs a row there."""
    readme = (ROOT / "README.md").read_text().lower()

    assert [] == [name for name in names() if name not in readme]


def test_the_version_is_one() -> None:
    """In the package and in its metadata."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert __version__ == project["version"]
