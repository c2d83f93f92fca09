"""How does the search index hear of changes? A thread carries them over from the outbox.

A change and its outbox row were committed together, so nothing is forgotten. The relay reads the
*present* state of each product behind the index's cursor, and gives it to the engine together with
the new cursor in one commit of the engine. After a crash it does the same once more, which changes
nothing: a document never replaces one of a higher revision. Several processes may follow, each with
an index of its own. Where they share one, they take turns: a product's document may change without
its revision (its agency was renamed), so that two must not tell of it at once.

The store remembers which index was told, and how far. An index that is another one (lost, broken,
restored) or that knows less is built anew before it is told anything else.
"""

import logging
import threading
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from registry import indexing
from registry.recording import INDEX
from registry.runtime import Runtime
from registry.store import feed
from registry.store.engine import is_file
from registry.store.tables import (
    AgencyRow,
    OutboxRow,
    ProductAliasRow,
    ProductRow,
    SearchIndexRow,
)
from search.backend import BackendUnavailableError
from search.document import SearchDocument

BATCH = 500
"""Outbox rows in one commit of the engine, which costs about twenty syncs whatever its size."""

FORGOTTEN = timedelta(days=30)
"""An index that was told nothing for so long is forgotten; it is built anew if it comes back."""

BEHIND = "The search index is not the one that was filled, and is built anew."

_LONGEST_PAUSE_S = 5.0
_GATHER_S = 0.04  # what is published meanwhile shares a commit of the engine
_LOOK_AGAIN_S = 5.0  # another process (a command) may have written
_LOOK_AGAIN_SHARED_S = 0.5  # other servers write all the time
_SOON_S = 0.02  # a transaction that began earlier has not ended yet
_NOT_AT_ONCE_S = 0.1  # or another process has the turn
_log = logging.getLogger(__name__)


class Relay:
    """The thread of one server process. Survives every failure of the engine."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="charter-relay", daemon=True)

    def start(self) -> "Relay":
        """Begin, with what waits from before."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop after the batch at hand. What still waits is carried over at the next start."""
        self._stopping.set()
        self._runtime.written.set()
        self._thread.join()

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            self._runtime.written.clear()
            try:
                drain(self._runtime)
                pause_s = self._pause_s()
            # Whatever an engine or the database does, publishing must go on and this must retry.
            except Exception as error:  # noqa: BLE001 # see above
                failures += 1
                self._runtime.indexing_trouble = f"{type(error).__name__}: {error}"
                _log.warning("indexing failed, will try again: %s", error)
                self._stopping.wait(min(0.25 * 2**failures, _LONGEST_PAUSE_S))
                continue
            failures = 0
            self._runtime.indexing_trouble = ""
            if self._runtime.written.wait(pause_s):
                self._stopping.wait(_GATHER_S)

    def _pause_s(self) -> float:
        if is_file(self._runtime.settings.database):
            return _LOOK_AGAIN_S
        if not lag(self._runtime)[0]:
            return _LOOK_AGAIN_SHARED_S
        return _NOT_AT_ONCE_S if self._runtime.search.is_shared else _SOON_S


def drain(runtime: Runtime) -> int:
    """Carry over everything that may be read; return the number of changes that were.

    None are where another process has the turn. Raises: BackendUnavailableError, with what is left
    still waiting.
    """
    with runtime.indexing() as is_ours:
        return _drained(runtime) if is_ours else 0


def _drained(runtime: Runtime) -> int:
    carried = _catch_up(runtime)
    while True:
        cursor = runtime.search.cursor()
        with runtime.read() as session:
            waiting = feed.after(session, INDEX, cursor, BATCH)
            if not waiting:
                return carried
            products = {product for _, product in waiting}
            upserts = list(indexing.documents(session, products))
            deletes = _gone(session, products, upserts)
        told = runtime.search.identity()
        if told:
            runtime.search.apply(upserts, deletes, cursor=waiting[-1][0])
        if told and runtime.search.identity() == told:
            carried += len(waiting)
            _remember(runtime, told, waiting[-1][0])
        else:  # there is no index yet, or it went away meanwhile and another one has begun
            carried += _renew(runtime)[1]


