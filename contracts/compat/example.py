"""Which row shows what a change does? One that one version takes and the other refuses.

A break for readers is shown by a row that may arrive and was impossible before, a break for history
by one that may be stored and is refused. The row has every column that the version which takes it
demands. Where a value is uncertain, or a row would show restricted data, there is none.
"""

from collections.abc import Iterable
from typing import Any

from contracts.compat.budget import Budget
from contracts.compat.change import Change
from contracts.compat.keys import never_null
from contracts.compat.normal import entries, mapping
from contracts.compat.samples import Column
from contracts.findings import Impact
from contracts.places import is_restricted

Tree = dict[str, Any]
Row = dict[str, Any]

MOST_EXAMPLES = 25
"""Rows for one comparison: who reads so many changes has understood, and time stays bounded."""

MOST_COLUMNS = 10
"""Columns that a row must have; a longer one shows nothing."""

_STEPS = 100_000  # for the patterns of one comparison
_TRIES = 100  # of which some come to nothing
_DEEPEST = 3  # objects in objects whose columns are made up
_OF_VALUES = ("ENU-", "VAL-", "NUL-", "TYP-")
_OF_COLUMNS = frozenset(("PROP-02", "PROP-03"))  # required columns that came or went

Way = tuple[str, ...]
"""The names from a table to a column inside of it; `ENTRY` leads from a list to what it holds."""

ENTRY = "[]"


class Examples:
    """The rows for the changes between two contracts, and what they share."""

    def __init__(self, before: Tree, after: Tree) -> None:
        budget = Budget(_STEPS)
        self._before, self._after = _Side(before, budget), _Side(after, budget)
        self._rows, self._tries = MOST_EXAMPLES, _TRIES

    def of(self, change: Change) -> Row | None:
        """Return a row for *change*, None where none can be made."""
        if self._rows <= 0 or self._tries <= 0:
            return None
        is_shown = change.rule.startswith(_OF_VALUES) or change.rule in _OF_COLUMNS
        way = _way(change) if is_shown else ()
        if not way:
            return None
        self._tries -= 1
        before = (self._before, self._before.table(change.names[0]))
        after = (self._after, self._after.table_at(change.now[1]))
        row = None
        if change.reads is Impact.BREAK:
            row = _row(change, way, after, before)
        if row is None and change.writes is Impact.BREAK:
            row = _row(change, way, before, after)
        self._rows -= row is not None
        return row


def _way(change: Change) -> Way:
    """Return the way to the column that changed, empty where it is no column or in a map."""
    names = iter(change.names[1:])
    way: list[str] = []
    parts = [*change.now[2:]] if change.now[:1] == ("schema",) else []
    while parts[:1] in (["properties"], ["items"]):
        if parts.pop(0) == "items":
            way.append(ENTRY)
        else:
            del parts[:1]  # its place, which what is gone has not
            way.append(next(names, ""))
    is_whole = parts[:1] != ["map"] and next(names, None) is None
    return tuple(way) if is_whole and all(way) else ()


class _Side:
    """One version: its tables, columns and values for those that must be there."""

    def __init__(self, tree: Tree, budget: Budget) -> None:
        self._schema = tree.get("schema")
        self._budget = budget
        self._tables: dict[str, Tree] | None = None
        self._inside: dict[int, dict[str, Tree]] = {}  # by the identity of the element
        self._demanded: dict[int, Row] = {}

    def table(self, name: str) -> Tree:
        """Return the table of that name, an empty one if there is none of its own."""
        if self._tables is None:
            self._tables = _by_name(entries(self._schema))
        return self._tables.get(name, {})

    def table_at(self, place: str | int) -> Tree:
        """Return the table at a place of the list."""
        if not (isinstance(self._schema, list) and isinstance(place, int)):
            return {}
        return mapping(next(iter(self._schema[place : place + 1]), None))

    def columns(self, element: Tree) -> dict[str, Tree]:
        """Return the columns of a table or an object, without those whose name is not unique."""
        if id(element) not in self._inside:
            self._inside[id(element)] = _by_name(entries(element.get("properties")))
        return self._inside[id(element)]

    def element(self, table: Tree, way: Way) -> Tree | None:
        """Return what stands at the end of *way*; None where nothing does, or it is restricted."""
        found: Tree | None = table
        for name in way:
            if found is None or is_restricted(found):
                return None
            inner = found.get("items") if name == ENTRY else self.columns(found).get(name)
            found = inner if isinstance(inner, dict) else None
        return None if found is None or is_restricted(found) else found

    def column(self, element: Tree) -> Column:
        """Return what an element takes."""
        return Column(element, self._budget)

    def demanded(self, element: Tree, depth: int = 0) -> Row:
        """Return a value for each column that must be there, None for one that has none."""
        if id(element) not in self._demanded:
            columns = self.columns(element)
            found = [name for name, each in columns.items() if never_null(each)]
            is_long = len(found) > MOST_COLUMNS or depth > _DEEPEST
            self._demanded[id(element)] = {
                name: None if is_long else self.value(columns[name], depth + 1) for name in found
            }
        return self._demanded[id(element)]

    def value(self, element: Tree, depth: int = 1) -> Any:
        """Return a value that a column takes, None where none may be shown or found."""
        if is_restricted(element):
            return None
        if element.get("logicalType") != "object":
            return Column(element, self._budget).sample()
        row = self.demanded(element, depth)
        return None if None in row.values() or element.get("logicalTypeOptions") else row

    def around(self, element: Tree, way: Way, inner: Any) -> Any:
        """Return a value of *element* in which *inner* stands at the end of *way*.

        `MISSING` leaves the last column out. None where something else has no value.
        """
        name, further = way[0], way[1:]
        if name == ENTRY:
            entry = mapping(element.get("items"))
            value = self.around(entry, further, inner) if further else inner
            is_free = not element.get("logicalTypeOptions")
            return [value] if is_free and not (further and value is None) else None
        rest = {key: each for key, each in self.demanded(element).items() if key != name}
        if None in rest.values() or element.get("logicalTypeOptions"):
            return None
        if not further:
            return rest if inner is MISSING else {name: inner} | rest
        value = self.around(self.columns(element)[name], further, inner)
        return None if value is None else {name: value} | rest


MISSING = object()
Place = tuple[_Side, Tree]
"""A version and the table as it has it."""


def _row(change: Change, way: Way, taking: Place, refusing: Place) -> Row | None:
    """Return a row that one version takes and the other refuses because of the changed column."""
    (side, table), (other, its_table) = taking, refusing
    ours, theirs = side.element(table, way), other.element(its_table, way)
    if change.rule in _OF_COLUMNS:
        is_missed = side.element(table, way[:-1]) is not None and theirs is not None
        if not is_missed or ours is not None or not never_null(theirs or {}):
            return None
        row = side.around(table, way, MISSING)
        return row if row != {} else _any_value(side, table)
    if ours is None or theirs is None or side.around(table, way, ours) is None:
        return None  # without the rest of the row, no value needs to be sought
    our, their = side.column(ours), other.column(theirs)
    for value in (*their.candidates(), *our.candidates(), None):
        if our.takes(value) and their.takes(value) is False:
            row = side.around(table, way, value)
            return row if isinstance(row, dict) else None
    return None


def _any_value(side: _Side, table: Tree) -> Row | None:
    """Return a row of one other column, so that what is missing is missing in something."""
    for name, element in [*side.columns(table).items()][:MOST_COLUMNS]:
        if (value := side.value(element)) is not None:
            return {name: value}
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
