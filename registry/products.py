"""What does the registry itself decide of a product? Its title, who may know of it, its address."""

from collections.abc import Callable, Sequence

import msgspec
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from registry import recording
from registry.addresses import (
    MAX_SLUG,
    Ref,
    is_slug,
    plain,
    require_address,
    require_name,
    shown,
)
from registry.audit import Event
from registry.errors import (
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    NotSignedInError,
)
from registry.identity import Actor, Kind
from registry.judging import MAX_MAJOR, Standing, is_seen, require_of
from registry.permissions import Action, require
from registry.runtime import Runtime
from registry.store.queries import agency_by_slug, find_product, uses_of, visible_product
from registry.store.tables import AgencyRow, AssignmentRow, DeclaredUseRow, ProductAliasRow
from registry.views import UseView, Visibility

MAX_USES = 100
"""Uses of a product that one agency may have declared at a time."""


def set_product(  # what there is to set, each by its name
    runtime: Runtime,
    actor: Actor,
    ref: Ref,
    *,
    title: str | None = None,
    visibility: Visibility | None = None,
    agencies: Sequence[str] = (),
) -> None:
    """Set the title people read, or who may know of the product; what is None stays.

    *agencies* are the slugs of those who may know of it where the visibility is `agencies`.
    """
    if title is not None:
        require_name("The title", title)

    def change(session: Session, standing: Standing) -> list[Event]:
        product = standing.product
        if product is None:
            raise _missing(ref)
        subject = str(standing.ref)
        events = []
        if title is not None and (title != product.title or not product.is_titled):
            product.is_titled = True
            recording.retitle(product, title)
            events.append(Event(type="product.updated", kind="product", subject=subject))
        shared = sorted(set(agencies)) if visibility is Visibility.AGENCIES else []
        if visibility is not None and (product.visibility, product.shared_with) != (
            visibility,
            shared,
        ):
            _require_agencies(session, shared)
            told = f"{product.visibility} -> {visibility.value} {' '.join(shared)}".strip()
            product.visibility = visibility.value
            product.shared_with = shared
            recording.renew_audience(session, product, standing.ref.agency)
            events.append(
                Event(
                    type="product.visibility.changed",
                    kind="product",
                    subject=subject,
                    reason_text=told,
                )
            )
        return events

    _changed(runtime, actor, Action.PRESENT, ref, change)


def rename_product(runtime: Runtime, actor: Actor, ref: Ref, slug: str) -> Ref:
    """Give the product another address within its agency. The old one leads to it for ever.

    Raises: ConflictError where the new address is, or once was, another product's.
    """
    if not is_slug(slug):
        raise InvalidRequestError(
            f"'{shown(slug)}' cannot stand in an address.",
            next_step=f"Use at most {MAX_SLUG} lower-case letters, digits and hyphens.",
        )

    def change(session: Session, standing: Standing) -> list[Event]:
        product, old = standing.product, standing.ref
        if product is None:
            raise _missing(ref)
        holder = find_product(session, old.agency, slug)
        if holder is not None and holder.id != product.id:
            raise ConflictError(f"'{old.agency}/{slug}' is, or was, another product's address.")
        if slug == product.slug:
            return []
        former = session.get(ProductAliasRow, (old.agency, slug))
        if former is not None:  # back to an address it had before
            session.delete(former)
        session.add(
            ProductAliasRow(
                agency_slug=old.agency, product_slug=product.slug, product_id=product.id
            )
        )
        product.slug = slug
        session.execute(  # those who answer for it go on doing so
            update(AssignmentRow)
            .where(col(AssignmentRow.scope) == str(old))
            .values(scope=f"{old.agency}/{slug}")
        )
        session.flush()
        recording.renew_audience(session, product, old.agency)
        return [
            Event(
                type="product.updated",
                kind="product",
                subject=f"{old.agency}/{slug}",
                reason_text=f"address was {old}",
            )
        ]

    _changed(runtime, actor, Action.PRESENT, ref, change)
    return Ref(agency=ref.agency, product=slug)


