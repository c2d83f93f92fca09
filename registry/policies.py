"""Which policy holds for a product? That of its agency, and what was set for the product itself.

A product's policy says only what differs from its agency's. Where somebody set it who may not set
the agency's, it counts as far as it is stricter: a later, stricter policy of the agency holds all
the same. Nothing in a request changes any of it, so check and publish weigh alike.
"""

from functools import lru_cache

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session
from sqlmodel import col

from contracts.findings import Severity
from contracts.layering import stricter
from contracts.policy import IN_REGISTRY, Policy, label
from contracts.policy_document import PolicyError, known_policy, read_policy
from registry import audit
from registry.addresses import Ref
from registry.audit import Event
from registry.errors import InvalidRequestError, NotAllowedError
from registry.identity import Actor
from registry.permissions import Action, allows, require
from registry.runtime import Runtime
from registry.store.queries import agency_by_slug, visible_product
from registry.store.tables import AgencyRow, PolicyRow, ProductRow
from registry.views import PolicyPage, PolicyView

MAX_SOURCE = 64 * 1024
"""Bytes that a policy may have: a line for every rule, twice over."""


def policy_for(session: Session, agency: str, product: ProductRow | None) -> Policy:
    """Return the policy for a product of *agency*, which may not exist yet. One indexed read."""
    return _combined(*_layers(session, agency, product))


def policies_under(
    session: Session, agency: str, product: ProductRow, proposed: bytes
) -> tuple[Policy, Policy]:
    """Return the policy for a product as it is, and as it would be with *proposed* for its agency.

    *proposed* is a policy that can be taken.
    """
    own, apart = _layers(session, agency, product)
    return _combined(own, apart), _layered(proposed, apart)


def page(runtime: Runtime, actor: Actor, agency: str, product: str | None = None) -> PolicyPage:
    """Return what holds for an agency's products, or for one product, and who set it.

    Raises: NotFoundError, also for a product that the caller may not see.
    """
    with runtime.read() as session:
        subject, row = _subject(session, actor, agency, product)
        layers = _layers(session, subject.agency, row)
        policy = _combined(*layers)
        return PolicyPage(
            subject=str(subject) if row else subject.agency,
            mode=policy.mode,
            protects=label(policy.mode),
            role=policy.role,
            risks=Severity.ERROR if policy.risk_is_error else Severity.WARNING,
            rules=dict(sorted(policy.severities.items())),
            digest=policy.digest,
            agency_policy=_view(layers[0]),
            product_policy=_view(layers[1]),
        )


def set_policy(
    runtime: Runtime, actor: Actor, agency: str, product: str | None, source: bytes
) -> PolicyPage:
    """Let the policy in *source* hold from now on, for an agency or one product. Writes.

    What is published stays; it weighs for the next check and the next publish.

    Raises: InvalidRequestError for a policy that cannot be taken; NotAllowedError;
    NotSignedInError; NotFoundError.
    """

    def work(session: Session) -> None:
        subject, row = _subject(session, actor, agency, product)
        own = _layers(session, subject.agency, row)
        present = own[1] if row else own[0]
        adds_only = _require_setting(actor, subject.agency, row, present)
        before = _combined(*own)
        at = runtime.clock()
        made = PolicyRow(
            agency_id=None if row else agency_by_slug(session, subject.agency).id,
            product_id=row.id if row else None,
            source=source,
            adds_only=adds_only,
            set_by=actor.id,
            set_by_name=actor.name,
            set_at=at,
        )
        after = _taken(own[0], made) if row else _taken(None, made)
        if present is not None:
            present.ended_at = at
            session.flush()  # one policy holds at a time, and the database watches over it
        session.add(made)
        event = Event(
            type="policy.changed",
            kind="product" if row else "agency",
            subject=str(subject) if row else subject.agency,
            before=before.digest,
            after=after.digest,
        )
        audit.record(session, actor, at, event)

    require(actor, Action.TIGHTEN_POLICY if product else Action.SET_POLICY, agency, product)
    if len(source) > MAX_SOURCE:
        raise InvalidRequestError(f"A policy has at most {MAX_SOURCE:,} bytes.")
    runtime.write(work)
    return page(runtime, actor, agency, product)


