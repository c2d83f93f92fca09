"""Which policy holds for a product? The registry's, on it that of its agency, on both its own.

Each says only what differs from the one that it stands on, and never less than that one fixes.
Where a product's was set by somebody who may not set the agency's, it counts as far as it is
stricter: a later, stricter policy of the agency holds all the same. Nothing in a request changes
any of it, so check and publish weigh alike.
"""

from datetime import datetime

import msgspec
from sqlalchemy.orm import Session

from contracts.findings import Severity
from contracts.layering import softened
from contracts.policy import Policy, label
from contracts.policy_document import PolicyError, read_policy
from registry import audit, notices
from registry.addresses import Ref
from registry.audit import Event
from registry.errors import (
    InvalidRequestError,
    NotAllowedError,
    NotFoundError,
    PreconditionFailedError,
)
from registry.identity import Actor
from registry.permissions import Action, allows, require
from registry.policy_layers import REGISTRY, Layers, on_top
from registry.policy_views import PolicyPage, PolicyView, WatchView
from registry.runtime import Runtime
from registry.store.queries import agency_by_slug, find_product, visible_product
from registry.store.tables import PolicyRow, ProductRow

MAX_SOURCE = 64 * 1024
"""Bytes that a policy may have: a line for every rule, twice over."""


def policy_for(session: Session, agency: str, product: ProductRow | None) -> Policy:
    """Return the policy for a product of *agency*, which may not exist yet. One indexed read."""
    return Layers.of(session, agency, product).policy


def policies_under(
    session: Session,
    agency: str,
    product: ProductRow,
    proposed: bytes,
    *,
    of_registry: bool = False,
) -> tuple[Policy, Policy]:
    """Return the policy for a product as it is, and as it would be with *proposed* for its agency.

    With *of_registry* it would be the registry's. *proposed* is a policy that can be taken.
    """
    layers = Layers.of(session, agency, product)
    return layers.policy, layers.with_(proposed, of_registry=of_registry)


def page(runtime: Runtime, actor: Actor, agency: str, product: str | None = None) -> PolicyPage:
    """Return what holds for an agency's products, or for one product, and who set it.

    The agency `*` is the registry: what holds where an agency says nothing.

    Raises: NotFoundError, also for a product that the caller may not see.
    """
    with runtime.read() as session:
        subject, row = _subject(session, actor, agency, product)
        return _page(subject, row, Layers.of(session, subject.agency, row))


def set_policy(  # what is set, on what, in place of which
    runtime: Runtime,
    actor: Actor,
    agency: str,
    product: str | None,
    source: bytes,
    *,
    revision: int | None = None,
) -> PolicyPage:
    """Let the policy in *source* hold from now on, for an agency or one product. Writes.

    The agency `*` is the registry: its policy is what all others stand on, and its administrator's
    to set. What is published stays; a policy weighs for the next check and the next publish.
    *revision* is of the policy that it takes the place of; None: whichever holds.

    Raises: InvalidRequestError for a policy that cannot be taken; PreconditionFailedError where
    another holds than *revision*; NotAllowedError; NotSignedInError; NotFoundError.
    """
    return _changed(runtime, actor, agency, product, source, revision)


def end_policy(
    runtime: Runtime,
    actor: Actor,
    agency: str,
    product: str | None,
    *,
    revision: int | None = None,
) -> PolicyPage:
    """Take back what was set for the registry, an agency or a product. Writes.

    What it stood on holds from now on.

    Raises: NotFoundError where none was set; else as `set_policy`.
    """
    return _changed(runtime, actor, agency, product, None, revision)


def preview(
    runtime: Runtime, actor: Actor, agency: str, product: str | None, source: bytes
) -> PolicyPage:
    """Return what would hold if *actor* set *source*, with the revision of today. Stores nothing.

    Raises: as `set_policy`.
    """
    _require_asking(actor, agency, product, source)
    with runtime.read() as session:
        subject, row = _subject(session, actor, agency, product)
        layers = Layers.of(session, subject.agency, row)
        made = _made(session, actor, subject, row, layers, runtime.clock())
        made.source = source
        _taken(layers.below(subject.agency, row), made)
        then = _page(subject, row, layers.instead(made))
        return msgspec.structs.replace(then, revision=layers.revision(subject.agency, row))


def require_setting(runtime: Runtime, actor: Actor, agency: str, product: str | None) -> None:
    """Do nothing if *actor* may set this policy.

    Raises: NotAllowedError; NotSignedInError; NotFoundError.
    """
    _require_asking(actor, agency, product)
    with runtime.read() as session:
        subject, row = _subject(session, actor, agency, product)
        layers = Layers.of(session, subject.agency, row)
        _require_setting(actor, subject.agency, row, layers.own(subject.agency, row))


def _changed(  # what is set, on what, in place of which
    runtime: Runtime,
    actor: Actor,
    agency: str,
    product: str | None,
    source: bytes | None,
    revision: int | None,
) -> PolicyPage:
    def work(session: Session) -> None:
        subject, row = _subject(session, actor, agency, product)
        layers = Layers.of(session, subject.agency, row)
        at = runtime.clock()
        made = _made(session, actor, subject, row, layers, at)
        _require_revision(revision, layers.revision(subject.agency, row))
        after = layers.below(subject.agency, row)
        present = layers.own(subject.agency, row)
        if source is not None:
            made.source = source
            after = _taken(after, made)
        elif present is None:
            raise NotFoundError(f"Nobody has set a policy of {_told(subject, row)}.")
        if present is not None:
            present.ended_at = at
            session.flush()  # one policy holds at a time, and the database watches over it
        if source is not None:
            session.add(made)
        event = Event(
            type="policy.changed",
            kind="product" if row else "registry" if subject.agency == REGISTRY else "agency",
            subject=_name(subject, row),
            before=layers.policy.digest,
            after=after.digest,
        )
        seq = audit.record(session, actor, at, event)
        if row is not None:
            find_product(session, subject.agency, row.slug)  # locked, for the order of its notices
            notices.enter(session, row.id, seq, event.type, at)

    _require_asking(actor, agency, product, source)
    runtime.write(work)
    return page(runtime, actor, agency, product)


