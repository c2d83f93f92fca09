"""How well is a product described and kept? One number, by which the search prefers it a little.

It is made of facts of the registry alone, none of which anybody can claim: that the version in
force is active, that there is a summary, how many columns say what they hold, and how many agencies
have declared to use it.
"""

import math
from collections.abc import Sequence

from search.document import Column
from search.relevance import QUALITY

_ACTIVE, _SUMMARY, _COLUMNS, _USERS = 0.3, 0.2, 0.3, 0.2
"""What each fact brings of the whole."""

_MANY_USERS = 20
"""From that many agencies on, more of them make no difference. The first ones make the most."""


def quality(*, is_active: bool, summary: str, columns: Sequence[Column], users: int) -> float:
    """Return a factor within `search.relevance.QUALITY`: 1.15 for what leaves nothing to wish."""
    described = sum(bool(column.description) for column in columns)
    points = (
        _ACTIVE * is_active
        + _SUMMARY * bool(summary)
        + _COLUMNS * (described / len(columns) if columns else 0.0)
        + _USERS * min(1.0, math.log1p(users) / math.log1p(_MANY_USERS))
    )
    lowest, highest = QUALITY
    return round(lowest + points * (highest - lowest), 4)
