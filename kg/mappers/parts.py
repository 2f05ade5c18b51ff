"""Parts of a record that sources write in the same few ways: pages, volumes, licences, languages, names.

What mappers may call a type or a relation stands here as well, since they know nothing of the terms that
`kg.triples` has for them.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

TYPES: Final = frozenset(
    "journal-article review-article editorial letter correction retraction proceedings-article preprint book-chapter"
    " reference-entry book edited-book reference-book proceedings book-series journal journal-volume journal-issue"
    " dataset software thesis report standard peer-review supplement other".split()
)
"""What `Article.type` may be: the types that `kg.triples.types` has classes for."""

RELATIONS: Final = frozenset(
    "is-preprint-of has-preprint is-version-of has-version is-identical-to is-format-of has-format"
    " translates is-translated-by replaces is-replaced-by"
    " retracts is-retracted-by withdraws is-withdrawn-by corrects is-corrected-by updates is-updated-by"
    " expresses-concern-about is-subject-of-concern-in"
    " reviews is-reviewed-by comments-on is-commented-on-by cites is-cited-by documents is-documented-by"
    " supplements is-supplemented-by is-part-of has-part is-based-on is-basis-for requires is-required-by"
    " relates-to".split()
)
"""What `Relation.name` may be; one for which `kg.triples.relations` has no term of its own becomes `relates-to`."""


class Place(NamedTuple):
    """Volume and issue; `is_whole` where both may stand in `volume` and nothing tells where one ends."""

    volume: str | None = None
    issue: str | None = None
    is_whole: bool = False


class Pages(NamedTuple):
    """Pages as printed, and their first and last where these can be told."""

    pages: str | None = None
    start: str | None = None
    end: str | None = None


# A volume or an issue that stands for "not known yet": ahead of print, or a required field with nothing to fill in.
_PLACEHOLDERS: Final = frozenset(
    "0 00 000 - . na n.a. n/a none null nil pp aop ahead-of-print ahead-of-p inpress in-press online-first"
    " onlinefirst early-access earlyaccess just-accepted forthcoming tba".split()
)
_PLAIN_NUMBER: Final = re.compile(r"(?:[A-Za-z]{1,3}-?)?\d+(?:[-/]\d+)*[A-Za-z]?|[IVXLCDM]+|[A-Z]", re.ASCII)
_VOLUMES_ISSUES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<volume>\d+[a-z]?) (?P<issue>S?\d+(?:[-/]\d+)?[a-z]?)",  # 15 1
        r"(?P<volume>\d+[a-z]?) ?\((?P<issue>(?!(?:1[5-9]|20)\d\d\))S?\d+(?:[-/]\d+)?[a-z]?)\)",  # 15(1), no year
        r"(?:vol(?:ume|\.)? ?)?(?P<volume>\d+[a-z]?),? ?(?:no\.?|nr\.?|n°|issue|iss\.) ?(?P<issue>S?\d+(?:[-/]\d+)?)",
        r"(?P<volume>\d+)[ (]+(?P<issue>\d+ (?:Pt|Suppl)\.? ?\d+)\)?",  # 83 3 Pt 2
        r"(?P<volume>[ivxlcdm]{2,}) (?P<issue>\d+)",  # LIX 236
        r"(?:vol(?:ume|\.)?|bd\.|t\.) ?(?P<volume>\d+[a-z]?)",  # Vol. 15
    )
)

_DASH = "\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_DASHES: Final = re.compile(f"[{_DASH}-]{{2,}}|[{_DASH}]")
_NO_PAGE: Final = " -,;\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"  # around pages
_PAGE_LABEL: Final = re.compile(r"(?:pp?\.\s*|pp?\s+|pages?\s+)(?=\S)", re.IGNORECASE)
_PAGE: Final = re.compile(
    r"(?:\d+:)?(?:[A-Za-z]{1,5}[.-]?)?\d+(?:-\d+)?[A-Za-z]{0,3}(?:\d+)?(?:\.[A-Za-z]{1,2}\d+)?|[ivxlcdm]+|[IVXLCDM]+|[A-Za-z]",
    re.ASCII,
)
_EXTRA: Final = re.compile(r"\.[A-Za-z]{1,2}\d+$", re.ASCII)
_NUMBERED: Final = re.compile(r"(?P<series>(?:.*\D)?)(?P<number>\d+)", re.ASCII)

_CREATIVE_COMMONS: Final = re.compile(
    r"(?:https?://)?(?:www\.)?creativecommons\.org/"
    r"(?:licen[sc]es?/(?P<licence>[a-z+-]+/\d\.\d(?:/[a-z]{2,3})?)|(?P<none>publicdomain/(?:zero|mark)/1\.0))"
    r"(?:/(?:legalcode|deed)(?:\.[\w-]+)?)?[/.]*",
    re.IGNORECASE,
)
_URL: Final = re.compile(r"(?:https?|ftp)://[^\s/]+\S*", re.IGNORECASE)
_DOMAIN: Final = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}/\S*", re.IGNORECASE)

_WORD: Final = re.compile(r"[^\W_]+")
_TAG: Final = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*")
_NO_LANGUAGE: Final = frozenset({"und", "zxx", "mul", "mis", "xx"})
_LANGUAGES: Final = {
    "ar": "arabic ara العربية",
    "bg": "bulgarian bul български",
    "ca": "catalan cat català",
    "cs": "czech ces cze čeština",
    "cy": "welsh cym wel",
    "da": "danish dan dansk",
    "de": "german deu ger deutsch",
    "el": "greek ell gre ελληνικά",
    "en": "english eng",
    "es": "spanish spa español castellano castilian",
    "et": "estonian est eesti",
    "eu": "basque eus baq euskara",
    "fa": "persian fas per farsi فارسی",
    "fi": "finnish fin suomi",
    "fr": "french fra fre français",
    "ga": "irish gle",
    "gl": "galician glg galego",
    "he": "hebrew heb עברית",
    "hi": "hindi hin हिन्दी",
    "hr": "croatian hrv hrvatski scr",
    "hu": "hungarian hun magyar",
    "hy": "armenian hye arm",
    "id": "indonesian ind",
    "is": "icelandic isl ice íslenska",
    "it": "italian ita italiano",
    "ja": "japanese jpn 日本語",
    "ka": "georgian kat geo",
    "kk": "kazakh kaz",
    "ko": "korean kor 한국어",
    "la": "latin lat",
    "lt": "lithuanian lit lietuvių",
    "lv": "latvian lav latviešu",
    "mk": "macedonian mkd mac",
    "ms": "malay msa may",
    "nb": "bokmål nob",
    "nl": "dutch nld dut nederlands flemish",
    "nn": "nynorsk nno",
    "no": "norwegian nor norsk",
    "pl": "polish pol polski",
    "pt": "portuguese por português",
    "ro": "romanian ron rum română",
    "ru": "russian rus русский",
    "sk": "slovak slk slo slovenčina",
    "sl": "slovenian slovene slv slovenščina",
    "sq": "albanian sqi alb",
    "sr": "serbian srp српски scc",
    "sv": "swedish swe svenska",
    "th": "thai tha ไทย",
    "tr": "turkish tur türkçe",
    "uk": "ukrainian ukr українська",
    "ur": "urdu urd",
    "vi": "vietnamese vie",
    "zh": "chinese zho chi 中文 汉语 mandarin",
}
_BY_NAME: Final = {name: code for code, names in _LANGUAGES.items() for name in names.split()}


def volume_issue(stated: str | None) -> Place:
    """Return volume and issue of a text that may hold both, as in `15 1`, `15(1)` or `Vol. 15, no. 1`.

    What no pattern knows stays whole (`2023 Spring`, `15 Suppl 1`, `abs/2101.00001`).

    >>> volume_issue("15 1")
    Place(volume='15', issue='1', is_whole=False)
    """
    number = numbering(stated)
    if number is None or _PLAIN_NUMBER.fullmatch(number):
        return Place(number)
    for pattern in _VOLUMES_ISSUES:
        if found := pattern.fullmatch(number):
            return Place(found["volume"], found.groupdict().get("issue"))
    return Place(number, is_whole=True)


def numbering(stated: str | None) -> str | None:
    """Return the number of a volume or an issue; None for one that stands for "none yet": `0`, `ahead-of-print`."""
    number = _dashed(stated, "-").strip() if stated else ""
    return number if number and number.lower().replace(" ", "-") not in _PLACEHOLDERS else None


def pages(stated: str | None) -> Pages:
    """Return pages, with their first and last: dashes of any kind, `129-55` ends on page 155, `1-5, 9` on page 5.

    A text that is no range of pages is kept as it is, without an end that might be wrong.

    >>> pages("129–55")
    Pages(pages='129-55', start='129', end='155')
    """
    whole = " ".join((stated or "").split()).strip(_NO_PAGE)
    while label := _PAGE_LABEL.match(whole):
        whole = whole[label.end() :].strip(_NO_PAGE)
    first, _, others = whole.partition(",")
    halves = _halves(first)
    if {half.lower() for half in halves} <= _PLACEHOLDERS:
        return Pages()
    if len(halves) == 2 and all(map(_PAGE.fullmatch, halves)):
        start, end = halves
        others = _dashed(others, "-").strip()
        return Pages(f"{start}-{end}" + (f", {others}" if others else ""), start, _last(start, end))
    printed = _dashed(whole, "-")
    return Pages(printed or None, None if set(printed) & set(" -,") else printed or None)


def licence_url(stated: str | None) -> str | None:
    """Return the URL of a licence, Creative Commons' in their one spelling; None for what is no URL.

    >>> licence_url("http://creativecommons.org/licenses/by/3.0/deed.en_US")
    'https://creativecommons.org/licenses/by/3.0/'
    """
    url = (stated or "").strip()
    if known := _CREATIVE_COMMONS.fullmatch(url):
        path = known["none"] or f"licenses/{known['licence']}"
        return f"https://creativecommons.org/{path.lower()}/"
    if _URL.fullmatch(url):
        return url
    return f"https://{url}" if _DOMAIN.fullmatch(url) else None


def language(stated: str | None) -> str | None:
    """Return a language as a BCP 47 tag, from a tag, an ISO 639 code or its name; None for what is none of them.

    >>> [language(stated) for stated in ("English", "ger", "pt_BR", "Klingon")]
    ['en', 'de', 'pt-br', None]
    """
    name = (stated or "").strip().lower()
    if (known := _BY_NAME.get(name)) is not None:
        return known
    tag = name.replace("_", "-")
    if not _TAG.fullmatch(tag):
        return None
    code, *rest = tag.split("-")
    return "-".join([_BY_NAME.get(code, code), *rest]) if code not in _NO_LANGUAGE else None


def printed_name(given: str | None, family: str | None, suffix: str | None = None) -> str | None:
    """Return a name as it is printed (`Martin Luther King, Jr.`), or None where there are no parts of one."""
    name = " ".join(part for part in (given, family) if part)
    return f"{name}, {suffix}" if name and suffix else name or None


def abbreviates(short: str, name: str) -> bool:
    """Tell whether one title abbreviates another, word by word: `Phys. Rev. Lett.`, `Nat Comms`, `J Gastroenterol`."""
    words = iter(_WORD.findall(name.casefold()))
    parts = _WORD.findall(short.casefold())
    return bool(parts) and len(short) < len(name) and all(any(_begins(part, word) for word in words) for part in parts)


def _begins(part: str, word: str) -> bool:
    """Tell whether letters of a word, its first among them, make up a part: `comms` of `communications`."""
    if word.startswith(part):
        return True
    letters = iter(word)
    return part[0] == word[0] and all(letter in letters for letter in part)


def decimal(value: Any) -> str | None:
    """Return a figure in its shortest form (`0.8000` is `0.8`), from a number or a text; None for what is no figure."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > 18:
        return None
    shortest = f"{number:f}"
    shortest = shortest.rstrip("0").rstrip(".") if "." in shortest else shortest
    return shortest if number else "0"


