r"""LaTeX in the fields of BibTeX → text: accents, symbols and formulas as Unicode, protecting braces left out.

pylatexenc knows the macros; what it does not know stays readable without its backslash.

>>> text(r"{\"U}ber $\alpha$-{K}onvergenz: \emph{neu}"), text(r"M{\"u}ller \& S{\o}nner")
('Über α-Konvergenz: neu', 'Müller & Sønner')
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pylatexenc import latexwalker
from pylatexenc.latex2text import LatexNodes2Text

from kg.mappers import foreign

_IS_LATEX: Final = re.compile(r"[\\{}$~]|--|``|''")
_TIE: Final = re.compile(r"(?<!\\)~")
_MATHS: Final = re.compile(r"(?<!\\)\$[^$]*(?<!\\)\$")
_INDEX: Final = re.compile(r"_(?:\{(\w+)\}|(\w))")
_DEEPEST: Final = 60  # braces in braces; the parser is recursive
_LONGEST: Final = 100_000  # characters; an abstract has some thousands
_LEFT: Final = re.compile(r"[{}]")


def text(stated: str | None) -> str | None:
    """Return a field as one line of clean text; None where it says nothing."""
    return foreign.string(decoded(stated)) if stated else None


def block(stated: str | None) -> str | None:
    """Return a field as clean text in paragraphs; None where it says nothing."""
    return foreign.block(decoded(stated)) if stated else None


def decoded(stated: str) -> str:
    """Return text without LaTeX; what is too deep or too long to be any keeps everything but its braces."""
    if not _IS_LATEX.search(stated):
        return stated
    if len(stated) > _LONGEST or _depth(stated) > _DEEPEST:
        return _LEFT.sub("", stated)
    plain = _MATHS.sub(
        lambda maths: _INDEX.sub(lambda index: f"{{{index[1] or index[2]}}}", maths[0]), _TIE.sub("\u00a0", stated)
    )
    try:
        return str(_converter().latex_to_text(plain, tolerant_parsing=True))
    except (latexwalker.LatexWalkerError, RecursionError, ValueError, IndexError):
        return _LEFT.sub("", stated)


def _depth(stated: str) -> int:
    deepest = depth = 0
    for character in stated:
        if character == "{":
            depth += 1
            deepest = max(deepest, depth)
        elif character == "}":
            depth -= 1
    return deepest


@cache
def _converter() -> LatexNodes2Text:
    return LatexNodes2Text(math_mode="text", keep_comments=True, strict_latex_spaces="based-on-source")
