"""Text fit for literals, out of whatever publishers escape, mark up and pretty-print."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.terms import literal
from kg.text import line, paragraphs

# Text with everything that the cleaning looks at, far more often than chance would bring it.
_PIECES = st.sampled_from(
    [
        *"<>&;/=\"' \n\t\r",
        *[
            "<i>",
            "</i>",
            "<sub>",
            "<p>",
            "</p>",
            "<br/>",
            "&amp;",
            "&lt;",
            "&gt;",
            "&#x3c;",
            "&#8203;",
            "&#0;",
            "&#55296;",
        ],
        *[
            "<script>",
            "</script>",
            "<mml:math>",
            "</mml:math>",
            "<mml:mfenced open='['>",
            "</mml:mfenced>",
            "<!--",
            "-->",
        ],
        *[
            "<jats:tex-math>",
            "</jats:tex-math>",
            "<inline-formula>",
            "</inline-formula>",
            "\u0301",
            "\u0338",
            "e",
            "\u037e",
        ],
        *["\u200b", "\ufeff", "\xad", "\x85", "\u2028", "\u2029", "\x00", "\ud800", "\uffff", "😀", "א", "amp", "lt"],
    ]
)
_TEXTS = st.one_of(st.text(), st.lists(_PIECES, max_size=25).map("".join))


@given(_TEXTS)
@example("<\u200bi>")
@example("<>\u2029;")
@example("&amp\u037e")
@example("e<i></i>\u0301")
@example("&amp;amp;lt;i&amp;amp;gt;")
def test_clean_text_stays_as_it_is(text: str) -> None:
    assert line(text) == line(line(text))
    assert paragraphs(text) == paragraphs(paragraphs(text))


@given(_TEXTS)
def test_a_literal_can_hold_what_is_cleaned(text: str) -> None:
    literal(line(text))
    literal(paragraphs(text))
    assert unicodedata.is_normalized("NFC", line(text))


@given(_TEXTS)
def test_a_line_is_one_line_without_space_around_it(text: str) -> None:
    cleaned = line(text)
    assert cleaned == " ".join(cleaned.split())
    assert all(paragraph == line(paragraph) != "" for paragraph in paragraphs(text).split("\n\n")) or not paragraphs(
        text
    )


@given(
    st.text(st.characters(codec="utf-8", categories=["L", "N", "Po", "Sm"], exclude_characters="<&\u200b\u2060\xad"))
)
def test_words_are_never_lost(text: str) -> None:
    """Letters, digits and signs without markup come through unchanged."""
    assert unicodedata.normalize("NFC", text) == line(text)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Growth of <i>E. coli</i>", "Growth of E. coli"),
        ("CO<sub>2</sub> and H<sub>2</sub>O", "CO2 and H2O"),
        ("AT&amp;T &#x2014; R&amp;D", "AT&T — R&D"),
        ("&lt;scp&gt;NARX&lt;/scp&gt;", "NARX"),
        ("δ&amp;lt;sup&amp;gt;13&amp;lt;/sup&amp;gt;C", "δ13C"),
        ("difference (p&amp;lt;0.05)", "difference (p<0.05)"),
        ('Update to <emph type="ital">Sexually</emph> ', "Update to Sexually"),
        ("<ext-link xlink:href='http://example.org/?a=1&amp;b=2'>here</ext-link>", "here"),
        ("LOUD CAPITALS", "LOUD CAPITALS"),
        ('say "hello" \\ goodbye', 'say "hello" \\ goodbye'),
        ("one\n            two\t three", "one two three"),
        ("שלום עולם", "שלום עולם"),
        ("می‌خواهم", "می‌خواهم"),  # the joiner belongs to the spelling
        ("👩‍🔬 at work 🦜", "👩‍🔬 at work 🦜"),
        ("e\u0301tude", "étude"),
        ("trans\xadfer\u200b\ufeff", "transfer"),
        ("\x85next\x93 line\x94", "next line"),
        ("lost \ufffd sign", "lost \ufffd sign"),
    ],
)
def test_what_is_markup_goes_and_what_is_text_stays(raw: str, expected: str) -> None:
    assert expected == line(raw)


@pytest.mark.parametrize(
    "text",
    [
        "x<y and z>w",
        "a < b > c",
        "0.01<z<0.02",
        "(< 400 nm)",
        "List<T> and Map<K, V>",
        "the <canvas> element",
        "10.1175/1520-0493(1971)099<0927:OSDP>2.3.CO;2",
        "the end.<<ETX>>",
        "AT&T, R&D and Q&A",
        "https://example.org/?a=1&copy=2&lt=3",
        "&NA;",
        "<https://example.org/>",
    ],
)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert text == line(text)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<script>alert('x')</script>Title", "Title"),
        ("<SCRIPT type='text/javascript'>alert(1)</SCRIPT>Title", "Title"),
        ("<img src=x onerror=alert(1)>Title", "Title"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Title", "Title"),
        ("<style>b { color: red }</style>Title<!-- a comment -->", "Title"),
        ("<![CDATA[Title]]>", "Title"),
    ],
)
def test_what_only_programs_read_goes_with_its_element(raw: str, expected: str) -> None:
    assert expected == line(raw)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            "La<mml:math>\n <mml:msub>\n <mml:mi>F</mml:mi>\n <mml:mn>2</mml:mn>\n</mml:msub>\n</mml:math> gas",
            "La F2 gas",
        ),
        ("Let<math><mi>B</mi></math>be a ring,<math><mi>n</mi></math>-fold", "Let B be a ring, n-fold"),
        ("the <math><mi>n</mi></math>th of two<math><mi>d</mi></math>s", "the nth of two ds"),
        ("<math><mi>f</mi><mfenced><mi>x</mi></mfenced></math>", "f(x)"),
        ('<math><mfenced open="[" close="]"><mfenced><mn>1</mn></mfenced></mfenced></math>', "[(1)]"),
        ("<mml:math><mml:mi>a</mml:mi><mml:annotation>\\alpha</mml:annotation></mml:math>", "a"),
        (
            "<inline-formula><tex-math>$x$</tex-math><math><mi>x</mi></math></inline-formula> or <tex>$y$</tex>",
            "x or $y$",
        ),
        ("<formula formulatype='inline'><tex Notation='TeX'>$\\hbox{GeO}_{2}$</tex></formula>", "$\\hbox{GeO}_{2}$"),
        ("<jats:tex-math><?CDATA $1.0 \\times$?></jats:tex-math>", "$1.0 \\times$"),
        ("<tex-math>\\documentclass{minimal} \\begin{document}$$a$$\\end{document}</tex-math>", "$$a$$"),
    ],
)
def test_a_formula_is_read_once(raw: str, expected: str) -> None:
    """MathML where there is some, else TeX as it is written; the line breaks between elements are no text."""
    assert expected == line(raw)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("velocity <italic>U</italic>\n        <sub>∞</sub> = 27", "velocity U∞ = 27"),
        ("a study of\n   <scp>EGFR</scp>\n   ‐mutant cancer", "a study of EGFR‐mutant cancer"),
        ("superionic Cu<sub>\n  2−<i>x</i>\n      </sub>Se", "superionic Cu2−xSe"),
        ("Growth of\n   <i>E. coli</i>\n   in broth", "Growth of E. coli in broth"),
        ("in <i>E. coli</i> , as said", "in E. coli , as said"),
    ],
)
def test_line_breaks_of_a_printed_record_part_no_word(raw: str, expected: str) -> None:
    assert expected == line(raw)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<p>One.</p><p>Two &lt; three.</p>", "One.\n\nTwo < three."),
        ("<jats:title>Abstract</jats:title>\n  <jats:p>Text\n  here.</jats:p>", "Abstract\n\nText here."),
        ("<jats:sec><jats:title>Aim</jats:title><jats:p>To see.</jats:p></jats:sec>", "Aim\n\nTo see."),
        (
            "One line\nand another.\n\nA second paragraph.\r\n\r\n\r\nA third.",
            "One line and another.\n\nA second paragraph.\n\nA third.",
        ),
        ("one<br/>two", "one two"),
        ("<p> </p>", ""),
        ("one\u2029two", "one\n\ntwo"),
    ],
)
def test_paragraphs_are_parted_by_an_empty_line(raw: str, expected: str) -> None:
    assert expected == paragraphs(raw)


@pytest.mark.parametrize(
    "piece",
    [" ", "\n", " \n", "<", "<a ", "<i>", "&", "&amp", "<sub>\n", "<a b='", "\u2029", "<p>\n\n", "<mml:mfenced>"],
)
def test_a_long_text_ends(piece: str) -> None:
    """Nothing in a record makes the cleaning run for minutes."""
    text = piece * (100_000 // len(piece))
    assert line(text + "x").endswith("x")
    assert paragraphs("x" + text).startswith("x")
