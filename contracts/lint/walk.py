"""In which order does lint see a contract? Once through the tree, from the top, each node once."""

from collections.abc import Iterator
from typing import Any

from contracts.lint.check import Kind
from contracts.lint.subject import Subject
from contracts.paths import Parts

_COLUMN_LISTS = (Kind.OBJECT, Kind.PROPERTY)
_KINDS: dict[Kind | None, tuple[Kind, ...]] = {
    kind: (kind, Kind.ELEMENT, Kind.MAPPING) for kind in (Kind.CONTRACT, *_COLUMN_LISTS)
}
_PLAIN, _TEXT, _LIST = (Kind.MAPPING,), (Kind.TEXT,), (Kind.LIST,)


def walk(subject: Subject) -> Iterator[tuple[tuple[Kind, ...], Any, Parts]]:
    """Yield the kinds, value and parts of every mapping, list and text; no recursion, any depth."""
    open_ends: list[tuple[Any, Parts, Kind | None]] = [(subject.tree, (), Kind.CONTRACT)]
    while open_ends:
        value, parts, role = open_ends.pop()
        if isinstance(value, str):
            yield _TEXT, value, parts
        elif isinstance(value, list):
            yield _LIST, value, parts
            below = role if role in _COLUMN_LISTS else None
            open_ends.extend(
                (value[at], (*parts, at), below if isinstance(value[at], dict) else None)
                for at in range(len(value) - 1, -1, -1)
            )
        elif isinstance(value, dict):
            if parts and parts[-1] in ("schema", "properties"):
                role = None  # a mapping where the standard wants a list is no column
            yield _KINDS.get(role, _PLAIN), value, parts
            open_ends.extend(
                (value[key], (*parts, key), _role(key, role)) for key in reversed(value)
            )


def _role(key: str, role: Kind | None) -> Kind | None:
    """What stands under *key* of an element; `MAPPING` for the `map` of a property."""
    match role, key:
        case (Kind.CONTRACT, "schema"):
            return Kind.OBJECT
        case (Kind.OBJECT | Kind.PROPERTY, "properties" | "items"):
            return Kind.PROPERTY
        case (Kind.PROPERTY, "map"):
            return Kind.MAPPING
        case (Kind.MAPPING, "key" | "value"):
            return Kind.PROPERTY
        case _:
            return None
