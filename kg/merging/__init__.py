"""Several records of one work → one article.

Sources differ in what they know and in how well they know it: a single value comes from the first source, by
priority, that has it, sets are united.  Nothing depends on the order in which records come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from kg.identity.claims import PUBLISHED, nature
from kg.merging.agents import agents, lists
from kg.merging.containers import containers
from kg.merging.priorities import Priorities, priorities, standard
from kg.merging.sets import FILL, SAME, first, united
from kg.model import Article, Dates, Relation

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kg.model import RecordKey

__all__ = ["FIRST", "UNITED", "Priorities", "merged", "priorities", "ranked", "standard"]

# How the fields of `Article` are merged; what stands in neither table has a rule of its own in `merged`.
FIRST: Final = (
    "type titles subtitles abstracts volume article_number edition publisher language is_open oa_status event modified"
).split()
UNITED: Final = (
    "short_titles other_titles identifiers licences urls locations images counts keywords subjects grants references"
    " relations remarks"
).split()


def merged(
    versions: Sequence[tuple[RecordKey, Article]],
    order: Priorities | None = None,
    refused: Collection[str] = (),
) -> Article:
    """Return the one article that records of a work describe, whatever their order.

    `refused` are names (`pmid:1`) that are not believed to be of this work.  Sources that `order` does not name
    come last, by name.  Raises `ValueError` where there is no record.
    """
    order = order or standard()
    best_first = ranked(versions, order)
    article = best_first[0] if len(best_first) == 1 else _merged(versions, best_first, order)
    return _parted(_without(article, refused) if refused else article)


def ranked(versions: Sequence[tuple[RecordKey, Article]], order: Priorities, field: str | None = None) -> list[Article]:
    """Return each article once, the one whose values win first; of one record's versions, the latest."""
    if not versions:
        raise ValueError("no record to make an article of")
    if len(versions) == 1:
        return [versions[0][1]]
    packed = {(record, msgspec.msgpack.encode(article)): article for record, article in versions}
    latest_first = sorted(packed, key=lambda known: (packed[known].modified or "", known[1]), reverse=True)
    ordered = sorted(latest_first, key=lambda known: (order.rank(known[0], field), known[0]))
    return list({encoded: packed[record, encoded] for record, encoded in ordered}.values())


def _merged(versions: Sequence[tuple[RecordKey, Article]], best_first: Sequence[Article], order: Priorities) -> Article:
    def by(field: str) -> Sequence[Article]:
        return ranked(versions, order, field) if order.decides(field) else best_first

    single: dict[str, Any] = {field: first(getattr(article, field) for article in by(field)) for field in FIRST}
    sets: dict[str, Any] = {
        field: united(
            (item for article in by(field) for item in getattr(article, field)), SAME.get(field), FILL.get(field)
        )
        for field in UNITED
    }
    naming = lists(by("agents"))
    paged = next((article for article in by("pages") if article.pages or article.page_start), best_first[0])
    return Article(
        **single,
        **sets,
        agents=agents(by("agents")),
        agents_complete=naming[0].agents_complete if naming else best_first[0].agents_complete,
        containers=containers(by("containers")),
        issue=first(article.issue for article in by("issue") if article.volume in (None, single["volume"])),
        pages=paged.pages,
        page_start=paged.page_start,
        page_end=paged.page_end,
        dates=Dates(
            **{name: first(getattr(article.dates, name) for article in by("dates")) for name in Dates.__struct_fields__}
        ),
        is_retracted=any(article.is_retracted for article in best_first),
    )


def _without(article: Article, refused: Collection[str]) -> Article:
    """Leave out identifiers that are another work's, or nobody knows whose."""
    kept = tuple(known for known in article.identifiers if f"{known.scheme}:{known.value}" not in refused)
    return msgspec.structs.replace(article, identifiers=kept)


def _parted(article: Article) -> Article:
    """Have the arXiv id of a published paper name its preprint, which is another work (`kg.identity`)."""
    if article.identifier("arxiv") is None or nature(article) != PUBLISHED:
        return article
    preprints = [known for known in article.identifiers if known.scheme == "arxiv"]
    related = {relation.identifier for relation in article.relations}
    return msgspec.structs.replace(
        article,
        identifiers=tuple(known for known in article.identifiers if known.scheme != "arxiv"),
        relations=(
            *article.relations,
            *(Relation(name="has-preprint", identifier=known) for known in preprints if known not in related),
        ),
    )
