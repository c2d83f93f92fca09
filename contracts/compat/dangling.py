"""Does what points at an element still find it? Relationships of this contract, and of others.

The removal breaks those who read the element, and is told as that; this is about the rows that
lead to it. An id that was merely rewritten takes the element away from nobody but them.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from contracts.compat.change import BOTH, Change, text
from contracts.compat.normal import plain
from contracts.findings import Bump, Impact
from contracts.paths import Parts
from contracts.references import Elements, Found, references

Tree = dict[str, Any]

_MOST_NAMED = 5


class Referrer(msgspec.Struct, frozen=True, kw_only=True):
    """Another contract refers to an element of this one.

    ``element`` as its relationship writes it; ``by`` is how people call that contract.
    """

    element: str
    by: str


def inside(found: tuple[Change, ...], before: Tree, after: Tree) -> tuple[Change, ...]:
    """Return *found* with what became of the contract's own relationships that stay."""
    mine = ("", text(after.get("id")))
    kept = {each.element for each in references(before) if each.contract in mine}
    if not kept:
        return found
    pointing: dict[str, Parts] = {}
    for each in references(after):
        if each.contract in mine and each.element in kept:
            pointing.setdefault(each.element, each.at)
    ways = {
        element: _Way(["a relationship of this contract"], at) for element, at in pointing.items()
    }
    return _met(found, ways, before, after)


def from_outside(
    found: tuple[Change, ...], referrers: Iterable[Referrer], before: Tree, after: Tree
) -> tuple[Change, ...]:
    """Return *found* with what it does to the relationships of other contracts."""
    ways: dict[str, _Way] = {}
    for each in referrers:
        by = ways.setdefault(each.element, _Way([], None)).by
        if each.by not in by:
            by.append(each.by)
    return _met(found, ways, before, after)


class _Way(msgspec.Struct, frozen=True):
    """By whom an element is pointed at, and where, if that is in this contract."""

    by: list[str]
    at: Parts | None


def _met(
    found: tuple[Change, ...], ways: dict[str, _Way], before: Tree, after: Tree
) -> tuple[Change, ...]:
    if not ways:
        return found
    old, new = Elements(before), Elements(after)
    renamed = [change.names for change in found if change.rule == "HIST-03"]
    pointed: dict[tuple[str, ...], _Way] = {}
    broken: list[Change] = []
    for element, way in ways.items():
        was, now = old.find(element), new.find(element)
        if was is None:
            continue
        respelt = next((names for names in renamed if was.names[: len(names)] == names), None)
        if now is None and respelt is not None and "/" in element:
            pointed.setdefault(respelt, way)
        elif now is None:
            broken.append(_change(was, None, way, element, "is no longer there"))
        elif (says := _retyped(was, now)) is not None:
            broken.append(_change(was, now, way, element, says))
    told = (_pointed_at(change, pointed) for change in found)
    return (*told, *broken)


def _pointed_at(change: Change, pointed: dict[tuple[str, ...], _Way]) -> Change:
    """Return the change of an id as a risk where something points at the id."""
    way = pointed.get(change.names) if change.rule == "HIST-03" else None
    if way is None:
        return change
    message = f"{change.message} {_named(way.by)} to the former id."
    return msgspec.structs.replace(change, message=message, reads=Impact.RISK)


def _retyped(was: Found, now: Found) -> str | None:
    """Say how the type of an element changed, None where it did not."""
    for key in ("logicalType", "physicalType"):
        old, new = plain(was.element.get(key)), plain(now.element.get(key))
        if old and new:
            return None if old == new else f"has the type {new} instead of {old}"
    return None


def _change(was: Found, now: Found | None, way: _Way, element: str, says: str) -> Change:
    what = ".".join(was.names)
    if way.at is not None:
        now_at, gone = way.at, None
    else:
        now_at, gone = (now.place, None) if now else (was.place[:-1], was.place)
    return Change(
        rule="REL-06",
        message=f"{_named(way.by)} to {what}, which {says}.",
        now=now_at,
        gone=gone,
        names=was.names,
        before=element,
        after=None if now is None else element,
        reads=BOTH.reads,
        writes=BOTH.writes,
        bump=Bump.MAJOR,
    )


def _named(by: list[str]) -> str:
    shown = ", ".join(_pieces(sorted(by)))
    shown = shown[:1].upper() + shown[1:] if shown.startswith("a ") else shown
    return f"{shown} {'leads' if len(by) == 1 else 'lead'}"


def _pieces(by: list[str]) -> Iterator[str]:
    yield from by[:_MOST_NAMED]
    if len(by) > _MOST_NAMED:
        yield f"and {len(by) - _MOST_NAMED} more"
