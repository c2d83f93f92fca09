"""Who answers for a finding that would keep a version back? Somebody else than its publisher.

A waiver is bound to one product and one finding's fingerprint, has a reason, an approver and a last
day. It weighs for check and publish alike, from the moment it is granted until its last day is over
or somebody takes it back. That it is over is written down once, and it counts no more in any case.
"""

from datetime import date, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from registry.addresses import Ref, require_address
from registry.addresses import reason as sentence
from registry.audit import Event
from registry.errors import InvalidRequestError, NotFoundError
from registry.identity import SYSTEM, Actor
from registry.permissions import Action, require
from registry.policy_views import WaiverState, WaiverView
from registry.recording import announce
from registry.runtime import Runtime
from registry.store.engine import locks_rows
from registry.store.queries import is_counting, visible_product, waivers_of
from registry.store.tables import AgencyRow, ProductRow, WaiverRow

MAX_WAIVER_DAYS = 365


def grant(  # what is waived, on what, why and until when
    runtime: Runtime, actor: Actor, ref: Ref, fingerprint: str, *, reason: str, until: date
) -> WaiverView:
    """Waive a finding on a product up to the day *until*, in the name of *actor*. Writes.

    Raises: InvalidRequestError for a fingerprint, reason or day that cannot be; NotAllowedError;
    NotSignedInError; NotFoundError.
    """
    require_address(ref)
    require(actor, Action.WAIVE, ref.agency, ref.product)
    today = runtime.clock().date()
    words = sentence(reason)
    if len(fingerprint) != _DIGITS or not _HEXADECIMAL.issuperset(fingerprint):
        raise InvalidRequestError(
            "A fingerprint has 16 hexadecimal digits.",
            next_step="Take it from the report: 'charter check FILE --format json'.",
        )
    if not today <= until <= today + timedelta(days=MAX_WAIVER_DAYS):
        raise InvalidRequestError(
            f"A waiver ends within {MAX_WAIVER_DAYS} days, and not before today."
        )

    def work(session: Session) -> WaiverView:
        product, agency, _ = visible_product(session, actor, ref.agency, ref.product)
        require(actor, Action.WAIVE, agency, product.slug)
        at = runtime.clock()
        row = WaiverRow(
            product_id=product.id,
            fingerprint=fingerprint,
            reason=words,
            approver=actor.id,
            approver_name=actor.name,
            granted_at=at,
            until_on=until,
        )
        session.add(row)
        event = Event(
            type="waiver.granted",
            kind="product",
            subject=f"{agency}/{product.slug}",
            reason_code=fingerprint,
            reason_text=f"until {until}: {words}",
        )
        announce(session, actor, at, product, event)  # a verdict that was made before is stale
        return _view(row, today)

    return runtime.write(work)


def revoke(
    runtime: Runtime, actor: Actor, ref: Ref, fingerprint: str, *, reason: str
) -> WaiverView:
    """Take back what waives a finding on a product, in the name of *actor*. Writes.

    Raises: NotFoundError where nothing waives it; InvalidRequestError for a reason that cannot be;
    NotAllowedError; NotSignedInError.
    """
    require_address(ref)
    require(actor, Action.WAIVE, ref.agency, ref.product)
    words = sentence(reason)

    def work(session: Session) -> WaiverView:
        product, agency, _ = visible_product(session, actor, ref.agency, ref.product)
        require(actor, Action.WAIVE, agency, product.slug)
        at = runtime.clock()
        found = [
            row
            for row in waivers_of(session, product.id)
            if row.fingerprint == fingerprint and is_counting(row, at.date())
        ]
        if not found:
            raise NotFoundError(f"Nothing waives a finding '{fingerprint}' on {ref}.")
        for row in found:
            row.ended_at, row.ended_by, row.ended_by_name = at, actor.id, actor.name
        event = Event(
            type="waiver.revoked",
            kind="product",
            subject=f"{agency}/{product.slug}",
            reason_code=fingerprint,
            reason_text=words,
        )
        announce(session, actor, at, product, event)  # a verdict that was made before is stale
        return _view(found[0], at.date())

    return runtime.write(work)


def expire(runtime: Runtime) -> int:
    """Write down which waivers have run out; return how many. Each is written once. Writes."""

    def work(session: Session) -> int:
        at = runtime.clock()
        over = session.execute(
            update(WaiverRow)
            .where(col(WaiverRow.ended_at).is_(None), col(WaiverRow.until_on) < at.date())
            .values(ended_at=at)
            .returning(col(WaiverRow.id))
            .execution_options(synchronize_session=False)
        ).scalars()
        query = (
            select(WaiverRow, ProductRow, col(AgencyRow.slug))
            .join(ProductRow, col(ProductRow.id) == col(WaiverRow.product_id))
            .join(AgencyRow, col(AgencyRow.id) == col(ProductRow.agency_id))
            .where(col(WaiverRow.id).in_(over.all()))
            .order_by(col(WaiverRow.until_on), col(WaiverRow.id))
        )
        if locks_rows(session):
            query = query.with_for_update(of=ProductRow, key_share=True)
        found = session.execute(query).all()
        for row, product, agency in found:
            event = Event(
                type="waiver.expired",
                kind="product",
                subject=f"{agency}/{product.slug}",
                reason_code=row.fingerprint,
                reason_text=f"granted by {row.approver_name} until {row.until_on}: {row.reason}",
            )
            announce(session, SYSTEM, at, product, event)
        return len(found)

    with runtime.read() as session:  # mostly there is nothing to write
        due = select(col(WaiverRow.id)).where(
            col(WaiverRow.ended_at).is_(None), col(WaiverRow.until_on) < runtime.clock().date()
        )
        if session.execute(due.limit(1)).first() is None:
            return 0
    return runtime.write(work)


def waivers(runtime: Runtime, actor: Actor, ref: Ref) -> list[WaiverView]:
    """Return the waivers on a product, the newest first, ended ones as well.

    Raises: NotFoundError, also for a product that the caller may not see.
    """
    today = runtime.clock().date()
    with runtime.read() as session:
        product, _, _ = visible_product(session, actor, ref.agency, ref.product)
        return [_view(row, today) for row in waivers_of(session, product.id)]


_DIGITS = 16
_HEXADECIMAL = frozenset("0123456789abcdef")


def _state(row: WaiverRow, today: date) -> WaiverState:
    if is_counting(row, today):
        return WaiverState.IN_FORCE
    return WaiverState.WITHDRAWN if row.ended_by is not None else WaiverState.EXPIRED


def _view(row: WaiverRow, today: date) -> WaiverView:
    return WaiverView(
        fingerprint=row.fingerprint,
        reason=row.reason,
        approver=row.approver_name,
        granted_at=row.granted_at,
        until=row.until_on,
        state=_state(row, today),
        ended_at=row.ended_at,
        ended_by=row.ended_by_name,
    )
