"""Generations made of a few articles by hand: store, index and manifest as a build leaves them, without the build."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from kg.build.description import description
from kg.identity import work_key
from kg.iris import Iris
from kg.model import Agent, Article, Container, Dates, Identifier, Issn, Organization, RecordKey, Reference, Text, Work
from kg.serialise import Names
from kg.serialise.reading import value
from kg.settings import Settings
from kg.site import indexing, records
from kg.site.generation import Dump, Generation, Manifest, opened
from kg.site.index import ThingRow, WorkRow
from kg.store import oxigraph
from kg.terms import Iri, Triple
from kg.things import Periodicals, Thing, merged, things
from kg.triples import scheme_triples, source_triples, thing_iri, thing_triples, triples
from kg.triples.references import work_iri
from kg.vocab import PREFIXES, RDF
from kg.web.documents import document
from kg.web.pages import Pages

BASE = "https://kg.example.org/"


def work(doi: str, **fields: Any) -> Work:
    """Return a work with this DOI, of one record at Crossref."""
    known: dict[str, Any] = {"type": "journal-article", "identifiers": (Identifier("doi", doi),)}
    article = Article(**known | fields)
    record = RecordKey("crossref", doi)
    return Work(key=work_key(article, record), article=article, records=(record,))


def titled(doi: str, title: str, language: str | None = None, **fields: Any) -> Work:
    """Return a work with this title."""
    return work(doi, titles=(Text(title, language),), **fields)


def generation(
    folder: Path, works: Iterable[Work], *, base: str = BASE, extra: Iterable[Triple] = (), **said: Any
) -> Generation:
    """Return a generation of these works, the things they share and `extra` triples."""
    iris, periodicals = Iris(base), Periodicals()
    held = list(works)
    more = list(extra)
    graph = set(more)
    rows: list[WorkRow | ThingRow] = []
    stated: dict[Iri, list[tuple[Thing, int]]] = defaultdict(list)
    for each in held:
        graph.update(triples(each, iris, periodicals))
        shared = list(dict.fromkeys(things(each.article, periodicals)))
        for thing in shared:
            stated[thing_iri(thing, iris)].append((thing, 1))
        rows.append(_work_row(each, iris, [thing_iri(thing, iris) for thing in shared]))
    for node, facts in stated.items():
        whole = merged(facts)
        graph.update(thing_triples(whole, iris))
        rows.append(ThingRow(whole.kind, _path(node, iris), [*whole.labels, whole.key][0]))
    sources = Counter(record.source for each in held for record in each.records)
    for source in {*sources, "agg"}:
        graph.update(source_triples(source, iris))
    graph.update(scheme_triples(iris))
    _write(folder, graph, rows, _manifest(iris, graph, rows, dict(sources)) | said)
    with records.writing(folder / "records.sqlite") as kept:
        made = ([records.Kept(record, each.article) for record in each.records] for each in held)
        kept.add(
            records.row(
                _path(iris.article(each.key), iris),
                Names(PREFIXES, iris.base),
                iris.article(each.key),
                [*triples(each, iris, periodicals), *more],
                records.pack(said_of),
            )
            for each, said_of in zip(held, made, strict=True)
        )
    return opened(folder)


def page(opened: Generation, path: str, number: int = 1, size: int = 50) -> str:
    """Return the page about the thing with this path."""
    found = document(opened, path, page=number, size=size)
    assert found is not None, f"there is nothing at {path}"
    return pages(opened, size).thing(found)


@lru_cache(8)
def pages(opened: Generation, size: int = 50) -> Pages:
    """Return the pages of a generation."""
    return Pages(opened, Settings({"web.page_size": size}))


def _write(folder: Path, graph: set[Triple], rows: list[WorkRow | ThingRow], said: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with oxigraph.loading(folder / "store") as stream:
        stream.write(_lines(graph))
    with indexing.create(folder / "index.sqlite") as writer:
        writer.add(sorted(rows, key=lambda row: row.path))
    manifest = Manifest(**said)
    (folder / "generation.json").write_bytes(msgspec.json.encode(manifest))
    (folder / "void.nt").write_bytes(_lines(description(manifest, None)))


def _lines(graph: Iterable[Triple]) -> bytes:
    return b"".join(b"%b %b %b .\n" % triple for triple in graph)


def _manifest(
    iris: Iris, graph: set[Triple], rows: list[WorkRow | ThingRow], sources: dict[str, int]
) -> dict[str, Any]:
    kinds = Counter(row.kind if isinstance(row, ThingRow) else "article" for row in rows)
    return {
        "number": 1,
        "base": iris.base,
        "created": "2026-11-24T01:02:03Z",
        "digest": "0" * 64,
        "title": "Reading Room",
        "description": "Articles, their authors and journals as linked data.",
        "publisher": "The Library",
        "contact": "desk@kg.example.org",
        "licence": "https://creativecommons.org/publicdomain/zero/1.0/",
        "triples": len(graph),
        "counts": dict(kinds),
        "classes": dict(Counter(value(object_) for _, predicate, object_ in graph if predicate == RDF.type)),
        "properties": dict(Counter(value(predicate) for _, predicate, _ in graph)),
        "sources": sources,
        "store": "oxigraph",
        "dumps": (
            Dump(name="kg.ttl.gz", format="Turtle", size=12_345, sha256="a" * 64),
            Dump(name="kg.nt.gz", format="N-Triples", size=2_345_678, sha256="b" * 64),
        ),
    }


def _work_row(each: Work, iris: Iris, members: list[Iri]) -> WorkRow:
    article = each.article
    names = [agent.name for agent in article.agents]
    known = (work_iri(identifier, iris) for identifier in article.identifiers)
    return WorkRow(
        path=_path(iris.article(each.key), iris),
        title=article.titles[0].text if article.titles else each.key,
        date=article.dates.issued or "",
        names=", ".join(names[:4]) + (" et al." if len(names) > 4 else ""),
        venue=next((title.text for held in article.containers for title in held.titles), ""),
        type=article.type,
        all_names=" ".join(names),
        members=tuple(_path(member, iris) for member in members),
        aliases=tuple(_path(alias, iris) for alias in known if alias and alias != iris.article(each.key)),
    )


def _path(iri: Iri, iris: Iris) -> str:
    return iri[1 + len(iris.base) : -1].decode()


_UNIVERSITY = Organization(name="Universität Bielefeld", ror="02hpadn98", country="DE")
_JOURNAL = Container(titles=(Text("Annals of Wide Collaboration"),), issns=(Issn("0028-0836", "print"),))

MANY = titled(
    "10.1000/many",
    "Observation of a rare decay in proton collisions",
    "en",
    agents=tuple(
        Agent(name=f"A{number}. Physicist-{number}", given=f"A{number}.", family=f"Physicist-{number}",
              affiliations=(_UNIVERSITY,) if number % 3 else ())
        for number in range(1, 5_001)
    ),
    containers=(_JOURNAL,),
    volume="12",
    issue="3",
    pages="1-999",
    page_start="1",
    page_end="999",
    dates=Dates(issued="2024-02"),
    references=tuple(Reference(identifier=Identifier("doi", f"10.5555/{number}")) for number in range(1, 301)),
)  # fmt: skip
CHINESE = work(
    "10.3760/cma.j.issn.0254-6450.2020.02.003",
    titles=(
        Text("新型冠状病毒肺炎流行病学特征分析", "zh"),
        Text("The epidemiological characteristics of an outbreak of 2019 novel coronavirus diseases", "en"),
    ),
    agents=(Agent(name="中国疾病预防控制中心新型冠状病毒肺炎应急响应机制流行病学组", is_group=True),),
    abstracts=(
        Text(
            "目的新型冠状病毒肺炎在武汉市暴发流行以来，已在全国范围内蔓延。\n\n方法选取截至2020年2月11日的病例。", "zh"
        ),
    ),
    containers=(Container(titles=(Text("中华流行病学杂志", "zh"),), issns=(Issn("0254-6450"),)),),
    volume="41",
    issue="2",
    pages="145-151",
    dates=Dates(issued="2020-02-10"),
    language="zh",
    keywords=(Text("新型冠状病毒肺炎", "zh"), Text("流行病学", "zh")),
)
ARABIC = titled(
    "10.1000/arabic",
    "دراسة في تاريخ العلوم عند العرب (1200-1400)",
    "ar",
    agents=(Agent(name="محمد بن موسى"), Agent(name="Ann Author")),
    abstracts=(Text("تبحث هذه الدراسة في تاريخ العلوم.", "ar"),),
    dates=Dates(issued="2019"),
)
