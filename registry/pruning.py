"""How long does the outbox remember what is done? Rows that everybody has heard of go in time.

What happened stays in the audit trail for ever; the outbox only says who has yet to hear of it.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from registry.recording import INDEX
from registry.relay import FORGOTTEN
from registry.runtime import Runtime
from registry.store.tables import OutboxRow, SearchIndexRow

KEPT = timedelta(days=30)
"""How long a row stays after everybody has heard of it, for whoever asks what was delivered."""


def prune(runtime: Runtime, *, kept: timedelta = KEPT) -> int:
    """Remove what was settled, or passed by every search index, *kept* ago. Writes.

    Rows of the index go from the oldest on, so that what is left begins at one event and has all
    from there on; the newest always stays, since it says how far the outbox has come. A search
    index that nobody told anything for long is forgotten first, and built anew if it comes back.
    Returns the number of rows that are gone.
    """
    at = runtime.clock()

    def work(session: Session) -> int:
        connection = session.connection()
        settled = connection.execute(
            delete(OutboxRow).where(
                col(OutboxRow.sink) != INDEX, col(OutboxRow.settled_at) < at - kept
            )
        ).rowcount
        furthest = select(func.max(col(SearchIndexRow.cursor))).scalar_subquery()
        connection.execute(
            delete(SearchIndexRow).where(
                col(SearchIndexRow.told_at) < at - FORGOTTEN, col(SearchIndexRow.cursor) < furthest
            )
        )
        passed = connection.execute(
            delete(OutboxRow).where(
                col(OutboxRow.sink) == INDEX,
                col(OutboxRow.audit_seq) < _first_kept(session, at - kept),
            )
        ).rowcount
        return settled + passed

    return runtime.write(work)


def _first_kept(session: Session, since: datetime) -> int:
    """Return the oldest event of which the index's rows are kept: an index lacks it, or it is new.

    Where no index was told anything, nothing is passed: 0.
    """
    passed = session.execute(select(func.min(col(SearchIndexRow.cursor)))).scalar()
    if passed is None:
        return 0
    seq, of_index = col(OutboxRow.audit_seq), col(OutboxRow.sink) == INDEX
    is_kept = (col(OutboxRow.position) > passed) | (col(OutboxRow.created_at) >= since)
    newest = session.execute(select(func.max(seq)).where(of_index)).scalar() or 0
    kept = session.execute(select(func.min(seq)).where(of_index, is_kept)).scalar()
    return newest if kept is None else min(kept, newest)
