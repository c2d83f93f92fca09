"""How often data comes is one word, however a contract writes it."""

import pytest

from contracts.model import Contract, ServiceLevel
from registry.cadence import CADENCES, cadence_of


def promising(value, unit=None, name="frequency"):
    """Return a contract with one service level."""
    return Contract(sla_properties=(ServiceLevel(property=name, value=value, unit=unit),))


@pytest.mark.parametrize(
    ("value", "unit", "word"),
    [
        (1, "s", "real-time"),
        ("near real-time", None, "real-time"),
        (15, "min", "hourly"),
        ("hourly", None, "hourly"),
        (6, "h", "daily"),
        ("1", "d", "daily"),
        ("nightly", None, "daily"),
        (7, "days", "weekly"),
        ("P1W", None, "weekly"),
        (30, "d", "monthly"),
        (1, "mo", "monthly"),
        (90, "d", "quarterly"),
        (3, "mo", "quarterly"),
        ("annual", None, "yearly"),
        (1, "y", "yearly"),
        (5, "y", "rarely"),
    ],
)
def test_the_word_holds_the_interval(value, unit, word):
    """Filters join what different authors wrote."""
    assert cadence_of(promising(value, unit)) == word
    assert word in CADENCES


@pytest.mark.parametrize(
    ("value", "unit"),
    [("when it is ready", None), (0, "d"), (-1, "d"), (99.9, "percent"), (None, None), (1, "m")],
)
def test_what_nobody_can_tell_is_no_word(value, unit):
    """`m` is a minute or a month."""
    assert not cadence_of(promising(value, unit))


def test_another_promise_is_no_cadence():
    """Latency is how late, not how often."""
    assert not cadence_of(promising(1, "d", name="latency"))
    assert not cadence_of(Contract())
    assert cadence_of(promising(1, "d", name="updateFrequency")) == "daily"
