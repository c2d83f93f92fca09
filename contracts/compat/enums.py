"""Did a closed list of values change? Whatever states it: ``enum``, a quality rule, a code list."""

from collections.abc import Iterator
from typing import Any

from contracts.compat.change import (
    BOTH,
    NARROWER,
    RISKY_READ,
    UNKNOWN,
    WIDER,
    Change,
    Found,
    Pair,
    text,
)
from contracts.compat.domains import Shift
from contracts.compat.normal import custom, entries, is_true, mapping, plain, same
from contracts.compat.promises import Key, value_key
from contracts.compat.wording import listed, shown
from contracts.findings import Bump
from contracts.versions import parse

_TOLD_APART = 10  # more values than this are told in one finding


def values(pair: Pair, shift: Shift) -> Iterator[Change]:
    """Say which values readers may newly meet and which old data may still hold."""
    before, after = shift.before.closed, shift.after.closed
    if before is None or after is None:
        yield from _list_added_or_removed(pair, shift)
        return
    added = {key: value for key, value in after.items() if key not in before}
    removed = {key: value for key, value in before.items() if key not in after}
    if added and _follows_version(pair, before, added):
        message = f"The value of {pair.label} follows the version: {listed(added.values())}."
        found = Found(before=[*before.values()], after=[*after.values()], bump=Bump.NONE)
        yield _at_list(pair, "ENU-03", message, found)
        return
    yield from _replaced(pair, added, removed)
    yield from _added(pair, added)
    yield from _removed(pair, removed)
    if before == after and (shift.before.listed, shift.before.ruled) != (
        shift.after.listed,
        shift.after.ruled,
    ):
        message = f"The closed list of {pair.label} is the same and is stated in another place."
        yield _at_list(pair, "ENU-10", message, Found(after=[*after.values()]))


def _list_added_or_removed(pair: Pair, shift: Shift) -> Iterator[Change]:
    before, after = shift.before.closed, shift.after.closed
    if before is None and after is not None:
        message = f"Old data of {pair.label} may hold other values: it is closed to "
        message += f"{listed(after.values())}."
        found = Found(after=[*after.values()], verdict=NARROWER)
        yield _at_list(pair, "ENU-09", message, found)
    elif before is not None:
        message = f"Readers may meet any value in {pair.label}: its closed list was removed."
        found = Found(before=[*before.values()], verdict=WIDER)
        yield _at_list(pair, "ENU-09", message, found)


def _at_list(pair: Pair, rule: str, message: str, found: Found) -> Change:
    return pair.change(rule, message, *_list_place(pair), found=found)


def _list_place(pair: Pair) -> tuple[str, ...]:
    """Return the key that states the list: ``enum`` where it is or was, else the quality rules."""
    if pair.after.get("enum") or (pair.before.get("enum") and not pair.after.get("quality")):
        return ("enum",)
    return ("quality",)


def _follows_version(pair: Pair, before: dict[Key, Any], added: dict[Key, Any]) -> bool:
    """Whether a constant is the version of its contract, or by name that of its own standard."""
    old, new = pair.scope.version_words
    was = {str(value).removeprefix("v") for value in before.values()}
    now = {str(value).removeprefix("v") for value in added.values()}
    if len(was) != 1:
        return False
    return (was <= old and now <= new) or (_is_version(pair) and _rises(was, now))


def _is_version(pair: Pair) -> bool:
    """Whether a property is called a version: ``version``, ``spec_version``, ``schemaVersion``."""
    name = text(pair.after.get("name"))
    return name.casefold() == "version" or name.endswith(("_version", "-version", "Version"))


def _rises(was: set[str], now: set[str]) -> bool:
    """Whether one version number became a higher one; a bare number may be any code."""
    numbers = [parse(value) for value in (*was, *now) if "." in value]
    if len(was) != 1 or len(now) != 1 or len(numbers) != len(was) + len(now):
        return False
    before, after = numbers
    return before is not None and after is not None and before.sort_key < after.sort_key


def _replaced(pair: Pair, added: dict[Key, Any], removed: dict[Key, Any]) -> Iterator[Change]:
    """Tell values that took another's place, and take them out of *added* and *removed*."""
    places = _places(pair)
    ids = {text(entry.get("id")): value_key(entry.get("value")) for entry in _items(pair.before)}
    spelt = {str(value): key for key, value in removed.items()}
    for new_key, value in [*added.items()]:
        old_key = spelt.get(str(value))
        rule, says = "ENU-08", "changed its type"
        if old_key is None:
            index = places.get(new_key)
            entry_id = text(_entry(pair, index).get("id"))
            old_key = ids.get(entry_id) if entry_id else None
            rule, says = "ENU-05", "was replaced"
        if old_key in removed:
            was = removed.pop(old_key)
            del added[new_key]
            message = f"A value of {pair.label} {says}: {_typed(was)} became {_typed(value)}."
            found = Found(before=was, after=value, verdict=BOTH)
            yield pair.change(rule, message, *_value_place(pair, places, new_key), found=found)


