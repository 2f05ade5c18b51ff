"""rdflib as a reader: it is asked what was written, not what that would be in its own words."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
import rdflib


@pytest.fixture(autouse=True, scope="module")
def lexical_forms() -> Iterator[None]:
    """Keep "01" as "01", and do not explain each number that is none."""
    logger = logging.getLogger("rdflib.term")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        patch.setattr(logger, "disabled", True)
        yield
