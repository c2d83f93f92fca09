"""Does a value belong to a type? The types are those of the standard, the values those of JSON."""

import re
from decimal import Decimal

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


_HELD_AS: dict[str, type] = {
    "string": str,
    "date": str,
    "timestamp": str,
    "time": str,
    "boolean": bool,
    "array": list,
    "vector": list,
    "object": dict,
    "map": dict,
}


def fits(value: object, logical_type: str | None) -> bool:
    """Whether *value* can be one of *logical_type*; True where that cannot be decided.

    Dates and times in a format of their own are text and pass. Exact: no float is ever made.
    """
    if logical_type in ("integer", "number"):
        exact = number(value)
        return exact is not None and (logical_type == "number" or is_whole(exact))
    held_as = _HELD_AS.get(logical_type or "")
    return held_as is None or isinstance(value, held_as)


def number(value: object) -> Decimal | None:
    """Return a finite number exactly; None for anything else, booleans included."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    exact = Decimal(value)
    return exact if exact.is_finite() else None


def is_whole(value: Decimal) -> bool:
    """Whether the number has no fraction; decided by its digits, however large its exponent."""
    _, digits, exponent = value.as_tuple()
    return isinstance(exponent, int) and (exponent >= 0 or not any(digits[exponent:]))


def is_date(value: object) -> bool:
    """Whether *value* is a date in the form that sorts as text: 2026-01-31."""
    return isinstance(value, str) and _DATE.fullmatch(value) is not None


def is_multiple(value: Decimal, step: Decimal) -> bool | None:
    """Whether *value* is a whole multiple of *step*; None where they are too far apart to tell."""
    (_, digits, exponent), (_, step_digits, step_exponent) = value.as_tuple(), step.as_tuple()
    if step <= 0 or not isinstance(exponent, int) or not isinstance(step_exponent, int):
        return None
    lowest = min(exponent, step_exponent)
    shifts = exponent - lowest, step_exponent - lowest
    if max(*shifts, len(digits), len(step_digits)) > _MOST_DIGITS:
        return None
    return _scaled(digits, shifts[0]) % _scaled(step_digits, shifts[1]) == 0


_MOST_DIGITS = 400


def _scaled(digits: tuple[int, ...], zeros: int) -> int:
    return int("".join(map(str, digits)) + "0" * zeros)
