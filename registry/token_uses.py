"""Which tokens were used in this process since it was last written down?

A request must not wait for a write, nor cause one each: a token is noted once an hour here, and
whoever writes takes what was noted (`tokens.write_uses`).
"""

import threading
from collections.abc import Mapping
from datetime import datetime, timedelta

EVERY = timedelta(hours=1)
"""How exactly it is known when a token was last used."""


class Uses:
    """What was noted. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._noted: dict[str, datetime] = {}
        self._due: dict[str, datetime] = {}
        self.is_due = threading.Event()
        """Set while something was noted that nobody has taken."""

    def note(self, token_id: str, at: datetime) -> None:
        """Note that a token is used, unless it was noted within the hour."""
        if not is_old(self._noted.get(token_id), at):
            return
        with self._lock:
            self._noted[token_id] = self._due[token_id] = at
            self.is_due.set()

    def take(self) -> dict[str, datetime]:
        """Return what was noted since the last time, by the tokens' ids."""
        with self._lock:
            due, self._due = self._due, {}
            self.is_due.clear()
        return due

    def put_back(self, due: Mapping[str, datetime]) -> None:
        """Keep for the next time what could not be written."""
        with self._lock:
            self._due = {**due, **self._due}


def is_old(used_at: datetime | None, at: datetime) -> bool:
    """Whether a use at the moment *at* is worth writing down; clocks also jump back."""
    return used_at is None or abs(at - used_at) >= EVERY
