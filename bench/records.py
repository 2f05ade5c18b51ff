"""Synthetic records in the aggregator's shape, the same for the same seed: `bench/records.py N OUT [SEED]`.

About as long and as odd as real ones: titles and names in several scripts, abstracts of 150 to 250 words with some
markup, DOIs with characters that URLs must encode.  One JSON object a line; no word of it comes from a real record.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import sys
from pathlib import Path
from typing import Any

JOURNALS = 500
SEED = 20240226

TOPICS = (
    "river sediment harbour glacier lichen orchard beetle pollen enzyme membrane plasma lattice photon neutron entropy"
    " tariff wage pension ballot treaty archive dialect syntax rhyme ritual pottery mosaic choir lullaby classroom"
    " nurse vaccine fever kidney retina insulin sleep gait stroke robot sensor antenna compiler cipher ontology graph"
    " β-carotene naïve-Bayes Schrödinger façade Ångström"
).split()
ADJECTIVES = (
    "slow early coastal alpine rural urban tropical nocturnal synthetic thermal quantum sparse robust latent seasonal"
    " chronic acute maternal fiscal medieval comparative stochastic convex open cross-border post-war low-cost"
).split()
VERBS = "shapes limits predicts doubles explains reverses delays outlives reveals complicates tracks resists".split()
LITTLE = "the of and in a for with under between among after without during against towards".split()
FOREIGN = (
    "морские течения и климат",
    "قراءة جديدة في الشعر القديم",
    "地下水 污染 研究 方法",
    "東アジアの方言と教育",
    "한국 농촌의 고령화",
    "Θεωρία παιγνίων",
    "שפה וזיכרון",
    "जल नीति का अध्ययन",
)
MARKUP = (
    "<i>{}</i>",
    "<sub>{}</sub>",
    "<b>{}</b>",
    "&quot;{}&quot;",
    "“{}”",
    "{} &lt; 0.05",
    "{} &amp; co.",
    "{}&nbsp;kg",
    "{}\u2009±\u20092",
    '"{}"',
    "\\alpha-{}",
    "{} 🧪",
)
GIVEN = (
    "Amara Bjørn Chiara Dilnoza Eszter Farid Gwenaël Hüseyin Ingrid Jun-ho Katarzyna Lwazi Mei Niamh Ottó Paloma Qasim"
    " Renée Søren Tuấn Uğur Vasiliki Wanjiru Xóchitl Yusra Željko"
).split()
FAMILY = (
    "Brännström Ćosić D'Angelo Ekström-Fall Fernández Güneş Hallgrímsson Ito Jóhannsdóttir Kowalczyk L'Écuyer"
    " Mbeki Nguyễn O'Connor Pérez-Gil Qureshi Řezníček Sakamoto Tchaikowska Ünal Villanueva Wójcik Xiang Zhuang"
).split()
WHOLE_NAMES = ("王小红", "佐藤健", "김민준", "Нина Ковалёва", "ليلى حداد", "אורי לוי")
SUFFIXES = (
    ["({year}){n}:1<{n}::AID-X{n}>3.0.CO;2-{n}", "{n}[1]", "{n}%20b", "{n}#top", "é{n}", "{n}+{n}", "{n}\\x", "{n}?a=1"]
    + ["{n}🧬", '"{n}"', "{{{n}}}", "{n}|^`", "//{n}/", "./../{n}", "名{n}", "A{n};B", "s41-{n}.ttl"]
    + ["j.{word}.{n}"] * 40
    + ["{word}-{year}-{n:05}"] * 30
)
CATEGORIES = ("ECOLOGY", "LINGUISTICS", "COMPUTER SCIENCE, THEORY & METHODS", "NURSING", "POLITICAL SCIENCE", "OPTICS")


def main() -> None:
    """Write N records to OUT."""
    count, out, seed = int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else SEED
    chance = random.Random(seed)
    titles = [_journal(chance, number) for number in range(JOURNALS)]
    with out.open("w", encoding="utf-8") as stream:
        for number in range(count):
            stream.write(json.dumps(record(chance, titles, number), ensure_ascii=False, separators=(",", ":")) + "\n")


def record(chance: random.Random, journals: list[str], number: int) -> dict[str, Any]:
    """Return one record; `number` keeps its DOI apart from all others of the same seed."""
    place = min(int(chance.paretovariate(0.7)) - 1, JOURNALS - 1)  # a few journals hold most articles
    day = dt.date(1975, 1, 1) + dt.timedelta(days=chance.randrange(50 * 365))
    doi = f"10.{1000 + number % 3571}/" + chance.choice(SUFFIXES).format(
        n=number, year=day.year, word=chance.choice(TOPICS[:20])
    )
    page = f"https://journals.example.org/doi/epdf/{number}" if chance.random() < 0.4 else ""
    return {
        "title": _title(chance),
        "authors": _authors(chance),
        "doi": doi.upper() if chance.random() < 0.1 else doi,
        "DOIUrl": None,
        "url": None,
        "abstract": _abstract(chance),
        "PeriodicalId": 30000 + place,
        "journal": {"name": journals[place], "volume": _volume(chance, day.year), "pages": _pages(chance)},
        "PeriodicalIF": round(place % 97 / 7, 4),
        "publicationDate": chance.choices([day.isoformat(), day.isoformat()[:7], str(day.year), ""], (90, 4, 5, 1))[0],
        "publicationTypes": chance.choices(["Journal Article", "Review", "Editorial", None], (85, 8, 2, 5))[0],
        "fieldsOfStudy": None,
        "isOpenAccess": chance.random() < 0.4,
        "openAccessPdf": page,
        "citationCount": str(int(chance.paretovariate(0.9)) - 1),
        "resultStr": None,
        "platform": "Semanticscholar",
        "paperid": None,
        "PeriodicalName": journals[place],
        "FirstCategoryId": str(1000 + place % 300),
        "ListUrlMain": f"https://journals.example.org/doi/{number}",
        "RegionNum": place % 5,
        "RegionCategory": None,
        "ArticlePicture": [],
        "TitleCN": chance.choice(FOREIGN) if chance.random() < 0.02 else None,
        "AbstractTextCN": None,
        "PMCID": f"PMC{3000000 + number}" if chance.random() < 0.05 else None,
        "EPubDate": "",
        "PubModel": "",
        "JCR": f"Q{1 + place % 4}",
        "JCRName": CATEGORIES[place % len(CATEGORIES)],
        "Score": None,
        "Total": 0,
    }


def _journal(chance: random.Random, number: int) -> str:
    names = (
        f"Journal of {chance.choice(ADJECTIVES)} {chance.choice(TOPICS)}s",
        f"{chance.choice(TOPICS)} & {chance.choice(TOPICS)} review",
        f"{chance.choice(FOREIGN)} {number}",
        f"Annals of {chance.choice(TOPICS)} studies",
    )
    return f"{names[number % 4].capitalize()} {chance.choice('ABCDE')}{number}"


def _title(chance: random.Random) -> str:
    if chance.random() < 0.08:
        return chance.choice(FOREIGN) + f": {chance.choice(TOPICS)}"
    words = (
        f"How {chance.choice(ADJECTIVES)} {chance.choice(TOPICS)} {chance.choice(VERBS)} {chance.choice(TOPICS)}",
        f"{chance.choice(TOPICS)} and {chance.choice(TOPICS)} {_sentence(chance, 5)}",
        f"“{chance.choice(TOPICS)}”: {_sentence(chance, 7)}",
        f"<i>{chance.choice(TOPICS)}</i> {_sentence(chance, 6)}",
    )
    title = chance.choices(words, (50, 35, 8, 7))[0]
    return title if title.startswith("<") else title[:1].upper() + title[1:]


def _authors(chance: random.Random) -> str:
    names = []
    for _ in range(1 + min(int(chance.expovariate(0.4)), 7)):
        name = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"
        names.append(chance.choice(WHOLE_NAMES) if chance.random() < 0.05 else name)
    return chance.choices([", ", "; "], (95, 5))[0].join(names)


def _abstract(chance: random.Random) -> str:
    words = _sentence(chance, chance.randint(150, 250)).split()
    for _ in range(chance.randint(0, 5)):
        place = chance.randrange(len(words))
        words[place] = chance.choice(MARKUP).format(words[place])
    for place in range(18, len(words) - 1, chance.randint(14, 22)):
        words[place] += "."
        words[place + 1] = words[place + 1][:1].upper() + words[place + 1][1:]
    half = len(words) // 2 if chance.random() < 0.3 else len(words)
    paragraphs = [" ".join(words[:half]), " ".join(words[half:])]
    return "".join(f"<p>{paragraph}.</p>" for paragraph in paragraphs if paragraph)


def _sentence(chance: random.Random, length: int) -> str:
    kinds = chance.choices((TOPICS, ADJECTIVES, VERBS, LITTLE), (30, 15, 10, 45), k=length)
    return " ".join([chance.choice(kind) for kind in kinds])


def _volume(chance: random.Random, year: int) -> str:
    volume, issue = max(1, year - 1960), chance.randint(1, 12)
    forms = (f"{volume} {issue}", str(volume), f"{volume}({issue})", f"{volume} {issue}-{issue + 1}")
    return chance.choices((*forms, f"{volume} Suppl {issue}", ""), (80, 8, 4, 3, 3, 2))[0]


def _pages(chance: random.Random) -> str | None:
    first = chance.randint(1, 1900)
    last = first + chance.randint(0, 30)
    forms = (f"{first}-{last}", f"e{first}", f"{first}–{last}", f"S{first}-S{last}", str(first), None)
    return chance.choices(forms, (78, 8, 5, 3, 3, 3))[0]


if __name__ == "__main__":
    main()
