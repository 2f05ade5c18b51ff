"""Text from records, made fit for literals: no markup, no entities, NFC, nothing XML 1.0 cannot carry.

Never shortened, never repaired by guessing: a title in capitals stays in capitals.  Records are escaped once, twice
or not at all, so markup is removed and entities are decoded until neither is left; what looks like markup and is
none that publishers use (`List<T>`, `099<0927:OSDP>2.3`) stays.  JATS: https://jats.nlm.nih.gov/archiving/
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

# Elements of HTML, JATS, MathML and publishers' own that have been seen in titles and abstracts.
_BREAKING: Final = frozenset(
    "abstract blockquote boxed-text caption dd def-item def-list disp-formula disp-quote div dl dt fig fig-group"
    " h1 h2 h3 h4 h5 h6 hr li list list-item ol p pre sec section table table-wrap tbody thead title tr ul".split()
)
_SPACED: Final = frozenset("br break col colgroup label mspace mtd mtr td tfoot th".split())
_INLINE: Final = frozenset(
    "a abbr acronym alternatives b big bold caps cite code dfn disp-formula-group em emph ext-link fixed-case fn font"
    " formula graphic i img inf inline-formula inline-graphic inline-supplementary-material ins italic it kbd label"
    " list-content mark math media mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow"
    " ms msqrt mstyle msub msubsup msup mtable mtext munder munderover monospace named-content none overline per-word"
    " private-char q related-article related-object roman s samp sans-serif sc scp script semantics small small-caps"
    " span strike strong style styled-content sub sup tex tex-math tt u underline uri var wbr x xref".split()
)
ELEMENTS: Final = _BREAKING | _SPACED | _INLINE

_ATTRIBUTES = r"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))*\s*"
# Pretty-printed records break lines where no text has a space: before an index, and before closing punctuation.
_TAG: Final = re.compile(
    rf"</?(?P<prefix>[A-Za-z][\w.-]*:)?(?P<name>[A-Za-z][\w.-]*)(?P<attributes>{_ATTRIBUTES})/?>"
    r"(?P<space>\s++(?=[,.;)\]\u2010\u2011-]))?",
    re.ASCII,
)
_AROUND_INDEX: Final = re.compile(
    r"(?<!\s)\s++(?=</?(?:\w+:)?su[bp]\b[^<>]*>)|(?:(?<=<sub>)|(?<=<sup>)|(?<=<jats:sub>)|(?<=<jats:sup>))\s++",
    re.IGNORECASE,
)
_NO_TEXT: Final = re.compile(
    r"<!--.*?-->|<!\[CDATA\[|\]\]>|<!doctype[^<>]*>|<\?CDATA|<\?xml[^<>]*\?>|\?>(?=\s*</)|"
    r"<(?P<name>script|style|(?:\w+:)?annotation(?:-xml)?)\b[^<>]*>.*?</(?P=name)\s*>",
    re.DOTALL | re.IGNORECASE,
)
_FORMULA: Final = re.compile(
    r"<(?P<name>(?:\w+:)?(?:inline-formula|disp-formula|alternatives))\b[^<>]*>.*?</(?P=name)\s*>",
    re.DOTALL | re.IGNORECASE,
)
_MATHML: Final = re.compile(
    r"(?P<word>[^\W\d_][,;:]?|[)\]][,;:]?|\d[,;:])?(?P<math><(?P<name>(?:\w+:)?math)\b[^<>]*>.*?</(?P=name)\s*>)"
    r"(?P<next>(?!(?:th|st|nd|rd|s)\b)[^\W\d_])?",
    re.DOTALL | re.IGNORECASE,
)
_TEX: Final = re.compile(r"<(?P<name>(?:\w+:)?tex(?:-math)?)\b[^<>]*>.*?</(?P=name)\s*>", re.DOTALL | re.IGNORECASE)
_TEX_FRAME: Final = re.compile(r"\\documentclass.*?\\begin\s*\{document\}(.*?)\\end\s*\{document\}", re.DOTALL)
_FENCED: Final = re.compile(
    r"<(?P<name>(?:\w+:)?mfenced)\b(?P<attributes>[^<>]*)>(?P<inner>(?:(?!<(?:\w+:)?mfenced\b).)*?)</(?P=name)\s*>",
    re.DOTALL | re.IGNORECASE,
)
_FENCE: Final = re.compile(r"\b(open|close)\s*=\s*[\"']([^\"']*)")
_AROUND_TAG: Final = re.compile(r" ?(<[^<>]*>) ?")

_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# What XML 1.0 cannot carry, other controls, what has no width: named one by one, four times as fast as "all but".
_UNSENDABLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060\ud800-\udfff\ufeff\ufffe\uffff]"
)
_SPACE: Final = re.compile(r"\s+")
_BREAKS: Final = re.compile(r"\n\s*\n")


def line(text: str) -> str:
    """Return one line of clean text: a title, a name, a keyword.  Empty where nothing is left.

    >>> line("Growth of <i>E. coli</i> &amp; friends ")
    'Growth of E. coli & friends'
    """
    if text.isascii() and text.isprintable() and "<" not in text and "&" not in text and "  " not in text:
        return text.strip()
    return " ".join(_plain(text).split())


def paragraphs(text: str) -> str:
    r"""Return clean text whose paragraphs are parted by an empty line: an abstract.

    >>> paragraphs("<p>One.</p><p>Two &lt; three.</p>")
    'One.\n\nTwo < three.'
    """
    parts = _BREAKS.split(_plain(text))
    return "\n\n".join(paragraph for part in parts if (paragraph := " ".join(part.split())))


def _plain(text: str) -> str:
    before = None
    while text != before:
        before = text
        if not text.isascii() or not text.isprintable():
            text = unicodedata.normalize("NFC", _UNSENDABLE.sub("", text)).replace("\u2029", "\n\n")
        if "<" in text:
            text = _without_markup(text)
        if "&" in text:
            text = _ENTITY.sub(_character, text)
    return text


def _character(entity: re.Match[str]) -> str:
    return html.unescape(entity[0])


def _without_markup(text: str) -> str:
    if "math" in text:
        text = _MATHML.sub(_one_formula, _FORMULA.sub(_one_notation, text))
    text = _TEX_FRAME.sub(r"\1", text) if "\\documentclass" in text else text
    if "\n" in text:
        text = _AROUND_INDEX.sub(_unbroken, text)
    return _TAG.sub(_gap, _NO_TEXT.sub("", text))


def _unbroken(space: re.Match[str]) -> str:
    return "" if "\n" in space[0] else space[0]


def _one_notation(formula: re.Match[str]) -> str:
    """Keep the MathML of a formula that is written in TeX too."""
    return _TEX.sub("", formula[0]) if _MATHML.search(formula[0]) else formula[0]


def _one_formula(formula: re.Match[str]) -> str:
    """Write a formula on one line, with the brackets that attributes hold, and apart from the words around it.

    Line breaks between the elements of MathML are no text, and a word that touches the formula lost its space.
    """
    inner = _AROUND_TAG.sub(r"\1", _SPACE.sub(" ", formula["math"]))
    while "mfenced" in inner and (fenced := _FENCED.sub(_bracketed, inner)) != inner:
        inner = fenced
    before, after = formula["word"], formula["next"]
    return (f"{before} " if before else "") + inner + (f" {after}" if after else "")


def _bracketed(fenced: re.Match[str]) -> str:
    brackets = {"open": "(", "close": ")"} | dict(_FENCE.findall(fenced["attributes"]))
    return f"{brackets['open']}{fenced['inner']}{brackets['close']}"


def _gap(tag: re.Match[str]) -> str:
    name = tag["name"].lower()
    if name in _BREAKING:
        return "\n\n"
    if name in _SPACED:
        return " "
    if name not in _INLINE and not tag["prefix"] and "=" not in tag["attributes"]:
        return tag[0]
    space = tag["space"] or ""
    return "" if "\n" in space else space
