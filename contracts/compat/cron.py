"""How long is the longest wait between two runs of a schedule? Cron expressions, by the calendar.

Read are five fields as crontab(5) has them, with names, lists, ranges, steps and ``@daily``; six or
seven as Quartz has them, told by their ``?``; and ``cron(...)`` as Amazon EventBridge has them.
Other signs (``L``, ``W``, ``#``) cannot be told. A zone before it (``CRON_TZ=``) is kept; that its
clocks go forward and back once a year does not count.

No library: those that are kept well step from run to run, half a million of them in a year. Here
days are the bits of a number, so that any expression costs the same.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

import msgspec


class Schedule(msgspec.Struct, frozen=True):
    """When a job runs. ``either``: on days of the month and also on days of the week.

    Minutes are of the day; days of the week count from Sunday, 0. ``zone`` is empty where none is
    stated.
    """

    zone: str
    minutes: tuple[int, ...]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either: bool


def schedule(text: str) -> Schedule | None:
    """Return the schedule that a cron expression states, None where it cannot be told."""
    source = text.strip()
    zone = re.match(r"(?:CRON_TZ|TZ)=(\S+)\s+", source)
    if zone is not None:
        source = source[zone.end() :]
    source = _NICKNAMES.get(source.casefold(), source)
    is_aws = source.startswith("cron(") and source.endswith(")")
    fields = source[5:-1].split() if is_aws else source.split()
    sunday = int(is_aws or "?" in fields)
    if sunday:
        fields = _as_crontab(fields, has_seconds=not is_aws)
    ranges = (*_RANGES, (sunday, 7, _WEEKDAYS))
    if len(fields) != len(ranges):
        return None
    found = [_field(each, *limits) for each, limits in zip(fields, ranges, strict=True)]
    if not all(found):
        return None
    minutes, hours, days, months, weekdays = found
    return Schedule(
        zone=zone[1] if zone else "",
        minutes=tuple(sorted(hour * 60 + minute for hour in hours for minute in minutes)),
        days=days,
        months=months,
        weekdays=frozenset((day - sunday) % 7 for day in weekdays),
        either=not any(field.startswith("*") for field in (fields[2], fields[4])),
    )


_NICKNAMES = {
    **dict.fromkeys(("@yearly", "@annually"), "0 0 1 1 *"),
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    **dict.fromkeys(("@daily", "@midnight"), "0 0 * * *"),
    "@hourly": "0 * * * *",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_RANGES: tuple[tuple[int, int, tuple[str, ...]], ...] = (
    (0, 59, ()),
    (0, 23, ()),
    (1, 31, ()),
    (1, 12, _MONTHS),
)


def _as_crontab(fields: list[str], *, has_seconds: bool) -> list[str]:
    """Return five fields for those of Quartz; none where seconds or years are chosen."""
    if has_seconds:
        if not fields[0].isdigit():
            return []
        fields = fields[1:]
    return ["*" if each == "?" else each for each in fields[:5]] if fields[5:] <= ["*"] else []


def _field(source: str, low: int, high: int, names: tuple[str, ...]) -> frozenset[int]:
    """Return the numbers that a field names, none where it names something else."""
    found: set[int] = set()
    for part in source.casefold().split(","):
        match = _part().fullmatch(part)
        if match is None:
            return frozenset()
        first, last = low, high
        if match["first"]:
            first = _number(match["first"], low, names)
            last = _number(match["last"], low, names) if match["last"] else first
            last = high if match["step"] and not match["last"] else last
        step = int(match["step"] or 1)
        if not (low <= first <= last <= high and step):
            return frozenset()
        found.update(range(first, last + 1, step))
    return frozenset(found)


@cache
def _part() -> re.Pattern[str]:
    word = r"\d{1,2}|[a-z]{3}"
    return re.compile(rf"(?:\*|(?P<first>{word})(?:-(?P<last>{word}))?)(?:/(?P<step>\d{{1,2}}))?")


def _number(word: str, low: int, names: tuple[str, ...]) -> int:
    """Return what a word counts to; -1, which is in no range, for a name of something else."""
    if word.isdigit():
        return int(word)
    return names.index(word) + low if word in names else -1


def longest_wait_s(of: Schedule) -> int | None:
    """Return the most seconds between two runs; None where it never runs."""
    calendar = _calendar()
    on_day = _any(calendar["day"][each] for each in of.days)
    on_weekday = _any(calendar["weekday"][each] for each in of.weekdays)
    runs = on_day | on_weekday if of.either else on_day & on_weekday
    runs &= _any(calendar["month"][each] for each in of.months)
    if not runs:
        return None
    row = f"{runs:0{_CYCLE}b}"
    between = max(map(len, f"{row}{row}".strip("0").split("1"))) + 1
    waits = [after - before for before, after in zip(of.minutes, of.minutes[1:], strict=False)]
    waits.append(between * _DAY_MIN - of.minutes[-1] + of.minutes[0])
    return max(waits) * 60


_CYCLE = 28 * 365 + 7  # days of 28 years, in which every date falls on every day of the week
_DAY_MIN = 24 * 60


def _any(days: Iterable[int]) -> int:
    found = 0
    for each in days:
        found |= each
    return found


@cache
def _calendar() -> dict[str, list[int]]:
    """Return the days of 28 years as bits, for each day of the month, month and day of the week."""
    found = {"day": [0] * 32, "month": [0] * 13, "weekday": [0] * 7}
    start = date(2001, 1, 1).toordinal()
    for position in range(_CYCLE):
        day, bit = date.fromordinal(start + position), 1 << position
        found["day"][day.day] |= bit
        found["month"][day.month] |= bit
        found["weekday"][day.isoweekday() % 7] |= bit
    return found
