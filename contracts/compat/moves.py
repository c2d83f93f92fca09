"""Did what is gone here turn up there? Only ids decide; without them nothing is guessed.

One finding tells a move with its mapping: an object split or merged, fields that left or entered
an object, a property at another path.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from contracts.compat.change import BOTH, Change, Found, Pair
from contracts.compat.loose import Loose, below, change_of_added
from contracts.compat.wording import listed


class Move(msgspec.Struct, frozen=True):
    """A rule with what it explains: pairs of old and new elements, and containers."""

    rule: str
    pairs: tuple[tuple[Loose, Loose], ...]
    containers: tuple[Loose, ...] = ()


def find(removed: list[Loose], added: list[Loose], told: set[str]) -> list[Move]:
    """Return the moves between *removed* and *added*, and add their ids to *told*.

    An element is in one move at most; what is *told* already does not move again.
    """
    ids = _Ids(removed, added)
    moves: list[Move] = []
    for look in (_objects, _flattened):
        for move in look(ids):
            moved = {new.id for _, new in move.pairs}
            if not moved & told:
                told |= moved
                moves.append(move)
    for key in ids.shared:
        old, new = ids.old[key], ids.new[key]
        if key not in told and not old.is_object and not new.is_object:
            told.add(key)
            moves.append(Move("PROP-10", ((old, new),)))
    return moves


class _Ids:
    """The elements of both sides by id, and the container at the top that each hangs in."""

    def __init__(self, removed: list[Loose], added: list[Loose]) -> None:
        self.removed, self.added = removed, added
        self.old, self.old_top = _by_id(removed)
        self.new, self.new_top = _by_id(added)
        self.shared = [key for key in self.new if key in self.old]


def _by_id(tops: list[Loose]) -> tuple[dict[str, Loose], dict[str, Loose]]:
    found: dict[str, Loose] = {}
    containers: dict[str, Loose] = {}
    doubles: set[str] = set()
    for top in tops:
        for loose in (top, *below(top)):
            if loose.id in found:
                doubles.add(loose.id)
            if loose.id:
                found[loose.id] = loose
                containers[loose.id] = top
    for double in doubles:
        found.pop(double, None)
    return found, containers


def _objects(ids: _Ids) -> Iterator[Move]:
    """Find objects whose columns went to several others, or came from several.

    An object that stays is one of them: a part of its columns may lie in a new object, and all
    those of an object that is gone may lie in it.
    """
    routes: dict[tuple[str, str], list[str]] = {}
    for key in ids.shared:
        old, new = ids.old[key], ids.new[key]
        is_of_object = ids.old_top[key].is_object or ids.new_top[key].is_object
        if is_of_object and len(old.names) == _COLUMN and len(new.names) == _COLUMN:
            routes.setdefault((old.names[0], new.names[0]), []).append(key)
    for side, tops in enumerate((ids.old_top, ids.new_top)):
        others: dict[str, list[str]] = {}
        ways: dict[str, int] = {}
        for route, keys in routes.items():
            others.setdefault(route[side], []).extend(keys)
            ways[route[side]] = ways.get(route[side], 0) + 1
        for name, keys in others.items():
            stays = any(not tops[key].is_object for key in keys)
            if ways[name] > 1 or (stays and _lose_nothing(keys, ids)):
                yield _move("OBJ-11", keys, ids)


def _lose_nothing(keys: list[str], ids: _Ids) -> bool:
    """Whether every column of the objects that are gone is among *keys*."""
    gone = {id(top): top for top in (ids.old_top[key] for key in keys) if top.is_object}
    return all(column.id in keys for top in gone.values() for column in below(top))


_COLUMN = 2  # names of a column: its object's and its own


def _flattened(ids: _Ids) -> Iterator[Move]:
    """Find objects whose fields left for their parent, or entered from it."""
    tops = {id(loose) for loose in (*ids.removed, *ids.added)}
    for inner, outer, containers in (
        (ids.old, ids.new, ids.old_top),
        (ids.new, ids.old, ids.new_top),
    ):
        groups: dict[int, list[str]] = {}
        for key in ids.shared:
            top = containers[key]
            came_out = id(outer[key]) in tops and outer[key].parent is top.parent
            if id(inner[key]) not in tops and not top.is_object and came_out:
                groups.setdefault(id(top), []).append(key)
        for keys in groups.values():
            yield _move("NST-03", keys, ids)


def _move(rule: str, keys: list[str], ids: _Ids) -> Move:
    tops = {id(top[key]): top[key] for key in keys for top in (ids.old_top, ids.new_top)}
    pairs = tuple((ids.old[key], ids.new[key]) for key in keys)
    return Move(rule, pairs, tuple(tops.values()))


def told(move: Move) -> Change:
    """Return the change that tells a move with its mapping."""
    mapping = {old.path: new.path for old, new in move.pairs}
    old, new = move.pairs[0]
    first = f"{old.path} is at {new.path}"
    more = f", and {len(mapping) - 1} more with it" if len(mapping) > 1 else ""
    message = {
        "PROP-10": f"Queries that read {old.path} fail: it moved to {new.path}.",
        "NST-03": f"Fields changed their level: {first}{more}.",
        "OBJ-11": f"Columns lie in other objects: {first}{more}.",
    }[move.rule]
    if len(mapping) > 1:
        before: Any = [*mapping]
        after: Any = [*mapping.values()]
    else:
        before, after = old.path, new.path
    fix = f"Old and new paths: {listed(f'{was} -> {now}' for was, now in mapping.items())}."
    found = Found(verdict=BOTH, fix=fix)
    change = change_of_added(move.rule, message, new, found)
    return msgspec.structs.replace(change, names=old.names, before=before, after=after)


def explained(moves: Iterable[Move]) -> set[int]:
    """Return the identities of the loose elements that the moves explain."""
    return {
        id(loose)
        for move in moves
        for loose in (*(each for pair in move.pairs for each in pair), *move.containers)
    }


def kept(loose: Loose, old_place: Pair) -> Change:
    """Return the change of a property that moved and whose old path is kept as deprecated."""
    message = f"{old_place.label} moved to {loose.path}; the old path still works."
    change = change_of_added("PROP-11", message, loose, Found())
    return msgspec.structs.replace(change, before=old_place.label, after=loose.path)
