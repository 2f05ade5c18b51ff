"""docs/http.md tells all there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.formats import FORMATS, Format
from kg.site.pointed import MOST_NAMES
from kg.web.asked import LONGEST, LONGEST_BY_PATH
from tests.web.client import Client

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "http.md").read_text()


def test_every_route_is_documented(client: Client) -> None:
    """By the path that OpenAPI has for it."""
    paths = client.ask("/openapi.json").json["paths"]

    assert [] == [path for path in paths if f"`{path}" not in PAGE]


def test_every_status_is_documented(client: Client) -> None:
    """Redirects and conditions in the text, errors in their table."""
    paths = client.ask("/openapi.json").json["paths"]
    statuses = {status for methods in paths.values() for status in methods["get"]["responses"]} - {"200", "206"}

    assert [] == [
        status
        for status in statuses
        if f"| {status} |" not in PAGE and f"({status})" not in PAGE and f" {status}." not in PAGE
    ]


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.extension)
def test_every_format_is_documented(format_: Format) -> None:
    """With all names that it is asked for by."""
    line = next(line for line in PAGE.splitlines() if line.startswith(f"| `{format_.extension}` |"))

    assert all(f"`{media_type}`" in line for media_type in format_.media_types)


def test_limits_are_documented() -> None:
    """With the values they have."""
    from kg.web import documents, links, opened, representations

    for limit in (
        LONGEST,
        *LONGEST_BY_PATH.values(),
        documents._MOST_INCOMING,
        MOST_NAMES,
        links._MOST_OCTETS,
        representations._WORTH_PACKING,
    ):
        assert f"{limit:,}" in PAGE
    assert f"{opened._CACHE_BYTES >> 20} MB" in PAGE
