"""Which elements of two contracts belong together? The one walk: every check sees one pair of it.

What one side lacks is collected and told at the end, because it may have moved.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from contracts.compat import (
    checks,
    elsewhere,
    enums,
    keys,
    moves,
    names,
    nesting,
    types,
    values,
)
from contracts.compat.change import (
    BOTH,
    RISKY_WRITE,
    WIDER,
    Change,
    Found,
    Pair,
    Scope,
    text,
)
from contracts.compat.concerns import concerned
from contracts.compat.domains import Shift, domain, shift
from contracts.compat.loose import Loose, told_added, told_removed, twins
from contracts.compat.matching import Item, Matching, doubles, is_reordered, match
from contracts.compat.normal import differing, flag, mapping, same, strays
from contracts.compat.per_server import on_all_servers

Tree = dict[str, Any]
_TYPED_CHECKS: tuple[Callable[[Pair, Shift], Iterable[Change]], ...] = (
    *types.CHECKS,
    *values.CHECKS,
    *enums.CHECKS,
    *nesting.CHECKS,
)
_PROPERTY_CHECKS = (*keys.CHECKS, *checks.OF_PROPERTIES)


class Walk:
    """A walk over two contracts, with what it has found so far."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.changes: list[Change] = []
        self._removed: list[Loose] = []
        self._added: list[Loose] = []
        self._left_behind: dict[str, Pair] = {}  # id -> the old place, kept as deprecated

    def contracts(self, before: Tree, after: Tree, objects: Matching) -> None:
        """Compare two contracts, their schema objects as *objects* matches them."""
        pair = Pair(before, after, (), (), (), "the contract", "contract", self.scope)
        for check in checks.OF_CONTRACTS:
            self.changes += check(pair)
        if not same(before.get("schema"), after.get("schema")):
            self._list(pair, "schema", objects)
        self._resolve()

    def _list(self, parent: Pair, key: str, found: Matching) -> tuple[list[Pair], list[Pair]]:
        """Compare the matched items of one list; return all its pairs, and those that changed."""
        pairs = [self._child(parent, key, old, new) for old, new in found.pairs]
        changed = [pair for pair in pairs if pair.changed]
        renamed = [pair for pair in changed if "name" in pair.changed]
        aliases = _aliases(renamed, pairs, found)
        swapped = _swapped(renamed)
        for pair in changed:
            old_name = text(pair.before.get("name"))
            told = self._told()
            self._name(pair, swapped.get(old_name), aliases.get(old_name))
            self._content(pair)
            if told == self._told():
                self.changes += elsewhere.unnoticed(pair)
        self._order(parent, key, found)
        self._collect(parent, key, found, {*aliases.values()})
        return pairs, changed

    def _told(self) -> int:
        return len(self.changes) + len(self._removed) + len(self._added)

    def _child(self, parent: Pair, key: str, old: Item, new: Item) -> Pair:
        name = text(old[1].get("name"))
        is_top = parent.role in {"contract", "object"}
        return Pair(
            before=old[1],
            after=new[1],
            was=(*parent.was, key, old[0]),
            now=(*parent.now, key, new[0]),
            names=(*parent.names, name),
            label=name if is_top else f"{parent.label}.{name}",
            role="object" if parent.role == "contract" else "property",
            scope=self.scope,
            changed=_changed(old[1], new[1]),
        )

    def _name(self, pair: Pair, partner: Pair | None, alias: int | None) -> None:
        if pair.role == "object":
            return
        is_renamed = not pair.changed.isdisjoint(names.KEYS)
        if is_renamed and (partner is None or partner.now > pair.now):
            self.changes += names.column_name(pair, partner, alias)
        old_id = text(pair.before.get("id"))
        if old_id and "id" in pair.changed and flag(pair.after, "deprecated"):
            self._left_behind[old_id] = pair

    def _content(self, pair: Pair) -> None:
        """Compare everything about an element but its name."""
        if pair.role == "object":
            for object_check in concerned(checks.OF_OBJECTS, pair.changed):
                self.changes += object_check(pair)
            self._properties(pair)
            return
        is_replaced = False
        if typed_checks := concerned(_TYPED_CHECKS, pair.changed):
            moved = shift(domain(pair.before), domain(pair.after))
            is_replaced = types.is_replaced(moved)
            if is_replaced:
                self.changes += _replaced(pair, moved)
            else:
                told = on_all_servers(pair, moved, typed_checks)
                self.changes += (nesting.inside(each, pair) for each in told)
        for property_check in concerned(_PROPERTY_CHECKS, pair.changed):
            self.changes += property_check(pair)
        if not is_replaced:
            self._properties(pair)
            if "items" in pair.changed:
                self._inner(pair, "items", ("items",))
            for role in ("key", "value") if "map" in pair.changed else ():
                self._inner(pair, role, ("map", role))

    def _properties(self, pair: Pair) -> None:
        if "properties" not in pair.changed:
            return
        found = match(pair.before.get("properties"), pair.after.get("properties"))
        pairs, changed = self._list(pair, "properties", found)
        removed = [element for _, element in found.removed]
        added = [element for _, element in found.added]
        touched = set().union(*(each.changed for each in changed), *removed, *added)
        for check in concerned(keys.LIST_CHECKS, touched):
            self.changes += check(pair, pairs, removed, added)

    def _inner(self, pair: Pair, role: str, way: tuple[str, ...]) -> None:
        """Compare what hangs in a property by a key of its own: a list's entries, a map's sides."""
        old, new = (_at(element, way) for element in (pair.before, pair.after))
        if same(old, new):
            return
        if not (isinstance(old, dict) and isinstance(new, dict)):
            self.changes += _inner_stated_or_dropped(pair, way, old, new)
            return
        label = {"items": "[]", "key": " (its keys)", "value": " (its values)"}[role]
        was, now = (*pair.was, *way), (*pair.now, *way)
        label = f"{pair.label}{label}"
        changed = _changed(old, new)
        self._content(Pair(old, new, was, now, pair.names, label, role, self.scope, changed))

    def _order(self, parent: Pair, key: str, found: Matching) -> None:
        if not is_reordered(found.pairs):
            return
        if parent.role == "contract":
            message = "The schema objects stand in another order."
            self.changes.append(parent.change("OBJ-10", message, key))
            return
        positional = self.scope.positional and parent.role == "object"
        message = f"The properties of {parent.label} stand in another order."
        if positional:
            message += " Files without a header have no names to find columns by."
        verdict = BOTH if positional else None
        self.changes.append(parent.change("PROP-13", message, key, found=Found(verdict=verdict)))

    def _collect(self, parent: Pair, key: str, found: Matching, aliases: set[int]) -> None:
        """Keep what one side lacks for the end, and tell what stands twice."""
        last_old = max((old[0] for old, _ in found.pairs), default=-1)
        last_new = max((new[0] for _, new in found.pairs), default=-1)
        twice: set[tuple[str, str]] = set()
        for which in ("name", "id"):
            for place in doubles(parent.before.get(key), parent.after.get(key), which):
                value = parent.after[key][place][which]
                twice.add((which, value))
                message = f"Two entries of '{key}' have the {which} '{value}': one hides the other."
                double = parent.change("DOC-08", message, key, place, found=Found(after=value))
                self.changes.append(double)
        for place, element in found.removed:
            where = (*parent.was, key, place)
            self._removed.append(_loose(parent, element, where, place < last_old))
        for place, element in found.added:
            is_double = any((which, text(element.get(which))) in twice for which in ("name", "id"))
            if place not in aliases and not is_double:
                where = (*parent.now, key, place)
                self._added.append(_loose(parent, element, where, place < last_new))
        if not same(strays(parent.before.get(key)), strays(parent.after.get(key))):
            message = f"'{key}' of {parent.label} holds something that is no element, and changed."
            self.changes.append(parent.change("CHG-01", message, key))

    def _resolve(self) -> None:
        """Tell what moved, then what is gone or there for the first time."""
        told: set[str] = set()
        while found := moves.find(self._removed, self._added, told):
            explained = moves.explained(found)
            self._removed = [each for each in self._removed if id(each) not in explained]
            self._added = [each for each in self._added if id(each) not in explained]
            for move in found:
                self.changes.append(moves.told(move))
                for old, new in move.pairs:
                    if not (old.is_object or same(old.element, new.element)):
                        self._content(_moved_pair(old, new, self.scope))
        alike = twins(self._removed, self._added)
        self.changes += (told_removed(loose, alike.get(id(loose))) for loose in self._removed)
        for loose in self._added:
            old_place = self._left_behind.get(loose.id)
            self.changes.append(moves.kept(loose, old_place) if old_place else told_added(loose))


