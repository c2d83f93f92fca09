"""May a value be missing, may it repeat, and what identifies and cuts the rows?"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from contracts.compat.change import (
    BOTH,
    NARROWER,
    RISKY_READ,
    SAME,
    WIDER,
    Change,
    Found,
    Pair,
    Verdict,
)
from contracts.compat.normal import custom, flag, number, same
from contracts.compat.promises import promises
from contracts.findings import Bump

_HANGS_INSIDE = ("items", "key", "value")


def nullability(pair: Pair) -> Iterator[Change]:
    """Say whether a value that was always there may be missing, or the other way round."""
    before, after = never_null(pair.before), never_null(pair.after)
    stated = flag(pair.before, "required") != flag(pair.after, "required")
    old, new = promises(pair.before), promises(pair.after)
    ruled = old.never_null != new.never_null
    if (
        not stated
        and ruled
        and (old.never_missing, new.never_missing)
        == (
            new.never_null,
            old.never_null,
        )
    ):
        return  # null counts as missing: the other metric is told by itself
    key = "required" if stated else "quality"
    if before == after:
        if stated or ruled:
            message = f"That {pair.label} is never missing is said in another place."
            yield _nullability_change(pair, key, "NUL-03", message, SAME)
    elif stated or ruled:
        rule = "NUL-02" if after else "NUL-01"
        verdict = NARROWER if after else WIDER
        message = f"Readers may meet rows without {pair.label}: it is no longer required."
        if after:
            message = f"Old data may lack {pair.label}, which became required."
        if pair.role in _HANGS_INSIDE:
            rule, label = "NUL-04", pair.label.removesuffix("[]")
            message = f"Entries of {label} may {'no longer ' if after else ''}be missing."
        yield _nullability_change(pair, key, rule, message, verdict)


def _nullability_change(pair: Pair, key: str, rule: str, message: str, verdict: Verdict) -> Change:
    values = (pair.before.get(key), pair.after.get(key)) if key == "required" else (None, None)
    found = Found(before=values[0], after=values[1], verdict=verdict)
    return pair.change(rule, message, key, found=found)


def never_null(element: dict[str, Any]) -> bool:
    """Whether the value is always there, by flag, as part of the key or by a quality rule."""
    return flag(element, "required") or flag(element, "primaryKey") or promises(element).never_null


def uniqueness(
    parent: Pair,  # noqa: ARG001 - a check of lists
    pairs: Sequence[Pair],
    removed: Sequence[Any],
    added: Sequence[Any],
) -> Iterator[Change]:
    """Say whether values that were unique may repeat, or the other way round.

    The only column of a primary key is unique without saying so; what happens to the key itself
    is told by `primary_key`.
    """
    only_before = _is_single(each for each in (*(pair.before for pair in pairs), *removed))
    only_after = _is_single(each for each in (*(pair.after for pair in pairs), *added))
    for pair in pairs:
        was_key, is_key = flag(pair.before, "primaryKey"), flag(pair.after, "primaryKey")
        if was_key == is_key and pair.before != pair.after:
            implied = (was_key and only_before, is_key and only_after)
            yield from _repeats(pair, *implied)


def _is_single(elements: Iterable[dict[str, Any]]) -> bool:
    return sum(flag(element, "primaryKey") for element in elements) == 1


def _repeats(pair: Pair, was_implied: bool, is_implied: bool) -> Iterator[Change]:  # noqa: FBT001 - a pair
    before, after = _never_twice(pair.before), _never_twice(pair.after)
    stated = (flag(pair.before, "unique"), flag(pair.after, "unique"))
    key = "unique" if stated[0] != stated[1] else "quality"
    if (before or was_implied) == (after or is_implied):
        if before != after or stated[0] != stated[1]:
            message = f"That the values of {pair.label} are unique is said in another place."
            yield pair.change("CHG-02", message, key)
    elif before != after:
        rule = "KEY-02" if after else "KEY-01"
        message = f"Joins on {pair.label} may return more rows: its values may repeat."
        if after:
            message = f"Old data of {pair.label} may hold repeated values, which must be unique."
        yield pair.field(rule, message, key, verdict=NARROWER if after else WIDER)


def _never_twice(element: dict[str, Any]) -> bool:
    return flag(element, "unique") or promises(element).never_twice


def primary_key(
    parent: Pair, pairs: Sequence[Pair], removed: Sequence[Any], added: Sequence[Any]
) -> Iterator[Change]:
    """Say whether rows are identified by the same columns; *removed* and *added* are properties."""
    before = [pair for pair in pairs if flag(pair.before, "primaryKey")]
    after = [pair for pair in pairs if flag(pair.after, "primaryKey")]
    lost = [element for element in removed if flag(element, "primaryKey")]
    gained = [element for element in added if flag(element, "primaryKey")]
    dropped = [pair for pair in before if not flag(pair.after, "primaryKey")]
    taken = [pair for pair in after if not flag(pair.before, "primaryKey")]
    if not (dropped or taken or lost or gained):
        yield from _key_order(parent, before)
        return
    if not after and not gained:
        if dropped:
            names = ", ".join(pair.label for pair in dropped)
            message = f"{parent.label} has no primary key any more: "
            last = dropped[0].after
            if len(dropped) == 1 and _never_twice(last) and never_null(last):
                message += f"{names} only stays unique and is never missing."
                yield _key_change(parent, dropped, "KEY-03", message, RISKY_READ)
                return
            message += f"{names} may repeat or be missing."
            yield _key_change(parent, dropped, "KEY-03", message, WIDER)
    elif not before and not lost:
        if taken:
            names = ", ".join(pair.label for pair in taken)
            message = f"Old data may break the primary key that was added: {names}."
            yield _key_change(parent, taken, "KEY-04", message, NARROWER)
    else:
        yield _key_replaced(parent, before, after, (lost, gained))


def _key_change(
    parent: Pair, pairs: list[Pair], rule: str, message: str, verdict: Verdict
) -> Change:
    if len(pairs) == 1:
        return pairs[0].field(rule, message, "primaryKey", verdict=verdict)
    names = [pair.names[-1] for pair in pairs]
    found = Found(
        before=names if rule == "KEY-03" else None,
        after=None if rule == "KEY-03" else names,
        verdict=verdict,
    )
    return parent.change(rule, message, "properties", found=found)


def _key_replaced(
    parent: Pair,
    before: list[Pair],
    after: list[Pair],
    others: tuple[list[Any], list[Any]],
) -> Change:
    lost, gained = others
    old = [pair.names[-1] for pair in before] + [str(each.get("name")) for each in lost]
    new = [str(pair.after.get("name")) for pair in after] + [
        str(each.get("name")) for each in gained
    ]
    kept = (
        all(flag(pair.after, "primaryKey") or _never_twice(pair.after) for pair in before)
        and not lost
    )
    was_required = all(never_null(pair.before) for pair in after)
    still_unique = len(before) == 1 and _never_twice(before[0].after)
    softened = kept and still_unique and was_required and not gained
    message = (
        f"The primary key of {parent.label} changed from {', '.join(old)} to {', '.join(new)}."
    )
    verdict = RISKY_READ if softened else BOTH
    return parent.change(
        "KEY-05", message, "properties", found=Found(before=old, after=new, verdict=verdict)
    )


def _key_order(parent: Pair, pairs: list[Pair]) -> Iterator[Change]:
    old = [_position(pair.before, "primaryKeyPosition") for pair in pairs]
    new = [_position(pair.after, "primaryKeyPosition") for pair in pairs]
    if old != new:
        message = f"The columns of the primary key of {parent.label} stand in another order."
        yield parent.change("KEY-06", message, "properties", found=Found(before=old, after=new))


def _position(element: dict[str, Any], key: str) -> str:
    exact = number(element.get(key))
    return "" if exact is None else str(exact)


TRANSFORMS = ("partitionTransform", "partitionGranularity", "partitionExpression")


def partitioning(
    parent: Pair, pairs: Sequence[Pair], removed: Sequence[Any], added: Sequence[Any]
) -> Iterator[Change]:
    """Say whether the rows are cut by other columns or in another size."""
    old = [_partition(pair.before) for pair in pairs]
    new = [_partition(pair.after) for pair in pairs]
    lost = [element for element in removed if flag(element, "partitioned")]
    gained = [element for element in added if flag(element, "partitioned")]
    if old != new or (gained and any(old)):
        message = f"{parent.label} is partitioned by other columns."
        if not any(new) and not gained:
            message = f"{parent.label} is no longer partitioned."
        verdict = RISKY_READ if any(old) or lost else SAME
        moved = [pair for pair, was, now in zip(pairs, old, new, strict=True) if was != now]
        where = moved[0] if len(moved) == 1 else parent
        key = "partitioned" if len(moved) == 1 else "properties"
        found = Found(verdict=verdict, bump=Bump.MINOR)
        yield where.change("PART-01", message, key, found=found)


def _partition(element: dict[str, Any]) -> str | None:
    if not flag(element, "partitioned"):
        return None
    return _position(element, "partitionKeyPosition")


def granularity(pair: Pair) -> Iterator[Change]:
    """Say that the rows are cut by the same column in another size."""
    was, now = custom(pair.before, *TRANSFORMS), custom(pair.after, *TRANSFORMS)
    if flag(pair.before, "partitioned") and not same(was, now):
        message = f"The rows are cut by {pair.label} in another size."
        found = Found(before=was, after=now)
        yield pair.change("PART-02", message, "customProperties", found=found)


CHECKS = (nullability, granularity)
LIST_CHECKS = (uniqueness, primary_key, partitioning)
