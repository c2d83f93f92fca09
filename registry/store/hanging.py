"""Does the database server take its time, or does it hang?

A server that was paused, or whose machine is stuck, keeps its connections: the kernel answers for
it, so that neither keepalives nor `tcp_user_timeout` tell, and `statement_timeout` is the server's
own. Whoever waits for it would wait for ever. So somebody who has heard nothing for a while opens
another connection. A server that is merely slow answers there, and is waited for; one that does
not is given up.
"""

import threading
import time
from collections.abc import Generator
from typing import Any, TypeVar

import psycopg

T = TypeVar("T")
Waiting = Generator[Any, Any, T]
"""What psycopg waits for: it yields what it needs, and is sent what is ready, if anything is."""

SILENCE_S = 3.0
"""How long nothing may be heard before the server is asked over another connection."""

CONNECT_S = 3
"""How long that, and any other connection, may take."""

FRESH_S = 2.0
"""For how long what one thread has found holds for the others."""


class Watch:
    """What is known of one server. Safe to use from many threads."""

    def __init__(self) -> None:
        self._asking = threading.Lock()
        self._asked_at = -FRESH_S
        self._hangs = False

    def connect(self, parameters: dict[str, Any]) -> "WatchedConnection":
        """Return a connection. Raises OperationalError, at once where the server is known to hang.

        *parameters* are those of libpq.
        """
        if self._hangs and time.monotonic() - self._asked_at < FRESH_S:
            raise _hang()
        try:
            made = WatchedConnection.connect(**parameters)
        except psycopg.errors.ConnectionTimeout:
            self._note(hangs=True)
            raise
        made.watch, made.parameters = self, parameters
        return made

    def hangs(self, parameters: dict[str, Any]) -> bool:
        """Whether the server answers nobody; asks it, unless somebody just has."""
        with self._asking:
            if time.monotonic() - self._asked_at >= FRESH_S:
                try:
                    psycopg.connect(**parameters | {"connect_timeout": CONNECT_S}).close()
                except psycopg.errors.ConnectionTimeout:
                    self._note(hangs=True)
                except psycopg.OperationalError:  # it says no, and that is an answer
                    self._note(hangs=False)
                else:
                    self._note(hangs=False)
            return self._hangs

    def _note(self, *, hangs: bool) -> None:
        self._hangs, self._asked_at = hangs, time.monotonic()


class WatchedConnection(psycopg.Connection[Any]):
    """A connection on which nobody waits for a server that hangs."""

    watch: Watch | None = None
    parameters: dict[str, Any]

    def wait(self, gen: Waiting[T], *args: Any, **options: Any) -> T:  # whatever psycopg hands it
        """Wait for the server as psycopg does. Raises OperationalError where it hangs."""
        return super().wait(self._watched(gen), *args, **options)

    def _watched(self, gen: Waiting[T]) -> Waiting[T]:
        try:
            wanted = next(gen)
            heard_at = time.monotonic()
            while True:
                ready = yield wanted
                if ready:
                    heard_at = time.monotonic()
                elif self.watch and time.monotonic() - heard_at >= SILENCE_S:
                    if self.watch.hangs(self.parameters):
                        self.pgconn.finish()  # nobody knows what it would say next
                        raise _hang()
                    heard_at = time.monotonic()
                wanted = gen.send(ready)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]  # what the generator is for


def _hang() -> psycopg.OperationalError:
    return psycopg.OperationalError("the server hangs: it answers on no connection")
