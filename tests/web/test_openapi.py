"""OpenAPI tells the truth: every route is described, and what it answers is what is described."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.web.client import Answer, Client
from tests.web.conftest import Site

VALUES = {
    "extension": "ttl",
    "path": "article/10.1111/lamp.12329",
    "doi": "10.1111/lamp.12329",
    "name": "SHA256SUMS",
    "number": "1",
}
KEYS = {
    "article": "10.1111/lamp.12329",
    "periodical": "agg:42501",
    "record": "agg/10.1111%2Flamp.12329",
    "source": "agg",
}
ACCEPTS = ("text/html", "text/turtle", "application/json", "image/png", "*/*")


@pytest.fixture(scope="session")
def description(client: Client) -> Any:
    return client.ask("/openapi.json").json


@pytest.fixture(scope="session")
def description_at_once(at_once: Client) -> Any:
    return at_once.ask("/openapi.json").json


def test_every_route_is_described(description: Any, site: Site) -> None:
    """With GET, HEAD and OPTIONS, at the base of the site, and unique names."""
    assert site.base.rstrip("/") == description["servers"][0]["url"]
    assert {"/", "/article/{key}", "/doc/{extension}/{path}", "/articles", "/search", "/resolve", "/dumps/{name}"} <= (
        description["paths"].keys()
    )
    names = [
        said["operationId"] for path in description["paths"].values() for said in path.values() if "operationId" in said
    ]
    assert len(names) == len(set(names))
    for path, methods in description["paths"].items():
        posted = {"post"} if path == "/sparql" else set()
        assert {"get", "head", "options"} | posted == methods.keys(), path
        assert "422" not in methods["get"]["responses"]


def test_references_lead_somewhere(description: Any) -> None:
    """Every `$ref` names a schema that is there, and every schema is named."""
    named = set(re.findall(r"'\$ref': '#/components/schemas/(\w+)'", str(description)))

    assert description["components"]["schemas"].keys() == named


@pytest.mark.parametrize("accept", ACCEPTS)
def test_answers_are_as_described(
    client: Client, at_once: Client, description: Any, description_at_once: Any, accept: str
) -> None:
    """For each path, with parameters that hit and that miss: status and type stand in the description."""
    for asked, said in ((client, description), (at_once, description_at_once)):
        for template, methods in said["paths"].items():
            for path in {_filled(template), re.sub(r"\{\w+\}", "nothing", template)}:
                for query in (
                    "",
                    "?page=2",
                    "?page=x",
                    "?format=nonsense",
                    "?id=10.1111/lamp.12329&doi=10.1111/lamp.12329",
                ):
                    for method in ("GET", "HEAD"):
                        _check(methods[method.lower()], asked.ask(path + query, accept, method=method), path + query)


def test_validators_and_ranges_are_described(client: Client, description: Any, site: Site) -> None:
    """304 and 206 are answers, too."""
    tag = client.ask("/doc/ttl/article/10.1111/lamp.12329")["etag"]
    again = client.ask("/doc/ttl/article/10.1111/lamp.12329", headers={"If-None-Match": tag})
    _check(description["paths"]["/doc/{extension}/{path}"]["get"], again, "304")
    for range_ in ("bytes=0-5", "bytes=99999999-"):
        part = client.ask(f"/dumps/{site.generation.manifest.dumps[0].name}", headers={"Range": range_})
        _check(description["paths"]["/dumps/{name}"]["get"], part, range_)


def test_json_answers_have_the_fields_that_are_described(client: Client, description: Any) -> None:
    """All that is required, and nothing that is not named."""
    schemas = description["components"]["schemas"]
    for path, name in (
        ("/health", "Health"),
        ("/articles?page=2&format=json", "Listed"),
        ("/search?q=odd&format=json", "Listed"),
        ("/dumps/?format=json", "Dumps"),
        ("/nothing", "Problem"),
        ("/articles?format=x", "Problem"),
    ):
        body = client.ask(path).json
        assert set(schemas[name]["required"]) <= body.keys() <= schemas[name]["properties"].keys(), path
        for item in body.get("items", []):
            assert item.keys() <= schemas["Item"]["properties"].keys()


def _filled(template: str) -> str:
    kind = template.split("/")[1]
    return re.sub(r"\{(\w+)\}", lambda name: VALUES.get(name[1]) or KEYS.get(kind, "h:x"), template)


def _check(operation: Any, answer: Answer, where: str) -> None:
    described = operation["responses"].get(str(answer.status))
    assert described is not None, (where, answer.status)
    if answer.body:
        types = described["content"].keys()
        assert answer.media_type in types or "*/*" in types, (where, answer.status, answer.media_type)