def _catch_up(runtime: Runtime) -> int:
    """Rebuild an index that is not the one that was told; return how many changes that took."""
    if not is_behind(runtime):
        return 0
    return _renew(runtime)[1]


def is_behind(runtime: Runtime) -> bool:
    """Whether the index lacks what the store remembers to have told it. Waiting rows do not count.

    Raises: BackendUnavailableError.
    """
    identity = runtime.search.identity()
    with runtime.read() as session:
        told = session.get(SearchIndexRow, identity) if identity else None
    cursor = runtime.search.cursor()  # asked after that: another process may tell it more meanwhile
    with runtime.read() as session:
        if told is not None:  # an index that knows more belongs to a later state of the store
            return not told.cursor <= cursor <= feed.reached(session, INDEX)
        others = session.execute(select(col(SearchIndexRow.identity)).limit(1)).first()
        passed = session.execute(
            select(col(OutboxRow.seq))
            .where(col(OutboxRow.sink) == INDEX, col(OutboxRow.position) <= cursor)
            .limit(1)
        ).first()
    # An index that the store does not know may begin where the outbox does: all is to come.
    return bool(others or passed) or cursor > 0


def rebuild(runtime: Runtime) -> int:
    """Make the index anew from the store, beside the old one; return how many documents it has."""
    with runtime.indexing(waits=True):
        return _renew(runtime)[0]


def lag(runtime: Runtime) -> tuple[int, float]:
    """Return how many changes the index has yet to hear of, and the oldest one's age in seconds.

    An engine that does not answer has heard of what the store remembers to have told anybody.
    """
    with runtime.read() as session:
        try:
            runtime.search.identity()  # looks whether the index is still the same
            cursor = runtime.search.cursor()
        except BackendUnavailableError:
            newest = select(func.max(col(SearchIndexRow.cursor)))
            cursor = session.execute(newest).scalar_one() or 0
        count, oldest = session.execute(
            select(func.count(), func.min(col(OutboxRow.created_at))).where(
                col(OutboxRow.sink) == INDEX, col(OutboxRow.position) > cursor
            )
        ).one()
    age = runtime.clock() - oldest if count else timedelta()
    return count, max(0.0, age.total_seconds())


def _gone(session: Session, products: set[int], upserts: list[SearchDocument]) -> Mapping[str, int]:
    """Return id -> revision of what must not be found: products without document, old addresses."""
    present = {document.id for document in upserts}
    lines = session.execute(
        select(col(AgencyRow.slug), col(ProductRow.slug), col(ProductRow.revision))
        .join(AgencyRow, col(AgencyRow.id) == col(ProductRow.agency_id))
        .where(col(ProductRow.id).in_(products))
        .union_all(
            select(
                col(ProductAliasRow.agency_slug),
                col(ProductAliasRow.product_slug),
                col(ProductRow.revision),
            )
            .join(ProductRow, col(ProductRow.id) == col(ProductAliasRow.product_id))
            .where(col(ProductRow.id).in_(products))
        )
    )
    named = {f"{agency}/{slug}": revision for agency, slug, revision in lines}
    return {name: revision for name, revision in named.items() if name not in present}


def _renew(runtime: Runtime) -> tuple[int, int]:
    """Build the index anew; return the numbers of its documents and of the changes in it."""
    before = lag(runtime)[0]
    with runtime.read() as session:  # one snapshot: the documents are those of the cursor
        cursor = feed.reached(session, INDEX)
        count = runtime.search.rebuild(indexing.documents(session), cursor=cursor)
    _remember(runtime, runtime.search.identity(), cursor)
    return count, before - lag(runtime)[0]


def _remember(runtime: Runtime, identity: str, cursor: int) -> None:
    """Write down how far an index was told; forget those that were not for a long time."""
    at = runtime.clock()

    def work(session: Session) -> None:
        session.merge(SearchIndexRow(identity=identity, cursor=cursor, told_at=at))
        old = col(SearchIndexRow.told_at) < at - FORGOTTEN
        session.execute(delete(SearchIndexRow).where(old, col(SearchIndexRow.identity) != identity))

    runtime.write(work)
