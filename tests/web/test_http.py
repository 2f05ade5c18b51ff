"""HTTP as RFC 9110 has it: HEAD, OPTIONS, validators, codings; and headers that keep browsers safe."""

from __future__ import annotations

import gzip
import logging
import os
import re
import subprocess
import sys

import pytest

from kg.formats import FORMATS, Format
from kg.web.app import create_app
from tests.web.client import Client
from tests.web.conftest import Site, serving
from tests.web.tricky import TRICKY

ARTICLE = "/article/10.1111/lamp.12329"
DOC = "/doc/{}/article/10.1111/lamp.12329"
PATHS = (
    "/",
    ARTICLE,
    "/article/10.1111%2Flamp.12329",
    DOC.format("ttl"),
    DOC.format("html"),
    "/dataset",
    "/.well-known/void",
    "/doc/jsonld/ns",
    "/articles",
    "/people?format=json",
    "/search?q=mexico",
    "/dumps",
    "/dumps/",
    "/dumps/SHA256SUMS",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-1.xml",
    "/health",
    "/openapi.json",
    "/resolve?id=10.1111/lamp.12329",
    "/resolve",
    "/nothing",
    "/article/%E9",
)
STABLE = (
    "/",
    "/articles",
    "/dumps/",
    "/openapi.json",
    "/sitemap-1.xml",
    *(f"/doc/{format_.extension}/article/10.1111/lamp.12329" for format_ in FORMATS),
    *(f"/doc/{format_.extension}/periodical/agg:7?page=2" for format_ in FORMATS),
    *(f"/doc/{format_.extension}/dataset" for format_ in FORMATS),
    *(f"/doc/{format_.extension}/ns" for format_ in FORMATS),
)
_OF_THE_REQUEST = {"x-request-id", "date"}


def _dump(site: Site) -> str:
    return "/dumps/" + site.generation.manifest.dumps[0].name


@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "image/png"])
@pytest.mark.parametrize("path", PATHS)
def test_h1_head_is_get_without_the_body(client: Client, path: str, accept: str) -> None:
    """The same status and the same headers, length and tag among them."""
    for headers in ({}, {"Accept-Encoding": "gzip"}):
        get = client.ask(path, accept, headers=headers)
        head = client.ask(path, accept, method="HEAD", headers=headers)

        without = lambda answer: [(n, v) for n, v in answer.headers if n not in _OF_THE_REQUEST]  # noqa: E731
        assert (get.status, without(get), b"") == (head.status, without(head), head.body)


def test_h1_head_of_a_dump_reads_nothing(client: Client, site: Site) -> None:
    dump = site.generation.manifest.dumps[0]
    answer = client.ask(_dump(site), method="HEAD")

    assert (200, str(dump.size), b"") == (answer.status, answer["content-length"], answer.body)


@pytest.mark.parametrize("path", [*PATHS, "/sparql"])
def test_h2_a_browser_may_ask_from_anywhere(client: Client, path: str) -> None:
    """The preflight of CORS: anybody, any header, and no credentials."""
    headers = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "accept, if-none-match",
    }
    answer = client.ask(path, method="OPTIONS", headers=headers)

    if path == "/article/%E9":
        assert 400 == answer.status
        return
    assert (204, "*", b"") == (answer.status, answer["access-control-allow-origin"], answer.body)
    methods = "GET, HEAD, POST, QUERY, OPTIONS" if path == "/sparql" else "GET, HEAD, OPTIONS"
    assert methods == answer["access-control-allow-methods"] == answer["allow"]
    assert "*" == answer["access-control-allow-headers"]
    assert "" == answer["access-control-allow-credentials"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_h2_every_answer_may_be_read_from_anywhere(client: Client, path: str, method: str) -> None:
    """Errors too, with the headers that scripts need; once each."""
    answer = client.ask(path, method=method, headers={"Origin": "https://elsewhere.example"})

    assert ["*"] == [value for name, value in answer.headers if name == "access-control-allow-origin"]
    exposed = set(answer["access-control-expose-headers"].split(", "))
    assert {"Link", "ETag", "Content-Location", "Location"} <= exposed
    assert "" == answer["access-control-allow-credentials"]


def test_h3_tags_differ_by_format_and_coding(client: Client) -> None:
    """Seven formats in two codings: fourteen strong tags."""
    tags = [
        client.ask(DOC.format(format_.extension), headers={"Accept-Encoding": coding})["etag"]
        for format_ in FORMATS
        for coding in ("gzip", "identity")
    ]

    assert len(tags) == len(set(tags)) == 2 * len(FORMATS)
    assert all(re.fullmatch(r'"[0-9a-f]{32}(-gzip)?"', tag) for tag in tags)


def test_h3_tags_outlive_a_restart(client: Client, site: Site) -> None:
    """Other processes, in which sets have other orders: the same bytes and the same tags."""
    program = (
        "import sys; from pathlib import Path; from kg.settings import Settings; from kg.site.layout import Layout; "
        "from kg.web.once import get; layout = Layout(Path(sys.argv[1])); settings = Settings({'web.page_size': 10}); "
        "[print(get(settings, layout, path, '*/*').header('etag')) for path in sys.argv[2:]]"
    )
    command = [sys.executable, "-c", program, str(site.layout.folder), *STABLE]
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)

        assert [client.ask(path)["etag"] for path in STABLE] == said.stdout.split()


