"""The values that a mapping finds → an article, by the normalisers that all mappers use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg import dates, identifiers
from kg.mappers import byline, foreign, parts
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
    Organization,
    Reference,
    Subject,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.mappers.declared.picking import Spec
    from kg.mappers.declared.reading import Mapping

_SCHEMES: Final = ("doi", "pmid", "pmcid", "arxiv", "openalex")
_ROLES: Final = {"authors": "author", "editors": "editor", "translators": "translator"}
_YES: Final = frozenset({"true", "yes", "y", "1", "open", "oui", "ja", "sí", "да", "是"})
_NO: Final = frozenset({"false", "no", "n", "0", "closed", "non", "nein", "нет", "否"})
_OTHERS: Final = frozenset({"et al", "et al.", "and others", "others", "u.a."})


def built(mapping: Mapping, data: Any) -> Article:
    """Return the article of a record."""
    found = _Found(mapping, data)
    remarks: list[str] = []
    place = parts.volume_issue(found.one("volume"))
    first, last = found.one("first_page"), found.one("last_page")
    pages = parts.pages(found.one("pages") or (f"{first}\u2013{last}" if first and last else first))
    publisher, issued = found.one("publisher"), _date(found, "date", remarks)
    agents = tuple(_agents(found, remarks))
    abstract = next((text for value in found.all("abstract") if (text := foreign.block(value))), None)
    return Article(
        type=_type(mapping, found, remarks),
        titles=found.texts("title"),
        subtitles=found.texts("subtitle"),
        other_titles=found.texts("other_title"),
        short_titles=tuple(text.text for text in found.texts("short_title")),
        abstracts=(Text(abstract, found.language("abstract")),) if abstract else (),
        identifiers=tuple(dict.fromkeys(_identifiers(found, remarks))),
        agents=tuple(agent for agent in agents if agent.name.lower() not in _OTHERS),
        agents_complete=all(agent.name.lower() not in _OTHERS for agent in agents),
        containers=tuple(_containers(found)),
        volume=place.volume,
        issue=parts.numbering(found.one("issue")) or place.issue,
        pages=pages.pages,
        page_start=pages.start,
        page_end=pages.end,
        article_number=parts.numbering(found.one("article_number")),
        edition=parts.numbering(found.one("edition")),
        dates=Dates(issued=issued, online=_date(found, "online_date", remarks)),
        publisher=Organization(name=publisher) if publisher else None,
        language=parts.language(found.one("language")),
        licences=tuple(dict.fromkeys(_licences(found))),
        is_open=_truth(found.one("is_open")),
        urls=tuple(dict.fromkeys(url for value in found.all("url") if (url := foreign.link(value)))),
        locations=tuple(
            Location(url=url, is_pdf=True)
            for url in dict.fromkeys(map(foreign.link, found.all("pdf")))
            if url is not None
        ),
        counts=tuple(_counts(mapping, found)),
        keywords=found.texts("keywords"),
        subjects=tuple(Subject(scheme=mapping.source, label=text.text) for text in found.texts("subjects")),
        grants=tuple(_grants(found)),
        references=tuple(dict.fromkeys(_references(found))),
        event=found.one("event"),
        modified=found.one("modified"),
        remarks=tuple(dict.fromkeys(remarks)),
    )


class _Found:
    """What a mapping finds in a record."""

    def __init__(self, mapping: Mapping, data: Any) -> None:
        self._fields = mapping.fields
        self._data = data

    def spec(self, field: str) -> Spec | None:
        return self._fields.get(field)

    def all(self, field: str) -> list[Any]:
        spec = self._fields.get(field)
        return spec.values(self._data) if spec else []

    def one(self, field: str) -> str | None:
        return next((text for value in self.all(field) if (text := foreign.string(value))), None)

    def language(self, field: str) -> str | None:
        spec = self._fields.get(field)
        return parts.language(spec.language) if spec and spec.language else None

    def texts(self, field: str) -> tuple[Text, ...]:
        said = (text for value in self.all(field) if (text := foreign.string(value)))
        return tuple(dict.fromkeys(Text(text, self.language(field)) for text in said))


def _type(mapping: Mapping, found: _Found, remarks: list[str]) -> str:
    stated = found.one("type")
    if stated is None:
        return mapping.type
    name = stated.lower().replace(" ", "-").replace("_", "-")
    if name in parts.TYPES:
        return name
    remarks.append("type-unknown")
    return mapping.type


def _identifiers(found: _Found, remarks: list[str]) -> Iterator[Identifier]:
    for scheme in _SCHEMES:
        for stated in found.all(scheme):
            value = foreign.identified(identifiers.NORMALISERS[scheme], stated)
            if value is not None:
                yield Identifier(scheme, value)
            else:
                remarks.append(f"{scheme}-not-valid")
    if found.spec("book") is None:
        for stated in found.all("isbn"):
            if (isbn := foreign.identified(identifiers.isbn, stated)) is not None:
                yield Identifier("isbn", isbn)


def _agents(found: _Found, remarks: list[str]) -> Iterator[Agent]:
    for field, role in _ROLES.items():
        spec = found.spec(field)
        for value in found.all(field):
            agent = _of_parts(spec, value, role) if spec and spec.parts else _of_name(spec, value, role)
            if agent is None:
                remarks.append("author-without-name")
            else:
                yield agent


def _of_parts(spec: Spec, item: Any, role: str) -> Agent | None:
    given, family = foreign.string(spec.part(item, "given")), foreign.string(spec.part(item, "family"))
    name = foreign.string(spec.part(item, "name")) or parts.printed_name(given, family)
    place, orcid = foreign.string(spec.part(item, "affiliation")), spec.part(item, "orcid")
    if name is None:
        return None
    is_parted = bool(given and family)
    is_group = not is_parted and byline.is_collective(name)
    return Agent(
        name=name,
        given=given if is_parted else None,
        family=family if is_parted else None,
        orcid=None if is_group else foreign.identified(identifiers.orcid, orcid),
        is_group=is_group,
        role=role,
        affiliations=(Organization(name=place),) if place else (),
    )


def _of_name(spec: Spec | None, value: Any, role: str) -> Agent | None:
    name = foreign.string(value)
    if name is None:
        return None
    inverted = byline.inverted(name) if spec and spec.order == "family-first" else None
    if inverted is not None:
        return Agent(
            name=inverted.name, given=inverted.given, family=inverted.family, suffix=inverted.suffix, role=role
        )
    return Agent(name=name, is_group=byline.is_collective(name), role=role)


def _containers(found: _Found) -> Iterator[Container]:
    journal, short = found.one("journal"), found.one("journal_short")
    issns = [
        Issn(value, medium)
        for field, medium in (("issn", None), ("eissn", "electronic"))
        for stated in found.all(field)
        if (value := foreign.identified(identifiers.issn, stated))
    ]
    if journal or issns:
        yield Container(
            titles=(Text(journal),) if journal else (),
            short_titles=(short,) if short and short != journal else (),
            issns=tuple({issn.value: issn for issn in issns}.values()),
        )
    isbns = (foreign.identified(identifiers.isbn, stated) for stated in found.all("isbn"))
    if book := found.one("book"):
        yield Container(kind="book", titles=(Text(book),), isbns=tuple(isbn for isbn in isbns if isbn))
    if series := found.one("series"):
        yield Container(kind="series", titles=(Text(series),))


def _date(found: _Found, field: str, remarks: list[str]) -> str | None:
    stated = found.one(field)
    date = dates.parsed(stated) if stated else None
    if stated and date is None:
        remarks.append("date-not-read")
    return date


def _licences(found: _Found) -> Iterator[Licence]:
    for stated in found.all("licence"):
        text = foreign.string(stated)
        url = parts.licence_url(text)
        if url:
            yield Licence(url=url)
        elif text:
            yield Licence(code=text.lower().replace(" ", "-"))


def _truth(stated: str | None) -> bool | None:
    word = (stated or "").lower()
    return True if word in _YES else False if word in _NO else None


def _counts(mapping: Mapping, found: _Found) -> Iterator[Count]:
    value = foreign.count(found.one("citations"))
    if value is not None:
        yield Count(name="citations", value=value, source=mapping.source)


def _grants(found: _Found) -> Iterator[Grant]:
    funders, awards = found.texts("funder"), found.texts("award")
    if len(funders) == 1:
        funder = Organization(name=funders[0].text)
        yield from (Grant(funder=funder, award=award.text) for award in awards)
        if not awards:
            yield Grant(funder=funder)
    else:
        yield from (Grant(funder=Organization(name=funder.text)) for funder in funders)
        yield from (Grant(award=award.text) for award in awards)


def _references(found: _Found) -> Iterator[Reference]:
    for stated in found.all("references"):
        text = foreign.string(stated)
        doi = identifiers.doi(text) if text else None
        if doi is not None:
            yield Reference(identifier=Identifier("doi", doi))
        elif text:
            yield Reference(text=text)
