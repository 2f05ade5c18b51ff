"""A citation to copy: names, year, title, where, and the link that stays.  Nothing in it that is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.web.pages.article import ArticleView, Place
    from kg.web.pages.authors import Contributor

_MOST_INITIALS = 3  # capitals that are initials written together: "AJ"
_MOST_NAMES = 20  # after which a reference list says "et al." (APA, 7th edition, section 9.8)


def citation(view: ArticleView, uri: str) -> str:
    """Return an article as a line of a reference list; `uri` stands where there is no DOI."""
    doi = next((known.href for known in view.identifiers if known.scheme == "doi"), None)
    parts = [
        _names(view),
        f"({view.date.year or view.date.text})." if view.date else "(n.d.).",
        _sentence(view.title.text),
        _place(view.place),
        doi or uri,
    ]
    return " ".join(part for part in parts if part)


def _names(view: ArticleView) -> str:
    if view.authors is None:
        return ""
    people = view.authors.people
    names = [_name(person) for person in people[:_MOST_NAMES]]
    if len(people) > _MOST_NAMES or not view.is_complete:
        return ", ".join([*names, "et al."])
    line = " & ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
    return line if line.endswith(".") else f"{line}."


def _name(person: Contributor) -> str:
    """Return "Family, G. M." where the parts are known, else the name as printed."""
    if not person.family or not person.given:
        return person.name
    initials = _initials(person.given)
    return ", ".join(part for part in (person.family, initials, person.suffix) if part) if initials else person.name


def _initials(given: str) -> str:
    """Return "J.-P. S. H." for "Jean-Pierre SH", and nothing for a script without capitals, which has no initials."""
    parts = []
    for name in given.replace(".-", "-").replace(".", ". ").split():
        if name.isupper() and name.isalpha() and len(name) <= _MOST_INITIALS:
            parts += [f"{letter}." for letter in name]
        else:
            parts.append("-".join(f"{part[0].upper()}." for part in name.split("-") if part[:1].isalpha()))
    return " ".join(part for part in parts if part) if given[:1].upper() != given[:1].lower() else ""


def _place(place: Place) -> str:
    venue = next((link.text for link in (*place.books, *place.venues)), "")
    volume = place.volume.text if place.volume else ""
    issue = f"({place.issue.text})" if place.issue else ""
    where = ", ".join(part for part in (venue, volume + issue, place.pages or place.number) if part)
    return f"{where}." if where else ""


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!", "。", "？", "！")) else f"{text}."
