"""Which fields of a record no rule maps: nothing that a source says is dropped in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Fields = dict[str, "Fields | None"]
"""Field names that a mapper reads or leaves out on purpose; None covers all that lies below."""


def fields(table: str) -> Fields:
    """Return the tree of a table of dotted names: `"DOI title author.family author.given license.*"`.

    A bare name covers the field with all that lies below it; a dotted one only that path.
    """
    tree: Fields = {}
    for name in table.split():
        *parents, last = name.removesuffix(".*").split(".")
        branch = tree
        for parent in parents:
            below = branch.setdefault(parent, {})
            if below is None:
                break
            branch = below
        else:
            branch[last] = None
    return tree


def unmapped(data: Any, known: Fields) -> Iterator[str]:
    """Yield the dotted name of each field of a record that holds something and stands in no table, once or more.

    The fields of an XML element are its children, by their names without a namespace, and its attributes (`@name`).
    """
    return _of_mapping(data, known) if isinstance(data, dict) else _of_element(data, known)


def _of_element(element: Any, known: Fields) -> Iterator[str]:
    for attribute in element.attrib:
        if (name := f"@{_local(attribute)}") not in known:
            yield name
    for child in element.iterchildren("*"):
        name = _local(child.tag)
        if name not in known:
            if len(child) or child.attrib or (child.text and child.text.strip()):
                yield name
        elif below := known[name]:
            for deeper in _of_element(child, below):
                yield f"{name}.{deeper}"


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _of_mapping(data: Mapping[str, Any], known: Fields) -> Iterator[str]:
    for name, value in data.items():
        if value is None or value in ("", [], {}):
            continue
        if name not in known:
            yield name
        elif below := known[name]:
            for nested in value if isinstance(value, list) else (value,):
                if isinstance(nested, dict):
                    for deeper in _of_mapping(nested, below):
                        yield f"{name}.{deeper}"
