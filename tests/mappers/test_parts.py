"""Parts that sources write in the same few ways: pages, volumes, licences, languages, names, figures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mappers import parts
from kg.mappers.parts import Pages, Place


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("129-155", Pages("129-155", "129", "155")),
        ("129‐155", Pages("129-155", "129", "155")),
        ("129‑155", Pages("129-155", "129", "155")),
        ("129–155", Pages("129-155", "129", "155")),
        ("129—155", Pages("129-155", "129", "155")),
        ("129−155", Pages("129-155", "129", "155")),
        ("129--155", Pages("129-155", "129", "155")),
        ("\n          129 - 155\n        ", Pages("129-155", "129", "155")),
        ("pp. 129-155", Pages("129-155", "129", "155")),
        ("129-55", Pages("129-55", "129", "155")),
        ("1050–60", Pages("1050-60", "1050", "1060")),
        ("117-23.e1", Pages("117-23.e1", "117", "123.e1")),
        ("123-130.e5", Pages("123-130.e5", "123", "130.e5")),
        ("E525-534", Pages("E525-534", "E525", "E534")),
        ("e123-30", Pages("e123-30", "e123", "e130")),
        ("S1-S9", Pages("S1-S9", "S1", "S9")),
        ("1-1", Pages("1-1", "1", "1")),
        ("1-5, 9", Pages("1-5, 9", "1", "5")),
        ("1-3, 8-11", Pages("1-3, 8-11", "1", "3")),
        ("117b-117", Pages("117b-117", "117b", "117")),
        ("xix-xxi", Pages("xix-xxi", "xix", "xxi")),
        ("I-XVII, 1-9", Pages("I-XVII, 1-9", "I", "XVII")),
        ("7:1-7:32", Pages("7:1-7:32", "7:1", "7:32")),
        ("A1-3–A1-8", Pages("A1-3-A1-8", "A1-3", "A1-8")),
        ("12-1-12-8", Pages("12-1-12-8", "12-1", "12-8")),
        ("OP-9 - OP-19", Pages("OP-9-OP-19", "OP-9", "OP-19")),
        ("e123", Pages("e123", "e123")),
        ("P5", Pages("P5", "P5")),
        ("123-", Pages("123", "123")),
        ("1004-3", Pages("1004-3", "1004")),  # an end before the beginning is none
        ("1197-1180", Pages("1197-1180", "1197")),
        ("ENEURO.0123-18.2018", Pages("ENEURO.0123-18.2018")),  # not a range, whatever it looks like
        ("12 - 3 - 4", Pages("12 - 3 - 4")),
        ("129-155 Vol. 9", Pages("129-155 Vol. 9")),
        ("e1245, S137", Pages("e1245, S137")),
        ("n/a-n/a", Pages()),
        ("0-0", Pages()),
        ("-", Pages()),
        ("", Pages()),
        (None, Pages()),
    ],
)
def test_pages(stated: str | None, expected: Pages) -> None:
    assert expected == parts.pages(stated)


@given(st.integers(1, 99_999), st.integers(0, 9_999), st.sampled_from(["", "S", "e"]), st.sampled_from("-–—−"))
def test_an_abbreviated_end_is_the_page_that_it_stands_for(first: int, more: int, series: str, dash: str) -> None:
    """However much of the end is left out, as long as the rest tells."""
    last = str(first + more)
    for kept in range(1, len(last) + 1):
        if len(last) == len(str(first)) and last[:-kept] == str(first)[:-kept]:
            assert f"{series}{last}" == parts.pages(f"{series}{first}{dash}{last[-kept:]}").end


@given(st.one_of(st.text(), st.text("0123456789-–, eS.Pp:ivx", max_size=20)))
def test_pages_of_any_text_are_read_again_the_same(stated: str) -> None:
    """And have a beginning wherever they have an end."""
    pages = parts.pages(stated)
    assert pages.pages is None or pages.pages == parts.pages(pages.pages).pages
    assert pages.start is not None or pages.end is None
    assert all(part is None or part.strip() == part != "" for part in pages)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("15 1", Place("15", "1")),
        ("15(1)", Place("15", "1")),
        ("15 (S1)", Place("15", "S1")),
        ("Vol. 15, No. 1", Place("15", "1")),
        ("Vol 3", Place("3")),
        ("83 3 Pt 2", Place("83", "3 Pt 2")),
        ("99 6-1", Place("99", "6-1")),
        ("370 1962", Place("370", "1962")),
        ("15", Place("15")),
        ("7–8", Place("7-8")),
        ("LIX", Place("LIX")),
        ("SE-2", Place("SE-2")),
        ("1984/85", Place("1984/85")),
        ("83 (1999)", Place("83 (1999)", None, True)),  # a year is no issue
        ("15 Suppl 1", Place("15 Suppl 1", None, True)),
        ("2023 Spring", Place("2023 Spring", None, True)),
        ("abs/2101.00001", Place("abs/2101.00001", None, True)),
        ("ahead-of-print", Place()),
        ("0", Place()),
        (None, Place()),
    ],
)
def test_volume_and_issue_in_one_field(stated: str | None, expected: Place) -> None:
    """What no pattern knows stays whole."""
    assert expected == parts.volume_issue(stated)


@given(st.text())
def test_nothing_is_lost_from_a_volume(stated: str) -> None:
    place = parts.volume_issue(stated)
    assert place == Place() or (
        place.volume and set(stated) >= set((place.volume + (place.issue or "")).replace("-", ""))
    )


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("15", "15"),
        (" 15–16 ", "15-16"),
        ("Supplement_1", "Supplement_1"),
        ("Ahead of Print", None),
        ("PP", None),
        ("null", None),
        ("00", None),
        ("", None),
        (None, None),
    ],
)
def test_a_number_that_stands_for_none_is_none(stated: str | None, expected: str | None) -> None:
    assert expected == parts.numbering(stated)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("http://creativecommons.org/licenses/by/4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("https://www.creativecommons.org/licenses/BY/4.0/legalcode", "https://creativecommons.org/licenses/by/4.0/"),
        ("creativecommons.org/licenses/by-nc-nd/3.0/de/", "https://creativecommons.org/licenses/by-nc-nd/3.0/de/"),
        ("https://creativecommons.org/licenses/by/3.0/deed.en_US", "https://creativecommons.org/licenses/by/3.0/"),
        ("Http://creativecommons.org/license/by-nc/4.0.", "https://creativecommons.org/licenses/by-nc/4.0/"),
        ("http://creativecommons.org/publicdomain/zero/1.0/", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("https://creativecommons.org/licenses/", "https://creativecommons.org/licenses/"),
        ("http://www.elsevier.com/tdm/userlicense/1.0/", "http://www.elsevier.com/tdm/userlicense/1.0/"),
        ("rsc.li/journals-terms-of-use", "https://rsc.li/journals-terms-of-use"),
        ("cc-by", None),
        ("All rights reserved", None),
        ("", None),
        (None, None),
    ],
)
def test_a_licence_has_one_url(stated: str | None, expected: str | None) -> None:
    """No version is added to one that has none."""
    assert expected == parts.licence_url(stated)
    assert expected is None or expected == parts.licence_url(expected)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("en", "en"),
        ("EN-gb", "en-gb"),
        ("pt_BR", "pt-br"),
        ("eng", "en"),
        ("fre", "fr"),
        ("English", "en"),
        ("deutsch", "de"),
        ("中文", "zh"),
        ("zh-Hans", "zh-hans"),
        ("eng-GB", "en-gb"),
        ("haw", "haw"),
        ("und", None),
        ("Klingon", None),
        ("en, fr", None),
        ("", None),
        (None, None),
    ],
)
def test_a_language_is_a_tag(stated: str | None, expected: str | None) -> None:
    assert expected == parts.language(stated)
    assert expected is None or expected == parts.language(expected)


def test_names_of_languages_name_one_each() -> None:
    names = [name for names in parts._LANGUAGES.values() for name in names.split()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (("Martin Luther", "King", "Jr."), "Martin Luther King, Jr."),
        (("Jane", "Doe"), "Jane Doe"),
        ((None, "Doe"), "Doe"),
        (("Jane", None), "Jane"),
        ((None, "", "Jr."), None),
        ((None, None), None),
    ],
)
def test_a_name_as_it_is_printed(name: tuple[str | None, ...], expected: str | None) -> None:
    assert expected == parts.printed_name(*name)


@pytest.mark.parametrize(
    ("short", "name", "expected"),
    [
        ("Phys. Rev. Lett.", "Physical Review Letters", True),
        ("Nat Comms", "Nature Communications", True),
        ("J Speech Lang Hear Res", "Journal of Speech Language and Hearing Research", True),
        ("ACM Trans. Comput.-Hum. Interact.", "ACM Transactions on Computer-Human Interaction", True),
        ("Physical Review Letters", "Phys. Rev. Lett.", False),
        ("Physical Review B", "Physical Review Letters", False),
        ("Mind", "Mind", False),
        ("Brain", "Journal of Physics", False),
        ("", "Mind", False),
        ("...", "Mind and Body", False),
    ],
)
def test_abbreviations(short: str, name: str, expected: Any) -> None:
    assert expected is parts.abbreviates(short, name)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0.8000", "0.8"),
        (0.8, "0.8"),
        (Decimal("0.80"), "0.8"),
        (12, "12"),
        ("120", "120"),
        ("1.0", "1"),
        (0.0, "0"),
        ("-0.50", "-0.5"),
        ("1e3", "1000"),
        ("1e400", None),
        ("NaN", None),
        (float("inf"), None),
        (True, None),
        (None, None),
        ("Q1", None),
        ([], None),
    ],
)
def test_a_figure_has_one_form(value: Any, expected: str | None) -> None:
    assert expected == parts.decimal(value)


@given(st.one_of(st.decimals(), st.floats(), st.integers(), st.text("0123456789.-e", max_size=8)))
def test_a_figure_keeps_its_value(value: Any) -> None:
    figure = parts.decimal(value)
    assert figure is None or (Decimal(figure) == Decimal(str(value)) and figure == parts.decimal(figure))
