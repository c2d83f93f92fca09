"""Is the longest wait between two runs of a schedule longer than before?

A schedule is a cron expression or a span of time (``daily``, ``PT15M``); of both counts the longest
wait, for that is how late somebody may learn of what a run brings.
"""

from enum import StrEnum
from fractions import Fraction

from contracts.compat.change import text
from contracts.compat.cron import longest_wait_s, schedule
from contracts.compat.quantities import Quantity, compare, quantity


class Wait(StrEnum):
    """How two schedules compare."""

    SAME = "at the same times"
    AS_LONG = "as often, at other times"
    LONGER = "longer"
    SHORTER = "shorter"
    UNKNOWN = "unknown"


def wait(before: object, after: object, units: tuple[object, object] = (None, None)) -> Wait:
    """Compare two schedules by the longest wait that each leaves."""
    crons = schedule(text(before)), schedule(text(after))
    if crons[0] is not None and crons[0] == crons[1]:
        return Wait.SAME
    spans = _span(before, units[0]), _span(after, units[1])
    if crons != (None, None):
        spans = _longest(spans[0]), _longest(spans[1])
    if spans[0] is None or spans[1] is None:
        return Wait.UNKNOWN
    moved = compare(spans[0], spans[1])
    if moved:
        return Wait.LONGER if moved > 0 else Wait.SHORTER
    return Wait.SAME if crons == (None, None) else Wait.AS_LONG


def _longest(span: Quantity | None) -> Quantity | None:
    """Return the longest that a span of calendar months can be, as a cron expression has it."""
    if span is None or span.kind != "months":
        return span
    days = _DAYS.get(span.amount)
    return None if days is None else Quantity("seconds", Fraction(days * 86_400))


_DAYS: dict[Fraction, int] = {
    Fraction(months): days for months, days in ((1, 31), (2, 62), (3, 92), (6, 184), (12, 366))
}


def is_cron(value: object) -> bool:
    """Whether a value is a cron expression that can be told."""
    return schedule(text(value)) is not None


def _span(value: object, unit: object) -> Quantity | None:
    cron = schedule(text(value))
    if cron is None:
        found = quantity(value, unit)
        return found if found is not None and found.kind in {"seconds", "months"} else None
    seconds = longest_wait_s(cron)
    return None if seconds is None else Quantity("seconds", Fraction(seconds))
