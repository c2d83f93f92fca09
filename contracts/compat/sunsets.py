"""When does something end, and does it end sooner than was said? Dates of deprecation."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from contracts.compat.change import RISKY_READ, SAME, Change
from contracts.compat.custom_property import Custom
from contracts.compat.moments import moment
from contracts.compat.normal import custom, entries, plain
from contracts.compat.wording import from_to
from contracts.findings import Bump

_SUNSETS = ("sunset", "sunsetDate", "sunset_date", "sunsetOn")
_REPLACEMENTS = ("replacement", "replacedBy", "replaced_by", "successor", "supersededBy")
_ENDS = ("endoflife", "el")
_LAST = date.max.toordinal()
_WORDS = r"\b(instead|replac\w*|supersed\w*|successor|moved to)\b"


def sunset(custom_: Custom) -> Iterator[Change]:
    """Say that something ends sooner or later than was said."""
    label, says = custom_.pair.label, from_to(custom_.before, custom_.after)
    if custom_.old is None:
        message = f"It is said when {label} ends: the sunset {says}."
        yield custom_.change("DEP-01", message)
        return
    before, after = moment(custom_.before), moment(custom_.after)
    if custom_.new is None or (before is not None and after is not None and after > before):
        message = f"{label} stays longer than was said: the sunset {says}."
        yield custom_.change("DEP-07", message)
    elif before is None or after is None:
        message = f"It cannot be told whether {label} ends sooner: the sunset {says}."
        yield custom_.change("DEP-06", message, RISKY_READ)
    elif after < before:
        message = f"Readers of {label} have less time to leave than was said: the sunset {says}."
        yield custom_.change("DEP-06", message)
    else:
        message = f"The sunset of {label} is the same and is written in another way."
        yield custom_.change("DEP-07", message, SAME, Bump.PATCH)


def day(value: object) -> date | None:
    """Return the day, in UTC, that *value* names; None where it names none."""
    found = moment(value)
    return date.fromordinal(found[0]) if found and 0 < found[0] <= _LAST else None


def ends_on(element: dict[str, Any]) -> date | None:
    """Return until when an element says that it stays."""
    return day(custom(element, *_SUNSETS))


def contract_ends_on(tree: dict[str, Any]) -> date | None:
    """Return until when a contract says that it stays: its sunset, or its end of life if later."""
    said = [
        custom(tree, *_SUNSETS),
        *(
            level.get("value")
            for _, level in entries(tree.get("slaProperties"))
            if plain(level.get("property")).replace(" ", "") in _ENDS
        ),
    ]
    return max(filter(None, map(day, said)), default=None)


def names_a_way_out(element: dict[str, Any]) -> bool:
    """Whether an element says when it ends or what takes its place."""
    if custom(element, *_SUNSETS, *_REPLACEMENTS) is not None:
        return True
    links = [
        str(entry.get("type")) for _, entry in entries(element.get("authoritativeDefinitions"))
    ]
    said = " ".join((str(element.get("description") or ""), *links))
    return re.search(_WORDS, said, re.IGNORECASE) is not None
