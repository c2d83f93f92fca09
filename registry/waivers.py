"""Who answers for a finding that would keep a version back? Somebody else than its publisher.

A waiver is bound to one product and one finding's fingerprint, has a reason, an approver and a last
day. It weighs for check and publish alike, from the moment it is granted.
"""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from registry.addresses import Ref, require_address
from registry.audit import Event
from registry.errors import InvalidRequestError
from registry.identity import Actor
from registry.permissions import Action, require
from registry.recording import announce
from registry.runtime import Runtime
from registry.store.queries import visible_product, waivers_of
from registry.store.tables import WaiverRow
from registry.policy_views import WaiverView

MAX_WAIVER_DAYS = 365
MAX_REASON = 1000


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
    words = " ".join(reason.split())
    if len(fingerprint) != _DIGITS or not _HEXADECIMAL.issuperset(fingerprint):
        raise InvalidRequestError(
            "A fingerprint has 16 hexadecimal digits.",
            next_step="Take it from the report: 'charter check FILE --format json'.",
        )
    if not words or len(words) > MAX_REASON:
        raise InvalidRequestError(f"A waiver has a reason of at most {MAX_REASON} characters.")
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


def _view(row: WaiverRow, today: date) -> WaiverView:
    return WaiverView(
        fingerprint=row.fingerprint,
        reason=row.reason,
        approver=row.approver_name,
        granted_at=row.granted_at,
        until=row.until_on,
        is_over=row.until_on < today,
    )
