"""What does every service need? Settings, database, search engine, clock: opened in one way."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.orm import Session

from registry.clock import Clock, now
from registry.settings import Settings
from registry.store import lock, schema, turns
from registry.store.contents import Contents
from registry.store.engine import open_reader, writer
from registry.store.pooling import Use, use_of
from registry.tally import Tally
from registry.token_uses import Uses
from search.backend import Backend

T = TypeVar("T")


def open_runtime(
    settings: Settings,
    *,
    clock: Clock = now,
    migrate: bool = False,
    serve: bool = False,
    alone: bool = False,
) -> "Runtime":
    """Open the registry. An empty home is prepared; an older database only with *migrate*.

    *serve* holds home and database for a server, *alone* for a command that no other process may
    disturb. The relay that carries changes to the search index is started apart (`registry.relay`).

    Raises: StartError (SettingsError, SchemaError, AlreadyServedError) with what to do about it.
    """
    held = lock.hold(settings, "server" if serve else "command") if serve or alone else None
    try:
        schema.prepare(settings.database, migrate=migrate)
        return Runtime(settings, clock=clock, held=held)
    except BaseException:
        if held:
            held.release()
        raise


class Runtime:
    """The open registry. Safe to use from many threads."""

    def __init__(
        self, settings: Settings, *, clock: Clock = now, held: lock.Hold | None = None
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.contents = Contents()
        self.tally = Tally()
        self.token_uses = Uses()
        self.written = threading.Event()
        """Set after every commit; the relay clears it."""
        self.undelivered = threading.Event()
        """The same for whoever delivers what waits in the outbox, and clears it."""
        self.indexing_trouble = ""
        """What kept the relay from working the last time it tried, "" while all is well."""
        self.drift: int | None = None
        """How many products the search index has wrong, when that was last counted."""
        self._held = held
        self._reader = open_reader(settings.database)
        self._writer = writer(settings.database, on_commit=self._tell)
        self._search: Backend | None = None
        self._search_lock = threading.Lock()

    def _tell(self) -> None:
        self.written.set()
        self.undelivered.set()

    @property
    def search(self) -> Backend:
        """The search engine, opened on first use. Raises BackendUnavailableError."""
        with self._search_lock:
            if self._search is None:
                self._search = _open_search(self.settings)
            return self._search

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session on one snapshot of the database, for reading alone."""
        with Session(self._reader) as session:
            yield session

    def write(self, function: Callable[[Session], T]) -> T:
        """Run *function* in a transaction; return what it returned once that is on the disk.

        See `registry.store.writer.Writer.write`, and `Transactions.write` for a database server.
        """
        began = time.perf_counter()
        result = self._writer.write(function)
        self.tally.time("changes", time.perf_counter() - began)
        return result

    @contextmanager
    def indexing(self, *, waits: bool = False) -> Iterator[bool]:
        """Hold the turn to tell the search index, and say whether it is ours; *waits* until it is.

        An index of our own needs no turn. Raises BackendUnavailableError.
        """
        if not self.search.is_shared:
            yield True
            return
        with turns.turn(self._reader, turns.INDEXING, waits=waits) as is_ours:
            yield is_ours

    def connections(self) -> dict[str, Use]:
        """Return the use of the connections for reading ("read") and for changes ("write")."""
        return {"read": use_of(self._reader), "write": self._writer.use}

    def close(self) -> None:
        """Finish what was asked for and let go of everything."""
        self._writer.close()
        self._reader.dispose()
        with self._search_lock:
            if self._search is not None:
                self._search.close()
                self._search = None
        if self._held:
            self._held.release()
            self._held = None


def _open_search(settings: Settings) -> Backend:
    if settings.search_url is None:
        from search.embedded import open_embedded  # noqa: PLC0415 # engines load when they are used

        return open_embedded(settings.home / "index")
    from search.opensearch import open_opensearch  # noqa: PLC0415 # as above
    from search.opensearch_client import Server  # noqa: PLC0415 # as above

    return open_opensearch(
        Server(
            url=settings.search_url,
            index=settings.search_index,
            ca_file=settings.search_ca_file,
            aws_region=settings.search_aws_region,
            aws_service=settings.search_aws_service,
        )
    )
