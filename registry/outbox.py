"""What waits in the outbox to be delivered, whose turn is it, and what became of it?

For sinks whose rows are delivered once, whoever does it: that is `notices`. The rows of a product
are delivered in their order, one at a time; products do not wait for each other. A row is claimed
by a lock that ends with the transaction that delivers it, so the claims of a process that dies are
free at once, and what it had not committed never happened.

A row that fails is tried again, later and later, and its product waits for it. After `ATTEMPTS` it
is a dead letter: the product goes on without it, and a person looks at it.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import ColumnElement, Select, exists, func, or_, select, update
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from registry import audit
from registry.audit import Event
from registry.errors import InvalidRequestError, NotFoundError
from registry.identity import Actor
from registry.notice_views import LetterView
from registry.permissions import Action, require
from registry.runtime import Runtime
from registry.store.engine import locks_rows
from registry.store.feed import NOTICES
from registry.store.tables import AgencyRow, AuditEventRow, OutboxRow, ProductRow

ATTEMPTS = 10
"""How often a row is tried, over about a quarter of an hour, before it is a dead letter."""

BATCH = 20
"""Rows that are claimed at once, each of a product of its own. SQLite writes nothing else then."""

MAX_REASON = 1000

Carry = Callable[[Session, OutboxRow], None]
"""Delivers a row in the transaction of a session. What it raises counts as a failed attempt."""


class Batch(msgspec.Struct, frozen=True):
    """What became of the rows of one transaction. ``claimed`` may have failed as well."""

    claimed: int
    settled: int


def is_due(runtime: Runtime) -> bool:
    """Whether some row has its turn. Others may have claimed it already."""
    with runtime.read() as session:
        query = _turn(runtime.clock()).with_only_columns(col(OutboxRow.seq)).limit(1)
        return session.execute(query).first() is not None


def deliver(runtime: Runtime, carry: Carry) -> Batch:
    """Deliver the oldest row of each product whose turn it is, `BATCH` at most. Writes.

    Rows that somebody else delivers at this moment are passed over. Raises: UnavailableError where
    the database does not answer; nothing counts as tried then.
    """

    def work(session: Session) -> Batch:
        at = runtime.clock()
        rows = _claim(session, at)
        settled = 0
        for row in rows:
            try:
                with session.begin_nested():
                    carry(session, row)
            except (OperationalError, InterfaceError):  # of the database, and not of this row
                raise
            # Whatever is wrong with a row, the others must go on and this one must say so.
            except Exception as error:  # noqa: BLE001 # see above
                _fail(row, at, error)
            else:
                row.settled_at, row.next_at = at, None
                settled += 1
        return Batch(claimed=len(rows), settled=settled)

    return runtime.write(work)


def lag(runtime: Runtime) -> tuple[int, float]:
    """Return how many rows wait, and the age of the oldest in seconds. Dead letters do not wait."""
    with runtime.read() as session:
        count, oldest = session.execute(
            select(func.count(), func.min(col(OutboxRow.created_at))).where(
                *_UNSETTLED, col(OutboxRow.dead_at).is_(None)
            )
        ).one()
    age = runtime.clock() - oldest if count else timedelta()
    return count, max(0.0, age.total_seconds())


def dead_letters(runtime: Runtime) -> int:
    """Return how many rows nobody tries any more."""
    with runtime.read() as session:
        return session.execute(
            select(func.count()).where(*_UNSETTLED, col(OutboxRow.dead_at).is_not(None))
        ).scalar_one()


def letters(runtime: Runtime, actor: Actor, *, limit: int = 200) -> list[LetterView]:
    """Return what is not delivered yet, dead letters first, then the oldest.

    Raises: NotAllowedError; NotSignedInError.
    """
    require(actor, Action.ADMINISTER, "*")
    query = (
        select(
            OutboxRow,
            col(AuditEventRow.type),
            col(AgencyRow.slug),
            col(ProductRow.slug),
        )
        .join(AuditEventRow, col(AuditEventRow.seq) == col(OutboxRow.audit_seq))
        .join(ProductRow, col(ProductRow.id) == col(OutboxRow.product_id))
        .join(AgencyRow, col(AgencyRow.id) == col(ProductRow.agency_id))
        .where(*_UNSETTLED)
        .order_by(col(OutboxRow.dead_at).is_(None), col(OutboxRow.seq))
        .limit(limit)
    )
    with runtime.read() as session:
        return [
            LetterView(
                id=row.seq,
                product=f"{agency}/{product}",
                event=event,
                created_at=row.created_at,
                attempts=row.attempts,
                trouble=row.trouble,
                next_at=row.next_at,
                dead_at=row.dead_at,
            )
            for row, event, agency, product in session.execute(query)
        ]


def retry(runtime: Runtime, actor: Actor, letter: int | None = None) -> int:
    """Let a row, or every dead letter, be tried anew at once; return how many. Writes.

    It is the oldest of its product again, so what is newer and still waits comes after it.

    Raises: NotFoundError where *letter* does not wait; NotAllowedError; NotSignedInError.
    """
    require(actor, Action.ADMINISTER, "*")
    which = col(OutboxRow.dead_at).is_not(None) if letter is None else _is(letter)

    def work(session: Session) -> int:
        found = session.execute(
            update(OutboxRow)
            .where(*_UNSETTLED, which)
            .values(dead_at=None, next_at=None, attempts=0)
            .returning(col(OutboxRow.seq))
            .execution_options(synchronize_session=False)
        ).all()
        if letter is not None and not found:
            raise _missing(letter)
        return len(found)

    return runtime.write(work)


def drop(runtime: Runtime, actor: Actor, letter: int, *, reason: str) -> None:
    """Give up a row for good: nobody is told of its event. The trail says who did, and why. Writes.

    Raises: NotFoundError where *letter* does not wait; InvalidRequestError for a reason that cannot
    be; NotAllowedError; NotSignedInError.
    """
    require(actor, Action.ADMINISTER, "*")
    words = " ".join(reason.split())
    if not words or len(words) > MAX_REASON:
        raise InvalidRequestError(f"A reason has 1 to {MAX_REASON} characters.")

    def work(session: Session) -> None:
        query = (
            select(OutboxRow, col(AgencyRow.slug), col(ProductRow.slug))
            .join(ProductRow, col(ProductRow.id) == col(OutboxRow.product_id))
            .join(AgencyRow, col(AgencyRow.id) == col(ProductRow.agency_id))
            .where(*_UNSETTLED, _is(letter))
        )
        if locks_rows(session):
            query = query.with_for_update(of=OutboxRow)
        found = session.execute(query).first()
        if found is None:
            raise _missing(letter)
        row, agency, product = found
        row.settled_at = runtime.clock()
        event = Event(
            type="notice.dropped",
            kind="product",
            subject=f"{agency}/{product}",
            reason_code=str(row.audit_seq),
            reason_text=words,
        )
        audit.record(session, actor, row.settled_at, event)

    runtime.write(work)


_UNSETTLED = (col(OutboxRow.sink) == NOTICES, col(OutboxRow.settled_at).is_(None))
_LONGEST_S = 3600.0
_MAX_TROUBLE = 500
_LARGEST = 2**31


def _turn(at: datetime) -> Select[OutboxRow]:
    """Select the rows that may be delivered at *at*: of each product, the oldest that lives."""
    before = aliased(OutboxRow)
    is_behind = exists().where(
        col(before.sink) == NOTICES,
        col(before.settled_at).is_(None),
        col(before.dead_at).is_(None),
        col(before.product_id) == col(OutboxRow.product_id),
        col(before.seq) < col(OutboxRow.seq),
    )
    return (
        select(OutboxRow)
        .where(
            *_UNSETTLED,
            col(OutboxRow.dead_at).is_(None),
            or_(col(OutboxRow.next_at).is_(None), col(OutboxRow.next_at) <= at),
            ~is_behind,
        )
        .order_by(col(OutboxRow.seq))
    )


def _claim(session: Session, at: datetime) -> list[OutboxRow]:
    """Lock rows that have their turn, and that nobody else has locked, until the transaction ends.

    A row settled by somebody else since the statement began no longer matches once it is locked,
    and the one behind it matches only a later statement: so nothing is delivered twice, nor early.
    """
    query = _turn(at).limit(BATCH)
    if locks_rows(session):
        query = query.with_for_update(of=OutboxRow, skip_locked=True)
    return list(session.scalars(query))


def _fail(row: OutboxRow, at: datetime, error: Exception) -> None:
    row.attempts += 1
    row.trouble = f"{type(error).__name__}: {error}".partition("\n")[0][:_MAX_TROUBLE]
    if row.attempts >= ATTEMPTS:
        row.dead_at, row.next_at = at, None
        return
    # Rows that failed together do not come back together.
    pause_s = min(2.0**row.attempts, _LONGEST_S) * random.uniform(0.5, 1.0)  # noqa: S311 # no secret
    row.next_at = at + timedelta(seconds=pause_s)


def _is(letter: int) -> ColumnElement[bool]:
    return col(OutboxRow.seq) == (letter if 0 <= letter < _LARGEST else -1)


def _missing(letter: int) -> NotFoundError:
    return NotFoundError(
        f"No letter {letter} waits to be delivered.",
        next_step="'charter outbox list' shows those that do.",
    )
