"""Which columns does a contract promise? Its tables as rows that people read, nested ones too."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from contracts.model import AuthoritativeDefinition, Contract, Element, Property
from ui import addresses

MAX_ROWS = 250
"""Rows of columns on one page. The rest is a filter or a page away."""

MAX_VALUES = 12
MAX_DEPTH = 12


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column or nested field. ``path`` is its name from the table down, ``a.b.c``."""

    path: str
    anchor: str
    depth: int
    name: str
    business_name: str
    type: str
    physical_type: str
    description: str
    required: bool
    key: bool
    unique: bool
    deprecated: bool
    classification: str
    limits: tuple[str, ...]
    values: tuple[str, ...]
    more_values: int
    examples: tuple[str, ...]
    definitions: tuple["Definition", ...]


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """Where a meaning is defined. ``address`` is None for anything but a web address."""

    label: str
    address: str | None


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table, view, topic or file with those of its columns that are on the page."""

    name: str
    kind: str
    description: str
    granularity: str
    columns: tuple[Column, ...]


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """The columns that a page shows of all there are."""

    tables: tuple[Table, ...]
    text: str  # what they were filtered by
    total: int
    found: int
    shown: int
    start: int  # position of the first one, counted from 0

    @property
    def following(self) -> int | None:
        """Where the next page of columns starts, None at the end."""
        end = self.start + self.shown
        return end if end < self.found else None


def select(contract: Contract, *, text: str = "", start: int = 0) -> Selection:
    """Return the columns of *contract* that hold *text*, from position *start* on."""
    wanted = text.strip().casefold()
    seen: set[str] = set()
    tables, total, found, shown = [], 0, 0, 0
    for table in contract.schema:
        rows = []
        for depth, path, element in _walk(table.properties, "", 0):
            total += 1
            if wanted and wanted not in _text_of(path, element):
                continue
            found += 1
            if found > start and shown < MAX_ROWS:
                shown += 1
                rows.append(_column(depth, path, element, seen))
        if rows or not (wanted or start):
            tables.append(
                Table(
                    name=table.name or table.physical_name or "unnamed",
                    kind=table.physical_type or table.logical_type or "",
                    description=table.description or "",
                    granularity=table.data_granularity_description or "",
                    columns=tuple(rows),
                )
            )
    return Selection(
        tables=tuple(tables), text=text.strip(), total=total, found=found, shown=shown, start=start
    )


def definitions(given: Iterable[AuthoritativeDefinition]) -> tuple[Definition, ...]:
    """Return links to definitions, each with words to click on."""
    return tuple(
        Definition(
            label=each.description or _last_part(each.url or "") or each.type or "definition",
            address=each.url if addresses.contact(each.url or "") else None,
        )
        for each in given
    )


def _walk(
    properties: Iterable[Property], parent: str, depth: int
) -> Iterator[tuple[int, str, Property]]:
    """Yield every property with its depth and path, parents before what is in them."""
    if depth > MAX_DEPTH:
        return
    for element in properties:
        name = element.name or element.physical_name or "unnamed"
        path = f"{parent}.{name}" if parent else name
        yield depth, path, element
        yield from _walk(_inside(element), path, depth + 1)


def _inside(element: Property) -> tuple[Property, ...]:
    """Return the fields of a record, of the items of a list, or of the values of a map."""
    if element.properties:
        return element.properties
    if element.items:
        return element.items.properties or _inside(element.items)
    if element.map and element.map.value:
        return _inside(element.map.value)
    return ()


def _column(depth: int, path: str, element: Property, seen: set[str]) -> Column:
    values = [_label(each.value, each.label) for each in element.enum]
    return Column(
        path=path,
        anchor=_free(addresses.anchor(path), seen),
        depth=depth,
        name=element.name or element.physical_name or "unnamed",
        business_name=element.business_name or "",
        type=_type(element),
        physical_type=element.physical_type or "",
        description=element.description or "",
        required=element.required or element.primary_key,
        key=element.primary_key,
        unique=element.unique,
        deprecated=element.deprecated,
        classification=element.classification or "",
        limits=tuple(f"{key}: {limit}" for key, limit in element.logical_type_options.items()),
        values=tuple(values[:MAX_VALUES]),
        more_values=max(0, len(values) - MAX_VALUES),
        examples=tuple(str(each) for each in element.examples[:3]),
        definitions=definitions(element.authoritative_definitions),
    )


def _type(element: Property) -> str:
    kind = element.logical_type or ""
    if element.items:
        return f"list of {element.items.logical_type or 'items'}"
    return kind or (element.physical_type or "").lower() or "not stated"


def _label(value: Any, label: str | None) -> str:
    return f"{value} ({label})" if label else str(value)


def _free(anchor: str, seen: set[str]) -> str:
    """Return *anchor*, numbered where an earlier column has it: ids on a page are unique."""
    free, number = anchor, 2
    while free in seen:
        free, number = f"{anchor}-{number}", number + 1
    seen.add(free)
    return free


def _text_of(path: str, element: Element) -> str:
    return " ".join((path, element.business_name or "", element.description or "")).casefold()


def _last_part(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2][:80]