def _require_asking(
    actor: Actor, agency: str, product: str | None, source: bytes | None = None
) -> None:
    """Raise for what can be refused before anything is looked up."""
    if agency == REGISTRY:
        require(actor, Action.ADMINISTER, REGISTRY)
    else:
        require(actor, Action.TIGHTEN_POLICY if product else Action.SET_POLICY, agency, product)
    if source is not None and len(source) > MAX_SOURCE:
        raise InvalidRequestError(f"A policy has at most {MAX_SOURCE:,} bytes.")


def _told(subject: Ref, product: ProductRow | None) -> str:
    return "the registry" if subject.agency == REGISTRY else _name(subject, product)


def _made(  # by whom, of what, in place of which, when
    session: Session,
    actor: Actor,
    subject: Ref,
    product: ProductRow | None,
    layers: Layers,
    at: datetime,
) -> PolicyRow:
    """Return a policy of *actor* that says nothing yet. Raises where they may set none."""
    present = layers.own(subject.agency, product)
    adds_only = _require_setting(actor, subject.agency, product, present)
    is_agencys = product is None and subject.agency != REGISTRY
    return PolicyRow(
        agency_id=agency_by_slug(session, subject.agency).id if is_agencys else None,
        product_id=product.id if product else None,
        source=b"{}",
        adds_only=adds_only,
        set_by=actor.id,
        set_by_name=actor.name,
        set_at=at,
    )


def _require_revision(wanted: int | None, present: int) -> None:
    if wanted is not None and wanted != present:
        raise PreconditionFailedError(
            "Somebody else has set this policy since you looked.",
            next_step="Read what holds today, and set yours again if you still mean it.",
        )


def _name(subject: Ref, product: ProductRow | None) -> str:
    return str(subject) if product else subject.agency


def _require_setting(
    actor: Actor, agency: str, product: ProductRow | None, present: PolicyRow | None
) -> bool:
    """Return whether what *actor* sets counts only where it is stricter. Raises where they may not.

    What the agency set for a product is the agency's to change.
    """
    if product is None and agency == REGISTRY:
        require(actor, Action.ADMINISTER, REGISTRY)
        return False
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


def _taken(below: Policy, made: PolicyRow) -> Policy:
    """Return what holds with the policy that is being set. Raises: InvalidRequestError."""
    try:
        stated = read_policy(made.source, below)
    except PolicyError as error:
        raise InvalidRequestError(str(error), next_step=_MEND) from error
    if made.adds_only:
        lowered = [
            code
            for code, weight in stated.severities.items()
            if code not in below.severities and weight is not Severity.ERROR
        ]
        if lowered:
            raise InvalidRequestError(
                f"A product's owner may make {', '.join(lowered)} an error, and weigh no less.",
                next_step="Ask the agency chief data officer to weigh it otherwise.",
            )
    elif less := softened(below, stated):
        raise InvalidRequestError(
            f"The policy that this one stands on fixes {', '.join(less)}; it asks for less.",
            next_step="Ask for as much, or for more; 'charter policy show' says what is fixed.",
        )
    return on_top(below, stated, adds_only=made.adds_only)


_MEND = "Mend these lines and send it again. 'charter rules' and /rules list the rules."


def _subject(
    session: Session, actor: Actor, agency: str, product: str | None
) -> tuple[Ref, ProductRow | None]:
    """Return the present address, and the product if one was named. Raises NotFoundError."""
    if product is None:
        is_registry = agency == REGISTRY
        slug = REGISTRY if is_registry else agency_by_slug(session, agency).slug
        return Ref(agency=slug, product=""), None
    row, slug, _ = visible_product(session, actor, agency, product)
    return Ref(agency=slug, product=row.slug), row


def _page(subject: Ref, row: ProductRow | None, layers: Layers) -> PolicyPage:
    policy = layers.policy
    return PolicyPage(
        subject=_name(subject, row),
        mode=policy.mode,
        protects=label(policy.mode),
        role=policy.role,
        risks=Severity.ERROR if policy.risk_is_error else Severity.WARNING,
        deprecation_days=policy.deprecation_days,
        rules=dict(sorted(policy.severities.items())),
        watch=tuple(
            WatchView(name=each.name, rule=each.rule, on=tuple(map(str, each.on)))
            for each in policy.watched
        ),
        fixed=policy.fixed,
        digest=policy.digest,
        revision=layers.revision(subject.agency, row),
        registry_policy=_view(layers.registry),
        agency_policy=_view(layers.agency),
        product_policy=_view(layers.product),
    )


def _view(row: PolicyRow | None) -> PolicyView | None:
    if row is None:
        return None
    return PolicyView(
        text=row.source.decode("utf-8", "replace"),
        set_by=row.set_by_name,
        set_at=row.set_at,
        adds_only=row.adds_only,
    )
