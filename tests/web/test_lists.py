"""Lists and the search, as pages and as JSON; identifiers that people paste."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from kg.web.lists import LISTS
from tests.web.client import Client
from tests.web.conftest import Site
from tests.web.tricky import SICI, TRICKY


@pytest.mark.parametrize(("name", "kind"), LISTS.items())
def test_each_list_is_a_page_and_json(client: Client, site: Site, name: str, kind: str) -> None:
    """The same things, as many as the index has."""
    page = client.ask(f"/{name}", "text/html")
    data = client.ask(f"/{name}", "application/json")

    assert (200, "text/html; charset=utf-8") == (page.status, page["content-type"])
    assert (200, "application/json") == (data.status, data["content-type"])
    assert site.generation.index.counts().get(kind, 0) == data.json["total"]
    for item in data.json["items"]:
        assert 303 == client.ask(item["id"]).status


def test_the_newest_come_first(client: Client) -> None:
    items = client.ask("/articles?format=json").json["items"]
    dates = [item.get("date", "") for item in items]

    assert sorted(dates, reverse=True) == dates
    assert 10 == len(items)


def test_a_list_is_walked_by_its_links(client: Client, site: Site) -> None:
    """`next` and `prev`, in the header and in the JSON."""
    second = client.ask("/articles?page=2&format=json")

    assert [f"{site.base}articles?page=3"] == second.linked("next")
    assert [f"{site.base}articles"] == second.linked("prev") == second.linked("first")
    assert f"{site.base}articles?page=3&format=json" == second.json["next"]
    assert f"{site.base}articles?format=json" == second.json["prev"]
    assert 404 == client.ask(f"/articles?page={second.json['pages'] + 1}").status


def test_the_search_finds_words_and_their_beginnings(client: Client, site: Site) -> None:
    found = client.ask("/search?q=migrant%20insec", "application/json").json

    assert f"{site.base}article/10.1111/lamp.12329" in [item["id"] for item in found["items"]]
    assert 0 == client.ask("/search?q=qqqqqq", "application/json").json["total"]
    assert 200 == client.ask("/search?q=qqqqqq", "text/html").status
    assert 200 == client.ask("/search", "text/html").status


def test_the_search_finds_journals_too(client: Client, site: Site) -> None:
    things = client.ask("/search?q=odd%20names", "application/json").json["things"]

    assert f"{site.base}periodical/agg:7" in [thing["id"] for thing in things]


def test_the_query_is_kept_in_the_links(client: Client, site: Site) -> None:
    """Encoded, whatever was typed."""
    found = client.ask("/search?q=odd%20%26%20names%3C", "application/json")

    assert f"{site.base}search?q=odd+%26+names%3C&format=html" in found.linked("alternate")


@pytest.mark.parametrize(
    "typed",
    [
        "10.1111/lamp.12329",
        " 10.1111/LAMP.12329 ",
        "doi:10.1111/lamp.12329",
        "DOI: 10.1111/lamp.12329",
        "https://doi.org/10.1111/lamp.12329",
        "http://dx.doi.org/10.1111%2Flamp.12329",
        "info:doi/10.1111/lamp.12329",
        "{base}article/10.1111/lamp.12329",
        "{base}article/10.1111%2FLAMP.12329",
    ],
)
def test_a_doi_is_resolved_however_it_is_written(client: Client, site: Site, typed: str) -> None:
    """303 to the URI of the article."""
    answer = client.ask(f"/resolve?id={quote(typed.format(base=site.base), safe='')}")

    assert (303, f"{site.base}article/10.1111/lamp.12329") == (answer.status, answer["location"])


@pytest.mark.parametrize("doi", TRICKY, ids=lambda doi: doi[:50])
def test_tricky_dois_are_looked_up(client: Client, site: Site, doi: str) -> None:
    for route in ("resolve?id", "lookup?doi"):
        answer = client.ask(f"/{route}={quote(doi, safe='')}")

        assert (303, f"{site.base}article/{TRICKY[doi]}") == (answer.status, answer["location"])


def test_other_identifiers_are_resolved_too(client: Client, site: Site) -> None:
    """All that things are called elsewhere: ORCID iDs, ISSNs, ROR ids, PMIDs and their URLs."""
    store, index = site.generation.store, site.generation.index
    asked = 0
    for kind in ("person", "organization", "periodical"):
        for row in index.things(kind, 0, 200).rows:
            scheme, _, known = row.path.partition("/")[2].partition(":")
            if scheme in {"orcid", "ror", "issn"}:
                asked += 1
                for typed in (known, f"{site.base}{row.path}"):
                    answer = client.ask(f"/resolve?id={quote(typed, safe='')}")
                    assert (303, f"{site.base}{row.path}") == (answer.status, answer["location"])
    for row in index.works(0, 200).rows:
        for _, predicate, object_ in store.outgoing(f"<{site.base}{row.path}>".encode()):  # type: ignore[arg-type]
            if predicate == b"<https://schema.org/sameAs>" and b"pubmed" in object_:
                asked += 1
                url = object_[1:-1].decode()
                for typed in (url, f"pmid:{url.rstrip('/').rpartition('/')[2]}"):
                    answer = client.ask(f"/resolve?id={quote(typed, safe='')}")
                    assert (303, f"{site.base}{row.path}") == (answer.status, answer["location"])
    assert asked > 3


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("resolve?id=10.5555/nothing", 404),
        ("resolve?id=hello", 404),
        ("resolve?id=%E9%00", 404),
        ("resolve?id=<>", 404),
        ("resolve?id=", 400),
        ("resolve", 400),
        ("lookup?doi=hello", 404),
        ("lookup", 400),
    ],
)
def test_what_nobody_has_is_404(client: Client, query: str, status: int) -> None:
    answer = client.ask(f"/{query}")

    assert (status, "application/problem+json") == (answer.status, answer.media_type)


def test_a_format_is_passed_on(client: Client, site: Site) -> None:
    """So that one link leads from a DOI to BibTeX-like exports or to Turtle."""
    answer = client.ask(f"/resolve?format=ttl&id={quote(SICI, safe='')}")

    assert f"{site.base}article/{TRICKY[SICI]}?format=ttl" == answer["location"]
    assert "text/turtle" == client.followed(answer["location"], "image/png").media_type
