"""One article by hand, in every format, to be read by a person: tests/serialise/golden is how we write.

Where a change is meant, write the files anew (`write` of golden/article.nt, about `ARTICLE`) and read the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.formats import FORMATS, N_TRIPLES, Format
from kg.iris import Iris
from kg.serialise import schema_org, turtle, write
from kg.serialise.reading import parse_lines
from kg.terms import Triple
from tests.serialise.graphs import IRIS, NAMES, plain, read_by_oxigraph

GOLDEN = Path(__file__).parent / "golden"
ARTICLE = IRIS.article("10.5555/(sici)42:1<7::aid-kg3>3.0.co;2-8")
RDF_FORMATS = [format_ for format_ in FORMATS if format_.is_rdf]


@pytest.fixture(scope="module")
def article() -> list[Triple]:
    return list(parse_lines((GOLDEN / "article.nt").read_bytes()))


@pytest.mark.parametrize("format_", RDF_FORMATS, ids=lambda format_: format_.extension)
def test_the_article_is_written_as_it_should_read(article: list[Triple], format_: Format) -> None:
    """Byte for byte; and the file says what the N-Triples say."""
    expected = (GOLDEN / f"article.{format_.extension}").read_bytes()

    assert expected == write(article, format_, NAMES, about=ARTICLE)
    assert plain(article) == read_by_oxigraph(expected, format_)


def test_the_page_of_the_article_says_it_in_schema_org(article: list[Triple]) -> None:
    """One line, fit for a script element."""
    assert (GOLDEN / "schema-org.json").read_bytes() == schema_org(article, ARTICLE) + b"\n"


def test_a_dump_has_the_article_in_blocks(article: list[Triple]) -> None:
    """Every prefix is declared at the head, and no value spans lines."""
    assert (GOLDEN / "dump.ttl").read_bytes() == b"".join(turtle.stream(article, NAMES))


def test_the_hand_made_article_is_large_enough_to_judge_by(article: list[Triple]) -> None:
    """About as many triples as a real one, fragments included."""
    assert 101 == len(set(article))
    assert Iris.fragment(ARTICLE, "author-1") in {subject for subject, _, _ in article}
    assert N_TRIPLES in RDF_FORMATS
