"""What does every check know of the contract as a whole? Facts computed at most once."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from contracts.compat.engines.kinds import Served, declared
from contracts.lint.ladder import rank
from contracts.policy import DEFAULT


class Subject:
    """The contract under the lens."""

    def __init__(self, tree: dict[str, Any]) -> None:
        self.tree = tree

    @cached_property
    def status(self) -> str | None:
        """The author's word, None where it is missing or no text."""
        return text(self.tree.get("status"))

    @cached_property
    def is_live(self) -> bool:
        """Whether people rely on this contract, so that what may wait in a draft may not here."""
        return not DEFAULT.accepts_invalid(self.status)

    @cached_property
    def release(self) -> tuple[int, int]:
        """Major and minor of the standard the contract follows; the newest where it is unclear."""
        found = (text(self.tree.get("apiVersion")) or "").lstrip("v").split(".")
        try:
            return int(found[0]), int(found[1])
        except (ValueError, IndexError):
            return 3, 2

    @cached_property
    def classes(self) -> frozenset[str]:
        """Every classification that a column of any depth carries, as written."""
        found = set()
        open_ends: list[Any] = [self.tree.get("schema")]
        while open_ends:
            value = open_ends.pop()
            if isinstance(value, list):
                open_ends.extend(value)
            elif isinstance(value, dict):
                found.add(text(value.get("classification")))
                open_ends.extend(value[key] for key in _HOLDS_COLUMNS if key in value)
        return frozenset(label for label in found if label)

    @cached_property
    def names(self) -> frozenset[str]:
        """What a short reference may say: every object, and every `object.column` below it."""
        return frozenset(_chains(self.tree, ("name", "physicalName"), ".", ""))

    @cached_property
    def addresses(self) -> frozenset[str]:
        """What a full reference may say: `schema/<id>/properties/<id>`; names stand in for ids."""
        by_id = _chains(self.tree, ("id",), "/properties/", "schema/")
        return frozenset([*by_id, *_chains(self.tree, ("name",), "/properties/", "schema/")])

    @cached_property
    def servers(self) -> tuple[Served, ...]:
        """The engines of the servers, with their names; empty where no engine is known."""
        return declared(self.tree)

    @cached_property
    def ceiling(self) -> int | None:
        """The step on the ladder that the contract says no column exceeds."""
        return rank(custom(self.tree, "maxClassification"))


_LONGEST_REFERENCE = 2_000  # characters: a chain of long names must not fill the memory


def _chains(tree: dict[str, Any], keys: Sequence[str], joint: str, start: str) -> Iterator[str]:
    """Yield the chain of every object and column, read by the first of *keys* that it has."""
    open_ends = [(start, "", {"properties": tree.get("schema")})]
    while open_ends:
        prefix, between, element = open_ends.pop()
        inner = element.get("items")
        if isinstance(inner, dict):
            open_ends.append((prefix, between, inner))
        for _, child in mappings(element.get("properties")):
            for own in {text(child.get(key)) for key in keys}:
                chain = f"{prefix}{between}{own}" if own else ""
                if own and len(chain) <= _LONGEST_REFERENCE:
                    yield chain
                    open_ends.append((chain, joint, child))


_HOLDS_COLUMNS = ("properties", "items", "map", "key", "value")
_FEW = 5


def listed(names: Sequence[str]) -> str:
    """Return the first few names, and how many more there are: `a, b, c and 9 more`."""
    shown = ", ".join(name[:60] for name in names[:_FEW])
    return shown if len(names) <= _FEW else f"{shown} and {len(names) - _FEW} more"


def custom(element: dict[str, Any], name: str) -> Any:  # any JSON value
    """Return the value of the custom property *name* of an element, None where there is none."""
    for _, entry in mappings(element.get("customProperties")):
        if entry.get("property") == name:
            return entry.get("value")
    return None


def text(value: object) -> str | None:
    """Return *value* if it is text with something in it besides white space."""
    return value if isinstance(value, str) and value.strip() else None


def mapping(value: object) -> dict[str, Any]:
    """Return *value* if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """Return *value* if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def mappings(value: object) -> list[tuple[int, dict[str, Any]]]:
    """Return the mappings of a list with their places; anything else is passed over."""
    return [(at, item) for at, item in enumerate(items(value)) if isinstance(item, dict)]
