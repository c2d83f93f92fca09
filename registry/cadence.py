"""How often does new data come, as a contract promises it? In one word that many contracts share.

A word means "at least that often": every six hours is `daily`, every five minutes is `hourly`.
"""

from contracts.compat.quantities import Quantity, quantity
from contracts.model import Contract, ServiceLevel

CADENCES = {
    "real-time": "Real time",
    "hourly": "Hourly or more often",
    "daily": "Daily or more often",
    "weekly": "Weekly or more often",
    "monthly": "Monthly or more often",
    "quarterly": "Quarterly or more often",
    "yearly": "Yearly or more often",
    "rarely": "Less than yearly",
}
"""The words, the most frequent first, as people read them."""


def cadence_of(contract: Contract) -> str:
    """Return how often *contract* promises data, one of `CADENCES`; "" where it does not say."""
    for name in _PROPERTIES:
        for level in contract.sla_properties:
            if (level.property or "").casefold() == name and (found := _word(level)):
                return found
    return ""


_PROPERTIES = ("frequency", "updatefrequency", "refreshfrequency", "fy")
_AT_ONCE = frozenset(("real-time", "real time", "realtime", "streaming", "continuous", "live"))
_LONGEST_S = {
    "real-time": 60,
    "hourly": 3_600,
    "daily": 86_400,
    "weekly": 7 * 86_400,
    "monthly": 31 * 86_400,
    "quarterly": 92 * 86_400,
    "yearly": 366 * 86_400,
}
_LONGEST_MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}


def _word(level: ServiceLevel) -> str:
    if isinstance(level.value, str):
        said = level.value.strip().casefold().removeprefix("near ").removeprefix("near-")
        if said in _AT_ONCE:
            return "real-time"
    found = quantity(level.value, level.unit)
    return _within(found) if found is not None and found.amount > 0 else ""


def _within(interval: Quantity) -> str:
    """Return the word of the shortest period that holds *interval*."""
    bounds = {"seconds": _LONGEST_S, "months": _LONGEST_MONTHS}.get(interval.kind)
    if bounds is None:
        return ""
    held = (word for word, longest in bounds.items() if interval.amount <= longest)
    return next(held, "rarely")
