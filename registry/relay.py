"""How does the search index hear of changes? A thread carries them over from the outbox.

A change and its outbox row were committed together, so nothing is forgotten. The relay reads the
*present* state of each product that waits, gives it to the engine together with the cursor in one
commit of the engine, and settles the rows after that. After a crash in between it does the same
once more, which changes nothing: a document never replaces one of a higher revision.

With the rows the store remembers which index was told, and how far. An index that is another one
(lost, broken, restored) or that knows less is built anew before anything else is settled.
"""

import logging
import threading
from collections.abc import Mapping
from datetime import timedelta

import msgspec
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from registry import indexing
from registry.recording import INDEX
from registry.runtime import Runtime
from registry.store.queries import setting
from registry.store.tables import AgencyRow, OutboxRow, ProductAliasRow, ProductRow, SettingRow
from search.document import SearchDocument

BATCH = 500
"""Outbox rows in one commit of the engine, which costs about twenty syncs whatever its size."""

BEHIND = "The search index is not the one that was filled, and is built anew."

_LONGEST_PAUSE_S = 30.0
_LOOK_AGAIN_S = 5.0  # another process (a command) may have written
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
            # Whatever an engine or the database does, publishing must go on and this must retry.
            except Exception as error:  # noqa: BLE001 # see above
                failures += 1
                self._runtime.indexing_trouble = f"{type(error).__name__}: {error}"
                _log.warning("indexing failed, will try again: %s", error)
                self._stopping.wait(min(0.25 * 2**failures, _LONGEST_PAUSE_S))
                continue
            failures = 0
            self._runtime.indexing_trouble = ""
            self._runtime.written.wait(_LOOK_AGAIN_S)


def drain(runtime: Runtime) -> int:
    """Carry over everything that waits; return the number of outbox rows that were settled.

    Raises: BackendUnavailableError, with what is left still waiting.
    """
    settled = catch_up(runtime)
    while True:
        with runtime.read() as session:
            waiting = _waiting(session)
            if not waiting:
                return settled
            products = {product for _, product in waiting}
            upserts = list(indexing.documents(session, products))
            deletes = _gone(session, products, upserts)
        told = runtime.search.identity()
        cursor = max(seq for seq, _ in waiting)
        if told:
            runtime.search.apply(upserts, deletes, cursor=cursor)
        if told and runtime.search.identity() == told:
            settled += _settle(runtime, Told(told, cursor))
        else:  # there is no index yet, or it went away meanwhile and another one has begun
            settled += _renew(runtime)[1]


def catch_up(runtime: Runtime) -> int:
    """Rebuild an index that is not the one that was told; return how many rows that settled."""
    if not is_behind(runtime):
        return 0
    return _renew(runtime)[1]


def is_behind(runtime: Runtime) -> bool:
    """Whether the index lacks what the store remembers to have told it. Waiting rows do not count.

    Raises: BackendUnavailableError.
    """
    identity, cursor = runtime.search.identity(), runtime.search.cursor()
    with runtime.read() as session:
        told = _told(session)
        if told is None:  # nothing was told yet, or by a Charter that did not remember it
            settled = select(col(OutboxRow.seq)).where(
                col(OutboxRow.sink) == INDEX, col(OutboxRow.settled_at).is_not(None)
            )
            return session.execute(settled.limit(1)).first() is not None
        newest = _newest(session)  # an index that knows more belongs to a later state of the store
    return identity != told.identity or not told.cursor <= cursor <= newest


def rebuild(runtime: Runtime) -> int:
    """Make the index anew from the store, beside the old one; return how many documents it has."""
    return _renew(runtime)[0]


def lag(runtime: Runtime) -> tuple[int, float]:
    """Return how many changes the index has yet to hear of, and the oldest one's age in seconds."""
    with runtime.read() as session:
        count, oldest = session.execute(
            select(func.count(), func.min(col(OutboxRow.created_at))).where(*_OPEN)
        ).one()
    age = runtime.clock() - oldest if count else timedelta()
    return count, max(0.0, age.total_seconds())


_OPEN = (col(OutboxRow.sink) == INDEX, col(OutboxRow.settled_at).is_(None))


def _waiting(session: Session) -> list[tuple[int, int]]:
    """Return the oldest rows that wait, as (seq, product)."""
    lines = session.execute(
        select(col(OutboxRow.seq), col(OutboxRow.product_id))
        .where(*_OPEN)
        .order_by(col(OutboxRow.seq))
        .limit(BATCH)
    )
    return [(seq, product) for seq, product in lines]


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


class Told(msgspec.Struct, frozen=True):
    """Which index was told of the outbox rows, and up to which one."""

    identity: str
    cursor: int


def _renew(runtime: Runtime) -> tuple[int, int]:
    """Build the index anew; return the numbers of its documents and of the rows that it settled."""
    with runtime.read() as session:  # one snapshot: the documents are those of the cursor
        cursor = _newest(session)
        count = runtime.search.rebuild(indexing.documents(session), cursor=cursor)
    return count, _settle(runtime, Told(runtime.search.identity(), cursor))


def _settle(runtime: Runtime, told: Told) -> int:
    """Settle the rows of which *told* has heard, and remember it; return how many there were."""

    def work(session: Session) -> int:
        settled = session.scalars(
            update(OutboxRow)
            .where(*_OPEN, col(OutboxRow.seq) <= told.cursor)
            .values(settled_at=runtime.clock())
            .returning(col(OutboxRow.seq))
            .execution_options(synchronize_session=False)
        ).all()
        session.merge(SettingRow(name=_TOLD, value=msgspec.json.encode(told).decode()))
        return len(settled)

    return runtime.write(work)


def _told(session: Session) -> Told | None:
    remembered = setting(session, _TOLD)
    return msgspec.json.decode(remembered, type=Told) if remembered else None


_TOLD = "search-index"


def _newest(session: Session) -> int:
    """Return the number of the newest outbox row, 0 where there is none."""
    newest = select(func.max(col(OutboxRow.seq))).where(col(OutboxRow.sink) == INDEX)
    return session.execute(newest).scalar_one() or 0
