"""How does a change reach a database server? In a transaction of its own, by locks and repetition.

Any number of changes run at a time, in this process and in others. What each decides from it has
locked (`engine.locks_rows`); where two collide all the same, the server refuses one of them, and
that one runs again from the beginning and sees what the other has stored.
"""

import random
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from registry.errors import UnavailableError
from registry.store.pooling import Use, use_of
from registry.store.writer import LATER, is_constraint, unavailable

T = TypeVar("T")

ATTEMPTS = 12
"""How often a change is tried that others collide with."""

_COLLISIONS = {
    "40001",  # serialization_failure
    "40P01",  # deadlock_detected
    "23505",  # unique_violation: somebody has just stored the same
    "23503",  # foreign_key_violation: somebody has just removed what this refers to
}


class Transactions:
    """The one door through which the database changes, for many at a time."""

    MARK = "locks-rows"
    """The key in `Session.info` of a session that changes something."""

    def __init__(self, engine: Engine, *, on_commit: Callable[[], None]) -> None:
        self._engine = engine
        self._on_commit = on_commit
        self._inside = threading.local()
        self._open = 0
        self._state = threading.Condition()
        self._is_closed = False

    def write(self, function: Callable[[Session], T]) -> T:
        """Run *function* in a transaction and return what it returned, once that is committed.

        It may run more than once, and must not return rows.
        Raises: what *function* raises, with nothing of it stored; UnavailableError where the
        database does not answer. Where it did not confirm the commit, that says so, and nobody
        knows whether the change is stored; all of it is, or none.
        """
        if getattr(self._inside, "is_writing", False):
            raise RuntimeError("A change cannot wait for another change.")
        with self._state:
            if self._is_closed:
                raise UnavailableError("Charter is shutting down.", next_step=LATER)
            self._open += 1
        self._inside.is_writing = True
        try:
            result = self._repeated(function)
        finally:
            self._inside.is_writing = False
            with self._state:
                self._open -= 1
                self._state.notify_all()
        self._on_commit()
        return result

    @property
    def use(self) -> Use:
        """Return how many connections are in use, and how many changes wait for one."""
        return use_of(self._engine)

    def close(self) -> None:
        """Wait for the changes at hand, then let go of the connections."""
        with self._state:
            self._is_closed = True
            self._state.wait_for(lambda: self._open == 0)
        self._engine.dispose()

    def _repeated(self, function: Callable[[Session], T]) -> T:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._once(function)
            except DBAPIError as error:
                collides = getattr(error.orig, "sqlstate", None) in _COLLISIONS
                if collides and attempt < ATTEMPTS:
                    time.sleep(random.uniform(0, 0.002 * 2 ** min(attempt, 6)))  # noqa: S311 # no secret
                    continue
                if is_constraint(error):
                    raise
                raise unavailable(error) from error
            except SQLAlchemyError as error:  # no connection became free in time
                raise unavailable(error) from error
        raise AssertionError("The last attempt returns or raises.")

    def _once(self, function: Callable[[Session], T]) -> T:
        with Session(self._engine, expire_on_commit=False, info={self.MARK: True}) as session:
            result = function(session)
            session.flush()
            try:
                session.commit()
            except DBAPIError as error:
                if _is_answer(error):
                    raise
                raise UnavailableError(
                    "The database did not confirm this. It is stored whole, or not at all.",
                    next_step="Send the same again: a publish that was stored is found there.",
                ) from error
            return result


def _is_answer(error: DBAPIError) -> bool:
    """Whether the server has refused the commit, and did not end, or the line to it, in between."""
    state = getattr(error.orig, "sqlstate", None) or "08000"
    return not state.startswith(_NO_ANSWER)


_NO_ANSWER = ("08", "40003", "57P", "58", "XX")
"""Classes of SQLSTATE that leave open whether a commit is stored: connections, ends, failures."""
