"""How many works may fail the gate before a build is stopped, and what is said then."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from kg.build.gate import Finding
from kg.errors import GateError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.settings import Settings

_LISTED = 3
_findings = msgspec.json.Decoder(list[Finding]).decode


class Limits(msgspec.Struct, frozen=True):
    """The most works that may fail, and the greatest share of all works in percent; None is any."""

    works: int | None = None
    share: float | None = None

    def check(self, quarantined: Sequence[tuple[str, bytes]], passed: int | None = None) -> None:
        """Raise `GateError` where more works than that are in quarantine; a share is known when all are written."""
        failed = len(quarantined)
        if self.works is not None and failed > self.works:
            so_far = "" if passed is not None else " so far"
            raise GateError(
                f"{failed:,} works fail the shapes{so_far}, and build.max_errors is {self.works}; {_why(quarantined)}"
            )
        if self.share is not None and passed is not None and 100 * failed > self.share * (failed + passed):
            raise GateError(
                f"{failed:,} of {failed + passed:,} works fail the shapes, more than {self.share:g} % "
                f"(build.max_error_rate); {_why(quarantined)}"
            )


def limits(settings: Settings) -> Limits:
    """Return the limits that settings state; raises `SettingsError` where one is no number."""
    works, share = (_number(settings, name) for name in ("build.max_errors", "build.max_error_rate"))
    return Limits(None if works is None else int(works), share)


def _number(settings: Settings, name: str) -> float | None:
    stated = settings.text(name).strip().removesuffix("%")
    if not stated:
        return None
    try:
        number = float(stated)
    except ValueError:
        number = -1.0
    if not 0 <= number < 1e12:
        raise SettingsError(f"{name} = {settings.text(name)!r} is no number that can be counted to")
    return number


def _why(quarantined: Sequence[tuple[str, bytes]]) -> str:
    """Return the rules that most works fail, each with a work that does."""
    counts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for work, packed in quarantined:
        for rule in dict.fromkeys(f"{found.rule} ({found.component})" for found in _findings(packed)):
            counts[rule] += 1
            examples.setdefault(rule, work)
    said = ", ".join(f"{rule} {count:,} times, as in {examples[rule]}" for rule, count in counts.most_common(_LISTED))
    return f"nothing was published. Most frequent: {said}"
