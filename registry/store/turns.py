"""Who may do what only one process may do at a time? Whoever holds the turn, which ends with it.

On PostgreSQL it is an advisory lock of a connection: a process that dies loses it at once. An
SQLite registry has one server, which always has the turn.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text

INDEXING = 0x43_68_61_72_74_65_73
"""The key of the turn to tell a search index that several processes share."""

_ASK_AGAIN_S = 0.2


@contextmanager
def turn(engine: Engine, key: int, *, waits: bool) -> Iterator[bool]:
    """Hold the turn *key* while inside, and say whether it is ours; *waits* until it is."""
    if engine.dialect.name == "sqlite":
        yield True
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        taking, giving = (
            text(f"SELECT pg_{name}(:key)") for name in ("try_advisory_lock", "advisory_unlock")
        )
        while not (is_ours := connection.execute(taking, {"key": key}).scalar_one()) and waits:
            time.sleep(_ASK_AGAIN_S)
        try:
            yield is_ours
        finally:
            if is_ours:
                connection.execute(giving, {"key": key})
