"""Which columns mean something else once their server is of another type?

One name is not one type: a TIMESTAMP of PostgreSQL is what a clock on the wall shows, a TIMESTAMP
of BigQuery a moment. Every column whose physical type both versions state alike is read as the old
engine reads it and as the new one does.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from contracts.compat.change import SAME, Verdict
from contracts.compat.engines.kinds import Engine
from contracts.compat.engines.spellings import names_of
from contracts.compat.normal import entries, mapping
from contracts.compat.physical import Physical, parse
from contracts.compat.types import whole_verdict

Tree = Mapping[str, Any]


class Moved(msgspec.Struct, frozen=True):
    """A column, as ``table.column TYPE``, and what the move does to it.

    ``is_other`` says that the values are of another kind, not only larger or smaller.
    """

    label: str
    verdict: Verdict
    is_other: bool


def moved(before: Tree, after: Tree, engines: tuple[Engine | None, Engine | None]) -> list[Moved]:
    """Return the columns of both contracts that the engines, old and new, read differently.

    Nothing where one of them is not known: then nobody can say how it reads a type.
    """
    if None in engines:
        return []
    names = names_of(engines[0]), names_of(engines[1])
    old, found = dict(_columns(before)), []
    for label, source in _columns(after):
        was, now = parse(source, names[0]), parse(source, names[1])
        if was is None or now is None or was == now or old.get(label) != source:
            continue
        verdict = whole_verdict(_unlimited(was), _unlimited(now))
        if verdict != SAME:
            is_other = was.family != now.family and {was.family, now.family} not in _NUMBERS
            found.append(Moved(f"{label} {source}", verdict, is_other))
    return found


def forgets_empty_texts(after: Tree, engine: Engine | None) -> bool:
    """Whether the engine takes an empty text for null, and there are texts.

    Oracle SQL Language Reference, "Nulls": a character value with a length of zero is null.
    """
    if engine is not Engine.ORACLE:
        return False
    names = names_of(engine)
    return any(
        physical.logical == "string"
        for _, source in _columns(after)
        if (physical := parse(source, names)) is not None
    )


_NUMBERS = ({"integer", "decimal"},)
_UNLIMITED = 1_000_000  # a text that may be so long has no limit that anybody meets


def _unlimited(of: Physical) -> Physical:
    """Return a type without a length that nobody meets."""
    is_long = of.longest is not None and of.longest >= _UNLIMITED
    return msgspec.structs.replace(of, longest=None) if is_long else of


def _columns(contract: Tree) -> Iterator[tuple[str, str]]:
    """Yield every column at any depth by its names, with its physical type."""
    open_ends: list[tuple[str, Tree]] = [("", {"properties": contract.get("schema")})]
    while open_ends:
        path, element = open_ends.pop()
        open_ends.extend(
            (path, inner) for inner in [mapping(element.get("items"))] if inner.get("properties")
        )
        children = []
        for _, child in entries(element.get("properties")):
            name = f"{path}.{child.get('name')}" if path else str(child.get("name"))
            children.append((name, child))
            source = child.get("physicalType")
            if path and isinstance(source, str):
                yield name, source
        open_ends.extend(reversed(children))
