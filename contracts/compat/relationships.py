"""Do the rows still lead to the same other rows? Foreign keys, at the object or at the property."""

from collections.abc import Iterator

from contracts.compat.change import SAME, UNKNOWN, Change, Found, Pair, Scope
from contracts.compat.listing import Family, Place, compare_lists, documentation
from contracts.compat.normal import plain, same, spelling
from contracts.compat.pairing import Entry, by
from contracts.compat.wording import from_to
from contracts.findings import Bump

_FOREIGN_KEY = "foreignkey"


def relationships(pair: Pair) -> Iterator[Change]:
    """Say which relationships are promised no longer, or lead elsewhere."""
    key = "relationships"
    old = related(pair.before, pair.scope, is_old=True)
    new = related(pair.after, pair.scope, is_old=False)
    if same(old.get(key), new.get(key)):
        return
    yield from compare_lists(pair.replaced(old, new), key, _FAMILY)


def related(element: Entry, scope: Scope, *, is_old: bool) -> Entry:
    """Return *element* with its relationships as the change of objects leaves them.

    An old one to an object or a column that was renamed leads to the new name.
    """
    listed = element.get("relationships")
    is_renamed = scope.renamed_objects or scope.renamed_columns
    if not (is_old and is_renamed and isinstance(listed, list)):
        return element
    followed = [
        {key: _followed(value, scope) if key in _ENDS else value for key, value in entry.items()}
        if isinstance(entry, dict)
        else entry
        for entry in listed
    ]
    return {**element, "relationships": followed}


_ENDS = frozenset(("from", "to"))


def is_gone(entry: object, scope: Scope) -> bool:
    """Whether a relationship leads to an object whose removal is told."""
    return isinstance(entry, dict) and _target(entry) in scope.gone_objects


def _target(relationship: Entry) -> str:
    to = relationship.get("to")
    first = to[0] if isinstance(to, list) and to else to
    return first.partition(".")[0] if isinstance(first, str) else ""


def _followed(end: object, scope: Scope) -> object:
    if isinstance(end, list):
        return [_followed(each, scope) for each in end]
    if not isinstance(end, str):
        return end
    name, dot, column = end.partition(".")
    column = scope.renamed_columns.get(name, {}).get(column, column)
    return f"{scope.renamed_objects.get(name, name)}{dot}{column}"


def _type(entry: Entry) -> str:
    return plain(entry.get("type")) or _FOREIGN_KEY


def _label(entry: Entry) -> str:
    return f"the relationship to {_end(entry.get('to'))}"


def _end(end: object) -> str:
    return ", ".join(map(str, end)) if isinstance(end, list) else str(end)


def _added(place: Place, entry: Entry) -> Iterator[Change]:
    message = f"Old data may refer to rows that are not there: {_label(entry)} was added."
    found = Found() if _type(entry) == _FOREIGN_KEY else Found(verdict=UNKNOWN)
    yield place.change("REL-01", message, found)


def _removed(place: Place, entry: Entry) -> Iterator[Change]:
    if is_gone(entry, place.parent.scope):
        return  # told by the removal of the object
    message = f"Joins may find no row on the other side: {_label(entry)} is no longer promised."
    found = Found() if _type(entry) == _FOREIGN_KEY else Found(verdict=UNKNOWN)
    yield place.change("REL-02", message, found)


def _ends(entry: Entry) -> object:
    ends = (entry.get("from"), entry.get("to"))
    return spelling([end if isinstance(end, list) else [end] for end in ends])


def _changed(pair: Pair) -> Iterator[Change]:
    key = "to" if not same(pair.before.get("to"), pair.after.get("to")) else "from"
    if _ends(pair.before) != _ends(pair.after):
        says = from_to(_end(pair.before.get(key)), _end(pair.after.get(key)))
        message = f"Rows refer to others than before: '{key}' of the relationship {says}."
        yield pair.field("REL-03", message, key)
    elif not same(pair.before.get(key), pair.after.get(key)):
        message = f"{pair.label} is written in another way."
        found = Found(verdict=SAME, bump=Bump.NONE)
        yield pair.change("REL-05", message, key, found=found)
    if _type(pair.before) != _type(pair.after):
        says = from_to(pair.before.get("type"), pair.after.get("type"))
        message = f"It cannot be told what {pair.label} promises: its type {says}."
        yield pair.field("REL-04", message, "type")
    elif not same(pair.before.get("type"), pair.after.get("type")):
        message = f"The type of {pair.label} is said where the standard implied it, or back."
        yield pair.field("REL-05", message, "type", verdict=SAME)
    if not same(pair.before.get("id"), pair.after.get("id")):
        yield pair.field("REL-05", f"The id of {pair.label} changed.", "id", verdict=SAME)
    yield from documentation(
        pair, "REL-05", frozenset(("from", "to", "type", "id")), frozenset(("description",))
    )


_FAMILY = Family(
    noun="relationship",
    identities=(by("id"), _ends, lambda entry: spelling(entry.get("from")), _type),
    label=_label,
    added=_added,
    removed=_removed,
    changed=_changed,
)
CHECKS = (relationships,)
