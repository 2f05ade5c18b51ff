"""Titles, descriptions, dates, subjects and rights."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg import dates
from kg.mappers import foreign, parts
from kg.model import Dates, Licence, Subject, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIELDS: Final = {  # dateType → the field of ours
    "Issued": "issued",
    "Available": "online",
    "Submitted": "submitted",
    "Accepted": "accepted",
}
_LICENCE: Final = re.compile(r"(cc-?(?:by|0)(?:-(?:nc|nd|sa))*)(?:-(\d\.\d))?", re.IGNORECASE)
_OPEN, _CLOSED = "info:eu-repo/semantics/openaccess", "info:eu-repo/semantics/closedaccess"
_SCHEMES: Final = {"mesh": "mesh", "ddc": "ddc", "lcsh": "lcsh", "fields of science and technology (fos)": "fos"}


class Titles(NamedTuple):
    """Titles by what they are."""

    titles: tuple[Text, ...]
    subtitles: tuple[Text, ...]
    others: tuple[Text, ...]


def titles(data: dict[str, Any], remarks: list[str]) -> Titles:
    """Return the titles; without a main one the first of any kind is it."""
    by_kind: dict[str, list[Text]] = {"": [], "Subtitle": [], "Other": []}
    for entry in foreign.mappings(data.get("titles")):
        title = foreign.string(entry.get("title"))
        if title is None:
            continue
        kind = foreign.string(entry.get("titleType"))
        language = parts.language(foreign.string(entry.get("lang")))
        place = "" if kind is None else kind if kind == "Subtitle" else "Other"
        by_kind[place].append(Text(title, language))
        if (more := foreign.string(entry.get("subtitle"))) is not None:
            by_kind["Subtitle"].append(Text(more, language))
    if not by_kind[""] and by_kind["Other"]:
        by_kind[""].append(by_kind["Other"].pop(0))
    if not by_kind[""]:
        remarks.append("no-title")
    main, others = by_kind[""][:1], by_kind[""][1:]
    # Several main titles are the same one in other languages, or another that nobody marked.
    translated = [title for title in others if title.language != main[0].language]
    unmarked = [title for title in others if title not in translated]
    return Titles(
        tuple(dict.fromkeys([*main, *translated])),
        tuple(dict.fromkeys(by_kind["Subtitle"])),
        tuple(dict.fromkeys([*unmarked, *by_kind["Other"]])),
    )


def abstracts(data: dict[str, Any]) -> tuple[Text, ...]:
    """Return the abstracts, with their languages where stated."""
    return tuple(dict.fromkeys(_abstracts(data)))


def dated(data: dict[str, Any]) -> Dates:
    """Return the dates; of a range the beginning, and the year of publication where no day is known."""
    found: dict[str, str] = {}
    for entry in foreign.mappings(data.get("dates")):
        field = _FIELDS.get(str(entry.get("dateType")))
        stated = foreign.string(entry.get("date")) or ""
        date = dates.parsed(stated) or dates.parsed(stated.partition("/")[0])
        if field and date:
            found.setdefault(field, date)
    year = dates.partial(foreign.integer(data.get("publicationYear")))
    issued = found.pop("issued", None)
    if issued is None or (year and issued[:4] != year):
        online = found.get("online")
        issued = online if online and online[:4] == year else year or issued
    return Dates(issued=issued, **found)


def licences(data: dict[str, Any]) -> tuple[Licence, ...]:
    """Return the licences, by URL or by code; statements about access alone are none."""
    return tuple(dict.fromkeys(_licences(data)))


def is_open(data: dict[str, Any]) -> bool | None:
    """Return whether a work is open, where the rights say it in the words of OpenAIRE."""
    stated = {str(entry.get("rightsUri")).lower() for entry in foreign.mappings(data.get("rightsList"))}
    if _OPEN in stated:
        return True
    return False if _CLOSED in stated else None


def keywords(data: dict[str, Any]) -> tuple[Text, ...]:
    """Return the subjects of no scheme."""
    return tuple(dict.fromkeys(_keywords(data)))


def subjects(data: dict[str, Any]) -> tuple[Subject, ...]:
    """Return the subjects of a scheme that is known."""
    return tuple(dict.fromkeys(_subjects(data)))


def _abstracts(data: dict[str, Any]) -> Iterator[Text]:
    for entry in foreign.mappings(data.get("descriptions")):
        if entry.get("descriptionType") == "Abstract":
            text = foreign.block(entry.get("description"))
            if text:
                yield Text(text, parts.language(foreign.string(entry.get("lang"))))


def _licences(data: dict[str, Any]) -> Iterator[Licence]:
    for entry in foreign.mappings(data.get("rightsList")):
        stated = foreign.string(entry.get("rightsUri"))
        url = None if not stated or stated.lower().startswith("info:eu-repo") else parts.licence_url(stated)
        if url:
            yield Licence(url=url)
            continue
        code = foreign.string(entry.get("rightsIdentifier"))
        found = _LICENCE.fullmatch(code or "")
        if found and found[2]:
            name = found[1].lower().removeprefix("cc-")
            kind = "publicdomain/zero" if name.endswith("0") else f"licenses/{name}"
            yield Licence(url=f"https://creativecommons.org/{kind}/{found[2]}/")
        elif found:
            yield Licence(code=found[1].lower())


def _keywords(data: dict[str, Any]) -> Iterator[Text]:
    for entry in foreign.mappings(data.get("subjects")):
        word = foreign.string(entry.get("subject"))
        if word and _scheme(entry) is None:
            yield Text(word, parts.language(foreign.string(entry.get("lang"))))


def _subjects(data: dict[str, Any]) -> Iterator[Subject]:
    for entry in foreign.mappings(data.get("subjects")):
        word, scheme = foreign.string(entry.get("subject")), _scheme(entry)
        if word and scheme:
            yield Subject(scheme=scheme, label=word, id=foreign.string(entry.get("classificationCode")))


def _scheme(entry: dict[str, Any]) -> str | None:
    return _SCHEMES.get((foreign.string(entry.get("subjectScheme")) or "").lower())
