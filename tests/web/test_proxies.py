"""Behind a proxy: scheme, host and prefix come from the settings, whatever a request says."""

from __future__ import annotations

import re

import pytest

from tests.web.client import Client
from tests.web.conftest import MOUNTED, Site
from tests.web.tricky import SICI, TRICKY

EVIL = {
    "Host": "evil.example",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-For": "203.0.113.1",
    "X-Forwarded-Port": "666",
    "Forwarded": "host=evil.example;proto=https",
    "X-Original-URL": "/evil",
    "X-Rewrite-URL": "/evil",
    "X-HTTP-Method-Override": "DELETE",
}
PATHS = (
    "/",
    "/article/10.1111/lamp.12329",
    "/article/10.1111%2FLAMP.12329",
    "/doc/ttl/article/10.1111/lamp.12329",
    "/doc/html/article/10.1111/lamp.12329",
    "/dataset",
    "/doc/ttl/dataset",
    "/doc/ttl/ns",
    "/articles?page=2",
    "/articles?page=2&format=json",
    "/search?q=journal&format=json",
    "/dumps",
    "/dumps/?format=json",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-1.xml",
    "/openapi.json",
    "/resolve?id=10.1111/lamp.12329",
    "/nothing",
)
_URL = re.compile(r'https?://[^\s"<>)\\]+')


@pytest.mark.parametrize("path", PATHS)
def test_p1_nobody_can_write_our_urls(client: Client, path: str) -> None:
    """Host and X-Forwarded-* change nothing in status, headers or body."""
    honest, lied_to = client.ask(path), client.ask(path, headers=EVIL)

    told = {"x-request-id", "date", "content-length"}
    assert honest.status == lied_to.status
    assert {(n, v) for n, v in honest.headers if n not in told} == {(n, v) for n, v in lied_to.headers if n not in told}
    assert b"evil" not in lied_to.body


def test_p1_an_absolute_target_names_no_host_either(client: Client, site: Site) -> None:
    """RFC 9112, section 3.2.2: servers must accept the form; ours takes the path of it."""
    answer = client.raw(
        b"GET http://evil.example/article/10.1111%2Flamp.12329 HTTP/1.1\r\n"
        b"Host: evil.example\r\nConnection: close\r\n\r\n"
    )

    assert b"308" in answer.partition(b"\r\n")[0]
    assert f"location: {site.base}article/10.1111/lamp.12329\r\n".encode() in answer
    assert b"evil" not in answer


@pytest.mark.parametrize("prefix", ["/data/kg", ""], ids=["prefix passed on", "prefix taken off"])
@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("/", 200, None),
        ("/article/10.1000/report.ttl", 303, "doc/html/article/10.1000/report.ttl"),
        ("/article/10.1000%2FREPORT.ttl?x=1", 308, "article/10.1000/report.ttl?x=1"),
        ("/doc/ttl/article/10.1000/report.ttl", 200, None),
        ("/doc/ttl/article/10.1000%2Freport.ttl", 308, "doc/ttl/article/10.1000/report.ttl"),
        ("/dumps", 308, "dumps/"),
        ("/resolve?id=doi:10.1000/report.ttl", 303, "article/10.1000/report.ttl"),
        ("/.well-known/void", 303, "doc/ttl/dataset"),
        ("/articles", 200, None),
        ("/robots.txt", 200, None),
        ("/nothing", 404, None),
    ],
)
def test_p2_a_sub_path_keeps_scheme_host_and_prefix(
    mounted: Client, prefix: str, path: str, status: int, location: str | None
) -> None:
    """Whether the proxy passes the prefix on or takes it off: the same answer, with the whole base."""
    answer = mounted.ask(prefix + path)

    assert (status, location and MOUNTED + location) == (answer.status, answer["location"] or None)


def test_p2_the_base_without_its_slash_is_the_home_page(mounted: Client) -> None:
    assert 200 == mounted.ask("/data/kg").status


@pytest.mark.parametrize(
    "path", ["/", "/articles", "/doc/html/article/10.1000/report.ttl", "/dumps/", "/search?q=plain"]
)
def test_p2_pages_load_what_stands_below_the_prefix(mounted: Client, path: str) -> None:
    """Every URL that a page names is below the prefix, and answers."""
    page = mounted.ask(path, "text/html").body.decode()
    named = set(re.findall(r'(?:href|src|action)="([^"#]+)"', page))
    ours = {url.replace("&amp;", "&") for url in named if url.startswith(("/", MOUNTED))}

    for url in ours:
        assert url.startswith(("/data/kg/", MOUNTED)), url
        assert mounted.ask(url).status in {200, 303}, url


@pytest.mark.parametrize("path", [path for path in PATHS if "lamp" not in path] + [f"/doc/ttl/article/{TRICKY[SICI]}"])
def test_p3_all_links_start_with_the_base(mounted: Client, path: str) -> None:
    """Paging, the dataset, OpenAPI, sitemap: no URL of ours has another beginning."""
    answer = mounted.ask(path)
    said = f"{answer['link']} {answer['location']} {answer['content-location']} {answer.body.decode()}"

    for url in _URL.findall(said):
        assert "127.0.0.1" not in url
        assert url.startswith(MOUNTED[:-1]) or "kg.example.org" not in url


def test_p3_pages_of_a_list_can_be_walked(mounted: Client) -> None:
    """`next` leads through all of it."""
    target, seen = "/articles?format=json", []
    while target:
        page = mounted.ask(target)
        seen += [item["id"] for item in page.json["items"]]
        target = page.json.get("next", "")
        assert page.linked("next") == ([target.replace("&format=json", "")] if target else [])

    assert len(TRICKY) == len(seen) == len(set(seen))
