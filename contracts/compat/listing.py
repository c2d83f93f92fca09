"""What changed in a list outside the schema? Servers, roles, service levels, quality rules."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from contracts.compat.change import Change, Found, Pair, text
from contracts.compat.custom_properties import custom_properties
from contracts.compat.definitions import definitions
from contracts.compat.matching import Item
from contracts.compat.normal import same, same_entries, same_facts, strays
from contracts.compat.pairing import Entry, Identity, pair_up


class Family(msgspec.Struct, frozen=True):
    """How the entries of one kind of list are known, and what is said of them.

    ``added`` and ``removed`` see an entry and its place; ``changed`` a pair of entries. What they
    leave out is a matter of spelling, unless ``is_told`` says that others judge it.
    """

    noun: str
    identities: tuple[Identity, ...]
    label: Callable[[Entry], str]
    added: Callable[["Place", Entry], Iterable[Change]]
    removed: Callable[["Place", Entry], Iterable[Change]]
    changed: Callable[[Pair], Iterable[Change]]
    is_told: Callable[[Pair], bool] | None = None


class Place(msgspec.Struct, frozen=True):
    """An entry that only one side has: the element around the list, its key, where it stands."""

    parent: Pair
    key: str
    item: Item
    is_gone: bool

    def change(self, rule: str, message: str, found: Found = Found()) -> Change:  # noqa: B008 - frozen
        """Return the change of *rule* at this entry."""
        index, entry = self.item
        place = (self.key,) if self.is_gone else (self.key, index)
        change = self.parent.change(rule, message, *place, found=found)
        changes: dict[str, Any] = {"before" if self.is_gone else "after": entry}
        if self.is_gone:
            changes["gone"] = (*self.parent.was, self.key, index)
        if entry_id := text(entry.get("id")):
            changes |= {"element": entry_id, "field": ""}
        return msgspec.structs.replace(change, **changes)


def compare_lists(parent: Pair, key: str, family: Family) -> Iterator[Change]:
    """Compare the lists at *key* of both sides of *parent*."""
    old, new = parent.before.get(key), parent.after.get(key)
    if same(old, new):
        return
    found = pair_up(old, new, family.identities)
    for item in found.removed:
        yield from family.removed(Place(parent, key, item, is_gone=True), item[1])
    for before, after in found.pairs:
        if not same_facts(before[1], after[1]):
            yield from _changed(entry_pair(parent, key, before, after, family), family)
    for item in found.added:
        yield from family.added(Place(parent, key, item, is_gone=False), item[1])
    if not same(strays(old), strays(new)):
        message = (
            f"'{key}' of {parent.label} holds something that is no {family.noun}, and changed."
        )
        yield parent.change("CHG-01", message, key)


def _changed(pair: Pair, family: Family) -> Iterator[Change]:
    is_told = family.is_told is not None and family.is_told(pair)
    for check in (family.changed, custom_properties, definitions):
        for change in check(pair):
            is_told = True
            yield change
    if not is_told:
        yield pair.change("CHG-02", f"{pair.label} is written in another way and says the same.")


def entry_pair(parent: Pair, key: str, before: Item, after: Item, family: Family) -> Pair:
    """Return the pair of two entries that belong together."""
    return Pair(
        before[1],
        after[1],
        (*parent.was, key, before[0]),
        (*parent.now, key, after[0]),
        parent.names,
        family.label(after[1]),
        family.noun,
        parent.scope,
    )


def documentation(
    pair: Pair, rule: str, judged: frozenset[str], texts: frozenset[str]
) -> Iterator[Change]:
    """Tell what is left of an entry: its *texts* as *rule*, keys that the standard does not know.

    *judged* are the keys that other checks of the family have looked at.
    """
    judged |= {"customProperties", "authoritativeDefinitions"}
    changed = [
        key
        for key in {**pair.before, **pair.after}
        if key not in judged
        and not (same_entries if key in texts else same)(pair.before.get(key), pair.after.get(key))
    ]
    for key in changed:
        if key not in texts:
            says = f"The standard knows no '{key}' here, and it changed: nobody can tell what it "
            yield pair.field("DOC-07", f"{says}promises.", key)
    told = [key for key in changed if key in texts]
    if told:
        says = f"The {' and '.join(told)} of {pair.label} changed."
        found = Found(
            before={key: pair.before.get(key) for key in told},
            after={key: pair.after.get(key) for key in told},
        )
        if len(told) == 1:
            found = Found(before=pair.before.get(told[0]), after=pair.after.get(told[0]))
        yield pair.change(rule, says, *told[:1], found=found)
