"""How else can the same contract be written? Each way gives another text that says the same."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import yaml

from contracts.document import Document, load
from tests.contracts.compat.real_contracts import Exact, Tree, written

_UNORDERED = frozenset(
    (
        *("tags", "servers", "roles", "support", "members", "slaProperties", "customProperties"),
        *("authoritativeDefinitions", "relationships", "synonyms", "quality", "team"),
    )
)
_FLAGS = ("required", "unique", "primaryKey", "partitioned", "criticalDataElement", "deprecated")
_METRICS = {
    "nullCheck": "nullValues",
    "duplicateCount": "duplicateValues",
    "validValues": "invalidValues",
}


def all_at_once(of: Document) -> Document:
    """Return the contract with its keys and lists turned, its defaults stated, in JSON."""
    stated = _each(of.tree, lambda node: _backwards(_turned(_stated(node))))
    return load(_json(stated).encode(), name="contract.json")


def keys_turned(of: Document) -> Document:
    """Return the contract with the keys of every mapping in the opposite order."""
    return written(_each(of.tree, _backwards))


def _backwards(node: Tree) -> Tree:
    return dict(reversed(node.items()))


def lists_turned(of: Document) -> Document:
    """Return the contract with every list turned round whose order says nothing."""
    return written(turned(of.tree))


def turned(tree: Tree) -> Tree:
    """Return a tree with every list turned round whose order says nothing."""
    result: Tree = _each(tree, _turned)
    return result


def _turned(node: Tree) -> Tree:
    return {
        key: value[::-1] if key in _UNORDERED and isinstance(value, list) else value
        for key, value in node.items()
    }


def as_json(of: Document) -> Document:
    """Return the contract in JSON, its numbers exact."""
    return load(_json(of.tree).encode(), name="contract.json")


def _json(node: Any) -> str:
    if isinstance(node, dict):
        return f"{{{', '.join(f'{json.dumps(str(k))}: {_json(v)}' for k, v in node.items())}}}"
    if isinstance(node, list):
        return f"[{', '.join(map(_json, node))}]"
    return str(node) if isinstance(node, Decimal) else json.dumps(node)


class _Quoted(Exact):
    """A dumper that quotes every text, and so writes each in one line."""

    def text(self, value: str) -> yaml.Node:
        """Return the node of a text."""
        return self.represent_scalar("tag:yaml.org,2002:str", value, style='"')


_Quoted.add_representer(str, _Quoted.text)


def _quoted(tree: Tree, *, flow: bool) -> str:
    return yaml.dump(tree, Dumper=_Quoted, sort_keys=False, default_flow_style=flow, width=10**9)


def in_one_line(of: Document) -> Document:
    """Return the contract in flow style with every text in quotes."""
    return load(f"--- {_quoted(of.tree, flow=True)}".encode())


def with_comments(of: Document) -> Document:
    """Return the contract with a comment and a blank line before every line."""
    lines = _quoted(of.tree, flow=False).splitlines()
    return load("".join(f"# a note: [\n\n{line}  # another\n" for line in lines).encode())


def with_defaults(of: Document) -> Document:
    """Return the contract with what the absence of a flag of a property means written out."""
    return written(_each(of.tree, _stated))


def _stated(node: Tree) -> Tree:
    is_property = "name" in node and "logicalType" in node and "properties" not in node
    return {**dict.fromkeys(_FLAGS, False), **node} if is_property else node


def upgraded(of: Document) -> Document:
    """Return a contract of 3.0 as 3.1 writes it: the team, the metrics, the exclusive bounds."""
    tree = _each(of.tree, _newer)
    if isinstance(tree.get("team"), list):
        tree["team"] = {"members": tree["team"]}
    return written(tree | {"apiVersion": "v3.1.0"})


def _newer(node: Tree) -> Tree:
    newer = dict(node)
    if "mustBe" in node and isinstance(node.get("rule"), str):
        name = newer.pop("rule")
        newer["metric"] = _METRICS.get(name, name)
    for exclusive, inclusive in (
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ):
        if node.get(exclusive) is True and inclusive in node:
            newer[exclusive] = newer.pop(inclusive)
        elif node.get(exclusive) is False:
            del newer[exclusive]
    return newer


def _each(node: Any, change: Callable[[Tree], Tree]) -> Any:
    """Return a tree with every mapping changed, the innermost first."""
    if isinstance(node, dict):
        return change({key: _each(value, change) for key, value in node.items()})
    return [_each(item, change) for item in node] if isinstance(node, list) else node
