"""Titles and links that attack the page that shows them."""

from __future__ import annotations

from kg.iris import Iris
from kg.terms import Triple, iri, literal
from kg.vocab import DCTERMS, SCHEMA
from tests.web.pages.making import BASE, titled

TITLES = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</title></head><body onload=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<!-- a comment that never ends",
    "]]> and --> and --!>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt; &amp;amp; &#x3c;",
    "Right to left \u202e and never back \u2067",
    "Zero\u200bwidth and a \u2028line separator",
    "W" + "o" * 3_000 + "rd",
    "Tab\tand\nline",
    "𝕊𝕦𝕣𝕣𝕠𝕘𝕒𝕥𝕖𝕤 😀 and \U000e0001 tags",
    "javascript:alert(1)",
)
WORKS = tuple(titled(f"10.6666/{number}", title) for number, title in enumerate(TITLES, 1))
PATHS = tuple(f"article/10.6666/{number}" for number in range(1, len(TITLES) + 1))

_ODD = Iris(BASE).article("10.6666/1")
EVIL = (
    "javascript:alert(1)",
    "JavaScript:alert(1)//https://x",
    "data:text/html,%3Cscript%3Ealert(1)%3C/script%3E",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://x/1",
    "urn:isbn:9783161484100",
    "about:blank",
)
LINKS: tuple[Triple, ...] = (
    *((_ODD, SCHEMA.url, iri(url)) for url in EVIL),
    *((_ODD, SCHEMA.about, iri(url)) for url in EVIL),
    *((_ODD, SCHEMA.image, iri(url)) for url in EVIL),
    *((_ODD, SCHEMA.license, iri(url)) for url in EVIL),
    *((_ODD, DCTERMS.relation, iri(url)) for url in EVIL),
    (_ODD, iri("javascript:predicate"), literal("x")),
)