def declare_use(runtime: Runtime, actor: Actor, ref: Ref, use: UseView) -> UseView:
    """Write down that an agency relies on a major version: impact names it from then on.

    Declaring the same purpose again replaces its columns.

    Raises: InvalidRequestError, NotFoundError, NotSignedInError, NotAllowedError.
    """
    require(actor, Action.DECLARE_USE, use.agency)
    require_name("The purpose", use.purpose)
    require_address(ref)
    if not 0 <= use.major <= MAX_MAJOR:
        raise InvalidRequestError(f"There is no major version {use.major}.")
    for column in use.columns:
        require_name("A column", column)

    def work(session: Session) -> UseView:
        standing = Standing(session, ref, None)
        product = standing.product
        if product is None or not is_seen(session, actor, product):
            raise _missing(ref)
        user = agency_by_slug(session, use.agency)
        at = runtime.clock()
        row = session.scalars(
            select(DeclaredUseRow).where(
                col(DeclaredUseRow.product_id) == product.id,
                col(DeclaredUseRow.major) == use.major,
                col(DeclaredUseRow.agency_id) == user.id,
                col(DeclaredUseRow.purpose) == use.purpose,
            )
        ).first()
        if row is None:
            mine = (
                col(DeclaredUseRow.product_id) == product.id,
                col(DeclaredUseRow.agency_id) == user.id,
            )
            count = session.execute(select(func.count()).where(*mine)).scalar_one()
            if count >= MAX_USES:
                raise ConflictError(
                    f"{use.agency} has declared {count} uses of {ref}, and no more are kept.",
                    next_step="End those that are over, or say one purpose for several.",
                )
            row = DeclaredUseRow(
                product_id=product.id,
                major=use.major,
                agency_id=user.id,
                purpose=use.purpose,
                columns=[],
                created_at=at,
            )
            session.add(row)
        row.columns = list(use.columns)
        event = Event(
            type="product.use.declared",
            kind="product",
            subject=str(standing.ref),
            version=f"{use.major}.x",
            reason_text=f"{use.agency}: {use.purpose}",
        )
        recording.announce(session, actor, at, product, event)
        return msgspec.structs.replace(use, agency_name=user.name)

    return runtime.write(work)


def uses(runtime: Runtime, actor: Actor, ref: Ref) -> tuple[UseView, ...]:
    """Return who declared to rely on a product, by agency. For everybody who is signed in.

    Raises: NotSignedInError; NotFoundError, also for a product that the caller may not see.
    """
    require_address(ref)
    with runtime.read() as session:
        product, _, _ = visible_product(session, actor, ref.agency, ref.product)
        if actor.kind is Kind.ANONYMOUS:
            raise NotSignedInError(
                "Who uses a product is for those who are signed in.",
                next_step="Sign in, or send a token: 'Authorization: Bearer <token>'.",
            )
        return tuple(uses_of(session, product.id))


def end_use(  # whose use of what it is has three parts
    runtime: Runtime, actor: Actor, ref: Ref, *, agency: str, major: int, purpose: str
) -> None:
    """End what *agency* declared to rely on. The line may be retired once nobody uses it. Writes.

    Raises: NotFoundError where that was not declared, or has ended; NotSignedInError,
    NotAllowedError for whoever may not speak for *agency*.
    """
    require(actor, Action.DECLARE_USE, agency)
    require_address(ref)

    def work(session: Session) -> None:
        standing = Standing(session, ref, None)
        product = standing.product
        row = None
        if product is not None and 0 <= major <= MAX_MAJOR:
            row = session.scalars(
                select(DeclaredUseRow)
                .join(AgencyRow, col(AgencyRow.id) == col(DeclaredUseRow.agency_id))
                .where(
                    col(DeclaredUseRow.product_id) == product.id,
                    col(DeclaredUseRow.major) == major,
                    col(AgencyRow.slug) == agency,
                    col(DeclaredUseRow.purpose) == plain(purpose),
                )
            ).first()
        if product is None or row is None:
            raise NotFoundError(
                f"{agency} has declared no such use of {ref} {major}.x.",
                next_step="List its uses: the purpose is that which was declared, word for word.",
            )
        session.delete(row)
        event = Event(
            type="product.use.ended",
            kind="product",
            subject=str(standing.ref),
            version=f"{major}.x",
            reason_text=f"{agency}: {row.purpose}",
        )
        # The users of a line weigh in each verdict: one that was made before is stale.
        recording.announce(session, actor, runtime.clock(), product, event)

    runtime.write(work)


def _changed(
    runtime: Runtime,
    actor: Actor,
    action: Action,
    ref: Ref,
    change: Callable[[Session, Standing], list[Event]],
) -> None:
    """Run *change* on a product in the writer, and announce what it says has happened."""
    require_address(ref)

    def work(session: Session) -> None:
        standing = Standing(session, ref, None)
        require_of(actor, action, standing)
        events = change(session, standing)
        for event in events:
            if standing.product is not None:
                recording.announce(session, actor, runtime.clock(), standing.product, event)

    runtime.write(work)


def _require_agencies(session: Session, slugs: Sequence[str]) -> None:
    known = set(session.scalars(select(col(AgencyRow.slug)).where(col(AgencyRow.slug).in_(slugs))))
    for slug in slugs:
        if slug not in known:
            raise NotFoundError(f"There is no agency '{shown(slug)}'.")


def _missing(ref: Ref) -> NotFoundError:
    return NotFoundError(
        f"There is no product '{ref}' that you may see.",
        next_step="Look for it in the search, or in the list of its agency.",
    )
