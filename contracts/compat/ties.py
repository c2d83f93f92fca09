"""What is newly tied to something that will go? Relationships and quality rules that are new.

The tie itself hurts nobody: whoever builds on it must soon change it again.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from contracts.compat.change import Change, text
from contracts.compat.normal import entries, flag
from contracts.findings import Bump, Impact

Tree = dict[str, Any]

_NEW_TARGETS = frozenset(("REL-01", "REL-03"))


def to_deprecated(found: Iterable[Change], after: Tree) -> Iterator[Change]:
    """Return a change for each of *found* that ties something to a deprecated element."""
    for change in found:
        if change.rule in _NEW_TARGETS:
            for end in _ends(change):
                if _is_deprecated(_target(after, end)):
                    yield _tie(change, f"A new relationship leads to {end}, which is deprecated.")
        elif change.rule == "QUA-01" and _is_deprecated(_holders(after, change)):
            what = ".".join(change.names)
            yield _tie(change, f"A new quality rule checks {what}, which is deprecated.")


def _tie(change: Change, message: str) -> Change:
    return msgspec.structs.replace(
        change,
        rule="DEP-09",
        message=message,
        reads=Impact.RISK,
        writes=Impact.OK,
        bump=Bump.NONE,
        fix="",
        approvers=(),
    )


def _is_deprecated(way: Iterable[Tree]) -> bool:
    """Whether an element is deprecated, or what holds it."""
    return any(flag(element, "deprecated") for element in way)


def _ends(change: Change) -> list[str]:
    """Return where a relationship newly leads: that of a whole entry, or the `to` that changed."""
    to = change.after.get("to") if isinstance(change.after, dict) else None
    if change.now[-1] == "to":
        to = change.after
    return [end for end in (to if isinstance(to, list) else [to]) if isinstance(end, str)]


def _target(tree: Tree, end: str) -> list[Tree]:
    """Return the object and the columns on the way to *end*; empty where it is not in *tree*.

    An end is written with names (``object.column``), or with the ids of the elements
    (``schema/<id>/properties/<id>``).
    """
    is_qualified = "/" in end
    steps = end.lstrip("#/").split("/")[1::2] if is_qualified else end.split(".")
    way: list[Tree] = []
    listed = tree.get("schema")
    for step in steps:
        known = ("id", "name") if is_qualified else ("name",)
        element = next(
            (each for _, each in entries(listed) if step in [text(each.get(key)) for key in known]),
            None,
        )
        if element is None:
            return []
        way.append(element)
        listed = element.get("properties")
    return way


def _holders(tree: Tree, change: Change) -> Iterator[Tree]:
    """Return the elements in which a change lies."""
    node: Any = tree
    for part in change.now:
        node = node[part]
        if isinstance(node, dict):
            yield node
