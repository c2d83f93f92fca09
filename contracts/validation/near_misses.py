"""Which keys were misspelt where the official schema takes any key?

It then takes `limitation` for a key of somebody's own, and the limitations are not told to anybody.
Only what is close to a key of the standard that is not there beside it is such a mistake.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from contracts.paths import Parts
from contracts.validation.complaints import Complaint, Kind
from contracts.validation.knowledge import keys_at
from contracts.validation.wording import nearest

_LISTS = ("servers", "team", "roles", "support", "slaProperties", "customProperties")
"""Lists of mappings that took any key until v3.1.0."""

_MOST_PLACES = 2_000
_MOST_WORDS = 500
"""Bombs have millions of keys: so many mappings are looked into, and so many keys compared."""


def near_misses(edition: str, tree: dict[str, Any]) -> Iterator[Complaint]:
    """Yield a complaint about each key that is nearly one which *edition* knows there."""
    for parts, around in islice(_unknown_keys(edition, tree), _MOST_WORDS):
        meant = nearest(str(parts[-1]), keys_at(edition, parts[:-1]))
        if meant is not None and meant not in around:
            yield Complaint(Kind.UNKNOWN_KEY, parts)


def _unknown_keys(edition: str, tree: dict[str, Any]) -> Iterator[tuple[Parts, dict[str, Any]]]:
    """Yield the place of each key that *edition* does not know, and the mapping around it."""
    for parts, node in islice(_open_places(tree), _MOST_PLACES):
        known = keys_at(edition, parts)
        for key in node:
            if key not in known:
                yield (*parts, key), node


def _open_places(tree: dict[str, Any]) -> Iterator[tuple[Parts, dict[str, Any]]]:
    for key in ("description", "price"):
        if isinstance(node := tree.get(key), dict):
            yield (key,), node
    for key in _LISTS:
        yield from _items((key,), tree)
    for parts, element in _items(("schema",), tree):
        yield from _items((*parts, "quality"), element)
        for below, column in _items((*parts, "properties"), element):
            yield from _items((*below, "quality"), column)


def _items(parts: Parts, around: dict[str, Any]) -> Iterator[tuple[Parts, dict[str, Any]]]:
    """Yield the mappings in the list under the last of *parts*."""
    items = around.get(str(parts[-1]))
    for at, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield (*parts, at), item
