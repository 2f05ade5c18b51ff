"""What literals mean: which lexical forms a datatype has (XML Schema 1.1, part 2), and which of two values is less."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kg.shacl.terms import LITERAL, RDF, XSD, literal_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.shacl.terms import Term

_ZONE = rb"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_DAY = rb"-?(?:[1-9][0-9]{3,}|0[0-9]{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_TIME = rb"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_DECIMAL = rb"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_DOUBLE = _DECIMAL + rb"(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"
_YEAR = rb"-?(?:[1-9][0-9]{3,}|0[0-9]{3})"
_INTEGER = rb"[+-]?[0-9]+"
_RANGES: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
_FORMS = {
    "boolean": rb"true|false|1|0",
    "decimal": _DECIMAL,
    "float": _DOUBLE,
    "double": _DOUBLE,
    "date": _DAY + _ZONE,
    "dateTime": _DAY + b"T" + _TIME + _ZONE,
    "time": _TIME + _ZONE,
    "gYear": _YEAR + _ZONE,
    "gYearMonth": _YEAR + rb"-(?:0[1-9]|1[0-2])" + _ZONE,
    "gMonth": rb"--(?:0[1-9]|1[0-2])" + _ZONE,
    "gDay": rb"---(?:0[1-9]|[12][0-9]|3[01])" + _ZONE,
    "gMonthDay": rb"--(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])" + _ZONE,
    "duration": rb"-?P(?=.)(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?"
    rb"(?:T(?=.)(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?",
    "hexBinary": rb"(?:[0-9a-fA-F]{2})*",
    "base64Binary": rb"(?:[A-Za-z0-9+/]{4} ?)*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
    "anyURI": rb'[^\s<>"{}|\\^`]*',
    "language": rb"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    **dict.fromkeys(_RANGES, _INTEGER),
}
_MOMENT = re.compile(
    r"(-?[0-9]{4,})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?)?(?:(Z)|([+-])([0-9]{2}):([0-9]{2}))?"
)
_KEPT = 1 << 14


def has_datatype(datatype: bytes) -> Callable[[Term], bool]:
    """Return the test whether a term is a well-formed literal of a datatype (SHACL, section 4.1.2).

    Of datatypes that are not of XML Schema, every lexical form is taken.
    """
    if datatype == f"<{XSD}string>".encode():
        return lambda term: term[0] == LITERAL and term[-1] == LITERAL
    if datatype == RDF.langString:
        return lambda term: term[0] == LITERAL and term[-1] not in b'">'
    mark, name = b'"^^' + datatype, datatype[1:-1].decode().removeprefix(XSD)
    length = len(mark)
    if name not in _FORMS:
        return lambda term: term[0] == LITERAL and term.endswith(mark)
    fits = re.compile(_FORMS[name]).fullmatch
    if name in _RANGES and name != "integer":
        return lambda term: term.endswith(mark) and _in_range(name, term[1:-length], fits)
    if name in {"date", "dateTime"}:
        return lambda term: term.endswith(mark) and fits(term, 1, len(term) - length) is not None and _exists(term)
    return lambda term: term.endswith(mark) and fits(term, 1, len(term) - length) is not None


def lexical(name: str) -> str:
    """Return the regular expression of the lexical forms of a datatype of XML Schema, as every dialect reads it.

    Empty where there is none, or none without looking ahead.
    """
    form = _FORMS.get(name, b"").decode()
    return "" if "(?=" in form else form


def limits(name: str) -> tuple[int | None, int | None]:
    """Return the least and the greatest value of a datatype that is derived from `xsd:integer`."""
    return _RANGES.get(name, (None, None))


def is_cast(name: str) -> bool:
    """Tell whether only a cast shows if a literal of this datatype is well-formed: the days of a month, durations."""
    return name in {"date", "dateTime", "duration"}


def _in_range(name: str, written: bytes, fits: Callable[[bytes], re.Match[bytes] | None]) -> bool:
    if not fits(written):
        return False
    least, most = _RANGES[name]
    value = int(written)
    return (least is None or value >= least) and (most is None or value <= most)


@lru_cache(_KEPT)
def _exists(term: Term) -> bool:
    """Tell whether a day of the right form is in the calendar; of years that Python lacks, the form decides."""
    written = literal_of(term)[0]
    year = int(written[: written.index("-", 1)])
    return not 1 <= year <= 9999 or _moment(written) is not None


def compared(left: Term, right: Term) -> int | None:
    """Return -1, 0 or 1 as the left value is less, equal or greater; None where the two have no order (SPARQL `<`)."""
    one, other = _value(left), _value(right)
    if one is None or other is None or one[0] != other[0]:
        return None
    less, greater = one[1] < other[1], one[1] > other[1]
    return greater - less if less or greater or one[1] == other[1] else None


@lru_cache(_KEPT)
def _value(term: Term) -> tuple[str, Any] | None:  # noqa: PLR0911 - one for each kind of value
    """Return a literal as (what it may be compared with, its value), or None where it is not well-formed or a number,
    text, boolean or moment.
    """
    if term[0] != LITERAL:
        return None
    lexical, datatype, language = literal_of(term)
    name = datatype[1:-1].decode().removeprefix(XSD)
    if language or (name in _FORMS and not has_datatype(datatype)(term)):
        return None
    if name in _RANGES or name == "decimal":
        return "number", Decimal(lexical)
    if name in {"double", "float"}:
        return "number", float(lexical.replace("INF", "inf"))
    if name in {"date", "dateTime"}:
        moment = _moment(lexical)
        return None if moment is None else (f"{name} {moment.tzinfo is not None}", moment)
    if name in {"string", "gYear", "gYearMonth", "time"}:
        return name, lexical
    return (name, lexical in {"true", "1"}) if name == "boolean" else None


def _moment(written: str) -> dt.datetime | None:
    found = _MOMENT.fullmatch(written)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        moment = dt.datetime(  # noqa: DTZ001 - a moment without a zone is one, in RDF
            year, month, day, 0 if hour == 24 else hour, minute, second, int(float(found[7] or 0) * 1e6)
        )
        moment += dt.timedelta(days=hour == 24)
        if found[8] or found[9]:
            offset = dt.timedelta(hours=int(found[10] or 0), minutes=int(found[11] or 0))
            moment = moment.replace(tzinfo=dt.timezone(-offset if found[9] == "-" else offset))
    except (ValueError, OverflowError):
        return None
    return moment
