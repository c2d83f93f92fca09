"""How much is it? Numbers with units, durations, percentages, rates: exact, to be compared.

Months and years are calendar units: 7 years are 84 months exactly, and 2557 days nearly. ``m``
alone is a minute or a month, so it only compares with itself.
"""

import re
from fractions import Fraction
from functools import cache
from typing import Any

import msgspec

from contracts.compat.normal import number

_SECONDS = {
    **dict.fromkeys(("ns", "nanosecond"), Fraction(1, 10**9)),
    **dict.fromkeys(("us", "µs", "microsecond"), Fraction(1, 10**6)),
    **dict.fromkeys(("ms", "msec", "millisecond", "milli"), Fraction(1, 1000)),
    **dict.fromkeys(("s", "sec", "second"), Fraction(1)),
    **dict.fromkeys(("min", "minute"), Fraction(60)),
    **dict.fromkeys(("h", "hr", "hour"), Fraction(3600)),
    **dict.fromkeys(("d", "day"), Fraction(86_400)),
    **dict.fromkeys(("w", "wk", "week"), Fraction(604_800)),
}
_MONTHS = {
    **dict.fromkeys(("mo", "mon", "month"), Fraction(1)),
    **dict.fromkeys(("q", "quarter"), Fraction(3)),
    **dict.fromkeys(("y", "yr", "year", "a"), Fraction(12)),
}
_WORDS = {
    "hourly": "1 h",
    "daily": "1 d",
    "nightly": "1 d",
    "weekly": "1 w",
    "fortnightly": "2 w",
    "monthly": "1 mo",
    "quarterly": "3 mo",
    "yearly": "1 y",
    "annually": "1 y",
    "annual": "1 y",
    **dict.fromkeys(("forever", "indefinite", "indefinitely", "permanent"), "1000000 y"),
    **dict.fromkeys(("permanently", "unlimited"), "1000000 y"),
}
_PERCENT = frozenset(("%", "percent", "pct", "percentage"))
_MONTH_S = Fraction(146_097 * 86_400, 4800)  # the mean month of the Gregorian calendar
_NEARLY = Fraction(2, 1000)  # how far apart 7 years and 2557 days may be


class Quantity(msgspec.Struct, frozen=True):
    """An amount of a kind; amounts of one kind compare. Kinds ``months`` and ``seconds`` mix."""

    kind: str
    amount: Fraction


def quantity(value: object, unit: object = None) -> Quantity | None:
    """Return the quantity that a value and its unit state, None where nobody can tell."""
    written = str(value).strip() if isinstance(value, str) else ""
    exact = number(value)
    if exact is not None:
        return _measured(Fraction(exact), str(unit or ""))
    written = _WORDS.get(written.casefold(), written)
    if written[:6].casefold() == "every ":
        written = written[6:].strip()
    parts = _written().fullmatch(written)
    if parts is not None:
        stated = parts["unit"].strip() or str(unit or "")
        return _measured(Fraction(parts["amount"]), stated)
    return _iso_duration(written)


def _measured(amount: Fraction, unit: str) -> Quantity | None:
    name = _singular(unit)
    if name in _PERCENT:
        return Quantity("percent", amount)
    if name in _SECONDS:
        return Quantity("seconds", amount * _SECONDS[name])
    if name in _MONTHS:
        return Quantity("months", amount * _MONTHS[name])
    if name.startswith("per "):
        name = f"/{name.removeprefix('per ')}"
    counted, slash, span = name.partition("/")
    if slash and (interval := _span(span)):
        return Quantity(f"{counted.strip()}/s", amount / interval)
    return Quantity(f"'{name}'", amount)


def _span(written: str) -> Fraction | None:
    """Return the seconds of the span below a slash: ``s``, ``20s``."""
    parts = _written().fullmatch(written.strip())
    amount, unit = (parts["amount"], parts["unit"]) if parts else ("1", written)
    seconds = _SECONDS.get(_singular(unit))
    return Fraction(amount) * seconds if seconds and Fraction(amount) else None


def _singular(unit: str) -> str:
    word = " ".join(unit.casefold().split())
    return word[:-1] if word.endswith("s") and word[:-1] in _PLURAL else word


_PLURAL = frozenset(unit for unit in (*_SECONDS, *_MONTHS) if len(unit) > 1)


def _iso_duration(written: str) -> Quantity | None:
    """Return an ISO 8601 duration; one that mixes months and days is in seconds, nearly."""
    parts = _duration().fullmatch(written)
    if parts is None or not any(parts.groups()):
        return None
    found = {key: Fraction(each) for key, each in parts.groupdict(default="0").items()}
    months = found["years"] * 12 + found["months"]
    seconds = found["weeks"] * 604_800 + found["days"] * 86_400 + found["hours"] * 3600
    seconds += found["minutes"] * 60 + found["seconds"]
    if not seconds:
        return Quantity("months", months)
    return Quantity("seconds", months * _MONTH_S + seconds)


def compare(before: Quantity, after: Quantity) -> int | None:
    """Return 1 where *after* is more, -1 where it is less, 0 where equal; None: nobody can tell."""
    if before.kind == after.kind:
        return (after.amount > before.amount) - (after.amount < before.amount)
    if {before.kind, after.kind} != {"months", "seconds"}:
        return None
    old, new = (_in_seconds(each) for each in (before, after))
    if abs(new - old) <= _NEARLY * max(abs(old), abs(new)):
        return 0
    return 1 if new > old else -1


def _in_seconds(each: Quantity) -> Fraction:
    return each.amount * _MONTH_S if each.kind == "months" else each.amount


def is_rate(each: Quantity) -> bool:
    """Whether the quantity counts events in a span of time, so that more is oftener."""
    return each.kind.endswith("/s")


@cache
def _written() -> re.Pattern[str]:
    return re.compile(r"(?P<amount>[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?)\s*(?P<unit>[^\d\s:-].*|)")


@cache
def _duration() -> re.Pattern[str]:
    amount = r"[0-9]{1,15}(?:[.][0-9]{1,9})?"
    day = "".join(
        f"(?:(?P<{name}>{amount}){sign})?"
        for name, sign in (("years", "Y"), ("months", "M"), ("weeks", "W"), ("days", "D"))
    )
    time = "".join(
        f"(?:(?P<{name}>{amount}){sign})?"
        for name, sign in (("hours", "H"), ("minutes", "M"), ("seconds", "S"))
    )
    return re.compile(f"P{day}(?:T{time})?")


def said(value: Any, unit: Any) -> str:
    """Return a value and its unit as people write them."""
    return f"{value} {unit}" if unit else str(value)