def _loose(parent: Pair, element: Tree, place: tuple[str | int, ...], inserted: bool) -> Loose:  # noqa: FBT001 - last of a row
    name = text(element.get("name"))
    label = name if parent.role in {"contract", "object"} else f"{parent.label}.{name}"
    return Loose(element, parent, place, (*parent.names, name), label, inserted)


def _moved_pair(old: Loose, new: Loose, scope: Scope) -> Pair:
    return Pair(
        *(old.element, new.element, old.place, new.place, old.names, new.label, "property", scope),
        _changed(old.element, new.element),
    )


def _changed(before: Tree, after: Tree) -> frozenset[str]:
    """Return the keys whose values differ."""
    return _NONE if same(before, after) else frozenset(differing(before, after))


_NONE: frozenset[str] = frozenset()


def _aliases(renamed: Sequence[Pair], pairs: Sequence[Pair], found: Matching) -> dict[str, int]:
    """Return the old names that a new, deprecated property keeps alive, with its place."""
    if not renamed or not found.added:
        return {}
    left = {text(pair.before.get("name")) for pair in renamed} - {
        text(pair.after.get("name")) for pair in pairs
    }
    return {
        text(element.get("name")): place
        for place, element in found.added
        if text(element.get("name")) in left and flag(element, "deprecated")
    }