def _typed(value: object) -> str:
    return f"the text {shown(value)}" if isinstance(value, str) else shown(value)


def _items(element: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry for _, entry in entries(element.get("enum"))]


def _places(pair: Pair) -> dict[Key, int]:
    listing = pair.after.get("enum")
    if not isinstance(listing, list):
        return {}
    return {
        value_key(item.get("value") if isinstance(item, dict) else item): index
        for index, item in enumerate(listing)
    }


def _entry(pair: Pair, index: int | None) -> dict[str, Any]:
    return mapping(pair.after["enum"][index]) if index is not None else {}


def _value_place(pair: Pair, places: dict[Key, int], key: Key) -> tuple[str | int, ...]:
    return ("enum", places[key]) if key in places else _list_place(pair)


def _added(pair: Pair, added: dict[Key, Any]) -> Iterator[Change]:
    is_open = is_true(custom(pair.before, "enumExtensible"))
    rule, verdict = ("ENU-02", RISKY_READ) if is_open else ("ENU-01", WIDER)
    places = _places(pair)
    groups = [[key] for key in added] if len(added) <= _TOLD_APART else [[*added]]
    for keys in groups:
        values_ = [added[key] for key in keys]
        says = f"was added to {pair.label}" if len(keys) == 1 else f"were added to {pair.label}"
        message = f"Readers may meet a value they do not know: {listed(values_)} {says}."
        after = values_[0] if len(keys) == 1 else values_
        place = _value_place(pair, places, keys[0]) if len(keys) == 1 else _list_place(pair)
        yield pair.change(rule, message, *place, found=Found(after=after, verdict=verdict))


def _removed(pair: Pair, removed: dict[Key, Any]) -> Iterator[Change]:
    groups = [[value] for value in removed.values()]
    if len(groups) > _TOLD_APART:
        groups = [[*removed.values()]]
    for gone in groups:
        says = "was" if len(gone) == 1 else "were"
        message = f"Old data may still hold {listed(gone)}, which {says} removed from {pair.label};"
        message += " queries that filter on it return nothing."
        before = gone[0] if len(gone) == 1 else gone
        yield _at_list(pair, "ENU-04", message, Found(before=before, verdict=NARROWER))


def meanings(pair: Pair, shift: Shift) -> Iterator[Change]:
    """Say that a listed value means something else, or is only labelled in another way."""
    if shift.before.listed is None or shift.after.listed is None:
        return
    if same(pair.before.get("enum"), pair.after.get("enum")):
        return
    old = {value_key(entry.get("value")): entry for entry in _items(pair.before)}
    relabelled = shift.before.listed == shift.after.listed
    retold = False
    for index, entry in entries(pair.after.get("enum")):
        was = old.get(value_key(entry.get("value")))
        if was is None:
            continue
        before, after = was.get("description"), entry.get("description")
        if before is not None and plain(before) != plain(after):
            retold = True
            message = f"The meaning of {shown(entry.get('value'))} in {pair.label} may differ: "
            message += f"its description changed from {shown(before)} to {shown(after)}."
            found = Found(before=before, after=after, verdict=UNKNOWN, bump=Bump.MAJOR)
            yield pair.change("ENU-07", message, "enum", index, "description", found=found)
    if relabelled and not retold:
        message = f"The values of {pair.label} are the same; their ids, labels or order changed."
        yield pair.field("ENU-06", message, "enum")


_CODELISTS = frozenset(("codelist", "valueset", "enumeration", "referencedata", "codelists"))


def codelists(pair: Pair, shift: Shift) -> Iterator[Change]:  # noqa: ARG001 - a check of lists
    """Say that the property refers to another code list."""
    before, after = codelist_references(pair.before), codelist_references(pair.after)
    if not same(before, after):
        message = f"The values of {pair.label} come from another code list, or another version."
        found = Found(before=before, after=after)
        yield pair.change("ENU-11", message, "authoritativeDefinitions", found=found)


def is_codelist(entry: dict[str, Any]) -> bool:
    """Whether an authoritative definition is a code list."""
    kind = str(entry.get("type") or "").casefold()
    return "".join(character for character in kind if character.isalpha()) in _CODELISTS


def codelist_references(element: dict[str, Any]) -> list[Any]:
    """Return the addresses of the code lists that an element refers to."""
    definitions = entries(element.get("authoritativeDefinitions"))
    return [entry.get("url") for _, entry in definitions if is_codelist(entry)]


CHECKS = (values, meanings, codelists)
