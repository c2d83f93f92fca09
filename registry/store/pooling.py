"""How many connections are in use, and who waits for one?"""

import threading
from typing import Any, cast

import msgspec
from sqlalchemy import Engine, QueuePool
from sqlalchemy.pool import ConnectionPoolEntry


class Use(msgspec.Struct, frozen=True):
    """How many connections are in use of at most *limit*, and how many threads wait for one."""

    in_use: int
    waiting: int
    limit: int


class WatchedPool(QueuePool):
    """A pool that knows how many threads wait for one of its connections."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # whatever SQLAlchemy hands its pools
        super().__init__(*args, **kwargs)
        self._counting = threading.Lock()
        self._waiting = 0
        self._most = kwargs.get("pool_size", 5) + kwargs.get("max_overflow", 10)

    @property
    def use(self) -> Use:
        """What is in use at the moment, and who waits."""
        return Use(in_use=self.checkedout(), waiting=self._waiting, limit=self._most)

    def _do_get(self) -> ConnectionPoolEntry:
        with self._counting:
            self._waiting += 1
        try:
            return super()._do_get()
        finally:
            with self._counting:
                self._waiting -= 1


def use_of(engine: Engine) -> Use:
    """Return the use of the connections of *engine*, which `sqlite` and `postgres` make."""
    return cast("WatchedPool", engine.pool).use
