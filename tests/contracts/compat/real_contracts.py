"""Which real contracts are there to change, and how is one changed by a few edits?

A place is the keys on the way to it; an entry of a list is named by its name, by what stands for
one, or by its position. All edits find their places before the first one is made.
"""

import copy
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from contracts.document import Document, load

ROOT = Path(__file__).parents[3]
WILD = ROOT / "tests" / "data" / "contracts"
DEMO = ROOT / "registry" / "demo" / "contracts"
ALL = {
    "/".join(path.parts[len(root.parts) :]).removesuffix(".odcs.yaml"): path
    for root in (WILD, DEMO)
    for path in sorted(root.rglob("*.odcs.yaml"))
}
"""The files of the contracts by their names: the demo's have their version behind a slash."""

PRODUCTS = {path.name.removesuffix(".odps.yaml"): path for path in WILD.glob("*.odps.yaml")}
"""The files of the data products by their names."""

Tree = dict[str, Any]

_NAMES = ("name", "property", "server", "role", "channel", "username", "id", "value")


def contract(name: str) -> Document:
    """Return the contract, or the data product, called *name*."""
    return load((ALL.get(name) or PRODUCTS[name]).read_bytes())


def written(tree: Tree) -> Document:
    """Return the document that says *tree*."""
    return load(yaml.dump(tree, Dumper=Exact, sort_keys=False, allow_unicode=True).encode())


class Exact(yaml.CSafeDumper):
    """A dumper that keeps exact numbers, and writes out what stands in two places."""

    def ignore_aliases(self, data: object) -> bool:
        """Whether *data* is written out instead of referred to: always."""
        return True

    def number(self, value: Decimal) -> yaml.Node:
        """Return the node of a number, digit by digit."""
        return self.represent_scalar("tag:yaml.org,2002:float", str(value))


Exact.add_representer(Decimal, Exact.number)


def edited(tree: Tree, edits: Mapping[str, Any]) -> Tree:
    """Return a copy of *tree* after its edits: set, drop, add, insert, move and reverse.

    Raises: KeyError or IndexError for a place that is not there.
    """
    after = copy.deepcopy(tree)
    sets = [(*_place(after, path), value) for path, value in edits.get("set", {}).items()]
    drops = [_place(after, path) for path in (*edits.get("drop", ()), *edits.get("move", ()))]
    adds = [(*_place(after, path), item) for path, item in edits.get("add", {}).items()]
    heads = [(*_place(after, path), item) for path, item in edits.get("insert", {}).items()]
    moves = [(_at(after, path), to) for path, to in edits.get("move", {}).items()]
    turned = [_at(after, path) for path in edits.get("reverse", ())]
    for node, key, value in sets:
        node[key] = copy.deepcopy(value)
    gone = [node[key] for node, key in drops if isinstance(node, list)]
    for node, key in drops:
        if isinstance(node, dict):
            del node[key]
        else:
            node[:] = [each for each in node if not any(each is item for item in gone)]
    for node, key, item in adds:
        node.setdefault(key, []).append(copy.deepcopy(item))
    for node, key, item in heads:
        node[key].insert(0, copy.deepcopy(item))
    for item, to in moves:
        _at(after, to).append(item)
    for node in turned:
        node.reverse()
    return after


def _at(tree: Tree, path: str) -> Any:
    node, key = _place(tree, path)
    return node[key]


def _place(tree: Tree, path: str) -> tuple[Any, Any]:
    """Return what holds the last part of *path*, and the key or position of that part."""
    *way, last = path.split("/")
    node: Any = tree
    for part in way:
        node = node[_key(node, part)]
    return node, _key(node, last)


def _key(node: Any, part: str) -> str | int:
    if isinstance(node, dict):
        return part
    return next(_positions(node, part), int(part) if part.isdigit() else part)


def _positions(entries: list[Any], part: str) -> Iterator[int]:
    for key in _NAMES:
        for position, entry in enumerate(entries):
            if isinstance(entry, dict) and str(entry.get(key)) == part:
                yield position
    yield from (position for position, entry in enumerate(entries) if entry == part)
