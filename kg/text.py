"""Text from records, made fit for literals: no markup, entities decoded once, NFC, nothing XML 1.0 cannot carry.

Never shortened, never repaired by guessing: a title in capitals stays in capitals.
"""

from __future__ import annotations

import html
import re
import unicodedata

_ELEMENT = re.compile(r"</?([A-Za-z][\w:.-]*)(?:\s[^<>]*)?/?>|<!--.*?-->|<!\[CDATA\[|\]\]>", re.DOTALL)
_HIDDEN = re.compile(
    r"<(script|style|(?:mml:|m:)?annotation(?:-xml)?|tex-math|jats:tex-math)\b[^<>]*>.*?</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_BREAKING = frozenset(
    "p div br li ul ol sec section title label h1 h2 h3 h4 h5 h6 tr table abstract list list-item".split()
)
_UNSENDABLE = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x84\x86-\x9f\u200b\u2060\ufeff]"
)
_SPACE = re.compile(r"\s+")
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"[^\S\n]*\n\s*\n\s*")


def line(text: str) -> str:
    """Return one line of clean text: a title, a name, a keyword.  Empty where nothing is left.

    >>> line("Growth of <i>E. coli</i> &amp; friends ")
    'Growth of E. coli & friends'
    """
    return _SPACE.sub(" ", _plain(text)).strip()


def paragraphs(text: str) -> str:
    r"""Return clean text whose paragraphs are parted by an empty line: an abstract.

    >>> paragraphs("<p>One.</p><p>Two &lt; three.</p>")
    'One.\n\nTwo < three.'
    """
    plain = _BREAKS.sub("\n\n", _SPACES.sub(" ", _plain(text)))
    return "\n\n".join(_SPACE.sub(" ", paragraph).strip() for paragraph in plain.split("\n\n") if paragraph.strip())


def _plain(text: str) -> str:
    if "&" in text and "<" not in text:
        text = html.unescape(text)  # "&lt;i&gt;" is markup that was escaped once too often
        unescaped = True
    else:
        unescaped = False
    if "<" in text:
        text = _ELEMENT.sub(_gap, _HIDDEN.sub(" ", text))
    if "&" in text and not unescaped:
        text = html.unescape(text)
    if not text.isascii() or not text.isprintable():
        text = unicodedata.normalize("NFC", _UNSENDABLE.sub("", text))
    return text


def _gap(element: re.Match[str]) -> str:
    name = (element[1] or "").lower().rpartition(":")[2]
    return "\n\n" if name in _BREAKING else ""
