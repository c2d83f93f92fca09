"""What stands at a place of a contract, how is the place written, and may its data be shown?

A comparison tells many things about the same elements, so each place is looked up once.
"""

from typing import Any

import msgspec

from contracts.paths import Parts, step, token

_RESTRICTED = frozenset(
    ("restricted", "secret", "top secret", "highly confidential", "strictly confidential")
)


class Place(msgspec.Struct, frozen=True, eq=False, gc=False):
    """A place in a tree, or one that would be there if something had not gone.

    ``path`` and ``pointer`` are as in `contracts.paths`. ``key`` is the nearest key on the way,
    for a custom property's value the property's name. ``is_restricted`` says whether the element,
    or one around it, is classed as restricted.
    """

    parts: Parts
    parent: "Place | None"
    node: Any  # what stands there; None where nothing does
    is_there: bool
    path: str
    pointer: str
    key: str
    is_restricted: bool

    @property
    def surviving(self) -> "Place":
        """The place itself, or the nearest one around it where something stands."""
        place = self
        while not place.is_there and place.parent is not None:
            place = place.parent
        return place


class Places:
    """The places of one tree."""

    def __init__(self, tree: dict[str, Any]) -> None:
        top = Place((), None, tree, True, "", "", "", is_restricted(tree))
        self._found: dict[Parts, Place] = {(): top}

    def at(self, parts: Parts) -> Place:
        """Return the place to which *parts* lead."""
        place = self._found.get(parts)
        if place is None:
            place = self._found[parts] = _below(self.at(parts[:-1]), parts)
        return place


def _below(parent: Place, parts: Parts) -> Place:
    part = parts[-1]
    is_there, node = _look(parent.node, part)
    key = _key(parent.node, part, parent.key) if parent.is_there else parent.key
    return Place(
        parts,
        parent,
        node,
        is_there,
        parent.path + step(node, part),
        parent.pointer + token(part),
        key,
        parent.is_restricted or is_restricted(node),
    )


def _look(around: Any, part: str | int) -> tuple[bool, Any]:
    """Return whether *part* leads anywhere, and to what."""
    if isinstance(around, dict):
        return part in around, around.get(part)
    if isinstance(around, list) and isinstance(part, int) and part < len(around):
        return True, around[part]
    return False, None


def _key(around: Any, part: str | int, above: str) -> str:
    if part == "value":
        return property_of(around) or part
    return part if isinstance(part, str) else above


def property_of(node: Any) -> str:
    """Return the name of a custom property, empty for anything else."""
    name = node.get("property") if isinstance(node, dict) else None
    return name if isinstance(name, str) else ""


def is_restricted(node: Any) -> bool:
    """Whether this very element is classed as restricted."""
    if not isinstance(node, dict):
        return False
    word = node.get("classification")
    return isinstance(word, str) and " ".join(word.casefold().split()) in _RESTRICTED
