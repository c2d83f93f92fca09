"""Does an object or property go by another name? Renames, aliases, swaps, spelling, columns."""

from collections.abc import Iterator
from typing import Any

from contracts.compat.change import BOTH, RISKY_READ, SAME, UNKNOWN, Change, Found, Pair, text
from contracts.compat.engines.letters import all_ignore_case, are_one_identifier, telling_case
from contracts.compat.matching import composed, folded
from contracts.compat.normal import entries, plain
from contracts.compat.per_server import named
from contracts.compat.wording import from_to
from contracts.findings import Bump

KEYS = ("name", "physicalName")
_ALIAS_WORDS = ("alias", "former", "previous", "old")


def column_name(pair: Pair, partner: Pair | None, alias: int | None) -> Iterator[Change]:
    """Say that a property has another name, or that its column has.

    *partner* is the property with which it exchanged names, *alias* the place of a property that
    keeps the old name as deprecated.
    """
    old, new = text(pair.before.get("name")), text(pair.after.get("name"))
    if old == new:
        yield from _column_renamed(pair)
    elif partner is not None:
        message = f"{old} and {new} exchanged their names: queries silently read the other column."
        yield pair.change("PROP-09", message, "name", found=Found(before=old, after=new))
    elif alias is not None or _keeps_alias(pair, old):
        message = f"{pair.label} is called {new}; the old name still works."
        yield pair.change("PROP-08", message, "name", found=Found(before=old, after=new))
    elif folded(old) == folded(new):
        yield _respelt(pair, old, new)
    elif _keeps_column(pair):
        message = f"{pair.label} is called {new}; its column keeps the name."
        yield pair.change("PROP-06", message, "name", found=Found(before=old, after=new))
    else:
        message = f"{pair.label} is called {new}: readers and suppliers look for the old name."
        yield pair.change("PROP-05", message, "name", found=Found(before=old, after=new))


def _respelt(pair: Pair, old: str, new: str) -> Change:
    """Say that a name is written in other letters, and whether a server takes it for another."""
    if composed(old) == composed(new):
        message = f"The letters of {new} are composed in another way and look the same."
        found = Found(before=old, after=new, verdict=SAME, bump=Bump.PATCH)
        return pair.change("PROP-12", message, "name", found=found)
    message, verdict, bump = f"{pair.label} is spelt {new}.", None, None
    hurt = () if _keeps_column(pair) else telling_case(pair.scope.served)
    if hurt:
        message, verdict = f"{new} is another column than {old}.", BOTH
    elif _is_same_to_all(pair, old, new):
        message = f"{pair.label} is spelt {new}; all servers take both for the same name."
        verdict, bump = SAME, Bump.PATCH
    found = Found(before=old, after=new, verdict=verdict, bump=bump)
    return named(pair.change("PROP-12", message, "name", found=found), hurt)


def _is_same_to_all(pair: Pair, old: str, new: str) -> bool:
    """Whether two names differ in case alone, and no server tells one case from the other."""
    served = pair.scope.served
    return bool(served) and all_ignore_case(served) and are_one_identifier(old, new)


def _column_renamed(pair: Pair) -> Iterator[Change]:
    old, new = _physical_name(pair.before), _physical_name(pair.after)
    if old != new:
        message = f"The column of {pair.label} is called {new}; it was {old}."
        verdict, bump = None, None
        if _is_same_to_all(pair, old, new):
            message = f"The column of {pair.label} is spelt {new}; all servers take both for the "
            message += "same name."
            verdict, bump = SAME, Bump.PATCH
        found = Found(before=old, after=new, verdict=verdict, bump=bump)
        yield pair.change("PROP-07", message, "physicalName", found=found)
    elif pair.before.get("physicalName") != pair.after.get("physicalName"):
        yield _stated_anew(pair)


def _physical_name(element: dict[str, Any]) -> str:
    return text(element.get("physicalName")) or text(element.get("name"))


def _stated_anew(pair: Pair) -> Change:
    states = "states" if pair.after.get("physicalName") else "no longer states"
    message = f"{pair.label} {states} its physical name, which is the same as its name."
    return pair.field("CHG-02", message, "physicalName")


