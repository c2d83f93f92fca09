"""Which of two dates or times of day is earlier? Read as the standard writes them, in UTC."""

import re
from datetime import date

from contracts.compat.change import text

_ZONE = r"(?P<zone>[zZ]|[+-]\d{2}:?\d{2})?"
_DATE = rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?:[tT ]+(?P<time>[\d:.]+)\s*{_ZONE})?"
_CLOCK = (
    rf"(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?\s*(?P<half>am|pm|AM|PM)?\s*{_ZONE}"
)
_PLACE = r"(?:\s+(?P<place>[A-Za-z_]+/[A-Za-z_/+-]+|UTC|GMT))?"
_DAY_S = 86_400


def moment(value: object) -> tuple[int, int] | None:
    """Return a date, with a time or without, as something to compare; None where it is none.

    Days come first and seconds of the day after, both in UTC; a time without a zone is UTC.
    """
    found = re.fullmatch(_DATE, text(value).strip())
    if found is None:
        return None
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"])).toordinal()
    except ValueError:
        return None
    seconds = 0
    if found["time"]:
        clock = time_of_day(f"{found['time'].partition('.')[0]}{found['zone'] or ''}")
        if clock is None:
            return None
        seconds = clock[0]
    total = day * _DAY_S + seconds
    return total // _DAY_S, total % _DAY_S


def time_of_day(value: object) -> tuple[int, str] | None:
    """Return seconds after midnight and the clock they are read from; None if it is no time.

    With an offset they are of UTC, and may lie on the day before or after. Of a place, as
    ``09:00 America/Denver``, they are what the clocks there show. Empty: no zone is stated.
    """
    found = re.fullmatch(f"{_CLOCK}{_PLACE}", text(value).strip())
    if found is None or (found["half"] and not 1 <= int(found["hour"]) <= _HALF):
        return None
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % _HALF + (_HALF if found["half"] in ("pm", "PM") else 0)
    seconds = hour * 3600 + int(found["minute"]) * 60 + int(found["second"] or 0)
    zone, place = found["zone"], found["place"] or ""
    if zone is None or place:
        return None if zone else (seconds, "UTC" if place == "GMT" else place)
    if zone in "zZ":
        return seconds, "UTC"
    digits = zone[1:].replace(":", "")
    offset = int(digits[:2]) * 3600 + int(digits[2:]) * 60
    return seconds - (offset if zone[0] == "+" else -offset), "UTC"


_HALF = 12  # hours that a clock with a.m. and p.m. shows
