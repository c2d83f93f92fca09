"""Are all parts well, does the search index equal the store, and is what ended written down?

What the outbox need not remember goes as well, and now and then the drift of the index is counted.
"""

import logging
import threading
import time
from enum import StrEnum

import msgspec
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from registry import drift, indexing, outbox, pruning, relay, tokens, waivers
from registry.relay import rebuild
from registry.runtime import Runtime
from registry.store import schema
from registry.views import Drift, Health
from search.backend import BackendUnavailableError
from search.texts import digest, encoded

__all__ = [
    "Hindrance",
    "Upkeep",
    "ending",
    "health",
    "hindrance",
    "lag",
    "rebuild",
    "repair",
    "undelivered",
    "verify",
]

EVERY_S = 900.0
"""How long an end may be unwritten while a server runs. It counts all the same."""

DRIFT_EVERY_S = 86_400.0
"""How often a server counts how the search index differs: it reads the numbers of every product."""

_log = logging.getLogger(__name__)


ending = threading.Event()
"""Set once this process has been told to stop, by whoever runs the server."""


class Hindrance(StrEnum):
    """Why a process should get no requests."""

    STOPPING = "stopping"  # it finishes what it has begun
    DATABASE = "database"  # which does not answer
    SCHEMA = "schema"  # which is one of another Charter


class Upkeep:
    """The thread of one server process that writes down what has ended, and which tokens are used.

    Survives every failure.

    Several processes may do it at once: each end is written by one of them.
    """

    def __init__(self, runtime: Runtime, *, every_s: float = EVERY_S) -> None:
        self._runtime = runtime
        self._every_s = every_s
        self._drift_at = time.monotonic() + every_s  # not at the start, when all is busy
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="charter-upkeep", daemon=True)

    def start(self) -> "Upkeep":
        """Begin, with what ended while no server ran."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop after the transaction at hand, and what is due of uses of tokens."""
        self._stopping.set()
        self._runtime.token_uses.is_due.set()
        self._thread.join()

    def _run(self) -> None:
        due_at = time.monotonic()
        while True:
            is_last = self._stopping.is_set()
            try:
                tokens.write_uses(self._runtime)
                if not is_last and time.monotonic() >= due_at:
                    due_at = time.monotonic() + self._every_s
                    waivers.expire(self._runtime)
                    pruning.prune(self._runtime)
                self._look_at_drift()
            # Whatever the database does, the server must go on and this must try again.
            except Exception as error:  # noqa: BLE001 # see above
                _log.warning("upkeep failed, will try again: %s", error)
            if is_last:
                return
            if not self._stopping.is_set():  # which is set before what wakes this up
                self._runtime.token_uses.is_due.wait(max(0.0, due_at - time.monotonic()))

    def _look_at_drift(self) -> None:
        if time.monotonic() < self._drift_at:
            return
        found = drift.count(self._runtime)
        if found is None:
            return  # changes wait: again the next time
        self._runtime.drift = found
        self._drift_at = time.monotonic() + DRIFT_EVERY_S
        if found:
            _log.warning("the search index has %d products wrong: 'charter index verify'", found)


def health(runtime: Runtime) -> Health:
    """Return how the parts are. Raises: nothing."""
    try:
        with runtime.read() as session:
            session.execute(select(1))
        waiting, oldest_s = relay.lag(runtime)
        undelivered, oldest_undelivered_s = outbox.lag(runtime)
        dead_letters = outbox.dead_letters(runtime)
    except SQLAlchemyError as error:
        return Health(
            database=False, search=False, waiting=0, oldest_waiting_s=0.0, trouble=str(error)
        )
    found = Health(
        database=True,
        search=True,
        waiting=waiting,
        oldest_waiting_s=oldest_s,
        undelivered=undelivered,
        oldest_undelivered_s=oldest_undelivered_s,
        dead_letters=dead_letters,
        trouble=runtime.indexing_trouble,
    )
    try:
        if relay.is_behind(runtime):
            return msgspec.structs.replace(found, trouble=found.trouble or relay.BEHIND)
    except BackendUnavailableError as error:
        return msgspec.structs.replace(found, search=False, trouble=str(error))
    return found


def hindrance(runtime: Runtime) -> Hindrance | None:
    """Return why this process should get no requests; None where it should. Raises: nothing."""
    if ending.is_set():
        return Hindrance.STOPPING
    try:
        with runtime.read() as session:
            return None if schema.is_current(session) else Hindrance.SCHEMA
    except SQLAlchemyError:
        return Hindrance.DATABASE


def lag(runtime: Runtime) -> tuple[int, float] | None:
    """Return how far the search index is behind: how many changes, and for how many seconds.

    None where the database does not answer.
    """
    try:
        return relay.lag(runtime)
    except SQLAlchemyError:
        return None


def undelivered(runtime: Runtime) -> tuple[int, float, int] | None:
    """Return how many notices wait, for how many seconds, and how many are dead letters.

    None where the database does not answer.
    """
    try:
        return (*outbox.lag(runtime), outbox.dead_letters(runtime))
    except SQLAlchemyError:
        return None


def verify(runtime: Runtime) -> Drift:
    """Return how the index differs from the store. Raises BackendUnavailableError."""
    with runtime.read() as session:
        wanted = {each.id: digest(encoded(each)) for each in indexing.documents(session)}
    found = {name: each.digest for name, each in runtime.search.stored().items()}
    return Drift(
        missing=tuple(sorted(wanted.keys() - found.keys())),
        stale=tuple(sorted(each for each in wanted.keys() & found if wanted[each] != found[each])),
        surplus=tuple(sorted(found.keys() - wanted.keys())),
        documents=len(wanted),
    )


def repair(runtime: Runtime) -> Drift:
    """Mend what `verify` finds, and return it. Raises BackendUnavailableError."""
    drift = verify(runtime)
    if not drift.is_clean:
        rebuild(runtime)
    return drift
