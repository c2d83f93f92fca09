"""Nothing passes in silence: every value, key and entry of a real contract is watched by a rule."""

import copy
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from contracts.compat.compare import changes
from contracts.compat.promises import is_promise
from tests.contracts.compat.real_contracts import Tree, contract, edited

Parts = tuple[str | int, ...]

_LINK = {"type": "privacy", "url": "https://example.com/a"}
_NOTE = {"property": "note", "value": "a", "vendor": "b", "description": "c"}
_LINKED = {**_LINK, "customProperties": [_NOTE]}
_EXTENDED = {"customProperties": [_NOTE], "authoritativeDefinitions": [_LINKED]}
_RICH = {
    "set": {
        "team/customProperties": [_NOTE],
        "team/authoritativeDefinitions": [_LINKED],
        "team/tags": ["a"],
        "description/customProperties": [_NOTE],
        "schema/tbl/relationships/0/authoritativeDefinitions": [_LINKED],
        "schema/tbl/relationships/0/description": "a",
        "schema/tbl/synonyms": [{"synonym": "a"}],
        "schema/tbl/quality/0/authoritativeDefinitions": [_LINKED],
        "schema/receivers/properties/receiver_name/customProperties": [
            {"property": "dp", "value": {"epsilon": 1, "delta": 0, "unit": "person"}},
            {"property": "privacyTechnique", "value": "aggregation"},
        ],
        "schema/receivers/properties/receiver_type/enum": [
            {"id": "e1", "value": "a", "description": "b", **_EXTENDED},
            {"value": "c"},
        ],
        "servers/my-postgres/customProperties": [_NOTE, {"property": "region", "value": "us"}],
        "servers/my-postgres/roles": [{"role": "a", "access": "read"}],
        "roles/bq_queryman_user_opr/customProperties": [_NOTE],
        "slaProperties/0/schedule": "0 6 * * *",
        "slaProperties/0/description": "a",
        "slaProperties/0/customProperties": [_NOTE],
        "support/0/authoritativeDefinitions": [_LINKED],
        "context": {
            "instructions": "a",
            "constraints": [{"constraint": "a"}],
            "verifiedStatements": [{"question": "a", "answer": "b"}],
        },
    }
}
_FLAGS = frozenset(
    ("required", "unique", "primaryKey", "partitioned", "criticalDataElement", "deprecated")
)
_TREES = {
    "bitol-full-example": _RICH,
    "datacontract-orders": {},
    "datacontract-oracle": {},
    "datacontract-shipments": {},
    "datacontract-user-interactions": {},
    "dot-traffic-sensor-stream/1.0.0": {},
    "hcf-medicaid-eligibility/6.1.0": {},
}


def _places(node: Any, parts: Parts = ()) -> Iterator[tuple[Parts, Any]]:
    if parts:
        yield parts, node
    inner: Any = enumerate(node) if isinstance(node, list) else ()
    for key, value in node.items() if isinstance(node, dict) else inner:
        yield from _places(value, (*parts, key))


def _mutants(tree: Tree) -> Iterator[tuple[str, Parts, Tree]]:
    """Yield what is changed, where, and the tree after it."""
    for parts, value in _places(tree):
        if parts == ("version",) or _is_spelling(tree, parts):
            continue  # a number says nothing of the data
        if isinstance(value, list) and any(isinstance(item, dict) for item in value):
            yield "stray", parts, _with(tree, parts, [*value, "a stray"])
        if not isinstance(value, dict | list):
            yield "changed", parts, _with(tree, parts, _other(value))
        if not _says_nothing(tree, parts, value):
            yield "dropped", parts, _without(tree, parts)


def _other(value: object) -> object:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | Decimal):
        return value + 1
    return f"{value or 'some'}x"


def _says_nothing(tree: Tree, parts: Parts, value: object) -> bool:
    """Whether the absence of a value says the same."""
    key = parts[-1]
    return value in (None, [], {}) or (key in _FLAGS and value is False)


def _is_spelling(tree: Tree, parts: Parts) -> bool:
    """Whether a key only spells out what a promise about a property's values says without it."""
    around = _at(tree, parts[:-1])
    is_promised = isinstance(around, dict) and is_promise(around)
    return is_promised and (parts[-1], around[parts[-1]]) in _SPELLINGS


_SPELLINGS = (("type", "library"), ("severity", "error"))


def _at(tree: Any, parts: Parts) -> Any:
    for part in parts:
        tree = tree[part]
    return tree


def _with(tree: Tree, parts: Parts, value: object) -> Tree:
    after = copy.deepcopy(tree)
    _at(after, parts[:-1])[parts[-1]] = value
    return after


def _without(tree: Tree, parts: Parts) -> Tree:
    after = copy.deepcopy(tree)
    del _at(after, parts[:-1])[parts[-1]]
    return after


@pytest.mark.parametrize("name", _TREES)
def test_whatever_changes_in_a_real_contract_is_told(name):
    """A place that no rule looks at is where the next surprise comes from, on either way."""
    tree = edited(contract(name).tree, _TREES[name])
    silent = [
        f"{what} {'/'.join(map(str, parts))}"
        for what, parts, after in _mutants(tree)
        if not (changes(tree, after) and changes(after, tree))
    ]

    assert silent == []
