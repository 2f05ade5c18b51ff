"""`kg mapping init`: a mapping proposed from the names of columns and from what stands in them."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from kg import dates, identifiers, sources
from kg.errors import SourceError
from kg.model import Record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_LOOKED_AT: Final = 200  # records
_SHOWN: Final = 50  # characters of an example
# Field → how columns for it are called, in the languages that we have met; letters and digits alone are compared.
NAMES: Final = {
    "title": "title titel titre titulo título titolo название заглавие 标题 题名 標題 題名 タイトル articletitle"
    " dctitle ti",
    "subtitle": "subtitle untertitel soustitre subtitulo subtítulo sottotitolo 副标题",
    "abstract": "abstract zusammenfassung résumé resume resumen resumo riassunto аннотация 摘要 summary description ab",
    "authors": "authors author autor autoren auteur auteurs autores autore autori verfasser авторы автор 作者 著者"
    " creator creators authornames au",
    "editors": "editors editor herausgeber éditeurs editores redattore редактор 编辑",
    "doi": "doi articledoi dois",
    "pmid": "pmid pubmedid pubmed",
    "pmcid": "pmcid pmc",
    "arxiv": "arxiv arxivid",
    "isbn": "isbn isbn13",
    "journal": "journal zeitschrift revue revista rivista журнал 期刊 刊名 雑誌 journaltitle sourcetitle source"
    " periodical publicationtitle containertitle venue publication jo",
    "issn": "issn pissn printissn",
    "eissn": "eissn onlineissn electronicissn",
    "volume": "volume vol band jahrgang tome volumen том 卷 巻",
    "issue": "issue heft numéro numero número nummer number no номер 期 号 issuenumber",
    "pages": "pages seiten páginas paginas pagine страницы 页码 页 頁 pagerange pp",
    "first_page": "firstpage startpage pagestart spage",
    "last_page": "lastpage endpage pageend epage",
    "article_number": "articlenumber artno articleno elocationid",
    "publisher": "publisher verlag éditeur editeur editorial editora editore издательство 出版社 出版者",
    "date": "date year jahr année annee año ano anno год 年 年份 出版年 datum publicationdate publicationyear published"
    " pubdate pubyear dateofpublication issued py",
    "type": "type typ documenttype publicationtype тип 类型",
    "language": "language sprache langue idioma lingua язык 语言 lang",
    "keywords": "keywords keyword schlagwörter schlagworte motsclés motscles palabrasclave parolechiave"
    " ключевыеслова 关键词 キーワード authorkeywords",
    "subjects": "subjects subject fachgebiet discipline category categories fieldsofstudy",
    "licence": "licence license lizenz лицензия 许可",
    "url": "url link weblink homepage landingpage",
    "pdf": "pdf pdfurl fulltext pdflink",
    "is_open": "isopen openaccess isoa oa isopenaccess",
    "citations": "citations citedby citationcount timescited cited 引用次数",
    "funder": "funder funding förderer financeur fundingagency",
    "award": "award grant grantnumber awardnumber",
}
_KEYS: Final = frozenset("id key recordid identifier uid accessionnumber".split())
_BY_NAME: Final = {name: field for field, names in NAMES.items() for name in names.split()}
# What values say, whatever the column is called; the share of values that must.
_BY_VALUE: Final[tuple[tuple[str, Callable[[str], Any], float], ...]] = (
    ("doi", identifiers.doi, 0.6),
    ("issn", identifiers.issn, 0.6),
    ("isbn", identifiers.isbn, 0.6),
)
_SEPARATED: Final = ("authors", "editors", "keywords", "subjects")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


def proposal(file: Path) -> str:
    """Return a mapping for a file as TOML, to be corrected by a person; it can be used as it is.

    Raises `SourceError` where the file holds no rows, or no JSON objects.
    """
    records = [
        record
        for record in islice(sources.read([file]), _LOOKED_AT)
        if isinstance(record, Record) and isinstance(record.data, dict)
    ]
    if not records:
        raise SourceError(f"{file}: no rows or JSON objects to propose a mapping from")
    is_table = records[0].container == "table"
    columns: dict[str, list[str]] = {}
    for record in records:
        for name, value in record.data.items():
            if (text := _text(value)) and len(text) < 100_000:
                columns.setdefault(name, []).append(text)
    chosen, key = _chosen(columns)
    lines = [
        f"# What {'the columns' if is_table else 'the fields'} of {file.name} mean.  Use it so:",
        f"#   kg up {file.name} --mapping THIS-FILE",
        "",
        f"source = {_quoted(_slug(file))}  # the name of these records, as in /source/{_slug(file)}",
        *([f"key = {_quoted(_where(key, is_table=is_table))}  # what names a record for good"] if key else []),
        'type = "journal-article"  # what they are, where no column says it',
        "",
        "[fields]",
    ]
    found = [field for field in NAMES if field in chosen]
    lines += [_line(field, chosen[field], columns[chosen[field]], is_table=is_table) for field in found]
    left = [name for name in columns if name not in chosen.values() and name != key]
    if left:
        lines += ["", "# Not understood; give each a field (docs/mapping.md lists them), or leave it out:"]
        lines += [
            f"# ??? = {_quoted(_where(name, is_table=is_table))}  # e.g. {_example(columns[name])}" for name in left
        ]
    if "title" not in chosen:
        lines.insert(0, '# No column looks like a title: name it below as title = "…"')
    return "\n".join(lines) + "\n"


def _chosen(columns: dict[str, list[str]]) -> tuple[dict[str, str], str | None]:
    """Return field → column, the first that fits; and the column of keys."""
    chosen: dict[str, str] = {}
    key = None
    for name, values in columns.items():
        letters = "".join(character for character in name.casefold() if character.isalnum())
        field = _BY_NAME.get(letters)
        if field is None:
            field = next((field for field, reads, share in _BY_VALUE if _share(values, reads) >= share), None)
        if field is None and letters in _KEYS and len(set(values)) == len(values):
            key = key or name
        if field is not None and field not in chosen:
            chosen[field] = name
    if not chosen and columns:
        chosen["title"] = max(columns, key=lambda name: sum(map(len, columns[name])) / len(columns[name]))
    return chosen, key


def _share(values: list[str], reads: Callable[[str], Any]) -> float:
    return sum(reads(value) is not None for value in values) / len(values)


def _line(field: str, name: str, values: list[str], *, is_table: bool) -> str:
    """Return the line of a field, with its separator and the order of names where values show them."""
    where = _quoted(_where(name, is_table=is_table))
    options = [f"from = {where}"]
    if field in _SEPARATED and (separator := _separator(field, values)):
        options.append(f"split = {_quoted(separator)}")
        values = [part.strip() for value in values for part in value.split(separator)]
    if field in {"authors", "editors"} and sum("," in value for value in values) > len(values) / 2:
        options.append('order = "family-first"')
    if field == "date" and _share(values, dates.parsed) < 0.5:
        options.append('date = "%d.%m.%Y"')
    said = where if len(options) == 1 else "{ " + ", ".join(options) + " }"
    return f"{field} = {said}  # e.g. {_example(values)}"


def _separator(field: str, values: list[str]) -> str | None:
    for separator in (";", "|", "、", " and ", "\n"):
        if any(separator in value for value in values):
            return separator
    # Commas part names only where these are not written family name first.
    has_commas = sum(value.count(",") for value in values) > len(values) / 2
    words = [part.split() for value in values for part in value.split(",")]
    is_parted = field not in {"authors", "editors"} or all(len(part) > 1 for part in words)
    return "," if has_commas and is_parted else None


def _where(name: str, *, is_table: bool) -> str:
    return name if is_table else "/" + name.replace("~", "~0").replace("/", "~1")


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(str(item) for item in value if isinstance(item, str | int | float))
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _example(values: list[str]) -> str:
    line = " ".join(values[0].split()) if values else ""
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _slug(file: Path) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", file.name.split(".")[0].lower()).strip("-")
    return name if name[:1].isalpha() else f"own-{name}".strip("-")