def _dashed(text: str, dash: str) -> str:
    return text if text.isascii() and "--" not in text else _DASHES.sub(dash, text)


def _halves(range_: str) -> list[str]:
    """Split a range at its dash: a long or a spaced one before a hyphen, which may belong to a page (`A1-3`)."""
    spelled = _dashed(range_, "\u2013").strip()
    for dash in ("\u2013", " - "):
        if spelled.count(dash) == 1:
            return [half.strip() for half in spelled.split(dash)]
    if "\u2013" in spelled or " - " in spelled:
        return [spelled]
    parts = [part.strip() for part in spelled.split("-")]
    middle = len(parts) // 2
    return ["-".join(parts[:middle]), "-".join(parts[middle:])] if len(parts) in {2, 4} else [spelled]


def _last(start: str, end: str) -> str | None:
    """Return the last page: `129-55` means 155; one that would lie before the first is none."""
    extra = _EXTRA.search(end)
    tail = extra[0] if extra else ""
    first, last = _NUMBERED.fullmatch(start), _NUMBERED.fullmatch(end.removesuffix(tail))
    if not first or not last or last["series"] not in {"", first["series"]}:
        return end
    number = last["number"]
    if len(number) < len(first["number"]):
        number = first["number"][: -len(number)] + number
    return first["series"] + number + tail if int(number) >= int(first["number"]) else None
