"""Which names and ids did a contract use once, and do they come back meaning something else?

Two versions cannot tell: the name is gone from one and new in the other. So whoever keeps the
history remembers each property that a version dropped, as it last was.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from contracts.compat.change import Change, text
from contracts.compat.compare import changes
from contracts.findings import Bump, Impact
from contracts.paths import Parts

Names = tuple[str, ...]


class Remembered(msgspec.Struct, frozen=True, kw_only=True):
    """A property that was dropped: its object's and its own names, and what it was.

    ``version`` is the last that had it.
    """

    names: Names
    version: str
    element: dict[str, Any]  # any JSON values


def gone(before: dict[str, Any], after: dict[str, Any]) -> list[Remembered]:
    """Return the properties of *before* that *after* no longer has."""
    kept = {names for names, _, _ in _properties(after)}
    version = text(before.get("version"))
    return [
        Remembered(names=names, version=version, element=_own(element))
        for names, _, element in _properties(before)
        if names not in kept
    ]


def returned(
    remembered: Iterable[Remembered], before: dict[str, Any], after: dict[str, Any]
) -> tuple[Change, ...]:
    """Return what is new since *before*, was there once, and says something else than it did.

    Of several memories of a name, the last counts.
    """
    by_key = {key: each for each in remembered for key in _keys(each.names, each.element)}
    if not by_key:
        return ()
    present = {key for names, _, element in _properties(before) for key in _keys(names, element)}
    found = []
    for names, parts, element in _properties(after):
        for key in _keys(names, element):
            former = by_key.get(key)
            if former is not None and key not in present and _says_otherwise(former, element):
                found.append(_change(former, names, parts, element))
                break
    return tuple(found)


def _change(former: Remembered, names: Names, parts: Parts, element: dict[str, Any]) -> Change:
    was = f"'{'.'.join(former.names)}'"
    message = f"Readers who remember {was} from version {former.version} will take "
    message += f"'{'.'.join(names)}' for the same, and it is not."
    return Change(
        rule="HIST-01",
        message=message,
        now=parts,
        element=text(element.get("id")),
        names=names,
        before=former.element,
        after=_own(element),
        reads=Impact.BREAK,
        writes=Impact.BREAK,
        bump=Bump.MAJOR,
    )


def _says_otherwise(former: Remembered, element: dict[str, Any]) -> bool:
    """Whether the property would break somebody, or mean something else, were it the same one."""
    trees = [
        {"schema": [{"name": "table", "properties": [{**each, "name": "column"}]}]}
        for each in (former.element, _own(element))
    ]
    return any(
        Impact.BREAK in (change.reads, change.writes) or change.rule.startswith("SEM-")
        for change in changes(*trees)
    )


def _own(element: dict[str, Any]) -> dict[str, Any]:
    """Return a property without those below it, which are remembered by themselves."""
    return {key: value for key, value in element.items() if key not in _BELOW}


_BELOW = ("properties", "items", "map")


def _keys(names: Names, element: dict[str, Any]) -> Iterator[Names]:
    """Return by what a property is known: its names and its id."""
    yield names
    if identifier := text(element.get("id")):
        yield "", identifier


def _properties(tree: dict[str, Any]) -> Iterator[tuple[Names, Parts, dict[str, Any]]]:
    """Return the properties of every depth that have a name, in their order."""
    waiting: list[tuple[Names, Parts, Any, bool]] = [((), ("schema",), tree.get("schema"), False)]
    while waiting:
        above, where, entries, is_column = waiting.pop()
        below: list[tuple[Names, Parts, Any, bool]] = []
        for place, entry in enumerate(entries if isinstance(entries, list) else ()):
            name = text(entry.get("name")) if isinstance(entry, dict) else ""
            if not name:
                continue
            names, parts = (*above, name), (*where, place)
            if is_column:
                yield names, parts, entry
            below.append((names, (*parts, "properties"), entry.get("properties"), True))
            items = entry.get("items")
            if isinstance(items, dict):
                inner = (*parts, "items", "properties")
                below.append((names, inner, items.get("properties"), True))
        waiting += reversed(below)