@pytest.mark.parametrize(
    "path", [DOC.format("ttl"), DOC.format("html"), "/articles", "/robots.txt", "/openapi.json", "/"]
)
@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_h3_a_client_that_has_it_is_told_so(client: Client, path: str, coding: str) -> None:
    """If-None-Match: the tag, one of several, a weak form of it, or `*`; and 304 repeats what caches need."""
    encoding = {"Accept-Encoding": coding}
    full = client.ask(path, headers=encoding)
    tag = full["etag"]
    for condition in (tag, f'"other", {tag}', f"W/{tag}", f'W/"a",W/{tag} , "b"', "*"):
        answer = client.ask(path, headers=encoding | {"If-None-Match": condition})

        assert (304, b"") == (answer.status, answer.body), condition
        for name in ("etag", "vary", "cache-control", "last-modified", "content-location"):
            assert full[name] == answer[name]
        assert "" == answer["content-type"]
    for condition in ('"other"', tag.strip('"'), '""', "W/", ""):
        assert 200 == client.ask(path, headers=encoding | {"If-None-Match": condition}).status, condition


def test_h3_the_tag_of_one_coding_is_not_that_of_the_other(client: Client) -> None:
    """Who has the gzip has not the plain bytes."""
    packed = client.ask(DOC.format("ttl"), headers={"Accept-Encoding": "gzip"})["etag"]

    assert 200 == client.ask(DOC.format("ttl"), headers={"If-None-Match": packed}).status


@pytest.mark.parametrize(
    ("date", "status"),
    [
        ("{}", 304),
        ("Fri, 31 Dec 2100 23:59:59 GMT", 304),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 200),
        ("yesterday", 200),
        ("", 200),
        ("Thu, 01 Jan 99999 00:00:00 GMT", 200),
    ],
)
def test_h3_dates_are_a_weaker_condition(client: Client, date: str, status: int) -> None:
    """If-Modified-Since against the day the generation was made; ignored beside If-None-Match."""
    modified = client.ask(DOC.format("ttl"))["last-modified"]
    condition = {"If-Modified-Since": date.format(modified)}

    assert status == client.ask(DOC.format("ttl"), headers=condition).status
    assert 200 == client.ask(DOC.format("ttl"), headers=condition | {"If-None-Match": '"other"'}).status


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.extension)
def test_h4_gzip_is_the_same_bytes_packed(client: Client, format_: Format) -> None:
    """Said in Vary whether packed or not, and never without the label."""
    plain = client.ask(DOC.format(format_.extension))
    packed = client.ask(DOC.format(format_.extension), headers={"Accept-Encoding": "gzip"})

    assert ("", "gzip") == (plain["content-encoding"], packed["content-encoding"])
    assert plain.body == gzip.decompress(packed.body)
    assert len(packed.body) < len(plain.body)
    assert "Accept-Encoding" == plain["vary"] == packed["vary"]


def test_h4_redirects_and_errors_are_not_packed(client: Client) -> None:
    for path in (ARTICLE, "/nothing"):
        assert "" == client.ask(path, headers={"Accept-Encoding": "gzip"})["content-encoding"]


@pytest.mark.parametrize("path", ["/", DOC.format("html"), DOC.format("ttl"), "/articles", "/dumps/", "/search"])
def test_h4_no_page_is_a_download(client: Client, path: str) -> None:
    assert "" == client.ask(path, "text/html")["content-disposition"]


