"""Who follows a product? People for themselves, and for their whole agency those who may."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from registry.addresses import Ref, require_address
from registry.errors import InvalidRequestError, NotAllowedError, NotSignedInError
from registry.identity import Actor, Kind
from registry.notice_views import SubscriptionView
from registry.notices import of_agency
from registry.permissions import Action, require
from registry.runtime import Runtime
from registry.store.notice_tables import SubscriptionRow
from registry.store.queries import visible_product


def follow(
    runtime: Runtime, actor: Actor, ref: Ref, *, for_agency: bool = False
) -> SubscriptionView:
    """Let *actor*, or their whole agency, be told what happens to a product. Writes.

    Whoever follows it already goes on.

    Raises: NotFoundError, also for a product that they may not see; NotSignedInError and
    NotAllowedError for whoever is no person, or may not declare what their agency uses.
    """
    subscriber = _subscriber(actor, for_agency=for_agency)
    require_address(ref)

    def work(session: Session) -> SubscriptionView:
        product, agency, _ = visible_product(session, actor, ref.agency, ref.product)
        if subscriber not in _following(session, product.id, [subscriber]):
            session.add(
                SubscriptionRow(
                    product_id=product.id, subscriber=subscriber, created_at=runtime.clock()
                )
            )
            session.flush()
        return _view(session, actor, product.id, f"{agency}/{product.slug}")

    return runtime.write(work)


def unfollow(
    runtime: Runtime, actor: Actor, ref: Ref, *, for_agency: bool = False
) -> SubscriptionView:
    """Let *actor*, or their whole agency, no longer be told. Writes.

    Raises: as `follow`.
    """
    subscriber = _subscriber(actor, for_agency=for_agency)
    require_address(ref)

    def work(session: Session) -> SubscriptionView:
        product, agency, _ = visible_product(session, actor, ref.agency, ref.product)
        session.execute(
            delete(SubscriptionRow).where(
                col(SubscriptionRow.product_id) == product.id,
                col(SubscriptionRow.subscriber) == subscriber,
            )
        )
        return _view(session, actor, product.id, f"{agency}/{product.slug}")

    return runtime.write(work)


def subscription(runtime: Runtime, actor: Actor, ref: Ref) -> SubscriptionView:
    """Return whether *actor* and their agency follow a product. Raises: NotFoundError."""
    require_address(ref)
    with runtime.read() as session:
        product, agency, _ = visible_product(session, actor, ref.agency, ref.product)
        return _view(session, actor, product.id, f"{agency}/{product.slug}")


def is_followed(session: Session, actor: Actor, product_id: int) -> bool:
    """Whether *actor* follows a product, apart from their agency."""
    return actor.kind is Kind.PERSON and bool(_following(session, product_id, [actor.id]))


def _view(session: Session, actor: Actor, product_id: int, name: str) -> SubscriptionView:
    agency = of_agency(actor.agency or "")
    found = _following(session, product_id, [actor.id, agency])
    return SubscriptionView(
        product=name, following=actor.id in found, agency_following=agency in found
    )


def _following(session: Session, product_id: int, subscribers: list[str]) -> set[str]:
    return set(
        session.scalars(
            select(col(SubscriptionRow.subscriber)).where(
                col(SubscriptionRow.product_id) == product_id,
                col(SubscriptionRow.subscriber).in_(subscribers),
            )
        )
    )


def _subscriber(actor: Actor, *, for_agency: bool) -> str:
    if actor.kind is Kind.ANONYMOUS:
        raise NotSignedInError(
            "To follow a product, Charter must know who you are.",
            next_step="Sign in: only people follow products, and no token does.",
        )
    if actor.kind is not Kind.PERSON:
        raise NotAllowedError(
            f"{actor.name} is no person, and follows nothing.",
            next_step="Let somebody of the agency follow the product.",
        )
    if not for_agency:
        return actor.id
    if not actor.agency:
        raise InvalidRequestError(f"{actor.name} belongs to no agency.")
    require(actor, Action.DECLARE_USE, actor.agency)
    return of_agency(actor.agency)
