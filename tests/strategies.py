"""Articles as no source would send them and as any may: for properties that hold for all of them."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st
from stdnum import issn as stdnum_issn
from stdnum.iso7064 import mod_11_2

from kg import dates, identifiers
from kg.identity import work_key
from kg.merging import standard
from kg.model import (
    Agent,
    Article,
    Container,
    Count,
    Dates,
    Grant,
    Identifier,
    Issn,
    Licence,
    Location,
    Metric,
    Organization,
    RecordKey,
    Reference,
    Relation,
    Subject,
    Text,
    Work,
)
from kg.triples.relations import RELATIONS
from kg.triples.types import TYPES

# What mappers let through: anything that XML 1.0 can carry, and never nothing.
_CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
WORDS = st.text(_CHARACTERS, min_size=1, max_size=12)
_PLAIN = st.sampled_from(["1", "15", "S1", "7-8", "A/B", "..", "β", "Ünïcode", "a b", "100%", "<x>", "[1]", "?#"])
NUMBERS = st.one_of(_PLAIN, WORDS)
SOURCES = st.sampled_from([*standard().sources, "zenodo", "a source"])
URLS = st.one_of(
    st.sampled_from(
        [
            "https://example.org/a",
            "http://EXAMPLE.org/a b?q=[1]#x#y",
            "https://bücher.example/ü",
            "javascript:alert(1)",
            "data:text/html,x",
            "doi:10.1000/a<b>",
            "https://x",
            "//no.scheme/a",
            "ftp://example.org/file name.pdf",
        ]
    ),
    WORDS,
    st.builds("https://example.org/{}".format, WORDS),
)


def _orcid(digits: str) -> str:
    bare = digits + mod_11_2.calc_check_digit(digits)
    return "-".join(bare[at : at + 4] for at in range(0, 16, 4))


def _issn(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:]}{stdnum_issn.calc_check_digit(digits)}"


DOIS = st.one_of(
    st.builds("10.{}/{}".format, st.integers(1000, 99999), WORDS).map(identifiers.doi).filter(bool),
    st.sampled_from(["10.1000/a", "10.1000/b", "10.1002/(sici)1<672::aid>3.0.co;2-8", "10.1000/x#y?z%41 &"]),
)
ORCIDS = st.integers(0, 999).map(lambda number: _orcid(f"00000002{number:07}"))
ISSNS = st.integers(0, 9).map(lambda number: _issn(f"123456{number}"))
RORS = st.sampled_from(["042nb2s44", "03vek6s52", "05dxps055"])
DATES = st.builds(
    lambda day, parts: dates.partial(*(day.year, day.month, day.day)[:parts]),
    st.dates(dt.date(1000, 1, 1), dt.date(9999, 12, 31)),
    st.integers(1, 3),
)
YEARS = st.integers(1000, 9999).map(str)


def _few(items: st.SearchStrategy[object], most: int = 3) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(items, max_size=most).map(tuple)


def _maybe(items: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | items


TEXTS = st.builds(Text, WORDS, st.sampled_from([None, "en", "zh", "pt-BR"]))
IDENTIFIERS = st.one_of(
    st.builds(Identifier, st.just("doi"), DOIS),
    st.builds(Identifier, st.just("openalex"), st.sampled_from(["W1", "W22", "A5", "T9"]).map(lambda key: f"{key}0")),
    st.builds(Identifier, st.just("pmid"), st.integers(1, 99).map(str)),
    st.builds(Identifier, st.sampled_from(["s2", "mag", "pii", "own scheme", "handle"]), WORDS),
    st.builds(Identifier, st.just("ror"), RORS),
)
ORGANIZATIONS = st.builds(
    Organization,
    name=_maybe(WORDS),
    ror=_maybe(RORS),
    country=_maybe(st.sampled_from(["DE", "CN"])),
    identifiers=_few(IDENTIFIERS, 2),
)
AGENTS = st.builds(
    Agent,
    name=WORDS,
    given=_maybe(WORDS),
    family=_maybe(WORDS),
    suffix=_maybe(WORDS),
    orcid=_maybe(ORCIDS),
    is_group=st.booleans(),
    role=st.sampled_from(["author", "author", "editor", "chair", "translator"]),
    is_corresponding=_maybe(st.booleans()),
    affiliations=_few(ORGANIZATIONS, 2),
    identifiers=_few(IDENTIFIERS, 1),
)
METRICS = st.builds(
    Metric,
    name=st.sampled_from(["journal-impact-factor", "jcr-quartile", "own-figure"]),
    value=st.sampled_from(["0.8000", "Q3", "1", "1e3", "NaN", "-0.0", "12345678901234567890.5"]),
    year=_maybe(YEARS),
    category=_maybe(WORDS),
    source=SOURCES,
)
SUBJECTS = st.builds(
    Subject,
    scheme=st.sampled_from(["openalex", "mesh", "asjc"]),
    label=WORDS,
    id=_maybe(st.one_of(WORDS, st.just("T10017"))),
    score=_maybe(st.sampled_from(["0", "0.29", "0.3", "1"])),
)
CONTAINERS = st.builds(
    Container,
    kind=st.sampled_from(["periodical", "periodical", "series", "repository", "book", "proceedings"]),
    titles=_few(TEXTS, 2),
    short_titles=_few(WORDS, 2),
    issns=_few(st.builds(Issn, ISSNS, st.sampled_from([None, "print", "electronic"]))),
    issn_l=_maybe(ISSNS),
    isbns=_few(st.sampled_from(["9780306406157", "9783161484100"]), 2),
    key=_maybe(st.sampled_from(["agg:42501", "openalex:S137773608"])),
    description=_maybe(TEXTS),
    publisher=_maybe(ORGANIZATIONS),
    url=_maybe(URLS),
    metrics=_few(METRICS),
    subjects=_few(SUBJECTS, 2),
)
LICENCES = st.builds(
    Licence,
    url=_maybe(st.one_of(URLS, st.just("http://creativecommons.org/licenses/by/4.0"))),
    code=_maybe(st.sampled_from(["cc-by", "cc0", "own licence"])),
    version=_maybe(st.sampled_from(["vor", "am", "tdm"])),
    start=_maybe(DATES),
)
LOCATIONS = st.builds(
    Location,
    url=URLS,
    is_pdf=st.booleans(),
    media_type=_maybe(st.just("text/html")),
    is_open=_maybe(st.booleans()),
    version=_maybe(st.just("publishedVersion")),
    licence=_maybe(LICENCES),
    host=_maybe(WORDS),
)
COUNTS = st.builds(
    Count,
    name=st.sampled_from(["citations", "references", "own count"]),
    value=st.integers(0, 10**9),
    source=SOURCES,
    date=_maybe(st.dates(dt.date(2000, 1, 1)).map(dt.date.isoformat)),
    year=_maybe(YEARS),
)
GRANTS = st.builds(Grant, funder=_maybe(ORGANIZATIONS), award=_maybe(WORDS), title=_maybe(WORDS))
REFERENCES = st.builds(Reference, identifier=_maybe(IDENTIFIERS), text=_maybe(WORDS))
RELATION_NAMES = st.sampled_from([*RELATIONS, "own-relation"])
RELATIONS_ = st.builds(
    Relation, name=RELATION_NAMES, identifier=_maybe(IDENTIFIERS), url=_maybe(URLS), date=_maybe(DATES)
)

ARTICLES = st.builds(
    Article,
    type=st.sampled_from([*TYPES, "own-type"]),
    titles=_few(TEXTS, 2),
    subtitles=_few(TEXTS, 1),
    short_titles=_few(WORDS, 1),
    other_titles=_few(TEXTS, 2),
    abstracts=_few(TEXTS, 2),
    identifiers=_few(IDENTIFIERS),
    agents=_few(AGENTS),
    agents_complete=st.booleans(),
    containers=_few(CONTAINERS, 2),
    volume=_maybe(NUMBERS),
    issue=_maybe(NUMBERS),
    pages=_maybe(NUMBERS),
    page_start=_maybe(NUMBERS),
    page_end=_maybe(NUMBERS),
    article_number=_maybe(NUMBERS),
    edition=_maybe(WORDS),
    dates=st.builds(
        Dates,
        issued=_maybe(DATES),
        print=_maybe(DATES),
        online=_maybe(DATES),
        submitted=_maybe(DATES),
        accepted=_maybe(DATES),
        posted=_maybe(DATES),
        raw=_maybe(WORDS),
    ),
    publisher=_maybe(ORGANIZATIONS),
    language=_maybe(st.sampled_from(["en", "zh-Hans"])),
    licences=_few(LICENCES, 2),
    is_open=_maybe(st.booleans()),
    oa_status=_maybe(st.sampled_from(["gold", "closed", "own status"])),
    urls=_few(URLS, 2),
    locations=_few(LOCATIONS, 2),
    images=_few(URLS, 1),
    counts=_few(COUNTS),
    keywords=_few(TEXTS),
    subjects=_few(SUBJECTS),
    grants=_few(GRANTS, 2),
    references=_few(REFERENCES),
    relations=_few(RELATIONS_, 2),
    is_retracted=st.booleans(),
    event=_maybe(WORDS),
    modified=_maybe(st.just("2024-01-01")),
    remarks=_few(st.sampled_from(["volume-kept-whole"]), 1),
)
RECORD_KEYS = st.builds(RecordKey, SOURCES, WORDS)
WORKS = st.builds(
    lambda record, article: Work(key=work_key(article, record), article=article, records=(record,)),
    RECORD_KEYS,
    ARTICLES,
)
