"""What does a version of the standard know at a place: which keys, types and values?

All branches of a schema count (`allOf`, `oneOf`, `then`), so the answer is what *some* contract may
say there. It serves suggestions and plain words; the verdict is the validator's alone.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from contracts.paths import Parts
from contracts.validation.editions import schema, standard_of

Nodes = tuple[dict[str, Any], ...]


def keys_at(edition: str, parts: Parts) -> frozenset[str]:
    """Return the keys that *edition* knows on the mapping at *parts*."""
    nodes = _nodes(edition, _shape(parts))
    return frozenset(key for node in nodes for key in node.get("properties", ()))


def values_at(edition: str, parts: Parts) -> tuple[Any, ...]:
    """Return the values that *edition* lists for the scalar at *parts*, in the schema's order."""
    nodes = _nodes(edition, _shape(parts))
    return tuple(dict.fromkeys(value for node in nodes for value in node.get("enum", ())))


def types_at(edition: str, parts: Parts) -> frozenset[str]:
    """Return the JSON types that *edition* names at *parts*; none where it takes anything."""
    found: set[str] = set()
    for node in _nodes(edition, _shape(parts)):
        types = node.get("type", ())
        found.update([types] if isinstance(types, str) else types)
    return frozenset(found)


def later(edition: str) -> tuple[str, ...]:
    """Return the editions after *edition*, oldest first."""
    editions = standard_of(edition).editions
    return editions[editions.index(edition) + 1 :] if edition in editions else ()


def _shape(parts: Parts) -> Parts:
    """Return *parts* with every item number 0: all items of a list share their schema."""
    return tuple(0 if isinstance(part, int) else part for part in parts)


@lru_cache(maxsize=1024)  # bounded, because authors choose how deep they nest
def _nodes(edition: str, shape: Parts) -> Nodes:
    root = schema(edition)
    if not shape:
        return tuple(_applying(root, root))
    found: list[dict[str, Any]] = []
    for node in _nodes(edition, shape[:-1]):
        below = node.get("items") if shape[-1] == 0 else node.get("properties", {}).get(shape[-1])
        if isinstance(below, dict):
            found.extend(_applying(root, below))
    return tuple({id(node): node for node in found}.values())


def _applying(root: dict[str, Any], node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield *node* and every schema that may apply to the same value."""
    yield node
    if "$ref" in node:
        target: Any = root
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        yield from _applying(root, target)
    for keyword in ("allOf", "oneOf", "anyOf"):
        for branch in node.get(keyword, ()):
            yield from _applying(root, branch)
    for keyword in ("then", "else"):
        if keyword in node:
            yield from _applying(root, node[keyword])
