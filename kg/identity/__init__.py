"""Which records describe one work: by what identifies it, never by its title.

    claim(article, record)   what a record says of its identity
    Components               records joined by any identifier they share: nothing beyond them can matter
    resolve(claims)          the works of one component, each with its key, and the identifiers that decided nothing

All of it is a pure function of the records: the order in which they come, and how many come at once, decide nothing.
"""

from __future__ import annotations

from kg.identity.claims import SCHEMES, Claim, claim, key_of, name_of, work_key
from kg.identity.components import Components
from kg.identity.resolution import Conflict, Group, Resolution, resolve

__all__ = [
    "SCHEMES",
    "Claim",
    "Components",
    "Conflict",
    "Group",
    "Resolution",
    "claim",
    "key_of",
    "name_of",
    "resolve",
    "work_key",
]
