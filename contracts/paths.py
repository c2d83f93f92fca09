"""How is a place in a contract written? As a JSON Pointer for machines, by names for people."""

from collections.abc import Sequence
from typing import Any

Parts = tuple[str | int, ...]

_NAMES = ("name", "property", "server", "role", "channel", "username", "id")
"""The keys that name an item of a list, the first that it has."""

_LONGEST_NAME = 100


def pointer(parts: Sequence[str | int]) -> str:
    """Return the RFC 6901 JSON Pointer; the empty text is the whole contract."""
    return "".join([token(part) for part in parts])


def token(part: str | int) -> str:
    """Return what *part* adds to a JSON Pointer."""
    return f"/{part.replace('~', '~0').replace('/', '~1') if isinstance(part, str) else part}"


def named(tree: Any, parts: Sequence[str | int]) -> str:
    """Return the notation people read, `/schema[name=permits]/properties[name=status]/enum`.

    Items without a name keep their number, counted from 0: `/tags[2]`. *parts* may lead outside
    the tree, as they do for an element that is gone.
    """
    written: list[str] = []
    node = tree
    for part in parts:
        node = _below(node, part)
        written.append(step(node, part))
    return "".join(written)


def step(node: Any, part: str | int) -> str:
    """Return what *part*, which leads to *node*, adds to the notation that people read."""
    return f"[{_name(node, part)}]" if isinstance(part, int) else f"/{part}"


def _below(node: Any, part: str | int) -> Any:
    if isinstance(node, dict):
        return node.get(part)
    if isinstance(node, list) and isinstance(part, int) and part < len(node):
        return node[part]
    return None


def _name(item: Any, number: int) -> str:
    if isinstance(item, dict):
        for key in _NAMES:
            value = item.get(key)
            if isinstance(value, str) and value:
                return f"{key}={value[:_LONGEST_NAME]}"
    return str(number)
