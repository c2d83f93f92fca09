"""Where does a bound lie? Numbers and moments as things that compare, or as what cannot be told.

A bound is a pair of value and step: the step (1 or -1) puts an exclusive bound just beyond its
value. Integers and days are counted, so their exclusive bounds become inclusive ones.
"""

from datetime import date, datetime, time
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

import msgspec

from contracts.compat.normal import number


class Unreadable(msgspec.Struct, frozen=True):
    """A bound that cannot be compared: equal texts are equal, all else is unknown."""

    source: str


def numeric(source: object, option: str, *, whole: bool) -> Any:
    """Return the bound that *option* states for a number, or for a whole number."""
    exact = number(source)
    if source is None or exact is None:
        return None if source is None else Unreadable(repr(source))
    step = STEPS[option]
    if not whole:
        return exact, step
    if isinstance(exact, Decimal):
        up = option in {"minimum", "exclusiveMaximum"}
        exact = int(exact.to_integral_value(ROUND_CEILING if up else ROUND_FLOOR))
    return exact + step, 0


STEPS = {"minimum": 0, "exclusiveMinimum": 1, "maximum": 0, "exclusiveMaximum": -1}


def moment(source: object, option: str, *, kind: str) -> Any:
    """Return the bound that *option* states for a date, a time or a timestamp in ISO 8601."""
    if source is None:
        return None
    try:
        if kind == "date":
            return date.fromisoformat(str(source)).toordinal() + STEPS[option], 0
        parse = time.fromisoformat if kind == "time" else datetime.fromisoformat
        return parse(str(source)), STEPS[option]
    except ValueError:
        return Unreadable(repr(source))


def count(source: object) -> Any:
    """Return a limit on a length or a number of entries."""
    exact = number(source)
    return Unreadable(repr(source)) if exact is None else exact


def least(*bounds: Any) -> Any:
    """Return the smallest of the bounds that are stated, None if none is; unreadable ones win."""
    return _pick(min, bounds)


def greatest(*bounds: Any) -> Any:
    """Return the greatest of the bounds that are stated, None if none is; unreadable ones win."""
    return _pick(max, bounds)


def _pick(choose: Any, bounds: tuple[Any, ...]) -> Any:
    stated = [bound for bound in bounds if bound is not None]
    unreadable = [bound for bound in stated if isinstance(bound, Unreadable)]
    if unreadable:
        return unreadable[0]
    try:
        return choose(stated, default=None)
    except TypeError:  # a moment with a time zone and one without
        return Unreadable(repr(stated))
