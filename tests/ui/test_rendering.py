"""How are numbers and promises written for people?"""

import pytest

from contracts.model import ServiceLevel
from ui.rendering import interval, quantity


@pytest.mark.parametrize(
    ("value", "unit", "promised", "often"),
    [
        (15, "min", "15 minutes", "every 15 minutes"),
        (1, "min", "1 minute", "every minute"),
        ("1", "wk", "1 week", "every week"),
        (3, "fortnight", "3 fortnight", "every 3 fortnight"),
        ("daily", None, "daily", "daily"),
    ],
)
def test_a_promise_is_written_as_it_is_said(value, unit, promised, often):
    """Nobody says "every 1 minutes"."""
    level = ServiceLevel(property="frequency", value=value, unit=unit)

    assert (quantity(level), interval(level)) == (promised, often)
