"""DOIs that break linked-data servers, and the ways people and programs write them in a URL."""

from __future__ import annotations

from urllib.parse import quote

SICI = "10.1002/(sici)1099-1409(199908/10)3:6/7<672::aid-jpp192>3.0.co;2-8"
TRICKY = {
    SICI: "10.1002/(sici)1099-1409(199908/10)3:6/7%3C672::aid-jpp192%3E3.0.co;2-8",
    "10.1000/hash#fragment": "10.1000/hash%23fragment",
    "10.1000/what?query": "10.1000/what%3Fquery",
    "10.1000/fifty%": "10.1000/fifty%25",
    "10.1000/encoded%2fslash": "10.1000/encoded%252fslash",
    "10.1000/plus+minus": "10.1000/plus%2Bminus",
    "10.1000/[brackets]{braces}": "10.1000/%5Bbrackets%5D%7Bbraces%7D",
    "10.1000/back\\slash^caret`tick|bar": "10.1000/back%5Cslash%5Ecaret%60tick%7Cbar",
    '10.1000/"quoted"': "10.1000/%22quoted%22",
    "10.1000/semi;colon,comma": "10.1000/semi;colon,comma",
    "10.1000/tilde~'!$&*=:@()": "10.1000/tilde~'!$&*=:@()",
    "10.1000/żółć-é": "10.1000/%C5%BC%C3%B3%C5%82%C4%87-%C3%A9",
    "10.1000/report.ttl": "10.1000/report.ttl",
    "10.1000/report.html": "10.1000/report.html",
    "10.1000/report.json": "10.1000/report.json",
    "10.1000/ends/in/slash/": "10.1000/ends/in/slash%2F",
    "10.1000/two//slashes": "10.1000/two/%2Fslashes",
    "10.1000/dot/./dot": "10.1000/dot/.%2Fdot",
    "10.1000/dots/../dots": "10.1000/dots/..%2Fdots",
    "10.1000/-._~": "10.1000/-._~",
    "10.1000/" + "long" * 500: "10.1000/" + "long" * 500,
}
TITLES = (
    "If a < b & \"c\" > d, what is 'e'?",
    "Right to left \u202e and back \u202c, a tab, a ]]> and a --> too",
    "=HYPERLINK('x')",
    "Plain",
)
_UPPER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")  # DOIs fold ASCII only
_LEGAL = "-._~!$&'()*,;=:@/"


def records() -> list[dict[str, object]]:
    """Return a record for each DOI, as an aggregator has it."""
    return [
        {
            "PeriodicalId": 7,
            "PeriodicalName": "Journal of Odd Names",
            "title": f"{TITLES[number % len(TITLES)]} ({number})",
            "doi": doi,
            "authors": "Ann Author, Bob Writer",
            "publicationDate": f"20{number:02}-01-31",
            "journal": {"name": "Journal of Odd Names", "volume": "3 1", "pages": f"{number}-{number + 1}"},
        }
        for number, doi in enumerate(TRICKY, 1)
    ]


def spellings(doi: str) -> dict[str, str]:
    """Return ways to write a DOI in a path, by what is odd about each."""
    canonical = TRICKY[doi]
    return {
        "all encoded": quote(doi, safe=""),
        "hex in lower case": _lower_hex(quote(doi, safe="")),
        "upper case": quote(doi.translate(_UPPER), safe=_LEGAL),
        "what is legal is raw": quote(doi, safe=_LEGAL + '<>[]{}^`|\\"'),
        "letters encoded": canonical.replace("10.", "%31%30.", 1),
        "with doi:": f"doi:{canonical}",
        "with DOI: encoded": quote(f"DOI:{doi}", safe=""),
        "the URL, encoded": quote(f"https://doi.org/{quote(doi)}", safe=""),
        "the URL": f"https://doi.org/{quote(doi)}".replace("%", "%25"),
        "the old URL": quote(f"http://dx.doi.org/{quote(doi)}", safe=""),
    }


def _lower_hex(text: str) -> str:
    first, *rest = text.split("%")
    return "%".join([first, *(part[:2].lower() + part[2:] for part in rest)])
