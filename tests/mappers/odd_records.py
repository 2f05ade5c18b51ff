"""Records in which anything may stand in any field."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3000)
    | st.floats(allow_nan=False)
    | st.sampled_from(["", "x", "https://openalex.org/W2741809807", "0"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "source", "x"]), inner, max_size=2)
    ),
    max_leaves=6,
)


def odd(tree: dict[str, Any] | None, depth: int = 0) -> st.SearchStrategy[Any]:
    """Records with the fields of this format, and in any of them anything."""
    if tree is None or depth > 3:
        return ANYTHING
    mapping = st.fixed_dictionaries({}, optional={name: odd(below, depth + 1) for name, below in tree.items()})
    return mapping if depth == 0 else st.one_of(ANYTHING, mapping, st.lists(mapping, max_size=2))
