"""Which results does a quality rule accept? The eight operators as sets of numbers, exactly.

A set is a list of ranges between cuts. A cut is a number and whether it lies just before (0) or
just after it (1), so that open and closed ends compare like numbers.
"""

from decimal import Decimal
from math import ceil, floor
from typing import Any

from contracts.compat.change import BOTH, NARROWER, SAME, WIDER, Verdict
from contracts.compat.normal import number

Cut = tuple[int | Decimal, int]
Accepted = tuple[tuple[Cut, Cut], ...]

_LOWEST: Cut = (Decimal("-Infinity"), 0)
_HIGHEST: Cut = (Decimal("Infinity"), 1)
_ALL: Accepted = ((_LOWEST, _HIGHEST),)
OPERATORS = frozenset(
    (
        *("mustBe", "mustNotBe", "mustBeGreaterThan", "mustBeGreaterOrEqualTo"),
        *("mustBeLessThan", "mustBeLessOrEqualTo", "mustBeBetween", "mustNotBeBetween"),
    )
)


def accepted(rule: dict[str, Any], *, in_rows: bool) -> Accepted | None:
    """Return the results that *rule* accepts; None where an operator has no number.

    A count of rows is a whole number and never below zero.
    """
    found: Accepted = (((0, 0), _HIGHEST),) if in_rows else _ALL
    for operator in OPERATORS & rule.keys():
        ranges = _ranges(operator, rule[operator])
        if ranges is None:
            return None
        found = _both(found, ranges)
    return _whole(found) if in_rows else found


def moved(before: Accepted, after: Accepted) -> Verdict:
    """Return what it does to both sides that other results are accepted."""
    if before == after:
        return SAME
    shared = _both(before, after)
    if shared == before:
        return WIDER
    return NARROWER if shared == after else BOTH


def grows_with_failures(of: Accepted) -> bool:
    """Whether fewer failures are never worse: what is below an accepted count is accepted."""
    return len(of) == 1 and of[0][0][0] <= 0 and of[0][1] != _HIGHEST


def grows_with_successes(of: Accepted) -> bool:
    """Whether more failures are never worse: what is above an accepted count is accepted."""
    return len(of) == 1 and of[0][0][0] > 0 and of[0][1] == _HIGHEST


def is_limited(of: Accepted) -> bool:
    """Whether some result is refused and some result is accepted."""
    return bool(of) and not (len(of) == 1 and of[0][0][0] <= 0 and of[0][1] == _HIGHEST)


def _ranges(operator: str, value: object) -> Accepted | None:
    if operator.endswith("Between"):
        return _between(operator, value)
    exact = number(value)
    if exact is None:
        return None
    before, after = (exact, 0), (exact, 1)
    return {
        "mustBe": ((before, after),),
        "mustNotBe": ((_LOWEST, before), (after, _HIGHEST)),
        "mustBeGreaterThan": ((after, _HIGHEST),),
        "mustBeGreaterOrEqualTo": ((before, _HIGHEST),),
        "mustBeLessThan": ((_LOWEST, before),),
        "mustBeLessOrEqualTo": ((_LOWEST, after),),
    }[operator]


def _between(operator: str, value: object) -> Accepted | None:
    ends = [number(each) for each in value] if isinstance(value, list) else []
    if len(ends) != 2 or ends[0] is None or ends[1] is None:  # noqa: PLR2004 - a range has two ends
        return None
    first, last = (ends[0], 0), (ends[1], 1)
    if operator == "mustBeBetween":
        return ((first, last),) if first < last else ()
    return ((_LOWEST, first), (last, _HIGHEST)) if first < last else _ALL


def _both(left: Accepted, right: Accepted) -> Accepted:
    found = [
        (max(one[0], other[0]), min(one[1], other[1]))
        for one in left
        for other in right
        if max(one[0], other[0]) < min(one[1], other[1])
    ]
    return tuple(sorted(found))


def _whole(of: Accepted) -> Accepted:
    """Return the same whole numbers, with ends at whole numbers, joined where they meet."""
    found: list[tuple[Cut, Cut]] = []
    for start, end in of:
        first, last = _first(start), _last(end)
        if first >= last:
            continue
        if found and _next(found[-1][1]) == first:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return tuple(found)


def _next(cut: Cut) -> Cut:
    return cut if cut == _HIGHEST else (cut[0] + 1, 0)


def _first(cut: Cut) -> Cut:
    value, after = cut
    lowest = ceil(value)
    return (lowest + 1, 0) if after and lowest == value else (lowest, 0)


def _last(cut: Cut) -> Cut:
    value, after = cut
    if cut == _HIGHEST:
        return cut
    highest = floor(value)
    return (highest, 1) if after or highest != value else (highest - 1, 1)
