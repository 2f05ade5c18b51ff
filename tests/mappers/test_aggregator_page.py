"""The text of a page, and what the record says of the same things."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.mappers import aggregator
from kg.model import Count, Text
from tests.mappers.aggregator_records import made, only, record


@pytest.mark.parametrize(
    ("stated", "page", "counts", "remarks"),
    [
        ("0", None, [0], ()),
        (12, "\n引用次数: 12", [12], ()),
        ("12", "\n引用次数：13\n", [12], ("citation-counts-differ",)),
        (None, "引用次数: 3", [3], ()),
        (None, None, [], ()),
        ("-1", None, [], ()),
        ("many", "引用次数: many", [], ("page-text-not-read",)),
    ],
)
def test_citations_are_counted_twice_and_compared(
    stated: Any, page: str | None, counts: list[int], remarks: tuple[str, ...]
) -> None:
    """The JSON is believed, the page fills in, a difference is remarked on; zero is a count."""
    article = made(page, citationCount=stated)

    assert counts == [count.value for count in article.counts]
    assert remarks == article.remarks


@pytest.mark.parametrize(
    ("stated", "page", "abstract", "remarks"),
    [
        ("<p>One.</p><p>Two &lt; three.</p>", "Abstract\nOne.\nTwo < three.\n", "One.\n\nTwo < three.", ()),
        (None, "Abstract:\nOne.\n\nTwo.", "One.\n\nTwo.", ()),
        ("", "Abstract： One.", "One.", ()),
        ("One.", "Abstract\nOther.", "One.", ("abstracts-differ",)),
        ("One.", None, "One.", ()),
        (
            None,
            "Abstract\nOne.\nAbstract art.\nAbstract\nTwo.",
            "One. Abstract art. Abstract Two.",
            (),
        ),
        (None, "Abstract\n期刊介绍:\nA journal.", None, ()),
        (None, "Something else", None, ("page-text-not-read",)),
        (None, None, None, ()),
    ],
)
def test_abstracts_stand_twice_and_are_compared(
    stated: str | None, page: str | None, abstract: str | None, remarks: tuple[str, ...]
) -> None:
    """A label that comes again is a line of the abstract, as is a sentence that begins with the word."""
    article = made(page, abstract=stated)
    assert ((Text(abstract),) if abstract else ()) == article.abstracts
    assert remarks == article.remarks


def test_translations_are_chinese() -> None:
    """Titles and abstracts in Chinese say so; one that only repeats the original is none."""
    article = made(TitleCN="标题", AbstractTextCN="<p>摘要。</p>", abstract="<p>Words.</p>")

    assert (Text("标题", "zh"),) == article.other_titles
    assert (Text("Words."), Text("摘要。", "zh")) == article.abstracts
    assert () == aggregator.article(record(title="标题", TitleCN="标题")).other_titles


def test_seeds_with_text_of_their_page(seeds: Path) -> None:
    """Full-width colons, Chinese introductions, authors that are a group, no count at all."""
    parnas = aggregator.article(only(seeds / "aggregator" / "002_parnas-1972.txt"))
    epidemic = aggregator.article(only(seeds / "aggregator" / "003_ncpere-2020.txt"))

    assert (Count(name="citations", value=4762, source="agg"),) == parnas.counts
    assert ("1053-1058", "1053", "1058") == (parnas.pages, parnas.page_start, parnas.page_end)
    assert () == parnas.remarks
    assert () == epidemic.counts
    assert (Text("新型冠状病毒肺炎流行病学特征分析", "zh"),) == epidemic.other_titles
    assert [True] == [agent.is_group for agent in epidemic.agents]
    description = epidemic.containers[0].description
    assert description is not None
    assert description.text.startswith("《中华流行病学杂志》是")
