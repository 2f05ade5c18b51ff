"""XML: records wherever they stand, nothing fetched, nothing expanded, and faults told with their line."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.model import Record, Reject

    Read = Callable[..., tuple[list[Record], list[Reject]]]

ARTICLE = "<PubmedArticle><MedlineCitation><PMID>{}</PMID></MedlineCitation></PubmedArticle>"
ONE, TWO = ARTICLE.format(1), ARTICLE.format(2)


def pmids(records: list[Record]) -> list[str]:
    return [record.data.findtext(".//PMID") for record in records]


@pytest.mark.parametrize(
    "content",
    [
        f"<PubmedArticleSet>\n{ONE}\n{TWO}</PubmedArticleSet>",
        f"<?xml version='1.0' encoding='UTF-8'?><PubmedArticleSet>{ONE}<DeleteCitation/>{TWO}</PubmedArticleSet>",
        f'<!DOCTYPE PubmedArticleSet SYSTEM "http://127.0.0.1:9/x.dtd"><PubmedArticleSet>{ONE}{TWO}</PubmedArticleSet>',
        f"\ufeff<anything><within>{ONE}</within><deeper><still>{TWO}</still></deeper></anything>",
    ],
)
def test_records_are_found_wherever_they_stand(read: Read, compress: Callable[[bytes], bytes], content: str) -> None:
    """Compressed or not, whatever element is around them."""
    records, rejects = read(compress(content.encode()))

    assert ["1", "2"] == pmids(records)
    assert [] == rejects
    assert {"xml"} == {record.container for record in records}


def test_an_article_alone_is_a_record(read: Read) -> None:
    """JATS has one article a file; an article that stands in it is part of it."""
    (record,), rejects = read(b"<article><front/><sub-article/><response><article/></response></article>")

    assert ("article", 1) == (record.data.tag, record.origin.line)
    assert [] == rejects


def test_the_bytes_of_a_record_are_the_element(read: Read) -> None:
    """What the catalogue keeps can be read again."""
    (record,), _ = read(f"<s>\n\n{ARTICLE.format('é')}\ntail</s>".encode())

    assert ARTICLE.format("é").encode() == record.raw
    assert 3 == record.origin.line


def test_nothing_outside_is_read(read: Read, tmp_path: Path) -> None:
    """An external entity, a DTD and XInclude name a file and a socket; neither is opened."""
    secret = tmp_path / "secret"
    secret.write_text("no one may see this")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        records, _ = read(
            f'<!DOCTYPE s SYSTEM "{address}" [<!ENTITY f SYSTEM "file://{secret}"><!ENTITY h SYSTEM "{address}">'
            f'<!ENTITY % p SYSTEM "{address}"> %p;]><s xmlns:xi="http://www.w3.org/2001/XInclude">'
            f"{ARTICLE.format(f'&f;&h;<xi:include href=#file://{secret}#/>'.replace('#', chr(34)))}</s>".encode()
        )
        with pytest.raises(TimeoutError):
            server.accept()

    assert not any(b"no one" in record.raw for record in records)


def test_a_bomb_of_entities_does_not_go_off(read: Read) -> None:
    """A thousand million laughs stay one word, or are refused."""
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    records, rejects = read(f"<!DOCTYPE s [{entities}]><s>{ARTICLE.format('&i;')}</s>".encode())

    assert all(len(record.raw) < 1_000 for record in records)
    assert 1 == len(records) + len(rejects)


def test_names_of_characters_are_understood_without_a_dtd(read: Read) -> None:
    """Publishers leave the DTD out, and `&eacute;` in."""
    (record,), rejects = read(f"<s>{ARTICLE.format('caf&eacute; &amp; &nbsp;')}</s>".encode())

    assert [] == rejects
    assert b"&eacute;" in record.raw or "é".encode() in record.raw


@pytest.mark.parametrize(
    ("broken", "place"),
    [
        (f"<s>\n{ONE}\n<PubmedArticle>\n  <a></b>\n</PubmedArticle></s>", "line 4"),
        (f"<s>\n{ONE}\n<PubmedArticle>", "line 3"),
        (f"<s>\n{ONE}\n&undefined;&;</s>", "line 3"),
        (f"<s>\n{ONE}\n<a b='1' b='2'/></s>", "line 3"),
        (f"<s>\n{ONE}\n\x01</s>", "line 3"),
    ],
)
def test_what_stands_before_a_fault_is_read(read: Read, broken: str, place: str) -> None:
    """And the fault has its line."""
    records, (reject,) = read(broken.encode())

    assert ["1"] == pmids(records)
    assert reject.reason.startswith("not well-formed XML: ")
    assert place == (reject.field or "").partition(",")[0]


def test_deep_nesting_is_a_reject(read: Read) -> None:
    """And takes neither the stack nor the time."""
    records, (reject,) = read(b"<article>" + b"<a>" * 50_000)

    assert [] == records
    assert reject.reason.startswith("not well-formed XML: ")


@pytest.mark.parametrize(("size", "found"), [(400_000, ["1", "2"]), (9_000_000, ["1"])])
def test_a_record_over_the_limit_is_not_held(read: Read, size: int, found: list[str]) -> None:
    """The records before it are read, and those behind it if it ends before long."""
    large = ARTICLE.format("x" * size)
    records, (reject,) = read(f"<s>{ONE}{large}{TWO}</s>".encode(), limit=100_000)

    assert found == pmids(records)
    assert "a record of more than 100,000 bytes (build.record_limit)" == reject.reason
