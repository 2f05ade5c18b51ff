"""Constraint → function: of one value (`Test`), or of a focus node with all its values (`Over`)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from kg.errors import ShapesError
from kg.shacl.terms import BLANK, IRI, LITERAL, Term, language, local, text
from kg.shacl.values import compared, has_datatype

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.shacl.graph import Data
    from kg.shacl.shapes import Constraint

    Test = Callable[[Data, bytes], bool]
    Found = Iterable[tuple[bytes | None, bytes | None]]  # (value, predicate of a closed shape)
    Over = Callable[[Data, bytes, Sequence[bytes]], Found]
    TestOf = Callable[[bytes], Test]

_FLAGS = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE, "x": re.VERBOSE}
_REMEMBERED = 1 << 13  # nodes of each test, a megabyte
_PIECE = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\$", re.DOTALL)
_RANGES = {"MinInclusive": (0, 1), "MaxInclusive": (-1, 0), "MinExclusive": (1,), "MaxExclusive": (-1,)}
_KINDS = {
    "IRI": bytes([IRI]),
    "BlankNode": bytes([BLANK]),
    "Literal": bytes([LITERAL]),
    "BlankNodeOrIRI": bytes([BLANK, IRI]),
    "BlankNodeOrLiteral": bytes([BLANK, LITERAL]),
    "IRIOrLiteral": bytes([IRI, LITERAL]),
}


class Made(msgspec.Struct, frozen=True):
    """A constraint compiled: a test of each value, or one over all of them, or just a number of values."""

    test: Test | None = None
    over: Over | None = None
    number: int = 0


def of(constraint: Constraint, test_of: TestOf) -> Made:
    """Compile a constraint; `test_of` compiles the shapes it refers to."""
    name = constraint.component
    if name in {"MinCount", "MaxCount"}:
        return Made(number=constraint.number)
    if name in _OVERS:
        return Made(over=_OVERS[name](constraint))
    if name.startswith("Qualified"):
        return Made(over=_qualified(constraint, test_of))
    if constraint.shapes or name in {"And", "Or", "Xone"}:
        return Made(test=_logic(name, [test_of(shape) for shape in constraint.shapes]))
    return Made(test=_value_test(constraint))


def _value_test(constraint: Constraint) -> Test:  # noqa: PLR0911 - one line for each component
    name, terms, number = constraint.component, constraint.terms, constraint.number
    if name == "Class":
        class_ = terms[0]
        return remembered(lambda data, value: value[0] != LITERAL and data.is_a(value, class_))
    if name == "Datatype":
        fits = has_datatype(terms[0])
        return lambda _, value: fits(value)
    if name == "NodeKind":
        kinds = _KINDS[local(terms[0])]
        return lambda _, value: value[0] in kinds
    if name in _RANGES:
        bound, allowed = terms[0], _RANGES[name]
        return lambda _, value: compared(value, bound) in allowed
    if name == "MinLength":
        return lambda _, value: value[0] != BLANK and len(text(value)) >= number
    if name == "MaxLength":
        return lambda _, value: value[0] != BLANK and (len(value) <= number or len(text(value)) <= number)
    if name == "Pattern":
        found = pattern(text(terms[0]), constraint.flags).search
        return lambda _, value: value[0] != BLANK and found(text(value)) is not None
    if name == "LanguageIn":
        in_range = _language_ranges([text(term).lower() for term in terms])
        return lambda _, value: in_range(language(value).decode())
    members = frozenset(terms)  # In
    return lambda _, value: value in members


def remembered(test: Test) -> Test:
    """Return a test that is asked once of each node: for what a node links to, which is mostly shared."""

    def test_once(data: Data, value: bytes) -> bool:
        if value[0] != IRI:
            return test(data, value)
        known = data.known.get(test)
        if known is None:
            known = data.known[test] = {}
        found = known.get(value)
        if found is None:
            if len(known) >= _REMEMBERED:
                known.clear()
            found = known[value] = test(data, value)
        return found

    return test_once


def pattern(written: str, flags: str) -> re.Pattern[str]:
    """Return a regular expression of XPath (Functions and Operators 3.1, section 5.6) as Python's.

    `$` is the end of the text, not also the place before a last line break.  Raises `ShapesError` where Python has
    no such expression.
    """
    if "q" in flags:
        written, flags = re.escape(written), flags.replace("q", "")
    elif "m" not in flags:
        written = _PIECE.sub(lambda piece: r"\Z" if piece[0] == "$" else piece[0], written)
    known = 0
    for flag in flags:
        if flag not in _FLAGS:
            raise ShapesError(f"sh:flags {flags!r}: there is no flag {flag!r}")
        known |= _FLAGS[flag]
    try:
        return re.compile(written, known)
    except re.error as error:
        raise ShapesError(f"sh:pattern {written!r} cannot be compiled: {error}") from error


def _language_ranges(ranges: list[str]) -> Callable[[str], bool]:
    """Return the test whether a tag is in one of the ranges: basic filtering (RFC 4647, section 3.3.1)."""

    @lru_cache(1024)
    def matches(tag: str) -> bool:
        return bool(tag) and any(wanted in {"*", tag} or tag.startswith(f"{wanted}-") for wanted in ranges)

    return matches


def _logic(name: str, tests: list[Test]) -> Test:
    if name == "Not":
        return lambda data, value: not tests[0](data, value)
    if name == "Or" and len(tests) == 2:
        one, other = tests
        return lambda data, value: one(data, value) or other(data, value)
    if name == "Or":
        return lambda data, value: any(test(data, value) for test in tests)
    if name == "Xone":
        return lambda data, value: sum(test(data, value) for test in tests) == 1
    if len(tests) == 1:
        return remembered(tests[0])
    return lambda data, value: all(test(data, value) for test in tests)  # And, Node


def _qualified(constraint: Constraint, test_of: TestOf) -> Over:
    (test,), number = [test_of(shape) for shape in constraint.shapes], constraint.number
    siblings = [test_of(shape) for shape in constraint.siblings]
    is_least = constraint.component == "QualifiedMinCount"

    def over(data: Data, _: bytes, values: Sequence[bytes]) -> Found:
        count = sum(test(data, value) and not any(other(data, value) for other in siblings) for value in values)
        return ((None, None),) if (count < number if is_least else count > number) else ()

    return over


def _unique_lang(_: Constraint) -> Over:
    def over(_data: Data, _focus: bytes, values: Sequence[bytes]) -> Found:
        if len(values) < 2:
            return ()
        tags = [tag for value in values if (tag := language(value))]
        return [(None, None) for tag in dict.fromkeys(tags) if tags.count(tag) > 1]

    return over


def _equals(constraint: Constraint) -> Over:
    predicate = constraint.terms[0]

    def over(data: Data, focus: bytes, values: Sequence[bytes]) -> Found:
        others = data.node(focus).get(predicate, ())
        return [(value, None) for value in (*values, *others) if (value in values) != (value in others)]

    return over


def _disjoint(constraint: Constraint) -> Over:
    predicate = constraint.terms[0]

    def over(data: Data, focus: bytes, values: Sequence[bytes]) -> Found:
        others = data.node(focus).get(predicate, ())
        return [(value, None) for value in values if value in others]

    return over


def _less(allowed: tuple[int, ...]) -> Callable[[Constraint], Over]:
    def made(constraint: Constraint) -> Over:
        predicate = constraint.terms[0]

        def over(data: Data, focus: bytes, values: Sequence[bytes]) -> Iterator[tuple[bytes | None, bytes | None]]:
            for other in data.node(focus).get(predicate, ()):
                for value in values:
                    if compared(value, other) not in allowed:
                        yield value, None

        return over

    return made


def _closed(constraint: Constraint) -> Over:
    allowed = frozenset(constraint.terms)

    def over(data: Data, _: bytes, values: Sequence[bytes]) -> Iterator[tuple[bytes | None, bytes | None]]:
        for node in values:
            for predicate, objects in data.node(node).items():
                if predicate not in allowed:
                    yield from ((object_, predicate) for object_ in objects)

    return over


def _has_value(constraint: Constraint) -> Over:
    wanted: Term = constraint.terms[0]
    return lambda _data, _focus, values: () if wanted in values else ((None, None),)


_OVERS: dict[str, Callable[[Constraint], Over]] = {
    "UniqueLang": _unique_lang,
    "Equals": _equals,
    "Disjoint": _disjoint,
    "LessThan": _less((-1,)),
    "LessThanOrEquals": _less((-1, 0)),
    "Closed": _closed,
    "HasValue": _has_value,
}