def _swapped(renamed: Sequence[Pair]) -> dict[str, Pair]:
    """Return for each old name the pair with which its property exchanged names."""
    by_name = {text(pair.before.get("name")): pair for pair in renamed}
    return {
        name: by_name[new]
        for name, pair in by_name.items()
        if (new := text(pair.after.get("name"))) in by_name
        and by_name[new].after.get("name") == name
    }


def _replaced(pair: Pair, moved: Shift) -> Iterator[Change]:
    special = [*nesting.replaced(pair, moved)]
    found = special or [*types.logical_type(pair, moved)]
    return (nesting.inside(change, pair) for change in found)


def _at(element: Tree, way: tuple[str, ...]) -> Any:
    for key in way[:-1]:
        element = mapping(element.get(key))
    return element.get(way[-1])


def _inner_stated_or_dropped(
    pair: Pair, way: tuple[str, ...], old: Any, new: Any
) -> Iterator[Change]:
    where = ".".join(way)
    if isinstance(new, dict):
        message = f"What {where} of {pair.label} holds is stated where it was not."
        yield pair.change("TYP-04", message, *way, found=Found(verdict=RISKY_WRITE))
    elif isinstance(old, dict):
        message = f"What {where} of {pair.label} holds is no longer stated: anything may arrive."
        yield pair.change("TYP-05", message, *way, found=Found(verdict=WIDER))
    else:
        message = f"{where} of {pair.label} is no element, and changed."
        yield pair.change("CHG-01", message, *way, found=Found(before=old, after=new))
