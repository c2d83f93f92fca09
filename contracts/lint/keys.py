"""Do primary and partition keys say in which order their columns stand?"""

from collections.abc import Iterator, Sequence
from typing import Any

from contracts.findings import Severity
from contracts.lint.check import Hit, Node
from contracts.lint.subject import listed, mappings
from contracts.rule import Rule

KEY_UNORDERED = Rule(
    code="KEYS-01",
    name="key-position-missing",
    family="Keys",
    severity=Severity.WARNING,
    statement="A primary key of several columns does not say their order.",
    reason="Indexes, joins and deduplication are built in that order; each tool guesses its own.",
    fix="Number the columns with `primaryKeyPosition`, from 1.",
)


def key_unordered(node: Node) -> Iterator[Hit]:
    """Several primary key columns, one of them without a position."""
    yield from _unordered(node, "primaryKey", "primaryKeyPosition")


KEY_POSITION_WRONG = Rule(
    code="KEYS-02",
    name="key-position-wrong",
    family="Keys",
    severity=Severity.WARNING,
    statement="The positions of a primary key are not 1, 2, 3 and so on.",
    reason="Two columns in one place, or a gap, leave the order of the key to each tool.",
    fix="Number the columns of the key from 1 without a gap.",
)


def key_position_wrong(node: Node) -> Iterator[Hit]:
    """Positions that repeat, skip or start elsewhere than at 1."""
    yield from _misnumbered(node, "primaryKey", "primaryKeyPosition")


KEY_OPTIONAL = Rule(
    code="KEYS-03",
    name="key-optional",
    family="Keys",
    severity=Severity.WARNING,
    statement="A column of the primary key is marked as not required.",
    reason="A key must be there in every row; one of the two statements is wrong.",
    fix="Set `required: true`, or take the column out of the key.",
)


def key_optional(node: Node) -> Iterator[Hit]:
    """`primaryKey: true` beside `required: false`; one finding an object."""
    optional = [(at, c) for at, c in _members(node, "primaryKey") if c.get("required") is False]
    if optional:
        names = listed([str(column.get("name", at)) for at, column in optional])
        where = (*node.parts, "properties", optional[0][0], "required")
        yield Hit(where, f"Part of the key, but not required: {names}.")


POSITION_WITHOUT_KEY = Rule(
    code="KEYS-04",
    name="key-position-without-key",
    family="Keys",
    severity=Severity.WARNING,
    statement="A column has a position in a key that it does not belong to.",
    reason="Some tools read it as part of the key and some do not.",
    fix="Set `primaryKey: true` (or `partitioned: true`), or delete the position.",
)

_KEYS = (("primaryKey", "primaryKeyPosition"), ("partitioned", "partitionKeyPosition"))


def position_without_key(node: Node) -> Iterator[Hit]:
    """A position from 1 up on a column that is in no key; -1 is the standard's word for none."""
    for flag, position in _KEYS:
        place = _place(node.value, position)
        if place is not None and place > 0 and node.value.get(flag) is not True:
            yield Hit((*node.parts, position), f"`{position}` is given without `{flag}: true`.")


PARTITION_UNORDERED = Rule(
    code="KEYS-05",
    name="partition-position-wrong",
    family="Keys",
    severity=Severity.WARNING,
    statement="The positions of the partition columns are missing or not 1, 2, 3 and so on.",
    reason="Readers that fetch by partition build paths in that order and find nothing.",
    fix="Number the partition columns with `partitionKeyPosition`, from 1 without a gap.",
)


def partition_unordered(node: Node) -> Iterator[Hit]:
    """Several partition columns without an order, or positions that repeat or skip."""
    yield from _unordered(node, "partitioned", "partitionKeyPosition")
    yield from _misnumbered(node, "partitioned", "partitionKeyPosition")


def _unordered(node: Node, flag: str, position: str) -> Iterator[Hit]:
    """One hit at the first member of a key of several columns that has no position."""
    members = _members(node, flag)
    bare = [(at, column) for at, column in members if (_place(column, position) or -1) < 0]
    if bare and len(members) > 1:
        names = listed([str(column.get("name", at)) for at, column in bare])
        where = (*node.parts, "properties", bare[0][0])
        yield Hit(where, f"{len(members)} columns, but no `{position}` for {names}.")


def _misnumbered(node: Node, flag: str, position: str) -> Iterator[Hit]:
    """One hit at the first column that breaks the count."""
    members = _members(node, flag)
    placed = [(place, at) for at, c in members if (place := _place(c, position)) not in (None, -1)]
    for expected, (place, at) in enumerate(sorted(placed), start=1):
        if place != expected:
            message = f"Position {place} stands where {expected} was to be expected."
            yield Hit((*node.parts, "properties", at, position), message)
            return


def _members(node: Node, flag: str) -> Sequence[tuple[int, dict[str, Any]]]:
    columns = mappings(node.value.get("properties"))
    return [(at, column) for at, column in columns if column.get(flag) is True]


def _place(column: dict[str, Any], position: str) -> int | None:
    place = column.get(position)
    return place if isinstance(place, int) and not isinstance(place, bool) else None
