"""One canonical spelling of each identifier, whatever people write."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import identifiers

DOIS = st.builds(
    "10.{}/{}".format,
    st.integers(1000, 999_999_999),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1),
)


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("10.1111/lamp.12329", "10.1111/lamp.12329"),
        ("10.1111/LAMP.12329", "10.1111/lamp.12329"),
        (" 10.1111/lamp.12329\u200b ", "10.1111/lamp.12329"),
        ("doi:10.1111/lamp.12329", "10.1111/lamp.12329"),
        ("DOI: 10.1111/lamp.12329", "10.1111/lamp.12329"),
        ("DOI 10.1111/lamp.12329", "10.1111/lamp.12329"),
        ("info:doi/10.1111/lamp.12329", "10.1111/lamp.12329"),
        ("urn:doi:10.1111/lamp.12329", "10.1111/lamp.12329"),
        ("https://doi.org/10.1111/lamp.12329", "10.1111/lamp.12329"),
        ("http://dx.doi.org/10.1111/lamp.12329", "10.1111/lamp.12329"),
        ("https://doi.org/10.1111%2Flamp.12329", "10.1111/lamp.12329"),
        ("https://doi.org/10.1002/(SICI)1%3C1::AID%3E3.0.CO;2-8", "10.1002/(sici)1<1::aid>3.0.co;2-8"),
        ("10.1002/(SICI)1&lt;1::AID&gt;3.0.CO;2-8", "10.1002/(sici)1<1::aid>3.0.co;2-8"),
        ("10.1000/a%2Fb", "10.1000/a%2fb"),
        ("10.1000/a b#c?d", "10.1000/a b#c?d"),
        ("10.1000/İ", "10.1000/İ"),
        ("10.1000.10/123", "10.1000.10/123"),
        ("10.123456789/x", "10.123456789/x"),
        ("10.12/x", None),
        ("10.1000/", None),
        ("10.1000/ ", None),
        ("11.1000/x", None),
        ("see 10.1000/x", None),
        ("https://example.org/10.1000/x", None),
        ("", None),
    ],
)
def test_a_doi_has_one_spelling(written: str, doi: str | None) -> None:
    """ASCII letters are folded, the ways to write it are taken off, and nothing else is changed."""
    assert doi == identifiers.doi(written)


@given(DOIS)
def test_normalising_twice_changes_nothing(text: str) -> None:
    """What comes out is canonical."""
    doi = identifiers.doi(text)

    assert doi is None or doi == identifiers.doi(doi)


@given(DOIS)
def test_every_way_to_write_a_doi_gives_the_same(text: str) -> None:
    """Upper case, label and URL are ways to write the one name."""
    doi = identifiers.doi(text)
    if doi is None:
        return
    ways = [f"doi:{doi}", f"https://doi.org/{quote(doi, safe='/')}", f"http://dx.doi.org/{quote(doi, safe='')}"]

    assert {doi} == {identifiers.doi(way) for way in ways}


@pytest.mark.parametrize(
    ("normalise", "written", "expected"),
    [
        (identifiers.orcid, "http://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        (identifiers.orcid, "000000021825009X", None),
        (identifiers.orcid, "0000-0002-1694-233x", "0000-0002-1694-233X"),
        (identifiers.orcid, "0000-0002-1825-0098", None),
        (identifiers.issn, "00280836", "0028-0836"),
        (identifiers.issn, "2434-561x", "2434-561X"),
        (identifiers.issn, "0028-0837", None),
        (identifiers.issn, "0000-0000", None),
        (identifiers.isbn, "0-19-852663-6", "9780198526636"),
        (identifiers.isbn, "http://id.crossref.org/isbn/9780198526636", "9780198526636"),
        (identifiers.isbn, "9780198526637", None),
        (identifiers.handle, "https://hdl.handle.net/20.500.14123/175", "20.500.14123/175"),
        (identifiers.handle, "hdl:2027/1", "2027/1"),
        (identifiers.handle, "2027/1", "2027/1"),
        (identifiers.handle, "no handle", None),
        (identifiers.ror, "https://ror.org/042nb2s44", "042nb2s44"),
        (identifiers.ror, "042nb2s4", None),
        (identifiers.pmid, "https://pubmed.ncbi.nlm.nih.gov/31978945", "31978945"),
        (identifiers.pmid, "pmid:00123", "123"),
        (identifiers.pmid, "0", None),
        (identifiers.pmcid, "https://www.ncbi.nlm.nih.gov/pmc/articles/6993921", "PMC6993921"),
        (identifiers.pmcid, "PMC6993921.2", "PMC6993921"),
        (identifiers.arxiv, "arXiv:2101.00001v3", "2101.00001"),
        (identifiers.arxiv, "https://arxiv.org/abs/hep-th/9901001", "hep-th/9901001"),
        (identifiers.arxiv, "2101", None),
        (identifiers.openalex, "https://openalex.org/W2741809807", "W2741809807"),
        (identifiers.openalex, "nonsense", None),
    ],
)
def test_other_identifiers(normalise: object, written: str, expected: str | None) -> None:
    """The bare value where form and check digit are right, else none at all."""
    assert callable(normalise)
    assert expected == normalise(written)
