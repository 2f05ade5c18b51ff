"""Licences by the names that people know them by, read from their addresses."""

from __future__ import annotations

import re

_CREATIVE_COMMONS = re.compile(r"https?://creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/(?:(\d[\d.]*)/?)?.*")
_PUBLIC_DOMAIN = {"zero": "CC0", "mark": "Public Domain Mark"}


def licence_name(url: str) -> str:
    """Return the name of a licence of Creative Commons, empty for any other address.

    >>> licence_name("https://creativecommons.org/licenses/by-nc/4.0/")
    'CC BY-NC 4.0'
    >>> licence_name("https://creativecommons.org/publicdomain/zero/1.0/"), licence_name("https://example.org/tdm")
    ('CC0 1.0', '')
    """
    found = _CREATIVE_COMMONS.fullmatch(url)
    if found is None:
        return ""
    kind, code, version = found.groups()
    name = _PUBLIC_DOMAIN.get(code, code) if kind == "publicdomain" else f"CC {code.upper()}"
    return f"{name} {version}" if version else name