def _keeps_column(pair: Pair) -> bool:
    return bool(pair.after.get("physicalName")) and (
        _physical_name(pair.before) == _physical_name(pair.after)
    )


def _keeps_alias(pair: Pair, old: str) -> bool:
    """Whether a synonym declares itself to be the old name."""
    for _, entry in entries(pair.after.get("synonyms")):
        kind = f"{text(entry.get('source'))} {text(entry.get('status'))}".casefold()
        if entry.get("synonym") == old and any(word in kind for word in _ALIAS_WORDS):
            return True
    return False


def object_name(pair: Pair) -> Iterator[Change]:
    """Say that a schema object has another name, or that its table, view or topic has."""
    old, new = text(pair.before.get("name")), text(pair.after.get("name"))
    tables = (_physical_name(pair.before), _physical_name(pair.after))
    if old != new and _keeps_column(pair):
        message = f"{old} is called {new}; its physical name stays {tables[1]}."
        yield pair.change("OBJ-05", message, "name", found=Found(before=old, after=new))
    elif old != new:
        message = f"{old} is called {new}: readers and suppliers look for the old name."
        yield pair.change("OBJ-03", message, "name", found=Found(before=old, after=new))
    elif tables[0] != tables[1]:
        message = f"The data of {pair.label} lies under the name {tables[1]}; it was {tables[0]}."
        found = Found(before=tables[0], after=tables[1])
        yield pair.change("OBJ-04", message, "physicalName", found=found)
    elif pair.before.get("physicalName") != pair.after.get("physicalName"):
        yield _stated_anew(pair)


_TABLES = frozenset(("table", "base table"))
_VIEWS = frozenset(("view", "materialized view", "materialised view", "dynamic table"))
_OTHERS = frozenset(("topic", "file", "api", "stream", "queue", "endpoint", "document", "message"))


def object_kind(pair: Pair) -> Iterator[Change]:
    """Say that a table became a view, a topic or something without fields."""
    kinds = (plain(pair.before.get("physicalType")), plain(pair.after.get("physicalType")))
    if kinds[0] != kinds[1]:
        yield _medium(pair, kinds)
    elif pair.before.get("physicalType") != pair.after.get("physicalType"):
        message = f"The physical type of {pair.label} is written in another way."
        yield pair.field("CHG-02", message, "physicalType")
    forms = [text(each.get("logicalType")) or "object" for each in (pair.before, pair.after)]
    if forms[0] != forms[1]:
        message = f"{pair.label} became {forms[1]} and was {forms[0]}."
        yield pair.field("OBJ-08", message, "logicalType")


def _medium(pair: Pair, kinds: tuple[str, str]) -> Change:
    old, new = kinds
    known = _TABLES | _VIEWS
    before, after = pair.before.get("physicalType"), pair.after.get("physicalType")
    if not old or not new:
        message = f"What {pair.label} is {from_to(before, after)}."
        stated = SAME if new else RISKY_READ
        return pair.field("OBJ-06", message, "physicalType", verdict=stated)
    if old in known and new in known:
        message = f"{pair.label} is a {after} and was a {before}: capture and speed may differ."
        verdict = SAME if old in _VIEWS and new in _VIEWS else None
        return pair.field("OBJ-06", message, "physicalType", verdict=verdict)
    told = (known | _OTHERS).issuperset(kinds)
    message = f"{pair.label} is a {after} and was a {before}: another client is needed."
    return pair.field("OBJ-07", message, "physicalType", verdict=None if told else UNKNOWN)


def granularity(pair: Pair) -> Iterator[Change]:
    """Say that one row stands for something else."""
    key = "dataGranularityDescription"
    before, after = pair.before.get(key), pair.after.get(key)
    if plain(before) == plain(after):
        if before != after:
            yield pair.field("CHG-02", f"The granularity of {pair.label} is worded anew.", key)
        return
    message = f"One row of {pair.label} stands for something else: {after or 'nothing stated'}."
    if not before:
        message = f"What one row of {pair.label} stands for is stated: {after}."
    found = Found(
        before=before,
        after=after,
        verdict=None if before else SAME,
        bump=None if before else Bump.MINOR,
        approvers=None if before else (),
    )
    yield pair.change("OBJ-09", message, key, found=found)


OBJECT_CHECKS = (object_name, object_kind, granularity)
