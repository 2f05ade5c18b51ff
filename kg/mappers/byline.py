"""A printed list of authors → agents: `"Laura Gómez-Mera, John Smith, Jr. and the ATLAS Collaboration"`.

Sources that send their authors as one string leave open where a name ends, and whether a comma parts two people
or a family name from a given one.  What can be told is told; what cannot stays whole, under a remark: a list kept
whole can be put right later, a person who never was stays in the graph.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg import text
from kg.model import Agent

_SUPERSCRIPT = re.compile(r"<sup\b[^<>]*>.*?</sup\s*>", re.IGNORECASE | re.DOTALL)
_MARKS = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=\.))(?:\s?[*†‡§¶#]+|[\d*†‡§¶#]+(?:\s?,\s?[\d*†‡§¶#]+)*)"  # directly behind a name,
    r"(?=\s*(?:[,;،，；、]|$)|\s+(?:and|&)\s)"  # directly before the next,
    r"|(?:(?<![^,;\s]))[\d*†‡§¶#]+(?=[^\W\d_a-z][^\W\d_A-Z])"  # or directly before a name: `2Rick Roe`, not `3M`
)
_HAS_MARK = re.compile(r"[*†‡§¶#\d]")
_OTHERS = re.compile(r"(?:\bet\.?\s+al\b\.?|(?:\band|&)\s+others\b|等人?|\.\.\.|…)[\s.]*$", re.IGNORECASE)
_GAP = re.compile(r"[,;،，；、]\s*(?:\.\.\.|…)\s*[,;،，；、]?")
_NOBODY = re.compile(r"\W*(?:no authors? (?:listed|available)|anonymous|anon|unknown|佚名)\W*", re.IGNORECASE)

_SEPARATORS = ",;،，；、|"
_STRONG = re.compile(r"\s*[;；、|]\s*")
_COMMA = re.compile(r"\s*[,،，]\s*")
_AND = re.compile(r"\s+(?:and|&)\s+")
_LEADING_AND = re.compile(r"^(?:and|&)\s+")

_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|2nd|3rd)\.?", re.IGNORECASE)
_DEGREE = re.compile(r"(?:Ph\.?\s?D|M\.?D|M\.?Sc|B\.?Sc|M\.?P\.?H|D\.?Phil|R\.?N|FRCP|FRCS|FACS)\.?")
_SPACELESS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # scripts in which a name needs no space
# What names of groups and institutions are made of; people are called Bank, Board, Press and Bureau.
_COLLECTIVE_WORDS = frozenset(
    "group groups consortium collaboration collaborations collaborators collaborative committee commission council"
    " investigators network society societies association organization organisation institut institute institutes"
    " instituto university universities universidad universidade université universität foundation federation"
    " ministry department departamento agency academy program programme project initiative taskforce team authority"
    " alliance coalition company inc ltd gmbh secretariat administration editors"
    " who oecd ipcc unesco unicef iucn nasa nato fao imf wto".split()
)
_COLLECTIVE = re.compile(
    r"\b(?:task force|working party|united nations|european union|editorial board|cent(?:er|re)s? (?:for|of)"
    r"|(?:world|central|development|reserve|national) bank|(?:bank|board|bureau|office|panel|union) (?:of|on|for))\b"
    r"|组$|中心|医院|委员会|大学|研究所|学会|协会|編集部|위원회",
    re.IGNORECASE,
)
_LINKING_WORDS = frozenset("force party nations union board bank for of on".split())
_ON_BEHALF = re.compile(r"^(?:(?:[Oo]n behalf of|[Ff]or)\s+)?(?:the\s+)?")  # a name begins with "The"
_MOST_WORDS = 6


class Byline(NamedTuple):
    """The agents of a list, whether they are all of them, and what had to be decided."""

    agents: tuple[Agent, ...] = ()
    complete: bool = True
    remarks: tuple[str, ...] = ()


def byline(printed: str) -> Byline:
    """Return the agents that a list of authors names, in its order.

    Semicolons part people, and so do `、` and bars; where there are none, commas and "and" do, unless the words
    between them could as well be family and given names.
    """
    if not any(separator in printed for separator in _SEPARATORS):
        printed = printed.strip().replace("\n", ";")
    listed = text.line(_SUPERSCRIPT.sub("", printed))
    named = unmarked(listed)
    remarks = [] if named == listed else ["author-marks-left-out"]
    shortened = _GAP.sub(", ", _OTHERS.sub("", named))
    complete = shortened == named
    shortened = " ".join(shortened.split()).strip(f" &{_SEPARATORS}")
    if not shortened or _NOBODY.fullmatch(shortened):
        return Byline((), complete, (*remarks, "no-author-named"))
    agents = tuple(_agents(shortened, remarks))
    return Byline(agents, complete, tuple(dict.fromkeys(remarks)))


def unmarked(name: str) -> str:
    """Return a name, or a list of them, without marks that point to footnotes: `Vittorio Gallese †`, `Ana Ruiz1,2`."""
    return _MARKS.sub("", name) if _HAS_MARK.search(name) else name


def is_collective(name: str) -> bool:
    """Tell whether this names a group or an institution rather than a person."""
    words = name.casefold().split()
    if not _COLLECTIVE_WORDS.isdisjoint([word.strip(".,()") for word in words]):
        return True
    if name.isascii() and _LINKING_WORDS.isdisjoint(words):
        return False
    return _COLLECTIVE.search(name) is not None


def inverted(name: str) -> Agent | None:
    """Return the person of `"Family, Given"`, also with `", Jr."` behind either part; None where it is not so."""
    parts = _COMMA.split(name)
    suffix = next((part for part in parts[1:] if _SUFFIX.fullmatch(part)), None)
    rest = [part for part in parts if part != suffix and not _DEGREE.fullmatch(part)]
    if len(rest) != 2 or not all(rest):
        return None
    family, given = rest
    printed = f"{given} {family}" + (f", {suffix}" if suffix else "")
    return Agent(name=printed, given=given, family=family, suffix=suffix)


def _agents(named: str, remarks: list[str]) -> list[Agent]:
    if _STRONG.search(named):
        return [_entry(_LEADING_AND.sub("", entry), remarks) for entry in _STRONG.split(named) if entry]
    pieces = _pieces(named, remarks)
    if len(pieces) > 1 and is_collective(pieces[0]) and not any(_is_person(piece) for piece in pieces[1:]):
        return [_printed(named)]  # Ministry of Health, Labour and Welfare
    if (people := _inverted_list(named)) is not None:
        return people
    if _could_be_inverted([side for piece in pieces for side in _AND.split(piece)]):
        remarks.append("authors-kept-whole")
        return [Agent(name=named)]
    return [_printed(name) for piece in pieces for name in _parted_by_and(piece, remarks)]


def _entry(name: str, remarks: list[str]) -> Agent:
    """Return the agent of an entry that a semicolon ends: a comma in it stands before the given name."""
    if "," not in name or is_collective(name):
        return _printed(name)
    if (person := inverted(name)) is not None:
        return person
    agent = _printed(name)
    if agent.suffix is None:
        remarks.append("authors-kept-whole")
    return agent


def _printed(name: str) -> Agent:
    """Return the agent of a name as it is printed."""
    if is_collective(name):
        return Agent(name=_ON_BEHALF.sub("", name), is_group=True)
    head, _, suffix = name.rpartition(", ")
    return Agent(name=name, suffix=suffix if head and _SUFFIX.fullmatch(suffix) else None)


def _pieces(named: str, remarks: list[str]) -> list[str]:
    """Part at commas; "Jr." goes back to its name, a degree is no name."""
    pieces: list[str] = []
    for part in _COMMA.split(named):
        piece, *following = _AND.split(part, 1)
        if pieces and _SUFFIX.fullmatch(piece):
            pieces[-1] += f", {piece}"
        elif pieces and _DEGREE.fullmatch(piece):
            remarks.append("author-degrees-left-out")
        else:
            following = [_LEADING_AND.sub("", part)]
        pieces += filter(None, following)
    return pieces


def _inverted_list(named: str) -> list[Agent] | None:
    """Return the people of `Doe, Jane and Roe, R.` and of `Doe, J. A., Roe, R.`, which read one way only."""
    sides = _AND.split(named)
    if len(sides) > 1 and all(people := [inverted(side) for side in sides]) and not _are_lists(sides):
        return [person for person in people if person]
    parts = [_LEADING_AND.sub("", part) for side in sides for part in _COMMA.split(side) if part]
    if len(parts) % 2 or not all(map(_are_initials, parts[1::2])) or any(map(_are_initials, parts[::2])):
        return None
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return [Agent(name=f"{given} {family}", given=given, family=family) for family, given in pairs]


def _are_lists(sides: list[str]) -> bool:
    """`Ana Ruiz, Bo Li and Cy Coe, Di Fu` names four."""
    return any(all(_is_person(part) for part in _COMMA.split(side)) for side in sides)


def _could_be_inverted(parts: list[str]) -> bool:
    """Tell whether every second part could be the given name of the one before it."""
    if len(parts) % 2 or any(is_collective(part) or _SPACELESS.search(part) for part in parts):
        return False
    given = parts[1::2]
    return all(" " not in part for part in given) or (len(parts) == 2 and " " not in parts[0])


def _are_initials(part: str) -> bool:
    letters = re.sub(r"[.\s-]", "", part)
    return letters.isupper() and len(letters) <= (4 if "." in part else 2)


def _parted_by_and(piece: str, remarks: list[str]) -> list[str]:
    """Part `Jane Doe and Rick Roe`; the Food and Drug Administration is one."""
    sides = _AND.split(piece)
    if len(sides) == 1 or all(_is_person(side) or (place and is_collective(side)) for place, side in enumerate(sides)):
        return sides
    if not is_collective(piece):
        remarks.append("authors-kept-whole")
    return [piece]


def _is_person(name: str) -> bool:
    words = name.split()
    if is_collective(name) or _AND.search(name) or any(character.isdigit() for character in name):
        return False
    if _SPACELESS.search(name):
        return len(words) <= 2
    return 2 <= len(words) <= _MOST_WORDS and not words[0].islower()
