"""Which item of the old list is which item of the new one?

By id where it is unique on both sides, then by name and by physical name; what collides is matched
as a multiset, equal items first, so that a double entry neither hides nor is hidden.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from contracts.compat.normal import entries, spelling

Item = tuple[int, dict[str, Any]]


class Matching(msgspec.Struct, frozen=True):
    """Pairs in the order of the new list; what is left on either side in its own order."""

    pairs: tuple[tuple[Item, Item], ...]
    removed: tuple[Item, ...]
    added: tuple[Item, ...]


def match(before: object, after: object) -> Matching:
    """Match the mappings of two lists."""
    old, new = dict(entries(before)), dict(entries(after))
    found: dict[int, int] = {}  # index in the new list -> index in the old one
    for key in ("id", "name", "physicalName"):
        _match_by(key, old, new, found)
    for key in ("id", "name"):
        _match_colliding(key, old, new, found)
    _match_respelled(old, new, found)
    return matched(old, new, found)


def matched(
    old: Mapping[int, dict[str, Any]], new: Mapping[int, dict[str, Any]], found: Mapping[int, int]
) -> Matching:
    """Return what *found* (index in the new list -> index in the old one) makes of two lists."""
    taken = set(found.values())
    return Matching(
        pairs=tuple(
            ((found[i], old[found[i]]), (i, item)) for i, item in new.items() if i in found
        ),
        removed=tuple((i, item) for i, item in old.items() if i not in taken),
        added=tuple((i, item) for i, item in new.items() if i not in found),
    )


def match_objects(before: object, after: object) -> Matching:
    """Match schema objects: like `match`; if one is left on each side, by their properties."""
    found = match(before, after)
    if len(found.removed) != 1 or len(found.added) != 1:
        return found
    old, new = found.removed[0], found.added[0]
    columns = [
        set(_by_key("name", entries(element.get("properties")))) for element in (old[1], new[1])
    ]
    size = sum(map(len, columns)) / 2
    if not size or len(columns[0] & columns[1]) / size < _TWINS:
        return found
    return Matching(pairs=(*found.pairs, (old, new)), removed=(), added=())


_TWINS = 0.8  # the share of equal property names that makes an object the same one renamed

Items = dict[int, dict[str, Any]]


def _match_by(key: str, old: Items, new: Items, found: dict[int, int]) -> None:
    """Match what is alone with its *key* on both sides."""
    taken = set(found.values())
    left = _alone(key, [(i, item) for i, item in old.items() if i not in taken])
    right = _alone(key, [(i, item) for i, item in new.items() if i not in found])
    found.update((place, left[value]) for value, place in right.items() if value in left)


def _match_colliding(key: str, old: Items, new: Items, found: dict[int, int]) -> None:
    """Match what shares its *key* with others: equal items first, then in order."""
    taken = set(found.values())
    left = _by_key(key, [(i, item) for i, item in old.items() if i not in taken])
    right = _by_key(key, [(i, item) for i, item in new.items() if i not in found])
    for value, places in right.items():
        others = left.get(value, [])
        equals: dict[str | bytes, list[int]] = {}
        for other in reversed(others):
            equals.setdefault(spelling(old[other]), []).append(other)
        rest = []
        for place in places:
            same = equals.get(spelling(new[place]))
            if same:
                found[place] = same.pop()
            else:
                rest.append(place)
        used = {found[place] for place in places if place in found}
        free = [other for other in others if other not in used]
        found.update(zip(rest, free, strict=False))


def _match_respelled(old: Items, new: Items, found: dict[int, int]) -> None:
    """Match names that differ only in case or in how their letters are composed."""
    taken = set(found.values())
    left: dict[str, list[int]] = {}
    for place, item in old.items():
        if place not in taken and isinstance(item.get("name"), str):
            left.setdefault(folded(item["name"]), []).append(place)
    for place, item in new.items():
        if place not in found and isinstance(item.get("name"), str):
            others = left.get(folded(item["name"]), [])
            if len(others) == 1:
                found[place] = others.pop()


def folded(name: str) -> str:
    """Return *name* with one case and one composition for each letter."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def composed(name: str) -> str:
    """Return *name* with one composition for each letter."""
    return unicodedata.normalize("NFC", name)


def _alone(key: str, items: Iterable[Item]) -> dict[str, int]:
    """Return the places of the items that share their *key* with no other, by its value."""
    found: dict[str, int] = {}
    shared: set[str] = set()
    for place, item in items:
        value = item.get(key)
        if isinstance(value, str) and value:
            if value in found:
                shared.add(value)
            found[value] = place
    for value in shared:
        del found[value]
    return found


def _by_key(key: str, items: Iterable[Item]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, item in items:
        value = item.get(key)
        if isinstance(value, str) and value:
            found.setdefault(value, []).append(place)
    return found


def doubles(before: object, after: object, key: str) -> list[int]:
    """Return the places in the new list of items whose *key* an earlier item has already.

    What was double in the old list too is nothing new.
    """
    items = entries(after)
    if len(_alone(key, items)) == len(items):
        return []
    old = _by_key(key, entries(before))
    return [
        place
        for value, places in _by_key(key, items).items()
        for place in places[max(1, len(old.get(value, []))) :]
    ]


def is_reordered(pairs: Sequence[tuple[Item, Item]]) -> bool:
    """Whether what is in both lists stands in another order."""
    places = [old[0] for old, _ in pairs]
    return places != sorted(places)
