"""Which row shows what a change does? One that one version takes and the other refuses.

A break for readers is shown by a row that may arrive and was impossible before, a break for history
by one that may be stored and is refused. The row has every column that the version which takes it
demands. Where a value is uncertain, or a row would show restricted data, there is none.
"""

from collections.abc import Iterable
from typing import Any

from contracts.compat.budget import Budget
from contracts.compat.change import Change, text
from contracts.compat.keys import never_null
from contracts.compat.normal import entries
from contracts.compat.samples import Column
from contracts.findings import Impact
from contracts.redaction import is_restricted

Tree = dict[str, Any]
Row = dict[str, Any]

MOST_EXAMPLES = 25
"""Rows for one comparison: who reads so many changes has understood, and time stays bounded."""

MOST_COLUMNS = 10
"""Columns that a row must have; a longer one shows nothing."""

_STEPS = 100_000  # for the patterns of one comparison
_OF_VALUES = ("ENU-", "VAL-", "NUL-", "TYP-")
_OF_COLUMNS = frozenset(("PROP-02", "PROP-03"))  # required columns that came or went
_DEEPER = frozenset(("items", "map", "properties"))


class Examples:
    """The rows for the changes between two contracts, and what they share."""

    def __init__(self, before: Tree, after: Tree) -> None:
        budget = Budget(_STEPS)
        self._before, self._after = _Side(before, budget), _Side(after, budget)
        self._left = MOST_EXAMPLES

    def of(self, change: Change) -> Row | None:
        """Return a row for *change*, None where none can be made."""
        is_shown = change.rule.startswith(_OF_VALUES) or change.rule in _OF_COLUMNS
        if self._left <= 0 or not (is_shown and _is_of_column(change)):
            return None
        old, new = change.names[0], self._after.name_of_table(change.now[1])
        self._left -= 1
        row = None
        if change.reads is Impact.BREAK:
            row = _row(change, (self._after, new), (self._before, old))
        if row is None and change.writes is Impact.BREAK:
            row = _row(change, (self._before, old), (self._after, new))
        return row


def _is_of_column(change: Change) -> bool:
    """Whether the change is about a column of a table, and not about something inside of one."""
    way = change.now
    return (
        len(change.names) == 2  # noqa: PLR2004 - the table and the column
        and way[:1] == ("schema",)
        and way[2:3] == ("properties",)
        and _DEEPER.isdisjoint(way[4:5])
    )


class _Side:
    """One version: its tables and columns by name, and values for those that must be there."""

    def __init__(self, tree: Tree, budget: Budget) -> None:
        self._schema = tree.get("schema")
        self._budget = budget
        self._tables: dict[str, dict[str, Tree]] | None = None
        self._demanded: dict[str, Row] = {}

    def name_of_table(self, place: str | int) -> str:
        """Return the name of the table at a place of the list, empty if it has none."""
        if not (isinstance(self._schema, list) and isinstance(place, int)):
            return ""
        tables = self._schema[place : place + 1]
        return "".join(text(each.get("name")) for each in tables if isinstance(each, dict))

    def column(self, table: str, name: str) -> Column | None:
        """Return what a column takes; None where there is none, or its values are restricted."""
        element = self._columns(table).get(name)
        if element is None or is_restricted(element):
            return None
        return Column(element, self._budget)

    def demanded(self, table: str) -> Row:
        """Return a value for each column that must be there, None for one that has none."""
        if table not in self._demanded:
            columns = self._columns(table)
            found = [name for name, each in columns.items() if never_null(each)]
            if len(found) > MOST_COLUMNS:
                self._demanded[table] = dict.fromkeys(found)
            else:
                self._demanded[table] = {name: self.value(table, name) for name in found}
        return self._demanded[table]

    def value(self, table: str, name: str) -> Any:
        """Return a value that a column takes, None where none may be shown or found."""
        column = self.column(table, name)
        return column.sample() if column else None

    def others(self, table: str, name: str) -> list[str]:
        """Return the names of the first other columns."""
        return [each for each in self._columns(table) if each != name][:MOST_COLUMNS]

    def _columns(self, table: str) -> dict[str, Tree]:
        """Return the columns of a table by name, without those whose name is not theirs alone."""
        if self._tables is None:
            self._tables = {
                name: _by_name(entries(each.get("properties")))
                for name, each in _by_name(entries(self._schema)).items()
            }
        return self._tables.get(table, {})


Place = tuple[_Side, str]
"""A version and the name that the table has in it."""


def _row(change: Change, taking: Place, refusing: Place) -> Row | None:
    """Return a row that one version takes and the other refuses because of the changed column."""
    name = change.names[1]
    side, table = taking
    rest = {key: value for key, value in side.demanded(table).items() if key != name}
    if None in rest.values():
        return None
    ours, theirs = side.column(table, name), refusing[0].column(refusing[1], name)
    if change.rule in _OF_COLUMNS:
        is_missed = ours is None and theirs is not None and theirs.never_null
        return (rest or _any_value(taking, name)) if is_missed else None
    if ours is None or theirs is None:
        return None
    for value in (*theirs.candidates(), *ours.candidates(), None):
        if ours.takes(value) and theirs.takes(value) is False:
            return {name: value} | rest
    return None


def _any_value(taking: Place, name: str) -> Row | None:
    """Return a row of one other column, so that what is missing is missing in something."""
    side, table = taking
    for other in side.others(table, name):
        if (value := side.value(table, other)) is not None:
            return {other: value}
    return None


def _by_name(items: Iterable[tuple[int, Tree]]) -> dict[str, Tree]:
    """Return what has a name of its own; what shares one is left out."""
    found: dict[str, Tree] = {}
    twice: set[str] = set()
    for _, item in items:
        name = item.get("name")
        if isinstance(name, str) and name:
            twice |= {name} & found.keys()
            found[name] = item
    return {name: item for name, item in found.items() if name not in twice}
