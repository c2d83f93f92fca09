"""Which of two dates or times of day is earlier? Read as the standard writes them, in UTC."""

import re
from datetime import date

from contracts.compat.change import text

_ZONE = r"(?P<zone>[zZ]|[+-]\d{2}:?\d{2})?"
_DATE = rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?:[tT ]+(?P<time>[\d:.]+)\s*{_ZONE})?"
_CLOCK = rf"(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?\s*{_ZONE}"
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


def time_of_day(value: object) -> tuple[int, bool] | None:
    """Return seconds after midnight and whether a zone is stated; with a zone they are UTC.

    They may lie on the day before or after. None where *value* is no time of day.
    """
    found = re.fullmatch(_CLOCK, text(value).strip())
    if found is None:
        return None
    seconds = int(found["hour"]) * 3600 + int(found["minute"]) * 60 + int(found["second"] or 0)
    zone = found["zone"]
    if zone is None or zone in "zZ":
        return seconds, zone is not None
    digits = zone[1:].replace(":", "")
    offset = int(digits[:2]) * 3600 + int(digits[2:]) * 60
    return seconds - (offset if zone[0] == "+" else -offset), True
