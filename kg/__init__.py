"""Records of scholarly articles, published as linked data.

From Python, as in a notebook: `records`, `articles`, `triples` and `graph`, described in `kg.notebook`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.version import VERSION

if TYPE_CHECKING:
    from kg.notebook import articles, graph, records, triples

__version__ = VERSION
__all__ = ["__version__", "articles", "graph", "records", "triples"]


def __getattr__(name: str) -> Any:
    """Import on first use: `import kg.iris` must not load the whole of the pipeline."""
    if name in {"articles", "graph", "records", "triples"}:
        from kg import notebook  # noqa: PLC0415

        return getattr(notebook, name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
