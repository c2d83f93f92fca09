"""What does a check see, and what does it say? One node of the contract in, hits out.

A check never walks and never makes findings: `contracts.lint.walk` brings it every node of the
kind it asked for, `contracts.lint.run` turns its hits into findings with path and line.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

import msgspec

from contracts.findings import Severity
from contracts.lint.subject import Subject
from contracts.paths import Parts
from contracts.rule import Rule


class Kind(StrEnum):
    """What a node of the tree is to a check."""

    CONTRACT = "contract"
    OBJECT = "object"  # a table, view, topic or file under `schema`
    PROPERTY = "property"  # a column or field at any depth, items and map entries included
    ELEMENT = "element"  # the contract, an object or a property
    LIST = "list"  # any list
    MAPPING = "mapping"  # any mapping
    TEXT = "text"  # any text value


class Node(msgspec.Struct, frozen=True, gc=False):
    """One place of the contract: its value, where it is, and the contract around it."""

    value: Any  # what the kind says: a dict, list or str of the tree
    parts: Parts
    subject: Subject


class Hit(msgspec.Struct, frozen=True, gc=False):
    """What a check found. ``severity`` and ``fix`` stand in for the rule's own where given."""

    parts: Parts
    message: str
    fix: str | None = None
    severity: Severity | None = None


class Check(msgspec.Struct, frozen=True):
    """One row of the table: the rule, the kind of node it looks at, the function that looks.

    ``keys`` narrows it to nodes under these keys (an item of a list stands under the list's key);
    None means every node of the kind.
    """

    rule: Rule
    kind: Kind
    find: Callable[[Node], Iterable[Hit]]
    keys: frozenset[str] | None = None
