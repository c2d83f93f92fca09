"""In which order were outbox rows committed, and up to where is nothing missing?

A follower that reads rows in the order of a sequence would miss what a slower transaction commits
later under a lower number. So a row holds a *position*: on SQLite, where one writes after another,
the number of its audit event; on PostgreSQL the number of its transaction. There a position counts
as reached when every transaction up to it has ended, which the snapshot of the reader tells.
"""

from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, String, cast, func, insert, select
from sqlalchemy.orm import Session
from sqlmodel import col

from registry.store.tables import OutboxRow

NOTICES = "notices"
"""The sink of what people and agencies are told. See `registry.outbox`."""


def enter(session: Session, sink: str, product_id: int, audit_seq: int, at: datetime) -> None:
    """Write down that *sink* has to hear of an audit event, in the transaction of *session*."""
    session.execute(
        insert(OutboxRow).values(
            sink=sink,
            product_id=product_id,
            audit_seq=audit_seq,
            created_at=at,
            position=_THIS if _is_server(session) else audit_seq,
        )
    )


def reached(session: Session, sink: str) -> int:
    """Return the position up to which the snapshot of *session* has everything, 0 for nothing."""
    if _is_server(session):
        return session.execute(select(_OLDEST)).scalar_one() - 1
    newest = select(func.max(col(OutboxRow.position))).where(col(OutboxRow.sink) == sink)
    return session.execute(newest).scalar_one() or 0


def after(session: Session, sink: str, cursor: int, limit: int) -> list[tuple[int, int]]:
    """Return (position, product) of the rows after *cursor*, in order, about *limit* of them.

    Rows of one position come together, so that the last position may be the next cursor.
    """
    query = (
        select(col(OutboxRow.position), col(OutboxRow.product_id))
        .where(
            col(OutboxRow.sink) == sink,
            col(OutboxRow.position) > cursor,
            col(OutboxRow.position) <= reached(session, sink),
        )
        .order_by(col(OutboxRow.position))
    )
    found = [(place, product) for place, product in session.execute(query.limit(limit))]
    if len(found) < limit:
        return found
    last = found[-1][0]
    same = session.execute(query.where(col(OutboxRow.position) == last))
    return [
        *(row for row in found if row[0] < last),
        *((place, product) for place, product in same),
    ]


_THIS: ColumnElement[int] = cast(cast(func.pg_current_xact_id(), String), BigInteger)
_OLDEST: ColumnElement[int] = cast(
    cast(func.pg_snapshot_xmin(func.pg_current_snapshot()), String), BigInteger
)


def _is_server(session: Session) -> bool:
    return session.get_bind().dialect.name != "sqlite"
