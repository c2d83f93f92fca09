"""Which entry of a list outside the schema is which?

Equal entries belong together first, so that what did not change cannot mislead. What is left is
matched by each identity of its family in turn; entries that share one are matched in their order,
so that a double entry neither hides nor is hidden.
"""

from collections.abc import Callable, Iterable
from typing import Any

from contracts.compat.change import text
from contracts.compat.matching import Matching, matched
from contracts.compat.normal import entries, spelling

Entry = dict[str, Any]
Identity = Callable[[Entry], object]
"""What an entry is known by, as something to hash; None where it is not known so."""


def pair_up(before: object, after: object, identities: Iterable[Identity]) -> Matching:
    """Match the mappings of two lists: equal ones, then by each identity in turn."""
    old, new = dict(entries(before)), dict(entries(after))
    found: dict[int, int] = {}  # index in the new list -> index in the old one
    for identity in (spelling, *identities):
        taken = set(found.values())
        left: dict[object, list[int]] = {}
        for index, item in old.items():
            if index not in taken and (value := identity(item)) is not None:
                left.setdefault(value, []).append(index)
        for places in left.values():
            places.reverse()
        for index, item in new.items():
            if index not in found and (value := identity(item)) is not None and left.get(value):
                found[index] = left[value].pop()
    return matched(old, new, found)


def by(*keys: str) -> Identity:
    """Return the identity that is made of the texts at *keys*, all of them stated or none."""

    def identity(entry: Entry) -> object:
        values = tuple(spelling(entry.get(key)) for key in keys)
        return values if text(entry.get(keys[0])) else None

    return identity
