"""The pages before judges that are not ours: the Nu HTML checker, and axe in a real browser, light and dark."""

from __future__ import annotations

import json
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

from kg.site.generation import Generation
from tests.conftest import ROOT
from tests.web.pages import hostile, making
from tests.web.pages.test_every_page import THINGS, others

pytestmark = [pytest.mark.external, pytest.mark.slow]

MODULES = ROOT / "node_modules"
STATIC = ROOT / "kg" / "web" / "static"
RUN = """
<script src="axe.min.js"></script>
<script>
for (const details of document.querySelectorAll("details")) details.open = true;
axe.run(document, {resultTypes: ["violations", "incomplete"]}).then(({passes, violations, incomplete}) => {
  const found = [...violations, ...incomplete].map(({id, nodes}) => [id, nodes[0].html]);
  document.documentElement.dataset.axe = JSON.stringify({passes: passes.length, found});
});
</script>
</body>
"""


@pytest.fixture(scope="module")
def pages(opened: Generation) -> dict[str, str]:
    return {path: making.page(opened, path) for path in (*THINGS, *hostile.PATHS)} | others(making.pages(opened))


def installed(package: str, file: str) -> Path:
    """Return a file of an npm package, or skip."""
    found = MODULES / package / file
    if not found.is_file():
        pytest.skip(f"{package} is not installed (npm install {package} in the checkout)")
    return found


def program(*names: str) -> str:
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip(f"no {names[0]} here")
    return found


def test_the_nu_checker_finds_no_fault(pages: dict[str, str], tmp_path: Path) -> None:
    """https://validator.github.io/validator/: no error and no warning on any page."""
    java, jar = program("java"), installed("vnu-jar", "build/dist/vnu.jar")
    for number, text in enumerate(pages.values()):
        (tmp_path / f"{number}.html").write_text(text, encoding="utf-8")

    files = sorted(tmp_path.glob("*.html"))
    command = [java, "-jar", jar, "--format", "json", "--no-langdetect", *files]
    done = subprocess.run(command, capture_output=True, check=False)

    names = [*pages]
    said = json.loads(done.stderr)["messages"]
    assert [] == [(names[int(Path(each["url"]).stem)], each["message"]) for each in said]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
@pytest.mark.parametrize(
    "name",
    [
        "home",
        "article/10.1000/xyz123",
        "article/10.1000/gone",
        "periodical/issn:0021-9517",
        "dataset",
        "search",
        "404",
        "query that is wrong",
        "query with rows",
    ],
)
def test_axe_finds_no_barrier(pages: dict[str, str], tmp_path: Path, name: str, width: int, scheme: str) -> None:
    """https://github.com/dequelabs/axe-core: no violation, nothing left undecided; contrast in both schemes."""
    browser, axe = program("chromium", "chromium-browser", "google-chrome"), installed("axe-core", "axe.min.js")
    shutil.copytree(STATIC, tmp_path / "static")
    shutil.copy(axe, tmp_path)
    page = tmp_path / "page.html"
    page.write_text(pages[name].replace('="/static/', '="static/').replace("</body>", RUN), encoding="utf-8")

    done = subprocess.run(
        [
            browser,
            *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
            *("--disable-background-networking", "--disable-component-update", f"--user-data-dir={tmp_path / 'user'}"),
            *(f"--blink-settings=preferredColorScheme={int(scheme == 'light')}", f"--window-size={width},900"),
            *("--virtual-time-budget=20000", "--dump-dom", page.as_uri()),
        ],
        capture_output=True,
        check=True,
        text=True,
        timeout=120,
    )

    told = json.loads(unescape(done.stdout.partition('data-axe="')[2].partition('"')[0]))
    assert [] == told["found"]
    assert told["passes"] > 20
