"""How far a build has come, told to whoever wants to know."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told how far a stage has come; `total` is None where nobody knows."""

    def __call__(self, stage: str, done: int, total: int | None, rejected: int) -> None: ...


def silent(stage: str, done: int, total: int | None, rejected: int) -> None:
    """Tell nobody."""