@pytest.mark.parametrize("path", PATHS)
def test_h5_browsers_are_told_to_be_careful(client: Client, path: str) -> None:
    """No guessing of types, no foreign code, no frames; the same on errors."""
    answer = client.ask(path, "text/html")
    policy = answer["content-security-policy"]

    assert "nosniff" == answer["x-content-type-options"]
    assert answer["referrer-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "" == answer["server"]


@pytest.mark.parametrize(
    "path", ["/", "/articles", DOC.format("html"), "/search?q=%22%3E%3Cscript%3Ealert(1)", "/nope"]
)
def test_h5_pages_obey_their_own_policy(client: Client, path: str) -> None:
    """No inline script or style, no handler, nothing from another host."""
    page = client.ask(path, "text/html").body.decode()

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"", page)
    assert "<script>alert" not in page
    for script in re.findall(r"<script[^>]*>", page):
        assert 'type="application/ld+json"' in script or "src=" in script
    for source in re.findall(r'<(?:script|img|link rel="stylesheet")[^>]*(?:src|href)="([^"]+)"', page):
        assert not source.startswith("//")


def test_h3_files_of_pages_are_kept_for_ever(client: Client) -> None:
    """A page names each by its digest; without that, or with another one, a cache must ask again."""
    named = set(re.findall(r'"(/static/[^"?]+)\?v=([0-9a-f]+)"', client.ask("/", "text/html").body.decode()))

    assert named
    for path, version in named:
        forever, plain = client.ask(f"{path}?v={version}"), client.ask(f"{path}?v=000000000000")
        assert (200, "max-age=31536000, immutable") == (forever.status, forever["cache-control"])
        assert (200, "max-age=3600") == (plain.status, plain["cache-control"])
        assert 304 == client.ask(path, headers={"If-None-Match": forever["etag"]}).status


@pytest.mark.parametrize("doi", TRICKY, ids=lambda doi: doi[:50])
def test_h5_odd_titles_stay_text(client: Client, doi: str) -> None:
    """In the page and in its JSON-LD nothing of a title becomes markup, and no header breaks."""
    answer = client.ask(f"/doc/html/article/{TRICKY[doi]}")
    page = answer.body.decode()

    assert 200 == answer.status
    assert not re.search(r"[\r\n]", answer["link"] + answer["content-location"])
    for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL):
        assert "<" not in data.replace("\\u003c", "")


def test_h5_link_headers_stay_small_enough_for_proxies(client: Client) -> None:
    """Nginx gives a whole header 4 KiB unless told otherwise."""
    for doi in TRICKY:
        for extension in ("html", "ttl"):
            answer = client.ask(f"/doc/{extension}/article/{TRICKY[doi]}", headers={"Accept-Encoding": "gzip"})
            size = sum(len(name) + len(value) + 4 for name, value in answer.headers)

            assert size < (4_096 if len(doi) < 1_000 else 8_192)


def test_h6_every_answer_has_an_id_and_the_log_knows_it(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever reports an error can name the line."""
    logging.getLogger("kg.web").addHandler(caplog.handler)
    try:
        answers = [client.ask(path) for path in (ARTICLE, "/nothing", "/article/%E9", DOC.format("ttl"))]
        client.ask("/health")  # a line is written when the answer is sent: behind this one all are
    finally:
        logging.getLogger("kg.web").removeHandler(caplog.handler)

    ids = [answer["x-request-id"] for answer in answers]
    assert 4 == len(set(ids))
    assert ids[1] == answers[1].json["request"]
    for request_id, answer in zip(ids, answers, strict=True):
        assert any(request_id in line and f" {answer.status} " in line for line in caplog.messages)


@pytest.mark.parametrize(("broken", "status"), [(ZeroDivisionError("secret /etc"), 500), (OSError("/srv/secret"), 503)])
def test_h6_errors_tell_nothing_of_the_inside(site: Site, broken: Exception, status: int) -> None:
    """No trace, no path, no message of ours; the id leads to the log.  A site that cannot be read is 503 for now."""
    app = create_app(site.settings, site.generation)

    async def fails(*_: object) -> None:
        raise broken

    app.app.router.routes[0].endpoint._answer = fails  # type: ignore[attr-defined]
    with serving(app) as client:
        for accept in ("text/turtle", "text/html"):
            answer = client.ask(ARTICLE, accept, headers={"Origin": "https://elsewhere.example"})

            assert status == answer.status
            assert "*" == answer["access-control-allow-origin"]
            assert b"secret" not in answer.body
            assert b"Traceback" not in answer.body
            assert ("5" if status == 503 else "") == answer["retry-after"]
        assert 200 == client.ask("/health").status
