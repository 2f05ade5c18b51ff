"""The explanation of an article as a table: each field, what is stated, by whom, and what was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from kg.merging.explaining import Explained, Stated
    from kg.model import RecordKey
    from kg.site.explaining import Explanation
    from kg.web.pages.places import Places

_MOST = 60  # values of one field; a paper of three thousand authors has as many
_LONG = 300  # characters of a value
_TITLES: Final = {
    "oa_status": "Open access status",
    "is_open": "Open access",
    "agents": "People and groups",
    "containers": "Appeared in",
    "urls": "Links",
    "is_retracted": "Retracted",
    "page_start": "First page",
    "page_end": "Last page",
    "other_titles": "Other titles",
}
# What of a value with parts is shown, in this order; the rest is in the JSON.
_PARTS: Final = (
    "name", "label", "text", "titles", "funder", "award", "scheme", "id", "identifier", "value", "url", "code",
    "orcid", "role", "issn_l", "issns", "isbns", "affiliations", "year", "date", "source", "version", "kind",
)  # fmt: skip


class Said(msgspec.Struct, frozen=True):
    """A value as a line of text, the sources that state it, and whether it was taken."""

    text: str
    sources: tuple[str, ...]
    is_chosen: bool


class Field(msgspec.Struct, frozen=True):
    """A field of the article; `more` values are left out."""

    title: str
    rule: str
    said: tuple[Said, ...]
    more: int = 0

    @property
    def is_disputed(self) -> bool:
        """Whether a source states what was not taken."""
        return any(not said.is_chosen for said in self.said)


class View(msgspec.Struct, frozen=True, kw_only=True):
    """The page: the work, its records with their links, what is not believed, and the fields."""

    title: str
    href: str | None
    json: str
    records: tuple[tuple[str, str | None, str], ...]
    refused: tuple[tuple[str, str], ...]
    fields: tuple[Field, ...]


def view(found: Explanation, places: Places) -> View:
    """Return what the page shows of an explanation."""
    path = found.id.removeprefix(places.base)
    return View(
        title=found.title,
        href=places.url(found.id),
        json=places.below(f"doc/explain/{path}", format="json"),
        records=tuple(
            (f"{record.source}: {record.key}", places.url(record.id), record.modified or "") for record in found.records
        ),
        refused=tuple(found.refused.items()),
        fields=tuple(_field(field) for field in found.fields),
    )


def _field(field: Explained) -> Field:
    shown = tuple(_said(stated) for stated in field.stated[:_MOST])
    title = _TITLES.get(field.field) or field.field.replace("_", " ").capitalize()
    return Field(title, field.rule, shown, max(0, len(field.stated) - _MOST))


def _said(stated: Stated) -> Said:
    line = text(stated.value)
    return Said(line if len(line) <= _LONG else f"{line[:_LONG]}…", _sources(stated.records), stated.is_chosen)


def _sources(records: tuple[RecordKey, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(record.source for record in records))


def text(value: Any) -> str:
    """Return plain data as a line: its telling parts, the words first.

    >>> text({"name": "Jane Doe", "role": "author"}), text([["Über", "de"]]), text(True)
    ('Jane Doe · author', 'Über (de)', 'yes')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return " · ".join(text(value[name]) for name in _PARTS if name in value)
    if isinstance(value, list | tuple):
        if len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], str | None):
            return (
                f"{value[0]} ({value[1]})" if value[1] else value[0]
            )  # a text with its language, an identifier with its scheme, a date
        return "; ".join(text(part) for part in value)
    return str(value)
