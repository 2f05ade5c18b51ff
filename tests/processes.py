"""Processes that others have started, as Linux knows them."""

from __future__ import annotations

from pathlib import Path


def children(of: int) -> dict[int, str]:
    """Return the processes that one has started, the dead and not forgotten among them, each with its state."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            except OSError:  # it has ended meanwhile
                continue
            if int(parent) == of:
                found[int(entry.name)] = state
    return found


def command(process: int) -> bytes:
    """Return how a process was called; nothing where it has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""
