"""URIs: one spelling, valid for every parser, and read back from whatever a client sends."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg import identifiers
from kg.errors import SettingsError
from kg.iris import Iris, canonical, hashed, path, segment

KEYS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1)
IRIS = Iris("https://kg.example.org/")


@given(KEYS)
def test_encoding_is_undone_by_decoding(text: str) -> None:
    """Nothing is lost: what a client decodes is the key."""
    assert text == unquote(segment(text))
    assert text == unquote(path(text))


@given(KEYS)
def test_every_key_makes_an_iri_for_every_parser(text: str) -> None:
    """Oxigraph is strict about IRIs, rdflib about some: both take all of ours."""
    minted = IRIS.article(text)[1:-1].decode()

    assert minted == ox.NamedNode(minted).value
    assert f"<{minted}>" == rdflib.URIRef(minted).n3()


@given(KEYS.filter(lambda text: text not in {".", ".."}))  # what is nothing but dots has no spelling that survives
def test_no_client_changes_the_path(text: str) -> None:
    """No empty segment, no dot segment, no query, no fragment: what proxies and browsers would rewrite."""
    split = urlsplit("https://kg.example.org/article/" + path(text))
    segments = split.path.removeprefix("/article/").split("/")

    assert not split.query
    assert not split.fragment
    assert not {"", ".", ".."} & set(segments)


@given(st.builds("10.{}/{}".format, st.integers(1000, 99999), KEYS))
def test_the_canonical_path_of_a_doi_is_a_fixed_point(text: str) -> None:
    """The URI in the data leads to itself."""
    doi = identifiers.doi(text)
    if doi is not None:
        assert f"article/{path(doi)}" == canonical(f"article/{path(doi)}")
        assert f"article/{path(doi)}" == canonical(f"article/{quote(doi, safe='')}")


@pytest.mark.parametrize(
    ("asked", "spelled"),
    [
        ("article/10.1111/lamp.12329", "article/10.1111/lamp.12329"),
        ("article/10.1111/LAMP.12329", "article/10.1111/lamp.12329"),
        ("article/10.1111%2Flamp.12329", "article/10.1111/lamp.12329"),
        ("article/10.1111%2flamp.12329", "article/10.1111/lamp.12329"),
        ("article/doi:10.1111/lamp.12329", "article/10.1111/lamp.12329"),
        ("article/https://doi.org/10.1111/lamp.12329", "article/10.1111/lamp.12329"),
        ("article/10.1016/S0140-6736%2820%2930183-5", "article/10.1016/s0140-6736(20)30183-5"),
        ("article/10.1002/(SICI)1<672::AID>3.0.CO;2-8", "article/10.1002/(sici)1%3C672::aid%3E3.0.co;2-8"),
        ("article/10.1000/a%23b%3Fc%25d", "article/10.1000/a%23b%3Fc%25d"),
        ("article/10.1000/a+b", "article/10.1000/a%2Bb"),
        ("article/10.1000/a%2Bb", "article/10.1000/a%2Bb"),
        ("article/10.1000/a%20b", "article/10.1000/a%20b"),
        ("article/10.1000/x.ttl", "article/10.1000/x.ttl"),
        ("article/10.1000/x/", "article/10.1000/x%2F"),
        ("article/10.1000/x%2F", "article/10.1000/x%2F"),
        ("article/10.1000//x", "article/10.1000/%2Fx"),
        ("article/10.1000/./x", "article/10.1000/.%2Fx"),
        ("article/10.1000/%C3%A9", "article/10.1000/%C3%A9"),
        ("article/10.1000/e%CC%81", "article/10.1000/%C3%A9"),
        ("article/pmid:https://pubmed.ncbi.nlm.nih.gov/31978945/", "article/pmid:31978945"),
        ("article/PMID:31978945", "article/pmid:31978945"),
        ("article/openalex:w123", "article/openalex:W123"),
        ("article/h:abc", "article/h:abc"),
        ("article/10.1111%252Flamp", None),
        ("article/10.1000/%E9", None),
        ("article/nonsense", None),
        ("article/", None),
        ("article", None),
        ("person/orcid:https://orcid.org/0000-0002-1825-0097", "person/orcid:0000-0002-1825-0097"),
        ("person/orcid:0000-0002-1825-0098", None),
        ("periodical/issn:2434-561x", "periodical/issn:2434-561X"),
        ("periodical/issn:0028-0836/volume/15/issue/1%2F2", "periodical/issn:0028-0836/volume/15/issue/1%2F2"),
        ("periodical/agg:42501", "periodical/agg:42501"),
        ("organization/ror:https://ror.org/042nb2s44", "organization/ror:042nb2s44"),
        ("record/crossref/10.1111/LAMP", "record/crossref/10.1111/LAMP"),
        ("dataset", "dataset"),
        ("nothing/here", None),
    ],
)
def test_a_path_is_understood_in_every_spelling(asked: str, spelled: str | None) -> None:
    """Whatever the spelling, one canonical path; what names nothing is nothing."""
    assert spelled == canonical(asked)


@pytest.mark.parametrize(
    "base", ["", "kg.example.org/", "https://kg.example.org", "https://x y/", "ftp://x/", "https://u@x/"]
)
def test_a_base_is_an_absolute_url_that_ends_in_a_slash(base: str) -> None:
    """A base that would make broken URIs stops before the first of them."""
    with pytest.raises(SettingsError, match=r"site\.base"):
        Iris(base)


def test_a_hash_depends_on_every_part_and_its_place() -> None:
    """`("a", "bc")` and `("ab", "c")` are two things."""
    assert hashed("a", "bc") != hashed("ab", "c")
    assert 28 == len(hashed("a"))
