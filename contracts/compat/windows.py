"""May what was announced to end be gone by now? Windows, counted from versions in force.

Two documents say only that something is gone (PROP-03, PROP-04, OBJ-02) or will be (DEP-01). Where
the day and the history are known, the same change is told as what it is then: one finding for one
cause. A removal that moves the columns of positional files stays what it was: no deprecation
prepares anybody for it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from contracts.compat.catalogue import BY_CODE
from contracts.compat.change import Change, Parts, text
from contracts.compat.circumstances import Circumstances, Key
from contracts.compat.consumers import touches
from contracts.compat.normal import entries, flag, mapping, plain
from contracts.compat.security import rung
from contracts.compat.sunsets import contract_ends_on, day, ends_on
from contracts.findings import Bump, Impact
from contracts.policy import Policy

Tree = dict[str, Any]

_REMOVALS = frozenset(("OBJ-02", "PROP-03", "PROP-04"))
_INTERNAL = 1  # the step of the ladder from which nothing goes unannounced


def since(history: Iterable[tuple[date, Tree]]) -> dict[Key, date]:
    """Return since when elements have been deprecated without a break, by name and by id.

    *history* are the versions that were in force, from the newest backwards, each with the day on
    which it came into force. It is read no further than there is something to count.
    """
    found: dict[Key, date] = {}
    running: set[Key] | None = None
    for began, tree in history:
        marked = {
            key
            for names, element in _elements(tree)
            if flag(element, "deprecated")
            for key in _keys(names, element)
        }
        running = marked if running is None else running & marked
        if not running:
            break
        found |= {key: min(began, found.get(key, began)) for key in running}
    return found


def in_time(
    found: Sequence[Change], before: Tree, after: Tree, policy: Policy, known: Circumstances
) -> tuple[Change, ...]:
    """Return the changes between two contracts as they are on the day that is *known*."""
    if known.today is None:
        return tuple(found)
    dated = {change.now[:-2] for change in found if _names_sunset(change)}
    return tuple(_in_time(change, before, after, policy, known, dated) for change in found)


def _in_time(  # what a rule is told from
    change: Change,
    before: Tree,
    after: Tree,
    policy: Policy,
    known: Circumstances,
    dated: set[Parts],
) -> Change:
    today = known.today or date.max
    if change.rule in _REMOVALS and change.gone is not None:
        return _removed(change, [*_way(before, change.gone)], today, policy, known)
    if change.rule == "LIFE-04":
        return _retired(change, before, today, known)
    if change.rule == "SLA-02" and change.reads is Impact.BREAK:
        return _end_of_service(change, day(mapping(change.after).get("value")), today, policy)
    if _names_sunset(change):
        return _announced(change, day(change.after), today, policy)
    if change.rule == "DEP-01" and change.now[:-1] not in dated:
        *_, (_, element) = _way(after, change.now)
        return _announced(change, ends_on(element), today, policy)
    return change


def _removed(
    change: Change, way: list[tuple[Key, Tree]], today: date, policy: Policy, known: Circumstances
) -> Change:
    """Tell a removal by whether readers were told of it, in time, and have left."""
    if change.writes is Impact.BREAK:
        return change
    what = ".".join(change.names)
    told = [
        (first, element)
        for names, element in way
        for key in _keys(names, element)
        if (first := known.deprecated.get(key)) is not None
    ]
    if not told:
        return _unannounced(change, way, what, policy)
    first = min(first for first, _ in told)
    stated = [end for _, element in told if (end := ends_on(element)) is not None]
    end = max(first + timedelta(days=policy.deprecation_days), *stated, first)
    window = f"it was deprecated on {first}, and its window "
    if end > today:
        left = (end - today).days
        message = f"Readers of {what} have {_days(left)} left, and it was removed: {window}"
        message += f"is over on {end}."
        return _renamed(change, "DEP-04", message, fix=f"Keep it until {end}, and remove it then.")
    if any(touches(use, change) for use in known.uses):
        message = f"{what} was removed and somebody who declared to read it has not left, or may "
        message += f"not have: {window}was over on {end}."
        fix = "Wait until all who use it have declared that they read other columns."
        return _renamed(change, "DEP-04", message, fix=fix)
    message = f"{what} was removed as announced: {window}was over on {end}."
    return _renamed(change, "DEP-03", message, reads=Impact.OK)


def _unannounced(change: Change, way: list[tuple[Key, Tree]], what: str, policy: Policy) -> Change:
    """Tell a removal that nobody was told of; where it matters most, by a rule of its own."""
    _, element = way[-1]
    whole = [element, *(inner for _, inner in _below(way[-1][0], element))]
    if not any(_matters(each) for each in whole):
        return change
    message = f"Queries that read {what} fail: it was removed, and no version said that it would."
    fix = f"Keep it as deprecated, with a sunset at least {_days(policy.deprecation_days)} away, "
    fix += "and remove it then."
    return _renamed(change, "DEP-05", message, fix=fix)


def _matters(element: Tree) -> bool:
    is_classified = (rung(element.get("classification")) or 0) >= _INTERNAL
    return is_classified or flag(element, "criticalDataElement")


def _announced(change: Change, end: date | None, today: date, policy: Policy) -> Change:
    """Tell a deprecation whose end leaves readers less time than the policy gives them."""
    if end is None or (end - today).days >= policy.deprecation_days:
        return change
    left = max((end - today).days, 0)
    earliest = today + timedelta(days=policy.deprecation_days)
    message = f"{change.message} That is in {_days(left)}, and the policy gives readers "
    message += f"{_days(policy.deprecation_days)} to leave."
    fix = f"Name {earliest} or a later day as its sunset."
    return _renamed(change, "DEP-08", message, fix=fix, reads=Impact.BREAK)


def _end_of_service(change: Change, end: date | None, today: date, policy: Policy) -> Change:
    """Tell an end that is far enough away as something that is said in time."""
    if end is None or (end - today).days < policy.deprecation_days:
        return change
    message = f"It is said, in time, until when the contract is served: {end}."
    return msgspec.structs.replace(change, message=message, reads=Impact.OK, bump=Bump.MINOR)


def _retired(change: Change, before: Tree, today: date, known: Circumstances) -> Change:
    """Tell the end of a contract that was announced, in time, and that nobody uses."""
    status = known.status or plain(before.get("status"))
    end = contract_ends_on(before)
    if status != "deprecated" or known.line_uses or (end is not None and end > today):
        return change
    announced = f"announced for {end}" if end else "announced"
    says = change.message.partition(": ")[2]
    message = f"Nobody uses it, and its end was {announced}: {says}"
    return _renamed(change, "LIFE-03", message, reads=Impact.OK)


def _renamed(
    change: Change, rule: str, message: str, *, fix: str = "", reads: Impact | None = None
) -> Change:
    """Return the same change as another rule tells it.

    Where that rule hurts readers, it weighs no less than the policy has the one it stands in for.
    """
    row = BY_CODE[rule]
    return msgspec.structs.replace(
        change,
        rule=rule,
        instead=change.rule if row.reads is Impact.BREAK else "",
        message=message,
        fix=fix,
        reads=change.reads if reads is None else reads,
        bump=row.bump or change.bump,
        approvers=row.approvers,
    )


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def _names_sunset(change: Change) -> bool:
    return change.rule == "DEP-01" and change.field.startswith("customProperties/")


def _way(tree: Tree, parts: Parts) -> Iterator[tuple[Key, Tree]]:
    """Return the contract and the elements that *parts* lead through, with their names."""
    node: Any = tree
    names: Key = ()
    yield names, tree
    for part in parts:
        is_there = isinstance(node, dict) or (isinstance(part, int) and isinstance(node, list))
        node = node[part] if is_there else None
        if isinstance(part, int) and isinstance(node, dict):
            names = (*names, text(node.get("name")))
            yield names, node


def _elements(tree: Tree) -> Iterator[tuple[Key, Tree]]:
    """Return the objects and the properties of every depth, each with its names."""
    for _, element in entries(tree.get("schema")):
        names = (text(element.get("name")),)
        yield names, element
        yield from _below(names, element)


def _below(names: Key, element: Tree) -> Iterator[tuple[Key, Tree]]:
    """Return the properties inside an element. Contracts are at most 100 levels deep."""
    for holder in (element, mapping(element.get("items"))):
        for _, child in entries(holder.get("properties")):
            inner = (*names, text(child.get("name")))
            yield inner, child
            yield from _below(inner, child)


def _keys(names: Key, element: Tree) -> Iterator[Key]:
    """Return by what an element is known."""
    if names:
        yield names
    if identifier := text(element.get("id")):
        yield "", identifier
