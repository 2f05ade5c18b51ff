"""What holds for every page: its outline, its head, its links, and that nothing comes from elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from kg.formats import BY_EXTENSION
from kg.site.generation import Generation
from kg.web.documents import document
from kg.web.pages import Pages, querying
from kg.web.pages.lists import LISTS
from kg.web.sparql.examples import examples
from kg.web.spelling import spelled
from tests.web.pages import hostile, making
from tests.web.pages.reader import Page

THINGS = (
    "article/10.1111/lamp.12329",
    "article/10.1000/xyz123",
    "article/10.1000/gone",
    "article/10.1000/notice",
    "article/arxiv:2103.03404",
    "article/10.1007/978-3-642-30284-8_1",
    "article/10.5281/zenodo.1234%23v1%3Fx=%2541",
    "article/10.1000/published",  # only cited
    "article/10.3760/cma.j.issn.0254-6450.2020.02.003",
    "person/orcid:0000-0002-1825-0097",
    "organization/ror:02hpadn98",
    "periodical/issn:0021-9517",
    "periodical/issn:0021-9517/volume/404",
    "periodical/issn:0021-9517/volume/404/issue/7-8",
    "periodical/issn:0021-9517/metric/journal-impact-factor/agg/2023",
    "book/isbn:9783642302831",
    "concept/openalex:T10017",
    "record/crossref/10.1000/xyz123",
    "source/crossref",
    "scheme/type",
    "scheme/type/preprint",
    "dataset",
    "ns",
)
NO_IDENTIFIERS = {"/article/openalex:W1"}  # cited by a sample, and no identifier that OpenAlex would give
ROUTES = re.compile(
    r"(articles|journals|people|organizations|search|quality|sparql(?:/examples)?|dataset|ns|openapi\.json|\.well-known/void|dumps/[\w.]*)?"
    r"|static/[\w.-]+"
)


def others(pages: Pages) -> dict[str, str]:
    """Return the pages that are about no thing."""
    return {
        "home": pages.home(),
        **{f"list of {kind}": pages.listing(kind, 1) or "" for kind in LISTS},
        "search": pages.search("catalysis", 1),
        "search for nothing": pages.search("", 1),
        "search in vain": pages.search("zzzz", 1),
        "search by DOI": pages.search("https://doi.org/10.1000/XYZ123", 1),
        "404": pages.error(404, "Not Found", "There is nothing with this URI here"),
        "503": pages.error(503, "Service Unavailable", "Try again"),
        "dumps": pages.dumps(),
        "query": asked(pages),
        "query that is wrong": asked(pages, text="SELECT <", error="Line 1, column 8: <", line=1, column=8),
        "query with rows": asked(pages, text="SELECT", rows=querying.rows(b'?a\n"<b>"@de\n<x:y>\n', 10, pages.places)),
        "query with a graph": asked(pages, text="DESCRIBE", graph="<a> <b> <c> ."),
    }


def asked(pages: Pages, **shown: Any) -> str:
    """Return the page of the endpoint."""
    view = querying.Query(downloads=(("CSV", "/sparql?query=a&format=csv"),), **shown)
    return pages.query(view, querying.Bounds(20, 256), examples(), (("CSV", "csv"),))


@pytest.fixture(scope="module")
def pages(opened: Generation) -> dict[str, str]:
    made = {path: making.page(opened, path) for path in (*THINGS, *hostile.PATHS)}
    return made | others(making.pages(opened))


NAMES = (
    *THINGS,
    *hostile.PATHS,
    "home",
    *(f"list of {kind}" for kind in LISTS),
    "search",
    "search for nothing",
    "search in vain",
    "search by DOI",
    "404",
    "503",
    "dumps",
    "query",
    "query that is wrong",
    "query with rows",
    "query with a graph",
)


@pytest.mark.parametrize("name", NAMES)
def test_the_outline(pages: dict[str, str], name: str) -> None:
    """One h1, landmarks, a language, a title, a way to skip to the content, no id twice, all elements closed."""
    page = Page(pages[name])

    assert [] == page.faults
    assert 1 == len(page.all("h1"))
    assert ["en"] == [html["lang"] for html in page.all("html")]
    assert 1 == len(page.all("title"))
    assert page.text("title")
    assert (1, 1) == (len(page.all("main")), len(page.all("footer")))
    assert 2 == page.all("header")[0].depth  # a child of body: the banner
    assert "page-main" in page.ids
    assert "#page-main" == page.hrefs[0]
    assert [] == [each for each, count in Counter(page.ids).items() if count > 1]
    assert all(image["alt"] for image in page.all("img"))
    fields = page.all("input") + page.all("textarea") + page.all("select")
    assert "page-q" in {label["for"] for label in page.all("label")}
    assert {field["id"] for field in fields} == {label["for"] for label in page.all("label")}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_comes_from_elsewhere_and_nothing_runs(pages: dict[str, str], name: str) -> None:
    """The policy of the server holds: no style and no handler in the page, no script but our file, no foreign file."""
    page = Page(pages[name])
    loaded = [
        element[attribute]
        for element in page.elements
        for attribute in ("src", "srcset", "action", "formaction", "data", "poster")
        if element[attribute]
    ]
    loaded += [link["href"] for link in page.all("link") if link["rel"] in {"stylesheet", "icon", "preload"}]

    assert all(url.startswith("/") and not url.startswith("//") for url in loaded), loaded
    assert {"/static/kg.css", "/static/copy.js"} <= {urlsplit(url).path for url in loaded}
    assert [] == page.all("style") + page.all("iframe") + page.all("object") + page.all("base")
    assert [] == [element for element in page.elements for known in element.attributes if known.startswith("on")]
    assert [] == [element for element in page.elements if "style" in element.attributes]
    assert {"", "application/ld+json"} >= {script["type"] for script in page.all("script")}
    assert all(script["src"] or script["type"] for script in page.all("script"))


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_where_something_is(opened: Generation, pages: dict[str, str], name: str) -> None:
    """Every link inside the site is a path from the root, and what it names is there."""
    page = Page(pages[name])
    dead = []
    for href in dict.fromkeys(page.hrefs):
        split = urlsplit(href)
        if split.scheme:
            assert split.scheme in {"http", "https", "ftp", "mailto"}
            assert not href.startswith(opened.manifest.base)
        elif href.startswith("#"):
            if unquote(href[1:]) not in page.ids:
                dead.append(href)
        elif not leads(opened, split.path.removeprefix("/")):
            dead.append(href)
    assert [] == [href for href in dead if href not in NO_IDENTIFIERS]


def leads(opened: Generation, path: str) -> bool:
    """Tell whether there is something at a path below the base."""
    kind, _, rest = path.partition("/")
    if kind == "doc":
        extension, _, path = rest.partition("/")
        return extension in {*BY_EXTENSION, "explain"} and document(opened, path) is not None
    return bool(ROUTES.fullmatch(path)) or spelled(opened, path) is not None


@pytest.mark.parametrize("path", THINGS)
def test_every_part_of_a_thing_has_its_place_on_the_page(opened: Generation, path: str) -> None:
    """A fragment that the data mention (`#author-1`) is an id of the page, unless the table of triples is cut."""
    page = Page(making.page(opened, path))
    found = document(opened, path)
    assert found is not None
    parts = found.iri[:-1] + b"#"
    mentioned = {
        unquote(term[len(parts) : -1].decode()) for triple in found.triples for term in triple if term.startswith(parts)
    }

    assert mentioned <= {*page.ids} or "The table stops here" in page.text()


@pytest.mark.parametrize("path", THINGS)
def test_the_head_of_a_thing(opened: Generation, path: str) -> None:
    """Its own URL, its data in every format, and what it is about, all below the base."""
    page, base = Page(making.page(opened, path)), opened.manifest.base
    data = [known for known in BY_EXTENSION.values() if known.is_rdf]

    assert [f"{base}doc/html/{path}"] == page.links("canonical")
    assert {f"{base}doc/{known.extension}/{path}" for known in data} == {*page.links("alternate")}
    assert {*page.links("alternate")} == {*page.links("describedby")}
    assert {known.media_types[0] for known in data} == {
        link["type"] for link in page.all("link") if link["rel"] == "describedby"
    }
    assert [base + path] == page.links("describes")
    assert "https://schema.org/AboutPage" in page.links("type")
    assert 1 == len([said for said in page.metas("description") if said])
    assert [] == page.metas("robots")


@pytest.mark.parametrize("path", [path for path in THINGS if path not in {"ns", "article/10.1000/published"}])
def test_the_page_tells_search_engines_what_it_is_about(opened: Generation, path: str) -> None:
    """JSON-LD in terms of schema.org, about the very thing."""
    told = Page(making.page(opened, path)).json_ld

    assert ("https://schema.org", opened.manifest.base + path) == (told["@context"], told["@id"])


@pytest.mark.parametrize("name", ["search", "search in vain", "404", "503"])
def test_what_no_search_engine_should_keep(pages: dict[str, str], name: str) -> None:
    """Searches and errors are pages for one reader at one time."""
    assert ["noindex"] == Page(pages[name]).metas("robots")


@pytest.mark.parametrize("path", THINGS)
def test_the_same_data_make_the_same_page(opened: Generation, path: str) -> None:
    """Entity tags are made of the bytes: no order may depend on the process."""
    found = document(opened, path)
    assert found is not None
    reversed_ = type(found)(**{name: getattr(found, name) for name in found.__struct_fields__} | {
        "triples": tuple(reversed(found.triples))
    })  # fmt: skip
    shown = making.pages(opened)

    assert shown.thing(found) == shown.thing(reversed_)


@pytest.mark.parametrize("path", ["article/10.1000/xyz123", "periodical/issn:0021-9517", "dataset", "ns"])
def test_below_a_path_of_the_host_all_links_keep_it(mounted: Generation, path: str) -> None:
    """A site mounted at /data/kg/ links to nothing outside of it, and to no absolute URL of its own."""
    page = Page(making.page(mounted, path))
    inside = [href for href in page.hrefs if not urlsplit(href).scheme and not href.startswith("#")]
    loaded = [element["src"] for element in page.elements if element["src"]]

    assert all(url.startswith("/data/kg/") for url in [*inside, *loaded])
    assert not any(href.startswith(mounted.manifest.base) for href in page.hrefs)
    assert [f"https://host.example/data/kg/doc/html/{path}"] == page.links("canonical")
