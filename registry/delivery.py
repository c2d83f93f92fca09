"""Who delivers what waits in the outbox? A thread of the server, or `charter worker` processes.

Any number of them may run on a database server. On SQLite the one server does it.
"""

import logging
import threading

from registry import notices, outbox
from registry.runtime import Runtime

_LOOK_AGAIN_S = 1.0  # for what is to be tried again, and what other processes wrote
_GATHER_S = 0.04
_LONGEST_PAUSE_S = 30.0
_log = logging.getLogger(__name__)


class Worker:
    """A thread that delivers. Survives every failure of the database."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="charter-worker", daemon=True)

    def start(self) -> "Worker":
        """Begin, with what waits from before."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop after the transaction at hand. What still waits is delivered by others, or later."""
        self._stopping.set()
        self._runtime.undelivered.set()
        self._thread.join()

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            self._runtime.undelivered.clear()
            try:
                self._deliver()
            # Whatever the database does, the process must go on and this must try again.
            except Exception as error:  # noqa: BLE001 # see above
                failures += 1
                _log.warning("delivery failed, will try again: %s", error)
                self._stopping.wait(min(0.25 * 2**failures, _LONGEST_PAUSE_S))
                continue
            failures = 0
            if self._runtime.undelivered.wait(_LOOK_AGAIN_S):
                self._stopping.wait(_GATHER_S)

    def _deliver(self) -> None:
        while not self._stopping.is_set() and outbox.is_due(self._runtime):
            if outbox.deliver(self._runtime, notices.carry).claimed == 0:
                # Others have all of it. This look was a commit as well, and no reason for another.
                self._runtime.undelivered.clear()
                return


def drain(runtime: Runtime) -> int:
    """Deliver everything that is due; return how many rows were settled."""
    settled = 0
    while outbox.is_due(runtime):
        batch = outbox.deliver(runtime, notices.carry)
        if not batch.claimed:
            break
        settled += batch.settled
    return settled
