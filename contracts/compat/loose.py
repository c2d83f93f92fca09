"""What is an element that only one version has, and how is it told if it did not move?"""

from collections.abc import Iterator
from typing import Any

import msgspec

from contracts.compat.catalogue import BY_CODE
from contracts.compat.change import (
    BOTH,
    NARROWER,
    RISKY_READ,
    RISKY_WRITE,
    SAME,
    Change,
    Found,
    Pair,
    Parts,
    text,
)
from contracts.compat.engines.additions import all_lenient, refusing
from contracts.compat.keys import never_null
from contracts.compat.normal import custom, entries, mapping, spelling
from contracts.compat.per_server import named
from contracts.findings import Bump


class Loose(msgspec.Struct, frozen=True, eq=False):
    """An element that only one side has, with the list it belongs to.

    ``parent`` is the pair in whose list it or the element around it stands, ``place`` where it
    stands in its own document; ``inserted`` whether others follow that both sides have.
    """

    element: dict[str, Any]
    parent: Pair
    place: Parts
    names: tuple[str, ...]
    label: str
    inserted: bool = False

    @property
    def id(self) -> str:
        """The element's id, empty if it has none."""
        return text(self.element.get("id"))

    @property
    def path(self) -> str:
        """The names from the object on, as queries write them."""
        return ".".join(self.names)

    @property
    def is_object(self) -> bool:
        """Whether this is a schema object and not a property."""
        return self.parent.role == "contract" and len(self.names) == 1


def below(loose: Loose) -> Iterator[Loose]:
    """Return the properties inside a loose element, at any depth."""
    inner = mapping(loose.element.get("items"))
    for element, way in ((loose.element, ()), (inner, ("items",))):
        for index, child in entries(element.get("properties")):
            name = text(child.get("name"))
            label = name if loose.is_object else f"{loose.label}.{name}"
            place = (*loose.place, *way, "properties", index)
            found = Loose(child, loose.parent, place, (*loose.names, name), label)
            yield found
            yield from below(found)


_FILLED = ("default", "backfill", "backfilled")  # custom properties: old data has a value too


def told_removed(loose: Loose, twin: Loose | None = None) -> Change:
    """Return the change that says what readers lose; *twin* may be the same under a new name."""
    if loose.is_object:
        message = f"Readers of {loose.label} find nothing: it was removed."
        return change_of_removed("OBJ-02", message, loose, Found())
    rule = "PROP-03" if never_null(loose.element) else "PROP-04"
    message = f"Queries that read {loose.label} fail: it was removed."
    verdict = BOTH if _is_positional(loose) and loose.inserted else None
    if rule == "PROP-04" and verdict is None and all_lenient(loose.parent.scope.served):
        message = f"Readers of {loose.label} meet null, as they had to expect: it was removed."
        verdict = RISKY_READ
    fix = BY_CODE[rule].fix
    if twin is not None:
        fix += f" If it is called {twin.names[-1]}, give both versions of it the same id."
    found = Found(verdict=verdict, bump=BY_CODE[rule].bump, fix=fix)
    return change_of_removed(rule, message, loose, found)


def twins(removed: list[Loose], added: list[Loose]) -> dict[int, Loose]:
    """Return for each removed element, by identity, the only added one that is like it.

    Only elements of one list with equal content are alike: this suggests and decides nothing.
    """
    old, new = _by_content(removed), _by_content(added)
    return {
        id(loose[0]): new[key][0]
        for key, loose in old.items()
        if len(loose) == 1 and len(new.get(key, ())) == 1
    }


def _by_content(elements: list[Loose]) -> dict[tuple[int, str | bytes], list[Loose]]:
    found: dict[tuple[int, str | bytes], list[Loose]] = {}
    for loose in elements:
        content = {key: loose.element[key] for key in loose.element if key not in _NAMES}
        if content:
            found.setdefault((id(loose.parent), spelling(content)), []).append(loose)
    return found


_NAMES = frozenset(("id", "name", "physicalName", "businessName", "description"))


def told_added(loose: Loose) -> Change:
    """Return the change that says whether old data and suppliers lack something."""
    if loose.is_object:
        return change_of_added("OBJ-01", f"{loose.label} was added.", loose, Found())
    is_required = never_null(loose.element)
    is_filled = custom(loose.element, *_FILLED) is not None
    message = f"{loose.label} was added and is optional."
    if is_required and is_filled:
        message = f"{loose.label} was added and is required; old data is filled."
    elif is_required:
        message = f"Old data and suppliers lack {loose.label}, which was added and is required."
    if _is_positional(loose) and loose.inserted:
        message = f"{loose.label} was inserted before others, and files without a header have no "
        message += "names to find columns by."
        return change_of_added("PROP-14", message, loose, Found(verdict=BOTH))
    rule = "PROP-02" if is_required else "PROP-01"
    if loose.parent.role == "items":
        rule = "NST-04"
    verdict = NARROWER if is_required and not is_filled else SAME
    if is_required and is_filled:
        return _added_and_filled(rule, message, loose)
    return change_of_added(rule, message, loose, Found(verdict=verdict, bump=Bump.MINOR))


def _added_and_filled(rule: str, message: str, loose: Loose) -> Change:
    """Say that old data has a value too, or that a server has no way to give it one in place."""
    has_default = custom(loose.element, "default") is not None
    hurt = refusing(loose.parent.scope.served, has_default=has_default)
    verdict = SAME
    if hurt and has_default:
        message = f"Rows that are there cannot get {loose.label}: the engine fills no default."
        verdict = NARROWER
    elif hurt:
        message = f"{message} The table must be made anew for it."
        verdict = RISKY_WRITE
    found = Found(verdict=verdict, bump=Bump.MINOR)
    return named(change_of_added(rule, message, loose, found), hurt)


def _is_positional(loose: Loose) -> bool:
    return loose.parent.scope.positional and loose.parent.role == "object"


def change_of_removed(rule: str, message: str, loose: Loose, found: Found) -> Change:
    """Return a change about what is gone; it points at the list in which it stood."""
    key = loose.place[-2:-1]
    change = loose.parent.change(rule, message, *key, found=found)
    return msgspec.structs.replace(
        change,
        gone=loose.place,
        element=loose.id,
        field="",
        names=loose.names,
        before=summary(loose.element),
    )


def change_of_added(rule: str, message: str, loose: Loose, found: Found) -> Change:
    """Return a change about what is there for the first time, at its own place."""
    change = loose.parent.change(rule, message, found=found)
    return msgspec.structs.replace(
        change,
        now=loose.place,
        element=loose.id,
        field="",
        names=loose.names,
        after=summary(loose.element),
    )


def summary(element: dict[str, Any]) -> dict[str, Any]:
    """Return the single values of an element, without what hangs below it."""
    return {key: value for key, value in element.items() if not isinstance(value, dict | list)}