def _require_setting(
    actor: Actor, agency: str, product: ProductRow | None, present: PolicyRow | None
) -> bool:
    """Return whether what *actor* sets counts only where it is stricter. Raises where they may not.

    What the agency set for a product is the agency's to change.
    """
    if product is None or allows(actor, Action.SET_POLICY, agency):
        require(actor, Action.SET_POLICY if product is None else Action.TIGHTEN_POLICY, agency)
        return False
    require(actor, Action.TIGHTEN_POLICY, agency, product.slug)
    if present is not None and not present.adds_only:
        raise NotAllowedError(
            f"{present.set_by_name} set the policy of {agency}/{product.slug} for the agency.",
            next_step=f"Ask the agency chief data officer of {agency} to change it.",
        )
    return True


def _taken(agency: PolicyRow | None, made: PolicyRow) -> Policy:
    """Return what holds with the policy that is being set. Raises: InvalidRequestError."""
    base = _combined(agency, None)
    try:
        stated = read_policy(made.source, base)
    except PolicyError as error:
        raise InvalidRequestError(str(error)) from error
    lowered = [
        code
        for code, weight in stated.severities.items()
        if code not in base.severities and weight is not Severity.ERROR
    ]
    if made.adds_only and lowered:
        raise InvalidRequestError(
            f"A product's owner may make {', '.join(lowered)} an error, and weigh no less.",
            next_step="Ask the agency chief data officer to weigh it otherwise.",
        )
    return stricter(base, stated) if made.adds_only else stated


def _subject(
    session: Session, actor: Actor, agency: str, product: str | None
) -> tuple[Ref, ProductRow | None]:
    """Return the present address, and the product if one was named. Raises NotFoundError."""
    if product is None:
        return Ref(agency=agency_by_slug(session, agency).slug, product=""), None
    row, slug, _ = visible_product(session, actor, agency, product)
    return Ref(agency=slug, product=row.slug), row


def _layers(
    session: Session, agency: str, product: ProductRow | None
) -> tuple[PolicyRow | None, PolicyRow | None]:
    """Return the policies in force of the agency and of the product."""
    whose: ColumnElement[bool] = col(PolicyRow.agency_id) == (
        select(col(AgencyRow.id)).where(col(AgencyRow.slug) == agency).scalar_subquery()
    )
    if product is not None:
        whose |= col(PolicyRow.product_id) == product.id
    found = session.scalars(select(PolicyRow).where(whose, col(PolicyRow.ended_at).is_(None)))
    layers: dict[bool, PolicyRow] = {row.product_id is not None: row for row in found}
    return layers.get(False), layers.get(True)


def _combined(agency: PolicyRow | None, product: PolicyRow | None) -> Policy:
    return _layered(agency.source if agency is not None else _NOTHING, product)


def _layered(below: bytes, product: PolicyRow | None) -> Policy:
    base = _read(below)
    if product is None:
        return base
    stated = _read(product.source, below)
    return stricter(base, stated) if product.adds_only else stated


_NOTHING = b"{}"


@lru_cache(maxsize=256)
def _read(source: bytes, below: bytes | None = None) -> Policy:
    """Return a stored policy on top of the agency's, read once for many checks.

    It was whole when it was set. A rule that this Charter no longer knows weighs nothing.
    """
    return known_policy(source, IN_REGISTRY if below is None else _read(below))


def _view(row: PolicyRow | None) -> PolicyView | None:
    if row is None:
        return None
    return PolicyView(
        text=row.source.decode("utf-8", "replace"),
        set_by=row.set_by_name,
        set_at=row.set_at,
        adds_only=row.adds_only,
    )
